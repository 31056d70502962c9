"""Rows for databases that have none, so that a comparison of results says something.

Seeded; keys refer to what exists; a column often holds the literals that queries compare it with, so that filters
match.
"""

import random
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from services.contracts.frozen import Cell
from services.contracts.plan import PlannedValue
from services.contracts.schema import Column, ColumnRef, Schema, Table

ROWS = 40
_LITERAL_SHARE = 0.6  # of the cells in a column that has literals
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "iris", "juniper")


def literals_by_column(values: Iterable[PlannedValue]) -> Mapping[ColumnRef, list[Cell]]:
    """What the queries compare each column with. A LIKE pattern counts as the text that it asks for."""
    found: defaultdict[ColumnRef, list[Cell]] = defaultdict(list)
    for value in values:
        cell = value.value
        if isinstance(cell, str) and "like" in value.operator:
            cell = cell.strip("%").replace("%", " ")
        if cell not in (None, *found[value.column]):
            found[value.column].append(cell)
    return found


def fill(file: Path, schema: Schema, literals: Mapping[ColumnRef, list[Cell]], *, seed: int) -> None:
    """Insert up to ROWS rows into each table; a row that breaks a constraint is left out."""
    draw = _Draw(random.Random(seed), schema, literals)
    with closing(sqlite3.connect(file)) as connection, connection:
        for table in schema.tables:
            marks = ", ".join("?" * len(table.columns))
            names = ", ".join(_quoted(column.name) for column in table.columns)
            statement = f"INSERT OR IGNORE INTO {_quoted(table.name)} ({names}) VALUES ({marks})"
            rows = [[draw.cell(table, column, row) for column in table.columns] for row in range(ROWS)]
            connection.executemany(statement, rows)


class _Draw:
    def __init__(self, dice: random.Random, schema: Schema, literals: Mapping[ColumnRef, list[Cell]]) -> None:
        self._dice = dice
        self._literals = literals
        self._referred = {
            ColumnRef(table=key.table, column=column): ColumnRef(table=key.ref_table, column=ref)
            for key in schema.foreign_keys
            for column, ref in zip(key.columns, key.ref_columns, strict=True)
        }
        self._schema = schema
        self._stored: dict[ColumnRef, list[Cell]] = {}

    def cell(self, table: Table, column: Column, row: int) -> Cell:
        """A key's column draws from what it refers to; else each row has a value of the column's pool."""
        ref = self._origin(ColumnRef(table=table.name, column=column.name))
        pool = self._pool(ref)
        is_own = ref == ColumnRef(table=table.name, column=column.name)
        return pool[row] if is_own else self._dice.choice(pool)

    def _origin(self, ref: ColumnRef) -> ColumnRef:
        """What a key leads to in the end; keys in a circle lead nowhere."""
        seen = {ref}
        while ref in self._referred and self._referred[ref] not in seen:
            ref = self._referred[ref]
            seen.add(ref)
        return ref

    def _pool(self, ref: ColumnRef) -> list[Cell]:
        if ref not in self._stored:
            table = self._schema.table(ref.table)
            column = table.column(ref.column) if table else None
            assert column is not None, f"a key names {ref}, which is no column"
            self._stored[ref] = self._values(ref, column)
        return self._stored[ref]

    def _values(self, ref: ColumnRef, column: Column) -> list[Cell]:
        literals = self._literals.get(ref, [])
        for holder, referred in self._referred.items():
            if referred == ref:
                literals = [*literals, *self._literals.get(holder, [])]
        if column.unique or column.primary_key:
            fresh = [self._fresh(column, number) for number in range(ROWS)]
            return [*dict.fromkeys([*literals[: ROWS // 2], *fresh])][:ROWS]
        return [
            self._dice.choice(literals)
            if literals and self._dice.random() < _LITERAL_SHARE
            else self._fresh(column, self._dice.randrange(12))
            for _ in range(ROWS)
        ]

    def _fresh(self, column: Column, number: int) -> Cell:
        kind = column.type.upper()
        if re.search(r"DATE|TIME", kind):
            return f"{2000 + number}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        if re.search(r"CHAR|TEXT|CLOB|^$", kind):
            return f"{_WORDS[number % len(_WORDS)]} {number // len(_WORDS)}".removesuffix(" 0")
        return number + 0.5 if re.search(r"REAL|FLOA|DOUB|DEC|NUM", kind) else number + 1


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
