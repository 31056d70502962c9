"""Runs the whole corpus of statements at once, beside others who want to be served."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.models import Execution, Limits
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings
from tests.executor_shop import create, request
from tests.hostile.statements import SECONDS, Hostile, statements

_AT_A_TIME = 2


@dataclass
class Outcome:
    """What became of a statement, and how many seconds after its limit (before it: less than 0)."""

    execution: Execution
    late: float


@dataclass
class CorpusRun:
    """`look_ups` are the seconds that each look-up of the others took; `wrong` those that did not find their row."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    look_ups: list[float] = field(default_factory=list)
    wrong: int = 0
    shop: Path = Path()
    before: bytes = b""

    @property
    def p99_ms(self) -> float:
        return 1000 * quantiles(self.look_ups, n=100, method="inclusive")[98]


@pytest.fixture(scope="session")
def corpus_run(tmp_path_factory: pytest.TempPathFactory) -> CorpusRun:
    shop = create(tmp_path_factory.mktemp("hostile") / "shop.sqlite")
    run = CorpusRun(shop=shop, before=shop.read_bytes())
    asyncio.run(_run(run))
    return run


async def _run(run: CorpusRun) -> None:
    # A worker for each hostile statement, two for the others.
    settings = ExecutorSettings(workers=_AT_A_TIME + 2, spares=2, sandbox="container")
    async with SandboxedExecutor(Catalogue.of({"shop": run.shop}), settings) as executor:
        waiting = iter(statements())
        done = asyncio.Event()
        others = [asyncio.create_task(_look_up(executor, run, done)) for _ in range(2)]

        async def attack() -> None:
            for hostile in waiting:
                outcome = await _attacked(executor, hostile, SECONDS)
                if outcome.execution.status.value == "timeout" and "timeout" not in hostile.outcomes:
                    outcome = await _attacked(executor, hostile, 10 * SECONDS)  # the machine was busy
                run.outcomes[hostile.sql] = outcome

        await asyncio.gather(*(attack() for _ in range(_AT_A_TIME)))
        done.set()
        await asyncio.gather(*others)


async def _attacked(executor: SandboxedExecutor, hostile: Hostile, seconds: float) -> Outcome:
    started = time.monotonic()
    execution = await executor.execute(request(hostile.sql, limits=Limits(seconds=seconds, bytes=10**6)))
    return Outcome(execution, time.monotonic() - started - seconds)


async def _look_up(executor: SandboxedExecutor, run: CorpusRun, done: asyncio.Event) -> None:
    async for number in _numbers(done):
        started = time.monotonic()
        execution = await executor.execute(request(f"SELECT t FROM numbers WHERE i = {number}"))
        run.look_ups.append(time.monotonic() - started)
        run.wrong += execution.page is None or execution.page.rows != ((f"number {number}",),)


async def _numbers(done: asyncio.Event) -> AsyncIterator[int]:
    number = 0
    while not done.is_set():
        number = number % 5000 + 1
        yield number
        await asyncio.sleep(0.01)
