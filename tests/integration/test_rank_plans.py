"""The ranker learns which candidate is right from its features, and how sure it can be of that."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("torch", reason="training has an environment of its own (docs/training-planner.md)")

from services.planner.learned.ranking_features import FEATURES, Feature, Rows
from training.judging import Judged
from training.rank_plans import accuracy, calibrated, cross_calibrated, fitted, report


def _questions(*, agreement: float, seed: int = 1) -> list[Judged]:
    """Four candidates each; the one that both planners have first is right as often as `agreement` says, else another;
    the network's own favourite says nothing."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(200):
        features = np.zeros((4, FEATURES), dtype=np.float32)
        features[:, Feature.LOG_PROBABILITY] = chance.normal(-2, 1, 4)
        agreed = int(chance.integers(4))
        features[agreed, Feature.AGREED] = 1
        place = agreed if chance.random() < agreement else int((agreed + chance.integers(1, 4)) % 4)
        right = np.arange(4) == place
        found.append(_judged(f"database {number % 10}", features, right, [1, 1, 1, 1]))
    return found


def _judged(database: str, features: Rows, right: npt.NDArray[np.bool_], rows: list[int]) -> Judged:
    return Judged("made up", 1, 1, False, database, features, right, np.array(rows), b"")


def test_what_tells_right_from_wrong_is_learned() -> None:
    ranker = fitted(_questions(agreement=1.0))
    others = _questions(agreement=1.0, seed=2)
    assert accuracy(others, [ranker.probabilities(one.features) for one in others]) == 1.0


def test_probabilities_are_honest() -> None:
    ranker = fitted(_questions(agreement=0.7))
    honest = calibrated(ranker, _questions(agreement=0.7, seed=2))
    [figures] = report(honest, _questions(agreement=0.7, seed=3))
    assert figures["ranked"] == pytest.approx(0.7, abs=0.1)
    assert figures["network"] < 0.5
    assert figures["any_right"] == 1.0
    assert figures["calibration_error"] < 0.1


def test_a_candidate_alone_has_a_probability() -> None:
    ranker = fitted(_questions(agreement=0.7))
    alone = ranker.probabilities(np.zeros((1, FEATURES), dtype=np.float32))
    assert 0.0 < alone[0] <= 1.0


def test_a_candidate_that_fails_is_not_chosen() -> None:
    question = _judged("a", np.zeros((2, FEATURES), np.float32), np.array([True, False]), [-1, 3])
    assert accuracy([question], [np.array([0.9, 0.1])]) == 0.0


def test_across_halves_every_question_is_fitted_and_none_calibrates_its_own_ranker() -> None:
    questions = [replace(one, source="cosql") for one in _questions(agreement=0.7)]
    ranker = cross_calibrated(questions)
    [figures] = report(ranker, _questions(agreement=0.7, seed=3))
    assert figures["ranked"] == pytest.approx(0.7, abs=0.1)
    assert figures["calibration_error"] < 0.1
