"""Figures of the other stages: links, drafts, executions, time and money; and where wrong turns are lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from eval.attribution import Blame, contributions, wrong_parts
from eval.figures.accuracy import right, with_reference
from eval.figures.intervals import percentiles, share
from eval.figures.planner_scores import plan_asked, why_no_gold_plan
from eval.rows import GoldLiteral, LiteralKind, PlanSource, RunRow
from services.contracts.models import ExecutionStatus, Usage
from services.contracts.plan import Intent

VALUES_AT = (1, 5, 20)


def value_link_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """The share of gold literals among the first k value links, by how the user said them.

    `recall_any_case` takes a link that differs in nothing but case as well.
    """
    literals = [literal for row in linked_rows(rows) for literal in row.literals]
    kinds = {kind.value: [each for each in literals if each.kind is kind] for kind in LiteralKind}
    texts = [each for each in literals if isinstance(each.value, str)]
    return {name: _recall(found) for name, found in {"all": literals, "text": texts, **kinds}.items()}


def literals_left_out(rows: Sequence[RunRow]) -> dict[str, Any]:
    """What the recall of value links is silent about, by cause: comparisons whose other side no link can stand for,
    and turns whose gold literals are not known.
    """
    comparisons, turns = Counter[str](), Counter[str]()
    for row in linked_rows(rows):
        comparisons.update(row.literals_left_out)
        if row.gold_plan is None:
            turns[why_no_gold_plan(row)] += 1
    return {"comparisons": dict(comparisons.most_common()), "turns": dict(turns.most_common())}


def linked_rows(rows: Sequence[RunRow]) -> list[RunRow]:
    """The turns to be answered for which links were asked: all but imported ones."""
    return [row for row in with_reference(rows) if row.plan_source is not PlanSource.SQL]


def index_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Time to read and index a database, once per database and process; the size of each index in `bytes`, by database,
    where the value index tells it.
    """
    builds = [row.index_ms for row in rows if row.index_ms is not None]
    sizes = {row.reference.database_id: row.index_bytes for row in rows if row.index_bytes is not None}
    timed = {"n": len(builds), "ms": percentiles(builds)} if builds else {"n": 0}
    return timed | {"bytes": dict(sorted(sizes.items()))}


def generator_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """`n`: turns in which a draft was asked for; `left_out` names the other turns to be answered.

    `right_when_planned`: value accuracy of the `plans_right` turns in which the plan that was carried out is the gold
    plan.
    """
    reached = [row for row in with_reference(rows) if not why_no_draft(row)]
    left_out = Counter(cause for row in with_reference(rows) if (cause := why_no_draft(row)))
    drafted = [row for row in reached if any(draft.sql for draft in row.drafts)]
    ran = [row for row in drafted if row.attempts and row.attempts[0].status is ExecutionStatus.OK]
    exact = [row for row in reached if planned_right(row)]
    failures = Counter(draft.failure for row in reached for draft in row.drafts if draft.failure)
    return {
        "n": len(reached),
        "left_out": dict(left_out.most_common()),
        "drafted": share(len(drafted), len(reached)),
        "first_draft_runs": share(len(ran), len(drafted)),
        "drafts": len(drafted),
        "right_when_planned": share(sum(right(row, "value") for row in exact), len(exact)),
        "plans_right": len(exact),
        "failures": dict(failures.most_common(10)),
    }


def why_no_draft(row: RunRow) -> str:
    """Why the generator had nothing to do in a turn; empty where it was asked."""
    if row.plan_source is PlanSource.SQL:
        return "imported"
    if row.plan is None:
        return next((problem.value for problem in row.problems), "no plan")
    return "" if row.plan.intent is Intent.ANSWER else f"the plan is {row.plan.intent.value}"


def planned_right(row: RunRow) -> bool:
    """Whether the plan that was carried out is the gold plan."""
    return plan_asked(row) and not wrong_parts(row.gold_plan, row.carried_out)


def executor_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Of the first drafts that failed, the share repaired, and the share right in the end.

    `right_lost`: a right first draft that another statement replaced, with a wrong answer; `lost_share` is that of the
    `first_drafts_right`. `right_lost_of_empty`: those of them that found no rows; others are never to be replaced.
    `right_gained`: the other way round; `gained_share` is that of the other first drafts.
    """
    tried = [row for row in with_reference(rows) if row.attempts]
    right_first = sum(row.verdicts.first_draft_value is True for row in tried)
    failed = [row for row in tried if row.attempts[0].status is not ExecutionStatus.OK]
    repaired = [row for row in failed if row.predicted is not None and not row.predicted.failure]
    replaced = [row for row in tried if row.attempts[0].sql != row.sql]
    lost = [row for row in replaced if row.verdicts.first_draft_value is True and not right(row, "value")]
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
        "first_drafts_right": right_first,
        "right_lost": len(lost),
        "right_lost_of_empty": sum(row.attempts[0].row_count == 0 for row in lost),
        "lost_share": share(len(lost), right_first),
        "right_gained": gained,
        "gained_share": share(gained, len(tried) - right_first),
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
    """Of the stages, and under `user` of a simulated user."""
    return _used([row.usage for row in rows]) | {"user": _used([row.user_usage for row in rows])}


def _used(usages: Sequence[Usage]) -> dict[str, Any]:
    return {
        "prompt_tokens": sum(usage.prompt_tokens for usage in usages),
        "completion_tokens": sum(usage.completion_tokens for usage in usages),
        "cost": round(sum(usage.cost for usage in usages), 6),
    }


def _recall(literals: Sequence[GoldLiteral]) -> dict[str, Any]:
    figures: dict[str, Any] = {"n": len(literals)}
    for k in VALUES_AT:
        figures[f"recall@{k}"] = share(sum(_within(each.rank, k) for each in literals), len(literals))
        any_case = sum(_within(each.rank_any_case, k) for each in literals)
        figures[f"recall_any_case@{k}"] = share(any_case, len(literals))
    return figures


def _within(rank: int | None, k: int) -> bool:
    return rank is not None and rank <= k
