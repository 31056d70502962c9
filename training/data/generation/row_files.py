"""Files of rows: written aside, then put in their place whole, so that a killed build leaves none cut short."""

import fcntl
import hashlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from services.contracts.errors import InvalidRequest
from services.contracts.prompt.message import Message
from training.data.generation.rows import LeftOut, Made

_PARTIAL = ".partial"
_LOCK = ".lock"


@dataclass
class RowFile:
    """One file, open for writing until `close`. What is in it, and what is not, is counted as it is written."""

    path: Path
    rows: int = 0
    dropped: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    databases: set[str] = field(default_factory=set)
    turns: set[str] = field(default_factory=set)
    _seen: set[bytes] = field(default_factory=set)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _file: IO[bytes] | None = None

    @property
    def partial(self) -> Path:
        return self.path.with_name(self.path.name + _PARTIAL)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, made: Made | LeftOut, source: str) -> None:
        if isinstance(made, LeftOut):
            self.left_out[made.reason] += 1
            return
        key = _key(made.row.messages)
        if key in self._seen:
            self.left_out["another row says the same"] += 1
            return
        self._seen.add(key)
        line = made.row.model_dump_json().encode() + b"\n"
        if self._file is None:
            self._file = self.partial.open("wb")
        self._file.write(line)
        self._digest.update(line)
        self.rows += 1
        self.dropped += made.dropped
        self.by_source[source] += 1
        self.databases.add(made.row.database_id)
        self.turns.add(made.row.id)
        if made.mistake is not None:
            self.mistakes[made.mistake.kind] += 1

    def close(self) -> None:
        """Before `settle`. Raises OSError where what was written does not reach the disk."""
        if self._file is not None:
            self._file.close()

    def settle(self) -> None:
        """Puts the file in its place; a file of no rows takes away the one of an earlier build."""
        if self.rows:
            self.partial.rename(self.path)
        else:
            self.path.unlink(missing_ok=True)

    def discard(self) -> None:
        self.close()
        self.partial.unlink(missing_ok=True)


@dataclass
class RowFiles:
    """The files of one build. As a context manager: one build at a time writes to a folder, and what is not settled
    when it ends is discarded."""

    folder: Path
    files: dict[str, RowFile] = field(default_factory=dict)
    _lock: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Raises InvalidRequest for a folder that cannot be written to, or is being written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = self._lock.enter_context((self.folder / _LOCK).open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise InvalidRequest(f"another build is writing to {self.folder}") from error
        except OSError as error:
            raise InvalidRequest(f"rows cannot be written to {self.folder}: {error.strerror}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files.values():
            file.discard()
        self._lock.close()

    def named(self, name: str) -> RowFile:
        return self.files.setdefault(name, RowFile(self.folder / name))

    def settle(self) -> None:
        for file in self.files.values():
            file.close()
        for file in self.files.values():
            file.settle()


def _key(messages: tuple[Message, ...]) -> bytes:
    digest = hashlib.sha256()
    for message in messages:
        digest.update(f"{message.role}\0{message.content}\0".encode("utf-8", "surrogatepass"))
    return digest.digest()
