"""A service as a process: what it says, and how it ends."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from services.contracts.models import Links, PlanRequest
from services.contracts.serving.probe import status
from services.planner.client import GrpcPlanner
from tests.fakes import PLAN, SCHEMA
from tests.in_loop import in_loop

REQUEST = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))
SLOW = "tests.slow_planner"


class Running:
    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self.process = process
        self._errors = errors

    @property
    def address(self) -> str:
        for line in self._errors:
            if port := re.search(r'"port": (\d+)', line):
                return f"127.0.0.1:{port[1]}"
        raise AssertionError("the service did not start")

    async def says(self, event: str) -> None:
        """Waits for the next line of that event."""
        while json.loads(await asyncio.to_thread(self._errors.readline))["event"] != event:
            pass

    async def end(self) -> tuple[int, list[str]]:
        """The exit code, and what the log says until then."""
        lines = (await asyncio.to_thread(self._errors.read)).splitlines()
        return self.process.wait(timeout=20), [json.loads(line)["event"] for line in lines]


@contextmanager
def started(module: str, **environment: str) -> Iterator[Running]:
    settings = {"TURNWISE_PLANNER_PORT": "0", "TURNWISE_PLANNER_LOG_FORMAT": "json", **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", module], stderr=subprocess.PIPE, text=True, env=os.environ | settings
    )
    assert process.stderr is not None
    try:
        yield Running(process, process.stderr)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@in_loop
async def test_a_stop_finishes_the_call_in_flight() -> None:
    with started(SLOW) as running:
        async with GrpcPlanner(running.address) as client:
            calling = asyncio.create_task(client.plan(REQUEST))
            await running.says("planning")
            running.process.send_signal(signal.SIGTERM)
            assert (await calling).plans == (PLAN,)
        code, events = await running.end()
    assert code == 0
    assert events == ["stopping", "call", "stopped"]


@in_loop
async def test_a_second_signal_does_not_wait() -> None:
    with started(SLOW) as running:
        async with GrpcPlanner(running.address) as client:
            calling = asyncio.create_task(client.plan(REQUEST))
            await running.says("planning")
            running.process.send_signal(signal.SIGINT)
            await running.says("stopping")
            running.process.send_signal(signal.SIGINT)
            code, events = await running.end()
            await asyncio.wait([calling])
            calling.exception()
    assert code == 130
    assert "stopped" not in events


def test_the_probe_tells_a_ready_service_from_one_that_is_not_there() -> None:
    with started(
        "services.generator", TURNWISE_GENERATOR_PORT="0", TURNWISE_GENERATOR_LOG_FORMAT="json"
    ) as running:
        address = running.address
        probe = [sys.executable, "-m", "services.contracts.serving.probe", address]
        assert subprocess.run([*probe, "turnwise.v1.GeneratorService"], check=False).returncode == 0
        assert subprocess.run(probe, check=False).returncode == 0
        other = subprocess.run(
            [*probe, "turnwise.v1.PlannerService"], check=False, capture_output=True, text=True
        )
        assert (other.returncode, other.stderr) == (1, "turnwise.v1.PlannerService: NOT_FOUND\n")
    assert status(address, "", seconds=2.0) == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("module", "environment", "said"),
    [
        (
            "services.planner",
            {"TURNWISE_PLANNER_PORT": "http"},
            r"planner: settings .*: port: Input should be a valid integer",
        ),
        (
            "services.planner",
            {"TURNWISE_PLANNER_HOST": "192.0.2.1"},
            r"planner: cannot listen on 192\.0\.2\.1:0",
        ),
        ("services.executor", {"TURNWISE_CATALOGUE": ""}, r"executor: "),
        (
            "services.value_index",
            {"TURNWISE_CATALOGUE": "/missing.toml"},
            r"value_index: The catalogue missing\.toml cannot be read",
        ),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_in_a_line(
    module: str, environment: dict[str, str], said: str
) -> None:
    with started(module, **environment) as running:
        assert running.process.stderr is not None
        text = running.process.stderr.read()
        assert running.process.wait(timeout=20) == 1
    assert re.match(said, text.splitlines()[-1])
    assert "Traceback" not in text
