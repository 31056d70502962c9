"""What an operator can switch and see: reflection, metrics, request ids in the log, settings."""

import asyncio
from pathlib import Path
from typing import Any

import grpc
import pytest
import structlog
from google.protobuf import descriptor_pb2
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc  # type: ignore[import-untyped]
from structlog.testing import capture_logs

from services.contracts.errors import InvalidRequest
from services.contracts.models import Context, PlanRequest
from services.contracts.serving.server import Server
from services.contracts.serving.settings import PORTS, CatalogueSettings, ServingSettings
from tests.fakes import FakePlanner
from tests.in_loop import in_loop
from tests.served import NAME, REQUEST, get, served


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
            page = await asyncio.to_thread(get, f"http://127.0.0.1:{server.metrics_port}/metrics")
        assert 'turnwise_calls_total{code="OK",method="PlannerService/Plan"} 1.0' in page
        assert 'turnwise_calls_total{code="FAILED_PRECONDITION",method="PlannerService/Plan"} 1.0' in page
        assert 'turnwise_call_seconds_count{method="PlannerService/Plan"} 2.0' in page
        assert 'turnwise_calls_running{method="PlannerService/Plan"} 0.0' in page


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
