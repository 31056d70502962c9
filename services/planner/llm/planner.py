"""Request → prompt → a language model's JSON, held against the schema → plans."""

import math

from services.contracts.errors import StageBroken
from services.contracts.language_model.asking import AsksLanguageModel
from services.contracts.language_model.completion import (
    Completion,
    CompletionRequest,
    Completions,
    LanguageModel,
    together,
)
from services.contracts.language_model.model_server import ModelServer
from services.contracts.language_model.tokens import fitted
from services.contracts.models import PlanRequest, Plans
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Message, Prompt
from services.contracts.sql_plan import in_context
from services.planner.llm.reply import Invalid, PlanReply, read_reply
from services.planner.llm.settings import LlmPlannerSettings
from services.planner.llm.validation import plan_of

_SYSTEM = """\
Plan how the question is answered from the SQLite database. Reply with one JSON object and nothing else:
{"intent": "answer", "message": "", "tables": ["t"], "joins": [{"left": "t.x", "right": "u.y"}],
"select": [{"column": "t.c", "aggregate": "", "distinct": false}], "distinct": false,
"where": [{"column": "t.c", "operator": "=", "value": "v"}], "group_by": ["t.c"],
"having": [{"of": {"column": "*", "aggregate": "count", "distinct": false}, "operator": ">", "value": 1}],
"order_by": [{"by": {"column": "t.c", "aggregate": "max", "distinct": false}, "descending": true}],
"limit": null, "set_operator": null, "nested": false}
Names of tables and columns as the schema spells them, columns as table.column, values as they are stored. select \
holds exactly what is asked for, in that order. intent is "clarify" where the schema cannot decide between several \
readings, "unanswerable" where the data are not there, "chitchat" where nothing is asked; message then says it to the \
user. set_operator and nested say that the answer needs a set operation or a sub-query. A follow-up question keeps the \
conditions of the turns before unless it changes them."""


class LlmPlanner(AsksLanguageModel):
    """Implements stages.Planner. Its plans have no sketch: a generator that needs one cannot follow them."""

    def __init__(
        self, settings: LlmPlannerSettings | None = None, language_model: LanguageModel | None = None
    ) -> None:
        """`language_model` is asked in the place of the settings' server. Raises InvalidRequest for a wrong setting."""
        self.settings = settings or LlmPlannerSettings()
        super().__init__(language_model or ModelServer(self.settings, stage="planner"))
        self._json_schema = PlanReply.model_json_schema() if self.settings.structured_output else None

    async def plan(self, request: PlanRequest) -> Plans:
        """The model is told once what is wrong, where none of its answers is a plan on this schema.

        Raises what the language model raises; Overloaded for a prompt that is too long whatever is left out;
        StageBroken where the second answer is no plan either.
        """
        first = await self._asked(request)
        plans, usage = self._plans(first, request), first.usage
        if not plans:
            wrong = first.choices[0]
            second = await self._asked(request, wrong, str(self._read(wrong, request)))
            plans, usage = self._plans(second, request), together(usage, second.usage)
            if not plans:
                reason = self._read(second.choices[0], request)
                raise StageBroken(f"the model's plan is invalid twice: {reason}", stage="planner")
        return Plans(plans=plans, usage=usage)

    async def _asked(
        self, request: PlanRequest, wrong: Completion | None = None, reason: str = ""
    ) -> Completions:
        subject = Subject(asked=request, system=_SYSTEM)
        more: tuple[Message, ...] = ()
        if wrong is not None:
            told = f"That is no valid plan: {reason}. Reply with the corrected JSON object and nothing else."
            more = (Message(role="assistant", content=wrong.text), Message(role="user", content=told))

        def write(budget: Budget) -> Prompt:
            left = budget.tokens - sum(budget.count(message.content) for message in more)
            prompt = composed(subject, Budget(left, budget.count))
            return prompt.model_copy(update={"messages": prompt.messages + more})

        settings = self.settings
        prompt = await fitted(
            self._language_model,
            write,
            model=settings.model,
            max_tokens=settings.max_tokens,
            stage="planner",
        )
        return await self._language_model.complete(
            CompletionRequest(
                model=settings.model,
                messages=prompt.messages,
                choices=settings.answers,
                temperature=settings.temperature,
                max_tokens=settings.max_tokens,
                seed=request.context.seed,
                json_schema=self._json_schema,
            )
        )

    def _plans(self, answer: Completions, request: PlanRequest) -> tuple[Plan, ...]:
        """Each plan once, most probable first; none where no choice is one.

        The probability is the share of the choices that give the plan, times the likelihood of their text (the
        geometric mean of its tokens' probabilities).
        """
        weights: dict[Plan, float] = {}
        for choice in answer.choices:
            plan = self._read(choice, request)
            if isinstance(plan, Plan):
                likelihood = math.exp(min(0.0, choice.log_probability or 0.0))
                weights[plan] = weights.get(plan, 0.0) + likelihood / len(answer.choices)
        best = sorted(weights.items(), key=lambda each: -each[1])[: self.settings.alternatives]
        return tuple(
            in_context(plan, request.history).model_copy(update={"probability": weight})
            for plan, weight in best
        )

    def _read(self, choice: Completion, request: PlanRequest) -> Plan | Invalid:
        if choice.cut_off:
            return Invalid(reasons=(f"it was cut off at {self.settings.max_tokens} tokens",))
        reply = read_reply(choice.text)
        return reply if isinstance(reply, Invalid) else plan_of(reply, request.links)
