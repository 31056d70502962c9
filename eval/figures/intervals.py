"""Bootstrap intervals over dialogues: turns of one dialogue are not independent, so whole dialogues are drawn.

Percentile bootstrap of a ratio by clusters (Davison and Hinkley, Bootstrap Methods and their Application, 1997,
chapters 3.8 and 5.3): as many dialogues as there are, drawn with replacement; of those the figure is computed anew.
A figure is a function of sums: of one or several parts, the sum of the scores and the number of what is scored.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 10_000
SEED = 20250101
DIGITS = 4
_DRAWS_AT_ONCE = 4_000_000
_KEPT_DRAWS = 4  # numbers of dialogues; the draws of each take a byte per dialogue and resample

Floats = NDArray[np.float64]
# From the sums and the sizes of the parts, both (…, parts), to the figure (…); NaN where it is of nothing.
Combine = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, or a difference of two, with the bounds of its 95% bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scored:
    """One score, such as a turn's, and the dialogue that it belongs to."""

    cluster: Hashable
    score: float


def mean_of_means(sums: Floats, sizes: Floats) -> Floats:
    """The unweighted mean of the means of the parts; a part of nothing is left out."""
    filled = sizes > 0
    means = np.divide(sums, sizes, out=np.zeros_like(sums), where=filled)
    return _divided(means.sum(axis=-1), filled.sum(axis=-1))


def weighted_gaps(sums: Floats, sizes: Floats) -> Floats:
    """Of gaps in bins, one bin a part: the mean of their absolute means, weighted by size (see `calibration_error`)."""
    return _divided(np.abs(sums).sum(axis=-1), sizes.sum(axis=-1))


def _divided(total: Floats, size: Floats) -> Floats:
    quotient: Floats = np.divide(total, size, out=np.full(np.shape(total), np.nan), where=size > 0)
    return quotient


@dataclass(frozen=True, slots=True)
class Sample:
    """What a figure is made of."""

    parts: Sequence[Sequence[Scored]]
    combine: Combine = mean_of_means

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    @property
    def value(self) -> float:
        """NaN of nothing."""
        sums = np.array([sum(scored.score for scored in part) for part in self.parts], dtype=np.float64)
        return float(self.combine(sums, np.array([len(part) for part in self.parts], dtype=np.float64)))


def clustered(scores: Iterable[Scored]) -> Interval:
    """The mean with its 95% interval; equal scores give equal bounds. Raises ValueError over none.

    >>> clustered([Scored("a", 1.0), Scored("a", 1.0), Scored("b", 0.0)]).value
    0.6666666666666666
    """
    found = intervals({"mean": Sample([list(scores)])})
    if not found:
        raise ValueError("no rows to draw from")
    return found["mean"]


def intervals(samples: Mapping[str, Sample]) -> dict[str, Interval]:
    """Figures with their 95% intervals, drawn over the dialogues of all of them. Those of nothing are left out."""
    wanted = {name: sample for name, sample in samples.items() if sample.size}
    if not wanted:
        return {}
    table = _Table(wanted, _places(wanted.values()))
    whole = table.whole()
    return {name: _interval(whole[name], drawn) for name, drawn in table.drawn()}


def paired_intervals(before: Mapping[str, Sample], after: Mapping[str, Sample]) -> dict[str, Interval]:
    """The figures of `after` less those of `before`; of each draw, the same dialogues on both sides.

    Raises ValueError where the two name different figures, or one of nothing.

    >>> one, two = (Sample([[Scored("a", score), Scored("b", 1.0)]]) for score in (0.0, 1.0))
    >>> paired_intervals({"right": one}, {"right": two})["right"].value
    0.5
    """
    if before.keys() != after.keys() or not all(
        sample.size for sample in (*before.values(), *after.values())
    ):
        raise ValueError("only equal figures of something can be paired")
    places = _places([*before.values(), *after.values()])
    if not places:
        return {}
    first, second = (_Table({name: samples[name] for name in before}, places) for samples in (before, after))
    one, two = first.whole(), second.whole()
    return {
        name: _interval(two[name] - one[name], after_drawn - before_drawn)
        for (name, before_drawn), (_, after_drawn) in zip(first.drawn(), second.drawn(), strict=True)
    }


