"""The trained ranker of candidate plans: a small network over their features (`ranking_features`)."""

import math
from functools import cached_property

import numpy as np
import numpy.typing as npt

from services.contracts.frozen import Frozen
from services.planner.learned.ranking_features import Rows

# Raised when the same candidates would give other features, or the same weights other scores.
RANKING_VERSION = 4
_LEAST = 0.01  # no plan is taken to be less likely than that
_SATURATED = 30.0  # log odds, also of a candidate that has no other beside it


class Ranker(Frozen):
    """Features times `hidden` (one row of weights for each unit, its bias last), rectified, times `output`.

    A softmax of the scores ranks the candidates of one request, and `slope` and `intercept` make of each share the
    probability that the candidate is right (Platt, 1999); `first` is added to the log odds of a conversation's first
    question. A follow-up stands on the plan before it: `before` times the log probability of that is added to its own.
    """

    hidden: tuple[tuple[float, ...], ...]
    output: tuple[float, ...]
    slope: float = 1.0
    intercept: float = 0.0
    first: float = 0.0
    before: float = 0.0

    def probabilities(self, features: Rows, *, first: bool) -> npt.NDArray[np.float64]:
        """One for each row of `features_of`, in the order of the scores, if the plan before is right. They need not
        sum to 1: two candidates may mean the same."""
        log_odds = self.slope * self.log_odds(features) + self.intercept + self.first * first
        found: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-log_odds))
        return found

    def in_conversation(self, probability: float, before: float) -> float:
        """That of a follow-up, where the plan before it is right with the probability `before`."""
        weighted = probability * math.pow(max(before, _LEAST), self.before)
        return weighted / (weighted + (1.0 - probability))

    def log_odds(self, features: Rows) -> npt.NDArray[np.float64]:
        """Of each candidate's share of the softmax."""
        scores = self.scores(features)
        others = np.array([np.logaddexp.reduce(np.delete(scores, place)) for place in range(len(scores))])
        found: npt.NDArray[np.float64] = np.clip(scores - others, -_SATURATED, _SATURATED)
        return found

    def scores(self, features: Rows) -> npt.NDArray[np.float64]:
        weights, output = self._arrays
        units = np.maximum(features.astype(np.float64) @ weights[:-1] + weights[-1], 0.0)
        scores: npt.NDArray[np.float64] = units @ output
        return scores

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return np.array(self.hidden).T, np.array(self.output)
