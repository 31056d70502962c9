"""One `execute`: the drafts in order, then repairs, until one runs and is not empty."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

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
from services.executor.edits import Repair
from services.executor.filters import diagnose_empty
from services.executor.messages import Bounds, Failure, Page, Row
from services.executor.pages import result_page
from services.executor.repair import repairs
from services.executor.runner import StatementRunner
from services.executor.settings import ExecutorSettings
from services.executor.statement import Statement, TokenKey, read_statement
from services.executor.validation import Examinations, Examined

# Another statement cannot mend a damaged file, and must not try to get around a denial.
_FINAL = frozenset({ExecutionStatus.DENIED, ExecutionStatus.DAMAGED})
_ABOUT_NAMES = frozenset({DiagnosisKind.UNKNOWN_COLUMN, DiagnosisKind.UNKNOWN_TABLE})


@dataclass(frozen=True)
class _Tried:
    """What became of one statement; `page` where it ran. `repairs` are worth trying when nothing else has rows."""

    attempt: Attempt
    page: Page | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def has_rows(self) -> bool:
        return self.page is not None and bool(self.page.rows)

    @property
    def ballot(self) -> frozenset[tuple[Row, int]]:
        """Its rows, in whatever order, each with how often it stands there."""
        return frozenset(Counter(self.page.rows if self.page else ()).items())


class Trial:
    """The time limit bounds all statements together; a draft gets half of what is left while others wait."""

    def __init__(
        self,
        request: ExecuteRequest,
        database: Database,
        runner: StatementRunner,
        settings: ExecutorSettings,
        examinations: Examinations,
    ) -> None:
        self._request = request
        self._database = database
        self._runner = runner
        self._settings = settings
        self._examinations = examinations
        self._limits = settings.for_execute(request.limits)
        self._clock = asyncio.get_running_loop().time
        self._started = self._clock()
        self._seen = {_key(sql, self._read(sql)) for sql in request.tried}
        self._repairs_left = settings.max_repairs
        self._tried: list[_Tried] = []

    async def execution(self) -> Execution:
        """Raises Overloaded."""
        drafts = [(index, draft.sql) for index, draft in enumerate(self._request.drafts) if draft.sql.strip()]
        for position, (index, sql) in enumerate(drafts, start=1):
            await self._try(sql, draft=index, share=0.5 if position < len(drafts) else 1.0)
            if self._stops_here():
                break
        for tried in self._worth_repairing():
            if await self._mend(tried):
                break
        return self._conclusion()

    def _worth_repairing(self) -> tuple[_Tried, ...]:
        """An empty result may be the right answer: then only what is empty is tried again, with stored values."""
        ran = [tried for tried in self._tried if tried.page is not None]
        return tuple(tried for tried in (ran or self._tried) if tried.repairs and not tried.has_rows)

    async def _mend(self, tried: _Tried) -> bool:
        """Follows the best repair until the statement runs; a repaired one may need another repair."""
        for repair in tried.repairs:
            if self._is_over() or not self._repairs_left:
                return False
            so_far = tried.attempt.repair
            change = f"{so_far}, {repair.change}" if so_far else repair.change
            outcome = await self._try(repair.sql, draft=tried.attempt.draft, repair=change)
            if outcome is None:
                continue
            self._repairs_left -= 1
            if outcome.has_rows or (outcome.page is not None and tried.page is None):
                return True
            if await self._mend(outcome):
                return True
        return False

    async def _try(self, sql: str, *, draft: int, repair: str = "", share: float = 1.0) -> _Tried | None:
        """Runs a statement in its share of the time left; None for one that was tried before."""
        statement = self._read(sql)
        key = _key(sql, statement)
        if key in self._seen:
            return None
        self._seen.add(key)
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
        tried = self._judged(attempt, outcome, statement)
        self._tried.append(tried)
        return tried

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

    def _judged(self, attempt: Attempt, outcome: Page | Verdict, statement: Statement | Verdict) -> _Tried:
        if isinstance(statement, Verdict):
            return _Tried(_failed(attempt, statement))
        examined = self._examinations.of(statement, self._request.links.snapshot)
        if isinstance(outcome, Page):
            return self._ran(attempt, outcome, examined)
        if self._time_left() <= 0:
            return _Tried(_failed(attempt, outcome))
        found = repairs(examined, outcome.diagnosis, self._request.links)
        verdict = _with_evidence(outcome, examined, found)
        return _Tried(_failed(attempt, verdict), repairs=tuple(repair for repair in found if repair.safe))

    def _ran(self, attempt: Attempt, page: Page, examined: Examined) -> _Tried:
        links = self._request.links
        found: tuple[Repair, ...] = ()
        if page.rows:
            diagnosis = examined.doubts(links)
        else:
            diagnosis = diagnose_empty(attempt.sql, examined.compared, links)
            found = repairs(examined, diagnosis, links)
        attempt = attempt.model_copy(update={"row_count": len(page.rows), "diagnosis": diagnosis})
        return _Tried(attempt, page, found)

    def _conclusion(self) -> Execution:
        ran = [tried for tried in self._tried if tried.page is not None]
        chosen = self._chosen([tried for tried in ran if tried.has_rows]) or next(iter(ran), None)
        if chosen is not None and chosen.page is not None:
            return self._execution(chosen.attempt).model_copy(
                update={
                    "page": result_page(chosen.page),
                    "row_count": len(chosen.page.rows),
                    "truncated": not chosen.page.last,
                }
            )
        if self._tried:
            return self._execution(self._stopped() or self._tried[0].attempt)
        return Execution(
            status=ExecutionStatus.INVALID,
            diagnosis=Diagnosis(kind=DiagnosisKind.FAILED, message=self._why_nothing_was_tried()),
            elapsed_ms=_milliseconds(self._clock() - self._started),
        )

    def _chosen(self, found: list[_Tried]) -> _Tried | None:
        """The first, or by majority the first of those with the same rows whose drafts weigh most together."""
        if not self._settings.majority or not found:
            return next(iter(found), None)
        scores = [self._request.drafts[tried.attempt.draft].score for tried in found]
        weighted = any(score > 0 for score in scores)
        votes: defaultdict[frozenset[tuple[Row, int]], float] = defaultdict(float)
        ballots = [tried.ballot for tried in found]
        for ballot, score in zip(ballots, scores, strict=True):
            votes[ballot] += max(score, 0.0) if weighted else 1.0
        return found[ballots.index(max(ballots, key=votes.__getitem__))]

    def _execution(self, attempt: Attempt) -> Execution:
        return Execution(
            status=attempt.status,
            sql=attempt.sql,
            draft=attempt.draft,
            attempts=tuple(tried.attempt for tried in self._tried),
            diagnosis=attempt.diagnosis,
            elapsed_ms=_milliseconds(self._clock() - self._started),
        )

    def _why_nothing_was_tried(self) -> str:
        if any(draft.sql.strip() for draft in self._request.drafts):
            return "Every one of these statements was tried before."
        failure = next((draft.failure for draft in self._request.drafts if draft.failure), "")
        return f"There is no statement to run: {failure}" if failure else "There is no statement to run."

    def _stops_here(self) -> bool:
        """By majority, every draft has a vote."""
        if self._settings.majority:
            return self._stopped() is not None or self._time_left() <= 0
        return self._is_over()

    def _is_over(self) -> bool:
        """No further statement could change the outcome, or there is no time for one."""
        found = any(tried.has_rows for tried in self._tried)
        return found or self._stopped() is not None or self._time_left() <= 0

    def _stopped(self) -> Attempt | None:
        return next((tried.attempt for tried in self._tried if tried.attempt.status in _FINAL), None)

    def _time_left(self) -> float:
        return self._limits.seconds - (self._clock() - self._started)

    def _read(self, sql: str) -> Statement | Verdict:
        return read_statement(sql, max_bytes=self._settings.sql_bytes)


def _failed(attempt: Attempt, verdict: Verdict) -> Attempt:
    return attempt.model_copy(update={"status": verdict.status, "diagnosis": verdict.diagnosis})


def _with_evidence(verdict: Verdict, examined: Examined, found: tuple[Repair, ...]) -> Verdict:
    """Every unknown name, where SQLite tells the first one; and what might stand there instead."""
    diagnosis = verdict.diagnosis
    names = examined.unknown_names if diagnosis.kind in _ABOUT_NAMES else ()
    candidates = tuple(repair.replacement for repair in found if repair.replacement)
    return replace(
        verdict, diagnosis=diagnosis.model_copy(update={"evidence": names, "candidates": candidates})
    )


def _key(sql: str, statement: Statement | Verdict) -> TokenKey | str:
    return statement.key if isinstance(statement, Statement) else sql


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)
