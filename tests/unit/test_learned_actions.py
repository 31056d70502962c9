"""Sketches of real statements as actions, and what the action grammar leaves out."""

import pytest

from services.contracts.sketch import Query, Select
from services.planner.learned.actions import Inexpressible, actions_of, canonical, constants, same_literal
from services.planner.learned.derivation import Derivation, NotDerivable
from services.planner.learned.pointers import Literal, Pointers
from services.planner.learned.rules import RULE_INDEX, Rule
from tests.learned_planner import SHOP, shop_pointers, sketch_of

_PLACES = {table.name.lower(): place for place, table in enumerate(SHOP.tables)}

_QUARTER = "strftime('%Y', ordered_on) || '-Q' || ((CAST(strftime('%m', ordered_on) AS INTEGER) + 2) / 3)"
SAID = [
    "SELECT name FROM customers",
    "SELECT DISTINCT country, count(*) FROM customers WHERE sex = 'F' GROUP BY country HAVING count(*) > 5",
    "SELECT T2.name, sum(T1.total) FROM orders AS T1 JOIN customers AS T2 ON T1.customer_id = T2.id GROUP BY T2.id"
    " ORDER BY sum(T1.total) DESC LIMIT 1",
    "SELECT max(total) - min(total) FROM orders WHERE ordered_on BETWEEN '2020-01-01' AND '2020-12-31'",
    "SELECT name FROM customers WHERE name LIKE '%Ann%' OR NOT country IN ('FR', 'DE')",
    "SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders WHERE total > 100) LIMIT 3",
    "SELECT name FROM countries EXCEPT SELECT name FROM customers WHERE country IS NOT NULL",
    "SELECT T1.name FROM customers AS T1 JOIN customers AS T2 ON T1.manager_id = T2.id WHERE T2.name = 'Ann'",
    "SELECT customers.*, name FROM customers WHERE id = (SELECT max(customer_id) FROM orders)",
    "SELECT T1.name FROM customers AS T1 JOIN orders AS T2 ON T1.id = T2.id",
    "SELECT strftime('%Y-%m', ordered_on), sum(total) FROM orders WHERE strftime('%Y', ordered_on) = '2024'"
    " GROUP BY strftime('%Y-%m', ordered_on) ORDER BY strftime('%m', ordered_on)",
    f"SELECT {_QUARTER}, count(*) FROM orders GROUP BY {_QUARTER}",
    "SELECT name FROM customers WHERE EXISTS (SELECT * FROM orders) ORDER BY country, name DESC",
]

UNSAID = {
    "SELECT lower(name) FROM customers": "function lower",
    "SELECT n FROM (SELECT name AS n FROM customers)": "derived source",
    "SELECT name FROM customers LIMIT 5 OFFSET 2": "offset",
    "SELECT name FROM customers AS c WHERE EXISTS (SELECT * FROM orders WHERE customer_id = c.id)": "correlated",
    "SELECT name FROM customers ORDER BY name NULLS LAST": "order of NULL",
    "SELECT name FROM customers UNION SELECT name FROM countries ORDER BY name": "set operation",
    "SELECT name FROM customers WHERE name GLOB 'A*'": "operator glob",
    "SELECT 1": "no source",
}


def _with_its_values(sketch: Query) -> Pointers:
    values: tuple[Literal, ...] = tuple(dict.fromkeys(constants(sketch)))
    return shop_pointers(values or (7,))


@pytest.mark.parametrize("sql", SAID)
def test_a_statement_is_derived_again(sql: str) -> None:
    sketch = canonical(sketch_of(sql), _PLACES)
    pointers = _with_its_values(sketch)
    assert Derivation(pointers, actions_of(sketch, pointers)).sketch == sketch


@pytest.mark.parametrize(("sql", "reason"), UNSAID.items())
def test_what_cannot_be_said_has_a_reason(sql: str, reason: str) -> None:
    sketch = canonical(sketch_of(sql), _PLACES)
    with pytest.raises(Inexpressible, match=reason):
        actions_of(sketch, shop_pointers())


def test_a_literal_that_is_no_candidate_cannot_be_said() -> None:
    with pytest.raises(Inexpressible, match="value"):
        actions_of(sketch_of("SELECT name FROM customers WHERE country = 'XX'"), shop_pointers())


def test_sources_stand_in_the_order_of_their_first_use() -> None:
    one = sketch_of("SELECT T2.name FROM orders AS T1 JOIN customers AS T2 ON T1.customer_id = T2.id")
    other = sketch_of("SELECT T1.name FROM customers AS T1 JOIN orders AS T2 ON T2.customer_id = T1.id")
    assert one != other
    found = canonical(one, _PLACES)
    assert found == canonical(other, _PLACES)
    assert isinstance(found, Select)
    assert [source.name for source in found.sources] == ["customers", "orders"]


def test_only_columns_of_the_sources_can_be_chosen() -> None:
    pointers = shop_pointers()
    derivation = Derivation(
        pointers, [RULE_INDEX[Rule.SELECT], pointers.table_action["orders"], RULE_INDEX[Rule.END]]
    )
    assert derivation.choice is not None
    reachable = {
        pointers.column(action)[0] for action in derivation.choice.allowed if pointers.is_column(action)
    }
    assert reachable == {"orders"}
    with pytest.raises(NotDerivable):
        derivation.take(pointers.column_action["countries", "name"])


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (5, "5", True),
        (5, 5.0, True),
        ("5", "5.0", False),
        ("a", "A", False),
        (None, 0, False),
        ("x", 1, False),
    ],
)
def test_literals_that_compare_alike_are_one(left: Literal, right: Literal, same: bool) -> None:
    assert same_literal(left, right) is same


def test_a_number_beside_a_part_of_a_date_is_its_text() -> None:
    pointers = shop_pointers((3, 2024))
    sketch = sketch_of("SELECT id FROM orders WHERE strftime('%m', ordered_on) = '03'")
    found = Derivation(pointers, actions_of(sketch, pointers)).sketch
    assert found == sketch


def test_tables_of_one_kind_can_be_named_three_times() -> None:
    pointers = shop_pointers()
    table = pointers.table_action["customers"]
    derivation = Derivation(pointers, [RULE_INDEX[Rule.SELECT], table, table, table])
    assert derivation.choice is not None
    assert table not in derivation.choice.allowed
    assert pointers.table_action["orders"] in derivation.choice.allowed
