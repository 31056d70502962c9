"""The learned planner: small networks that derive sketches together, on CPU."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from services.contracts.models import PlanRequest, Plans, Turn
from services.contracts.plan import Change, Clarification, Intent, Plan
from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, in_context, plan_from_sketch, sketch_from_sql
from services.planner.learned.artefact import Artefact, load_artefact
from services.planner.learned.decoding import Floats, derive, read
from services.planner.learned.differences import readings_apart
from services.planner.learned.features import prepare
from services.planner.learned.intents import INTENTS
from services.planner.learned.ranking_features import Rated, features_of, names_nothing
from services.planner.learned.rated_plans import Judge, rated_plans
from services.planner.learned.settings import LearnedPlannerSettings
from services.planner.learned.twins import simpler_twin, stores_it
from services.planner.lexical import LexicalPlanner

# Less likely plans are not worth showing where they name nothing that the question does. On 246 such questions about
# databases that the network did not know, follow-ups are right in 0.24, first questions in 0.14.
_UNNAMED_FROM, _UNNAMED_FIRST = 0.5, 0.6
_UNANSWERABLE = "The database does not hold what the question asks for."
_CHITCHAT = "You are welcome. What else would you like to know about the data?"
_WHICH = "I can read that in more than one way. Which do you mean?"
_REPHRASE = "I am not sure what you mean. Could you say it in other words, or name the data you want to see?"


class LearnedPlanner:
    """Implements stages.Planner. Raises InvalidRequest and VersionMismatch when it is made, for an unusable model.

    With a ranker, the lexical planner's plans are candidates beside the beam's, and the ranker gives the probabilities.
    """

    def __init__(self, settings: LearnedPlannerSettings | None = None) -> None:
        self.settings = settings or LearnedPlannerSettings()
        self.artefact: Artefact = load_artefact(
            self.settings.model, threads=self.settings.threads, kept_segments=self.settings.kept_segments
        )
        self._lexical = LexicalPlanner()

    async def plan(self, request: PlanRequest) -> Plans:
        return await asyncio.to_thread(self.plans, request)

    def plans(self, request: PlanRequest) -> Plans:
        """The same, for callers without an event loop."""
        schema = request.links.snapshot
        if not any(table.columns for table in schema.tables):
            return Plans(plans=(Plan(intent=Intent.UNANSWERABLE, reason="The database has no tables."),))
        pasted = _pasted(request)
        if pasted is not None:
            return Plans(plans=(pasted,))
        prepared = prepare(request, self.artefact.pieces)
        reading = read(prepared.features, self.artefact)
        opinions = self.opinions(request) if self.artefact.metadata.ranker is not None else ()
        judge = Judge(prepared, reading, self.artefact)
        rated = self.rated(request, judge, opinions)
        plans = self.ranked(rated, request, judge.previous)[: self.settings.alternatives]
        opinion = any(one.first_opinion for one in rated)
        other = _refusal(opinions, plans, request) or self._other_intent(reading.intents, plans, opinion)
        stated = self._in_conversation(plans, request.history)
        return Plans(plans=(other, *stated) if other is not None else tuple(stated))

    def rated(self, request: PlanRequest, judge: Judge, opinions: Sequence[Plan]) -> list[Rated]:
        """The candidates: what the beam found, and these plans of the lexical planner."""
        found = derive(judge.prepared, judge.reading, self.artefact, beam=self.settings.beam)
        rated = rated_plans(found, opinions, judge)
        return [replace(one, plan=in_context(one.plan, request.history)) for one in rated]

    def opinions(self, request: PlanRequest) -> Sequence[Plan]:
        """The lexical planner's plans; none for a schema so wide that they would take seconds."""
        columns = sum(len(table.columns) for table in request.links.snapshot.tables)
        return self._lexical.plans(request).plans if columns <= self.settings.most_columns_lexical else ()

    def ranked(self, rated: Sequence[Rated], request: PlanRequest, previous: Query | None) -> list[Plan]:
        """The likeliest first; where all are unlikely, the lexical planner's: the question is not of the kind that the
        network has learned, and rules do not depend on that."""
        ranker = self.artefact.metadata.ranker
        if not rated:
            return []
        if ranker is None:
            scores = (-np.inf if one.log_probability is None else one.log_probability for one in rated)
            likely = np.exp(np.minimum(list(scores), 0.0))
        else:
            features = features_of(rated, request, previous)
            likely = ranker.probabilities(features, first=not request.history)
        unsure = likely.max() < self.artefact.metadata.unsure_below
        best = rated[int(likely.argmax())].plan
        leads = np.array(
            [_repairs(one) or (one.first_opinion and (unsure or stores_it(one.plan, best))) for one in rated]
        )
        likely = np.where(leads, likely.max(), likely)
        order = np.lexsort((~leads, -likely))
        plans = [
            rated[place].plan.model_copy(update={"probability": round(float(likely[place]), 4)})
            for place in order
        ]
        twin = simpler_twin(plans[0], plans[1:], request.links)
        if twin is None:
            return plans
        first = twin.model_copy(update={"probability": plans[0].probability})
        return [first, *(plan for plan in plans if plan is not twin)]

    def _in_conversation(self, plans: Sequence[Plan], history: Sequence[Turn]) -> list[Plan]:
        """With probabilities that know of the plan before. What is asked back is decided without: a mistake of then is
        no reason not to answer now."""
        ranker, before = self.artefact.metadata.ranker, history[-1].plan if history else None
        if ranker is None or before is None or before.intent is not Intent.ANSWER:
            return list(plans)
        stated = (round(ranker.in_conversation(plan.probability, before.probability), 4) for plan in plans)
        return [plan.model_copy(update={"probability": one}) for plan, one in zip(plans, stated, strict=True)]

    def _other_intent(self, intents: Floats, plans: Sequence[Plan], opinion: bool) -> Plan | None:
        """The plan not to answer, where the network is sure enough of that or no planner has much to answer with.
        `opinion`: the lexical planner would answer."""
        likely = dict(zip(INTENTS, intents.tolist(), strict=True))
        metadata = self.artefact.metadata
        unsure = not plans or (plans[0].probability < metadata.unsure_below and not opinion)
        if _reached(likely[Intent.CHITCHAT], metadata.chitchat_from):
            return _without_answer(Intent.CHITCHAT, _CHITCHAT, likely)
        if _reached(likely[Intent.UNANSWERABLE], metadata.unanswerable_from):
            return _without_answer(Intent.UNANSWERABLE, _UNANSWERABLE, likely)
        if unsure or _reached(likely[Intent.CLARIFY], metadata.clarify_from):
            options = readings_apart(plans)
            clarification = Clarification(question=_WHICH if options else _REPHRASE, options=options)
            return Plan(
                intent=Intent.CLARIFY,
                clarification=clarification,
                probability=round(float(likely[Intent.CLARIFY]), 4),
            )
        return None


