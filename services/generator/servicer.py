"""The generator over gRPC."""

from turnwise.v1 import generator_pb2 as pb
from turnwise.v1 import generator_pb2_grpc

from services.contracts import wire
from services.contracts.serving.schemas import ReceivedSchemas
from services.contracts.serving.server import Service, lifetime_of
from services.contracts.stages import Generator


class GeneratorServicer(generator_pb2_grpc.GeneratorServiceServicer):
    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._schemas = ReceivedSchemas()

    async def Generate(self, request: pb.GenerateRequest, _: object) -> pb.Drafts:  # noqa: N802
        generate_request = wire.generate_request_from_wire(request, self._schemas.of(request.links))
        return wire.drafts_to_wire(await self._generator.generate(generate_request))


def generator_service(generator: Generator) -> Service:
    servicer = GeneratorServicer(generator)
    return Service(
        "turnwise.v1.GeneratorService",
        lambda server: generator_pb2_grpc.add_GeneratorServiceServicer_to_server(servicer, server),
        lifetime_of(generator),
    )
