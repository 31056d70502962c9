"""Intervals, McNemar's test and calibration."""

from math import comb

import pytest

from eval.metrics.statistics import calibration_error, compare, mcnemar_p, mean_interval


def test_interval_of_a_share_is_about_that_of_the_normal_distribution() -> None:
    scores = [1.0] * 60 + [0.0] * 40
    interval = mean_interval(scores, seed=1)
    assert interval.value == 0.6
    assert interval.low == pytest.approx(0.6 - 1.96 * 0.049, abs=0.015)
    assert interval.high == pytest.approx(0.6 + 1.96 * 0.049, abs=0.015)


def test_interval_holds_the_mean_as_often_as_it_says() -> None:
    """Of 200 samples of 50 rows, drawn from a share of 0.3."""
    held = 0
    for sample in range(200):
        scores = [float((sample * 7919 + row * 104729) % 1000 < 300) for row in range(50)]
        interval = mean_interval(scores, seed=sample, resamples=500)
        held += interval.low <= 0.3 <= interval.high
    assert held >= 180


def test_interval_is_the_same_for_the_same_seed_and_narrower_with_more_rows() -> None:
    scores = [row * 0.37 % 1.0 for row in range(100)]
    first, again, other = (mean_interval(scores, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    more = mean_interval(scores * 9, seed=1)
    assert (more.high - more.low) < 0.5 * (first.high - first.low)


def test_interval_of_equal_scores_is_a_point_and_of_none_an_error() -> None:
    assert mean_interval([1.0, 1.0], seed=1).low == 1.0
    with pytest.raises(ValueError, match="no rows"):
        mean_interval([], seed=1)


def test_resamples_are_drawn_in_portions_without_a_trace() -> None:
    scores = [float(row % 2) for row in range(30_000)]
    interval = mean_interval(scores, seed=1, resamples=200)
    assert interval.low < 0.5 < interval.high
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * 0.5 / 30_000**0.5, rel=0.3)


@pytest.mark.parametrize(("fixed", "regressed"), [(0, 0), (1, 0), (5, 5), (3, 9), (9, 3), (40, 20)])
def test_mcnemar_is_the_two_sided_binomial_test(fixed: int, regressed: int) -> None:
    differing = fixed + regressed
    likely = [comb(differing, count) / 2**differing for count in range(differing + 1)]
    as_rare = sum(share for share in likely if share <= likely[fixed] * (1 + 1e-9))
    assert mcnemar_p(fixed, regressed) == pytest.approx(as_rare)


def test_mcnemar_of_many_rows() -> None:
    assert mcnemar_p(5000, 5000) == 1.0
    assert 0.0 < mcnemar_p(5200, 4800) < 0.001


def test_compare_is_paired() -> None:
    first = [True] * 50 + [False] * 50
    second = [True] * 50 + [True] * 10 + [False] * 40
    comparison = compare(first, second, seed=1)
    assert (comparison.fixed, comparison.regressed) == (10, 0)
    assert comparison.difference.value == pytest.approx(0.1)
    assert comparison.difference.low > 0
    assert comparison.p == mcnemar_p(10, 0)
    with pytest.raises(ValueError, match="shorter"):
        compare(first, second[1:], seed=1)


def test_calibration_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)
    assert calibration_error([1.0] * 4, [True, True, False, False]) == pytest.approx(0.5)
    assert calibration_error([0.95, 0.15], [False, True]) == pytest.approx((0.95 + 0.85) / 2)
    assert calibration_error([0.0, 1.0], [False, True]) == 0.0


def test_calibration_bins_hold_their_upper_bound() -> None:
    together = calibration_error([0.11, 0.2], [True, False])
    apart = calibration_error([0.11, 0.21], [True, False])
    assert together == pytest.approx(abs(0.31 - 1) / 2)
    assert apart == pytest.approx((0.89 + 0.21) / 2)
    with pytest.raises(ValueError, match="at least one"):
        calibration_error([], [])
