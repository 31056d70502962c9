"""The plans that are ranked: what the beam found, and what the lexical planner says beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.contracts.frozen import Frozen
from services.contracts.join_graph import Unjoinable, join_tree
from services.contracts.plan import Plan
from services.contracts.schema import Schema
from services.contracts.sketch import Constant, Operation, Operator, Query, Select, selects, walk
from services.contracts.sql_plan import plan_from_sketch
from services.planner.date_parts import unit_of
from services.planner.learned.actions import Inexpressible, actions_of, canonical
from services.planner.learned.artefact import Artefact
from services.planner.learned.decoding import Hypothesis, Reading, log_probability
from services.planner.learned.derivation import NotDerivable
from services.planner.learned.features import Prepared
from services.planner.learned.ranking import Rated


@dataclass(frozen=True)
class Judge:
    """Gives the network's probability of any sketch."""

    prepared: Prepared
    reading: Reading
    artefact: Artefact

    @property
    def places(self) -> dict[str, int]:
        """Of the tables, by name in lower case."""
        return {name.lower(): place for place, name in enumerate(self.prepared.pointers.tables)}

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
        if _sensible(hypothesis.sketch, schema):
            sketch = canonical(hypothesis.sketch, places)
            scores[sketch] = float(np.logaddexp(scores.get(sketch, -math.inf), hypothesis.score))
    rated = {sketch: Rated(plan_from_sketch(sketch, schema), score) for sketch, score in scores.items()}
    for number, plan in enumerate(plan for plan in opinions if plan.sketch is not None):
        assert plan.sketch is not None
        sketch = canonical(plan.sketch, places)
        known = rated.get(sketch)
        score = known.log_probability if known is not None else judge.log_probability(sketch)
        if known is None or known.opinion == 0:
            rated[sketch] = Rated(plan, score, plan.probability, first_opinion=number == 0)
    return sorted(
        rated.values(), key=lambda one: math.inf if one.log_probability is None else -one.log_probability
    )


def _sensible(sketch: Query, schema: Schema) -> bool:
    """Not where it could not be written as SQL, as no key joins its sources, and not where it says a thing twice or
    demands two values of one column at once."""
    if any(isinstance(join_tree(select, schema), Unjoinable) for select in selects(sketch)):
        return False
    return not any(_says_twice(node) or _contradicts(node) or _mixes_dates(node) for node in walk(sketch))


def _says_twice(node: Frozen) -> bool:
    """The same item, grouping or condition in one list."""
    if isinstance(node, Operation) and node.operator in (Operator.AND, Operator.OR):
        return len(set(node.operands)) < len(node.operands)
    if isinstance(node, Select):
        return len(set(node.items)) < len(node.items) or len(set(node.group_by)) < len(node.group_by)
    return False


def _mixes_dates(node: Frozen) -> bool:
    """A part of a date shown beside the groups of something else: any row's would stand there."""
    if not isinstance(node, Select) or not node.group_by:
        return False
    parts = [item.expression for item in node.items if unit_of(item.expression) is not None]
    return any(part not in node.group_by for part in parts)


def _contradicts(node: Frozen) -> bool:
    """One expression equal to two different literals."""
    if not isinstance(node, Operation) or node.operator is not Operator.AND:
        return False
    fixed = [
        operand.operands[0]
        for operand in node.operands
        if isinstance(operand, Operation)
        and operand.operator is Operator.EQ
        and isinstance(operand.operands[1], Constant)
    ]
    return len(set(fixed)) < len(fixed)
