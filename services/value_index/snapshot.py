"""The schema snapshot of a database."""

from collections import defaultdict
from dataclasses import dataclass

import apsw

from services.contracts.frozen import Cell
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.value_index.evidence import stored_evidence
from services.value_index.keys import inferred_keys
from services.value_index.settings import ValueIndexSettings
from services.value_index.stored_values import (
    Rows,
    answer,
    damage_reported,
    decodes,
    distinct_values,
    row_count,
    rows_to_read,
    text_encoding,
)

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
        inferred = inferred_keys(tables, declared, stored_evidence(self.connection))
        if self.settings.values and self.settings.samples:
            tables = self._sampled(tables)
        return Schema(database_id=database_id, tables=tables, foreign_keys=declared + inferred)

    def _names(self) -> list[tuple[str, str]]:
        """Names and kinds in the order of creation. A name that is not valid text could not be written in SQL."""
        encoding = text_encoding(self.connection)
        created = self.connection.execute(
            """SELECT CAST(s.name AS BLOB), l.type FROM sqlite_schema AS s
               JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name AND l.type <> 'shadow'
               WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid"""
        )
        return [(name.decode(encoding), kind) for name, kind in created if decodes(name, encoding)]

    def _table(self, name: str, kind: str) -> Table | None:
        columns = self._columns(name)
        if not columns:
            return None
        count = row_count(self.connection, name, at_most=self.settings.counted_rows)
        return Table(name=name, columns=columns, row_count=count, view=kind == "view")

    def _sampled(self, tables: tuple[Table, ...]) -> tuple[Table, ...]:
        """With sample values; but a view could show an excluded column under another name, or be slow to run."""
        private = any(column.excluded for table in tables for column in table.columns)
        return tuple(
            table if table.view and (private or table.row_count is None) else self._with_samples(table)
            for table in tables
        )

    def _with_samples(self, table: Table) -> Table:
        rows = rows_to_read(
            self.connection,
            table.name,
            [column.name for column in table.columns],
            count=table.row_count,
            at_most=self.settings.sampled_rows,
            sample=self.settings.sampled_rows,
        )
        columns = tuple(
            column.model_copy(update={"samples": self._samples(rows, column)}) for column in table.columns
        )
        return table.model_copy(update={"columns": columns})

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
                excluded=self.settings.excludes(table, str(name)),
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

    def _samples(self, rows: Rows, column: Column) -> tuple[Cell, ...]:
        if column.excluded:
            return ()
        values = distinct_values(
            self.connection,
            rows,
            column.name,
            at_most=self.settings.samples,
            characters=self.settings.sample_characters,
        )
        return tuple(stored.value for stored in values or ())

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
