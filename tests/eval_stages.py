"""Planners that go wrong, to be named as `tests.eval_stages:…`."""

import asyncio
import os

from services.contracts.models import PlanRequest, Plans


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
