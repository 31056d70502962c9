"""A server and its clients: readiness, refusals, deadlines, cancellation, the end of a process."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2  # type: ignore[import-untyped]
from grpc_status import rpc_status  # type: ignore[import-untyped]
from structlog.testing import capture_logs
from turnwise.v1 import common_pb2, planner_pb2

from services.contracts import deadline, wire
from services.contracts.errors import (
    DeadlineExceeded,
    Overloaded,
    StageBroken,
    StageUnavailable,
    UnknownDatabase,
)
from services.contracts.models import (
    Context,
    FetchRequest,
    PlanRequest,
    Plans,
    ResultColumn,
    ResultPage,
)
from services.contracts.plan import Plan
from services.contracts.serving import probe
from services.contracts.serving.server import Server, Service
from services.contracts.serving.settings import ServingSettings
from services.executor.client import GrpcExecutor
from services.executor.servicer import executor_service
from services.planner.client import GrpcPlanner
from services.planner.servicer import planner_service
from tests.fakes import PLAN, SCHEMA, Failing, FakeExecutor, FakePlanner, Stuck
from tests.in_loop import in_loop
from tests.served import NAME, REQUEST, get, served, settings


@asynccontextmanager
async def raw(server: Server) -> AsyncIterator[Any]:
    """The method as another language would call it, with bytes."""
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
        yield channel.unary_unary(f"/{NAME}/Plan")


class Slow(FakePlanner):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.started = asyncio.Event()
        self.let = asyncio.Event()

    async def plan(self, request: PlanRequest) -> Plans:
        self.started.set()
        await self.let.wait()
        return await super().plan(request)


class Away(FakePlanner):
    """Cannot be reached so many times."""

    def __init__(self, *, times: int) -> None:
        super().__init__()
        self.times = times

    async def plan(self, request: PlanRequest) -> Plans:
        if self.times:
            self.times -= 1
            raise StageUnavailable("the planner is busy elsewhere", stage="planner")
        return await super().plan(request)


class Lifetime:
    def __init__(self) -> None:
        self.entering, self.let, self.left = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> None:
        self.entering.set()
        await self.let.wait()

    async def __aexit__(self, *_: object) -> None:
        self.left.set()


class TestHealth:
    @in_loop
    async def test_is_not_serving_before_the_service_is_ready(self) -> None:
        lifetime = Lifetime()
        bare = planner_service(FakePlanner())
        server = Server(settings(), [Service(bare.name, bare.register, lifetime)])
        entering = asyncio.create_task(server.__aenter__())
        await lifetime.entering.wait()
        address = f"127.0.0.1:{server.port}"
        assert await self.status(address, NAME) == "NOT_SERVING"
        assert await self.status(address, "") == "NOT_SERVING"
        async with GrpcPlanner(address) as client:
            with pytest.raises(StageUnavailable, match="the service is starting"):
                await client.plan(REQUEST)
        lifetime.let.set()
        await entering
        assert await self.status(address, NAME) == "SERVING"
        assert await self.status(address, "") == "SERVING"
        assert await self.status(address, "turnwise.v1.ExecutorService") == "NOT_FOUND"
        await server.__aexit__(None, None, None)
        assert lifetime.left.is_set()
        assert await self.status(address, NAME) == "UNAVAILABLE"

    async def status(self, address: str, service: str) -> str:
        return await asyncio.to_thread(probe.status, address, service, seconds=2.0)


class TestRefusals:
    @in_loop
    async def test_fields_out_of_bounds_are_all_named(self) -> None:
        async with served(FakePlanner()) as (server, _), raw(server) as plan:
            request = planner_pb2.PlanRequest(question="x" * 4001, links=common_pb2.Links(schema_hash="abc"))
            with pytest.raises(grpc.aio.AioRpcError) as refusal:
                await plan(request.SerializeToString())
        assert refusal.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        bad = error_details_pb2.BadRequest()
        assert rpc_status.from_call(refusal.value).details[1].Unpack(bad)
        assert [violation.field for violation in bad.field_violations] == ["question", "links.schema_hash"]
        assert bad.field_violations[0].description == "must be at most 4000 characters"

    @in_loop
    async def test_bytes_that_are_no_message(self) -> None:
        async with served(FakePlanner()) as (server, _), raw(server) as plan:
            with pytest.raises(grpc.aio.AioRpcError, match="does not parse") as refusal:
                await plan(b"\xff\xff\xff")
        assert refusal.value.code() is grpc.StatusCode.INVALID_ARGUMENT

    @in_loop
    async def test_an_error_arrives_as_it_was_raised(self) -> None:
        error = UnknownDatabase("There is no database 'x'.", database_id="x")
        async with served(Failing(lambda: error)) as (_, client):
            with pytest.raises(UnknownDatabase) as raised:
                await client.plan(REQUEST)
        assert raised.value.message == error.message
        assert raised.value.metadata == {"database_id": "x"}

    @in_loop
    async def test_a_bug_stays_in_the_log(self) -> None:
        request = REQUEST.model_copy(update={"context": Context(request_id="r-1")})
        async with served(Failing(lambda: KeyError("a secret"))) as (_, client):
            with capture_logs() as lines, pytest.raises(StageBroken) as raised:
                await client.plan(request)
        assert raised.value.message == "internal error, request id r-1"
        assert raised.value.metadata == {"stage": "planner"}
        (reported,) = [line for line in lines if line["event"] == "internal error"]
        assert repr(reported["exc_info"]) == "KeyError('a secret')"

    @in_loop
    async def test_a_call_too_many(self) -> None:
        slow = Slow()
        async with served(slow, max_concurrent_calls=1) as (_, client):
            first = asyncio.create_task(client.plan(REQUEST))
            await slow.started.wait()
            with pytest.raises(Overloaded, match="Concurrent RPC limit exceeded"):
                await client.plan(REQUEST)
            slow.let.set()
            assert (await first).plans == (PLAN,)


class TestSizes:
    @in_loop
    async def test_a_request_that_is_too_large_is_not_sent(self) -> None:
        large = REQUEST.model_copy(update={"question": "x" * 40_000_000})
        async with served(FakePlanner()) as (_, client):
            with pytest.raises(
                Overloaded, match=r"the request to the planner takes 40,\d+,\d+ bytes; at most 33,554,432"
            ):
                await client.plan(large)

    @in_loop
    async def test_a_request_that_is_too_large_is_not_read(self) -> None:
        async with served(FakePlanner(), max_message_bytes=1000) as (server, _), raw(server) as plan:
            with pytest.raises(grpc.aio.AioRpcError, match=r"larger than max \(2000 vs. 1000\)") as refusal:
                await plan(b"x" * 2000)
        assert refusal.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED

    @in_loop
    async def test_an_answer_that_is_too_large_is_not_sent(self) -> None:
        wordy = Plan(reason="x" * 2000)
        async with served(FakePlanner(wordy), max_message_bytes=1000) as (_, client):
            with pytest.raises(
                Overloaded, match=r"the answer takes 2,\d+ bytes and at most 1,000 can be sent"
            ):
                await client.plan(REQUEST)


class TestTime:
    @in_loop
    async def test_the_deadline_around_the_call_goes_with_it(self) -> None:
        stuck = Stuck()
        async with served(stuck) as (_, client):
            started = time.perf_counter()
            with pytest.raises(DeadlineExceeded):
                async with deadline.within(0.2):
                    await client.plan(REQUEST)
            assert time.perf_counter() - started < 2
            await stuck.cancelled.wait()

    @in_loop
    async def test_a_call_without_a_deadline_gets_the_servers(self) -> None:
        stuck = Stuck()
        message = wire.plan_request_to_wire(REQUEST)
        wire.embed_schema(message.links, SCHEMA)
        async with served(stuck, deadline_seconds=0.2) as (server, _), raw(server) as plan:
            with pytest.raises(grpc.aio.AioRpcError, match=r"not done within 0\.2 seconds") as refusal:
                await plan(message.SerializeToString())
        assert refusal.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert stuck.cancelled.is_set()

    @in_loop
    async def test_the_stage_knows_what_is_left(self) -> None:
        seen: list[float | None] = []

        class Watching(FakePlanner):
            async def plan(self, request: PlanRequest) -> Plans:
                seen.append(deadline.remaining())
                return await super().plan(request)

        async with served(Watching()) as (_, client), deadline.within(5):
            await client.plan(REQUEST)
        assert seen[0] is not None
        assert 4 < seen[0] <= 5

    @in_loop
    async def test_cancelling_the_caller_cancels_the_stage(self) -> None:
        stuck = Stuck()
        async with served(stuck) as (_, client):
            calling = asyncio.create_task(client.plan(REQUEST))
            await stuck.started.wait()
            calling.cancel()
            with pytest.raises(asyncio.CancelledError):
                await calling
            await stuck.cancelled.wait()

    @in_loop
    async def test_closing_a_stream_closes_what_it_comes_from(self) -> None:
        closed = asyncio.Event()

        class Endless(FakeExecutor):
            async def fetch(self, request: FetchRequest) -> AsyncGenerator[ResultPage]:
                try:
                    while True:
                        yield ResultPage(
                            columns=(ResultColumn(name="a"),), rows=((1,),) * request.page_rows, last=False
                        )
                finally:
                    closed.set()

        async with (
            Server(settings(), [executor_service(Endless())]) as server,
            GrpcExecutor(f"127.0.0.1:{server.port}") as client,
        ):
            pages: Any = client.fetch(FetchRequest(database_id="shop", sql="SELECT 1"))
            assert len((await anext(pages)).rows) == 1000
            await pages.aclose()
            await closed.wait()


class TestSeveralTries:
    @in_loop
    async def test_a_stage_that_is_away_for_a_moment_is_asked_again(self) -> None:
        away = Away(times=2)
        async with served(away) as (_, client):
            assert (await client.plan(REQUEST)).plans == (PLAN,)
        assert away.times == 0

    @in_loop
    async def test_but_not_for_ever(self) -> None:
        away = Away(times=50)
        async with served(away) as (_, client):
            with pytest.raises(StageUnavailable, match="busy elsewhere"):
                await client.plan(REQUEST)
        assert away.times == 50 - 3

    @in_loop
    async def test_other_errors_are_not(self) -> None:
        failing = Failing(lambda: Overloaded("no worker is free"))
        async with served(failing, metrics_port=0) as (server, client):
            with pytest.raises(Overloaded):
                await client.plan(REQUEST)
            page = await asyncio.to_thread(get, f"http://127.0.0.1:{server.metrics_port}/metrics")
        assert 'turnwise_calls_total{code="RESOURCE_EXHAUSTED",method="PlannerService/Plan"} 1.0' in page

    @in_loop
    async def test_replicas_share_the_calls(self) -> None:
        replicas = [FakePlanner() for _ in range(3)]
        async with AsyncExitStack() as stack:
            servers = [(await stack.enter_async_context(served(replica)))[0] for replica in replicas]
            address = "ipv4:" + ",".join(f"127.0.0.1:{server.port}" for server in servers)
            async with GrpcPlanner(address) as client:
                while not all(replica.requests for replica in replicas):  # until all are connected,
                    await client.plan(REQUEST)
                for _ in range(20):  # and have the schema
                    await client.plan(REQUEST)
                before = [len(replica.requests) for replica in replicas]
                for _ in range(12):
                    await client.plan(REQUEST)
        assert [len(replica.requests) - count for replica, count in zip(replicas, before, strict=True)] == [
            4,
            4,
            4,
        ]


class TestTheEnd:
    @in_loop
    async def test_calls_in_flight_are_finished(self) -> None:
        slow = Slow()
        async with served(slow) as (server, client):
            calling = asyncio.create_task(client.plan(REQUEST))
            await slow.started.wait()
            stopping = asyncio.create_task(server.__aexit__())
            await asyncio.sleep(0.05)
            async with GrpcPlanner(f"127.0.0.1:{server.port}") as late:
                with pytest.raises(StageUnavailable):
                    await late.plan(REQUEST)
            slow.let.set()
            assert (await calling).plans == (PLAN,)
            await stopping

    @in_loop
    async def test_calls_that_do_not_finish_are_cancelled_after_the_grace(self) -> None:
        stuck = Stuck()
        async with served(stuck, grace_seconds=0.1) as (server, client):
            calling = asyncio.create_task(client.plan(REQUEST))
            await stuck.started.wait()
            await server.__aexit__()
            with pytest.raises(StageUnavailable):
                await calling
        assert stuck.cancelled.is_set()

    @in_loop
    async def test_a_port_is_not_shared(self) -> None:
        async with served(FakePlanner()) as (server, _):
            second = Server(ServingSettings(port=server.port), [planner_service(FakePlanner())])
            with pytest.raises(OSError, match="is the port taken"):
                await second.__aenter__()
