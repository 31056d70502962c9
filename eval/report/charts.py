"""What the report shows, before it is HTML or Markdown: charts of rows with one measure per run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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
    def size(self) -> int | None:
        """How many all runs speak of; None where they differ, or do not say."""
        found = self._sizes
        return found[0] if len(set(found)) == 1 else None

    @property
    def sizes(self) -> str:
        """From the smallest to the largest."""
        found = sorted(set(self._sizes))
        return "–".join(f"{size:,}" for size in (found if len(found) < 2 else (found[0], found[-1])))

    @property
    def _sizes(self) -> list[int]:
        return [each.n for each in self.measures if each is not None and each.n is not None]

    def asides(self, letters: Sequence[str]) -> list[str]:
        """What must be said beside the measures, each text once with the runs that it is said of."""
        said: dict[str, list[str]] = {}
        for letter, each in zip(letters, self.measures, strict=True):
            if each is not None and each.beside:
                said.setdefault(each.beside, []).append(letter)
        if len(letters) == 1:
            return list(said)
        return [f"{', '.join(runs)}: {text}" for text, runs in said.items()]


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
        """Nothing at all stands at the start.

        >>> LogAxis(0, 2).place(10.0)
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
    """In two or three digits.

    >>> milliseconds(0.64), milliseconds(12.4), milliseconds(2500.0)
    ('0.64 ms', '12 ms', '2.5 s')
    """
    if value >= 1000:
        return f"{value / 1000:.3g} s"
    return f"{value:.2g} ms" if value < 100 else f"{value:.0f} ms"


def measured(
    figure: dict[str, Any] | None, *, n: int | None = None, dialogues: int | None = None, beside: str = ""
) -> Measure | None:
    """A figure of `figures.json`: a value, maybe with its bounds and its number of rows.

    A single row, or a single dialogue, has no interval: drawn again and again it always gives itself.
    """
    if figure is None:
        return None
    size = figure.get("n", n)
    bounds = (None, None) if 1 in (size, dialogues) else (figure.get("low"), figure.get("high"))
    return Measure(figure["value"], *bounds, n=size, beside=beside)
