"""The contents of the databases in use: each read once per content version, in a thread."""

import asyncio
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from threading import Event

import structlog

from services.contracts.catalogue import Catalogue, Database, open_readonly
from services.contracts.schema import Schema
from services.value_index.building import Progress, Report, basis_of, is_small, kept_content, up_to_date
from services.value_index.content import (
    DatabaseContent,
    Findings,
    no_texts,
    read_content,
    read_described_schema,
)
from services.value_index.notes import notes_version, read_notes
from services.value_index.settings import ValueIndexSettings
from services.value_index.stores import store_of

_READERS = 2
_BUILDERS = 1
_ATTEMPTS = 3  # at a database that changes while it is read
log = structlog.get_logger()


@dataclass(slots=True)
class _Reading:
    """`first` is the whole content, or as much as can be had at once; then `whole` is being made."""

    version: str
    first: Future[DatabaseContent]
    whole: Future[DatabaseContent] | None = None

    def serves(self, version: str) -> bool:
        """A failed reading serves nobody after those who waited for it."""
        return self.version == version and not any(_failed(part) for part in (self.first, self.whole))


class Contents:
    """The most recently used ones are kept. Not bound to an event loop, but used from one thread at a time."""

    def __init__(self, catalogue: Catalogue, settings: ValueIndexSettings) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="value-index")
        self._builders = ThreadPoolExecutor(_BUILDERS, thread_name_prefix="value-index-build")
        self._readings: OrderedDict[str, _Reading] = OrderedDict()
        self._stop = Event()

    async def of(self, database_id: str, *, whole: bool = False) -> DatabaseContent:
        """The content of the current version of the database and of its notes. What is not ready in time is `stale`;
        `whole`: nothing is, however long that takes.

        Raises UnknownDatabase and DatabaseUnusable, and Overloaded where an index cannot be written.
        """
        database = self.catalogue.database(database_id)
        version = await asyncio.to_thread(self._version, database)
        reading = self._readings.get(database_id)
        if reading is None or not reading.serves(version):
            reading = _Reading(version, self._readers.submit(_first, database, self.settings))
            self._readings[database_id] = reading
        self._readings.move_to_end(database_id)
        while len(self._readings) > self.settings.open_databases:
            self._readings.popitem(last=False)
        # A request that is cancelled must not take the reading from those that wait for it as well.
        first = await asyncio.shield(asyncio.wrap_future(reading.first))
        if not first.stale:
            return first
        if reading.whole is None:
            reading.whole = self._builders.submit(
                _whole, database, self.settings, _logged(database), self._stop
            )
        if reading.whole.done():  # which a wait of no time would not see
            return reading.whole.result()
        made = asyncio.shield(asyncio.wrap_future(reading.whole))
        try:
            return await asyncio.wait_for(made, None if whole else self.settings.wait_seconds)
        except TimeoutError:
            return first

    def _version(self, database: Database) -> str:
        return f"{database.version()} {notes_version(self.settings.notes, database.id)}"

    async def refreshed(self, database_id: str, report: Report) -> DatabaseContent:
        """The whole content of the current version with its profiles, however long it takes; a large database gets its
        index."""
        database = self.catalogue.database(database_id)
        reading = self._readers.submit(partial(_first, database, self.settings, profiles=True))
        first = await asyncio.wrap_future(reading)
        if not first.stale:
            return first
        return await asyncio.wrap_future(
            self._builders.submit(_whole, database, self.settings, report, self._stop)
        )

    def forget(self, database_id: str) -> None:
        """Reads it anew at the next request."""
        self._readings.pop(database_id, None)

    def close(self) -> None:
        """A reading that has begun ends by itself; an index in the making stops, and goes on the next time."""
        self._stop.set()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._builders.shutdown(wait=False, cancel_futures=True)


def _failed(part: Future[DatabaseContent] | None) -> bool:
    return part is not None and part.done() and (part.cancelled() or part.exception() is not None)


def _logged(database: Database) -> Report:
    def report(progress: Progress) -> None:
        if progress.done == 0:
            log.info("indexing", database=database.id, tables=progress.tables)

    return report


def _whole(database: Database, settings: ValueIndexSettings, report: Report, stop: Event) -> DatabaseContent:
    notes = read_notes(settings.notes, database.id)
    content = up_to_date(database, settings, notes, store_of(database, settings), report, stop)
    log.info("indexed", database=database.id)
    return content


def _first(database: Database, settings: ValueIndexSettings, *, profiles: bool = False) -> DatabaseContent:
    """Of a small database everything. Of a large one the index that is kept where it is of this version, else the
    schema with the texts of the index before."""
    notes = read_notes(settings.notes, database.id)
    basis = basis_of(database.id, settings, notes)
    store = store_of(database, settings) if settings.values else None
    kept = store.kept(basis) if store is not None else None
    if kept is not None and kept.version == database.version():
        return kept_content(kept, settings, notes)
    for _ in range(_ATTEMPTS):
        version = database.version()
        with closing(open_readonly(database)) as connection:
            schema = read_described_schema(connection, database.id, settings, notes)
            if store is None or is_small(schema, settings):
                content = read_content(connection, database.id, settings, notes, schema, profiles=profiles)
            else:
                older = kept_content(kept, settings, notes) if kept is not None else None
                content = _meanwhile(schema, older)
        if database.version() == version:
            return replace(content, notes=notes)
    raise database.unusable("it changes faster than it can be read")


def _meanwhile(schema: Schema, older: DatabaseContent | None) -> DatabaseContent:
    """What can be said while the index is being made: of older texts only where all their columns are still there."""
    if older is None or not _columns(older.schema) <= _columns(schema):
        return replace(DatabaseContent.of(Findings(schema), no_texts(truncated=True)), stale=True)
    return replace(
        DatabaseContent.of(Findings(schema), older.texts),
        meanings=older.meanings,
        numbers=older.numbers,
        dates=older.dates,
        aliases=older.aliases,
        stale=True,
    )


def _columns(schema: Schema) -> frozenset[tuple[str, str]]:
    return frozenset((table.name, column.name) for table in schema.tables for column in table.columns)
