"""Planners that go wrong or ask back, to be named as `tests.eval_stages:…`."""

import asyncio
import os

from services.contracts.models import PlanRequest, Plans
from services.contracts.plan import Clarification, Intent, Plan
from services.planner.lexical import LexicalPlanner


class RaisingPlanner:
    async def plan(self, request: PlanRequest) -> Plans:
        raise ValueError(f"cannot plan {request.question!r}")


class HangingPlanner:
    async def plan(self, request: PlanRequest) -> Plans:
        await asyncio.sleep(60)
        raise AssertionError(request.question)


class DyingPlanner:
    async def plan(self, request: PlanRequest) -> Plans:
        os._exit(len(request.question))


class AskingPlanner(LexicalPlanner):
    """Asks back until a user has said 'cats', then plans what was asked and said."""

    async def plan(self, request: PlanRequest) -> Plans:
        if "cats" not in request.question:
            asked = Clarification(question="Which animals?")
            return Plans(plans=(Plan(intent=Intent.CLARIFY, clarification=asked),))
        return await super().plan(request.model_copy(update={"question": "How many animals are there?"}))
