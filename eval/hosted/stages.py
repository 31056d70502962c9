"""A hosted model as generator or as planner. Named on the command line as `eval.hosted.stages:HostedGenerator`."""

import re
from typing import Any

from pydantic import ValidationError

from eval.hosted.endpoint import Endpoint
from eval.hosted.plan_reply import PlanReply, plan_of
from eval.hosted.prompts import generation_messages, planning_messages
from eval.hosted.settings import HostedSettings
from services.contracts.errors import StageBroken
from services.contracts.models import Draft, Drafts, GenerateRequest, PlanRequest, Plans
from services.contracts.sql_plan import in_context

_BLOCK = re.compile(r"```(?:sql|sqlite)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)


class HostedGenerator:
    """Implements stages.Generator: one draft per request, from the first plan where it holds anything."""

    def __init__(self, settings: HostedSettings | None = None) -> None:
        self.settings = settings or HostedSettings()
        self._endpoint = Endpoint(self.settings, stage="generator")

    async def generate(self, request: GenerateRequest) -> Drafts:
        plan = request.plans[0] if request.plans and self.settings.plans_in_prompt else None
        messages = generation_messages(
            request.question, request.links, request.history, plan, request.diagnosis, request.attempts
        )
        answer = await self._endpoint.complete(messages, seed=request.context.seed)
        if answer.cut_off:
            draft = Draft(sql="", plan=0, failure="the answer was cut off at its limit of tokens")
        else:
            draft = _draft(answer.text)
        return Drafts(drafts=(draft,), usage=answer.usage)

    async def close(self) -> None:
        await self._endpoint.close()


class HostedPlanner:
    """Implements stages.Planner: structured output, without a sketch; a generator that needs one cannot follow it."""

    def __init__(self, settings: HostedSettings | None = None) -> None:
        self.settings = settings or HostedSettings()
        self._endpoint = Endpoint(self.settings, stage="planner")
        self._schema: dict[str, Any] = PlanReply.model_json_schema()

    async def plan(self, request: PlanRequest) -> Plans:
        """Raises StageBroken for an answer that does not fit the schema."""
        messages = planning_messages(request.question, request.links, request.history)
        answer = await self._endpoint.complete(messages, seed=request.context.seed, schema=self._schema)
        try:
            reply = PlanReply.model_validate_json(answer.text)
        except ValidationError as error:
            reason = "cut off at its limit of tokens" if answer.cut_off else str(error.errors()[0]["msg"])
            raise StageBroken(f"the model's plan cannot be read: {reason}", stage="planner") from error
        plan = plan_of(reply, request.links.snapshot)
        return Plans(plans=(in_context(plan, request.history),), usage=answer.usage)

    async def close(self) -> None:
        await self._endpoint.close()


def _draft(text: str) -> Draft:
    """The last block of SQL; without one the whole answer."""
    blocks = _BLOCK.findall(text)
    sql = (blocks[-1] if blocks else text).strip().rstrip(";").strip()
    return Draft(sql=sql, plan=0, score=1.0) if sql else Draft(sql="", plan=0, failure="the answer is empty")
