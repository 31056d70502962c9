"""What the report shows, before it is HTML or Markdown: charts of rows with one measure per run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Anchor(StrEnum):
    """The sections, by their place in the page."""

    SCORES = "scores"
    LADDER = "ladder"
    ATTRIBUTION = "lost"
    GROUPS = "groups"
    STAGES = "stages"
    LATENCY = "latency"


@dataclass(frozen=True, slots=True)
class Measure:
    """A share from 0 to 1 with its 95% interval where there is one. `value` is None over nothing.

    `n`: how many it is a share of. `beside`: what else must be said with it, such as the rows without a verdict.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    beside: str = ""

    @property
    def text(self) -> str:
        return "–" if self.value is None else f"{self.value:.3f}"

    @property
    def interval(self) -> str:
        return "" if self.low is None or self.high is None else f"{self.low:.3f}–{self.high:.3f}"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """`measures`: one per run, in their order; None where a run has nothing of the kind."""

    label: str
    measures: tuple[Measure | None, ...]

    @property
    def sizes(self) -> str:
        """How many each run speaks of; one number where all speak of as many."""
        found = [each.n for each in self.measures if each is not None and each.n is not None]
        return "" if not found else str(found[0]) if len(set(found)) == 1 else " / ".join(map(str, found))


@dataclass(frozen=True, slots=True)
class Chart:
    """`note` says what the figures mean and over what."""

    title: str
    rows: tuple[ChartRow, ...]
    note: str = ""

    @property
    def empty(self) -> bool:
        return all(measure is None or measure.value is None for row in self.rows for measure in row.measures)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Milliseconds of `n` turns."""

    p50: float
    p95: float
    p99: float
    n: int


@dataclass(frozen=True, slots=True)
class LogAxis:
    """Places on a logarithmic axis between two powers of ten, in percent of its width."""

    low: int
    high: int

    @classmethod
    def over(cls, values: Sequence[float]) -> "LogAxis":
        """The smallest that holds the positive ones; one decade at least.

        >>> LogAxis.over([0.5, 12.0])
        LogAxis(low=-1, high=2)
        """
        exponents = [math.log10(value) for value in values if value > 0] or [0.0]
        low = math.floor(min(exponents))
        return cls(low, max(math.ceil(max(exponents)), low + 1))

    def place(self, value: float) -> float:
        """>>> LogAxis(0, 2).place(10.0)
        50.0
        """
        if value <= 0:
            return 0.0
        return round(100 * (math.log10(value) - self.low) / (self.high - self.low), 2)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Each power of ten with its words."""
        powers = range(self.low, self.high + 1)
        return [(self.place(10.0**power), milliseconds(10.0**power)) for power in powers]


def milliseconds(value: float) -> str:
    """>>> milliseconds(0.64), milliseconds(12.4), milliseconds(2500.0)
    ('0.64 ms', '12 ms', '2.5 s')
    """
    if value >= 1000:
        return f"{value / 1000:.3g} s"
    return f"{value:.2g} ms" if value < 100 else f"{value:.0f} ms"


def measured(figure: dict[str, Any] | None, *, n: int | None = None, beside: str = "") -> Measure | None:
    """A figure of `figures.json`: a value, maybe with its bounds and its number of rows."""
    if figure is None:
        return None
    return Measure(
        value=figure["value"],
        low=figure.get("low"),
        high=figure.get("high"),
        n=figure.get("n", n),
        beside=beside,
    )
