"""`python -m bench.executor [--quick]`: what the sandbox costs, beside sqlite3 in this process without any protection.

Everything is measured in one run, so that the load of the machine is in all figures alike; `load` says how much there
was. Targets stand beside the figures; one that is missed is marked. The last line is one JSON object with the figures.
"""

import argparse
import asyncio
import itertools
import os
import random
import resource
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bench.executor_shop import HANDED, KILLERS, SCHEMA, create
from bench.report import show_figures, show_table
from services.contracts.catalogue import Catalogue, Database
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
from services.contracts.serving.server import Server
from services.contracts.serving.settings import ServingSettings
from services.executor.client import GrpcExecutor
from services.executor.executor import SandboxedExecutor
from services.executor.messages import Bounds
from services.executor.process import WorkerProcess
from services.executor.runner import StatementRunner
from services.executor.servicer import executor_service
from services.executor.settings import ExecutorSettings
from services.executor.statement import Statement, read_statement

WORKERS = 6
CLIENTS = 16
LINKS = Links(snapshot=SCHEMA)
KILLER_SECONDS = 0.3
_ROWS = 1_000_000
Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Figure:
    """One row of the table. `target` is met by a value at most, or for rates at least, as large."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of most repetitions; the memory of 1 million rows"
    )
    scale = 0.1 if parser.parse_args().quick else 1.0
    load = os.getloadavg()[0]
    logs.configure("critical", "console")
    with TemporaryDirectory() as folder:
        path = create(Path(folder) / "shop.sqlite")
        figures = asyncio.run(_measured(path, scale))
    rows = [(each.name, f"{each.value:,.3f}", each.unit, *_target(each)) for each in figures]
    show_table("Executor", ("what", "measured", "unit", "target", ""), rows)
    missed = [each.name for each in figures if not each.met]
    print(f"load before the run: {load:.1f}; missed: {', '.join(missed) or 'none'}")
    figures_by_name: dict[str, object] = {each.name: round(each.value, 4) for each in figures}
    show_figures("executor", {**figures_by_name, "load_before": round(load, 2), "missed": missed})
    return 0


def _target(figure: Figure) -> tuple[str, str]:
    if figure.target is None:
        return "", ""
    return f"{'≥' if figure.at_least else '≤'} {figure.target:,g}", "" if figure.met else "missed"


async def _measured(path: Path, scale: float) -> list[Figure]:
    catalogue = Catalogue.of({"shop": path})
    settings = ExecutorSettings(workers=WORKERS, spares=2)
    figures = _unprotected(path, scale)
    unprotected_rows = figures[-1].value
    async with SandboxedExecutor(catalogue, settings) as executor:
        await asyncio.sleep(1)  # all workers are there
        runner, database = executor._runner, catalogue.database("shop")
        figures += await _look_ups(runner, database, scale)
        figures += await _validated(executor, scale)
        figures += await _large_results(executor, scale, unprotected_rows)
        figures += await _limits(executor)
        figures += await _starts(executor)
        figures += await _with_killers(executor, scale)
    figures += await _cancelling(catalogue)
    figures += await _over_grpc(catalogue, settings, scale)
    return figures


# ------------------------------------------------------------------------------------------------- without protection


def _unprotected(path: Path, scale: float) -> list[Figure]:
    """The same statements through sqlite3 in this process: an open connection, no limit, no check."""
    connection = sqlite3.connect(path)
    times = []
    for _ in range(int(5000 * scale)):
        started = time.perf_counter()
        connection.execute(_look_up()).fetchall()
        times.append(time.perf_counter() - started)
    rates = []
    for _ in range(3):
        started = time.perf_counter()
        count = sum(1 for _ in connection.execute(HANDED.format(_ROWS)))
        rates.append(count / (time.perf_counter() - started))
    connection.close()
    return [
        Figure("sqlite3_p50_ms", _percentile(times, 50), "ms"),
        Figure("sqlite3_p99_ms", _percentile(times, 99), "ms"),
        Figure("sqlite3_rows_per_s", max(rates), "rows/s"),
    ]


# ------------------------------------------------------------------------------------------------------------ sandbox


async def _look_ups(runner: StatementRunner, database: Database, scale: float) -> list[Figure]:
    bounds = Bounds(seconds=10, rows=1000, bytes=1_000_000, row_bytes=1_000_000)

    async def run() -> None:
        statement = read_statement(_look_up(), max_bytes=10_000)
        if not isinstance(statement, Statement):
            raise TypeError("the look-up is one SELECT")
        async with runner.reading(database, statement, bounds):
            pass

    times = await _timed(run, int(5000 * scale))
    rate = await _rate(run, CLIENTS, seconds=5 * scale)
    return [
        Figure("sandbox_p50_ms", _percentile(times, 50), "ms", 0.15),
        Figure("sandbox_p99_ms", _percentile(times, 99), "ms", 0.5),
        Figure("sandbox_16_clients_per_s", rate, "queries/s", 8000, at_least=True),
    ]


async def _validated(executor: SandboxedExecutor, scale: float) -> list[Figure]:
    """Whole `execute` calls, on a join with a condition; a new text costs its tree besides."""
    asked = _request(_join(7))
    warm = await _timed(lambda: executor.execute(asked), int(3000 * scale))
    numbers = itertools.count(100)
    new = await _timed(lambda: executor.execute(_request(_join(next(numbers)))), int(1000 * scale))
    return [
        Figure("validated_warm_p50_ms", _percentile(warm, 50), "ms", 0.3),
        Figure("validated_new_text_p50_ms", _percentile(new, 50), "ms", 2.0),
    ]


async def _large_results(executor: SandboxedExecutor, scale: float, unprotected_rate: float) -> list[Figure]:
    """The best of three, as on the other side; then ten times as many, of which the memory counts."""
    rates = [await _fetched(executor, _ROWS) for _ in range(3)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await _fetched(executor, int(10 * _ROWS * scale))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return [
        Figure("fetch_1m_rows_per_s", max(rates), "rows/s"),
        Figure("fetch_1m_share_of_sqlite3", max(rates) / unprotected_rate, "", 0.6, at_least=True),
        Figure("fetch_10m_rows_memory_growth", grown / 1024, "MiB", 64),
    ]


async def _fetched(executor: SandboxedExecutor, rows: int) -> float:
    """Rows per second."""
    started = time.perf_counter()
    asked = FetchRequest(
        database_id="shop",
        sql=HANDED.format(rows),
        page_rows=2_000,
        limits=Limits(seconds=600, rows=10**8, bytes=10**12),
    )
    count = sum([len(page.rows) async for page in executor.fetch(asked)])
    if count != rows:
        raise AssertionError(f"{count} rows instead of {rows}")
    return count / (time.perf_counter() - started)


async def _limits(executor: SandboxedExecutor) -> list[Figure]:
    """How long after its limit a killer comes back, at worst."""
    late = []
    for sql in KILLERS:
        for seconds in (0.1, 0.5):
            started = time.perf_counter()
            await executor.execute(_request(sql, seconds=seconds))
            late.append(time.perf_counter() - started - seconds)
    return [Figure("worst_overrun_s", max(late), "s", 0.3)]


async def _cancelling(catalogue: Catalogue) -> list[Figure]:
    """From the cancelling of a statement in the only slot until that slot has answered the next one."""
    times: list[float] = []
    async with SandboxedExecutor(catalogue, ExecutorSettings(workers=1, spares=1)) as executor:
        for sql in KILLERS * 4:
            await asyncio.sleep(0.3)  # the spare is there
            running = asyncio.create_task(executor.execute(_request(sql)))
            await asyncio.sleep(0.1)
            started = time.perf_counter()
            running.cancel()
            await asyncio.wait([running])
            await _expect_rows(executor.execute(_request("SELECT 1")))
            times.append(time.perf_counter() - started)
    return [
        Figure("cancel_to_free_p50_ms", _percentile(times, 50), "ms", 100),
        Figure("cancel_to_free_max_ms", 1000 * max(times), "ms", 100),
    ]


async def _starts(executor: SandboxedExecutor) -> list[Figure]:
    times = []
    for _ in range(20):
        started = time.perf_counter()
        worker = WorkerProcess(executor._pool._setup, on_exit=lambda _: None)
        await worker.ready(seconds=10)
        times.append(time.perf_counter() - started)
        worker.kill()
        await worker.bury()
    return [Figure("worker_ready_p50_ms", _percentile(times, 50), "ms", 50)]


async def _with_killers(executor: SandboxedExecutor, scale: float) -> list[Figure]:
    """Look-ups of 16 clients, of which every fiftieth asks a killer instead."""
    draw = random.Random(1)
    times: list[float] = []
    until = time.perf_counter() + 15 * scale

    async def client() -> None:
        while time.perf_counter() < until:
            started = time.perf_counter()
            if draw.random() < 0.02:
                await executor.execute(_request(draw.choice(KILLERS), seconds=KILLER_SECONDS))
                continue
            await _expect_rows(executor.execute(_request(_look_up())))
            times.append(time.perf_counter() - started)
            await asyncio.sleep(0.01)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return [
        Figure("beside_killers_p50_ms", _percentile(times, 50), "ms"),
        Figure("beside_killers_p99_ms", _percentile(times, 99), "ms", 350),
    ]


async def _over_grpc(catalogue: Catalogue, settings: ExecutorSettings, scale: float) -> list[Figure]:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(_served(catalogue, settings))
        asked = _request(_look_up())
        times = await _timed(lambda: client.execute(asked), int(2000 * scale))
        rate = await _rate(lambda: client.execute(asked), CLIENTS, seconds=5 * scale)
    return [
        Figure("grpc_p50_ms", _percentile(times, 50), "ms"),
        Figure("grpc_16_clients_per_s", rate, "queries/s", 1500, at_least=True),
    ]


@asynccontextmanager
async def _served(catalogue: Catalogue, settings: ExecutorSettings) -> AsyncIterator[GrpcExecutor]:
    """The server in this process: the figure is what both ends cost together on these cores."""
    server = Server(ServingSettings(port=0), [executor_service(SandboxedExecutor(catalogue, settings))])
    async with server, GrpcExecutor(f"127.0.0.1:{server.port}") as client:
        yield client


# ---------------------------------------------------------------------------------------------------------- measuring


async def _timed(work: Work, count: int) -> list[float]:
    for _ in range(max(count // 10, 10)):
        await work()
    times = []
    for _ in range(count):
        started = time.perf_counter()
        await work()
        times.append(time.perf_counter() - started)
    return times


async def _rate(work: Work, clients: int, *, seconds: float) -> float:
    count = 0
    started = time.perf_counter()

    async def client() -> None:
        nonlocal count
        while time.perf_counter() - started < seconds:
            await work()
            count += 1

    await asyncio.gather(*(client() for _ in range(clients)))
    return count / (time.perf_counter() - started)


async def _expect_rows(running: Awaitable[Execution]) -> None:
    execution = await running
    if execution.status is not ExecutionStatus.OK or execution.row_count != 1:
        raise AssertionError(f"a look-up ended with {execution.status}: {execution.diagnosis}")


def _percentile(times: Sequence[float], percent: int, *, factor: float = 1000) -> float:
    return factor * quantiles(times, n=100, method="inclusive")[percent - 1]


def _look_up() -> str:
    return "SELECT t FROM numbers WHERE i = 4711"


def _join(least: int) -> str:
    return (
        "SELECT c.country, sum(o.total) FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id "
        f"WHERE o.order_id = 4 AND o.total > {least} - 1e9 GROUP BY c.country"
    )


def _request(sql: str, *, seconds: float = 10.0) -> ExecuteRequest:
    return ExecuteRequest(
        drafts=(Draft(sql=sql),), links=LINKS, database_id="shop", limits=Limits(seconds=seconds)
    )


if __name__ == "__main__":
    sys.exit(main())
