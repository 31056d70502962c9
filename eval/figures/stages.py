"""Figures of the other stages: links, drafts, executions, time and money; and where wrong turns are lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from eval.attribution import Blame, contributions
from eval.figures.accuracy import right, with_reference
from eval.figures.intervals import percentiles, share
from eval.figures.planning import planned_rows
from eval.rows import GoldLiteral, LiteralKind, RunRow
from services.contracts.models import ExecutionStatus

_VALUES_AT = (1, 5, 20)


def value_link_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """The share of gold literals among the first k value links, by how the user said them."""
    literals = [literal for row in with_reference(rows) for literal in row.literals]
    kinds = {kind.value: [each for each in literals if each.kind is kind] for kind in LiteralKind}
    texts = [each for each in literals if isinstance(each.value, str)]
    return {name: _recall(found) for name, found in {"all": literals, "text": texts, **kinds}.items()}


def index_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Time to read and index a database, once per database and process."""
    builds = [row.index_ms for row in rows if row.index_ms is not None]
    return {"n": len(builds), "ms": percentiles(builds)} if builds else {"n": 0}


def generator_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`right_when_planned`: value accuracy of the turns whose plan is the gold plan."""
    asked = [row for row in with_reference(rows) if row.plans]
    drafted = [row for row in asked if any(draft.sql for draft in row.drafts)]
    ran = [row for row in drafted if row.attempts and row.attempts[0].status is ExecutionStatus.OK]
    exact = [
        each.row for each in planned_rows(rows) if all(score.value == 1.0 for score in each.scores.values())
    ]
    failures = Counter(draft.failure for row in asked for draft in row.drafts if draft.failure)
    return {
        "n": len(asked),
        "drafted": share(len(drafted), len(asked)),
        "first_draft_runs": share(len(ran), len(drafted)),
        "right_when_planned": share(sum(right(row, "value") for row in exact), len(exact)),
        "plans_right": len(exact),
        "failures": dict(failures.most_common(10)),
    }


def executor_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`right_lost`: a right first draft, and another answer; `right_gained`: the other way round."""
    tried = [row for row in with_reference(rows) if row.attempts]
    failed = [row for row in tried if row.attempts[0].status is not ExecutionStatus.OK]
    repaired = [row for row in failed if row.predicted is not None and not row.predicted.failure]
    replaced = [row for row in tried if row.attempts[0].sql != row.sql]
    lost = sum(row.verdicts.first_draft_value is True and not right(row, "value") for row in replaced)
    gained = sum(row.verdicts.first_draft_value is False and right(row, "value") for row in replaced)
    causes = Counter(
        attempt.diagnosis.kind.value for row in tried for attempt in row.attempts if attempt.diagnosis
    )
    return {
        "n": len(tried),
        "failed_first_drafts": len(failed),
        "repaired": share(len(repaired), len(failed)),
        "repaired_and_right": share(sum(right(row, "value") for row in repaired), len(failed)),
        "replaced": len(replaced),
        "right_lost": lost,
        "right_gained": gained,
        "attempts": share(sum(len(row.attempts) for row in tried), len(tried)),
        "diagnoses": dict(causes.most_common()),
    }


def attribution_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`primary` sums up to the wrong turns; in `contributing` a turn counts once for each reason that holds."""
    blamed = [found for _, found in blames(rows) if found]
    primary = Counter(found[0] for found in blamed)
    contributing = Counter(blame for found in blamed for blame in found)
    return {
        "wrong": len(blamed),
        "primary": {blame.value: primary[blame] for blame in Blame if primary[blame]},
        "contributing": {blame.value: contributing[blame] for blame in Blame if contributing[blame]},
    }


def blames(rows: Sequence[RunRow]) -> Iterable[tuple[RunRow, tuple[Blame, ...]]]:
    """Every row with its reasons, dialogue by dialogue."""
    ordered = sorted(rows, key=lambda row: (row.dialogue, row.reference.turn))
    for _, turns in groupby(ordered, key=lambda row: row.dialogue):
        dialogue = list(turns)
        for number, row in enumerate(dialogue):
            yield row, contributions(row, dialogue[:number])


def latency_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Milliseconds per turn, by stage and in all, of the turns that passed the stage."""
    times: dict[str, list[float]] = {}
    for row in rows:
        for timing in row.timing:
            times.setdefault(timing.stage.value, []).append(timing.ms)
        if row.timing:
            times.setdefault("turn", []).append(sum(timing.ms for timing in row.timing))
    return {stage: {"n": len(found), **percentiles(found)} for stage, found in times.items()}


def usage_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    return {
        "prompt_tokens": sum(row.usage.prompt_tokens for row in rows),
        "completion_tokens": sum(row.usage.completion_tokens for row in rows),
        "cost": round(sum(row.usage.cost for row in rows), 6),
    }


def _recall(literals: Sequence[GoldLiteral]) -> dict[str, Any]:
    figures: dict[str, Any] = {"n": len(literals)}
    for k in _VALUES_AT:
        found = sum(literal.rank is not None and literal.rank <= k for literal in literals)
        figures[f"recall@{k}"] = share(found, len(literals))
    return figures
