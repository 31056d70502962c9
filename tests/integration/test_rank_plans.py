"""The ranker learns which candidate is right from its features, and how sure it can be of that."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("torch", reason="training has an environment of its own (docs/training-planner.md)")

from services.planner.learned.ranking import Ranker
from services.planner.learned.ranking_features import FEATURES, Feature, Rows
from training.judging import Judged
from training.rank_plans import accuracy, calibrated, fitted, report, trusting


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
    assert accuracy(others, [ranker.scores(one.features) for one in others]) == 1.0


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
    alone = ranker.probabilities(np.zeros((1, FEATURES), dtype=np.float32), first=True)
    assert 0.0 < alone[0] <= 1.0


def test_first_questions_and_what_stands_on_a_wrong_plan_are_told_apart() -> None:
    """Right in 0.9 of first questions, in 0.6 of those after the reference's turn, in 0.3 after the planner's own."""
    chance = np.random.default_rng(1)
    questions = []
    for dialogue in range(600):
        for turn, own, share in ((1, False, 0.9), (2, False, 0.6), (2, True, 0.3)):
            [one] = _questions(agreement=1.0, seed=dialogue)[:1]
            right = one.right if chance.random() < share else ~one.right
            questions.append(replace(one, dialogue=dialogue, turn=turn, own=own, right=right))
    ranker = calibrated(fitted(_questions(agreement=0.9)), questions)
    assert ranker.first > 0.5
    assert ranker.before > 0.5
    features = questions[0].features
    opening, follow_up = (ranker.probabilities(features, first=first).max() for first in (True, False))
    assert opening == pytest.approx(0.9, abs=0.05)
    assert follow_up == pytest.approx(0.6, abs=0.05)
    assert ranker.in_conversation(follow_up, opening) == pytest.approx(0.3, abs=0.1)
    with_reference, with_own = report(ranker, questions)
    assert (with_reference["history"], with_own["history"]) == ("gold", "own")
    assert with_reference["calibration_error"] < 0.05
    assert with_own["calibration_error"] < 0.05


def test_a_candidate_that_fails_is_not_chosen() -> None:
    question = _judged("a", np.zeros((2, FEATURES), np.float32), np.array([True, False]), [-1, 3])
    assert accuracy([question], [np.array([0.9, 0.1])]) == 0.0


def test_a_better_network_is_trusted_more() -> None:
    ranker = Ranker(hidden=((0.0,) * (FEATURES + 1),), output=(1.0,))
    questions = []
    for one in _questions(agreement=0.9):
        likeliest = one.features[:, Feature.LOG_PROBABILITY].argmax()
        questions.append(replace(one, right=np.arange(4) == likeliest))
    trusted = trusting(ranker, questions)
    before, after = (
        accuracy(questions, [each.scores(one.features) for one in questions]) for each in (ranker, trusted)
    )
    assert before < 0.5
    assert after == 1.0
    features = questions[0].features
    network = features[:, Feature.LOG_PROBABILITY].astype(np.float64)
    added = trusted.scores(features) - ranker.scores(features)
    assert added == pytest.approx(-trusted.output[-1] * network)
