"""What is kept of one database: its schema, the texts and numbers it stores, and what stands for what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import apsw

from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.value_index.aliases import Aliases, CodedTable, coded_tables
from services.value_index.schema_names import SchemaNames
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema
from services.value_index.stored_numbers import NumberColumn
from services.value_index.stored_texts import StoredText, TextLookup, TextsInMemory
from services.value_index.stored_values import (
    NUMBERS,
    TEXTS,
    Rows,
    StoredValue,
    Summary,
    damage_reported,
    distinct_values,
    rows_to_read,
    summaries,
    text_pairs,
)

_CODED_ROWS = 50_000  # a table with more rows is no list of codes
_KEPT_NUMBERS = 1_000  # distinct numbers of one column


@dataclass(frozen=True)
class DatabaseContent:
    """One content version of a database."""

    schema: Schema
    names: SchemaNames
    texts: TextLookup
    numbers: tuple[NumberColumn, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)


def read_content(
    connection: apsw.Connection, database_id: str, settings: ValueIndexSettings
) -> DatabaseContent:
    """Reads what the settings allow to keep. Raises DatabaseUnusable when the file is damaged."""
    schema = read_schema(connection, database_id, settings)
    names = SchemaNames(schema)
    if not settings.values:
        return DatabaseContent(schema, names, TextsInMemory(()))
    with damage_reported(database_id):
        reader = _Reader(connection, settings, schema)
        texts = reader.texts()
        return DatabaseContent(schema, names, texts, tuple(reader.numbers()), Aliases(reader.aliases()))


@dataclass(frozen=True, slots=True)
class _StoredColumn:
    table: Table
    column: Column
    rows: Rows
    summary: Summary | None  # None: it cannot be read

    @property
    def reference(self) -> ColumnRef:
        return ColumnRef(table=self.table.name, column=self.column.name)


class _Reader:
    """Views are left out: they repeat what their tables store."""

    def __init__(self, connection: apsw.Connection, settings: ValueIndexSettings, schema: Schema) -> None:
        self.connection = connection
        self.settings = settings
        self.schema = schema
        self.columns = [
            stored for table in schema.tables if not table.view for stored in self._columns(table)
        ]

    def texts(self) -> TextsInMemory:
        texts: list[StoredText] = []
        truncated = False
        for stored in self.columns:
            room = min(self.settings.values_per_column, self.settings.values_total - len(texts))
            found = self._distinct(stored, at_most=room + 1, types=TEXTS)
            truncated |= found is None or len(found) > room or not stored.rows.every
            reference = stored.reference
            texts += (StoredText(reference, str(text.value), text.rows) for text in (found or ())[:room])
        return TextsInMemory(texts, truncated=truncated)

    def numbers(self) -> Iterator[NumberColumn]:
        in_keys = {
            (table, column)
            for key in self.schema.foreign_keys
            for table, columns in ((key.table, key.columns), (key.ref_table, key.ref_columns))
            for column in columns
        }
        for stored in self.columns:
            if stored.summary is None or stored.summary.low is None or stored.summary.high is None:
                continue
            values = self._distinct(stored, at_most=_KEPT_NUMBERS + 1, types=NUMBERS)
            yield NumberColumn(
                column=stored.reference,
                low=stored.summary.low,
                high=stored.summary.high,
                whole=stored.summary.whole,
                values=_kept(values or ()),
                identifies=stored.column.unique or (stored.table.name, stored.column.name) in in_keys,
            )

    def aliases(self) -> Iterator[tuple[CodedTable, ColumnRef, str, str]]:
        readable = {(stored.table.name, stored.column.name): stored.table for stored in self.columns}
        keys = [key for key in self.schema.foreign_keys if (key.table, key.columns[0]) in readable]
        for coded in coded_tables(keys):
            table = readable.get((coded.codes.table, coded.codes.column))
            if table is None or (table.row_count or _CODED_ROWS + 1) > _CODED_ROWS:
                continue
            for column in table.columns:
                if column.name == coded.codes.column or (table.name, column.name) not in readable:
                    continue
                pairs = text_pairs(
                    self.connection,
                    table.name,
                    (column.name, coded.codes.column),
                    characters=self.settings.value_characters,
                )
                source = ColumnRef(table=table.name, column=column.name)
                yield from ((coded, source, text, code) for text, code in pairs)

    def _columns(self, table: Table) -> Iterator[_StoredColumn]:
        """Those whose values may be kept."""
        rows = rows_to_read(
            self.connection,
            table.name,
            [column.name for column in table.columns],
            count=table.row_count,
            at_most=self.settings.indexed_rows,
            sample=self.settings.indexed_sample,
        )
        columns = [column for column in table.columns if not column.excluded]
        read = summaries(self.connection, rows, [column.name for column in columns])
        for place, column in enumerate(columns):
            # One column that fails, such as a generated one, must not take the others with it.
            own = read[place : place + 1] if read else summaries(self.connection, rows, [column.name])
            yield _StoredColumn(table, column, rows, own[0] if own else None)

    def _distinct(
        self, stored: _StoredColumn, *, at_most: int, types: tuple[str, ...]
    ) -> tuple[StoredValue, ...] | None:
        if stored.summary is None or (types == TEXTS and not stored.summary.texts):
            return None if stored.summary is None else ()
        return distinct_values(
            self.connection,
            stored.rows,
            stored.column.name,
            at_most=at_most,
            characters=self.settings.value_characters,
            types=types,
        )


def _kept(values: tuple[StoredValue, ...]) -> frozenset[int | float]:
    numbers = frozenset(stored.value for stored in values if not isinstance(stored.value, str))
    return numbers if len(numbers) <= _KEPT_NUMBERS else frozenset()
