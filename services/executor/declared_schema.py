"""What a database declares of itself, read in a worker: its file may come from anybody.

Names, types and keys; no row is read. The value index knows more, and reads more.
"""

from collections import defaultdict

from services.contracts.catalogue import Database
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.executor.messages import Bounds, Page, Row
from services.executor.runner import StatementRunner
from services.executor.statement import Statement, read_statement

_OWN_TABLES = r"m.name LIKE 'sqlite\_%' ESCAPE '\'"
_COLUMNS = f"""SELECT m.name, m.type, p.name, p.type, p."notnull", p.pk FROM sqlite_schema AS m
    JOIN pragma_table_xinfo(m.name) AS p WHERE m.type IN ('table', 'view') AND NOT {_OWN_TABLES} AND p.hidden <> 1
    ORDER BY m.rowid, p.cid"""
_KEYS = f"""SELECT m.name, f.id, f."from", f."table", f."to" FROM sqlite_schema AS m
    JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND NOT {_OWN_TABLES}
    ORDER BY m.rowid, f.id, f.seq"""
_MOST_ROWS = 100_000
_MOST_BYTES = 16_000_000


async def declared_schema(runner: StatementRunner, database: Database, *, seconds: float) -> Schema:
    """Without what cannot be read in time, or at all: of a schema that is too damaged, or that means harm, nothing.

    Raises DatabaseUnusable and Overloaded.
    """
    columns = await _rows(runner, database, _COLUMNS, seconds)
    keys = await _rows(runner, database, _KEYS, seconds)
    tables = _tables(columns)
    return Schema(database_id=database.id, tables=tables, foreign_keys=_foreign_keys(keys, tables))


async def _rows(runner: StatementRunner, database: Database, sql: str, seconds: float) -> tuple[Row, ...]:
    statement = read_statement(sql, max_bytes=len(sql))
    if not isinstance(statement, Statement):
        raise TypeError(f"no statement: {statement}")
    bounds = Bounds(seconds, _MOST_ROWS, _MOST_BYTES, _MOST_BYTES)
    async with runner.reading(database, statement, bounds, own=True) as reading:
        return reading.first.rows if isinstance(reading.first, Page) else ()


def _tables(rows: tuple[Row, ...]) -> tuple[Table, ...]:
    kinds: dict[str, str] = {}
    columns: defaultdict[str, list[tuple[str, str, bool, int]]] = defaultdict(list)
    for table, kind, name, declared, not_null, key in rows:
        kinds[str(table)] = str(kind)
        columns[str(table)].append((str(name), str(declared or ""), bool(not_null), int(str(key))))
    return tuple(
        Table(name=table, columns=_columns(columns[table]), view=kind == "view")
        for table, kind in kinds.items()
    )


def _columns(described: list[tuple[str, str, bool, int]]) -> tuple[Column, ...]:
    single = sum(1 for _, _, _, key in described if key) == 1
    return tuple(
        Column(
            name=name, type=declared, not_null=not_null, primary_key=bool(key), unique=bool(key) and single
        )
        for name, declared, not_null, key in described
    )


def _foreign_keys(rows: tuple[Row, ...], tables: tuple[Table, ...]) -> tuple[ForeignKey, ...]:
    """A key that names no column refers to the primary key."""
    keys: dict[tuple[str, object], tuple[str, list[str], list[str]]] = {}
    by_name = {table.name.lower(): table for table in tables}
    for table, number, column, ref_table, ref_column in rows:
        _, columns, ref_columns = keys.setdefault((str(table), number), (str(ref_table), [], []))
        columns.append(str(column))
        if ref_column is not None:
            ref_columns.append(str(ref_column))
    found = []
    for (table, _), (ref_table, columns, ref_columns) in keys.items():
        target = by_name.get(ref_table.lower())
        primary = [column.name for column in target.columns if column.primary_key] if target else []
        referred = ref_columns or primary
        if target and len(columns) == len(referred):
            found.append(
                ForeignKey(
                    table=table, columns=tuple(columns), ref_table=target.name, ref_columns=tuple(referred)
                )
            )
    return tuple(found)
