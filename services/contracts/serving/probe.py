"""`python -m services.contracts.serving.probe ADDRESS [SERVICE]`: exit code 0 when the service says it is ready.

For container health checks. SERVICE is a full name such as turnwise.v1.PlannerService; without it, the whole server.
"""

import argparse
import sys

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]


def status(address: str, service: str, *, seconds: float) -> str:
    """The name of the health status, or of the gRPC status where there is no answer."""
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        try:
            reply = stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=seconds)
        except grpc.RpcError as failure:
            return str(failure.code().name)
        return str(health_pb2.HealthCheckResponse.ServingStatus.Name(reply.status))


def main() -> None:
    parser = argparse.ArgumentParser(description="Asks a service whether it is ready.")
    parser.add_argument("address", help="host:port")
    parser.add_argument("service", nargs="?", default="", help="full name; default: the whole server")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to wait for an answer")
    arguments = parser.parse_args()
    answer = status(arguments.address, arguments.service, seconds=arguments.seconds)
    if answer != "SERVING":
        sys.exit(f"{arguments.service or arguments.address}: {answer}")


if __name__ == "__main__":
    main()
