"""Making and refreshing the index of a large database, table by table."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Event

from services.contracts.catalogue import Database, open_readonly
from services.contracts.schema import Schema
from services.value_index.content import FINDINGS, ContentReader, DatabaseContent
from services.value_index.fingerprints import fingerprints
from services.value_index.index_store import Basis, IndexStore, IndexUpdate, KeptIndex
from services.value_index.notes import Notes
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema
from services.value_index.stopping import stoppable, until
from services.value_index.stored_texts import StoredText
from services.value_index.stored_values import damage_reported
from services.value_index.table_texts import TableTexts

_ATTEMPTS = 5  # at a database that changes while it is read; each reads only what changed meanwhile
_CACHE_KIBIBYTES = 65_536
# What of the settings decides which values are kept. Others can change without a new index.
_DECIDING = frozenset(
    {
        *(
            "excluded_columns",
            "secret_columns",
            "samples",
            "sample_characters",
            "sampled_rows",
            "counted_rows",
            "indexed_rows",
        ),
        *("indexed_sample", "values_per_column", "value_characters", "parts_per_column"),
        *("encoder", "encoded_texts"),
    }
)


@dataclass(frozen=True, slots=True)
class Progress:
    """`table` is done next, after `done` of the `tables` that have to be read."""

    table: str
    done: int
    tables: int


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Stoppable:
    """Texts to keep. Raises BuildStopped when the process ends, for then they may be incomplete."""

    texts: TableTexts
    stop: Event

    @property
    def truncated(self) -> bool:
        return self.texts.truncated

    def __iter__(self) -> Iterator[StoredText]:
        return until(self.stop, self.texts)


def basis_of(database_id: str, settings: ValueIndexSettings, notes: Notes) -> Basis:
    """Of the notes only what they exclude: descriptions and synonyms are not kept."""
    said = settings.model_dump_json(include=set(_DECIDING)) + json.dumps(sorted(notes.excluded))
    return Basis(database_id, hashlib.sha256(said.encode()).hexdigest()[:16])


def kept_content(kept: KeptIndex, settings: ValueIndexSettings, notes: Notes) -> DatabaseContent:
    findings = FINDINGS.validate_json(kept.content)
    described = replace(findings, schema=notes.described(findings.schema))
    content = DatabaseContent.of(described, kept.texts, notes, settings.encoder)
    return replace(content, kept_bytes=len(kept.content.encode()))


def up_to_date(
    database: Database,
    settings: ValueIndexSettings,
    notes: Notes,
    store: IndexStore,
    report: Report,
    stop: Event,
) -> DatabaseContent:
    """The index of the current version: the one that is kept, or a new one, for which only tables whose rows changed
    are read. Raises DatabaseUnusable; Overloaded where it cannot be written; BuildStopped soon after `stop` is set."""
    basis = basis_of(database.id, settings, notes)
    kept = _current(database, store, basis)
    if kept is None:
        with store.update(basis, stop) as update:
            kept = _current(database, store, basis)  # another process may have made it meanwhile
            if kept is None:
                _update(database, settings, notes, update, report, stop)
        kept = kept or store.kept(basis)
    if kept is None:
        raise database.unusable("its index was damaged as soon as it was written")
    return kept_content(kept, settings, notes)


def _current(database: Database, store: IndexStore, basis: Basis) -> KeptIndex | None:
    kept = store.kept(basis)
    return kept if kept is not None and kept.version == database.version() else None


def _update(
    database: Database,
    settings: ValueIndexSettings,
    notes: Notes,
    update: IndexUpdate,
    report: Report,
    stop: Event,
) -> None:
    for _ in range(_ATTEMPTS):
        readable = database.readable()
        with (
            closing(open_readonly(database)) as connection,
            damage_reported(database.id),
            stoppable(connection, stop),
        ):
            # A sort of many texts goes into a temporary file, not into memory.
            connection.execute(f"PRAGMA temp_store = file; PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
            schema = notes.excluding(read_schema(connection, database.id, settings))
            reader = ContentReader(connection, settings, schema, patient=True)
            found = fingerprints(connection, readable.path, reader.tables)
            # A table without pages of its own, as a virtual one, is as old as the database.
            marks = {table: found.get(table, readable.version) for table in reader.tables}
            changed = [table for table, mark in marks.items() if update.done.get(table) != mark]
            for number, table in enumerate(changed):
                report(Progress(table, number, len(changed)))
                update.put(table, marks[table], _Stoppable(reader.texts(table), stop))
            findings = reader.findings(profiles=True)
        if database.version() == readable.version:
            update.finish(readable.version, reader.tables, FINDINGS.dump_json(findings).decode())
            return
    raise database.unusable("it changes faster than it can be read")


def is_small(schema: Schema, settings: ValueIndexSettings) -> bool:
    """Whether the stored texts are so few that they are read anew each time."""
    cells = 0
    for table in schema.tables:
        if table.view or not table.columns:
            continue
        if table.row_count is None:
            return False
        cells += table.row_count * sum(_stores_texts(column.samples) for column in table.columns)
    return cells <= settings.cells_in_memory


def _stores_texts(samples: tuple[object, ...]) -> bool:
    return not samples or any(isinstance(value, str) for value in samples)
