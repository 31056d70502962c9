"""The contents of the databases in use: each read once per content version, in a thread."""

import asyncio
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from services.contracts.catalogue import Catalogue, Database, open_readonly
from services.value_index.content import DatabaseContent, read_content
from services.value_index.settings import ValueIndexSettings

_READERS = 2
_ATTEMPTS = 3  # at a database that changes while it is read


@dataclass(frozen=True, slots=True)
class _Reading:
    version: str
    content: Future[DatabaseContent]

    def serves(self, version: str) -> bool:
        """A failed reading serves nobody after those who waited for it."""
        failed = self.content.done() and self.content.exception() is not None
        return self.version == version and not failed


class Contents:
    """The most recently used ones are kept. Not bound to an event loop, but used from one thread at a time."""

    def __init__(self, catalogue: Catalogue, settings: ValueIndexSettings) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="value-index")
        self._readings: OrderedDict[str, _Reading] = OrderedDict()

    async def of(self, database_id: str) -> DatabaseContent:
        """The content of the current version. Raises UnknownDatabase and DatabaseUnusable."""
        database = self.catalogue.database(database_id)
        version = await asyncio.to_thread(database.version)
        reading = self._readings.get(database_id)
        if reading is None or not reading.serves(version):
            reading = _Reading(version, self._readers.submit(_read, database, self.settings))
            self._readings[database_id] = reading
        self._readings.move_to_end(database_id)
        while len(self._readings) > self.settings.open_databases:
            self._readings.popitem(last=False)
        # A request that is cancelled must not take the reading from those that wait for it as well.
        return await asyncio.shield(asyncio.wrap_future(reading.content))

    def close(self) -> None:
        """A reading that has begun ends by itself."""
        self._readers.shutdown(wait=False, cancel_futures=True)


def _read(database: Database, settings: ValueIndexSettings) -> DatabaseContent:
    for _ in range(_ATTEMPTS):
        version = database.version()
        with closing(open_readonly(database)) as connection:
            content = read_content(connection, database.id, settings)
        if database.version() == version:
            return content
    raise database.unusable("it changes faster than it can be read")
