"""A server and its clients: readiness, refusals, deadlines, cancellation, the end of a process."""

import asyncio
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
import structlog
from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2  # type: ignore[import-untyped]
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc  # type: ignore[import-untyped]
from grpc_status import rpc_status  # type: ignore[import-untyped]
from structlog.testing import capture_logs
from turnwise.v1 import common_pb2, planner_pb2

from services.contracts import deadline, wire
from services.contracts.errors import (
    DeadlineExceeded,
    InvalidRequest,
    Overloaded,
    StageBroken,
    StageUnavailable,
    UnknownDatabase,
)
from services.contracts.models import (
    Context,
    FetchRequest,
    Links,
    PlanRequest,
    Plans,
    ResultColumn,
    ResultPage,
)
from services.contracts.plan import Plan
from services.contracts.serving import probe
from services.contracts.serving.server import Server, Service
from services.contracts.serving.settings import PORTS, CatalogueSettings, ServingSettings
from services.contracts.stages import Planner
from services.executor.client import GrpcExecutor
from services.executor.servicer import executor_service
from services.planner.client import GrpcPlanner
from services.planner.servicer import planner_service
from tests.fakes import PLAN, SCHEMA, Failing, FakeExecutor, FakePlanner, Stuck
from tests.in_loop import in_loop

NAME = "turnwise.v1.PlannerService"
REQUEST = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))
ROOT = Path(__file__).parents[2]


def settings(**changed: Any) -> ServingSettings:
    return ServingSettings(port=0, **changed)


@asynccontextmanager
async def served(planner: Planner, **changed: Any) -> AsyncIterator[tuple[Server, GrpcPlanner]]:
    async with (
        Server(settings(**changed), [planner_service(planner)]) as server,
        GrpcPlanner(f"127.0.0.1:{server.port}") as client,
    ):
        yield server, client


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
            async def fetch(self, request: FetchRequest) -> AsyncIterator[ResultPage]:
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


class TestSwitches:
    @in_loop
    async def test_reflection_describes_the_services_when_it_is_on(self) -> None:
        services, file = (
            reflection_pb2.ServerReflectionRequest(list_services=""),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol=NAME),
        )
        async with served(FakePlanner(), reflection=True) as (server, _):
            listed, described = await self.ask(server, [services, file])
        assert NAME in [service.name for service in listed.list_services_response.service]
        (planner, *_) = [
            descriptor_pb2.FileDescriptorProto.FromString(data)
            for data in described.file_descriptor_response.file_descriptor_proto
        ]
        assert planner.service[0].method[0].name == "Plan"

    @in_loop
    async def test_reflection_is_off_by_default(self) -> None:
        async with served(FakePlanner()) as (server, _):
            with pytest.raises(grpc.aio.AioRpcError) as refusal:
                await self.ask(server, [reflection_pb2.ServerReflectionRequest(list_services="")])
        assert refusal.value.code() is grpc.StatusCode.UNIMPLEMENTED

    async def ask(self, server: Server, questions: list[Any]) -> list[Any]:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            stub = reflection_pb2_grpc.ServerReflectionStub(channel)
            return [reply async for reply in stub.ServerReflectionInfo(iter(questions))]

    @in_loop
    async def test_metrics_count_the_calls(self) -> None:
        async with served(FakePlanner(), metrics_port=0) as (server, client):
            await client.plan(REQUEST)
            page = await asyncio.to_thread(self.get, f"http://127.0.0.1:{server.metrics_port}/metrics")
        assert 'turnwise_calls_total{code="OK",method="PlannerService/Plan"} 1.0' in page
        assert 'turnwise_calls_total{code="FAILED_PRECONDITION",method="PlannerService/Plan"} 1.0' in page
        assert 'turnwise_call_seconds_count{method="PlannerService/Plan"} 2.0' in page
        assert 'turnwise_calls_running{method="PlannerService/Plan"} 0.0' in page

    def get(self, url: str) -> str:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return str(reply.read().decode())


class TestRequestIds:
    @in_loop
    async def test_the_requests_own_id_names_the_call(self) -> None:
        request = REQUEST.model_copy(update={"context": Context(request_id="r-1")})
        assert await self.logged(request) == {"r-1"}

    @in_loop
    async def test_a_call_takes_the_id_of_the_work_that_it_belongs_to(self) -> None:
        with structlog.contextvars.bound_contextvars(request_id="outer-1"):
            assert await self.logged(REQUEST) == {"outer-1"}

    @in_loop
    async def test_an_id_that_could_break_the_log_is_not_taken(self) -> None:
        with structlog.contextvars.bound_contextvars(request_id="a b"):
            assert await self.logged(REQUEST) != {"a b"}

    async def logged(self, request: PlanRequest) -> set[str]:
        """The request ids of the lines that the call leaves."""
        async with served(FakePlanner()) as (_, client):
            with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
                await client.plan(request)
        ids = {line["request_id"] for line in lines if line["event"] == "call"}
        assert len(ids) > 0
        return ids


class TestSettings:
    def test_each_service_has_its_prefix_and_its_port(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TURNWISE_PLANNER_HOST", "0.0.0.0")
        monkeypatch.setenv("TURNWISE_EXECUTOR_PORT", "7000")
        assert (ServingSettings.of("planner").host, ServingSettings.of("planner").port) == (
            "0.0.0.0",
            PORTS["planner"],
        )
        assert (ServingSettings.of("executor").host, ServingSettings.of("executor").port) == (
            "127.0.0.1",
            7000,
        )

    def test_a_catalogue_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TURNWISE_CATALOGUE", raising=False)
        with pytest.raises(InvalidRequest, match="TURNWISE_CATALOGUE"):
            CatalogueSettings().required()
        monkeypatch.setenv("TURNWISE_CATALOGUE", "/srv/catalogue.toml")
        assert CatalogueSettings().required() == Path("/srv/catalogue.toml")
