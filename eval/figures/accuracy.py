"""QM and IM of every SQL metric, and value accuracy by group."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Any

from eval.figures.intervals import Scored, clustered, rounded, share
from eval.rows import Problem, RunRow

METRICS = ("value", "strict", "any_order", "ex", "esm", "etm")
# They stand beside the official ones, under their own names.
VARIANTS = ("value_stock", "esm_as_written", "etm_repaired")
# Nothing can be said of these rows. They count as wrong, and are left out of the figures named `scored`.
UNSCORABLE = frozenset(
    {Problem.DATABASE_MISSING, Problem.DATABASE_UNUSABLE, Problem.NO_REFERENCE, Problem.LOST}
)


def with_reference(rows: Iterable[RunRow]) -> list[RunRow]:
    """The rows that the SQL metrics speak of: to be answered, be the reference there or withheld."""
    return [row for row in rows if row.reference.to_answer]


def right(row: RunRow, metric: str) -> bool:
    """No verdict is no success."""
    return getattr(row.verdicts, metric) is True


def scorable(row: RunRow) -> bool:
    return not UNSCORABLE & set(row.problems)


def accuracies(rows: Sequence[RunRow]) -> dict[str, Any]:
    """Over all turns to be answered; `scored` beside it where rows could not be scored or have no verdict.

    The intervals of `qm` and `im` are added with those of all other figures (`bounds.add_bounds`).
    """
    answerable = with_reference(rows)
    return {metric: _accuracy(answerable, metric) for metric in (*METRICS, *VARIANTS)}


def by_group(rows: Sequence[RunRow], groups: Callable[[RunRow], Iterable[Hashable]]) -> dict[str, Any]:
    """Value accuracy of each group; a row may be in several."""
    found: dict[str, list[RunRow]] = {}
    for row in with_reference(rows):
        for group in groups(row):
            found.setdefault(str(group), []).append(row)
    return {
        group: {
            "n": len(members),
            "dialogues": len({row.dialogue for row in members}),
            "value": _mean(members, "value"),
        }
        for group, members in found.items()
    }


def groupings(rows: Sequence[RunRow]) -> dict[str, Any]:
    return {
        "turn": _in_order(by_group(rows, lambda row: [row.reference.turn]), key=int),
        "hardness": by_group(rows, lambda row: [row.hardness or "unknown"]),
        "database": _in_order(by_group(rows, lambda row: [row.reference.database_id]), key=str),
        "change": by_group(rows, lambda row: row.gold_plan.change if row.gold_plan else ["unknown"]),
        "act": by_group(rows, lambda row: [row.reference.act or "unknown"]),
    }


def counts(rows: Sequence[RunRow]) -> dict[str, Any]:
    """How many rows there are, and every problem by its name; a row may have several.

    `exchanges`: what was asked back and answered by a simulated user, in `asked_back` turns.
    """
    problems: Counter[str] = Counter(problem.value for row in rows for problem in row.problems)
    return {
        "n": len(rows),
        "to_answer": len(with_reference(rows)),
        "dialogues": len({row.dialogue for row in rows}),
        "status": dict(sorted(Counter(row.status.value for row in rows).items())),
        "problems": dict(problems.most_common()),
        "asked_back": sum(bool(row.exchanges) for row in rows),
        "exchanges": sum(len(row.exchanges) for row in rows),
    }


def _accuracy(rows: Sequence[RunRow], metric: str) -> dict[str, Any]:
    unscored = [row for row in rows if not scorable(row) or getattr(row.verdicts, metric) is None]
    figures: dict[str, Any] = {
        "right": sum(right(row, metric) for row in rows),
        "n": len(rows),
        "qm": _share([right(row, metric) for row in rows]),
        "im": _share(whole_dialogues(rows, metric).values()),
        "without_verdict": len(unscored),
    }
    if unscored:
        left_out = {row.id for row in unscored}
        scored = [row for row in rows if row.id not in left_out]
        figures["scored"] = {"n": len(scored), "qm": _mean(scored, metric)}
    return figures


def _mean(rows: Sequence[RunRow], metric: str) -> dict[str, float] | None:
    if not rows:
        return None
    return rounded(clustered(Scored(row.dialogue, float(right(row, metric))) for row in rows))


def whole_dialogues(rows: Iterable[RunRow], metric: str) -> dict[tuple[str, str], bool]:
    """Of each dialogue, whether every turn is right: what IM is a share of."""
    whole: dict[tuple[str, str], bool] = {}
    for row in rows:
        whole[row.dialogue] = whole.get(row.dialogue, True) and right(row, metric)
    return whole


def _share(holds: Collection[bool]) -> dict[str, float | None] | None:
    return {"value": share(sum(holds), len(holds))} if holds else None


def _in_order(groups: dict[str, Any], key: Callable[[str], Any]) -> dict[str, Any]:
    return {name: groups[name] for name in sorted(groups, key=key)}
