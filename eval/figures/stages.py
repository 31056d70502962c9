"""Figures of the other stages: links, drafts, executions, time and money; and where wrong turns are lost."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from eval.attribution import Blame, contributions, wrong_parts
from eval.figures.accuracy import right, with_reference
from eval.figures.intervals import percentiles, share
from eval.figures.planner_scores import plan_asked, why_no_gold_plan
from eval.rows import GoldLiteral, LiteralKind, PlanSource, RunRow
from services.contracts.models import ExecutionStatus, Truncated, Usage
from services.contracts.plan import Intent

Counted = list[tuple[RunRow, bool]]  # what a share is of, and whether each counts


def value_link_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """The share of gold literals among the first k value links, by how the user said them.

    `recall_any_case` takes a link that differs in nothing but case as well.
    """
    figures: dict[str, Any] = {}
    for kind, found in literals_by_kind(rows).items():
        figures[kind] = {"n": len(found)}
        for name, within in VALUE_RECALLS.items():
            figures[kind][name] = share(sum(within(each.literal) for each in found), len(found))
    return figures


@dataclass(frozen=True, slots=True)
class LinkedLiteral:
    """`number`: its place among the literals of the row, from 0."""

    row: RunRow
    number: int
    literal: GoldLiteral


def literals_by_kind(rows: Sequence[RunRow]) -> dict[str, list[LinkedLiteral]]:
    """Of all turns for which links were asked: all literals, those that are text, and those of each kind."""
    found = [LinkedLiteral(row, *each) for row in _linked_rows(rows) for each in enumerate(row.literals)]
    texts = [each for each in found if isinstance(each.literal.value, str)]
    kinds = {kind.value: [each for each in found if each.literal.kind is kind] for kind in LiteralKind}
    return {"all": found, "text": texts, **kinds}


def _linked(literal: GoldLiteral, *, k: int) -> bool:
    return literal.rank is not None and literal.rank <= k


def _linked_in_any_case(literal: GoldLiteral, *, k: int) -> bool:
    return literal.rank_any_case is not None and literal.rank_any_case <= k


# By the name of the share: whether a literal counts.
VALUE_RECALLS: Mapping[str, Callable[[GoldLiteral], bool]] = {
    f"{name}@{k}": partial(counts, k=k)
    for k in (1, 5, 20)
    for name, counts in (("recall", _linked), ("recall_any_case", _linked_in_any_case))
}


def literals_left_out(rows: Sequence[RunRow]) -> dict[str, Any]:
    """What the recall of value links is silent about, by cause: comparisons whose other side no link can stand for,
    and turns whose gold literals are not known.
    """
    comparisons, turns = Counter[str](), Counter[str]()
    for row in _linked_rows(rows):
        comparisons.update(row.literals_left_out)
        if row.gold_plan is None:
            turns[why_no_gold_plan(row)] += 1
    return {"comparisons": dict(comparisons.most_common()), "turns": dict(turns.most_common())}


def _linked_rows(rows: Sequence[RunRow]) -> list[RunRow]:
    """The turns to be answered for which links were asked: all but imported ones."""
    return [row for row in with_reference(rows) if row.plan_source is not PlanSource.SQL]


def truncated_figures(rows: Sequence[RunRow]) -> dict[str, int]:
    """`n` turns for which links were asked, and those in which a list of the links was cut short, by list."""
    linked = _linked_rows(rows)
    cut = Counter(name for row in linked for name, is_cut in row.truncated if is_cut)
    return {"n": len(linked), **{name: cut[name] for name in Truncated.model_fields}}


def index_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Time to read and index a database, once per database and process; the size of each index in `bytes`, by database,
    where the value index tells it. One that tells it was waited for until its index was made.
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
    shares = generator_shares(rows)
    left_out = Counter(cause for row in with_reference(rows) if (cause := _why_no_draft(row)))
    failures = Counter(draft.failure for row, _ in shares["drafted"] for draft in row.drafts if draft.failure)
    return {
        "n": len(shares["drafted"]),
        "left_out": dict(left_out.most_common()),
        **{name: _share(counted) for name, counted in shares.items()},
        "drafts": len(shares["first_draft_runs"]),
        "plans_right": len(shares["right_when_planned"]),
        "failures": dict(failures.most_common(10)),
    }


def generator_shares(rows: Sequence[RunRow]) -> dict[str, Counted]:
    reached = [row for row in with_reference(rows) if not _why_no_draft(row)]
    drafted = [row for row in reached if _drafted(row)]
    return {
        "drafted": [(row, _drafted(row)) for row in reached],
        "first_draft_runs": [(row, _first_ran(row)) for row in drafted],
        "right_when_planned": [(row, right(row, "value")) for row in reached if _planned_right(row)],
    }


def _why_no_draft(row: RunRow) -> str:
    """Why the generator had nothing to do in a turn; empty where it was asked."""
    if row.plan_source is PlanSource.SQL:
        return "imported"
    if row.plan is None:
        return next((problem.value for problem in row.problems), "no plan")
    return "" if row.plan.intent is Intent.ANSWER else f"the plan is {row.plan.intent.value}"


def _planned_right(row: RunRow) -> bool:
    """Whether the plan that was carried out is the gold plan."""
    return plan_asked(row) and not wrong_parts(row.gold_plan, row.carried_out)


def executor_figures(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Of the first drafts that failed, the share repaired, and the share right in the end.

    `right_lost`: a right first draft that another statement replaced, with a wrong answer; `lost_share` is that of the
    `first_drafts_right`. `right_lost_of_empty`: those of them that found no rows; others are never to be replaced.
    `right_gained`: the other way round; `gained_share` is that of the other first drafts.
    """
    tried = _tried(rows)
    shares = executor_shares(rows)
    lost = [row for row, is_lost in shares["lost_share"] if is_lost]
    causes = Counter(
        attempt.diagnosis.kind.value for row in tried for attempt in row.attempts if attempt.diagnosis
    )
    return {
        "n": len(tried),
        "failed_first_drafts": len(shares["repaired"]),
        **{name: _share(counted) for name, counted in shares.items()},
        "replaced": sum(map(_replaced, tried)),
        "first_drafts_right": len(shares["lost_share"]),
        "right_lost": len(lost),
        "right_lost_of_empty": sum(row.attempts[0].row_count == 0 for row in lost),
        "right_gained": sum(gained for _, gained in shares["gained_share"]),
        "attempts": share(sum(len(row.attempts) for row in tried), len(tried)),
        "diagnoses": dict(causes.most_common()),
    }


