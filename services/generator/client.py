"""A generator somewhere else."""

from contextlib import AbstractAsyncContextManager

from turnwise.v1 import generator_pb2_grpc

from services.contracts import wire
from services.contracts.models import Drafts, GenerateRequest
from services.contracts.serving.client import Connection


class GrpcGenerator(AbstractAsyncContextManager["GrpcGenerator"]):
    """`address` is host:port of a GeneratorService. Errors: the generator's own, and those of a Connection."""

    def __init__(self, address: str) -> None:
        self._service = Connection(address, generator_pb2_grpc.GeneratorServiceStub, stage="generator")

    async def generate(self, request: GenerateRequest) -> Drafts:
        return await self._service.call_with_links(
            self._service.stub.Generate, wire.generate_request_to_wire, request, wire.drafts_from_wire
        )

    async def close(self) -> None:
        await self._service.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()
