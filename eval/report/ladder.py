"""The ladder: runs of the same data and history from the baseline to the oracle plan, each step paired on its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.compare import compare_runs
from eval.report.charts import Measure, measured
from eval.report.runs import ReportedRun
from eval.rows import HistoryMode
from services.contracts.errors import InvalidRequest

_VALUE = "accuracy.value.qm"


@dataclass(frozen=True, slots=True)
class Step:
    """What a rung adds to the one below it: difference of value accuracy, McNemar's exact p, turns fixed and lost.

    `refused` says why the two cannot be paired; the rest is then empty.
    """

    difference: Measure | None = None
    p: float = 1.0
    fixed: int = 0
    regressed: int = 0
    refused: str = ""

    @property
    def text(self) -> str:
        if self.difference is None or self.difference.value is None:
            return self.refused
        low, high = self.difference.low or 0.0, self.difference.high or 0.0
        p = "p < 0.001" if self.p < 0.001 else f"p = {self.p:.3f}"
        counts = f"{self.fixed} fixed, {self.regressed} lost"
        return f"{self.difference.value:+.3f} ({low:+.3f} to {high:+.3f}), {p}, {counts}"


@dataclass(frozen=True, slots=True)
class LadderRung:
    run: ReportedRun
    value: Measure | None
    step: Step | None  # None for the lowest


@dataclass(frozen=True, slots=True)
class Ladder:
    data: str
    history: str
    rungs: tuple[LadderRung, ...]


def ladders(runs: Sequence[ReportedRun]) -> tuple[Ladder, ...]:
    """One for each data and history with two runs or more. Imported predictions stand on each ladder of their data."""
    found = []
    for data_hash in dict.fromkeys(run.manifest.data.rows_hash for run in runs):
        of_data = [run for run in runs if run.manifest.data.rows_hash == data_hash]
        for history in (HistoryMode.OWN, HistoryMode.GOLD):  # the one that counts comes first
            members = [run for run in of_data if run.manifest.history in (history, None)]
            if len(members) > 1 and any(run.manifest.history for run in members):
                found.append(Ladder(members[0].manifest.data.name, f"{history} history", _climbed(members)))
    return tuple(found)


def _climbed(members: Sequence[ReportedRun]) -> tuple[LadderRung, ...]:
    ordered = sorted(members, key=lambda run: (run.rung, _value(run)))
    below = [None, *ordered[:-1]]
    return tuple(
        LadderRung(
            run,
            measured(run.figures["accuracy"]["value"]["qm"], n=run.figures["accuracy"]["value"]["n"]),
            _step(lower, run) if lower else None,
        )
        for lower, run in zip(below, ordered, strict=True)
    )


def _value(run: ReportedRun) -> float:
    found = run.figures["accuracy"]["value"]["qm"]
    return float(found["value"]) if found else 0.0


def _step(lower: ReportedRun, upper: ReportedRun) -> Step:
    try:
        found = compare_runs(lower.run, upper.run, across_oracles=True, only=(_VALUE,))
    except InvalidRequest as refusal:
        return Step(refused=f"not compared: {refusal.message}")
    compared = found["figures"][_VALUE]
    return Step(
        difference=measured(compared["difference"]),
        p=compared["p"],
        fixed=compared["fixed"],
        regressed=compared["regressed"],
    )
