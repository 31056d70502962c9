"""What is found in a statement before it runs: fan-outs, clashes of types, literals in another form, unknown names."""

import pytest

from services.contracts.models import Diagnosis, DiagnosisKind, Links
from services.executor.statement import Statement, read_statement
from services.executor.validation import Examinations, Examined
from tests.executor_shop import FRANCE, LINKED, LINKS, SCHEMA


def examined(sql: str) -> Examined:
    statement = read_statement(sql, max_bytes=16_384)
    assert isinstance(statement, Statement)
    return Examined(statement, SCHEMA)


def doubts(sql: str, links: Links = LINKS) -> Diagnosis | None:
    return examined(sql).doubts(links)


JOINED = "customers AS c JOIN orders AS o ON o.customer_id = c.customer_id"
EDGE = "c.customer_id = o.customer_id"


@pytest.mark.parametrize(
    ("sql", "place", "edge"),
    [
        (f"SELECT sum(c.customer_id) FROM {JOINED}", "SUM(c.customer_id)", EDGE),
        (f"SELECT avg(c.customer_id) FROM {JOINED}", "AVG(c.customer_id)", EDGE),
        (f"SELECT count(country) FROM {JOINED}", "COUNT(country)", EDGE),
        (
            "SELECT sum(c.customer_id) FROM customers c, orders o WHERE o.customer_id = c.customer_id",
            "SUM(c.customer_id)",
            EDGE,
        ),
        (
            "SELECT sum(customers.customer_id + 1) FROM customers JOIN orders USING (customer_id)",
            "SUM(customers.customer_id + 1)",
            "customers.customer_id = orders.customer_id",
        ),
        (
            f"SELECT 1 FROM numbers WHERE i IN (SELECT sum(c.customer_id) FROM {JOINED})",
            "SUM(c.customer_id)",
            EDGE,
        ),
        (
            f"SELECT country FROM {JOINED} GROUP BY 1 HAVING sum(c.customer_id) > 1",
            "SUM(c.customer_id)",
            EDGE,
        ),
    ],
)
def test_fan_out_is_found_and_its_edge_named(sql: str, place: str, edge: str) -> None:
    diagnosis = doubts(sql)
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.place, diagnosis.evidence) == (DiagnosisKind.FAN_OUT, place, (edge,))
    assert edge in diagnosis.message


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT sum(o.total) FROM {JOINED}",
        f"SELECT count(*) FROM {JOINED}",
        f"SELECT count(DISTINCT c.customer_id) FROM {JOINED}",
        f"SELECT max(c.customer_id), min(c.country) FROM {JOINED}",
        f"SELECT o.order_id, sum(c.customer_id) FROM {JOINED} GROUP BY o.order_id",
        "SELECT sum(customer_id) FROM customers",
        "SELECT sum(c.customer_id) FROM customers c JOIN (SELECT DISTINCT customer_id FROM orders) o "
        "ON o.customer_id = c.customer_id",
        "SELECT sum(c.nothing) FROM customers c JOIN orders o ON o.customer_id = c.customer_id",
    ],
)
def test_joins_that_multiply_nothing_that_is_summed(sql: str) -> None:
    assert doubts(sql) is None


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("total = 'much'", "no number equals a text"),
        ("total IN (1, 'much')", "no number equals a text"),
        ("total > 'much'", "every text is larger"),
        ("country < 5", "letter by letter"),
        ("country BETWEEN 5 AND 7", "letter by letter"),
    ],
)
def test_clashes_of_types(condition: str, why: str) -> None:
    diagnosis = doubts(f"SELECT 1 FROM orders NATURAL JOIN customers WHERE {condition}")
    assert diagnosis is not None
    assert diagnosis.kind is DiagnosisKind.TYPE
    assert why in diagnosis.message


def test_sum_of_texts() -> None:
    diagnosis = doubts("SELECT sum(country) FROM customers")
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.place) == (DiagnosisKind.TYPE, "SUM(country)")
    assert diagnosis.evidence == ("customers.country is TEXT",)


@pytest.mark.parametrize(
    "condition",
    ["total = '5'", "total > 5", "country = 5", "country > 'F'", "\"order date\" > '2024'", "i > 5"],
)
def test_types_that_fit(condition: str) -> None:
    assert doubts(f"SELECT 1 FROM orders, customers, numbers WHERE {condition}") is None


@pytest.mark.parametrize(
    "condition", ["country = 'France'", "country IN ('DE', 'FRANCE')", "c.country = 'france '"]
)
def test_literals_that_the_links_know_in_another_form(condition: str) -> None:
    diagnosis = doubts(f"SELECT count(*) FROM customers AS c WHERE {condition}", LINKED)
    assert diagnosis is not None
    assert diagnosis.candidates == ("'FR'",)
    assert "customers.country" in diagnosis.message


@pytest.mark.parametrize(
    "condition", ["country = 'FR'", "country = 'Spain'", "customer_name = 'France'", "country LIKE 'France'"]
)
def test_literals_of_which_the_links_say_nothing_else(condition: str) -> None:
    assert doubts(f"SELECT count(*) FROM customers AS c WHERE {condition}", LINKED) is None


def test_a_literal_that_may_be_stored_is_left_alone() -> None:
    """'France' is also stored itself, or is but a part of what is stored: no reason to write something else."""
    sql = "SELECT count(*) FROM customers WHERE country = 'France'"
    itself = FRANCE.model_copy(update={"value": "France"})
    assert doubts(sql, LINKED.model_copy(update={"possible": (itself,)})) is None
    part = FRANCE.model_copy(update={"part": True})
    assert doubts(sql, Links(snapshot=SCHEMA, values=(part,))) is None


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT a, total, b.c FROM orders", ("a", "b.c")),
        ("SELECT a FROM nowhere, nothing n", ("nowhere", "nothing AS n")),
        ("WITH w AS (SELECT 1 AS a) SELECT a FROM w", ()),
        ("SELECT total AS t, rowid FROM orders ORDER BY t", ()),
        ("SELECT value FROM json_each('[]')", ("value",)),
    ],
)
def test_unknown_names(sql: str, names: tuple[str, ...]) -> None:
    assert examined(sql).unknown_names == names


def test_what_cannot_be_read_raises_nothing() -> None:
    found = examined("SELECT (((")
    assert (found.compared, found.unknown_names, found.doubts(LINKED)) == ((), (), None)


def test_stars_over_stars_are_not_written_out() -> None:
    ctes = ", ".join(f"w{n} AS (SELECT * FROM w{n - 1} a, w{n - 1} b)" for n in range(1, 25))
    assert examined(f"WITH w0 AS (SELECT * FROM orders), {ctes} SELECT nothing FROM w24").unknown_names == (
        "nothing",
    )


def test_a_statement_is_examined_once() -> None:
    examinations = Examinations()
    statement = examined("SELECT 1").statement
    assert examinations.of(statement, SCHEMA) is examinations.of(statement, SCHEMA.model_copy())
    other = SCHEMA.model_copy(update={"database_id": "other"})
    assert examinations.of(statement, SCHEMA) is not examinations.of(statement, other)
