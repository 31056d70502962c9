"""Unknown names become the nearest ones of the schema."""

import pytest

from services.contracts.models import Diagnosis, DiagnosisKind
from services.executor.nearest_names import similarity
from services.executor.repair import repairs
from services.executor.statement import Statement, read_statement
from services.executor.validation import Examined
from tests.executor_shop import LINKS, SCHEMA


def mended(sql: str, place: str, kind: DiagnosisKind = DiagnosisKind.UNKNOWN_COLUMN) -> list[tuple[str, str]]:
    statement = read_statement(sql, max_bytes=16_384)
    assert isinstance(statement, Statement)
    assert statement.tree is not None
    before = statement.tree.sql(dialect="sqlite")
    found = repairs(Examined(statement, SCHEMA), Diagnosis(kind=kind, message="", place=place), LINKS)
    assert statement.tree.sql(dialect="sqlite") == before
    return [(repair.replacement, repair.sql) for repair in found]


def mended_table(sql: str, place: str) -> list[tuple[str, str]]:
    return mended(sql, place, DiagnosisKind.UNKNOWN_TABLE)


@pytest.mark.parametrize(
    ("sql", "place", "replacement", "expected"),
    [
        ("SELECT cuntry FROM customers", "cuntry", "country", "SELECT country FROM customers"),
        (
            "SELECT name FROM customers",
            "name",
            "customer_name",
            "SELECT customer_name FROM customers",
        ),
        (
            "SELECT customerName FROM customers ORDER BY customerName",
            "customerName",
            "customer_name",
            "SELECT customer_name FROM customers ORDER BY customer_name",
        ),
        ("SELECT order_date FROM orders", "order_date", '"order date"', 'SELECT "order date" FROM orders'),
        (
            "SELECT o.country FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id",
            "o.country",
            "c.country",
            "SELECT c.country FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id",
        ),
        (
            "SELECT 1 FROM orders AS o JOIN customers AS c ON o.customer_id = c.customerid",
            "c.customerid",
            "c.customer_id",
            "SELECT 1 FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id",
        ),
        (
            "SELECT custmer_id FROM orders AS o JOIN customers AS c ON o.total > 1",
            "custmer_id",
            "o.customer_id",
            "SELECT o.customer_id FROM orders AS o JOIN customers AS c ON o.total > 1",
        ),
        (
            "SELECT s.ttal FROM (SELECT total FROM orders) AS s",
            "s.ttal",
            "s.total",
            "SELECT s.total FROM (SELECT total FROM orders) AS s",
        ),
        (
            "SELECT s.ttal FROM (SELECT * FROM orders) AS s",
            "s.ttal",
            "s.total",
            "SELECT s.total FROM (SELECT * FROM orders) AS s",
        ),
        (
            "WITH big AS (SELECT total AS amount FROM orders) SELECT amont FROM big",
            "amont",
            "amount",
            "WITH big AS (SELECT total AS amount FROM orders) SELECT amount FROM big",
        ),
        (
            "SELECT 1 FROM customers AS c WHERE EXISTS(SELECT 1 FROM orders AS o WHERE o.customer_id = c.custmer_id)",
            "c.custmer_id",
            "c.customer_id",
            "SELECT 1 FROM customers AS c WHERE EXISTS(SELECT 1 FROM orders AS o WHERE o.customer_id = c.customer_id)",
        ),
    ],
)
def test_unknown_column(sql: str, place: str, replacement: str, expected: str) -> None:
    assert mended(sql, place)[0] == (replacement, expected)


def test_only_the_scope_that_lacks_the_column_is_changed() -> None:
    sql = "SELECT total FROM orders WHERE customer_id IN (SELECT c.total FROM customers AS c)"
    assert mended(sql, "c.total") == []
    assert mended(sql, "total") == []  # known in its own scope
    sql = "SELECT country FROM customers UNION SELECT country FROM (SELECT country AS contry FROM customers) AS x"
    expected = "SELECT country FROM customers UNION SELECT contry FROM (SELECT country AS contry FROM customers) AS x"
    assert mended(sql, "country") == [("contry", expected)]


@pytest.mark.parametrize(
    ("sql", "place", "replacement"),
    [
        ('SELECT total FROM orders WHERE "order date" = "2024-01-01"', '"2024-01-01"', "'2024-01-01'"),
        ('SELECT 1 FROM customers WHERE country = "O\'Neil"', '"O\'Neil"', "'O''Neil'"),
        ("SELECT 1 FROM customers WHERE country IN (\"FR\", 'DE')", '"FR"', "'FR'"),
        ("SELECT 1 FROM customers WHERE \"countri\" = 'FR'", '"countri"', "country"),
        ('SELECT "sum of all", total FROM orders', '"sum of all"', "'sum of all'"),
    ],
)
def test_text_in_double_quotes(sql: str, place: str, replacement: str) -> None:
    assert mended(sql, place)[0][0] == replacement


@pytest.mark.parametrize(
    ("sql", "place", "expected"),
    [
        ("SELECT total FROM ordrs", "ordrs", "SELECT total FROM orders"),
        ("SELECT Ordr.total FROM Ordr", "Ordr", "SELECT orders.total FROM orders"),
        ("SELECT total FROM main.ordrs", "main.ordrs", "SELECT total FROM orders"),
        (
            "SELECT o.total FROM ordrs AS o WHERE o.total > (SELECT avg(total) FROM ordrs)",
            "ordrs",
            "SELECT o.total FROM orders AS o WHERE o.total > (SELECT AVG(total) FROM orders)",
        ),
    ],
)
def test_unknown_table(sql: str, place: str, expected: str) -> None:
    assert mended_table(sql, place)[0][1] == expected


def test_far_names_are_left_alone() -> None:
    assert mended("SELECT weather FROM customers", "weather") == []
    assert (
        mended("SELECT c.nane FROM customers AS c", "c.nane") == []
    )  # misspelt and a part only: two guesses
    assert mended_table("SELECT 1 FROM weather", "weather") == []


def test_ambiguous_column_gets_the_names_it_may_mean() -> None:
    sql = "SELECT customer_id FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id"
    found = mended(sql, "customer_id", DiagnosisKind.AMBIGUOUS_COLUMN)
    assert [replacement for replacement, _ in found] == ["o.customer_id", "c.customer_id"]


@pytest.mark.parametrize(
    ("left", "right"), [("ordrs", "orders"), ("custmer_id", "CustomerID"), ("Straße", "strase")]
)
def test_near_names(left: str, right: str) -> None:
    assert similarity(left, right) >= 0.7


@pytest.mark.parametrize(
    ("left", "right"), [("name", "total"), ("", "total"), ("id", "date"), ("价格", "名称")]
)
def test_far_names(left: str, right: str) -> None:
    assert similarity(left, right) < 0.7
