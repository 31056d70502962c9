"""A planner behind a server on loopback."""

import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from services.contracts.models import Links, PlanRequest
from services.contracts.serving.server import Server
from services.contracts.serving.settings import ServingSettings
from services.contracts.stages import Planner
from services.planner.client import GrpcPlanner
from services.planner.servicer import planner_service
from tests.fakes import SCHEMA

NAME = "turnwise.v1.PlannerService"
REQUEST = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))


def settings(**changed: Any) -> ServingSettings:
    return ServingSettings(port=0, **changed)


@asynccontextmanager
async def served(planner: Planner, **changed: Any) -> AsyncIterator[tuple[Server, GrpcPlanner]]:
    async with (
        Server(settings(**changed), [planner_service(planner)]) as server,
        GrpcPlanner(f"127.0.0.1:{server.port}") as client,
    ):
        yield server, client


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as reply:
        return str(reply.read().decode())
