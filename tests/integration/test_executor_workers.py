"""The workers: what they may do, how they die, and that nobody notices."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.contracts.errors import Overloaded, StageUnavailable
from services.contracts.models import ExecutionStatus, Limits
from services.executor import process
from services.executor.executor import SandboxedExecutor
from services.executor.messages import Bounds, Failure, FailureKind, Page, Run, Setup
from services.executor.settings import ExecutorSettings
from tests.executor_shop import BLIND, ENDLESS, create, request, with_executor


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("shop") / "shop.sqlite")


def workers_of(executor: SandboxedExecutor) -> list[int]:
    return [worker.pid for worker in executor._pool._serving]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def wait_until_ready(executor: SandboxedExecutor, count: int) -> None:
    async with asyncio.timeout(10):
        while len(workers_of(executor)) < count:  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO numbers VALUES (0, '')",
        "UPDATE numbers SET t = ''",
        "DELETE FROM numbers",
        "DROP TABLE numbers",
        "CREATE TEMP TABLE x(a)",
        "WITH n AS (SELECT 1) DELETE FROM numbers",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "ATTACH ':memory:' AS x",
        "VACUUM",
        "VACUUM INTO '{folder}/stolen.sqlite'",
        "EXPLAIN SELECT 1",
        "BEGIN IMMEDIATE",
        "SELECT 1; DELETE FROM numbers",
        "SELECT 1; SELECT 2",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_database_list",
        "",
    ],
)
def test_a_worker_denies_what_the_service_should_have(shop: Path, sql: str) -> None:
    """Nothing depends on the statement having been read before."""

    async def ask() -> Page | Failure:
        setup = Setup(heap_bytes=1 << 26, process_bytes=1 << 30, cell_bytes=1_000_000, sql_bytes=10_000)
        worker = process.WorkerProcess(setup, on_exit=lambda _: None)
        await worker.ready(seconds=10)
        bounds = Bounds(seconds=5, rows=10, bytes=1000, row_bytes=1000)
        try:
            name = worker.hand_over(shop, "1")
            return await worker.ask(Run(name, sql.format(folder=shop.parent), bounds))
        finally:
            worker.kill()
            await worker.bury()

    before = shop.read_bytes()
    reply = asyncio.run(ask())
    assert isinstance(reply, Failure)
    assert reply.kind is FailureKind.DENIED
    assert shop.read_bytes() == before
    assert [path.name for path in shop.parent.iterdir()] == [shop.name]


@pytest.mark.parametrize("sql", [ENDLESS, BLIND])
def test_cancelling_ends_the_statement_at_once(shop: Path, sql: str) -> None:
    async def work(executor: SandboxedExecutor) -> float:
        await wait_until_ready(executor, 2)
        before = workers_of(executor)
        running = asyncio.create_task(executor.execute(request(sql)))
        await asyncio.sleep(0.1)
        started = time.monotonic()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        while all(alive(pid) for pid in before):  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.001)
        return time.monotonic() - started

    assert min(with_executor(shop, work, workers=1, spares=1) for _ in range(3)) < 0.1


def test_a_worker_that_dies_is_replaced_and_its_statement_tried_again(shop: Path) -> None:
    slow = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT count(*) FROM n"
    )

    async def work(executor: SandboxedExecutor) -> ExecutionStatus:
        running = asyncio.create_task(executor.execute(request(slow)))
        await asyncio.sleep(0.1)
        os.kill(workers_of(executor)[0], signal.SIGKILL)
        status = (await running).status
        await wait_until_ready(executor, 1)
        return status

    assert with_executor(shop, work, workers=1) is ExecutionStatus.OK


def test_a_worker_outlives_many_contents(tmp_path: Path) -> None:
    """More than it may have descriptors, some of them of files that are damaged."""
    path = create(tmp_path / "shop.sqlite")
    content = path.read_bytes()

    async def work(executor: SandboxedExecutor) -> tuple[list[int], list[int]]:
        before = workers_of(executor)
        for number in range(150):
            other = tmp_path / "other.sqlite"
            other.write_bytes(content if number % 3 else content[:100] + bytes(len(content) - 100))
            other.replace(path)
            execution = await executor.execute(request("SELECT count(*) FROM orders"))
            assert execution.status.value == ("ok" if number % 3 else "damaged")
        return before, workers_of(executor)

    before, after = with_executor(path, work, workers=1)
    assert before == after


def test_a_statement_that_always_kills_its_worker_fails(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> list[ExecutionStatus]:
        async def assassin() -> None:
            while True:
                for pid in workers_of(executor):
                    os.kill(pid, signal.SIGKILL)
                await asyncio.sleep(0.02)

        await wait_until_ready(executor, 2)
        killing = asyncio.create_task(assassin())
        failed = await executor.execute(request(ENDLESS))
        killing.cancel()
        after = await executor.execute(request("SELECT 1"))
        assert failed.diagnosis is not None
        assert failed.diagnosis.message == "The process that ran it ended unexpectedly."
        return [failed.status, after.status]

    assert with_executor(shop, work) == [ExecutionStatus.FAILED, ExecutionStatus.OK]


def test_other_statements_do_not_notice_killed_workers(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> int:
        draw = random.Random(7)

        async def assassin() -> None:
            while True:
                await asyncio.sleep(0.1)
                os.kill(draw.choice(workers_of(executor)), signal.SIGKILL)

        async def client(number: int) -> int:
            right = 0
            for turn in range(25):
                i = number * 25 + turn + 1
                execution = await executor.execute(request(f"SELECT t FROM numbers WHERE i = {i}"))
                right += execution.page is not None and execution.page.rows == ((f"number {i}",),)
                await asyncio.sleep(0.01)
            return right

        await wait_until_ready(executor, 3)
        killing = asyncio.create_task(assassin())
        counts = await asyncio.gather(*(client(number) for number in range(4)))
        killing.cancel()
        return sum(counts)

    assert with_executor(shop, work, workers=3, spares=1) == 100


def test_timeouts_leave_the_other_workers_alone(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> list[ExecutionStatus]:
        await wait_until_ready(executor, 3)
        limits = Limits(seconds=0.3)
        blind = [asyncio.create_task(executor.execute(request(BLIND, limits=limits))) for _ in range(2)]
        statuses = [(await executor.execute(request("SELECT 1"))).status for _ in range(20)]
        return [*statuses, *(execution.status for execution in await asyncio.gather(*blind))]

    statuses = with_executor(shop, work, workers=3)
    assert statuses == [ExecutionStatus.OK] * 20 + [ExecutionStatus.TIMEOUT] * 2


def test_overload_is_refused(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> list[str]:
        await wait_until_ready(executor, 2)
        hogs = [
            asyncio.create_task(executor.execute(request(ENDLESS, limits=Limits(seconds=0.6))))
            for _ in range(2)
        ]
        await asyncio.sleep(0.1)
        with pytest.raises(Overloaded, match="No worker"):
            await executor.execute(request("SELECT 1", limits=Limits(seconds=0.1)))
        waiting = asyncio.create_task(executor.execute(request("SELECT 1")))
        await asyncio.sleep(0)
        with pytest.raises(Overloaded, match="Too many"):
            await executor.execute(request("SELECT 1"))
        return [execution.status.value for execution in await asyncio.gather(*hogs, waiting)]

    assert with_executor(shop, work, workers=2, max_waiting=1) == ["timeout", "timeout", "ok"]


def test_closing_leaves_no_process(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> list[int]:
        await wait_until_ready(executor, 3)
        running = asyncio.create_task(executor.execute(request(ENDLESS)))
        await asyncio.sleep(0.05)
        pids = workers_of(executor)
        await executor.close()
        with pytest.raises(StageUnavailable):
            await running
        return pids

    pids = with_executor(shop, work, workers=2, spares=1)
    assert len(pids) == 3
    assert not any(alive(pid) for pid in pids)


def test_workers_end_with_a_service_that_is_killed(shop: Path) -> None:
    script = f"""
