"""One worker process, as the service holds it: started, asked, killed."""

import asyncio
import importlib.util
import io
import logging
import os
import socket
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import cast

from services.contracts.sqlite_file import open_regular
from services.executor.messages import (
    LENGTH,
    Close,
    Failure,
    FailureKind,
    Layer,
    Next,
    Open,
    Page,
    Ready,
    Run,
    Setup,
    Stop,
    pack,
    unpack_reply,
)

log = logging.getLogger(__name__)


def _folder_of(package: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the executor's workers need {package}")
    return str(Path(spec.origin).resolve().parents[1])


# Without `site` a worker starts sooner and runs no start-up file of others, so it is told where its imports lie.
_COMMAND = (sys.executable, "-S", "-s", "-P", "-m", "services.executor.worker")
_IMPORT_PATH = os.pathsep.join(dict.fromkeys(map(_folder_of, ("services", "apsw", "msgpack"))))
# Nothing of the service's environment, which may hold passwords. The threshold gives memory back after a large sort.
_ENVIRONMENT = {"PYTHONPATH": _IMPORT_PATH, "PYTHONUTF8": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
_REAP_SECONDS = 0.002
# The worker gives up by itself; this long after, it is inside something that does not look at the clock.
_KILL_AFTER_SECONDS = 0.1
# Of a reply beside its rows: names and types of up to 256 columns, or an error message that quotes the statement.
_OVERHEAD_BYTES = 4 << 20
_OPEN_DATABASES = 4


class WorkerDied(Exception):
    """The process is gone. The text says how, for the log."""


class WorkerProcess:
    """Answers one command at a time. An `ask` that was given up ends the process, for it may still be at work."""

    def __init__(self, setup: Setup, *, on_exit: "Callable[[WorkerProcess], None]") -> None:
        """Starts the process. `on_exit` is called once, as soon as it has ended or is to end."""
        self._setup = setup
        self._on_exit = on_exit
        self._channel = _Channel(self.kill)
        self._near, far = socket.socketpair()
        with far:
            self._process = _popen(far)
        self.pid = self._process.pid
        self.alive = True
        self.layers: tuple[Layer, ...] = ()  # in force, once it is ready
        self._rows_left = False
        self._databases: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._names = map(str, count())

    async def ready(self, *, seconds: float) -> None:
        """Raises WorkerDied when it does not get ready in time."""
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: self._channel, sock=self._near)
            async with asyncio.timeout(seconds):
                message = await self._channel.exchange(pack(self._setup), max_bytes=_OVERHEAD_BYTES)
        except TimeoutError:
            self.kill()
            raise WorkerDied(f"not ready after {seconds} s") from None
        except BaseException:
            self.kill()
            raise
        if not isinstance(message, Ready):
            self.kill()
            raise WorkerDied("it began with another message than 'ready'")
        self.layers = message.layers

    def hand_over(self, path: Path, version: str) -> str:
        """The name by which the worker knows the database at that content. It gets the file itself, not its path.

        Raises Unreadable when there is no such file any more. What is wrong with the worker shows when it is asked.
        """
        key = (str(path), version)
        if (known := self._databases.get(key)) is not None:
            self._databases.move_to_end(key)
            return known
        if len(self._databases) >= _OPEN_DATABASES:
            _, oldest = self._databases.popitem(last=False)
            self._channel.send(pack(Close(oldest)))
        name = next(self._names)
        with open_regular(path) as file:
            # Past the transport, which cannot do this; it holds nothing back, for the worker waits for a command.
            try:
                socket.send_fds(self._near, [pack(Open(name))], [file.fileno()])
            except OSError:
                self.kill()  # it died while it was idle; the command that follows says so
        self._databases[key] = name
        return name

    async def ask(self, command: Run | Next) -> Page | Failure:
        """Raises WorkerDied. A failure of kind TIMEOUT comes from inside or, a moment later, from the kill."""
        bounds = command.bounds
        max_bytes = max(bounds.bytes, bounds.row_bytes) + _OVERHEAD_BYTES
        try:
            async with asyncio.timeout(bounds.seconds + _KILL_AFTER_SECONDS):
                reply = await self._channel.exchange(pack(command), max_bytes=max_bytes)
        except TimeoutError:
            self.kill()
            return Failure(FailureKind.TIMEOUT, "killed")
        except BaseException:
            self.kill()
            raise
        if isinstance(reply, Ready):
            self.kill()
            raise WorkerDied("it answered a command with 'ready'")
        self._rows_left = isinstance(reply, Page) and not reply.last
        return reply

    def stop(self) -> None:
        """Lets go of the statement at hand, when rows of it are left."""
        if self.alive and self._rows_left:
            self._rows_left = False
            self._channel.send(pack(Stop()))

    def kill(self) -> None:
        if self.alive:
            self.alive = False
            self._process.kill()
            self._channel.close()
            self._near.close()
            self._on_exit(self)

    async def bury(self) -> None:
        """Waits for the end of a killed process and logs what it wrote before, if anything."""
        code = await self._exit_code()
        with self._process.stderr or io.BytesIO() as stderr:
            last_words = stderr.read(4096).decode(errors="replace").strip()
        if last_words:
            log.warning("worker %d ended with %s: %s", self.pid, code, last_words)

    async def _exit_code(self) -> int:
        while (code := self._process.poll()) is None:  # noqa: ASYNC110 - without a thread nothing tells of its end
            await asyncio.sleep(_REAP_SECONDS)
        return code


def _popen(commands: socket.socket) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _COMMAND,
        stdin=commands.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,  # Ctrl-C in a terminal is the service's to handle
    )


class _Channel(asyncio.Protocol):
    """Frames in both directions, a reply to each request."""

    def __init__(self, on_lost: Callable[[], None]) -> None:
        self._on_lost = on_lost
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._max_bytes = 0
        self._reply: asyncio.Future[bytes] | None = None

    async def exchange(self, frame: bytes, *, max_bytes: int) -> Ready | Page | Failure:
        """Raises WorkerDied when the other side goes, or sends what is no reply or is longer than `max_bytes`."""
        if self._transport is None or self._transport.is_closing():
            raise WorkerDied("it had ended before")
        self._max_bytes = max_bytes
        self._reply = asyncio.get_running_loop().create_future()
        self._transport.write(frame)
        try:
            return unpack_reply(await self._reply)
        except ValueError as error:
            raise WorkerDied(f"rubbish from the worker: {error}") from error
        finally:
            self._reply = None

    def send(self, frame: bytes) -> None:
        if self._transport is not None:
            self._transport.write(frame)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) < LENGTH.size:
            return
        (length,) = LENGTH.unpack_from(self._received)
        if self._reply is None or length > self._max_bytes:
            self._on_lost()
        elif len(self._received) >= LENGTH.size + length and not self._reply.done():
            self._reply.set_result(bytes(memoryview(self._received)[LENGTH.size :]))
            self._received = bytearray()

    def connection_lost(self, _error: Exception | None) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(WorkerDied("it ended in the middle of a command"))
        self._on_lost()
