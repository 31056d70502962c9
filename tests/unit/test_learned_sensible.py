"""Which derivations are worth ranking, and which plans say the same."""

import pytest

from services.contracts.models import Links, Mention, ValueLink
from services.contracts.plan import MatchKind, Plan
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.contracts.sql_plan import plan_from_sketch
from services.planner.learned.pointers import Pointers
from services.planner.learned.related_keys import unrelated_pairs
from services.planner.learned.sensible import is_sensible
from services.planner.learned.twins import simpler_twin, stores_it
from services.planner.learned.window import columns_in_window
from tests.learned_planner import SHOP, sketch_of

_VISITS = Schema(
    database_id="visits",
    tables=(
        Table(
            name="visits",
            columns=(
                Column(name="day", type="TEXT", samples=("2024-05-01", "2025-01-31")),
                Column(name="year", type="TEXT", samples=("2024", "2025")),
                Column(name="empty", type="DATE"),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("condition", "sensible"),
    [
        ("day = '2025-01-31'", True),
        ("day = '2025'", False),
        ("day = 2025", False),
        ("day != 7", False),
        ("day IN ('2025-01-31', 'May')", False),
        ("NOT (year = '2024' AND day = '2024')", False),
        ("day > '2025'", True),
        ("day > 2025", False),
        ("day BETWEEN 2024 AND 2025", False),
        ("day BETWEEN '2024' AND '2025'", True),
        ("day LIKE '2025%'", True),
        ("strftime('%Y', day) = '2025'", True),
        ("year = '2025'", True),
        ("empty = 2025", True),
    ],
)
def test_what_is_no_date_is_not_looked_for_among_dates(condition: str, sensible: bool) -> None:
    columns = columns_in_window(Links(snapshot=_VISITS), ("visits",), None, most_columns=9)
    pointers = Pointers(_VISITS, ("visits",), columns, ())
    sketch = sketch_of(f"SELECT count(*) FROM visits WHERE {condition}", _VISITS)
    assert is_sensible(sketch, pointers) is sensible


@pytest.mark.parametrize(
    ("sql", "sensible"),
    [
        ("SELECT sum(total * total) FROM orders", False),
        ("SELECT sum(total - total) FROM orders", False),
        ("SELECT sum(total * customer_id) FROM orders", True),
        ("SELECT name FROM customers WHERE name = name", False),
        ("SELECT name FROM customers WHERE name = country", True),
    ],
)
def test_nothing_is_multiplied_or_compared_with_itself(sql: str, sensible: bool) -> None:
    names = tuple(table.name for table in SHOP.tables)
    columns = columns_in_window(Links(snapshot=SHOP), names, None, most_columns=99)
    assert is_sensible(sketch_of(sql), Pointers(SHOP, names, columns, ())) is sensible


@pytest.mark.parametrize(
    ("sql", "pairs"),
    [
        ("SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders)", 0),
        ("SELECT name FROM customers WHERE id NOT IN (SELECT manager_id FROM customers)", 0),
        ("SELECT name FROM customers WHERE manager_id IN (SELECT customer_id FROM orders)", 0),
        ("SELECT name FROM customers WHERE country IN (SELECT customer_id FROM orders)", 1),
        ("SELECT name FROM customers WHERE NOT (sex = 'F' OR id IN (SELECT code FROM countries))", 1),
        ("SELECT name FROM customers EXCEPT SELECT name FROM countries", 0),
        ("SELECT id FROM customers EXCEPT SELECT customer_id FROM orders", 0),
        ("SELECT id FROM customers EXCEPT SELECT code FROM countries", 1),
        ("SELECT name FROM customers WHERE id IN (SELECT max(customer_id) FROM orders)", 0),
        ("SELECT id FROM orders WHERE total > (SELECT avg(total) FROM orders)", 0),
    ],
)
def test_columns_are_looked_for_among_their_kind(sql: str, pairs: int) -> None:
    assert unrelated_pairs(sketch_of(sql), SHOP) == pairs


def test_keys_that_refer_to_each_other_are_of_one_kind() -> None:
    tables = tuple(Table(name=name, columns=(Column(name=f"{name}_id", type="INTEGER"),)) for name in "ab")
    keys = (
        ForeignKey(table="a", columns=("a_id",), ref_table="b", ref_columns=("b_id",)),
        ForeignKey(table="b", columns=("b_id",), ref_table="a", ref_columns=("a_id",)),
    )
    schema = Schema(database_id="round", tables=tables, foreign_keys=keys)
    sketch = sketch_of("SELECT a_id FROM a WHERE a_id IN (SELECT b_id FROM b)", schema)
    assert unrelated_pairs(sketch, schema) == 0


def _plan(sql: str) -> Plan:
    return plan_from_sketch(sketch_of(sql), SHOP)


_MENTION = Mention(text="France", start=5, end=11)
_NAME = ColumnRef(table="countries", column="name")
_CODE = ColumnRef(table="customers", column="country")
_LINKS = Links(
    snapshot=SHOP,
    values=(
        ValueLink(mention=_MENTION, column=_NAME, value="France", kind=MatchKind.EXACT, score=1.0),
        ValueLink(mention=_MENTION, column=_CODE, value="FR", kind=MatchKind.ALIAS, score=0.9, source=_NAME),
    ),
)
_JOINED = "SELECT T1.name FROM customers AS T1 JOIN countries AS T2 ON T1.country = T2.code WHERE T2.name = 'France'"


def test_a_code_stands_for_the_name_that_it_has_in_another_table() -> None:
    others = [
        _plan("SELECT name FROM customers WHERE country = 'DE'"),
        _plan("SELECT id FROM customers WHERE country = 'FR'"),
        _plan("SELECT name FROM customers WHERE country = 'FR'"),
    ]
    assert simpler_twin(_plan(_JOINED), others, _LINKS) is others[2]
    assert simpler_twin(_plan(_JOINED), others[:2], _LINKS) is None
    assert simpler_twin(others[2], [_plan(_JOINED)], _LINKS) is None
    assert simpler_twin(_plan(_JOINED), others, Links(snapshot=SHOP)) is None


_LINES = Table(
    name="lines",
    columns=tuple(Column(name=name, type="INTEGER") for name in ("order_id", "quantity", "price")),
)
_WITH_LINES = Schema(
    database_id="shop",
    tables=(*SHOP.tables, _LINES),
    foreign_keys=(
        *SHOP.foreign_keys,
        ForeignKey(table="lines", columns=("order_id",), ref_table="orders", ref_columns=("id",)),
    ),
)
_COMPUTED = (
    "SELECT sum(quantity * price) FROM orders JOIN lines ON orders.id = lines.order_id WHERE total > 5"
)


@pytest.mark.parametrize(
    ("simpler", "plan", "stored"),
    [
        ("SELECT ordered_on, sum(total) FROM orders WHERE total > 5", _COMPUTED, True),
        ("SELECT sum(total) FROM orders", _COMPUTED, False),  # of other orders
        ("SELECT sum(total) FROM orders WHERE total < 5", _COMPUTED, False),
        ("SELECT sum(total) FROM orders WHERE total > 5 LIMIT 1", _COMPUTED, False),
        ("SELECT ordered_on, sum(total) FROM orders WHERE total > 5 GROUP BY ordered_on", _COMPUTED, False),
        ("SELECT count(*) FROM orders WHERE total > 5", _COMPUTED, False),
        ("SELECT sum(price) FROM lines", "SELECT sum(quantity * price) FROM lines", False),  # no table less
        (_COMPUTED, "SELECT ordered_on, sum(total) FROM orders WHERE total > 5", False),
    ],
)
def test_a_stored_total_stands_for_one_that_is_computed(simpler: str, plan: str, stored: bool) -> None:
    both = (plan_from_sketch(sketch_of(sql, _WITH_LINES), _WITH_LINES) for sql in (simpler, plan))
    assert stores_it(*both) is stored
