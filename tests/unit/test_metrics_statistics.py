"""McNemar's test and calibration."""

from math import comb

import pytest

from eval.metrics.statistics import calibration_error, mcnemar_p


@pytest.mark.parametrize(("fixed", "regressed"), [(0, 0), (1, 0), (5, 5), (3, 9), (9, 3), (40, 20)])
def test_mcnemar_is_the_two_sided_binomial_test(fixed: int, regressed: int) -> None:
    differing = fixed + regressed
    likely = [comb(differing, count) / 2**differing for count in range(differing + 1)]
    as_rare = sum(share for share in likely if share <= likely[fixed] * (1 + 1e-9))
    assert mcnemar_p(fixed, regressed) == pytest.approx(as_rare)


def test_mcnemar_of_many_rows() -> None:
    assert mcnemar_p(5000, 5000) == 1.0
    assert 0.0 < mcnemar_p(5200, 4800) < 0.001


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
