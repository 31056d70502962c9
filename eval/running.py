"""Running the SQL of a comparison: stock SQLite, read-only, under limits that really end it.

A `QueryRunner` owns one worker process (eval/sqlite_worker.py) and is used by one thread at a time. What becomes of a
statement is a value: its `Result`, or a `Failure` with the reason.
"""

import base64
import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eval.metrics.result import Result
from services.contracts.catalogue import Database
from services.contracts.errors import DatabaseUnusable

_GRACE_SECONDS = 2.0  # for the worker to end a query by itself and to send what it has, before it is killed
_CHUNK_BYTES = 1 << 20
_WORKER = Path(__file__).with_name("sqlite_worker.py")


class FailureKind(StrEnum):
    INVALID = "invalid"  # SQLite refuses the statement, or it fails while it runs
    EMPTY = "empty"  # no statement that gives a result set: blank, a comment
    WRITES = "writes"  # valid, but it would change the database
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"  # rows, bytes or memory
    DATABASE = "database"  # missing, damaged, or no SQLite file
    DIED = "died"  # the worker process ended


@dataclass(frozen=True, slots=True)
class Failure:
    kind: FailureKind
    message: str


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Of one statement. `memory_bytes` is that of the whole worker process."""

    seconds: float = 30.0
    rows: int = 300_000
    bytes: int = 100_000_000
    memory_bytes: int = 2_000_000_000


class QueryRunner:
    """Use as a context manager, or call `close`. The worker starts with the first statement, and again after a kill."""

    def __init__(self, limits: RunLimits | None = None) -> None:
        self._limits = limits or RunLimits()
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()

    @property
    def worker_pid(self) -> int | None:
        """Of the process in which statements run; None before the first and after a kill."""
        return None if self._worker is None else self._worker.pid

    def run(self, database: Database, sql: str) -> Result | Failure:
        """Blocks for at most the time limit and a grace of two seconds."""
        try:
            readable = database.readable()
        except DatabaseUnusable as refusal:
            return Failure(FailureKind.DATABASE, refusal.message)
        limits = self._limits
        answer = self._ask(
            path=str(readable.path),
            sql=sql,
            seconds=limits.seconds,
            max_rows=limits.rows,
            max_bytes=limits.bytes,
        )
        if isinstance(answer, Failure):
            return answer
        if "failure" in answer:
            kind = FailureKind(answer["failure"])
            late = kind is FailureKind.TIMEOUT
            return Failure(kind, f"stopped after {limits.seconds:g} s" if late else answer["message"])
        if answer["columns"] is None:
            return Failure(FailureKind.EMPTY, "no result set")
        return Result(tuple(answer["columns"]), list(map(tuple, answer["rows"])))

    def _ask(self, **request: str | float) -> dict[str, Any] | Failure:
        worker = self._worker = self._worker or _start(self._limits)
        give_up = time.monotonic() + self._limits.seconds + _GRACE_SECONDS
        try:
            line = _exchange(worker, json.dumps(request).encode() + b"\n", give_up)
        except TimeoutError:
            self.close()
            return Failure(FailureKind.TIMEOUT, f"killed after {self._limits.seconds:g} s")
        if not line.endswith(b"\n"):
            self.close()
            return Failure(FailureKind.DIED, "the process that ran it died")
        answer: dict[str, Any] = json.loads(line, object_hook=_with_blobs)
        return answer


def _start(limits: RunLimits) -> subprocess.Popen[bytes]:
    """-I -S: the standard library only, whatever the environment says; also the fastest start."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_WORKER), str(limits.memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(worker: subprocess.Popen[bytes], request: bytes, give_up: float) -> bytes:
    """The answer, a line; without its end if the worker died. Raises TimeoutError at the monotonic time `give_up`."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(request)
        worker.stdin.flush()
    except BrokenPipeError:
        return b""
    chunks: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stdout, selectors.EVENT_READ)
        while not (chunks and chunks[-1].endswith(b"\n")):
            if not selector.select(max(0.0, give_up - time.monotonic())):
                raise TimeoutError
            chunk = os.read(worker.stdout.fileno(), _CHUNK_BYTES)
            if not chunk:
                break
            chunks.append(chunk)
    return b"".join(chunks)


def _with_blobs(decoded: dict[str, Any]) -> dict[str, Any] | bytes:
    return base64.b64decode(decoded["blob"]) if "blob" in decoded else decoded
