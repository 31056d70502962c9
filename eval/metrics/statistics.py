"""McNemar's exact test and calibration.

Sources: McNemar's test as the exact binomial test on the rows in which two systems differ; expected calibration error
over bins of equal width, Naeini, Cooper and Hauskrecht, AAAI 2015.
"""

from collections.abc import Sequence
from math import ceil, comb

BINS = 10


def mcnemar_p(fixed: int, regressed: int) -> float:
    """Two-sided and exact: how likely so uneven a split is where either system is as likely to be the better one.

    >>> mcnemar_p(0, 0), mcnemar_p(8, 1), mcnemar_p(0, 10)
    (1.0, 0.0390625, 0.001953125)
    """
    differing = fixed + regressed
    tail = sum(comb(differing, count) for count in range(min(fixed, regressed) + 1))
    return min(1.0, 2 * tail / (1 << differing))


def calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance of stated probability and share right, weighted by rows, over BINS bins of [0, 1].

    Raises ValueError without rows.
    """
    if not probabilities or len(probabilities) != len(right):
        raise ValueError("calibration needs as many outcomes as probabilities, and at least one")
    gaps = [0.0] * BINS
    for stated, correct in zip(probabilities, right, strict=True):
        gaps[bin_of(stated)] += stated - correct
    return sum(map(abs, gaps)) / len(probabilities)


def bin_of(probability: float) -> int:
    """Counted from 0. A bin holds its upper bound, the first one 0 as well.

    >>> bin_of(0.0), bin_of(0.1), bin_of(0.11), bin_of(1.0)
    (0, 0, 1, 9)
    """
    return max(0, ceil(probability * BINS) - 1)
