"""Runs one statement in a worker, against one content of the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from services.contracts.catalogue import Database, ReadableFile
from services.contracts.errors import DatabaseUnusable, DeadlineExceeded
from services.executor.decoding import with_text_as_blob
from services.executor.messages import Bounds, Columns, Failure, FailureKind, Next, Page, Run
from services.executor.pool import WorkerPool
from services.executor.process import WorkerDied, WorkerProcess
from services.executor.statement import Statement

log = logging.getLogger(__name__)

_OF_THE_STATEMENT = (FailureKind.TIMEOUT, FailureKind.MEMORY)  # whatever became of the file meanwhile
_PASSING = (FailureKind.DIED, FailureKind.CHANGED)
_LEAST_SECONDS = 0.001


class Reading:
    """A statement at work in a worker. `first` is what came of its first page."""

    first: Page | Failure

    def __init__(
        self, worker: WorkerProcess, database: Database, readable: ReadableFile, statement: Statement
    ) -> None:
        self._worker = worker
        self._database = database
        self._readable = readable
        self._statement = statement
        self._delivered = 0
        self._columns: Columns | None = (
            None  # set where those of the statement that runs are not the result's
        )

    async def begin(self, bounds: Bounds) -> None:
        self.first = await self._page(self._run(self._statement.sql, bounds))

    async def next(self, bounds: Bounds) -> Page | Failure:
        return await self._page(Next(bounds))

    @contextmanager
    def watched(self, *, seconds: float) -> Iterator[None]:
        """Frees the worker when the block takes longer, and raises DeadlineExceeded at its end."""
        timer = asyncio.get_running_loop().call_later(seconds, self._worker.kill)
        try:
            yield
        finally:
            timer.cancel()
        if timer.when() < asyncio.get_running_loop().time():
            raise DeadlineExceeded(f"The next page was not asked for within {seconds:g} s.", stage="executor")

    async def _page(self, command: Run | Next) -> Page | Failure:
        try:
            reply = await self._ask(command)
        except WorkerDied as death:
            log.warning("a worker died over a statement: %s", death)
            return Failure(FailureKind.DIED, str(death))
        if isinstance(reply, Failure) and reply.kind in _OF_THE_STATEMENT:
            return reply
        if not self._is_unchanged():
            self._worker.kill()  # it may hold the new content open under the old version
            return Failure(FailureKind.CHANGED, "")
        if isinstance(reply, Page):
            self._delivered += len(reply.rows)
        return reply if self._columns is None else reply._replace(columns=self._columns)

    async def _ask(self, command: Run | Next) -> Page | Failure:
        clock = asyncio.get_running_loop().time
        started = clock()
        reply = await self._worker.ask(command)
        tree = self._statement.tree
        if isinstance(reply, Page) or reply.kind is not FailureKind.UNDECODABLE or not tree or self._columns:
            return reply
        self._columns = reply.columns
        left = max(command.bounds.seconds - (clock() - started), _LEAST_SECONDS)
        run = self._run(with_text_as_blob(tree, len(reply.columns)), command.bounds._replace(seconds=left))
        return await self._worker.ask(run._replace(decode=True, skip=self._delivered))

    def _run(self, sql: str, bounds: Bounds) -> Run:
        return Run(str(self._readable.path), self._readable.version, sql, bounds)

    def _is_unchanged(self) -> bool:
        """A private copy stays as it is, whatever happens to the original."""
        if self._readable.copy is not None:
            return True
        try:
            return self._database.version() == self._readable.version
        except DatabaseUnusable:  # it vanished; the next look at it says so
            return False


class StatementRunner:
    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._readable: dict[str, ReadableFile] = {}

    @asynccontextmanager
    async def reading(
        self, database: Database, statement: Statement, bounds: Bounds
    ) -> AsyncIterator[Reading]:
        """The statement, begun; it keeps its worker until the end of the block.

        It is begun a second time when the worker dies or the database changes meanwhile. Waiting for a worker counts
        as its time. Raises DatabaseUnusable and Overloaded.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + bounds.seconds
        for is_last_try in (False, True):
            readable = await self._find_readable(database)
            async with self._pool.lend(seconds=max(until - clock(), _LEAST_SECONDS)) as worker:
                reading = Reading(worker, database, readable, statement)
                await reading.begin(bounds._replace(seconds=max(until - clock(), _LEAST_SECONDS)))
                mended_by_retry = isinstance(reading.first, Failure) and reading.first.kind in _PASSING
                if mended_by_retry and not is_last_try and clock() < until:
                    continue
                yield reading
                return

    async def _find_readable(self, database: Database) -> ReadableFile:
        """Copying a live database blocks, so it is done in a thread; an unchanged one is not asked for again."""
        known = self._readable.get(database.id)
        if known is None or known.version != database.version():
            known = self._readable[database.id] = await asyncio.to_thread(database.readable)
        return known
