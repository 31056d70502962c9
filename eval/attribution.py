"""Which stage lost a wrong turn. Wrong is what value accuracy calls wrong.

Every reason that holds is listed, in the order of `Blame`; the first is the primary one.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from eval.metrics.planner import Component, score_plan
from eval.rows import GoldLiteral, HistoryMode, Problem, RunRow
from services.contracts.models import ExecutionStatus
from services.contracts.plan import CarriedItem, Intent, Plan


class Blame(StrEnum):
    """In the order in which they are asked for. The first three are no stage's: nothing could be right there."""

    REFERENCE = "reference"  # the gold does not run, or is withheld
    DATABASE = "database"  # missing or unusable
    FAULT = "fault"  # a stage raised, took too long, or its process died
    HISTORY = "history"  # an earlier own turn was wrong, and something of it was carried
    VALUE_INDEX = "value_index"  # a literal is neither among the links nor in the plan
    PLAN_INTENT = "plan:intent"  # a question with a reference was not answered
    PLAN_TABLES = "plan:tables"
    PLAN_COLUMNS = "plan:columns"
    PLAN_VALUES = "plan:values"
    PLAN_JOINS = "plan:joins"
    PLAN_SHAPE = "plan:shape"  # everything else of a plan
    GENERATION = "generation"  # the plan is right, the SQL is not
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
# What the value index is there to find. A bound such as `> 5` need not be stored anywhere.
_LINKABLE = {"=", "!=", "in", "like", "is", "not =", "not in", "not like"}


def contributions(row: RunRow, earlier: Sequence[RunRow]) -> tuple[Blame, ...]:
    """Why this turn is wrong; `earlier` are the rows of its dialogue before it. Empty for a right turn."""
    if row.verdicts.value is True or not row.reference.to_answer:
        return ()
    found = [*_nobody(row)]
    if found:
        return tuple(found)
    if _carried_a_wrong_turn(row, earlier):
        found.append(Blame.HISTORY)
    if row.gold_plan is None:
        return (*found, Blame.UNKNOWN)
    plan = carried_out(row)
    if any(_out_of_reach(literal, row) for literal in row.literals):
        found.append(Blame.VALUE_INDEX)
    found += _of_plan(row.gold_plan, plan)
    if not any(blame in (*_PARTS, Blame.PLAN_INTENT) for blame in found):
        found += _after_the_plan(row)
    return tuple(found)


def carried_out(row: RunRow) -> Plan | None:
    """The plan of the SQL that ran, or the first one."""
    if row.chosen_plan is not None and row.chosen_plan < len(row.plans):
        return row.plans[row.chosen_plan]
    return row.plan


def _nobody(row: RunRow) -> list[Blame]:
    problems = set(row.problems)
    groups = (
        (Blame.REFERENCE, _OF_REFERENCE),
        (Blame.DATABASE, _OF_DATABASE),
        (Blame.FAULT, _FAULTS),
    )
    return [blame for blame, of_it in groups if problems & of_it]


def _carried_a_wrong_turn(row: RunRow, earlier: Sequence[RunRow]) -> bool:
    """An item carried 'since turn n' has stood in every plan from n on."""
    plan = carried_out(row)
    if row.history is not HistoryMode.OWN or plan is None:
        return False
    wrong = {
        each.reference.turn
        for each in earlier
        if each.reference.to_answer and each.verdicts.value is not True
    }
    return any(_since(item, row) & wrong for item in plan.carried)


def _since(item: CarriedItem, row: RunRow) -> set[int]:
    return set(range(item.turn, row.reference.turn))


def _out_of_reach(literal: GoldLiteral, row: RunRow) -> bool:
    """Not linked, and the planner did not find it by itself either."""
    plan = carried_out(row)
    wanted = (literal.column.lower(), str(literal.value).lower())
    planned = {(str(each.column).lower(), str(each.value).lower()) for each in plan.values} if plan else set()
    return literal.rank is None and literal.operator in _LINKABLE and wanted not in planned


def _of_plan(gold: Plan, plan: Plan | None) -> list[Blame]:
    if plan is None or plan.intent is not Intent.ANSWER:
        return [Blame.PLAN_INTENT]
    scores = score_plan(gold, plan)
    found = [
        blame for blame, parts in _PARTS.items() if any(scores[component].value < 1.0 for component in parts)
    ]
    # Flat fields do not show all of a query, such as whether its conditions are joined by AND or OR.
    differs = gold.sketch is not None and plan.sketch is not None and gold.sketch != plan.sketch
    return found or ([Blame.PLAN_SHAPE] if differs else [])


def _after_the_plan(row: RunRow) -> list[Blame]:
    if row.verdicts.value_stock or row.verdicts.first_draft_value:
        return [Blame.EXECUTION]
    ended = row.attempts[-1].status if row.attempts else None
    if ended in _ENDED_BY_EXECUTOR or Problem.PREDICTION_TRUNCATED in row.problems:
        return [Blame.EXECUTION]
    return [Blame.GENERATION]
