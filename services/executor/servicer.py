"""The executor over gRPC."""

from collections.abc import AsyncIterator

from turnwise.v1 import common_pb2, executor_pb2_grpc
from turnwise.v1 import executor_pb2 as pb

from services.contracts import wire
from services.contracts.serving.schemas import ReceivedSchemas
from services.contracts.serving.server import Service, lifetime_of
from services.contracts.serving.streams import converted
from services.contracts.stages import Executor


class ExecutorServicer(executor_pb2_grpc.ExecutorServiceServicer):
    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._schemas = ReceivedSchemas()

    async def Execute(self, request: pb.ExecuteRequest, _: object) -> pb.Execution:  # noqa: N802
        execute_request = wire.execute_request_from_wire(request, self._schemas.of(request.links))
        return wire.execution_to_wire(await self._executor.execute(execute_request))

    def Fetch(self, request: pb.FetchRequest, _: object) -> AsyncIterator[common_pb2.ResultPage]:  # noqa: N802
        return converted(self._executor.fetch(wire.fetch_request_from_wire(request)), wire.page_to_wire)


def executor_service(executor: Executor) -> Service:
    servicer = ExecutorServicer(executor)
    return Service(
        "turnwise.v1.ExecutorService",
        lambda server: executor_pb2_grpc.add_ExecutorServiceServicer_to_server(servicer, server),
        lifetime_of(executor),
    )
