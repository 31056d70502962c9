"""A gRPC server for one service or several: start, readiness, graceful stop."""

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any, Self

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from grpc_reflection.v1alpha import reflection  # type: ignore[import-untyped]
from pydantic import ValidationError

from services.contracts.errors import TurnwiseError
from services.contracts.serving import logs
from services.contracts.serving.calls import Calls
from services.contracts.serving.metrics import CallMetrics
from services.contracts.serving.settings import ServingSettings

INTERRUPTED = 130  # the exit code that shells give to a process ended by a signal

_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
_log = structlog.get_logger("turnwise.server")


@dataclass(frozen=True)
class Service:
    """One service of a server. `name` is the full one, `register` adds its servicer.

    `lifetime` is entered before the service is called ready, and left after its last call.
    """

    name: str
    register: Callable[[grpc.aio.Server], None]
    lifetime: AbstractAsyncContextManager[Any] | None = None


def lifetime_of(stage: object) -> AbstractAsyncContextManager[Any] | None:
    """The stage itself where it must be entered to work, as one with worker processes."""
    return stage if isinstance(stage, AbstractAsyncContextManager) else None


class Server:
    """Listens while it is entered; ready, for calls and in its health, once every lifetime is entered.

    Leaving it refuses new calls and gives those in flight `grace_seconds` to finish. Raises OSError when the address
    cannot be had.
    """

    def __init__(self, settings: ServingSettings, services: Sequence[Service]) -> None:
        self.port = 0  # the real ones, once entered
        self.metrics_port: int | None = None
        self._settings = settings
        self._services = services
        self._health = health.aio.HealthServicer()
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            lifetimes = await stack.enter_async_context(AsyncExitStack())
            calls = Calls(
                deadline_seconds=self._settings.deadline_seconds,
                max_message_bytes=self._settings.max_message_bytes,
                metrics=self._serve_metrics(stack),
            )
            await self._listen(calls, stack)
            for service in self._services:
                if service.lifetime is not None:
                    await lifetimes.enter_async_context(service.lifetime)
            calls.ready = True
            await self._set_health(_SERVING)
            self._exit = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exit.aclose()

    def _serve_metrics(self, stack: AsyncExitStack) -> CallMetrics | None:
        if self._settings.metrics_port is None:
            return None
        metrics = CallMetrics()
        self.metrics_port = metrics.serve(self._settings.host, self._settings.metrics_port)
        stack.callback(metrics.close)
        return metrics

    async def _listen(self, calls: Calls, stack: AsyncExitStack) -> None:
        server = grpc.aio.server(
            interceptors=[calls],
            options=_options(self._settings),
            maximum_concurrent_rpcs=self._settings.max_concurrent_calls,
        )
        for service in self._services:
            service.register(server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        if self._settings.reflection:
            names = [service.name for service in self._services]
            reflection.enable_server_reflection(
                [*names, health.SERVICE_NAME, reflection.SERVICE_NAME], server
            )
        await self._set_health(_NOT_SERVING)
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        try:
            self.port = server.add_insecure_port(f"{host}:{self._settings.port}")
        except RuntimeError as error:
            raise OSError(f"cannot listen on {host}:{self._settings.port}; is the port taken?") from error
        await server.start()
        stack.push_async_callback(self._drain, server)

    async def _drain(self, server: grpc.aio.Server) -> None:
        await self._health.enter_graceful_shutdown()
        await server.stop(self._settings.grace_seconds)

    async def _set_health(self, status: int) -> None:
        for name in [service.name for service in self._services] + [health.OVERALL_HEALTH]:
            await self._health.set(name, status)


def _options(settings: ServingSettings) -> list[tuple[str, Any]]:
    return [
        ("grpc.so_reuseport", 0),  # else a second process silently takes half of the calls
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", -1),  # checked before, with a clearer text
        # A client that vanished without a word is found within 40 s, and its calls are cancelled.
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.http2.ping_timeout_ms", 10_000),
        # What our clients' own keepalive needs; the default takes them for a flood.
        ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
        ("grpc.http2.max_ping_strikes", 2),
    ]


async def run(settings: ServingSettings, services: Sequence[Service]) -> None:
    """Serves until SIGTERM or SIGINT, then drains; a second signal ends it at once with CancelledError."""
    stop, task, loop = asyncio.Event(), asyncio.current_task(), asyncio.get_running_loop()

    def on_signal() -> None:
        if stop.is_set() and task is not None:
            task.cancel()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    async with Server(settings, services) as server:
        names = [service.name for service in services]
        _log.info(
            "serving", services=names, host=settings.host, port=server.port, metrics_port=server.metrics_port
        )
        await stop.wait()
        _log.info("stopping", grace_seconds=settings.grace_seconds)
    _log.info("stopped")


def main(name: str, build: Callable[[], Service]) -> None:
    """What `python -m services.<name>` does: one service alone. What is wrong with its settings ends it with a text."""
    try:
        settings = ServingSettings.of(name)
        logs.configure(settings.log_level, settings.log_format)
        asyncio.run(run(settings, [build()]))
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        sys.exit(f"{name}: settings (TURNWISE_…): {'; '.join(wrong)}")
    except (TurnwiseError, OSError) as error:
        sys.exit(f"{name}: {error}")
    except asyncio.CancelledError:
        sys.exit(INTERRUPTED)