import asyncio
from pathlib import Path
from services.contracts.models import Limits
from tests.executor_shop import BLIND, request, with_executor
async def work(executor):
    running = asyncio.create_task(executor.execute(request(BLIND, limits=Limits(seconds=60))))
    await asyncio.sleep(0.1)
    print(*[worker.pid for worker in executor._pool._serving], flush=True)
    await running
with_executor(Path({str(shop)!r}), work)
"""
    service = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with service:
        assert service.stdout is not None
        pids = [int(word) for word in service.stdout.readline().split()]
        service.kill()
    assert pids
    deadline = time.monotonic() + 2
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in pids)


def test_a_worker_that_cannot_start_is_a_fault(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", "raise SystemExit('no')"))

    async def work(_: SandboxedExecutor) -> None: ...

    with pytest.raises(StageUnavailable, match="worker does not start"):
        with_executor(shop, work)


def test_rubbish_from_a_worker_fails_the_statement(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impostor = """
import os
from services.executor.messages import LENGTH, Layer, Ready, pack_ready
os.read(0, 1000)
os.write(0, pack_ready(Ready("3", tuple(Layer))))
os.read(0, 1000)
os.write(0, LENGTH.pack(3) + b"abc")
"""
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-S", "-c", impostor))
    execution = with_executor(shop, lambda executor: executor.execute(request("SELECT 1")))
    assert execution.status is ExecutionStatus.FAILED


def test_workers_get_nothing_of_the_environment(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hush")

    async def work(executor: SandboxedExecutor) -> str:
        return await asyncio.to_thread(Path(f"/proc/{workers_of(executor)[0]}/environ").read_text)

    assert "hush" not in with_executor(shop, work)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNWISE_EXECUTOR_WORKERS", "7")
    assert ExecutorSettings().workers == 7
    assert all(field.description for field in ExecutorSettings.model_fields.values())
