"""A small shop and an executor over it, for the executor's tests."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import apsw

from services.contracts.catalogue import Catalogue
from services.contracts.models import (
    Draft,
    ExecuteRequest,
    Execution,
    FetchRequest,
    Limits,
    Links,
    Mention,
    ValueLink,
)
from services.contracts.plan import MatchKind
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings

T = TypeVar("T")

TABLES = """
CREATE TABLE customers(customer_id INTEGER PRIMARY KEY, customer_name TEXT, country TEXT);
CREATE TABLE orders(order_id INTEGER PRIMARY KEY, customer_id INTEGER, total REAL, "order date" TEXT);
CREATE TABLE numbers(i INTEGER PRIMARY KEY, t TEXT);
INSERT INTO customers VALUES (1, 'Ann', 'FR'), (2, 'Bob', 'DE'), (3, 'Cid', NULL);
INSERT INTO orders VALUES (1, 1, 5.5, '2024-01-01'), (2, 2, 7, '2024-01-02'), (3, 1, 1, '2024-02-01');
WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) INSERT INTO numbers SELECT i, 'number ' || i FROM n;
"""
SCHEMA = Schema(
    database_id="shop",
    tables=(
        Table(
            name="customers",
            columns=(
                Column(name="customer_id", type="INTEGER", primary_key=True),
                Column(name="customer_name", type="TEXT"),
                Column(name="country", type="TEXT", samples=("FR", "DE")),
            ),
        ),
        Table(
            name="orders",
            columns=(
                Column(name="order_id", type="INTEGER", primary_key=True),
                Column(name="customer_id", type="INTEGER"),
                Column(name="total", type="REAL"),
                Column(name="order date", type="TEXT"),
            ),
        ),
        Table(name="numbers", columns=(Column(name="i", type="INTEGER"), Column(name="t", type="TEXT"))),
    ),
    foreign_keys=(
        ForeignKey(
            table="orders", columns=("customer_id",), ref_table="customers", ref_columns=("customer_id",)
        ),
    ),
)
LINKS = Links(snapshot=SCHEMA)
FRANCE = ValueLink(
    mention=Mention(text="France"),
    column=ColumnRef(table="customers", column="country"),
    value="FR",
    kind=MatchKind.ALIAS,
    score=1,
)
LINKED = Links(snapshot=SCHEMA, values=(FRANCE,))
# Work that ends only when it is stopped: in SQLite's machine, where the clock is looked at every 1,000 operations, …
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
# … and inside one call of a function, where nothing looks at it.
BLIND = "SELECT length(trim(printf('%.*c', 900000, 'y'), printf('%.*c', 80000, 'x') || 'y'))"


def create(path: Path, script: str = TABLES) -> Path:
    connection = apsw.Connection(str(path))
    connection.execute(script).fetchall()
    connection.close()
    return path


def request(*sql: str, limits: Limits | None = None, **fields: Any) -> ExecuteRequest:
    return ExecuteRequest(
        drafts=tuple(Draft(sql=text) for text in sql),
        links=fields.pop("links", LINKS),
        database_id="shop",
        limits=limits or Limits(seconds=5),
        **fields,
    )


def fetch_request(sql: str, **fields: Any) -> FetchRequest:
    return FetchRequest(database_id="shop", sql=sql, **fields)


def with_executor(path: Path, work: Callable[[SandboxedExecutor], Awaitable[T]], **settings: Any) -> T:
    """What `work` makes of an executor over the database at `path`, two workers strong."""

    async def run() -> T:
        chosen = ExecutorSettings(**{"workers": 2, "spares": 0, **settings})
        async with SandboxedExecutor(Catalogue.of({"shop": path}), chosen) as executor:
            return await work(executor)

    return asyncio.run(run())


def execute(path: Path, *sql: str, limits: Limits | None = None, **fields: Any) -> Execution:
    return with_executor(path, lambda executor: executor.execute(request(*sql, limits=limits, **fields)))
