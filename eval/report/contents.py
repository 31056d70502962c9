"""Everything that a report says, in the order in which it says it; HTML and Markdown only give it a form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eval.report import sections
from eval.report.charts import Chart, LogAxis, Percentiles
from eval.report.ladder import Ladder, ladders
from eval.report.losses import Losses, losses
from eval.report.runs import ReportedRun
from eval.report.turns import turns_of


@dataclass(frozen=True)
class StageCharts:
    title: str
    charts: tuple[Chart, ...]
    remarks: tuple[tuple[ReportedRun, str], ...] = ()


@dataclass(frozen=True)
class Contents:
    runs: tuple[ReportedRun, ...]
    warnings: tuple[str, ...]
    scores: tuple[Chart, ...]
    variants: Chart
    ladders: tuple[Ladder, ...]
    losses: tuple[Losses, ...]
    by_turn: Chart
    groups: tuple[Chart, ...]
    stages: tuple[StageCharts, ...]
    latency: tuple[tuple[ReportedRun, dict[str, Percentiles]], ...]

    @property
    def title(self) -> str:
        names = dict.fromkeys(run.manifest.data.name for run in self.runs)
        return ", ".join(names)

    @cached_property
    def turns(self) -> list[dict[str, Any]]:
        return turns_of(self.runs)

    @property
    def latency_axis(self) -> LogAxis:
        times = [found for _, stages in self.latency for found in stages.values()]
        return LogAxis.over([value for each in times for value in (each.p50, each.p95, each.p99)])


def contents_of(runs: Sequence[ReportedRun]) -> Contents:
    return Contents(
        runs=tuple(runs),
        warnings=tuple(_warnings(runs)),
        scores=(sections.scores(runs, of="qm"), sections.scores(runs, of="im")),
        variants=sections.variants(runs),
        ladders=ladders(runs),
        losses=tuple(losses(run) for run in runs),
        by_turn=sections.by_turn(runs),
        groups=sections.by_kind(runs),
        stages=_stages(runs),
        latency=tuple((run, found) for run in runs if (found := sections.latency(run))),
    )


def _stages(runs: Sequence[ReportedRun]) -> tuple[StageCharts, ...]:
    def remarks(tell: Callable[[ReportedRun], str]) -> tuple[tuple[ReportedRun, str], ...]:
        return tuple((run, text) for run in runs if (text := tell(run)))

    found = (
        StageCharts("Value index", sections.value_index(runs), remarks(sections.index_remarks)),
        StageCharts("Planner", sections.planner(runs), remarks(sections.planner_remarks)),
        StageCharts("Generator", sections.generator(runs), remarks(sections.generator_remarks)),
        StageCharts("Executor", sections.executor(runs), remarks(sections.executor_remarks)),
    )
    return tuple(stage for stage in found if stage.charts)


def _warnings(runs: Sequence[ReportedRun]) -> list[str]:
    """What a reader must know before any figure is compared with another."""
    found = []
    for run in runs:
        if run.missing:
            found.append(
                f"Run {run.letter} has {len(run.run.rows):,} of {run.manifest.data.rows:,} rows: it is not finished."
            )
        if run.oracle:
            found.append(
                f"Run {run.letter} is a diagnosis: it was given the reference's {run.oracle} (oracle)."
            )
        if run.manifest.kind == "import":
            found.append(
                f"Run {run.letter} holds another system's predictions; its plans are read off their SQL."
            )
    if len({run.manifest.data.rows_hash for run in runs}) > 1:
        found.append("The runs are of different data: only figures of the same data can be compared.")
    if len({run.manifest.history for run in runs}) > 1:
        found.append(
            "The runs differ in history: earlier turns were the reference's in some, the system's own in others."
        )
    return found
