"""Two runs on identical rows: differences with their intervals, and the turns that were fixed or got worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.figures.accuracy import METRICS, right, with_reference
from eval.figures.all_figures import check_unmixed
from eval.figures.intervals import Scored, clustered, rounded
from eval.manifest import Manifest, read_manifest
from eval.metrics.statistics import mcnemar_p
from eval.rows import ROWS_FILE, RunRow, read_rows
from services.contracts.errors import InvalidRequest


@dataclass(frozen=True)
class Run:
    """A finished run, as its folder holds it."""

    folder: Path
    manifest: Manifest
    rows: tuple[RunRow, ...]


def read_run(folder: Path) -> Run:
    """Raises InvalidRequest for a folder that is no run, or whose rows mix oracle and clean."""
    manifest = read_manifest(folder)
    rows = read_rows(folder / ROWS_FILE)
    check_unmixed(rows, manifest)
    return Run(folder, manifest, rows)


def compare_runs(first: Run, second: Run, *, across_oracles: bool = False) -> dict[str, Any]:
    """Everything in the second less the first. Raises InvalidRequest where the runs cannot be paired.

    Intervals draw dialogues; `p` is McNemar's exact two-sided test on the turns in which the runs differ.
    `across_oracles`: an oracle run may be set against a clean one, to see what a stage costs; it says so.
    """
    _check_comparable(first, second, across_oracles=across_oracles)
    before = {row.id: row for row in with_reference(first.rows)}
    after = {row.id: row for row in with_reference(second.rows)}
    ids = sorted(before)
    pairs = [(before[each], after[each]) for each in ids]
    return {
        "first": _named(first),
        "second": _named(second),
        "differ_in": first.manifest.differences(second.manifest),
        "n": len(pairs),
        "metrics": {metric: _compared(pairs, metric) for metric in METRICS},
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


def _compared(pairs: Sequence[tuple[RunRow, RunRow]], metric: str) -> dict[str, Any]:
    differences = [
        Scored(before.dialogue, float(right(after, metric)) - float(right(before, metric)))
        for before, after in pairs
    ]
    fixed = sum(each.score > 0 for each in differences)
    regressed = sum(each.score < 0 for each in differences)
    return {
        "first": sum(right(before, metric) for before, _ in pairs) / len(pairs),
        "second": sum(right(after, metric) for _, after in pairs) / len(pairs),
        "difference": rounded(clustered(differences)),
        "fixed": fixed,
        "regressed": regressed,
        "p": mcnemar_p(fixed, regressed),
    }


def _check_comparable(first: Run, second: Run, *, across_oracles: bool) -> None:
    one, two = first.manifest, second.manifest
    if one.data.rows_hash != two.data.rows_hash:
        raise InvalidRequest(
            f"the runs differ in data: {one.data.name} ({one.data.rows} rows, {one.data.rows_hash[:12]}…) and "
            f"{two.data.name} ({two.data.rows} rows, {two.data.rows_hash[:12]}…)"
        )
    for run in (first, second):
        if len(run.rows) != run.manifest.data.rows:
            raise InvalidRequest(
                f"{run.folder} has {len(run.rows)} of {run.manifest.data.rows} rows: let it finish first"
            )
    if {row.id for row in first.rows} != {row.id for row in second.rows}:
        raise InvalidRequest("the runs have different rows, though of equal data")
    if not with_reference(first.rows):
        raise InvalidRequest("the runs have no turn that is to be answered")
    if one.oracle != two.oracle and not across_oracles:
        raise InvalidRequest(
            f"{first.folder} is {_kind(one)} and {second.folder} is {_kind(two)}: say --across-oracles to see "
            "what a perfect stage would bring"
        )


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
