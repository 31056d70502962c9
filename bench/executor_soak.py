"""`python -m bench.executor_soak [--minutes 15]`: the executor under hostile load, long enough to see a leak.

Sixteen clients; a tenth of their statements are killers that end at their limit, and every second a worker is killed at
random. Each answer is checked. At the end nothing may be left over: no process, no file descriptor, no growing memory.
Exit code 1 if anything is. The last line is one JSON object with the figures.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory

from bench.executor_shop import KILLERS, SCHEMA, create
from bench.report import show_figures, show_table
from services.contracts.catalogue import Catalogue
from services.contracts.errors import Overloaded
from services.contracts.models import (
    Draft,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    FetchRequest,
    Limits,
    Links,
)
from services.contracts.serving import logs
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings

CLIENTS = 16
WORKERS = 6
KILLER_SECONDS = 0.2
PAUSE_SECONDS = (
    0.02  # between two statements of a client, so that the clients do not fill the cores by themselves
)
_GROWTH_MIB = 30
_LINKS = Links(snapshot=SCHEMA)


@dataclass
class Tally:
    """`memory` are samples of this process in MiB, one per second after the first tenth of the run."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    look_ups: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    killed: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=15.0)
    minutes = parser.parse_args().minutes
    logs.configure("critical", "console")
    with TemporaryDirectory() as folder:
        path = create(Path(folder) / "shop.sqlite")
        descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - no paths are wanted
        tally = asyncio.run(_soaked(path, 60 * minutes))
        left = {
            "processes": len(_children()),
            "descriptors": len(os.listdir("/proc/self/fd")) - descriptors,  # noqa: PTH208
        }
    return _report(tally, left, minutes)


async def _soaked(path: Path, seconds: float) -> Tally:
    tally = Tally()
    settings = ExecutorSettings(workers=WORKERS, spares=2)
    started = time.monotonic()

    def going() -> bool:
        return time.monotonic() - started < seconds

    async with SandboxedExecutor(Catalogue.of({"shop": path}), settings) as executor:
        clients = [_client(executor, tally, going, seed) for seed in range(CLIENTS)]
        await asyncio.gather(*clients, _assassin(executor, tally, going), _watcher(tally, going, seconds))
    return tally


async def _client(executor: SandboxedExecutor, tally: Tally, going: Callable[[], bool], seed: int) -> None:
    draw = random.Random(seed)
    while going():
        if draw.random() < 0.1:
            await _kill_by_limit(executor, tally, draw)
        elif draw.random() < 0.05:
            await _fetch(executor, tally, draw)
        else:
            await _look_up(executor, tally, draw)
        await asyncio.sleep(PAUSE_SECONDS)


async def _look_up(executor: SandboxedExecutor, tally: Tally, draw: random.Random) -> None:
    number = draw.randint(1, 100_000)
    started = time.monotonic()
    execution = await executor.execute(_request(f"SELECT t, r FROM numbers WHERE i = {number}", seconds=10))
    tally.look_ups.append(1000 * (time.monotonic() - started))
    _count(tally, execution, ((f"number {number}", number / 7.0),))


async def _fetch(executor: SandboxedExecutor, tally: Tally, draw: random.Random) -> None:
    """Some pages, sometimes not all of them. A worker that is killed in between ends it, which is told."""
    first = draw.randint(1, 90_000)
    asked = FetchRequest(
        database_id="shop",
        sql=f"SELECT i FROM numbers WHERE i >= {first} ORDER BY i LIMIT 5000",
        page_rows=500,
    )
    expected, pages = first, executor.fetch(asked)
    try:
        async for page in pages:
            if [row[0] for row in page.rows] != list(range(expected, expected + len(page.rows))):
                tally.wrong.append(f"page from {expected}")
            expected += len(page.rows)
            if draw.random() < 0.1:
                break
        tally.outcomes["fetched"] += 1
    except Exception as error:
        if "ended unexpectedly" not in str(error):
            raise
        tally.outcomes["fetch ended by a kill"] += 1
    finally:
        await pages.aclose()


