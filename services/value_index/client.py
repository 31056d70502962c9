"""A value index somewhere else."""

from contextlib import AbstractAsyncContextManager

from turnwise.v1 import common_pb2, value_index_pb2, value_index_pb2_grpc

from services.contracts import wire
from services.contracts.models import LinkRequest, Links
from services.contracts.schema import Schema
from services.contracts.serving.client import Connection
from services.contracts.serving.schemas import LatestSchemas


class GrpcValueIndex(AbstractAsyncContextManager["GrpcValueIndex"]):
    """`address` is host:port of a ValueIndexService. Errors: the index's own, and those of a Connection."""

    def __init__(self, address: str) -> None:
        self._service = Connection(address, value_index_pb2_grpc.ValueIndexServiceStub, stage="value_index")
        self._schemas = LatestSchemas()

    async def link(self, request: LinkRequest) -> Links:
        def write(request: LinkRequest) -> value_index_pb2.LinkRequest:
            message = wire.link_request_to_wire(request)
            message.known_schema = self._schemas.hash(request.database_id)
            return message

        def read(message: common_pb2.Links) -> Links:
            return wire.links_from_wire(message, self._schemas.of(request.database_id, message))

        return await self._service.call(self._service.stub.Link, write, request, read)

    async def schema(self, database_id: str) -> Schema:
        def write(database_id: str) -> value_index_pb2.GetSchemaRequest:
            return value_index_pb2.GetSchemaRequest(database_id=database_id)

        return await self._service.call(
            self._service.stub.GetSchema, write, database_id, wire.schema_from_wire
        )

    async def index_bytes(self, database_id: str) -> int | None:
        """An index in the making is waited for until the deadline."""

        def write(database_id: str) -> value_index_pb2.GetIndexSizeRequest:
            return value_index_pb2.GetIndexSizeRequest(database_id=database_id)

        def read(message: value_index_pb2.IndexSize) -> int | None:
            return message.bytes if message.HasField("bytes") else None

        return await self._service.call(self._service.stub.GetIndexSize, write, database_id, read)

    async def close(self) -> None:
        await self._service.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()
