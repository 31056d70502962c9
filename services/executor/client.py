"""An executor somewhere else."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager

from turnwise.v1 import executor_pb2_grpc

from services.contracts import wire
from services.contracts.models import ExecuteRequest, Execution, FetchRequest, ResultPage
from services.contracts.serving.client import Connection


class GrpcExecutor(AbstractAsyncContextManager["GrpcExecutor"]):
    """`address` is host:port of an ExecutorService. Errors: the executor's own, and those of a Connection."""

    def __init__(self, address: str) -> None:
        self._service = Connection(address, executor_pb2_grpc.ExecutorServiceStub, stage="executor")

    async def execute(self, request: ExecuteRequest) -> Execution:
        return await self._service.call_with_links(
            self._service.stub.Execute, wire.execute_request_to_wire, request, wire.execution_from_wire
        )

    def fetch(self, request: FetchRequest) -> AsyncGenerator[ResultPage]:
        return self._service.stream(
            self._service.stub.Fetch, wire.fetch_request_to_wire, request, wire.page_from_wire
        )

    async def close(self) -> None:
        await self._service.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()