async def _kill_by_limit(executor: SandboxedExecutor, tally: Tally, draw: random.Random) -> None:
    try:
        execution = await executor.execute(_request(draw.choice(KILLERS), seconds=KILLER_SECONDS))
    except Overloaded:
        tally.outcomes["no worker in time"] += 1
        return
    if execution.status in {ExecutionStatus.TIMEOUT, ExecutionStatus.LIMIT, ExecutionStatus.FAILED}:
        tally.outcomes[execution.status.value] += 1
        tally.late.append(execution.elapsed_ms / 1000 - KILLER_SECONDS)
    else:
        tally.wrong.append(f"a killer ended with {execution.status}")


def _count(tally: Tally, execution: Execution, rows: tuple[tuple[object, ...], ...]) -> None:
    """A statement that lost two workers in a row fails, and says so; any other answer but the right one is wrong."""
    if execution.page is not None and execution.page.rows == rows:
        tally.outcomes["right"] += 1
    elif execution.diagnosis and "ended unexpectedly" in execution.diagnosis.message:
        tally.outcomes["killed twice"] += 1
    else:
        tally.wrong.append(str(execution.diagnosis))


async def _assassin(executor: SandboxedExecutor, tally: Tally, going: Callable[[], bool]) -> None:
    draw = random.Random(99)
    while going():
        await asyncio.sleep(1)
        if workers := [worker.pid for worker in executor._pool._serving]:
            os.kill(draw.choice(workers), signal.SIGKILL)
            tally.killed += 1


async def _watcher(tally: Tally, going: Callable[[], bool], seconds: float) -> None:
    await asyncio.sleep(seconds / 10)
    while going():
        tally.memory.append(_resident_mib())
        await asyncio.sleep(1)


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _children() -> list[int]:
    """Zombies among them."""
    own, found = os.getpid(), []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except FileNotFoundError:  # it ended meanwhile
                continue
            if int(status.rpartition(")")[2].split()[1]) == own:
                found.append(int(entry.name))
    return found


def _request(sql: str, *, seconds: float) -> ExecuteRequest:
    return ExecuteRequest(
        drafts=(Draft(sql=sql),), links=_LINKS, database_id="shop", limits=Limits(seconds=seconds)
    )


def _report(tally: Tally, left: dict[str, int], minutes: float) -> int:
    fifth = max(len(tally.memory) // 5, 1)
    growth = fmean(tally.memory[-fifth:]) - fmean(tally.memory[:fifth]) if tally.memory else 0.0
    p99 = quantiles(tally.look_ups, n=100, method="inclusive")[98]
    show_table("Outcomes", ("outcome", "n"), sorted(tally.outcomes.items()))
    faults = [
        *(f"wrong: {wrong}" for wrong in tally.wrong[:5]),
        *(f"{count} {what} left over" for what, count in left.items() if count > 0),
        *([f"memory grew by {growth:.1f} MiB"] if growth > _GROWTH_MIB else []),
    ]
    print(f"{minutes:g} minutes, {tally.killed} workers killed; {'; '.join(faults) or 'nothing left over'}")
    figures: dict[str, object] = {
        "minutes": minutes,
        "statements": tally.outcomes.total(),
        **{outcome.replace(" ", "_"): count for outcome, count in sorted(tally.outcomes.items())},
        "wrong": len(tally.wrong),
        "workers_killed": tally.killed,
        "look_up_p99_ms": round(p99, 1),
        "overrun_p99_s": round(quantiles(tally.late, n=100, method="inclusive")[98], 3),
        "overrun_max_s": round(max(tally.late), 3),
        "memory_growth_mib": round(growth, 1),
        **{f"{what}_left": count for what, count in left.items()},
    }
    show_figures("executor_soak", figures)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
