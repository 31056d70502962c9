"""Figures of the planner: its plans against the gold plans, its intents, its probabilities. `bounds` adds intervals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from eval.figures.accuracy import with_reference
from eval.figures.intervals import DIGITS, share
from eval.figures.planner_scores import (
    PLANNER_METRICS,
    REQUIRED_OF_MACRO,
    PlannedTurn,
    plan_asked,
    planned_turns,
    stated_probabilities,
)
from eval.metrics.planner import intent_figures
from eval.metrics.statistics import calibration_error
from eval.rows import RunRow
from services.contracts.plan import Intent

NOT_ASKED = "no plan asked"


def planner_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Macro and required-only, each component, recall, carry-over, change, intents, calibration.

    A turn without a gold plan to compare with counts as 0 in the figures over all turns; `left_out` names such turns,
    and `scored` is the figure of the others. What is over the turns whose gold has an item (required-only, recall)
    says nothing of them. Nothing at all is measured of turns for which no plan was asked.
    """
    turns = planned_turns(rows)
    figures: dict[str, Any] = {
        "n": len(turns),
        "left_out": _left_out(rows, turns),
        "required_only": _required_only(turns),
        "intent": _intents([row for row in rows if plan_asked(row)]),
        "calibration": _calibration(rows),
    }
    for name in PLANNER_METRICS:
        *groups, last = name.split(".")
        place = figures
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = _figure(turns, name)
    return figures


def _figure(turns: Sequence[PlannedTurn], name: str) -> dict[str, Any]:
    counted = [(turn, value) for turn in turns if (value := turn.scores[name]) is not None]
    figure: dict[str, Any] = {"value": _mean(value for _, value in counted), "n": len(counted)}
    scored = [value for turn, value in counted if name not in turn.left_out]
    if len(scored) < len(counted):
        figure["scored"] = {"value": _mean(scored), "n": len(scored)}
    return figure


def _required_only(turns: Sequence[PlannedTurn]) -> dict[str, Any]:
    """The unweighted mean of the components' figures; one that no gold has is left out."""
    by_component = (
        [value for turn in turns if (value := turn.scores[name]) is not None] for name in REQUIRED_OF_MACRO
    )
    measured = sum(turn.row.gold_plan is not None for turn in turns)
    return {"value": _mean(fmean(values) for values in by_component if values), "n": measured}


def _left_out(rows: Sequence[RunRow], turns: Sequence[PlannedTurn]) -> dict[str, int]:
    """Turns by cause. That the turn before lacks a gold plan concerns carry-over and change alone."""
    causes = Counter(cause for turn in turns for cause in set(turn.left_out.values()))
    causes[NOT_ASKED] = sum(not plan_asked(row) for row in with_reference(rows))
    return dict((+causes).most_common())


def _intents(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`asked_back_with_reference`: clarifying questions where a reference shows that none was needed."""
    pairs = [(row.reference.intent, row.plan.intent if row.plan else None) for row in rows]
    figures: dict[str, Any] = {}
    for intent in (Intent.CLARIFY, Intent.UNANSWERABLE, Intent.CHITCHAT):
        found = intent_figures(pairs, intent)
        figures[intent.value] = {
            "precision": None if found.precision is None else round(found.precision, DIGITS),
            "recall": None if found.recall is None else round(found.recall, DIGITS),
            "gold": found.gold,
            "predicted": found.predicted,
        }
    figures["asked_back_with_reference"] = sum(
        row.has_reference and row.plan is not None and row.plan.intent is Intent.CLARIFY for row in rows
    )
    return figures


def _calibration(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`left_out`: turns without a plan, or whose answer cannot be scored, by cause."""
    stated = stated_probabilities(rows)
    counted = {row.id for row, _, _ in stated}
    without = (row for row in with_reference(rows) if plan_asked(row) and row.id not in counted)
    causes = Counter(next((problem.value for problem in row.problems), "no plan") for row in without)
    figures: dict[str, Any] = {
        "expected_error": None,
        "n": len(stated),
        "left_out": dict(causes.most_common()),
    }
    if stated:
        _, probabilities, verdicts = zip(*stated, strict=True)
        figures["expected_error"] = round(calibration_error(probabilities, verdicts), DIGITS)
    return figures


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return share(sum(found), len(found))
