"""The learned planner: a small network that derives sketches, on CPU."""

import asyncio
import math
from collections.abc import Sequence

import numpy as np

from services.contracts.frozen import Frozen
from services.contracts.join_graph import Unjoinable, join_tree
from services.contracts.models import PlanRequest, Plans
from services.contracts.plan import Clarification, Intent, Plan
from services.contracts.schema import Schema
from services.contracts.sketch import Constant, Operation, Operator, Query, Select, selects, walk
from services.contracts.sql_plan import in_context, plan_from_sketch
from services.planner.learned.artefact import Artefact, load_artefact
from services.planner.learned.decoding import Floats, Hypothesis, derive, read
from services.planner.learned.differences import readings_apart
from services.planner.learned.features import prepare
from services.planner.learned.intents import INTENTS
from services.planner.learned.settings import LearnedPlannerSettings

_UNANSWERABLE = "The database does not hold what the question asks for."
_CHITCHAT = "You are welcome. What else would you like to know about the data?"
_WHICH = "I can read that in more than one way. Which do you mean?"
_REPHRASE = "I am not sure what you mean. Could you say it in other words, or name the data you want to see?"


class LearnedPlanner:
    """Implements stages.Planner. Raises InvalidRequest and VersionMismatch when it is made, for an unusable model."""

    def __init__(self, settings: LearnedPlannerSettings | None = None) -> None:
        self.settings = settings or LearnedPlannerSettings()
        self._artefact: Artefact = load_artefact(self.settings.model, threads=self.settings.threads)

    async def plan(self, request: PlanRequest) -> Plans:
        return await asyncio.to_thread(self.plans, request)

    def plans(self, request: PlanRequest) -> Plans:
        schema = request.links.snapshot
        if not any(table.columns for table in schema.tables):
            return Plans(plans=(Plan(intent=Intent.UNANSWERABLE, reason="The database has no tables."),))
        prepared = prepare(request, self._artefact.pieces)
        reading = read(prepared.features, self._artefact)
        found = derive(prepared, reading, self._artefact, beam=self.settings.beam)
        plans = tuple(
            in_context(plan, request.history) for plan in self._answers(_sensible(found, schema), schema)
        )
        other = self._other_intent(reading.intents, plans)
        return Plans(plans=(other, *plans) if other is not None else plans)

    def _answers(self, found: Sequence[Hypothesis], schema: Schema) -> list[Plan]:
        temperature = self._artefact.metadata.temperature
        return [
            plan_from_sketch(hypothesis.sketch, schema).model_copy(
                update={"probability": round(min(1.0, math.exp(hypothesis.score / temperature)), 4)}
            )
            for hypothesis in found[: self.settings.alternatives]
        ]

    def _other_intent(self, scores: Floats, plans: Sequence[Plan]) -> Plan | None:
        """The plan not to answer, where the network is sure enough of that or has nothing to answer with."""
        likely = dict(zip(INTENTS, _softmax(scores), strict=True))
        metadata = self._artefact.metadata
        asks = _reached(likely[Intent.CLARIFY], metadata.clarify_from)
        if _reached(likely[Intent.CHITCHAT], metadata.chitchat_from):
            return _without_answer(Intent.CHITCHAT, _CHITCHAT, likely)
        if _reached(likely[Intent.UNANSWERABLE], metadata.unanswerable_from):
            return _without_answer(Intent.UNANSWERABLE, _UNANSWERABLE, likely)
        if asks or not plans:
            options = readings_apart(plans)
            clarification = Clarification(question=_WHICH if options else _REPHRASE, options=options)
            return Plan(
                intent=Intent.CLARIFY,
                clarification=clarification,
                probability=round(float(likely[Intent.CLARIFY]), 4),
            )
        return None


def _without_answer(intent: Intent, reason: str, likely: dict[Intent, float]) -> Plan:
    return Plan(intent=intent, reason=reason, probability=round(float(likely[intent]), 4))


def _reached(probability: float, threshold: float | None) -> bool:
    return threshold is not None and probability >= threshold


def _softmax(scores: Floats) -> list[float]:
    shifted = np.exp(scores.astype(np.float64) - scores.max())
    return [float(value) for value in shifted / shifted.sum()]


def _sensible(found: Sequence[Hypothesis], schema: Schema) -> list[Hypothesis]:
    """Without those that could not be written as SQL, as no key joins their sources, and those that say a thing twice
    or demand two values of one column at once."""
    return [
        hypothesis
        for hypothesis in found
        if _joins(hypothesis.sketch, schema)
        and not any(_says_twice(node) or _contradicts(node) for node in walk(hypothesis.sketch))
    ]


def _says_twice(node: Frozen) -> bool:
    """The same item, grouping or condition in one list."""
    if isinstance(node, Operation) and node.operator in (Operator.AND, Operator.OR):
        return len(set(node.operands)) < len(node.operands)
    if isinstance(node, Select):
        return len(set(node.items)) < len(node.items) or len(set(node.group_by)) < len(node.group_by)
    return False


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


def _joins(query: Query, schema: Schema) -> bool:
    return not any(isinstance(join_tree(select, schema), Unjoinable) for select in selects(query))
