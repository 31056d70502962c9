"""The value index over gRPC."""

from turnwise.v1 import common_pb2, value_index_pb2_grpc
from turnwise.v1 import value_index_pb2 as pb

from services.contracts import wire
from services.contracts.serving.server import Service, lifetime_of
from services.contracts.stages import TellsItsSize, ValueIndex


class ValueIndexServicer(value_index_pb2_grpc.ValueIndexServiceServicer):
    def __init__(self, value_index: ValueIndex) -> None:
        self._value_index = value_index

    async def Link(self, request: pb.LinkRequest, _: object) -> common_pb2.Links:  # noqa: N802
        links = await self._value_index.link(wire.link_request_from_wire(request))
        message = wire.links_to_wire(links)
        if links.snapshot.hash != request.known_schema:
            wire.embed_schema(message, links.snapshot)
        return message

    async def GetSchema(self, request: pb.GetSchemaRequest, _: object) -> common_pb2.Schema:  # noqa: N802
        return wire.schema_to_wire(await self._value_index.schema(request.database_id))

    async def GetIndexSize(self, request: pb.GetIndexSizeRequest, _: object) -> pb.IndexSize:  # noqa: N802
        if not isinstance(self._value_index, TellsItsSize):
            return pb.IndexSize()
        return pb.IndexSize(bytes=await self._value_index.index_bytes(request.database_id))


def value_index_service(value_index: ValueIndex) -> Service:
    servicer = ValueIndexServicer(value_index)
    return Service(
        "turnwise.v1.ValueIndexService",
        lambda server: value_index_pb2_grpc.add_ValueIndexServiceServicer_to_server(servicer, server),
        lifetime_of(value_index),
    )
