"""The lexical planner: string matching over the schema and general rules; no learning, nothing about any database.

A new question becomes a query of its own; a follow-up edits the query of the turn before. Other readings take the next
best column for one of the question's words and change nothing else, so that none drops what the user asked for.

A plan's probability is its weight over the weights of all plans plus `_OTHERWISE`, for what no reading covers. The
weight of the best reading is 1, that of another e^(-margin / _TEMPERATURE) by the margin of the decision that it takes
otherwise.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from math import exp
from threading import Lock

from services.contracts.models import Links, PlanRequest, Plans, Turn
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.planner.lexical.intents import chitchat
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.readings import Question
from services.planner.settings import PlannerSettings
from services.planner.words import words_of

_TEMPERATURE = 0.1
_OTHERWISE = (
    0.8  # so that a plan without rivals has 0.56, about as often as it is right on training dialogues
)
_CLOSE = 0.3  # a wider margin is no decision


class LexicalPlanner:
    """Implements stages.Planner."""

    def __init__(self, settings: PlannerSettings | None = None) -> None:
        self.settings = settings or PlannerSettings()
        self._names: dict[str, SchemaNames] = {}
        self._names_lock = Lock()

    async def plan(self, request: PlanRequest) -> Plans:
        # In a thread: on a schema of thousands of columns a long question takes seconds.
        return await asyncio.to_thread(self.plans, request)

    def plans(self, request: PlanRequest) -> Plans:
        """The same, for callers without an event loop."""
        words = words_of(request.question)
        small_talk = chitchat(words)
        if small_talk is not None:
            return Plans(plans=(small_talk,))
        text, links, history = _resumed(request)
        question = Question(
            words_of(text),
            links,
            history,
            self._names_of(links.snapshot),
            now=request.context.now or datetime.now(UTC),
            clarify_margin=self.settings.clarify_margin,
        )
        return Plans(plans=tuple(_weighed(self._plans(question))))

    def _plans(self, question: Question) -> list[tuple[Plan, float]]:
        """Plans with their weights, the best reading first."""
        best = question.read()
        plans = [(best.plan, 1.0)]
        if best.plan.intent is not Intent.ANSWER:
            return plans
        for decision in sorted(best.decisions, key=lambda decision: decision.margin):
            if len(plans) == self.settings.alternatives or decision.margin > _CLOSE:
                break
            other = question.read(frozenset({(decision.text, decision.ref)})).plan
            if other.intent is Intent.ANSWER and all(other.sketch != plan.sketch for plan, _ in plans):
                plans.append((other, exp(-decision.margin / _TEMPERATURE)))
        return plans

    def _names_of(self, schema: Schema) -> SchemaNames:
        """Kept by the schema's hash; the one that was used longest ago makes room."""
        with self._names_lock:
            names = self._names.pop(schema.hash, None) or SchemaNames(schema)
            self._names[schema.hash] = names
            while len(self._names) > self.settings.open_schemas:
                del self._names[next(iter(self._names))]
        return names


def _weighed(plans: Sequence[tuple[Plan, float]]) -> list[Plan]:
    total = sum(weight for _, weight in plans) + _OTHERWISE
    return [plan.model_copy(update={"probability": round(weight / total, 4)}) for plan, weight in plans]


def _resumed(request: PlanRequest) -> tuple[str, Links, tuple[Turn, ...]]:
    """The answer to a clarifying question is read together with the question that it was asked about."""
    last = request.history[-1] if request.history else None
    if last is None or last.plan is None or last.plan.intent is not Intent.CLARIFY:
        return request.question, request.links, request.history
    offset = len(last.question) + 1
    values = []
    for link in request.links.values:
        mention = link.mention
        if mention.turn == 0:
            moved = {"start": mention.start + offset, "end": mention.end + offset}
            values.append(link.model_copy(update={"mention": mention.model_copy(update=moved)}))
        elif mention.turn == last.number:
            values.append(link.model_copy(update={"mention": mention.model_copy(update={"turn": 0})}))
    links = request.links.model_copy(update={"values": tuple(values)})
    return f"{last.question} {request.question}", links, request.history[:-1]
