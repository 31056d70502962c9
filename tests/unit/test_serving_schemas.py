"""A schema travels once: then its hash does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from turnwise.v1 import common_pb2, value_index_pb2

from services.contracts import wire
from services.contracts.errors import InvalidRequest, SchemaUnknown, StageBroken
from services.contracts.models import LinkRequest, Links, PlanRequest
from services.contracts.schema import Schema
from services.contracts.serving.schemas import LatestSchemas, ReceivedSchemas
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
async def test_a_stage_is_sent_the_schema_once(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(FakePlanner())
    monkeypatch.setattr("services.planner.servicer.PlannerServicer", lambda _: watched)
    async with listening(planner_service(FakePlanner())) as address, GrpcPlanner(address) as client:
        for _ in range(3):
            await client.plan(REQUEST)
    assert watched.embedded == [False, True, False, False]
