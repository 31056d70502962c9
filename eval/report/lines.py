"""A chart of lines, one per run over the rows of a chart, as places in percent of its width and height."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.report.charts import Chart, Measure
from eval.report.runs import ReportedRun

_APART = 1.4  # percent of the width between the points of two runs, so that their intervals stay apart


@dataclass(frozen=True, slots=True)
class Point:
    """`y`, `low` and `high` grow downwards, as in SVG."""

    x: float
    y: float
    low: float
    high: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    run: ReportedRun
    points: tuple[Point, ...]

    @property
    def segments(self) -> list[tuple[Point, Point]]:
        return list(pairwise(self.points))


def lines_of(chart: Chart, runs: Sequence[ReportedRun]) -> tuple[Line, ...]:
    """A run's line leaves out the rows for which it has no measure."""
    width = 100 / max(len(chart.rows), 1)
    lines = []
    for place, run in enumerate(runs):
        beside = (place - (len(runs) - 1) / 2) * _APART
        points = [
            _point((number + 0.5) * width + beside, row.label, measure)
            for number, row in enumerate(chart.rows)
            if (measure := row.measures[place]) is not None
        ]
        lines.append(Line(run, tuple(points)))
    return tuple(lines)


def _point(x: float, label: str, measure: Measure) -> Point:
    value = measure.value or 0.0
    low, high = (value if bound is None else bound for bound in (measure.low, measure.high))
    words = f"{measure.text} ({measure.interval}), {measure.n} turns"
    return Point(round(x, 2), _down(value), _down(low), _down(high), label, words)


def _down(share: float) -> float:
    return round(100 * (1 - share), 2)
