"""The schema snapshot of a database."""

from collections import defaultdict
from dataclasses import dataclass

import apsw

from services.contracts.frozen import Cell
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.value_index.keys import StoredEvidence, inferred_keys
from services.value_index.settings import ValueIndexSettings
from services.value_index.stored_values import (
    Rows,
    answer,
    damage_reported,
    distinct_values,
    quoted,
    row_count,
    rows_to_read,
    text_encoding,
)

_COMPARED_VALUES = 1_000  # distinct values of a column whose containment in another is looked at
_COMPARED_ROWS = 200_000  # rows of the other column, at most, where no index answers

# Hidden columns of table_xinfo: 1 is one that a virtual table keeps to itself; 2 and 3 are generated.
_HIDDEN_BY_VIRTUAL_TABLE = 1


def read_schema(
    connection: apsw.Connection, database_id: str, settings: ValueIndexSettings | None = None
) -> Schema:
    """The tables, views, columns and keys of the database, with row counts and sample values, as it stores them.

    The effort is bounded by the settings (by default those of the environment), and equal content gives an equal
    snapshot. A view or virtual table that cannot be read here is left out; so are SQLite's own tables and the
    shadow tables of virtual ones. Raises DatabaseUnusable when the file is damaged.
    """
    reader = _Reader(connection, settings or ValueIndexSettings())
    with damage_reported(database_id):
        return reader.read(database_id)


@dataclass(frozen=True)
class _Reader:
    connection: apsw.Connection
    settings: ValueIndexSettings

    def read(self, database_id: str) -> Schema:
        tables = tuple(
            table for name, kind in self._names() if (table := self._table(name, kind)) is not None
        )
        declared = tuple(key for table in tables for key in self._declared_keys(table, tables))
        inferred = inferred_keys(
            tables, declared, StoredEvidence(contained=self._contained, identifies=self._identifies)
        )
        return Schema(database_id=database_id, tables=tables, foreign_keys=declared + inferred)

    def _names(self) -> list[tuple[str, str]]:
        """Names and kinds in the order of creation. A name that is not valid text could not be written in SQL."""
        encoding = text_encoding(self.connection)
        created = self.connection.execute(
            """SELECT CAST(s.name AS BLOB), l.type FROM sqlite_schema AS s
               JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name AND l.type <> 'shadow'
               WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid"""
        )
        return [(name.decode(encoding), kind) for name, kind in created if _decodes(name, encoding)]

    def _table(self, name: str, kind: str) -> Table | None:
        columns = self._columns(name)
        if not columns:
            return None
        count = row_count(self.connection, name, at_most=self.settings.counted_rows)
        if self.settings.values and self.settings.samples:
            names = [column.name for column in columns]
            rows = rows_to_read(self.connection, name, names, count=count, at_most=self.settings.sampled_rows)
            columns = tuple(
                column.model_copy(update={"samples": self._samples(rows, name, column.name)})
                for column in columns
            )
        return Table(name=name, columns=columns, row_count=count, view=kind == "view")

    def _columns(self, table: str) -> tuple[Column, ...]:
        rows = answer(
            self.connection, 'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', (table,)
        )
        if rows is None:
            return ()
        unique = self._unique_columns(table)
        key = [name for name, _, _, place, _ in rows if place]
        return tuple(
            Column(
                name=str(name),
                type=str(declared),
                not_null=bool(not_null),
                primary_key=bool(place),
                unique=key == [name] or str(name) in unique,
            )
            for name, declared, not_null, place, hidden in rows
            if hidden != _HIDDEN_BY_VIRTUAL_TABLE
        )

    def _unique_columns(self, table: str) -> set[str]:
        """Columns with a unique index of their own that covers every row."""
        rows = answer(
            self.connection,
            """SELECT l.name, i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i
               WHERE l."unique" AND NOT l.partial""",
            (table,),
        )
        columns: dict[object, list[object]] = defaultdict(list)
        for index, column in rows or []:
            columns[index].append(column)
        return {str(names[0]) for names in columns.values() if len(names) == 1 and names[0] is not None}

    def _samples(self, rows: Rows, table: str, column: str) -> tuple[Cell, ...]:
        if self.settings.excludes(table, column):
            return ()
        values = distinct_values(
            self.connection,
            rows,
            column,
            at_most=self.settings.samples,
            characters=self.settings.sample_characters,
        )
        return tuple(stored.value for stored in values)

    def _declared_keys(self, table: Table, tables: tuple[Table, ...]) -> list[ForeignKey]:
        """In the order of declaration, which pragma_foreign_key_list gives backwards."""
        rows = answer(
            self.connection,
            'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq',
            (table.name,),
        )
        pairs: dict[object, list[tuple[str, str | None]]] = defaultdict(list)
        referred: dict[object, str] = {}
        for number, other, column, ref in rows or []:
            referred[number] = str(other)
            pairs[number].append((str(column), None if ref is None else str(ref)))
        keys = [_key(table, _named(tables, referred[number]), listed) for number, listed in pairs.items()]
        return list(dict.fromkeys(key for key in keys if key is not None))

    def _contained(self, table: str, column: str, ref_table: str, ref_column: str) -> float | None:
        """As StoredEvidence says; of large tables the first rows are looked at."""
        held = f"SELECT {quoted(ref_column)} FROM {quoted(ref_table)}"
        rows = answer(
            self.connection,
            f"""SELECT avg(value IN ({held} LIMIT {_COMPARED_ROWS})), EXISTS ({held})
                FROM (SELECT DISTINCT {quoted(column)} AS value FROM {quoted(table)}
                      WHERE {quoted(column)} IS NOT NULL LIMIT {_COMPARED_VALUES})""",
        )
        share, filled = rows[0] if rows else (None, None)
        return share if isinstance(share, float) and filled else None

    def _identifies(self, table: str, column: str) -> bool | None:
        rows = answer(
            self.connection,
            f"""SELECT count(*), count(DISTINCT value)
                FROM (SELECT {quoted(column)} AS value FROM {quoted(table)} LIMIT {_COMPARED_ROWS})""",
        )
        return rows[0][0] == rows[0][1] if rows and rows[0][0] else None


def _decodes(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _named(tables: tuple[Table, ...], name: str) -> Table | None:
    return next((table for table in tables if table.name.lower() == name.lower()), None)


def _key(table: Table, other: Table | None, pairs: list[tuple[str, str | None]]) -> ForeignKey | None:
    """The key as the schema spells its names, or None where a table or column of it is missing."""
    if other is None:
        return None
    columns = [table.column(name) for name, _ in pairs]
    if all(ref is None for _, ref in pairs):
        refs: list[Column | None] = [column for column in other.columns if column.primary_key]
    else:
        refs = [None if ref is None else other.column(ref) for _, ref in pairs]
    if len(columns) != len(refs) or None in columns or None in refs:
        return None
    return ForeignKey(
        table=table.name,
        columns=tuple(column.name for column in columns if column is not None),
        ref_table=other.name,
        ref_columns=tuple(ref.name for ref in refs if ref is not None),
    )
