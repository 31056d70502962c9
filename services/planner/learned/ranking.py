"""What a ranking of candidate plans goes by, and the trained ranker.

The network's own probability is one sign among others. A parser and a rule-based planner err in different places, so
where both say the same a plan is right far more often than where they do not; and what most of the beam's probability
agrees on (its tables, say) is more likely than any single derivation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from services.contracts.frozen import Frozen
from services.contracts.models import PlanRequest
from services.contracts.plan import Plan, SkeletonFlag
from services.contracts.sketch import Query

RANKING_VERSION = 1  # raised when the same candidates would give other features
Rows = npt.NDArray[np.float32]
_LEAST = -20.0  # the log probability of what the action grammar cannot say
_SATURATED = 30.0  # log odds, also of a candidate that has no other beside it
_SURE = 0.8  # from this score on a linked value is expected to be used


@dataclass(frozen=True)
class Rated:
    """A candidate. `log_probability` is None where the network cannot say it; `opinion` is the lexical planner's
    probability, 0 where it has no such plan, and `first_opinion` marks that planner's best."""

    plan: Plan
    log_probability: float | None
    opinion: float = 0.0
    first_opinion: bool = False


class Feature(IntEnum):
    LOG_PROBABILITY = 0
    UNSAID = 1  # the network cannot say it
    BEHIND = 2  # log probability below that of the likeliest
    FIRST = 3  # the likeliest
    FIRST_OPINION = 4
    OPINION = 5
    AGREED = 6  # first of both
    NO_OPINION = 7  # the lexical planner has no plan at all
    UNUSED_MENTIONS = 8
    AS_BEFORE = 9  # the plan of the turn before
    FOLLOW_UP = 10
    TABLES = 11
    ITEMS = 12
    VALUES = 13
    CANDIDATES = 14
    LINKED = 15  # mentions in this question
    SCHEMA_TABLES = 16


_ASPECTS = 6
# Then of each aspect: does it agree with the lexical planner's best; and how much of the beam's probability agrees with
# it. Then the skeleton's flags.
_AGREES = len(Feature)
_SHARE = _AGREES + _ASPECTS
_FLAGS = _SHARE + _ASPECTS
FEATURES = _FLAGS + len(SkeletonFlag)


class Ranker(Frozen):
    """A linear model over the features: a softmax of the scores ranks the candidates of one request, and `slope` and
    `intercept` make of each share the probability that the candidate is right (Platt, 1999)."""

    weights: tuple[float, ...]
    slope: float = 1.0
    intercept: float = 0.0

    def probabilities(self, features: Rows) -> npt.NDArray[np.float64]:
        """One for each row of `features_of`, in the order of the scores. They need not sum to 1: two candidates may
        mean the same."""
        scores = features.astype(np.float64) @ np.array(self.weights)
        others = np.array([np.logaddexp.reduce(np.delete(scores, place)) for place in range(len(scores))])
        log_odds = np.clip(scores - others, -_SATURATED, _SATURATED)
        found: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.slope * log_odds + self.intercept)))
        return found


def features_of(candidates: Sequence[Rated], request: PlanRequest, previous: Query | None) -> Rows:
    """Candidates × FEATURES. `previous` is the sketch of the turn before."""
    logs = np.array([_log(candidate) for candidate in candidates])
    aspects = [_aspects(candidate.plan) for candidate in candidates]
    opinion = next((a for c, a in zip(candidates, aspects, strict=True) if c.first_opinion), None)
    weights = np.where(logs > _LEAST, np.exp(logs), 0.0)
    weights = weights / max(float(weights.sum()), 1e-12)
    mentions = _mentions(request)
    best = int(np.argmax(logs))
    rows = np.zeros((len(candidates), FEATURES), dtype=np.float32)
    for place, candidate in enumerate(candidates):
        plan, row = candidate.plan, rows[place]
        row[Feature.LOG_PROBABILITY] = logs[place]
        row[Feature.UNSAID] = candidate.log_probability is None
        row[Feature.BEHIND] = logs[place] - logs[best]
        row[Feature.FIRST] = place == best
        row[Feature.FIRST_OPINION] = candidate.first_opinion
        row[Feature.OPINION] = candidate.opinion
        row[Feature.AGREED] = candidate.first_opinion and place == best
        row[Feature.NO_OPINION] = opinion is None
        row[Feature.UNUSED_MENTIONS] = _unused(plan, mentions)
        row[Feature.AS_BEFORE] = previous is not None and plan.sketch == previous
        row[Feature.FOLLOW_UP] = previous is not None
        row[Feature.TABLES] = len(plan.tables)
        row[Feature.ITEMS] = len(plan.projection)
        row[Feature.VALUES] = len(plan.values)
        row[Feature.CANDIDATES] = len(candidates)
        row[Feature.LINKED] = len(mentions)
        row[Feature.SCHEMA_TABLES] = len(request.links.snapshot.tables)
        for aspect in range(_ASPECTS):
            own = aspects[place][aspect]
            row[_AGREES + aspect] = opinion is not None and own == opinion[aspect]
            row[_SHARE + aspect] = sum(
                weight for weight, other in zip(weights, aspects, strict=True) if other[aspect] == own
            )
        for number, flag in enumerate(SkeletonFlag):
            row[_FLAGS + number] = flag in plan.skeleton
    return rows


def _log(candidate: Rated) -> float:
    return _LEAST if candidate.log_probability is None else max(candidate.log_probability, _LEAST)


def _aspects(plan: Plan) -> tuple[object, ...]:
    """Tables, projection, values, groups, order with limit, and shape: each is compared as a whole."""
    return (
        frozenset(table.lower() for table in plan.tables),
        tuple((item.expression.lower(), item.distinct) for item in plan.projection),
        frozenset((str(v.column).lower(), v.operator, str(v.value)) for v in plan.values),
        frozenset(item.expression.lower() for item in plan.group_by),
        (tuple((o.expression.expression.lower(), o.descending) for o in plan.order_by), plan.limit),
        (plan.distinct, plan.set_operator, plan.nesting, plan.skeleton),
    )


def _mentions(request: PlanRequest) -> list[set[str]]:
    """For each mention of this question that almost surely stands for stored values: these, in lower case."""
    found: dict[tuple[int, int], set[str]] = {}
    for link in request.links.values:
        if link.mention.turn == 0 and link.score >= _SURE:
            found.setdefault((link.mention.start, link.mention.end), set()).add(str(link.value).lower())
    return list(found.values())


def _unused(plan: Plan, mentions: Sequence[set[str]]) -> int:
    used = {str(value.value).lower().strip("%") for value in plan.values}
    return sum(not values & used for values in mentions)
