"""The database and the statements of the executor's benchmark and soak."""

import sqlite3
from pathlib import Path

from services.contracts.schema import Column, ForeignKey, Schema, Table

_TABLES = """
CREATE TABLE customers(customer_id INTEGER PRIMARY KEY, customer_name TEXT, country TEXT);
CREATE TABLE orders(order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers, total REAL);
CREATE TABLE numbers(i INTEGER PRIMARY KEY, t TEXT, r REAL);
CREATE INDEX orders_by_customer ON orders(customer_id);
WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500)
    INSERT INTO customers SELECT i, 'customer ' || i, substr('FRDEITESPT', 1 + 2 * (i % 5), 2) FROM n;
WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
    INSERT INTO orders SELECT i, 1 + i % 500, (i * 37) % 1000 / 10.0 FROM n;
WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)
    INSERT INTO numbers SELECT i, 'number ' || i, i / 7.0 FROM n;
"""
SCHEMA = Schema(
    database_id="shop",
    tables=(
        Table(
            name="customers",
            columns=(
                Column(name="customer_id", type="INTEGER", primary_key=True, unique=True),
                Column(name="customer_name", type="TEXT"),
                Column(name="country", type="TEXT", samples=("FR", "DE")),
            ),
        ),
        Table(
            name="orders",
            columns=(
                Column(name="order_id", type="INTEGER", primary_key=True, unique=True),
                Column(name="customer_id", type="INTEGER"),
                Column(name="total", type="REAL"),
            ),
        ),
        Table(
            name="numbers",
            columns=(
                Column(name="i", type="INTEGER", primary_key=True, unique=True),
                Column(name="t", type="TEXT"),
                Column(name="r", type="REAL"),
            ),
        ),
    ),
    foreign_keys=(
        ForeignKey(
            table="orders", columns=("customer_id",), ref_table="customers", ref_columns=("customer_id",)
        ),
    ),
)
# Rows of an integer, a text and a float, read from a table as often as it takes.
HANDED = "SELECT a.i, a.t, a.r FROM numbers AS b, numbers AS a LIMIT {}"
# Work that ends only when it is stopped: in SQLite's machine, inside one call of a function, in a join, in a sort, and
# by using up the memory.
KILLERS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "SELECT length(trim(printf('%.*c', 900000, 'y'), printf('%.*c', 80000, 'x') || 'y'))",
    "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE a.t || b.t = c.t",
    "SELECT a.t FROM numbers a, numbers b ORDER BY b.t || a.t LIMIT 1",
    "SELECT group_concat(a.t || b.t) FROM numbers a, numbers b",
)


def create(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(_TABLES)
    connection.close()
    return path
