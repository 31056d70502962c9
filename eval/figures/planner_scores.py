"""What the planner metrics say of every single turn: the one source of the planner's figures and of comparisons.

`planned_turns(rows)[i].scores` is a dict from the name of a metric to its value from 0 to 1, or None where by its
definition it says nothing of that turn. A name is the path of the figure in `planner_figures`, such as
`components.tables` or `recall_at_plans.columns@3`. The figure is the mean over the turns with a value, which is also
what to pair and to resample (the cluster is `turn.row.dialogue`). Two figures are no such mean: `required_only`, the
mean of the figures of REQUIRED_OF_MACRO, and the calibration error, over the pairs of `stated_probabilities`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from eval.figures.accuracy import right, scorable, with_reference
from eval.metrics.planner import (
    MACRO,
    Component,
    carry_over_f1,
    changes_equal,
    columns,
    recall_at,
    score_plan,
    tables,
    values,
)
from eval.rows import PlanSource, RunRow
from services.contracts.plan import Plan

PLANS_AT = (1, 3, 5)
RANKED_AT = (1, 5, 20)
_ITEMS = {"tables": tables, "columns": columns, "values": values}
_COMPONENTS = tuple(f"components.{each.value}" for each in Component)
_REQUIRED = tuple(f"components_required.{each.value}" for each in Component)
_RECALLS = (
    *(f"recall_at_plans.{items}@{k}" for items in _ITEMS for k in PLANS_AT),
    *(f"recall_at_links.{items}@{k}" for items in ("tables", "columns") for k in RANKED_AT),
)
_ACROSS_TURNS = ("carry_over_f1.all", "carry_over_f1.required_only", "change_accuracy")
PLANNER_METRICS = ("macro", *_COMPONENTS, *_REQUIRED, *_RECALLS, *_ACROSS_TURNS)
# The others are over turns whose gold plan has such an item: of a turn without a gold plan they say nothing.
_OF_ALL_TURNS = ("macro", *_COMPONENTS)
_OF_ALL_FOLLOW_UPS = ("carry_over_f1.all", "change_accuracy")
REQUIRED_OF_MACRO = tuple(f"components_required.{each.value}" for each in MACRO)
Scores = dict[str, float | None]


@dataclass(frozen=True)
class PlannedTurn:
    """A turn to be answered, of which a planner was asked for a plan; its first plan is the one that is scored.

    `previous`: the row of the turn to be answered before it in the dialogue; None for the first.
    """

    row: RunRow
    previous: RunRow | None

    @cached_property
    def scores(self) -> Scores:
        """By metric. A turn that is left out of a metric (see `left_out`) counts as 0 in it."""
        found: Scores = dict.fromkeys(PLANNER_METRICS) | dict.fromkeys(self.left_out, 0.0)
        gold = self.row.gold_plan
        if gold is not None:
            found |= _of_one_turn(gold, self.row)
            if self.previous is not None and self.previous.gold_plan is not None:
                found |= _across_turns(gold, self.row.plan, self.previous.gold_plan)
        return found

    @cached_property
    def left_out(self) -> Mapping[str, str]:
        """Why a metric could not be measured, by metric: those whose full denominator has the turn all the same."""
        no_gold = why_no_gold_plan(self.row)
        found = dict.fromkeys(_OF_ALL_TURNS, no_gold) if no_gold else {}
        if self.previous is not None:
            cause = no_gold or ("the turn before has no gold plan" if self.previous.gold_plan is None else "")
            found |= dict.fromkeys(_OF_ALL_FOLLOW_UPS, cause) if cause else {}
        return found


def planned_turns(rows: Sequence[RunRow]) -> list[PlannedTurn]:
    """In the order of the rows. Turns for which no plan was asked are none of the planner's."""
    before: dict[str, RunRow] = {}
    latest: dict[tuple[str, str], RunRow] = {}
    for row in sorted(with_reference(rows), key=lambda row: row.reference.turn):
        if row.dialogue in latest:
            before[row.id] = latest[row.dialogue]
        latest[row.dialogue] = row
    return [PlannedTurn(row, before.get(row.id)) for row in with_reference(rows) if plan_asked(row)]


def plan_asked(row: RunRow) -> bool:
    return row.plan_source is PlanSource.PLANNER


def why_no_gold_plan(row: RunRow) -> str:
    """Empty where there is one."""
    if row.gold_plan is not None:
        return ""
    return row.gold_plan_missing or next((problem.value for problem in row.problems), "unknown")


def stated_probabilities(rows: Sequence[RunRow]) -> list[tuple[RunRow, float, bool]]:
    """The rows with the probability of the plan that was carried out, or else the first, and value accuracy: of turns
    to be answered which the planner gave a plan and which can be scored.
    """
    return [
        (row, plan.probability, right(row, "value"))
        for row in with_reference(rows)
        if plan_asked(row) and scorable(row) and (plan := row.carried_out) is not None
    ]


def _of_one_turn(gold: Plan, row: RunRow) -> Scores:
    scores = score_plan(gold, row.plan)
    return {
        "macro": fmean(scores[component].value for component in MACRO),
        **{f"components.{each.value}": score.value for each, score in scores.items()},
        **{
            f"components_required.{each.value}": score.value if score.required else None
            for each, score in scores.items()
        },
        **_recalls(gold, row),
    }


def _recalls(gold: Plan, row: RunRow) -> Scores:
    """Of the gold plan's items, the share in any of the first k plans, and among the first k that the links rank."""
    found: Scores = {}
    for name, items in _ITEMS.items():
        wanted = items(gold)
        for k in PLANS_AT:
            planned = frozenset[Hashable]().union(*(items(plan) for plan in row.plans[:k]))
            found[f"recall_at_plans.{name}@{k}"] = len(wanted & planned) / len(wanted) if wanted else None
    for name, ranked in (("tables", row.ranked_tables), ("columns", row.ranked_columns)):
        lowered = [each.lower() for each in ranked]
        for k in RANKED_AT:
            found[f"recall_at_links.{name}@{k}"] = recall_at(_ITEMS[name](gold), lowered, k)
    return found


def _across_turns(gold: Plan, plan: Plan | None, before: Plan) -> Scores:
    carried = carry_over_f1(gold, plan, before)
    return {
        "carry_over_f1.all": carried.value,
        "carry_over_f1.required_only": carried.value if carried.required else None,
        "change_accuracy": float(changes_equal(gold, plan)),
    }
