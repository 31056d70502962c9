"""A planner that never answers, and says on standard error when it is asked."""

import asyncio
import sys

from services.contracts.models import PlanRequest, Plans


class HangingPlanner:
    async def plan(self, request: PlanRequest) -> Plans:  # noqa: ARG002
        print("planning", file=sys.stderr, flush=True)
        await asyncio.Event().wait()
        raise AssertionError("it never wakes")
