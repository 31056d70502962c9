"""The executor: any SQL goes in, and nothing breaks."""

from collections.abc import AsyncGenerator
from typing import Self

from services.contracts.catalogue import Catalogue
from services.contracts.errors import StatementFailed
from services.contracts.models import ExecuteRequest, Execution, FetchRequest, ResultPage
from services.contracts.schema import Schema
from services.executor.declared_schema import declared_schema
from services.executor.diagnosis import Verdict, judge
from services.executor.messages import FailureKind, Page
from services.executor.pages import Budget, result_page
from services.executor.pool import WorkerPool
from services.executor.runner import StatementRunner
from services.executor.settings import ExecutorSettings
from services.executor.statement import read_statement
from services.executor.trial import Trial
from services.executor.validation import Examinations


class SandboxedExecutor:
    """stages.Executor over read-only worker processes. Belongs to the event loop that entered it.

    Cancelling `execute`, or closing the iterator of `fetch`, ends the statement at once: its worker is killed and
    replaced.
    """

    def __init__(self, catalogue: Catalogue, settings: ExecutorSettings) -> None:
        self._catalogue = catalogue
        self.settings = settings
        self._pool = WorkerPool(settings)
        self._runner = StatementRunner(self._pool)
        self._examinations = Examinations()

    async def start(self) -> None:
        """Raises StageUnavailable when no worker starts."""
        await self._pool.start()

    async def close(self) -> None:
        """Ends every statement and every worker."""
        await self._pool.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def execute(self, request: ExecuteRequest) -> Execution:
        """Raises UnknownDatabase and Overloaded; whatever is wrong with a statement or the file is in the answer."""
        database = self._catalogue.database(request.database_id)
        return await Trial(request, database, self._runner, self.settings, self._examinations).execution()

    async def declared_schema(self, database_id: str, *, seconds: float) -> Schema:
        """What the database declares of itself, read in the sandbox. Raises as `execute`, and DatabaseUnusable."""
        return await declared_schema(self._runner, self._catalogue.database(database_id), seconds=seconds)

    async def fetch(self, request: FetchRequest) -> AsyncGenerator[ResultPage]:
        """Pages as they are asked for. When the limits cut the result, the page that is the last to come has `last`
        unset. Time counts while SQLite works, not while the reader does.

        Raises StatementFailed, UnknownDatabase, DatabaseUnusable, Overloaded, and DeadlineExceeded when the reader
        was away for too long.
        """
        database = self._catalogue.database(request.database_id)
        statement = read_statement(request.sql, max_bytes=self.settings.sql_bytes)
        if isinstance(statement, Verdict):
            raise _failed(statement)
        budget = Budget(request, self.settings)
        async with self._runner.reading(database, statement, budget.next_page()) as reading:
            reply, seconds = reading.first, reading.seconds
            while isinstance(reply, Page):
                page = result_page(reply, offset=budget.delivered)
                budget.spend(reply, seconds=seconds)
                if reply.last or budget.spent:
                    break
                # SQLite is at the next page while the reader is at this one; it never gets further ahead.
                reading.read_ahead(budget.next_page())
                with reading.watched(seconds=self.settings.idle_seconds):
                    yield page
                reply, seconds = await reading.following()
        if isinstance(reply, Page):
            yield page  # its reader needs no worker any more
            return
        if reply.kind is FailureKind.ROW and budget.delivered:
            return  # the row after the last page does not fit the limits any more
        raise _failed(judge(reply, request.sql, seconds=budget.limits.seconds))


def _failed(verdict: Verdict) -> StatementFailed:
    diagnosis = verdict.diagnosis
    return StatementFailed(diagnosis.message, status=verdict.status.value, kind=diagnosis.kind.value)
