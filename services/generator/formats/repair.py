"""`repair`: as `plan`, with the statements that failed and what is known of why."""

from collections.abc import Iterator

from services.contracts.models import Attempt, Diagnosis, DiagnosisKind, ExecutionStatus, GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.prompt.private import reads_private
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.plan import planned_columns, plans_text
from services.generator.formats.sql_answer import select_in, shortest_answer

_MAX_ATTEMPTS = 2
_MAX_CANDIDATES = 3
_MAX_EVIDENCE = 2
_ABOUT_VALUES = frozenset({DiagnosisKind.EMPTY_RESULT, DiagnosisKind.TYPE})
_SYSTEM = (
    "Your SQL for the last question failed or found what cannot be right. Say it better: one SQLite SELECT, another "
    "than before, and nothing else. Use the tables, columns and stored values as they are spelled. A follow-up "
    "question keeps the conditions of the turns before unless it changes them."
)


class RepairFormat:
    name = "repair"

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        subject = Subject(
            asked=in_one_spelling(request),
            system=_SYSTEM,
            hints=plans_text(request),
            failed="\n".join(_failed_lines(request)),
            needed=tuple(_needed(request)),
        )
        return composed(subject, budget)

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        return select_in(answer, schema)

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:  # noqa: ARG002
        return shortest_answer(sql, schema)


def _attempts(request: GenerateRequest) -> tuple[Attempt, ...]:
    """The last ones; where there is none, the statement that the diagnosis is about."""
    if request.attempts or request.diagnosis is None:
        return request.attempts[-_MAX_ATTEMPTS:]
    return (
        (Attempt(sql=request.diagnosis.sql, status=ExecutionStatus.FAILED),) if request.diagnosis.sql else ()
    )


def _failed_lines(request: GenerateRequest) -> Iterator[str]:
    schema = request.links.snapshot
    for attempt in _attempts(request):
        yield f"Your SQL: {attempt.sql}"
        own = attempt.diagnosis if attempt.diagnosis != request.diagnosis else None
        if own is not None:
            yield from _diagnosis_lines(own, schema)
        elif result := _result(attempt, request.diagnosis):
            yield f"Result: {result}"
    if request.diagnosis is not None:
        yield from _diagnosis_lines(request.diagnosis, schema)


def _result(attempt: Attempt, diagnosis: Diagnosis | None) -> str:
    """What the diagnosis does not say."""
    if attempt.status is not ExecutionStatus.OK:
        return "" if diagnosis is not None else str(attempt.status)
    if attempt.row_count:
        return f"{attempt.row_count} rows"
    return "" if diagnosis is not None and diagnosis.kind is DiagnosisKind.EMPTY_RESULT else "no rows"


def _diagnosis_lines(diagnosis: Diagnosis, schema: Schema) -> Iterator[str]:
    yield f"Wrong: {diagnosis.kind.replace('_', ' ')}: {diagnosis.message}"
    if diagnosis.place and diagnosis.place != diagnosis.sql:
        yield f"At: {diagnosis.place}"
    if diagnosis.kind in _ABOUT_VALUES and reads_private(diagnosis.sql, schema):
        return
    yield from (f"Found: {evidence}" for evidence in diagnosis.evidence[:_MAX_EVIDENCE])
    if diagnosis.candidates:
        yield f"Better: {' or '.join(diagnosis.candidates[:_MAX_CANDIDATES])}"


def _needed(request: GenerateRequest) -> Iterator[ColumnRef]:
    """The columns of the plans and of what was tried, as far as it can be read."""
    yield from planned_columns(request.plans)
    for attempt in _attempts(request):
        tried = plan_from_sql(attempt.sql, request.links.snapshot)
        if not isinstance(tried, Unsketchable):
            yield from planned_columns([tried])
