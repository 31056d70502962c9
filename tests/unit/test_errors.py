"""Errors as gRPC statuses: the table is complete, and what is raised there is raised here."""

from collections.abc import Iterator

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]
from grpc_status import rpc_status  # type: ignore[import-untyped]

from services.contracts import errors
from services.contracts.errors import TurnwiseError
from services.contracts.serving.statuses import CODES, DOMAIN, error_of, status_of


def classes(root: type[TurnwiseError] = TurnwiseError) -> Iterator[type[TurnwiseError]]:
    yield root
    for child in root.__subclasses__():
        yield from classes(child)


CONTRACT = [kind for kind in classes() if kind.__module__ == errors.__name__]


def failure_of(status: grpc.Status) -> grpc.aio.AioRpcError:
    """What a client meets when a service aborts with that status."""
    return grpc.aio.AioRpcError(
        status.code,
        initial_metadata=grpc.aio.Metadata(),
        trailing_metadata=grpc.aio.Metadata(*status.trailing_metadata),
        details=status.details,
    )


def details_of(error: TurnwiseError) -> status_pb2.Status:
    return rpc_status.from_call(failure_of(status_of(error)))


def test_no_error_is_missing_in_the_table() -> None:
    assert set(CODES) == set(CONTRACT)


def test_each_error_has_a_reason_of_its_own() -> None:
    assert len({kind.reason for kind in CONTRACT}) == len(CONTRACT)


@pytest.mark.parametrize("kind", CONTRACT)
def test_is_raised_there_as_here(kind: type[TurnwiseError]) -> None:
    error = kind("Es gibt keine Tabelle 'Bücher'.\nZweite Zeile.", stage="planner", field="limits.rows")
    back = error_of(failure_of(status_of(error)), stage="elsewhere")
    assert type(back) is kind
    assert (back.message, dict(back.metadata)) == (error.message, dict(error.metadata))


def test_an_error_of_ones_own_keeps_its_reason_and_goes_with_its_base() -> None:
    class ModelMissing(errors.StageUnavailable):
        reason = "MODEL_MISSING"

    status = status_of(ModelMissing("the model is not there"))
    assert status.code is grpc.StatusCode.UNAVAILABLE
    assert isinstance(error_of(failure_of(status), stage="planner"), errors.StageUnavailable)


def test_an_invalid_request_names_its_field() -> None:
    details = details_of(errors.InvalidRequest("the question is empty", field="question"))
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    assert details.details[0].Unpack(info)
    assert details.details[1].Unpack(request)
    assert (info.reason, info.domain, info.metadata["field"]) == ("INVALID_REQUEST", DOMAIN, "question")
    (violation,) = request.field_violations
    assert (violation.field, violation.description) == ("question", "the question is empty")


def test_overload_says_when_to_come_back() -> None:
    retry = error_details_pb2.RetryInfo()
    assert details_of(errors.Overloaded("no worker is free")).details[1].Unpack(retry)
    assert retry.retry_delay.ToMilliseconds() == 1000


def test_a_long_message_is_cut_between_two_characters() -> None:
    error = errors.StatementFailed("ü" * 5000, sql="ü" * 5000)
    back = error_of(failure_of(status_of(error)), stage="executor")
    assert back.message.endswith("ü…")
    assert len(back.message.encode()) <= 1500
    assert len(back.metadata["sql"].encode()) <= 300


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        (grpc.StatusCode.UNAVAILABLE, errors.StageUnavailable, "the value index cannot be reached"),
        (grpc.StatusCode.CANCELLED, errors.StageUnavailable, "the value index cannot be reached"),
        (
            grpc.StatusCode.DEADLINE_EXCEEDED,
            errors.DeadlineExceeded,
            "the value index did not answer in time",
        ),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, errors.Overloaded, "the value index refused the call: told so"),
        (grpc.StatusCode.INVALID_ARGUMENT, errors.InvalidRequest, "told so"),
        (grpc.StatusCode.UNIMPLEMENTED, errors.StageBroken, "the value index failed: told so"),
        (grpc.StatusCode.UNKNOWN, errors.StageBroken, "the value index failed: told so"),
    ],
)
def test_a_status_of_grpc_itself(code: grpc.StatusCode, kind: type[TurnwiseError], message: str) -> None:
    failure = grpc.aio.AioRpcError(code, grpc.aio.Metadata(), grpc.aio.Metadata(), details="told so")
    error = error_of(failure, stage="value_index")
    assert type(error) is kind
    assert error.message == message


@pytest.mark.parametrize(
    "trailer", [b"\xff\xff", status_pb2.Status(code=3, message="other").SerializeToString()]
)
def test_rubbish_in_the_trailers_does_not_hide_the_status(trailer: bytes) -> None:
    metadata = grpc.aio.Metadata(("grpc-status-details-bin", trailer))
    failure = grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), metadata, details="down")
    assert isinstance(error_of(failure, stage="planner"), errors.StageUnavailable)
