"""Runs one statement in a worker, against one content of the database."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from services.contracts.catalogue import Database, ReadableFile
from services.contracts.errors import DatabaseUnusable, DeadlineExceeded
from services.contracts.sqlite_file import Unreadable
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
    """A statement at work in a worker, to be used as an async context manager. `first` is what came of its first page,
    after `seconds` of work.

    Entering raises DatabaseUnusable, Overloaded and StageUnavailable. The statement is begun a second time when its
    worker dies or the database changes meanwhile; waiting for a worker counts as its time.
    """

    first: Page | Failure
    seconds: float
    _worker: WorkerProcess
    _readable: ReadableFile
    _name: str

    def __init__(
        self,
        runner: "StatementRunner",
        database: Database,
        statement: Statement,
        bounds: Bounds,
        *,
        own: bool = False,
    ) -> None:
        self._own = own
        self._runner = runner
        self._database = database
        self._statement = statement
        self._bounds = bounds
        self._delivered = 0
        self._holds_worker = False
        self._ahead: asyncio.Task[tuple[Page | Failure, float]] | None = None
        # Set where the statement that runs is another than the one that was asked for.
        self._columns: Columns | None = None

    async def __aenter__(self) -> Self:
        clock = asyncio.get_running_loop().time
        until = clock() + self._bounds.seconds
        if await self._begin(until) in _PASSING and clock() < until:
            self._release()
            await self._begin(until)
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
            await asyncio.wait([self._ahead])
        self._release()

    async def _begin(self, until: float) -> FailureKind | None:
        clock = asyncio.get_running_loop().time
        try:
            self._readable = await self._runner.find_readable(self._database, until=until)
        except TimeoutError:
            self.first, self.seconds = Failure(FailureKind.TIMEOUT, "copying"), self._bounds.seconds
            return FailureKind.TIMEOUT
        self._worker = await self._runner.pool.take(seconds=max(until - clock(), _LEAST_SECONDS))
        self._holds_worker = True
        bounds = self._bounds._replace(seconds=max(until - clock(), _LEAST_SECONDS))
        try:
            self._name = self._hand_over()
            self.first, self.seconds = await self._timed(
                Run(self._name, self._statement.sql, bounds, own=self._own)
            )
        except BaseException:
            self._release()
            raise
        return self.first.kind if isinstance(self.first, Failure) else None

    def read_ahead(self, bounds: Bounds) -> None:
        """Has SQLite begin with the next page."""
        self._ahead = asyncio.get_running_loop().create_task(self._timed(Next(bounds)))

    async def following(self) -> tuple[Page | Failure, float]:
        """The page that was begun, and the seconds that it took."""
        if self._ahead is None:
            raise ValueError("no page was begun")
        return await self._ahead

    async def _timed(self, command: Run | Next) -> tuple[Page | Failure, float]:
        clock = asyncio.get_running_loop().time
        started = clock()
        return await self._page(command), clock() - started

    @contextmanager
    def watched(self, *, seconds: float) -> Iterator[None]:
        """Frees the worker when the block takes longer, and raises DeadlineExceeded at its end."""
        timer = asyncio.get_running_loop().call_later(seconds, self._abandon)
        try:
            yield
        finally:
            timer.cancel()
        if not self._holds_worker:
            raise DeadlineExceeded(f"The next page was not asked for within {seconds:g} s.", stage="executor")

    def _abandon(self) -> None:
        self._worker.kill()
        self._release()

    def _release(self) -> None:
        if self._holds_worker:
            self._holds_worker = False
            self._runner.pool.give_back(self._worker)

    async def _page(self, command: Run | Next) -> Page | Failure:
        try:
            reply = await self._ask(command)
        except WorkerDied as death:
            if not self._runner.pool.closed:
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
        sql = with_text_as_blob(tree, len(reply.columns))
        bounds = command.bounds._replace(seconds=left)
        return await self._worker.ask(Run(self._name, sql, bounds, decode=True, skip=self._delivered))

    def _hand_over(self) -> str:
        try:
            return self._worker.hand_over(self._readable.path, self._readable.version)
        except Unreadable as refusal:
            raise self._database.unusable(str(refusal)) from refusal

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
        self.pool = pool
        self._readable: dict[str, ReadableFile] = {}

    def reading(
        self, database: Database, statement: Statement, bounds: Bounds, *, own: bool = False
    ) -> Reading:
        """With `own`, the statement is the service's and may read the schema."""
        return Reading(self, database, statement, bounds, own=own)

    async def find_readable(self, database: Database, *, until: float) -> ReadableFile:
        """Copying a live database blocks, so it is done in a thread; an unchanged one is not asked for again.

        Raises TimeoutError at that time of the event loop. The copy goes on, and is there for a later call.
        """
        known = self._readable.get(database.id)
        if known is None or known.version != database.version():
            async with asyncio.timeout_at(until):
                known = self._readable[database.id] = await asyncio.to_thread(database.readable)
        return known
