"""The plans that are ranked: what the beam found, and what the lexical planner says beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from services.contracts.plan import Plan
from services.contracts.sketch import Query
from services.contracts.sql_plan import plan_from_sketch
from services.planner.learned.actions import Inexpressible, actions_of, canonical
from services.planner.learned.artefact import Artefact
from services.planner.learned.decoding import Hypothesis, Reading, log_probability
from services.planner.learned.derivation import NotDerivable
from services.planner.learned.features import Prepared
from services.planner.learned.ranking_features import Rated
from services.planner.learned.sensible import is_sensible


@dataclass(frozen=True)
class Judge:
    """Gives the network's probability of any sketch."""

    prepared: Prepared
    reading: Reading
    artefact: Artefact

    @cached_property
    def places(self) -> dict[str, int]:
        """Of the tables, by name in lower case."""
        return {name.lower(): place for place, name in enumerate(self.prepared.pointers.tables)}

    @cached_property
    def previous(self) -> Query | None:
        """The sketch of the turn before, in canonical form: whoever planned that turn, it can be recognised."""
        return canonical(self.prepared.previous, self.places) if self.prepared.previous is not None else None

    def log_probability(self, sketch: Query) -> float | None:
        """None for what the action grammar, or this request's pointers, cannot say."""
        try:
            actions = actions_of(sketch, self.prepared.pointers)
            return log_probability(actions, self.prepared, self.reading, self.artefact)
        except (Inexpressible, NotDerivable):
            return None


def rated_plans(found: Sequence[Hypothesis], opinions: Sequence[Plan], judge: Judge) -> list[Rated]:
    """One for each sketch: the beam's, the likeliest first, then those that only the lexical planner has.

    Derivations that differ in nothing but the order of sources are one answer, as likely as all of them together.
    Where both have a sketch, the lexical planner's plan stands for it, as its values know their mentions.
    """
    schema, places = judge.prepared.pointers.schema, judge.places
    scores: dict[Query, float] = {}
    for hypothesis in found:
        if is_sensible(hypothesis.sketch, judge.prepared.pointers):
            sketch = canonical(hypothesis.sketch, places)
            scores[sketch] = float(np.logaddexp(scores.get(sketch, -math.inf), hypothesis.score))
    rated = {
        sketch: Rated(plan_from_sketch(sketch, schema), sketch, score) for sketch, score in scores.items()
    }
    for number, plan in enumerate(plan for plan in opinions if plan.sketch is not None):
        assert plan.sketch is not None
        sketch = canonical(plan.sketch, places)
        known = rated.get(sketch)
        score = known.log_probability if known is not None else judge.log_probability(sketch)
        if known is None or known.opinion == 0:
            rated[sketch] = Rated(plan, sketch, score, plan.probability, first_opinion=number == 0)
    return sorted(
        rated.values(), key=lambda one: math.inf if one.log_probability is None else -one.log_probability
    )
