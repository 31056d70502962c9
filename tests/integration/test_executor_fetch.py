"""`fetch`: pages one after the other, in bounded memory, and a worker that is free again afterwards."""

import asyncio
import resource
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import DatabaseUnusable, DeadlineExceeded, StatementFailed
from services.contracts.models import ExecutionStatus, FetchRequest, Limits, ResultPage
from services.contracts.serving.server import Server
from services.contracts.serving.settings import ServingSettings
from services.executor.client import GrpcExecutor
from services.executor.executor import SandboxedExecutor
from services.executor.messages import Failure, Next, Page, Run
from services.executor.process import WorkerProcess
from services.executor.servicer import executor_service
from services.executor.settings import ExecutorSettings
from tests.executor_shop import BLIND, ENDLESS, create, fetch_request, request, with_executor

COUNT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) SELECT i, 'row ' || i FROM n"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("shop") / "shop.sqlite")


def fetched(path: Path, asked: FetchRequest, **settings: object) -> list[ResultPage]:
    async def work(executor: SandboxedExecutor) -> list[ResultPage]:
        return [page async for page in executor.fetch(asked)]

    return with_executor(path, work, **settings)


@pytest.mark.parametrize("page_rows", [1000, 4999, 5000, 10_000])
def test_pages_make_up_the_result(shop: Path, page_rows: int) -> None:
    pages = fetched(shop, fetch_request("SELECT i, t FROM numbers ORDER BY i", page_rows=page_rows))
    rows = [row for page in pages for row in page.rows]
    assert rows == [(i, f"number {i}") for i in range(1, 5001)]
    assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [page.offset for page in pages] == [page_rows * index for index in range(len(pages))]
    assert {tuple(column.name for column in page.columns) for page in pages} == {("i", "t")}


def test_empty_result_is_one_empty_page(shop: Path) -> None:
    (page,) = fetched(shop, fetch_request("SELECT i FROM numbers WHERE i < 0"))
    assert page.rows == ()
    assert page.last
    assert page.columns[0].type == "INTEGER"


def test_pages_end_by_size_too(shop: Path) -> None:
    pages = fetched(shop, fetch_request("SELECT i, zeroblob(400) FROM numbers LIMIT 100"), page_bytes=4096)
    assert {len(page.rows) for page in pages} == {10}


@pytest.mark.parametrize(
    ("limits", "rows"), [(Limits(rows=2500), 2500), (Limits(rows=2000), 2000), (Limits(bytes=16_000), 1000)]
)
def test_a_result_that_is_cut_says_so(shop: Path, limits: Limits, rows: int) -> None:
    pages = fetched(shop, fetch_request("SELECT i, t FROM numbers", limits=limits))
    assert sum(len(page.rows) for page in pages) == pytest.approx(rows, rel=0.1)
    assert not pages[-1].last


def test_large_result_in_bounded_memory(shop: Path) -> None:
    """800,000 rows are 25 MB as sent, far more as Python objects."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    async def work(executor: SandboxedExecutor) -> int:
        asked = fetch_request(
            COUNT.format(800_000), page_rows=2000, limits=Limits(rows=10**6, bytes=10**9, seconds=60)
        )
        return sum([len(page.rows) async for page in executor.fetch(asked)])

    assert with_executor(shop, work) == 800_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB


def test_a_reader_over_grpc_that_pauses_holds_sqlite_back(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an endless result no more is read than the connection and one page ahead hold."""
    asked = 0
    ask = WorkerProcess.ask

    async def counted(worker: WorkerProcess, command: Run | Next) -> Page | Failure:
        nonlocal asked
        asked += 1
        return await ask(worker, command)

    monkeypatch.setattr(WorkerProcess, "ask", counted)

    async def read() -> int:
        executor = SandboxedExecutor(Catalogue.of({"shop": shop}), ExecutorSettings(workers=1))
        server = Server(ServingSettings(port=0), [executor_service(executor)])
        async with server, GrpcExecutor(f"127.0.0.1:{server.port}") as client:
            limits = Limits(rows=10**9, bytes=10**12, seconds=60)
            pages = client.fetch(fetch_request(COUNT.format(10**9), page_rows=10_000, limits=limits))
            await anext(pages)
            await asyncio.sleep(1)
            await pages.aclose()
            return asked

    assert asyncio.run(read()) < 40  # some 200 kB each


def test_undecodable_text_after_the_first_page(tmp_path: Path) -> None:
    path = create(
        tmp_path / "dirty.sqlite",
        "CREATE TABLE t(a TEXT); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50)"
        "INSERT INTO t SELECT CASE i WHEN 37 THEN CAST(x'ff' AS TEXT) ELSE 'é' || i END FROM n",
    )
    pages = fetched(path, fetch_request("SELECT a FROM t", page_rows=10))
    texts = [row[0] for page in pages for row in page.rows]
    assert texts == ["\ufffd" if i == 37 else f"é{i}" for i in range(1, 51)]
    assert {page.columns for page in pages} == {pages[0].columns}


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT nothing FROM numbers", "invalid"),
        ("DELETE FROM numbers", "denied"),
        ("SELECT load_extension('x')", "denied"),
        (ENDLESS, "timeout"),
        (BLIND, "timeout"),
        ("SELECT zeroblob(5000000)", "limit"),
    ],
)
def test_statements_that_fail(shop: Path, sql: str, status: str) -> None:
    with pytest.raises(StatementFailed) as failure:
        fetched(shop, fetch_request(sql, limits=Limits(seconds=0.2)))
    assert failure.value.metadata["status"] == status


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="does not exist"):
        fetched(tmp_path / "gone.sqlite", fetch_request("SELECT 1"))


def test_closing_early_frees_the_only_worker(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> ExecutionStatus:
        for _ in range(3):
            pages = executor.fetch(fetch_request(COUNT.format(10**9)))
            await anext(pages)
            await pages.aclose()
        return (await executor.execute(request("SELECT 1", limits=Limits(seconds=1)))).status

    assert with_executor(shop, work, workers=1) is ExecutionStatus.OK


def test_cancelling_in_the_middle_of_a_page_frees_the_only_worker(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> float:
        reading = asyncio.create_task(anext(executor.fetch(fetch_request(ENDLESS))))
        await asyncio.sleep(0.1)
        clock = asyncio.get_running_loop().time
        started = clock()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await executor.execute(request("SELECT 1"))
        return clock() - started

    assert with_executor(shop, work, workers=1, spares=1) < 0.5


def test_a_reader_that_stays_away_loses_the_worker(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> ExecutionStatus:
        pages = executor.fetch(fetch_request(COUNT.format(10**9)))
        await anext(pages)
        execution = await executor.execute(request("SELECT 1", limits=Limits(seconds=5)))
        with pytest.raises(DeadlineExceeded):
            await anext(pages)
        return execution.status

    assert with_executor(shop, work, workers=1, idle_seconds=0.1) is ExecutionStatus.OK


def test_an_abandoned_iterator_is_closed_without_noise(shop: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def work(executor: SandboxedExecutor) -> AsyncGenerator[ResultPage, None]:
        pages = executor.fetch(fetch_request(COUNT.format(10**9)))
        await anext(pages)
        return pages

    with_executor(shop, work)
    assert caplog.records == []


def test_pages_of_two_contents_are_never_mixed(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    other = create(tmp_path / "other.sqlite")

    async def work(executor: SandboxedExecutor) -> None:
        pages = executor.fetch(fetch_request("SELECT i FROM numbers"))
        await anext(pages)
        other.replace(path)
        with pytest.raises(StatementFailed, match="changed while it was being read"):
            await anext(pages)

    with_executor(path, work)
