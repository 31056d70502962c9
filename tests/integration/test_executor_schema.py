"""The schema as a database declares it, read in a worker."""

from pathlib import Path

import pytest

from services.contracts.errors import DatabaseUnusable
from services.contracts.models import ExecutionStatus, Limits
from services.contracts.schema import ForeignKey, Schema
from services.executor.executor import SandboxedExecutor
from services.executor.messages import Bounds, Failure
from services.executor.statement import Statement, read_statement
from tests.executor_shop import create, request, with_executor

SHOP = """
CREATE TABLE countries(code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE "order lines"(order_id INTEGER, line INTEGER, country REFERENCES countries, PRIMARY KEY (order_id, line));
CREATE TABLE notes(id INTEGER PRIMARY KEY, o INT, l INT, FOREIGN KEY (o, l) REFERENCES "order lines"(order_id, line));
CREATE TABLE stray(a REFERENCES nowhere(b));
CREATE VIEW v AS SELECT code AS c FROM countries;
CREATE TABLE generated(a, b AS (a + 1));
"""


def declared(path: Path, seconds: float = 5) -> Schema:
    return with_executor(path, lambda executor: executor.declared_schema("shop", seconds=seconds))


def test_tables_columns_and_keys(tmp_path: Path) -> None:
    schema = declared(create(tmp_path / "shop.sqlite", SHOP))
    assert [(table.name, table.view) for table in schema.tables] == [
        ("countries", False),
        ("order lines", False),
        ("notes", False),
        ("stray", False),
        ("v", True),
        ("generated", False),
    ]
    described = {
        f"{table.name}.{column.name}": (column.type, column.not_null, column.primary_key, column.unique)
        for table in schema.tables
        for column in table.columns
    }
    assert described["countries.code"] == ("TEXT", False, True, True)
    assert described["countries.name"] == ("TEXT", True, False, False)
    assert described["order lines.line"] == ("INTEGER", False, True, False)
    assert described["generated.b"] == ("", False, False, False)
    assert schema.foreign_keys == (
        ForeignKey(table="order lines", columns=("country",), ref_table="countries", ref_columns=("code",)),
        ForeignKey(
            table="notes", columns=("o", "l"), ref_table="order lines", ref_columns=("order_id", "line")
        ),
    )


def test_a_schema_that_means_harm_is_given_up_in_time(tmp_path: Path) -> None:
    views = "".join(f"CREATE VIEW v{n} AS SELECT x.a FROM v{n - 1} x, v{n - 1} y;" for n in range(1, 25))
    assert (
        declared(create(tmp_path / "views.sqlite", f"CREATE TABLE v0(a);{views}"), seconds=0.3).tables == ()
    )


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="does not exist"):
        declared(tmp_path / "gone.sqlite")


def test_reading_the_schema_opens_it_to_nobody_else(tmp_path: Path) -> None:
    """Not to the same text either, and a page that is left half read does not leave the door open."""
    path = create(tmp_path / "shop.sqlite", SHOP)
    sql = "SELECT sql FROM sqlite_schema"
    statement = read_statement(sql, max_bytes=1000)
    assert isinstance(statement, Statement)

    async def work(executor: SandboxedExecutor) -> list[str]:
        database = executor._catalogue.database("shop")
        bounds = Bounds(seconds=5, rows=1, bytes=10_000, row_bytes=10_000)
        async with executor._runner.reading(database, statement, bounds, own=True) as reading:
            assert not isinstance(reading.first, Failure)
            assert not reading.first.last
        asked = request(sql, limits=Limits(seconds=5))
        return [(await executor.execute(asked)).status.value for _ in range(2)]

    assert with_executor(path, work, workers=1) == [ExecutionStatus.DENIED] * 2