def _interval(value: float, drawn: Floats) -> Interval:
    """A draw in which the figure is of nothing says nothing."""
    margin = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(drawn, [margin, 1 - margin])
    return Interval(value, float(low), float(high))


def _places(samples: Iterable[Sample]) -> dict[Hashable, int]:
    everywhere = (scored.cluster for sample in samples for part in sample.parts for scored in part)
    return {cluster: place for place, cluster in enumerate(dict.fromkeys(everywhere))}


class _Table:
    """Sums and sizes of the parts of all figures, (dialogues, parts), each figure with its columns."""

    def __init__(self, samples: Mapping[str, Sample], places: Mapping[Hashable, int]) -> None:
        parts = [part for sample in samples.values() for part in sample.parts]
        self._sums, self._sizes = np.zeros((2, len(places), len(parts)))
        for column, part in enumerate(parts):
            rows = [places[scored.cluster] for scored in part]
            np.add.at(self._sums[:, column], rows, [scored.score for scored in part])
            np.add.at(self._sizes[:, column], rows, 1.0)
        self._figures: dict[str, tuple[Combine, slice]] = {}
        start = 0
        for name, sample in samples.items():
            self._figures[name] = sample.combine, slice(start, start + len(sample.parts))
            start += len(sample.parts)

    def whole(self) -> dict[str, float]:
        sums, sizes = self._sums.sum(axis=0), self._sizes.sum(axis=0)
        return {name: float(combine(sums[own], sizes[own])) for name, (combine, own) in self._figures.items()}

    def drawn(self) -> Iterator[tuple[str, Floats]]:
        """Each figure in every resample."""
        dialogues = len(self._sums)
        columns = np.hstack([self._sums, self._sizes])
        sums, sizes = np.hsplit(
            np.concatenate([taken @ columns for taken in _drawn_in_portions(dialogues)]), 2
        )
        for name, (combine, own) in self._figures.items():
            yield name, combine(sums[:, own], sizes[:, own])


def _drawn_in_portions(dialogues: int) -> Iterator[Floats]:
    """As floats they would fill the memory."""
    counts = _draws(dialogues)
    portion = _DRAWS_AT_ONCE // dialogues
    for start in range(0, RESAMPLES, portion):
        yield counts[start : start + portion].astype(np.float64)


@lru_cache(maxsize=_KEPT_DRAWS)
def _draws(dialogues: int) -> NDArray[np.uint8]:
    """How often each dialogue is drawn, (resamples, dialogues); the same for equal numbers of dialogues.

    A byte is enough: nothing is drawn 256 times of so many.
    """
    random = np.random.default_rng(SEED)
    counts = np.empty((RESAMPLES, dialogues), dtype=np.uint8)
    portion = _DRAWS_AT_ONCE // dialogues
    for start in range(0, RESAMPLES, portion):
        rows = min(portion, RESAMPLES - start)
        drawn = random.integers(dialogues, size=(rows, dialogues))
        places = drawn + np.arange(rows)[:, np.newaxis] * dialogues
        counted = np.bincount(places.ravel(), minlength=rows * dialogues)
        counts[start : start + rows] = counted.reshape(rows, dialogues)
    return counts


def rounded(interval: Interval) -> dict[str, float]:
    return {name: round(getattr(interval, name), DIGITS) for name in ("value", "low", "high")}


def share(part: float, whole: float) -> float | None:
    """None of nothing."""
    return round(part / whole, DIGITS) if whole else None


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds; with linear interpolation."""
    found = np.percentile(np.asarray(values, dtype=np.float64), [50, 95, 99])
    return {name: round(float(value), 2) for name, value in zip(("p50", "p95", "p99"), found, strict=True)}
