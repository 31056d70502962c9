"""What surrounds every call on the server: check the request, bound the time, map errors to statuses, log, count."""

import asyncio
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

import grpc
import protovalidate
import structlog
from google.protobuf.message import DecodeError, EncodeError, Message

from services.contracts import deadline, errors, wire
from services.contracts.errors import TurnwiseError
from services.contracts.models import UNNAMED
from services.contracts.serving.metrics import CallMetrics
from services.contracts.serving.statuses import code_of, status_of

REQUEST_ID = "x-request-id"  # metadata of a call; the request's own context.request_id comes before it
PACKAGE = "turnwise.v1"
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")

Handler = Any  # grpc.RpcMethodHandler; its stub leaves out what it holds
Context = grpc.aio.ServicerContext[Any, Any]

_log = structlog.get_logger("turnwise.calls")


class InvalidFields(Exception):
    """The request breaks rules of its .proto file. `violations`: field, and what is wrong with it."""

    def __init__(self, violations: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in violations))
        self.violations = violations


class Calls(grpc.aio.ServerInterceptor):
    """Surrounds the calls of Turnwise's own services; health and reflection pass through untouched.

    A servicer gets a request that was checked, and may raise TurnwiseError or what wire raises. It is cancelled when
    the client cancels or leaves, or the deadline passes.
    """

    def __init__(
        self, *, deadline_seconds: float, max_message_bytes: int, metrics: CallMetrics | None
    ) -> None:
        self.ready = False
        self._deadline_seconds = deadline_seconds
        self._max_message_bytes = max_message_bytes
        self._metrics = metrics
        self._surrounded: dict[str, Handler] = {}

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        handler, method = await continuation(handler_call_details), handler_call_details.method
        if handler is None or not method.startswith(f"/{PACKAGE}."):
            return handler
        if method not in self._surrounded:
            self._surrounded[method] = self._surround(handler, method.removeprefix(f"/{PACKAGE}."))
        return self._surrounded[method]

    def _surround(self, handler: Handler, method: str) -> Handler:
        """A handler of bytes, so that a request that does not parse and a reply that is too large get their status."""

        async def unary(data: bytes, context: Context) -> bytes:
            async with self._call(method, handler, data, context) as request:
                return self._serialized(handler, await handler.unary_unary(request, context))

        async def stream(data: bytes, context: Context) -> None:
            async with (
                self._call(method, handler, data, context) as request,
                # Closed here, not when it is collected: the client has left, and a worker may wait behind it.
                aclosing(handler.unary_stream(request, context)) as replies,
            ):
                async for reply in replies:
                    await context.write(self._serialized(handler, reply))

        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(stream)
        return grpc.unary_unary_rpc_method_handler(unary)

    @asynccontextmanager
    async def _call(
        self, method: str, handler: Handler, data: bytes, context: Context
    ) -> AsyncIterator[Message]:
        """Gives the request, and sees to the end of its call."""
        started, code = time.perf_counter(), grpc.StatusCode.OK
        structlog.contextvars.bind_contextvars(request_id=_sent_request_id(context))
        left: float | None = context.time_remaining()
        if self._metrics:
            self._metrics.running.labels(method).inc()
        try:
            async with deadline.within(self._deadline_seconds if left is None else left):
                yield self._accepted(handler, data)
        except asyncio.CancelledError:
            expired = left is not None and context.time_remaining() <= 0
            code = grpc.StatusCode.DEADLINE_EXCEEDED if expired else grpc.StatusCode.CANCELLED
            raise
        except Exception as fault:
            error, violations = _explained(fault, method)
            code = code_of(error)
            await context.abort_with_status(status_of(error, violations))
        finally:
            self._ended(method, code, time.perf_counter() - started)

    def _accepted(self, handler: Handler, data: bytes) -> Message:
        if not self.ready:
            raise errors.StageUnavailable("the service is starting")
        request: Message = handler.request_deserializer(data)
        request_id = getattr(getattr(request, "context", None), "request_id", UNNAMED)
        if request_id not in ("", UNNAMED):
            structlog.contextvars.bind_contextvars(request_id=request_id)
        violations = protovalidate.collect_violations(request)
        if violations:
            raise InvalidFields([_named(violation) for violation in violations])
        return request

    def _serialized(self, handler: Handler, reply: Message) -> bytes:
        data: bytes = handler.response_serializer(reply)
        if len(data) > self._max_message_bytes:
            raise errors.Overloaded(
                f"the answer takes {len(data):,} bytes and at most {self._max_message_bytes:,} can be sent;"
                " ask for fewer rows"
            )
        return data

    def _ended(self, method: str, code: grpc.StatusCode, seconds: float) -> None:
        _log.info("call", method=method, code=code.name, ms=round(seconds * 1000, 2))
        if self._metrics:
            self._metrics.running.labels(method).dec()
            self._metrics.calls.labels(method, code.name).inc()
            self._metrics.seconds.labels(method).observe(seconds)


def _sent_request_id(context: Context) -> str:
    """The caller's name for the call, or a new one: what comes from outside enters the log only in a harmless form."""
    sent = dict(context.invocation_metadata() or ()).get(REQUEST_ID, "")
    return sent if isinstance(sent, str) and _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex


def _named(violation: protovalidate.Violation) -> tuple[str, str]:
    elements = violation.proto.field.elements if violation.proto.field else []
    return ".".join(element.field_name for element in elements), violation.proto.message


def _explained(fault: Exception, method: str) -> tuple[TurnwiseError, Sequence[tuple[str, str]]]:
    """The fault as the caller may see it, with the fields that are wrong. What nobody expected is logged here."""
    stage = stage_of(method)
    match fault:
        case TurnwiseError():
            return fault, ()
        case InvalidFields():
            return errors.InvalidRequest(str(fault), field=fault.violations[0][0]), fault.violations
        case wire.Unreadable():
            return errors.InvalidRequest(str(fault), **({"field": fault.field} if fault.field else {})), ()
        case DecodeError():
            return errors.InvalidRequest("the request does not parse, or is nested too deeply"), ()
        case wire.Unwritable() | EncodeError():
            return errors.StageBroken(f"the answer cannot be sent: {fault}", stage=stage), ()
    request_id = structlog.contextvars.get_contextvars()["request_id"]
    _log.error("internal error", method=method, exc_info=fault)
    return errors.StageBroken(f"internal error, request id {request_id}", stage=stage), ()


def stage_of(method: str) -> str:
    """
    >>> stage_of("ValueIndexService/Link")
    'value_index'
    """
    return re.sub("(?<!^)(?=[A-Z])", "_", method.partition("Service/")[0]).lower()
