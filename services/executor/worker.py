"""The process in which statements run: one at a time, commands on descriptor 0, replies on the same socket.

It opens what it is told to and nothing else; it is killed from outside when it does not come back.
"""

import io
import resource
import sys

import apsw

from services.executor.messages import (
    LENGTH,
    Command,
    Failure,
    FailureKind,
    Next,
    Ready,
    Run,
    Setup,
    Stop,
    pack_failure,
    pack_ready,
    unpack_command,
    unpack_setup,
)
from services.executor.rows import EXPECTED, OF_THE_SANDBOX, Deadline, OpenDatabase, Rows, kind_of

_OPEN_DATABASES = 4


class Worker:
    """One command after the other until the other side closes."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._deadline = Deadline()
        self._databases: dict[str, OpenDatabase] = {}
        self._rows: Rows | None = None

    def answer(self, command: Command) -> bytes | None:
        """The frame of a reply; None for Stop."""
        if isinstance(command, Stop):
            self._rows = None
            return None
        self._deadline.set(command.bounds.seconds)
        reply = self._first_page(command) if isinstance(command, Run) else self._next_page(command)
        return pack_failure(reply) if isinstance(reply, Failure) else reply

    def _first_page(self, run: Run) -> bytes | Failure:
        self._rows = None
        try:
            self._rows = Rows(self._open(run), run)
        except EXPECTED as error:
            kind = kind_of(error)
            # What goes wrong before the statement is looked at is the file's fault.
            return Failure(kind if kind in OF_THE_SANDBOX else FailureKind.DAMAGED, str(error))
        return self._next_page(Next(run.bounds))

    def _next_page(self, command: Next) -> bytes | Failure:
        if self._rows is None:
            raise ValueError("there is no statement at hand")
        try:
            reply = self._rows.page(command.bounds)
        except EXPECTED as error:
            reply = self._rows.failure(error)
        if isinstance(reply, Failure):
            self._rows = None
        return reply

    def _open(self, run: Run) -> OpenDatabase:
        known = self._databases.pop(run.path, None)
        if known is None or known.version != run.version:
            if len(self._databases) >= _OPEN_DATABASES:
                self._databases.pop(next(iter(self._databases)))
            known = OpenDatabase(run, self._setup, self._deadline)
        self._databases[run.path] = known  # the one used last stands last
        return known


def lock_down(setup: Setup) -> None:
    """Bounds the process itself, below what SQLite counts."""
    for limit, value in {
        resource.RLIMIT_AS: setup.process_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(limit, (value, value))
    apsw.hard_heap_limit(setup.heap_bytes)


def main() -> None:
    commands = open(0, "rb", closefd=False)  # noqa: SIM115 - a descriptor, open as long as the process
    replies = io.FileIO(0, "w", closefd=False)
    setup = unpack_setup(_read_frame(commands))
    lock_down(setup)
    _write(replies, pack_ready(Ready(apsw.sqlite_lib_version())))
    worker = Worker(setup)
    while payload := _read_frame(commands):
        if (reply := worker.answer(unpack_command(payload))) is not None:
            _write(replies, reply)


def _read_frame(source: io.BufferedReader) -> bytes:
    """Empty when the other side is gone."""
    header = source.read(LENGTH.size)
    return source.read(*LENGTH.unpack(header)) if len(header) == LENGTH.size else b""


def _write(target: io.FileIO, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[target.write(rest) :]


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, ConnectionResetError):  # the service is gone
        sys.exit(0)
