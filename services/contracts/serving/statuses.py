"""Errors as gRPC statuses and back: the one table, and the google.rpc details that keep an error whole on the way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]
from grpc_status import rpc_status  # type: ignore[import-untyped]

from services.contracts import errors
from services.contracts.errors import TurnwiseError

CODES: Mapping[type[TurnwiseError], grpc.StatusCode] = {
    TurnwiseError: grpc.StatusCode.INTERNAL,
    errors.InvalidRequest: grpc.StatusCode.INVALID_ARGUMENT,
    errors.UnknownDatabase: grpc.StatusCode.NOT_FOUND,
    errors.UnknownSession: grpc.StatusCode.NOT_FOUND,
    errors.UnknownTurn: grpc.StatusCode.NOT_FOUND,
    errors.DatabaseUnusable: grpc.StatusCode.FAILED_PRECONDITION,
    errors.SessionMismatch: grpc.StatusCode.FAILED_PRECONDITION,
    errors.SchemaUnknown: grpc.StatusCode.FAILED_PRECONDITION,
    errors.VersionMismatch: grpc.StatusCode.FAILED_PRECONDITION,
    errors.StatementFailed: grpc.StatusCode.FAILED_PRECONDITION,
    errors.Overloaded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.StageUnavailable: grpc.StatusCode.UNAVAILABLE,
    errors.StageBroken: grpc.StatusCode.INTERNAL,
    errors.DeadlineExceeded: grpc.StatusCode.DEADLINE_EXCEEDED,
}
DOMAIN = "turnwise"  # google.rpc.ErrorInfo.domain
RETRY_SECONDS = 1.0  # when an overloaded service may be asked again
# Statuses travel in headers, for which many peers allow 8 kB; percent-encoding can make one byte three.
MAX_MESSAGE_BYTES = 1500
MAX_METADATA_BYTES = 300

_CLASSES = {kind.reason: kind for kind in CODES}


def code_of(error: TurnwiseError) -> grpc.StatusCode:
    """Of its class; a class that is not in the table, as a stage of one's own may raise, goes with its base."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)


def status_of(error: TurnwiseError, violations: Sequence[tuple[str, str]] = ()) -> grpc.Status:
    """The error as `abort_with_status` takes it. `violations` are (field, what is wrong) of an invalid request."""
    code = code_of(error)
    message = _cut(error.message, MAX_MESSAGE_BYTES)
    details = list(_details(error, message, violations))
    packed = [_packed(detail) for detail in details]
    status: grpc.Status = rpc_status.to_status(
        status_pb2.Status(code=code.value[0], message=message, details=packed)
    )
    return status


def error_of(failure: grpc.aio.AioRpcError, *, stage: str) -> TurnwiseError:
    """The error that the service raised; one of `stage` where the status is gRPC's own."""
    info = _error_info(failure)
    if info is not None and info.domain == DOMAIN and info.reason in _CLASSES:
        return _CLASSES[info.reason](failure.details() or "", **info.metadata)
    reported = failure.details() or failure.code().name
    match failure.code():
        case grpc.StatusCode.UNAVAILABLE | grpc.StatusCode.CANCELLED:
            return errors.StageUnavailable(f"the {words(stage)} cannot be reached", stage=stage)
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return errors.DeadlineExceeded(f"the {words(stage)} did not answer in time", stage=stage)
        case grpc.StatusCode.RESOURCE_EXHAUSTED:
            return errors.Overloaded(f"the {words(stage)} refused the call: {reported}", stage=stage)
        case grpc.StatusCode.INVALID_ARGUMENT:
            return errors.InvalidRequest(reported)
        case _:
            return errors.StageBroken(f"the {words(stage)} failed: {reported}", stage=stage)


def _details(error: TurnwiseError, message: str, violations: Sequence[tuple[str, str]]) -> Iterator[Message]:
    metadata = {key: _cut(value, MAX_METADATA_BYTES) for key, value in error.metadata.items()}
    yield error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata)
    if isinstance(error, errors.InvalidRequest):
        named = violations or [(error.metadata.get("field", ""), message)]
        yield error_details_pb2.BadRequest(
            field_violations=[
                error_details_pb2.BadRequest.FieldViolation(field=field, description=description)
                for field, description in named
            ]
        )
    if isinstance(error, errors.Overloaded):
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(int(RETRY_SECONDS * 1000))
        yield error_details_pb2.RetryInfo(retry_delay=delay)


def _packed(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed


def _error_info(failure: grpc.aio.AioRpcError) -> Any:
    """The google.rpc.ErrorInfo. None also where the trailers are rubbish: the status itself is still good."""
    try:
        status = rpc_status.from_call(failure)
    except (ValueError, DecodeError):
        return None
    info = error_details_pb2.ErrorInfo()
    return info if status is not None and any(detail.Unpack(info) for detail in status.details) else None


def words(stage: str) -> str:
    """The stage's name in a sentence."""
    return stage.replace("_", " ")


def _cut(text: str, size: int) -> str:
    """At most `size` bytes of UTF-8, never half a character."""
    encoded = text.encode()
    return text if len(encoded) <= size else encoded[: size - 3].decode(errors="ignore") + "…"
