"""The planner over gRPC."""

from turnwise.v1 import planner_pb2 as pb
from turnwise.v1 import planner_pb2_grpc

from services.contracts import wire
from services.contracts.serving.schemas import ReceivedSchemas
from services.contracts.serving.server import Service, lifetime_of
from services.contracts.stages import Planner


class PlannerServicer(planner_pb2_grpc.PlannerServiceServicer):
    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._schemas = ReceivedSchemas()

    async def Plan(self, request: pb.PlanRequest, _: object) -> pb.Plans:  # noqa: N802
        plan_request = wire.plan_request_from_wire(request, self._schemas.of(request.links))
        return wire.plans_to_wire(await self._planner.plan(plan_request))


def planner_service(planner: Planner) -> Service:
    servicer = PlannerServicer(planner)
    return Service(
        "turnwise.v1.PlannerService",
        lambda server: planner_pb2_grpc.add_PlannerServiceServicer_to_server(servicer, server),
        lifetime_of(planner),
    )
