"""The trained ranker of candidate plans: a small network over their features (`ranking_features`)."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from services.contracts.frozen import Frozen
from services.planner.learned.ranking_features import Rows

# Raised when the same candidates would give other features, or the same weights other scores.
RANKING_VERSION = 4
_SATURATED = 30.0  # log odds, also of a candidate that has no other beside it


class Ranker(Frozen):
    """Features times `hidden` (one row of weights for each unit, its bias last), rectified, times `output`.

    A softmax of the scores ranks the candidates of one request, and `slope` and `intercept` make of each share the
    probability that the candidate is right (Platt, 1999).
    """

    hidden: tuple[tuple[float, ...], ...]
    output: tuple[float, ...]
    slope: float = 1.0
    intercept: float = 0.0

    def probabilities(self, features: Rows) -> npt.NDArray[np.float64]:
        """One for each row of `features_of`, in the order of the scores. They need not sum to 1: two candidates may
        mean the same."""
        scores = self.scores(features)
        others = np.array([np.logaddexp.reduce(np.delete(scores, place)) for place in range(len(scores))])
        log_odds = np.clip(scores - others, -_SATURATED, _SATURATED)
        found: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.slope * log_odds + self.intercept)))
        return found

    def scores(self, features: Rows) -> npt.NDArray[np.float64]:
        weights, output = self._arrays
        units = np.maximum(features.astype(np.float64) @ weights[:-1] + weights[-1], 0.0)
        scores: npt.NDArray[np.float64] = units @ output
        return scores

    @cached_property
    def _arrays(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return np.array(self.hidden).T, np.array(self.output)
