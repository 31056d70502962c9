"""Figures of the planner: its plans against the gold plans, its intents, its probabilities."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any

from eval.figures.accuracy import right, with_reference
from eval.figures.intervals import DIGITS, Scored, clustered, rounded, share
from eval.metrics.planner import (
    MACRO,
    Component,
    Figure,
    PlanScores,
    carry_over_f1,
    changes_equal,
    columns,
    component_means,
    intent_figures,
    macro,
    mean,
    recall_at,
    score_plan,
    tables,
    values,
)
from eval.metrics.statistics import calibration_error
from eval.rows import RunRow
from services.contracts.plan import Intent, Plan

_PLANS_AT = (1, 3, 5)
_RANKED_AT = (1, 5, 20)


@dataclass(frozen=True)
class PlannedRow:
    """A row with a gold plan, and the scores of the planner's first plan. `previous`: the gold plan before it."""

    row: RunRow
    gold: Plan
    previous: Plan | None

    @cached_property
    def scores(self) -> PlanScores:
        return score_plan(self.gold, self.row.plan)


def planned_rows(rows: Sequence[RunRow]) -> list[PlannedRow]:
    previous = {(row.dialogue, row.reference.turn + 1): row.gold_plan for row in rows}
    return [
        PlannedRow(row, row.gold_plan, previous.get((row.dialogue, row.reference.turn)))
        for row in with_reference(rows)
        if row.gold_plan is not None
    ]


def planner_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Macro and required-only, each component, recall, carry-over, change, intents, calibration.

    `left_out` names the turns to be answered that have no gold plan to compare with.
    """
    planned = planned_rows(rows)
    scores = [each.scores for each in planned]
    missing = (_why_no_plan(row) for row in with_reference(rows) if row.gold_plan is None)
    return {
        "n": len(planned),
        "left_out": dict(Counter(missing).most_common()),
        "macro": _macro(planned),
        "required_only": _figure(macro(scores, required_only=True)),
        "components": _by_name(component_means(scores)),
        "components_required": _by_name(component_means(scores, required_only=True)),
        "recall_at_plans": _recall_of_plans(planned),
        "recall_at_links": _recall_of_links(planned),
        "carry_over_f1": _carry_over(planned),
        "change_accuracy": _change_accuracy(planned),
        "intent": _intents(rows),
        "calibration": _calibration(planned),
    }


def _macro(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    """Of equal weights, so the mean over rows of the mean over components is the same figure, with an interval."""
    figure = _figure(macro([each.scores for each in planned]))
    if not planned:
        return figure
    scored = (
        Scored(each.row.dialogue, fmean(each.scores[component].value for component in MACRO))
        for each in planned
    )
    return figure | rounded(clustered(scored))


def _recall_of_plans(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    """The share of the gold plan's items in any of the first k plans."""
    figures = {}
    for name, items in (("tables", tables), ("columns", columns), ("values", values)):
        for k in _PLANS_AT:
            shares = []
            for each in planned:
                found = frozenset[Hashable]().union(*(items(plan) for plan in each.row.plans[:k]))
                gold = items(each.gold)
                shares += [len(gold & found) / len(gold)] if gold else []
            figures[f"{name}@{k}"] = _figure(mean(shares))
    return figures


def _recall_of_links(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    """The share of the gold plan's tables and columns among the first k that the links rank."""
    figures = {}
    for k in _RANKED_AT:
        of_tables = [_ranked(tables(each.gold), each.row.ranked_tables, k) for each in planned]
        of_columns = [_ranked(columns(each.gold), each.row.ranked_columns, k) for each in planned]
        for name, shares in (("tables", of_tables), ("columns", of_columns)):
            figures[f"{name}@{k}"] = _figure(mean([each for each in shares if each is not None]))
    return figures


def _ranked(gold: Collection[Hashable], ranked: Sequence[str], k: int) -> float | None:
    return recall_at(frozenset(gold), [name.lower() for name in ranked], k)


def _carry_over(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    scores = [
        carry_over_f1(each.gold, each.row.plan, previous)
        for each in planned
        if (previous := each.previous) is not None
    ]
    required = [score.value for score in scores if score.required]
    return {
        "all": _figure(mean([score.value for score in scores])),
        "required_only": _figure(mean(required)),
    }


def _change_accuracy(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    """Over follow-ups: of a first question there is nothing to say."""
    follow_ups = [each for each in planned if each.previous is not None]
    return _figure(mean([float(changes_equal(each.gold, each.row.plan)) for each in follow_ups]))


def _intents(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`asked_back_with_reference`: clarifying questions where a reference shows that none was needed."""
    pairs = [(row.reference.intent, row.plan.intent if row.plan else None) for row in rows]
    figures: dict[str, Any] = {}
    for intent in (Intent.CLARIFY, Intent.UNANSWERABLE, Intent.CHITCHAT):
        found = intent_figures(pairs, intent)
        figures[intent.value] = {
            "precision": _rounded(found.precision),
            "recall": _rounded(found.recall),
            "gold": found.gold,
            "predicted": found.predicted,
        }
    figures["asked_back_with_reference"] = sum(
        row.has_reference and row.plan is not None and row.plan.intent is Intent.CLARIFY for row in rows
    )
    return figures


def _calibration(planned: Sequence[PlannedRow]) -> dict[str, Any]:
    """Of the plan that was carried out, or else the first."""
    stated = [
        (plan.probability, right(each.row, "value")) for each in planned if (plan := _plan_of(each.row))
    ]
    if not stated:
        return {"expected_error": None, "n": 0}
    probabilities, verdicts = zip(*stated, strict=True)
    return {"expected_error": round(calibration_error(probabilities, verdicts), DIGITS), "n": len(stated)}


def _plan_of(row: RunRow) -> Plan | None:
    if row.chosen_plan is not None and row.chosen_plan < len(row.plans):
        return row.plans[row.chosen_plan]
    return row.plan


def _why_no_plan(row: RunRow) -> str:
    return row.gold_plan_missing or next((problem.value for problem in row.problems), "unknown")


def _by_name(figures: Mapping[Component, Figure]) -> dict[str, Any]:
    return {component.value: _figure(figure) for component, figure in figures.items()}


def _figure(figure: Figure) -> dict[str, Any]:
    return {"value": _rounded(figure.value), "n": figure.rows}


def _rounded(value: float | None) -> float | None:
    return None if value is None else share(value, 1.0)
