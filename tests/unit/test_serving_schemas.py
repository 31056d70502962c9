"""A schema travels once: then its hash does."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from turnwise.v1 import common_pb2, planner_pb2_grpc, value_index_pb2, value_index_pb2_grpc

from services.contracts import wire
from services.contracts.errors import SchemaUnknown, StageBroken
from services.contracts.models import LinkRequest, Links, PlanRequest
from services.contracts.schema import Schema
from services.contracts.serving.schemas import LatestSchemas, OwedSchemas, ReceivedSchemas
from services.contracts.serving.server import Server, Service
from services.contracts.serving.settings import ServingSettings
from services.planner.client import GrpcPlanner
from services.planner.servicer import PlannerServicer, planner_service
from services.value_index.client import GrpcValueIndex
from services.value_index.servicer import ValueIndexServicer, value_index_service
from tests.fakes import SCHEMA, FakePlanner, FakeValueIndex
from tests.in_loop import in_loop

OTHER = Schema(database_id="shop", tables=())


def links_with(schema: Schema, *, embedded: bool) -> common_pb2.Links:
    message = wire.links_to_wire(Links(snapshot=schema))
    if embedded:
        wire.embed_schema(message, schema)
    return message


class TestReceivedSchemas:
    def test_asks_for_what_it_does_not_know_and_keeps_what_it_gets(self) -> None:
        schemas = ReceivedSchemas()
        with pytest.raises(SchemaUnknown) as unknown:
            schemas.of(links_with(SCHEMA, embedded=False))
        assert unknown.value.metadata == {"schema_hash": SCHEMA.hash}
        assert schemas.of(links_with(SCHEMA, embedded=True)) == SCHEMA
        assert schemas.of(links_with(SCHEMA, embedded=False)) == SCHEMA

    def test_forgets_the_one_that_was_not_used_for_longest(self) -> None:
        schemas = ReceivedSchemas(size=2)
        third = Schema(database_id="third", tables=())
        for schema in (SCHEMA, OTHER):
            schemas.of(links_with(schema, embedded=True))
        schemas.of(links_with(SCHEMA, embedded=False))
        schemas.of(links_with(third, embedded=True))
        assert schemas.of(links_with(SCHEMA, embedded=False)) == SCHEMA
        with pytest.raises(SchemaUnknown):
            schemas.of(links_with(OTHER, embedded=False))

    def test_nobody_can_put_a_schema_under_anothers_name(self) -> None:
        message = links_with(OTHER, embedded=True)
        message.schema_hash = SCHEMA.hash
        with pytest.raises(wire.Unreadable, match="does not have the hash"):
            ReceivedSchemas().of(message)


class TestLatestSchemas:
    def test_follows_a_database_that_changes(self) -> None:
        schemas = LatestSchemas()
        assert schemas.hash("shop") == ""
        assert schemas.of("shop", links_with(SCHEMA, embedded=True)) == SCHEMA
        assert schemas.hash("shop") == SCHEMA.hash
        assert schemas.of("shop", links_with(SCHEMA, embedded=False)) == SCHEMA
        assert schemas.of("shop", links_with(OTHER, embedded=True)) == OTHER
        assert schemas.hash("shop") == OTHER.hash

    def test_links_without_their_schema_are_unreadable(self) -> None:
        with pytest.raises(wire.Unreadable, match="without their schema"):
            LatestSchemas().of("shop", links_with(SCHEMA, embedded=False))


class TestOwedSchemas:
    def test_is_sent_along_the_more_often_the_more_replicas_ask(self) -> None:
        owed = OwedSchemas()
        along = []
        for _ in range(4):
            owed.asked_for(SCHEMA.hash)
            along.append(sum(owed.is_due(SCHEMA.hash) for _ in range(100)))
        assert along == [0, 1, 2, 4]
        assert not owed.is_due(OTHER.hash)

    @pytest.mark.parametrize("replicas", range(1, 9))
    def test_all_replicas_have_it_soon(self, replicas: int) -> None:
        owed = OwedSchemas()
        known = [False] * replicas
        turns = itertools.cycle(range(replicas))
        for _ in range(4 * replicas):
            replica, along = next(turns), owed.is_due(SCHEMA.hash)
            known[replica] |= along
            if not known[replica]:
                owed.asked_for(SCHEMA.hash)
                known[next(turns)] = True
        assert all(known)


class Watched(PlannerServicer):
    """Remembers which requests brought a snapshot."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.embedded: list[bool] = []

    async def Plan(self, request: Any, context: object) -> Any:  # noqa: N802
        self.embedded.append(request.links.HasField("snapshot"))
        return await super().Plan(request, context)


@asynccontextmanager
async def listening(*services: Service) -> AsyncIterator[str]:
    async with Server(ServingSettings(port=0), services) as server:
        yield f"127.0.0.1:{server.port}"


REQUEST = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))


@in_loop
async def test_a_stage_is_sent_the_schema_once() -> None:
    watched = Watched(FakePlanner())
    service = Service(
        "turnwise.v1.PlannerService",
        lambda server: planner_pb2_grpc.add_PlannerServiceServicer_to_server(watched, server),
    )
    async with listening(service) as address, GrpcPlanner(address) as client:
        for _ in range(3):
            await client.plan(REQUEST)
    assert watched.embedded == [False, True, False, False]


@in_loop
async def test_a_service_that_was_restarted_is_sent_it_again() -> None:
    async with Server(ServingSettings(port=0), [planner_service(FakePlanner())]) as first:
        client = GrpcPlanner(f"127.0.0.1:{first.port}")
        await client.plan(REQUEST)
    again = ServingSettings(port=first.port)
    async with Server(again, [planner_service(FakePlanner())]), client:
        assert (await client.plan(REQUEST)).plans


@in_loop
async def test_links_bring_the_schema_only_when_it_is_new() -> None:
    index = FakeValueIndex()
    request = LinkRequest(question="Only France", database_id="shop")
    async with listening(value_index_service(index)) as address, GrpcValueIndex(address) as client:
        first, second = await client.link(request), await client.link(request)
        assert first == second == await index.link(request)
        assert second.snapshot is first.snapshot
    async with (
        listening(value_index_service(FakeValueIndex(OTHER))) as address,
        GrpcValueIndex(address) as client,
    ):
        assert (await client.link(request)).snapshot == OTHER


@in_loop
async def test_a_reply_that_leaves_out_an_unknown_schema_is_rubbish() -> None:
    class Forgetful(ValueIndexServicer):
        async def Link(self, request: value_index_pb2.LinkRequest, _: object) -> common_pb2.Links:  # noqa: N802
            assert request.known_schema == ""
            return common_pb2.Links(schema_hash="0" * 64)

    service = Service(
        "turnwise.v1.ValueIndexService",
        lambda server: value_index_pb2_grpc.add_ValueIndexServiceServicer_to_server(
            Forgetful(FakeValueIndex()), server
        ),
    )
    async with listening(service) as address, GrpcValueIndex(address) as client:
        with pytest.raises(StageBroken, match="the value index sent an answer that cannot be read") as broken:
            await client.link(LinkRequest(question="Only France", database_id="shop"))
    assert broken.value.metadata == {"stage": "value_index"}
