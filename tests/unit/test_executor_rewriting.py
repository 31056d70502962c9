"""Statements written for another database, without a join, or with parentheses that do not match."""

import apsw
import pytest

from services.contracts.models import Diagnosis, DiagnosisKind
from services.executor.repair import repairs
from services.executor.statement import Statement, read_statement
from services.executor.validation import Examined
from tests.executor_shop import LINKS, SCHEMA, TABLES


def mended(sql: str, place: str, kind: DiagnosisKind = DiagnosisKind.SYNTAX) -> list[str]:
    """Repaired statements, each of which SQLite can prepare on the shop."""
    statement = read_statement(sql, max_bytes=16_384)
    assert isinstance(statement, Statement)
    found = repairs(Examined(statement, SCHEMA), Diagnosis(kind=kind, message="", place=place), LINKS)
    assert all(repair.change for repair in found)
    return [repair.sql for repair in found]


@pytest.mark.parametrize(
    ("call", "translation"),
    [
        ("YEAR(d)", "CAST(STRFTIME('%Y', d) AS INTEGER)"),
        ("MONTH(d)", "CAST(STRFTIME('%m', d) AS INTEGER)"),
        ("DAY(d)", "CAST(STRFTIME('%d', d) AS INTEGER)"),
        ("QUARTER(d)", "((CAST(STRFTIME('%m', d) AS INTEGER) + 2) / 3)"),
        ("EXTRACT(YEAR FROM d)", "CAST(STRFTIME('%Y', d) AS INTEGER)"),
        ("DATE_PART('year', d)", "CAST(STRFTIME('%Y', d) AS INTEGER)"),
        ("DATEPART(month, d)", "CAST(STRFTIME('%m', d) AS INTEGER)"),
        ("DATE_FORMAT(d, '%Y-%m')", "STRFTIME('%Y-%m', d)"),
        ("TO_CHAR(d, 'YYYY-MM')", "STRFTIME('%Y-%m', d)"),
        ("DATE_TRUNC('month', d)", "STRFTIME('%Y-%m-01', d)"),
        ("TO_DATE(d, 'YYYY-MM-DD')", "DATE(d)"),
        ("LAST_DAY(d)", "DATE(d, 'start of month', '+1 month', '-1 day')"),
        ("DATEADD(day, 1, d)", "DATE(d, '+1 DAY')"),
        ("DATE_SUB(d, INTERVAL 3 MONTH)", "DATE(d, '-3 MONTH')"),
        ("NOW()", "CURRENT_TIMESTAMP"),
        ("GETDATE()", "CURRENT_TIMESTAMP"),
        ("CURDATE()", "CURRENT_DATE"),
        ("CURRENT_DATE - INTERVAL '1 year'", "DATE(CURRENT_DATE, '-1 YEAR')"),
        ("LEFT(t, 3)", "SUBSTR(t, 1, 3)"),
        ("RIGHT(t, 3)", "SUBSTR(t, -3)"),
        ("LEN(t)", "LENGTH(t)"),
        ("NVL(t, 'x')", "COALESCE(t, 'x')"),
        ("ISNULL(t, 'x')", "COALESCE(t, 'x')"),
        ("CHARINDEX('a', t)", "INSTR(t, 'a')"),
        ("POSITION('a' IN t)", "INSTR(t, 'a')"),
        ("t::int", "CAST(t AS INTEGER)"),
        ("d::date", "DATE(d)"),
        ("IF(i > 1, 'a', 'b')", "IIF(i > 1, 'a', 'b')"),
    ],
)
def test_functions_of_other_databases(call: str, translation: str) -> None:
    name = call.partition("(")[0]
    statements = mended(f"SELECT {call} FROM x", name)
    assert statements[0] == f"SELECT {translation} FROM x"
    connection = apsw.Connection(":memory:")
    connection.execute(
        "CREATE TABLE x(d TEXT, t TEXT, i INTEGER); INSERT INTO x VALUES ('2024-05-06', 'abc', 1)"
    )
    assert connection.execute(statements[0]).fetchall() != [(None,)]