def _pasted(request: PlanRequest) -> Plan | None:
    """Who pastes a SELECT over tables that are there means it."""
    if not request.question.lstrip().lower().startswith("select"):
        return None
    schema = request.links.snapshot
    sketch = sketch_from_sql(request.question, schema)
    if isinstance(sketch, Unsketchable):
        return None
    return in_context(plan_from_sketch(sketch, schema), request.history)


def _refusal(opinions: Sequence[Plan], plans: Sequence[Plan], request: PlanRequest) -> Plan | None:
    """The lexical planner's plan not to answer, where no plan speaks of anything that the question says: of such
    questions the network is right in every fourth at most."""
    refuses = bool(opinions) and opinions[0].intent is not Intent.ANSWER
    unsure = not plans or plans[0].probability < (_UNNAMED_FROM if request.history else _UNNAMED_FIRST)
    return opinions[0] if refuses and unsure and names_nothing(plans, request) else None


def _repairs(one: Rated) -> bool:
    """'That looks empty, try the code instead': the lexical planner's alone, as no training dialogue has such turns."""
    return bool(one.first_opinion and one.plan.notes) and set(one.plan.change) <= {
        Change.REPAIR,
        Change.REPLACE_FILTER,
    }


def _without_answer(intent: Intent, reason: str, likely: dict[Intent, float]) -> Plan:
    return Plan(intent=intent, reason=reason, probability=round(float(likely[intent]), 4))


def _reached(probability: float, threshold: float | None) -> bool:
    return threshold is not None and probability >= threshold
