"""Looking at a statement holds up everybody else's, so it takes a bounded time, whatever the statement is."""

import time
from collections.abc import Callable

import pytest

from services.contracts.models import Diagnosis, DiagnosisKind
from services.executor.filters import diagnose_empty
from services.executor.repair import repairs
from services.executor.statement import Statement, read_statement
from services.executor.validation import Examined
from tests.executor_shop import LINKED, SCHEMA

_MOST_SECONDS = 0.6  # of the processor, on a slow and busy one; what was mended took seconds
_FAILED: dict[DiagnosisKind, tuple[str, ...]] = {
    DiagnosisKind.SYNTAX: ("", "YEAR", "CONCAT"),
    DiagnosisKind.UNKNOWN_COLUMN: ("nme", "ttal"),
    DiagnosisKind.AMBIGUOUS_COLUMN: ("customer_id",),
    DiagnosisKind.UNKNOWN_TABLE: ("custmers",),
}


def _joins(count: int) -> str:
    return " ".join(f"JOIN customers t{n} ON t{n}.customer_id = orders.customer_id" for n in range(count))


def _ctes(count: int) -> str:
    chain = [f"c{n} AS (SELECT * FROM c{n - 1}, c{n - 1} z)" for n in range(1, count)]
    return f"WITH {', '.join(['c0 AS (SELECT * FROM orders)', *chain])} SELECT nme FROM c{count - 1}"


_SHAPES: dict[str, Callable[[int], str]] = {
    "literals": lambda n: (
        "SELECT 1 FROM customers WHERE country IN (" + ", ".join(f"'{i}'" for i in range(n)) + ")"
    ),
    "conditions": lambda n: "SELECT nme FROM customers WHERE " + " AND ".join(["country = 'q'"] * n),
    "alternatives": lambda n: "SELECT nme FROM orders WHERE " + " OR ".join(["total = 1"] * n),
    "functions": lambda n: "SELECT " + ", ".join(f"YEAR({i})" for i in range(n)) + " FROM orders",
    "texts": lambda n: "SELECT " + " || ".join(["CONCAT(total)"] * n) + " FROM orders",
    "columns": lambda n: "SELECT " + ", ".join(["ttal"] * n) + " FROM orders",
    "sums": lambda n: f"SELECT {', '.join(['sum(orders.total)'] * n)} FROM orders {_joins(3)}",
    "joins": lambda n: f"SELECT nme, sum(orders.total) FROM orders {_joins(n // 4)}",
    "tables": lambda n: "SELECT nme FROM " + ", ".join(["custmers"] * n),
    "open parenthesis": lambda n: "SELECT (" + ", ".join(["total AND 1"] * n) + " FROM orders",
    "open early": lambda n: "SELECT (1 FROM orders WHERE " + " AND ".join(["total = 1"] * n),
    "surplus": lambda n: "SELECT " + ", ".join(["(total)"] * n) + ") FROM orders",
    "nested": lambda n: "SELECT " + "(" * n + "1" + ")" * (n + 1),
    "sub-queries": lambda n: "SELECT nme FROM " + "(SELECT * FROM " * n + "orders" + ")" * n,
    "correlated": lambda n: "SELECT (SELECT nme FROM orders WHERE total = " * n + "1" + ")" * n,
    "nested joins": lambda n: "SELECT * FROM " + "(" * n + "orders" + " JOIN customers)" * n,
    "stars over stars": lambda n: _ctes(n // 5 + 1),
    "unions": lambda n: " UNION ALL ".join(["SELECT nme FROM orders"] * n),
}


@pytest.mark.parametrize("count", [80, 145, 480])
@pytest.mark.parametrize("shape", _SHAPES)
def test_statement(shape: str, count: int) -> None:
    sql = _SHAPES[shape](count)
    started = time.process_time()
    statement = read_statement.__wrapped__(sql, max_bytes=100_000)
    assert isinstance(statement, Statement)
    examined = Examined(statement, SCHEMA)
    _ = examined.doubts(LINKED), examined.unknown_names
    diagnose_empty(sql, examined.compared, LINKED)
    assert time.process_time() - started < _MOST_SECONDS


@pytest.mark.parametrize("kind", _FAILED)
@pytest.mark.parametrize("count", [80, 145, 480])
@pytest.mark.parametrize("shape", _SHAPES)
def test_repairs(shape: str, count: int, kind: DiagnosisKind) -> None:
    statement = read_statement(_SHAPES[shape](count), max_bytes=100_000)
    assert isinstance(statement, Statement)
    for place in _FAILED[kind]:
        started = time.process_time()
        repairs(Examined(statement, SCHEMA), Diagnosis(kind=kind, message="", place=place), LINKED)
        assert time.process_time() - started < _MOST_SECONDS
