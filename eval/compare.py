"""Two runs on identical rows: differences with their intervals, and the turns that were fixed or got worse."""

from collections.abc import Collection, Mapping
from typing import Any

from eval.figures.accuracy import right, with_reference
from eval.figures.intervals import DIGITS, Interval, paired_intervals, rounded
from eval.figures.samples import FigureOf, samples_of
from eval.manifest import Manifest
from eval.metrics.statistics import mcnemar_p
from eval.rows import RunRow
from eval.run_folder import Run
from services.contracts.errors import InvalidRequest


def compare_runs(
    first: Run, second: Run, *, across_oracles: bool = False, only: Collection[str] = ()
) -> dict[str, Any]:
    """Every share and mean of the second less that of the first, by its path in `all_figures`.

    Paired on identical turns, dialogues or literals: what one of the runs does not count (a lost turn has no gold plan)
    is left out on both sides and named as `unpaired`. Figures over the run's own doing, such as the share of its
    failed drafts that were repaired, have their own `n` on each side. Intervals draw dialogues, the same on both sides;
    `p` is McNemar's exact two-sided test where a figure counts right and wrong. `not_compared` names what only one of
    the runs has. Raises InvalidRequest where the runs cannot be paired.
    `across_oracles`: an oracle run may be set against a clean one, to see what a stage costs; it says so. `only`: the
    figures to compare, where not all are wanted.
    """
    _check_comparable(first, second, across_oracles=across_oracles)
    one, two = samples_of(first.rows, only), samples_of(second.rows, only)
    pairs = {name: (one[name].within(two[name]), two[name].within(one[name])) for name in one}
    pairs = {name: pair for name, pair in pairs.items() if all(figure.size for figure in pair)}
    differences = paired_intervals(
        {name: before.sample for name, (before, _) in pairs.items()},
        {name: after.sample for name, (_, after) in pairs.items()},
    )
    return {
        "first": _named(first),
        "second": _named(second),
        "differ_in": first.manifest.differences(second.manifest),
        "n": len(with_reference(first.rows)),
        "figures": {
            name: _compared(*pair, differences[name]) | _unpaired(one[name], two[name])
            for name, pair in pairs.items()
        },
        "not_compared": _not_compared(one, two, pairs),
    }


def changed_turns(
    first: Run, second: Run, metric: str
) -> tuple[list[tuple[RunRow, RunRow]], list[tuple[RunRow, RunRow]]]:
    """The fixed and the regressed turns, each as it was and as it is, by row id."""
    after = {row.id: row for row in with_reference(second.rows)}
    pairs = [(row, after[row.id]) for row in sorted(with_reference(first.rows), key=lambda row: row.id)]
    fixed = [pair for pair in pairs if not right(pair[0], metric) and right(pair[1], metric)]
    regressed = [pair for pair in pairs if right(pair[0], metric) and not right(pair[1], metric)]
    return fixed, regressed


def _compared(before: FigureOf, after: FigureOf, difference: Interval) -> dict[str, Any]:
    found: dict[str, Any] = {
        "first": {"value": round(before.value, DIGITS), "n": before.size},
        "second": {"value": round(after.value, DIGITS), "n": after.size},
        "difference": rounded(difference),
    }
    if before.own or not (before.binary and after.binary):
        return found
    was = {unit.id: unit.score for unit in before.parts[0]}
    changes = [unit.score - was[unit.id] for unit in after.parts[0]]
    fixed, regressed = changes.count(1.0), changes.count(-1.0)
    return found | {"fixed": fixed, "regressed": regressed, "p": mcnemar_p(fixed, regressed)}


def _unpaired(one: FigureOf, two: FigureOf) -> dict[str, int]:
    """How many units only one of the runs counts, where they ought to be the same."""
    alone = 0 if one.own else len(one.ids ^ two.ids)
    return {"unpaired": alone} if alone else {}


def _not_compared(
    one: Mapping[str, FigureOf], two: Mapping[str, FigureOf], compared: Collection[str]
) -> dict[str, str]:
    """The figures that are of something all the same, and in which run."""
    sides = {(True, False): "first only", (False, True): "second only", (True, True): "nothing in common"}
    counted = {name: (bool(one[name].size), bool(two[name].size)) for name in one if name not in compared}
    return {name: sides[found] for name, found in counted.items() if any(found)}


def _check_comparable(first: Run, second: Run, *, across_oracles: bool) -> None:
    one, two = first.manifest, second.manifest
    if one.data.rows_hash != two.data.rows_hash:
        raise InvalidRequest(
            f"the runs differ in data: {one.data.name} ({one.data.rows} rows, {one.data.rows_hash[:12]}…) and "
            f"{two.data.name} ({two.data.rows} rows, {two.data.rows_hash[:12]}…){_first_difference(one, two)}"
        )
    for run in (first, second):
        if len(run.rows) != run.manifest.data.rows:
            raise InvalidRequest(
                f"{run.folder} has {len(run.rows)} of {run.manifest.data.rows} rows: let it finish first"
            )
    if not with_reference(first.rows):
        raise InvalidRequest("the runs have no turn that is to be answered")
    if one.oracle != two.oracle and not across_oracles:
        raise InvalidRequest(
            f"{first.folder} is {_kind(one)} and {second.folder} is {_kind(two)}: say --across-oracles to see "
            "what a perfect stage would bring"
        )


def _first_difference(one: Manifest, two: Manifest) -> str:
    """A row that only one of them has; nothing where they have the same ids and differ in their words."""
    alone = sorted({*one.data.ids} ^ {*two.data.ids})
    if not alone:
        return "; their ids are the same, their questions or references are not"
    which = "first" if alone[0] in one.data.ids else "second"
    return f"; only the {which} has '{alone[0]}'" + (f" and {len(alone) - 1} more" if len(alone) > 1 else "")


def _kind(manifest: Manifest) -> str:
    return f"an oracle run ({', '.join(manifest.oracle)})" if manifest.oracle else "a clean run"


def _named(run: Run) -> dict[str, Any]:
    return {
        "folder": str(run.folder),
        "kind": run.manifest.kind,
        "history": run.manifest.history,
        "oracle": list(run.manifest.oracle),
        "stages": {name: stage.name for name, stage in run.manifest.stages.items()},
    }
