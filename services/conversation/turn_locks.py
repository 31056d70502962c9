"""Who runs a session's turn, among all processes. A lock ends with its process, so a killed turn never blocks."""

import fcntl
import hashlib
import os
import threading
from pathlib import Path
from typing import Protocol

import sqlalchemy as sql
from sqlalchemy.pool import NullPool


class TurnLocks(Protocol):
    """One lock per session. `try_acquire` never waits."""

    def try_acquire(self, session_id: str) -> bool: ...

    def release(self, session_id: str) -> None: ...

    def close(self) -> None: ...


def locks_for(engine: sql.Engine) -> TurnLocks:
    """The kind of lock that the store's database offers."""
    if engine.dialect.name == "postgresql":
        return AdvisoryLocks(engine.url)
    if engine.url.database:
        return FileLocks(Path(engine.url.database + ".lock"))
    return NoLocks()


class NoLocks:
    """Sessions in this process's memory: nobody else can see them."""

    def try_acquire(self, session_id: str) -> bool:  # noqa: ARG002
        return True

    def release(self, session_id: str) -> None:
        """Nothing was taken."""

    def close(self) -> None:
        """Nothing was taken."""


class FileLocks:
    """Byte-range locks on one file beside the store, one byte per session.

    POSIX drops all of a process's locks on a file when any descriptor of it is closed, so there is one for good.
    Two sessions that share a byte wait for each other, which is rare (63 bits) and harmless.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._guard = threading.Lock()

    def try_acquire(self, session_id: str) -> bool:
        try:
            fcntl.lockf(self._open(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _number(session_id))
        except (BlockingIOError, PermissionError):  # what POSIX lets systems answer for 'held by another'
            return False
        return True

    def release(self, session_id: str) -> None:
        fcntl.lockf(self._open(), fcntl.LOCK_UN, 1, _number(session_id))

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        with self._guard:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            return self._descriptor


class AdvisoryLocks:
    """PostgreSQL's session-level advisory locks, each on a connection of its own while it is held.

    The connections stand outside of the store's pool: turns that hold a lock would starve it otherwise.
    """

    def __init__(self, url: sql.URL) -> None:
        self._engine = sql.create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._held: dict[str, sql.Connection] = {}

    def try_acquire(self, session_id: str) -> bool:
        connection = self._engine.connect()
        try:
            taken = connection.execute(
                sql.select(sql.func.pg_try_advisory_lock(_number(session_id)))
            ).scalar()
        except BaseException:
            connection.close()
            raise
        if taken:
            self._held[session_id] = connection
        else:
            connection.close()
        return bool(taken)

    def release(self, session_id: str) -> None:
        self._held.pop(session_id).close()  # the lock ends with its connection

    def close(self) -> None:
        for session_id in list(self._held):
            self.release(session_id)
        self._engine.dispose()


def _number(session_id: str) -> int:
    """A 63-bit number for the session: an advisory lock's key, or an offset in the lock file."""
    return int.from_bytes(hashlib.sha256(session_id.encode()).digest()[:8], "big") >> 1
