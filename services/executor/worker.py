"""The process in which statements run: one at a time, commands on descriptor 0, replies on the same socket.

It reads the files that are handed to it and can open none; it is killed from outside when it does not come back.
"""

import _socket  # what `socket` is made of, without the 5 ms that `socket` takes to start
import os
import struct
import sys
from collections import deque

import apsw

from services.executor.handed_files import HandedFiles
from services.executor.lockdown import lock_down
from services.executor.messages import (
    LENGTH,
    Close,
    Failure,
    FailureKind,
    Next,
    Open,
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

_READ_BYTES = 65_536
_DESCRIPTOR = struct.Struct("i")
_ANCILLARY_BYTES = _socket.CMSG_SPACE(_DESCRIPTOR.size)


class Worker:
    """One command after the other until the other side closes."""

    def __init__(self, setup: Setup, files: HandedFiles, commands: "Commands") -> None:
        self._setup = setup
        self._files = files
        self._commands = commands
        self._deadline = Deadline()
        self._descriptors: dict[str, int] = {}
        self._databases: dict[str, OpenDatabase] = {}
        self._rows: Rows | None = None

    def work(self) -> None:
        while payload := self._commands.read():
            if (reply := self._answer(payload)) is not None:
                self._commands.reply(reply)

    def _answer(self, payload: bytes) -> bytes | None:
        """The frame of a reply to the commands that have one."""
        match command := unpack_command(payload):
            case Open():
                self._descriptors[command.database] = self._commands.descriptor()
                return None
            case Close():
                self._close(command.database)
                return None
            case Stop():
                self._rows = None
                return None
        self._deadline.set(command.bounds.seconds)
        reply = self._first_page(command) if isinstance(command, Run) else self._next_page(command)
        return pack_failure(reply) if isinstance(reply, Failure) else reply

    def _first_page(self, run: Run) -> bytes | Failure:
        self._rows = None
        try:
            self._rows = Rows(self._database(run.database), run)
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

    def _database(self, name: str) -> OpenDatabase:
        if name not in self._databases:
            connection = self._files.connect(self._descriptors[name])
            self._databases[name] = OpenDatabase(connection, self._setup, self._deadline)
        return self._databases[name]

    def _close(self, name: str) -> None:
        self._rows = None
        if (database := self._databases.pop(name, None)) is not None:
            database.close()
        os.close(self._descriptors.pop(name))


class Commands:
    """Frames on a socket, and the descriptors that come along with some of them."""

    def __init__(self, channel: _socket.socket) -> None:
        self._channel = channel
        self._received = bytearray()
        self._descriptors: deque[int] = deque()

    def read(self) -> bytes:
        """Empty when the other side is gone."""
        header = self._take(LENGTH.size)
        return self._take(*LENGTH.unpack(header)) if header else b""

    def descriptor(self) -> int:
        """The one that came along with the frame read last."""
        return self._descriptors.popleft()

    def reply(self, frame: bytes) -> None:
        self._channel.sendall(frame)

    def _take(self, size: int) -> bytes:
        while len(self._received) < size:
            received, ancillary, _, _ = self._channel.recvmsg(_READ_BYTES, _ANCILLARY_BYTES)
            if not received:
                return b""
            self._received += received
            for _, _, packed in ancillary:  # one descriptor at a time; nothing else is ever sent
                self._descriptors += _DESCRIPTOR.unpack(packed)
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken


def main() -> None:
    commands = Commands(_socket.socket(fileno=0))
    setup = unpack_setup(commands.read())
    files = HandedFiles()
    layers = lock_down(setup)
    commands.reply(pack_ready(Ready(apsw.sqlite_lib_version(), layers)))
    Worker(setup, files, commands).work()


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, ConnectionResetError):  # the service is gone
        sys.exit(0)
