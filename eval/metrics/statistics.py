"""How sure a figure is: bootstrap intervals, McNemar's exact test, calibration.

Sources: percentile bootstrap, Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; McNemar's
test as the exact binomial test on the rows in which two systems differ; expected calibration error over bins of equal
width, Naeini, Cooper and Hauskrecht, AAAI 2015.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 10_000
BINS = 10
_DRAWS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over rows, or a mean difference, with the bounds of its 95% bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same rows. `difference` is that of the means, the second less the first."""

    difference: Interval
    fixed: int  # wrong in the first, right in the second
    regressed: int
    p: float


def mean_interval(scores: Sequence[float], *, seed: int, resamples: int = RESAMPLES) -> Interval:
    """The mean of rows, with the interval of the means of as many rows drawn with replacement.

    Equal scores and seed give equal bounds. Raises ValueError without rows.
    """
    values = np.asarray(scores, dtype=np.float64)
    if not len(values):
        raise ValueError("no rows to draw from")
    means = _resampled_means(values, np.random.default_rng(seed), resamples)
    margin = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [margin, 1 - margin])
    return Interval(float(values.mean()), float(low), float(high))


def compare(
    first: Sequence[bool], second: Sequence[bool], *, seed: int, resamples: int = RESAMPLES
) -> Comparison:
    """Paired: place by place the same row. Raises ValueError for lists of different length, or without rows."""
    differences = [float(after) - float(before) for before, after in zip(first, second, strict=True)]
    fixed, regressed = differences.count(1.0), differences.count(-1.0)
    return Comparison(
        difference=mean_interval(differences, seed=seed, resamples=resamples),
        fixed=fixed,
        regressed=regressed,
        p=mcnemar_p(fixed, regressed),
    )


def mcnemar_p(fixed: int, regressed: int) -> float:
    """Two-sided and exact: how likely so uneven a split is where either system is as likely to be the better one.

    >>> mcnemar_p(0, 0), mcnemar_p(8, 1), mcnemar_p(0, 10)
    (1.0, 0.0390625, 0.001953125)
    """
    differing = fixed + regressed
    tail = sum(comb(differing, count) for count in range(min(fixed, regressed) + 1))
    return min(1.0, 2 * tail / (1 << differing))


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], *, bins: int = BINS) -> float:
    """The mean distance of stated probability and share right, weighted by rows, over `bins` bins of [0, 1].

    A bin holds its upper bound. Raises ValueError without rows.
    """
    stated, correct = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not len(stated) or len(stated) != len(correct):
        raise ValueError("calibration needs as many outcomes as probabilities, and at least one")
    places = np.clip(np.ceil(stated * bins).astype(np.int64) - 1, 0, bins - 1)
    gaps = np.bincount(places, weights=stated - correct, minlength=bins)
    return float(np.abs(gaps).sum() / len(stated))


def _resampled_means(
    values: NDArray[np.float64], random: np.random.Generator, resamples: int
) -> NDArray[np.float64]:
    """In portions, for the draws of all resamples would fill the memory."""
    portion = max(1, _DRAWS_AT_ONCE // len(values))
    means = [
        values[random.integers(len(values), size=(min(portion, resamples - done), len(values)))].mean(axis=1)
        for done in range(0, resamples, portion)
    ]
    return np.concatenate(means)
