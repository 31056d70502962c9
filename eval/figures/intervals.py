"""Bootstrap intervals over dialogues: turns of one dialogue are not independent, so whole dialogues are drawn.

Cluster bootstrap of a ratio (Davison and Hinkley, Bootstrap Methods and their Application, 1997, chapter 3.8): as many
dialogues as there are, drawn with replacement; the sum of their scores over the number of their turns.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics.statistics import CONFIDENCE, RESAMPLES, Interval

SEED = 20250101
_DRAWS_AT_ONCE = 4_000_000
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Scored:
    """One turn's score and the dialogue that it belongs to."""

    cluster: Hashable
    score: float


def clustered(scores: Iterable[Scored], *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval:
    """The mean over turns with its 95% interval; equal scores and seed give equal bounds. Raises ValueError over none.

    >>> clustered([Scored("a", 1.0), Scored("a", 1.0), Scored("b", 0.0)]).value
    0.6666666666666666
    """
    sums: dict[Hashable, float] = {}
    sizes: dict[Hashable, int] = {}
    for each in scores:
        sums[each.cluster] = sums.get(each.cluster, 0.0) + each.score
        sizes[each.cluster] = sizes.get(each.cluster, 0) + 1
    if not sums:
        raise ValueError("no rows to draw from")
    total = np.fromiter(sums.values(), dtype=np.float64)
    size = np.fromiter(sizes.values(), dtype=np.float64)
    means = _resampled(total, size, np.random.default_rng(seed), resamples)
    margin = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [margin, 1 - margin])
    return Interval(float(total.sum() / size.sum()), float(low), float(high))


def rounded(interval: Interval) -> dict[str, float]:
    return {name: round(getattr(interval, name), DIGITS) for name in ("value", "low", "high")}


def share(part: float, whole: float) -> float | None:
    """None of nothing."""
    return round(part / whole, DIGITS) if whole else None


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds; with linear interpolation."""
    found = np.percentile(np.asarray(values, dtype=np.float64), [50, 95, 99])
    return {name: round(float(value), 2) for name, value in zip(("p50", "p95", "p99"), found, strict=True)}


def _resampled(
    total: NDArray[np.float64], size: NDArray[np.float64], random: np.random.Generator, resamples: int
) -> NDArray[np.float64]:
    """In portions, for the draws of all resamples would fill the memory."""
    portion = max(1, _DRAWS_AT_ONCE // len(total))
    means = []
    for done in range(0, resamples, portion):
        drawn = random.integers(len(total), size=(min(portion, resamples - done), len(total)))
        means.append(total[drawn].sum(axis=1) / size[drawn].sum(axis=1))
    return np.concatenate(means)