def executor_shares(rows: Sequence[RunRow]) -> dict[str, Counted]:
    tried = _tried(rows)
    failed = [row for row in tried if not _first_ran(row)]
    right_first = [row for row in tried if row.verdicts.first_draft_value is True]
    others = [row for row in tried if row.verdicts.first_draft_value is not True]
    return {
        "repaired": [(row, _ran(row)) for row in failed],
        "repaired_and_right": [(row, _ran(row) and right(row, "value")) for row in failed],
        "lost_share": [(row, _replaced(row) and not right(row, "value")) for row in right_first],
        "gained_share": [
            (row, row.verdicts.first_draft_value is False and _replaced(row) and right(row, "value"))
            for row in others
        ],
    }


def _tried(rows: Sequence[RunRow]) -> list[RunRow]:
    return [row for row in with_reference(rows) if row.attempts]


def _drafted(row: RunRow) -> bool:
    return any(draft.sql for draft in row.drafts)


def _first_ran(row: RunRow) -> bool:
    return bool(row.attempts) and row.attempts[0].status is ExecutionStatus.OK


def _ran(row: RunRow) -> bool:
    return row.predicted is not None and not row.predicted.failure


def _replaced(row: RunRow) -> bool:
    return row.attempts[0].sql != row.sql


def _share(counted: Counted) -> float | None:
    return share(sum(holds for _, holds in counted), len(counted))


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
