"""Teacher forcing: earlier turns carry the reference's SQL, its plan, and what it really gave."""

from collections.abc import Sequence

from eval.datasets.reference import ReferenceTurn
from eval.metrics.result import Result
from eval.running import Failure, FailureKind
from services.contracts.models import ExecutionStatus, Outcome, Turn
from services.contracts.plan import Plan
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, in_context, plan_from_sql

_STATUS = {
    FailureKind.TIMEOUT: ExecutionStatus.TIMEOUT,
    FailureKind.TOO_LARGE: ExecutionStatus.LIMIT,
    FailureKind.DATABASE: ExecutionStatus.DAMAGED,
    FailureKind.WRITES: ExecutionStatus.DENIED,
    FailureKind.DIED: ExecutionStatus.FAILED,
}


def gold_plan(reference: ReferenceTurn, schema: Schema, earlier: Sequence[Turn]) -> Plan | Unsketchable:
    """The reference's plan, with what it changes and carries against the reference's earlier turns."""
    if not reference.gold_sql:
        return (
            Plan(intent=reference.intent) if not reference.to_answer else Unsketchable(reason="no gold SQL")
        )
    plan = plan_from_sql(reference.gold_sql, schema)
    return plan if isinstance(plan, Unsketchable) else in_context(plan, earlier)


def gold_turn(
    reference: ReferenceTurn, plan: Plan | None, result: Result | Failure | None, *, outcome_rows: int
) -> Turn:
    """The turn as a later one is shown it. `plan` and `result` are None where the reference has none."""
    return Turn(
        number=reference.turn,
        question=reference.asked,
        plan=plan,
        sql=reference.gold_sql,
        outcome=None if result is None else _outcome(result, outcome_rows),
    )


def _outcome(result: Result | Failure, rows: int) -> Outcome:
    if isinstance(result, Failure):
        status = _STATUS.get(result.kind, ExecutionStatus.INVALID)
        return Outcome(status=status, error=result.message)
    return Outcome(
        status=ExecutionStatus.OK,
        columns=result.columns,
        row_count=len(result.rows),
        first_rows=tuple(result.rows[:rows]),
    )
