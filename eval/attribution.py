"""Which stage lost a wrong turn. Wrong is what value accuracy calls wrong.

Every reason that holds is listed, in the order of `Blame`; the first is the primary one. It is the plan behind the SQL
that ran which is held against the gold plan.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from eval.metrics.planner import Component, score_plan
from eval.rows import HistoryMode, PlanSource, Problem, RunRow
from services.contracts.models import ExecutionStatus
from services.contracts.plan import CarriedItem, CarriedKind, Intent, Plan
from services.contracts.sql_plan import carried


class Blame(StrEnum):
    """In the order in which they are asked for. The first three are no stage's: nothing could be right there."""

    REFERENCE = "reference"  # the gold does not run, or is withheld
    DATABASE = "database"  # missing or unusable
    FAULT = "fault"  # a stage raised, took too long, or its process died
    HISTORY = "history"  # an earlier own turn was wrong, and something of it was carried
    VALUE_INDEX = "value_index"  # a literal of the gold plan is not among the links
    PLAN_INTENT = "plan:intent"  # a question with a reference was not answered
    PLAN_TABLES = "plan:tables"
    PLAN_COLUMNS = "plan:columns"
    PLAN_VALUES = "plan:values"
    PLAN_JOINS = "plan:joins"
    PLAN_SHAPE = "plan:shape"  # everything else of a plan
    GENERATION = "generation"  # the plan is right, or none was asked for, and the SQL is not
    EXECUTION = "execution"  # the SQL is right, what came of it is not
    UNKNOWN = "unknown"  # there is no gold plan to hold the plan against


_OF_REFERENCE = {Problem.GOLD_FAILS, Problem.GOLD_TOO_LARGE, Problem.NO_REFERENCE}
_OF_DATABASE = {Problem.DATABASE_MISSING, Problem.DATABASE_UNUSABLE}
_FAULTS = {
    Problem.TURN_TIMEOUT,
    Problem.STAGE_FAILED,
    Problem.LOST,
    Problem.PREDICTION_MISSING,
    Problem.PREDICTION_DOUBLED,
    Problem.PREDICTION_MISPLACED,
}
_PARTS: Mapping[Blame, tuple[Component, ...]] = {
    Blame.PLAN_TABLES: (Component.TABLES,),
    Blame.PLAN_COLUMNS: (Component.COLUMNS,),
    Blame.PLAN_VALUES: (Component.VALUES,),
    Blame.PLAN_JOINS: (Component.JOINS,),
    Blame.PLAN_SHAPE: (
        Component.SKELETON,
        Component.AGGREGATIONS,
        Component.GROUP_BY,
        Component.SELECTED_COUNT,
        Component.SELECTED_ORDER,
        Component.DUPLICATES,
    ),
}
# Statuses that a right statement can end with: the sandbox's doing, not the generator's.
_ENDED_BY_EXECUTOR = {
    ExecutionStatus.DENIED,
    ExecutionStatus.TIMEOUT,
    ExecutionStatus.LIMIT,
    ExecutionStatus.DAMAGED,
    ExecutionStatus.FAILED,
}


def contributions(row: RunRow, earlier: Sequence[RunRow]) -> tuple[Blame, ...]:
    """Why this turn is wrong; `earlier` are the rows of its dialogue before it. Empty for a right turn."""
    if row.verdicts.value is True or not row.reference.to_answer:
        return ()
    found = [*_nobody(row)]
    if found:
        return tuple(found)
    if _carried_a_wrong_turn(row, earlier):
        found.append(Blame.HISTORY)
    if any(literal.rank is None for literal in row.literals):
        found.append(Blame.VALUE_INDEX)
    # A right first draft came of a right plan; what was chosen instead is the executor's doing.
    if row.plan_source is not PlanSource.PLANNER or row.verdicts.first_draft_value is True:
        return (*found, *_after_the_plan(row))
    return (*found, *(wrong_parts(row.gold_plan, row.carried_out) or _after_the_plan(row)))


def wrong_parts(gold: Plan | None, plan: Plan | None) -> list[Blame]:
    """The parts of a plan that are not those of the gold plan; none where it is right."""
    if plan is None or plan.intent is not Intent.ANSWER:
        return [Blame.PLAN_INTENT]
    if gold is None:
        return [Blame.UNKNOWN]
    scores = score_plan(gold, plan)
    found = [
        blame for blame, parts in _PARTS.items() if any(scores[component].value < 1.0 for component in parts)
    ]
    # Flat fields do not show all of a query, such as whether its conditions are joined by AND or OR.
    differs = gold.sketch is not None and plan.sketch is not None and gold.sketch != plan.sketch
    return found or ([Blame.PLAN_SHAPE] if differs else [])


def _nobody(row: RunRow) -> list[Blame]:
    problems = set(row.problems)
    groups = (
        (Blame.REFERENCE, _OF_REFERENCE),
        (Blame.DATABASE, _OF_DATABASE),
        (Blame.FAULT, _FAULTS),
    )
    return [blame for blame, of_it in groups if problems & of_it]


def _carried_a_wrong_turn(row: RunRow, earlier: Sequence[RunRow]) -> bool:
    """Whether something of a wrong turn of the system's own stands in the plan because it stood there.

    An item carried since turn n has stood in every plan from n on. It comes of a wrong turn where turn n was wrong; or
    where a later one was, and the gold plan has no such item: that turn should have dropped it.
    """
    wrong = {
        each.reference.turn
        for each in earlier
        if each.reference.to_answer and each.verdicts.value is not True
    }
    if row.history is not HistoryMode.OWN or row.carried_out is None or not wrong:
        return False
    # Without a gold plan nobody can tell what should have been dropped.
    surplus = _items(row.carried_out) - _items(row.gold_plan) if row.gold_plan else set()
    return any(
        item.turn in wrong or (max(wrong) > item.turn and _name(item) in surplus)
        for item in row.carried_out.carried
    )


def _items(plan: Plan) -> set[tuple[CarriedKind, str]]:
    """Everything of the plan that can be carried: what it has in common with itself."""
    return set(map(_name, carried(plan, [(1, plan)])))


def _name(item: CarriedItem) -> tuple[CarriedKind, str]:
    return item.kind, item.item.lower()


def _after_the_plan(row: RunRow) -> list[Blame]:
    if row.verdicts.value_stock or row.verdicts.first_draft_value:
        return [Blame.EXECUTION]
    ended = row.attempts[-1].status if row.attempts else None
    if ended in _ENDED_BY_EXECUTOR or Problem.PREDICTION_TRUNCATED in row.problems:
        return [Blame.EXECUTION]
    return [Blame.GENERATION]
