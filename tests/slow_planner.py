"""A service whose planner says in the log that it starts, and takes half a second: `python -m tests.slow_planner`."""

import asyncio

import structlog

from services.contracts.models import PlanRequest, Plans
from services.contracts.serving.server import Service, main
from services.planner.servicer import planner_service
from tests.fakes import FakePlanner

SECONDS = 0.5


class SlowPlanner(FakePlanner):
    async def plan(self, request: PlanRequest) -> Plans:
        structlog.get_logger().info("planning")
        await asyncio.sleep(SECONDS)
        return await super().plan(request)


def build() -> Service:
    return planner_service(SlowPlanner())


if __name__ == "__main__":
    main("planner", build)
