"""The client's side of a call: the channel, what is left of the deadline, the request id, errors, the schema."""

import json
from collections.abc import AsyncGenerator, Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

import grpc
import structlog
from google.protobuf.message import Message
from turnwise.v1 import executor_pb2, generator_pb2, planner_pb2

from services.contracts import deadline, wire
from services.contracts.errors import InvalidRequest, Overloaded, SchemaUnknown, StageBroken
from services.contracts.models import ExecuteRequest, GenerateRequest, PlanRequest
from services.contracts.schema import Schema
from services.contracts.serving.calls import REQUEST_ID
from services.contracts.serving.schemas import OwedSchemas
from services.contracts.serving.settings import MAX_MESSAGE_BYTES
from services.contracts.serving.statuses import error_of, words

CALL_SECONDS = 60.0  # without a deadline around the call
STREAM_SECONDS = 600.0  # without a deadline around the stream
MAX_METADATA_BYTES = 64 * 1024  # room for the details of an error

Stub = TypeVar("Stub")
Request = TypeVar("Request")
RequestMessage = TypeVar("RequestMessage", bound=Message)
Reply = TypeVar("Reply")
Result = TypeVar("Result")


LinksRequest = TypeVar("LinksRequest", PlanRequest, GenerateRequest, ExecuteRequest)
LinksMessage = TypeVar(
    "LinksMessage", planner_pb2.PlanRequest, generator_pb2.GenerateRequest, executor_pb2.ExecuteRequest
)

# Repeated without harm. Ask and OpenSession are not among them: each is a new turn, or session.
_REPEATABLE = [
    {"service": "turnwise.v1.ValueIndexService"},
    {"service": "turnwise.v1.PlannerService"},
    {"service": "turnwise.v1.GeneratorService"},
    {"service": "turnwise.v1.ExecutorService"},
    *(
        {"service": "turnwise.v1.ConversationService", "method": method}
        for method in ("ListDatabases", "GetSession", "FetchResult")
    ),
]
_SERVICE_CONFIG = {
    "loadBalancingConfig": [{"round_robin": {}}],  # the default sends everything to one replica
    "methodConfig": [
        {
            "name": _REPEATABLE,
            "retryPolicy": {
                "maxAttempts": 3,
                "initialBackoff": "0.1s",
                "maxBackoff": "1s",
                "backoffMultiplier": 3,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
    "retryThrottling": {"maxTokens": 20, "tokenRatio": 0.2},
}


class Connection(Generic[Stub]):
    """A channel to one service, opened by its first call in the event loop that runs then.

    `address` is host:port or another gRPC target; `stage` names the service in errors. `write` and `read` below are the
    functions of wire for the request and the reply. Errors are those that the service raised, and besides:
    InvalidRequest for what cannot be sent, Overloaded for what is too large, StageUnavailable, DeadlineExceeded, and
    StageBroken for a reply that says nothing sensible.
    """

    def __init__(
        self,
        address: str,
        stub: Callable[[grpc.aio.Channel], Stub],
        *,
        stage: str,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        self._address = address
        self._make_stub = stub
        self._stage = stage
        self._max_message_bytes = max_message_bytes
        self._channel: grpc.aio.Channel | None = None
        self._owed = OwedSchemas()

    @cached_property
    def stub(self) -> Stub:
        self._channel = grpc.aio.insecure_channel(self._address, options=_options(self._max_message_bytes))
        return self._make_stub(self._channel)

    async def close(self) -> None:
        """Cancels what is under way."""
        if self._channel is not None:
            await self._channel.close()

    async def call(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[RequestMessage, Reply],
        write: Callable[[Request], RequestMessage],
        request: Request,
        read: Callable[[Reply], Result],
    ) -> Result:
        """One request, one reply."""
        return self._read(read, await self._send(method, self._written(write, request)))

    async def call_with_links(
        self,
        method: grpc.aio.UnaryUnaryMultiCallable[LinksMessage, Reply],
        write: Callable[[LinksRequest], LinksMessage],
        request: LinksRequest,
        read: Callable[[Reply], Result],
    ) -> Result:
        """One request whose links name their schema. It is sent again with it to a service that does not know it."""
        schema = request.links.snapshot
        message = self._written(write, request)
        if self._owed.is_due(schema.hash):
            self._embed(schema, message)
        try:
            reply = await self._send(method, message)
        except SchemaUnknown:
            self._owed.asked_for(schema.hash)
            self._embed(schema, message)
            reply = await self._send(method, message)
        return self._read(read, reply)

    async def stream(
        self,
        method: grpc.aio.UnaryStreamMultiCallable[RequestMessage, Reply],
        write: Callable[[Request], RequestMessage],
        request: Request,
        read: Callable[[Reply], Result],
    ) -> AsyncGenerator[Result]:
        """One request, many replies. The next one is asked for when this one was taken; closing it cancels the call."""
        call = method(self._written(write, request), timeout=_timeout(STREAM_SECONDS), metadata=_metadata())
        try:
            async for reply in call:
                yield self._read(read, reply)
        except grpc.aio.AioRpcError as failure:
            raise error_of(failure, stage=self._stage) from failure
        finally:
            call.cancel()

    async def _send(
        self, method: grpc.aio.UnaryUnaryMultiCallable[RequestMessage, Reply], message: RequestMessage
    ) -> Reply:
        try:
            return await method(message, timeout=_timeout(CALL_SECONDS), metadata=_metadata())
        except grpc.aio.AioRpcError as failure:
            raise error_of(failure, stage=self._stage) from failure

    def _written(self, write: Callable[[Request], RequestMessage], request: Request) -> RequestMessage:
        try:
            message = write(request)
        except wire.Unwritable as error:
            raise InvalidRequest(f"the request cannot be sent: {error}") from error
        self._check_size(message)
        return message

    def _embed(self, schema: Schema, message: LinksMessage) -> None:
        wire.embed_schema(message.links, schema)
        self._check_size(message)

    def _check_size(self, message: Message) -> None:
        size = message.ByteSize()
        if size > self._max_message_bytes:
            raise Overloaded(
                f"the request to the {words(self._stage)} takes {size:,} bytes;"
                f" at most {self._max_message_bytes:,} can be sent"
            )

    def _read(self, read: Callable[[Reply], Result], reply: Reply) -> Result:
        try:
            if reply is None:  # what grpc makes of bytes that do not parse
                raise wire.Unreadable("it is no such message, or nested too deeply")
            return read(reply)
        except wire.Unreadable as error:
            broken = f"the {words(self._stage)} sent an answer that cannot be read: {error}"
            raise StageBroken(broken, stage=self._stage) from error


def _timeout(otherwise: float) -> float:
    left = deadline.remaining()
    return otherwise if left is None else left


def _metadata() -> tuple[tuple[str, str], ...]:
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return ((REQUEST_ID, request_id),) if request_id else ()


def _options(max_message_bytes: int) -> list[tuple[str, Any]]:
    return [
        ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
        ("grpc.max_receive_message_length", max_message_bytes),
        ("grpc.max_send_message_length", -1),  # checked before, with a clearer text
        ("grpc.max_metadata_size", MAX_METADATA_BYTES),
        # A peer that froze during a call is found within 40 s.
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.http2.ping_timeout_ms", 10_000),
        # A service that was restarted, perhaps under another address, is back within seconds.
        ("grpc.initial_reconnect_backoff_ms", 200),
        ("grpc.min_reconnect_backoff_ms", 200),
        ("grpc.max_reconnect_backoff_ms", 2_000),
        ("grpc.dns_min_time_between_resolutions_ms", 2_000),
    ]
