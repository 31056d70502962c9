"""What is kept of one database: its schema, the texts and numbers it stores, and what stands for what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from pathlib import Path

import apsw
from pydantic import TypeAdapter

from services.contracts.schema import ColumnRef, Schema, Table
from services.value_index.aliases import Aliases, CodedTexts, coded_tables
from services.value_index.meaning import (
    MOST_TEXTS_OF_COLUMN,
    KeptVectors,
    Meanings,
    encoder_in,
    is_category,
    kept_vectors,
)
from services.value_index.notes import NO_NOTES, Notes
from services.value_index.profiles import ColumnProfile, column_profile
from services.value_index.schema_names import SchemaNames
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema
from services.value_index.stored_dates import DateColumn, date_format
from services.value_index.stored_numbers import NumberColumn, are_numbers
from services.value_index.stored_texts import StoredText, TextLookup
from services.value_index.stored_values import (
    INSTRUCTIONS,
    INSTRUCTIONS_FOR_INDEX,
    NUMBERS,
    TEXTS,
    StoredValue,
    damage_reported,
    distinct_values,
    extremes,
    rows_to_read,
    summaries,
    text_pairs,
)
from services.value_index.table_texts import StoredColumn, TableTexts
from services.value_index.texts_in_segments import texts_in_memory

_CODED_ROWS = 50_000  # a table with more rows is no list of codes
_KEPT_NUMBERS = 1_000  # distinct numbers of one column


@dataclass(frozen=True)
class Findings:
    """What reading a database gives besides its texts, in a form that can be written as JSON."""

    schema: Schema
    numbers: tuple[NumberColumn, ...] = ()
    dates: tuple[DateColumn, ...] = ()
    coded_texts: tuple[CodedTexts, ...] = ()
    profiles: tuple[ColumnProfile, ...] = ()
    vectors: KeptVectors | None = None


FINDINGS: TypeAdapter[Findings] = TypeAdapter(Findings)


@dataclass(frozen=True)
class DatabaseContent:
    """One content version of a database, ready for linking."""

    schema: Schema
    names: SchemaNames
    texts: TextLookup
    numbers: tuple[NumberColumn, ...] = ()
    dates: tuple[DateColumn, ...] = ()
    aliases: Aliases = field(default_factory=Aliases)
    notes: Notes = NO_NOTES
    profiles: tuple[ColumnProfile, ...] = ()
    equal_columns: Mapping[ColumnRef, tuple[ColumnRef, ...]] = field(
        default_factory=dict
    )  # by a key of one column
    meanings: Meanings | None = None
    stale: bool = False  # the texts are those of an earlier version, or are being read
    kept_bytes: int = 0  # of what a store keeps besides the texts

    @property
    def size(self) -> int:
        """Bytes of its index, in memory or in a store."""
        return self.texts.size() + self.kept_bytes

    @classmethod
    def of(
        cls, findings: Findings, texts: TextLookup, notes: Notes = NO_NOTES, encoder: Path | None = None
    ) -> "DatabaseContent":
        return cls(
            schema=findings.schema,
            names=SchemaNames(findings.schema),
            texts=texts,
            numbers=findings.numbers,
            dates=findings.dates,
            aliases=Aliases(findings.coded_texts),
            notes=notes,
            profiles=findings.profiles,
            meanings=Meanings(encoder_in(encoder), findings.vectors)
            if encoder and findings.vectors
            else None,
            equal_columns=_equal_columns(findings.schema),
        )


def _equal_columns(schema: Schema) -> Mapping[ColumnRef, tuple[ColumnRef, ...]]:
    excluded = {
        (table.name, column.name) for table in schema.tables for column in table.columns if column.excluded
    }
    equal: dict[ColumnRef, list[ColumnRef]] = defaultdict(list)
    for key in schema.foreign_keys:
        if len(key.columns) == 1:
            one = ColumnRef(table=key.table, column=key.columns[0])
            other = ColumnRef(table=key.ref_table, column=key.ref_columns[0])
            if (other.table, other.column) not in excluded:
                equal[one].append(other)
            if (one.table, one.column) not in excluded:
                equal[other].append(one)
    return {column: tuple(found) for column, found in equal.items()}


def no_texts(*, truncated: bool) -> TextLookup:
    return texts_in_memory((), (), truncated=truncated)


def read_described_schema(
    connection: apsw.Connection, database_id: str, settings: ValueIndexSettings, notes: Notes = NO_NOTES
) -> Schema:
    """The snapshot with the user's descriptions and exclusions. Raises DatabaseUnusable."""
    return notes.described(notes.excluding(read_schema(connection, database_id, settings)))


def read_content(
    connection: apsw.Connection,
    database_id: str,
    settings: ValueIndexSettings,
    notes: Notes = NO_NOTES,
    schema: Schema | None = None,
    *,
    profiles: bool = False,
) -> DatabaseContent:
    """Reads a small database into memory. Raises DatabaseUnusable when the file is damaged."""
    schema = schema or read_described_schema(connection, database_id, settings, notes)
    if not settings.values:
        return DatabaseContent.of(Findings(schema), no_texts(truncated=False), notes)
    with damage_reported(database_id):
        reader = ContentReader(connection, settings, schema)
        tables = [reader.texts(table) for table in reader.tables]
        found = [text for table in tables for text in table]
        truncated = any(table.truncated for table in tables)
        texts = texts_in_memory(found, reader.columns, truncated=truncated)
        return DatabaseContent.of(reader.findings(profiles=profiles), texts, notes, settings.encoder)


