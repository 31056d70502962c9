"""One `execute`: the drafts in order, then repairs of those that failed, until one runs and is not empty."""

import asyncio
from dataclasses import dataclass

from services.contracts.catalogue import Database
from services.contracts.errors import DatabaseUnusable
from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
)
from services.executor.diagnosis import Verdict, judge
from services.executor.filters import diagnose_empty
from services.executor.messages import Bounds, Failure, Page
from services.executor.pages import result_page
from services.executor.repair import Repair, repairs
from services.executor.runner import StatementRunner
from services.executor.settings import ExecutorSettings
from services.executor.statement import Statement, TokenKey, read_statement

# Another statement cannot mend a damaged file, and must not try to get around a denial.
_FINAL = frozenset({ExecutionStatus.DENIED, ExecutionStatus.DAMAGED})
# An ambiguous name has candidates too, but choosing among them could change the question.
_REPAIRABLE = frozenset({DiagnosisKind.UNKNOWN_COLUMN, DiagnosisKind.UNKNOWN_TABLE})


@dataclass(frozen=True)
class _Ran:
    attempt: Attempt
    page: Page


@dataclass(frozen=True)
class _Failed:
    attempt: Attempt
    diagnosis: Diagnosis
    repairs: tuple[Repair, ...] = ()


class Trial:
    """The time limit bounds all statements together; a draft gets half of what is left while others wait."""

    def __init__(
        self, request: ExecuteRequest, database: Database, runner: StatementRunner, settings: ExecutorSettings
    ) -> None:
        self._request = request
        self._database = database
        self._runner = runner
        self._settings = settings
        self._limits = settings.for_execute(request.limits)
        self._clock = asyncio.get_running_loop().time
        self._started = self._clock()
        self._tried = {_key(sql, self._read(sql)) for sql in request.tried}
        self._repairs_left = settings.max_repairs
        self._ran: list[_Ran] = []
        self._failed: list[_Failed] = []
        self._attempts: list[Attempt] = []

    async def execution(self) -> Execution:
        """Raises Overloaded."""
        drafts = [(index, draft.sql) for index, draft in enumerate(self._request.drafts) if draft.sql.strip()]
        for position, (index, sql) in enumerate(drafts, start=1):
            await self._try(sql, draft=index, share=0.5 if position < len(drafts) else 1.0)
            if self._is_over():
                break
        if not self._ran:
            for failed in tuple(self._failed):
                await self._mend(failed)
        return self._conclusion()

    async def _mend(self, failed: _Failed) -> bool:
        """Follows the best repair until the statement runs; a repaired one may need another repair."""
        if failed.diagnosis.kind not in _REPAIRABLE:
            return False
        for repair in failed.repairs:
            if self._is_over() or not self._repairs_left:
                return False
            change = f"{failed.diagnosis.place} → {repair.replacement}"
            so_far = failed.attempt.repair
            outcome = await self._try(
                repair.sql,
                draft=failed.attempt.draft,
                repair=f"{so_far}, {change}" if so_far else change,
            )
            self._repairs_left -= outcome is not None
            if isinstance(outcome, _Ran) or (isinstance(outcome, _Failed) and await self._mend(outcome)):
                return True
        return False

    async def _try(
        self, sql: str, *, draft: int, repair: str = "", share: float = 1.0
    ) -> _Ran | _Failed | None:
        """Runs a statement in its share of the time left; None for one that was tried before."""
        statement = self._read(sql)
        key = _key(sql, statement)
        if key in self._tried:
            return None
        self._tried.add(key)
        started = self._clock()
        outcome = await self._run(statement, seconds=self._time_left() * share)
        attempt = Attempt(
            sql=sql,
            status=ExecutionStatus.OK,
            round=self._request.round,
            draft=draft,
            repair=repair,
            elapsed_ms=_milliseconds(self._clock() - started),
        )
        if isinstance(outcome, Page):
            return self._record_page(attempt, outcome, statement)
        return self._record_failure(attempt, outcome, statement)

    async def _run(self, statement: Statement | Verdict, *, seconds: float) -> Page | Verdict:
        if isinstance(statement, Verdict):
            return statement
        size = self._limits.bytes
        bounds = Bounds(seconds, self._limits.rows, size, size)
        try:
            async with self._runner.reading(self._database, statement, bounds) as reading:
                reply = reading.first
        except DatabaseUnusable as refusal:
            diagnosis = Diagnosis(kind=DiagnosisKind.FAILED, message=refusal.message, sql=statement.sql)
            return Verdict(ExecutionStatus.DAMAGED, diagnosis)
        return judge(reply, statement.sql, seconds=seconds) if isinstance(reply, Failure) else reply

    def _record_page(self, attempt: Attempt, page: Page, statement: Statement | Verdict) -> _Ran:
        diagnosis = None
        if not page.rows and isinstance(statement, Statement):
            diagnosis = diagnose_empty(statement, self._request.links)
        attempt = attempt.model_copy(update={"row_count": len(page.rows), "diagnosis": diagnosis})
        ran = _Ran(attempt, page)
        self._attempts.append(attempt)
        self._ran.append(ran)
        return ran

    def _record_failure(self, attempt: Attempt, verdict: Verdict, statement: Statement | Verdict) -> _Failed:
        found: tuple[Repair, ...] = ()
        if isinstance(statement, Statement) and statement.tree is not None:
            found = repairs(statement.tree, verdict.diagnosis, self._request.links.snapshot)
        diagnosis = verdict.diagnosis.model_copy(
            update={"candidates": tuple(repair.replacement for repair in found)}
        )
        attempt = attempt.model_copy(update={"status": verdict.status, "diagnosis": diagnosis})
        failed = _Failed(attempt, diagnosis, found)
        self._attempts.append(attempt)
        self._failed.append(failed)
        return failed

    def _conclusion(self) -> Execution:
        chosen = next((ran for ran in self._ran if ran.page.rows), next(iter(self._ran), None))
        if chosen is not None:
            attempt, page = chosen.attempt, chosen.page
            return self._execution(attempt).model_copy(
                update={
                    "page": result_page(page),
                    "row_count": len(page.rows),
                    "truncated": not page.last,
                }
            )
        if self._attempts:
            return self._execution(self._stopped() or self._attempts[0])
        return Execution(
            status=ExecutionStatus.INVALID,
            diagnosis=Diagnosis(kind=DiagnosisKind.FAILED, message=self._why_nothing_was_tried()),
            elapsed_ms=_milliseconds(self._clock() - self._started),
        )

    def _execution(self, attempt: Attempt) -> Execution:
        return Execution(
            status=attempt.status,
            sql=attempt.sql,
            draft=attempt.draft,
            attempts=tuple(self._attempts),
            diagnosis=attempt.diagnosis,
            elapsed_ms=_milliseconds(self._clock() - self._started),
        )

    def _why_nothing_was_tried(self) -> str:
        if any(draft.sql.strip() for draft in self._request.drafts):
            return "Every one of these statements was tried before."
        failure = next((draft.failure for draft in self._request.drafts if draft.failure), "")
        return f"There is no statement to run: {failure}" if failure else "There is no statement to run."

    def _is_over(self) -> bool:
        """No further statement could change the outcome, or there is no time for one."""
        found = any(ran.page.rows for ran in self._ran)
        return found or self._stopped() is not None or self._time_left() <= 0

    def _stopped(self) -> Attempt | None:
        return next((attempt for attempt in self._attempts if attempt.status in _FINAL), None)

    def _time_left(self) -> float:
        return self._limits.seconds - (self._clock() - self._started)

    def _read(self, sql: str) -> Statement | Verdict:
        return read_statement(sql, max_bytes=self._settings.sql_bytes)


def _key(sql: str, statement: Statement | Verdict) -> TokenKey | str:
    return statement.key if isinstance(statement, Statement) else sql


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)
