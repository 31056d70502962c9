"""A planner somewhere else."""

from contextlib import AbstractAsyncContextManager

from turnwise.v1 import planner_pb2_grpc

from services.contracts import wire
from services.contracts.models import PlanRequest, Plans
from services.contracts.serving.client import Connection


class GrpcPlanner(AbstractAsyncContextManager["GrpcPlanner"]):
    """`address` is host:port of a PlannerService. Errors: the planner's own, and those of a Connection."""

    def __init__(self, address: str) -> None:
        self._service = Connection(address, planner_pb2_grpc.PlannerServiceStub, stage="planner")

    async def plan(self, request: PlanRequest) -> Plans:
        return await self._service.call_with_links(
            self._service.stub.Plan, wire.plan_request_to_wire, request, wire.plans_from_wire
        )

    async def close(self) -> None:
        await self._service.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()
