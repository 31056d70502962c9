"""What a failure in a worker means: the status of the attempt, and a diagnosis in plain words."""

import re
from dataclasses import dataclass

from services.contracts.models import Diagnosis, DiagnosisKind, ExecutionStatus
from services.executor.messages import Failure, FailureKind


@dataclass(frozen=True)
class Verdict:
    """Why a statement gave no rows, or was not run at all."""

    status: ExecutionStatus
    diagnosis: Diagnosis


# What each kind means, with a text about the failure's message.
_MEANINGS: dict[FailureKind, tuple[ExecutionStatus, DiagnosisKind, str]] = {
    FailureKind.DENIED: (
        ExecutionStatus.DENIED,
        DiagnosisKind.DENIED,
        "The sandbox allows reading data only, not {}.",
    ),
    FailureKind.TIMEOUT: (
        ExecutionStatus.TIMEOUT,
        DiagnosisKind.TIMEOUT,
        "It was stopped after {seconds:.1f} s.",
    ),
    FailureKind.MEMORY: (
        ExecutionStatus.LIMIT,
        DiagnosisKind.FAILED,
        "It needs more memory than it may have.",
    ),
    FailureKind.CELL: (
        ExecutionStatus.LIMIT,
        DiagnosisKind.FAILED,
        "A text or blob in it is longer than allowed.",
    ),
    FailureKind.ROW: (
        ExecutionStatus.LIMIT,
        DiagnosisKind.ROW_LIMIT,
        "The result is larger than allowed: {}.",
    ),
    FailureKind.DAMAGED: (ExecutionStatus.DAMAGED, DiagnosisKind.FAILED, "The database file is damaged: {}."),
    FailureKind.PREPARE: (ExecutionStatus.INVALID, DiagnosisKind.SYNTAX, "SQLite cannot run it: {}."),
    FailureKind.RUN: (ExecutionStatus.FAILED, DiagnosisKind.FAILED, "SQLite gave up while running it: {}."),
    FailureKind.UNDECODABLE: (
        ExecutionStatus.FAILED,
        DiagnosisKind.FAILED,
        "The result holds text that is not valid in the encoding of the database.",
    ),
    FailureKind.DIED: (
        ExecutionStatus.FAILED,
        DiagnosisKind.FAILED,
        "The process that ran it ended unexpectedly.",
    ),
    FailureKind.CHANGED: (
        ExecutionStatus.FAILED,
        DiagnosisKind.FAILED,
        "The database was changed while it was being read. Try again.",
    ),
}

# SQLite names its errors in words only. Each pattern, with the place in its group, its meaning, and words for it.
_INVALID, _DENIED, _LIMIT = ExecutionStatus.INVALID, ExecutionStatus.DENIED, ExecutionStatus.LIMIT
_SQLITE_ERRORS: tuple[tuple[str, ExecutionStatus, DiagnosisKind, str], ...] = (
    (
        r"no such column: (.+?)(?: - should this be .*)?$",
        _INVALID,
        DiagnosisKind.UNKNOWN_COLUMN,
        "There is no column {}.",
    ),
    (
        r"cannot join using column (.+?) - ",
        _INVALID,
        DiagnosisKind.UNKNOWN_COLUMN,
        "The column {} is not in both of the tables that are joined by it.",
    ),
    (
        r"no such table(?:-valued function)?: (.+)",
        _INVALID,
        DiagnosisKind.UNKNOWN_TABLE,
        "There is no table {}.",
    ),
    (
        r"ambiguous column name: (.+)",
        _INVALID,
        DiagnosisKind.AMBIGUOUS_COLUMN,
        "Several of the tables have a column {}.",
    ),
    (r"no such function: (.+)", _INVALID, DiagnosisKind.SYNTAX, "SQLite has no function {}()."),
    (r'near "(.*)": syntax error', _INVALID, DiagnosisKind.SYNTAX, 'There is a syntax error near "{}".'),
    (r"incomplete input()", _INVALID, DiagnosisKind.SYNTAX, "The statement is not complete."),
    (r"datatype mismatch()", _INVALID, DiagnosisKind.TYPE, "A value has a type that does not fit its place."),
    (
        r"unsafe use of (.+)",  # by a view or a generated column
        _DENIED,
        DiagnosisKind.DENIED,
        "The schema of the database calls {}, which the sandbox does not allow.",
    ),
    (
        r"(?:.*too (?:many|large|big|complex)|parser stack overflow|Recursion limit|at most \d+ tables)()",
        _LIMIT,
        DiagnosisKind.FAILED,
        "The statement is more complex than SQLite may take on here.",
    ),
)


def judge(failure: Failure, sql: str, *, seconds: float) -> Verdict:
    """`seconds` is the time limit under which the statement ran."""
    if failure.kind is FailureKind.PREPARE:
        for pattern, status, kind, message in _SQLITE_ERRORS:
            if found := re.match(pattern, failure.message):
                text = message.format(found[1])
                return Verdict(status, Diagnosis(kind=kind, message=text, sql=sql, place=found[1]))
    status, kind, message = _MEANINGS[failure.kind]
    text = message.format(failure.message, seconds=seconds)
    return Verdict(status, Diagnosis(kind=kind, message=text, sql=sql))
