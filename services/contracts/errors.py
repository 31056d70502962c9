"""Faults that end a request. What a user can expect (bad SQL, an ambiguous question) is a value, not one of these.

`serving.py` maps each class to one gRPC status; a test proves that none is missing.
"""

from collections.abc import Mapping


class TurnwiseError(Exception):
    """`reason` is the machine-readable name (google.rpc.ErrorInfo.reason), `metadata` what it is about."""

    reason = "INTERNAL"

    def __init__(self, message: str, **metadata: str) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: Mapping[str, str] = metadata


class InvalidRequest(TurnwiseError):
    """A field is missing, too long or malformed. `metadata['field']` names it."""

    reason = "INVALID_REQUEST"


class UnknownDatabase(TurnwiseError):
    reason = "UNKNOWN_DATABASE"


class UnknownSession(TurnwiseError):
    reason = "UNKNOWN_SESSION"


class UnknownTurn(TurnwiseError):
    reason = "UNKNOWN_TURN"


class DatabaseUnusable(TurnwiseError):
    """The file is missing, not SQLite, encrypted, damaged, or in use in a way that cannot be read safely."""

    reason = "DATABASE_UNUSABLE"


class SessionMismatch(TurnwiseError):
    """The session belongs to another database."""

    reason = "SESSION_MISMATCH"


class SchemaUnknown(TurnwiseError):
    """The service has not seen the schema of that hash; the client sends it and asks again."""

    reason = "SCHEMA_UNKNOWN"


class VersionMismatch(TurnwiseError):
    """A stored session, an index folder or a model artefact is of a version that this code cannot read."""

    reason = "VERSION_MISMATCH"


class StatementFailed(TurnwiseError):
    """`fetch` was asked for a statement that does not run."""

    reason = "STATEMENT_FAILED"


class Overloaded(TurnwiseError):
    """No worker or queue place is free, or a message is too large."""

    reason = "OVERLOADED"


class StageUnavailable(TurnwiseError):
    """A stage cannot be reached. `metadata['stage']` names it."""

    reason = "STAGE_UNAVAILABLE"


class StageBroken(TurnwiseError):
    """A stage answered something that its contract does not allow. `metadata['stage']` names it."""

    reason = "STAGE_BROKEN"


class DeadlineExceeded(TurnwiseError):
    reason = "DEADLINE_EXCEEDED"