class ContentReader:
    """Views are left out: they repeat what their tables store.

    `patient`: nobody waits, so a statement may take its time.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        settings: ValueIndexSettings,
        schema: Schema,
        *,
        patient: bool = False,
    ) -> None:
        self.connection = connection
        self.settings = settings
        self.schema = schema
        self._instructions = INSTRUCTIONS_FOR_INDEX if patient else INSTRUCTIONS
        self._stored = {table.name: tuple(self._columns(table)) for table in schema.tables if not table.view}

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(self._stored)

    @property
    def columns(self) -> tuple[ColumnRef, ...]:
        return tuple(stored.reference for columns in self._stored.values() for stored in columns)

    def texts(self, table: str) -> TableTexts:
        return TableTexts(self.connection, self.settings, self._stored[table])

    def findings(self, *, profiles: bool = False) -> Findings:
        return Findings(
            schema=self.schema,
            numbers=tuple(self._numbers()),
            dates=tuple(self._dates()),
            coded_texts=tuple(self._coded_texts()),
            profiles=tuple(self._profiles()) if profiles else (),
            vectors=self._vectors(),
        )

    def _numbers(self) -> Iterator[NumberColumn]:
        in_keys = {
            (table, column)
            for key in self.schema.foreign_keys
            for table, columns in ((key.table, key.columns), (key.ref_table, key.ref_columns))
            for column in columns
        }
        for stored in self._every():
            if stored.summary is None:
                continue
            if stored.summary.low is None or stored.summary.high is None:
                if are_numbers(stored.column.samples):
                    yield NumberColumn(column=stored.reference, low=-inf, high=inf, as_texts=True)
                continue
            values = self._distinct(stored, _KEPT_NUMBERS + 1, NUMBERS)
            reference = stored.reference
            yield NumberColumn(
                column=reference,
                low=stored.summary.low,
                high=stored.summary.high,
                whole=stored.summary.whole,
                values=_kept(values or ()),
                identifies=stored.column.unique or (reference.table, reference.column) in in_keys,
            )

    def _distinct(
        self, stored: StoredColumn, at_most: int, types: tuple[str, ...]
    ) -> tuple[StoredValue, ...] | None:
        return distinct_values(
            self.connection,
            stored.rows,
            stored.column.name,
            at_most=at_most,
            characters=self.settings.value_characters,
            types=types,
        )

    def _dates(self) -> Iterator[DateColumn]:
        for stored in self._every():
            form = date_format(stored.column.samples)
            if form is not None:
                yield DateColumn(stored.reference, form, *self._years(stored, form))

    def _years(self, stored: StoredColumn, form: str) -> tuple[int, int]:
        """Of the first and the last date, where dates sort by time; else any."""
        ends = extremes(self.connection, stored.rows, stored.column.name) if form.startswith("%Y") else None
        years = [int(end[:4]) for end in ends or () if end[:4].isdecimal()]
        return (years[0], years[1]) if len(years) == 2 else (1, 9999)

    def _coded_texts(self) -> Iterator[CodedTexts]:
        readable = {(reference.table, reference.column) for reference in self.columns}
        keys = [key for key in self.schema.foreign_keys if (key.table, key.columns[0]) in readable]
        for coded in coded_tables(keys):
            table = self.schema.table(coded.codes.table)
            if table is None or (table.name, coded.codes.column) not in readable:
                continue
            if (table.row_count or _CODED_ROWS + 1) > _CODED_ROWS:
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
                yield CodedTexts(coded, ColumnRef(table=table.name, column=column.name), pairs)

    def _vectors(self) -> KeptVectors | None:
        if self.settings.encoder is None:
            return None
        texts = list(islice(self._categories(), self.settings.encoded_texts))
        return kept_vectors(encoder_in(self.settings.encoder), texts)

    def _categories(self) -> Iterator[StoredText]:
        for stored in self._every():
            if stored.summary is None or not stored.summary.texts:
                continue
            found = self._distinct(stored, MOST_TEXTS_OF_COLUMN + 1, TEXTS)
            texts = [StoredText(stored.reference, str(text.value), text.rows) for text in found or ()]
            if is_category([text.value for text in texts]):
                yield from texts

    def _profiles(self) -> Iterator[ColumnProfile]:
        found = (column_profile(self.connection, stored.rows, stored.reference) for stored in self._every())
        return (profile for profile in found if profile is not None)

    def _every(self) -> Iterator[StoredColumn]:
        return (stored for columns in self._stored.values() for stored in columns)

    def _columns(self, table: Table) -> Iterator[StoredColumn]:
        """Those whose values may be kept."""
        rows = rows_to_read(
            self.connection,
            table.name,
            [column.name for column in table.columns],
            count=table.row_count,
            at_most=self.settings.indexed_rows,
            sample=self.settings.indexed_sample,
            instructions=self._instructions,
        )
        columns = [column for column in table.columns if not column.excluded]
        read = summaries(self.connection, rows, [column.name for column in columns])
        for place, column in enumerate(columns):
            # One column that fails, such as a generated one, must not take the others with it.
            own = read[place : place + 1] if read else summaries(self.connection, rows, [column.name])
            reference = ColumnRef(table=table.name, column=column.name)
            yield StoredColumn(column, reference, rows, own[0] if own else None)


def _kept(values: tuple[StoredValue, ...]) -> frozenset[int | float]:
    numbers = frozenset(stored.value for stored in values if not isinstance(stored.value, str))
    return numbers if len(numbers) <= _KEPT_NUMBERS else frozenset()