def test_parts_of_a_date_are_numbers() -> None:
    connection = apsw.Connection(":memory:")
    (sql,) = mended(
        "SELECT YEAR('2024-05-06'), QUARTER('2024-05-06') WHERE YEAR('2024-05-06') = 2024", "YEAR"
    )
    (sql,) = mended(sql, "QUARTER")
    assert connection.execute(sql).fetchall() == [(2024, 2)]


@pytest.mark.parametrize("call", ["REGEXP_LIKE(t, 'x')", "WEEKDAY(d)", "load_file('/etc/passwd')"])
def test_functions_that_sqlite_has_nothing_for(call: str) -> None:
    assert mended(f"SELECT {call} FROM x", call.partition("(")[0]) == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT TOP 5 total FROM orders", "SELECT total FROM orders LIMIT 5"),
        ("SELECT total FROM orders FETCH FIRST 5 ROWS ONLY", "SELECT total FROM orders LIMIT 5"),
        ("SELECT 1 FROM x WHERE a ILIKE 'B%'", "SELECT 1 FROM x WHERE LOWER(a) LIKE LOWER('B%')"),
        ("SELECT [total] FROM [orders] WHERE a = N'x'", 'SELECT "total" FROM "orders" WHERE a = \'x\''),
    ],
)
def test_syntax_of_other_databases(sql: str, expected: str) -> None:
    assert mended(sql, "")[0] == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT count(* FROM x", "SELECT COUNT(*) FROM x"),
        ("SELECT count(*)) FROM x", "SELECT COUNT(*) FROM x"),
        ("SELECT a FROM x WHERE (b = 1 OR c = 2", "SELECT a FROM x WHERE (b = 1 OR c = 2)"),
        (
            "SELECT a FROM x WHERE b IN (SELECT b FROM y WHERE c = 1",
            "SELECT a FROM x WHERE b IN (SELECT b FROM y WHERE c = 1)",
        ),
        ("SELECT max(round(a, 2) FROM x GROUP BY b", "SELECT MAX(ROUND(a, 2)) FROM x GROUP BY b"),
        ("SELECT a FROM x WHERE b = 1)", "SELECT a FROM x WHERE b = 1"),
    ],
)
def test_parentheses(sql: str, expected: str) -> None:
    assert expected in mended(sql, "")


def test_parentheses_beyond_repair() -> None:
    assert mended("SELECT ((a FROM x", "") == []
    assert mended("SELECT a) b) FROM x", "") == []


@pytest.mark.parametrize(
    ("sql", "place", "expected"),
    [
        (
            "SELECT customers.country FROM orders",
            "customers.country",
            "SELECT customers.country FROM orders "
            "JOIN customers ON orders.customer_id = customers.customer_id",
        ),
        (
            "SELECT country, total FROM orders AS o WHERE country = 'FR'",
            "country",
            "SELECT customers.country, total FROM orders AS o "
            "JOIN customers ON o.customer_id = customers.customer_id WHERE customers.country = 'FR'",
        ),
        (
            "SELECT 1 FROM numbers WHERE i IN (SELECT total FROM customers)",
            "total",
            "SELECT 1 FROM numbers WHERE i IN (SELECT orders.total FROM customers "
            "JOIN orders ON customers.customer_id = orders.customer_id)",
        ),
    ],
)
def test_missing_join(sql: str, place: str, expected: str) -> None:
    statements = mended(sql, place, DiagnosisKind.UNKNOWN_COLUMN)
    assert expected in statements
    connection = apsw.Connection(":memory:")
    connection.execute(TABLES)
    connection.execute(expected)


def test_no_key_no_join() -> None:
    assert mended("SELECT orders.total FROM numbers", "orders.total", DiagnosisKind.UNKNOWN_COLUMN) == []
