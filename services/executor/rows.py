"""Inside a worker: a database opened for statements from outside, and the rows of one statement page by page."""

import math
import resource
import time
from pathlib import Path

import apsw

from services.contracts.readonly import connect_immutable
from services.executor.messages import (
    Bounds,
    Columns,
    Failure,
    FailureKind,
    Row,
    RowPacker,
    Run,
    Setup,
    pack_page,
)
from services.executor.policy import MODULES, Authorizer, bound

_PROGRESS_OPERATIONS = 1_000  # costs 2-4%; every 100 would cost 20%

_SLACK_SECONDS = 0.2


class NotOneSelect(Exception):
    """SQLite could prepare the statement, but it is not one SELECT."""


class Deadline:
    """When the page at hand must be done, on the clock and, for the kernel to enforce, in processor time."""

    def __init__(self) -> None:
        self._until = math.inf

    def set(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        # Ends this process even when nobody is left outside to kill it.
        processor_seconds = math.ceil(time.process_time() + seconds + _SLACK_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, resource.RLIM_INFINITY))

    def passed(self) -> bool:
        return time.monotonic() > self._until


class OpenDatabase:
    """A database at one version, ready for statements from outside."""

    def __init__(self, run: Run, setup: Setup, deadline: Deadline) -> None:
        self.version = run.version
        self.authorizer = Authorizer()
        self.connection = connect_immutable(Path(run.path))
        self.connection.set_progress_handler(deadline.passed, _PROGRESS_OPERATIONS)
        self.connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
        self.connection.drop_modules(MODULES)
        self.encoding = str(self.connection.pragma("encoding"))
        self._construct_virtual_tables()
        bound(self.connection, cell_bytes=setup.cell_bytes, sql_bytes=setup.sql_bytes)
        self.connection.set_authorizer(self.authorizer)

    def _construct_virtual_tables(self) -> None:
        """While they are constructed they prepare statements that the authorizer would refuse."""
        names = self.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
        ).fetchall()
        for table in ["json_each", "json_tree", *(name for (name,) in names)]:
            quoted = '"' + str(table).replace('"', '""') + '"'
            try:
                self.connection.execute(f"SELECT 1 FROM {quoted} LIMIT 0").fetchall()
            except apsw.SQLError:
                continue  # a module that is not there; a statement that needs the table will say so


EXPECTED = (apsw.Error, MemoryError, UnicodeDecodeError, NotOneSelect)
_KINDS: tuple[tuple[tuple[type[Exception], ...], FailureKind], ...] = (
    ((NotOneSelect, apsw.AuthError, apsw.ReadOnlyError, apsw.PermissionsError), FailureKind.DENIED),
    ((apsw.InterruptError,), FailureKind.TIMEOUT),
    ((apsw.NoMemError, MemoryError), FailureKind.MEMORY),
    ((apsw.TooBigError,), FailureKind.CELL),
    ((apsw.CorruptError, apsw.NotADBError, apsw.FormatError), FailureKind.DAMAGED),
    ((apsw.IOError, apsw.CantOpenError, apsw.FullError), FailureKind.DAMAGED),
    ((UnicodeDecodeError,), FailureKind.UNDECODABLE),
)
OF_THE_SANDBOX = (FailureKind.TIMEOUT, FailureKind.MEMORY)


def kind_of(error: Exception) -> FailureKind | None:
    return next((kind for classes, kind in _KINDS if isinstance(error, classes)), None)


class Rows:
    """The rows of one statement, page by page."""

    def __init__(self, database: OpenDatabase, run: Run) -> None:
        self.columns: Columns = ()
        self.prepared = False
        self._sql = run.sql
        self._decode = run.decode
        self._skip = run.skip
        self._encoding = database.encoding
        self._authorizer = database.authorizer
        self._cursor = database.connection.cursor()
        self._cursor.exec_trace = self._before_first_step
        self._pack = RowPacker()
        self._waiting: bytes | None = None

    def _before_first_step(self, cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
        if self.prepared:
            raise NotOneSelect("several statements")
        if not cursor.is_readonly or cursor.is_explain or not cursor.get_description():
            raise NotOneSelect("anything but one SELECT")
        self.columns = tuple((name, declared or "") for name, declared in cursor.get_description())
        self.prepared = True
        return True

    def page(self, bounds: Bounds) -> bytes | Failure:
        """The frame of the next page. One row is read beyond it, to know whether it is the last."""
        if not self.prepared:
            self._authorizer.denied = ""
            self._cursor.execute(self._sql)
            for _ in range(self._skip):
                self._next()
        packed = bytearray()
        count = 0
        while (row := self._next()) is not None:
            room = bounds.row_bytes if not packed else bounds.bytes - len(packed)
            if count == bounds.rows or len(row) > room:
                if not count:
                    return Failure(FailureKind.ROW, f"one row takes {len(row):,} bytes")
                self._waiting = row
                break
            packed += row
            count += 1
        return pack_page(self.columns, bytes(packed), count=count, last=self._waiting is None)

    def failure(self, error: Exception) -> Failure:
        """What `error` means that came from `page`."""
        if not self.prepared and self._authorizer.denied:
            return Failure(FailureKind.DENIED, self._authorizer.denied)
        kind = kind_of(error) or (FailureKind.RUN if self.prepared else FailureKind.PREPARE)
        return Failure(kind, str(error), self.columns)

    def _next(self) -> bytes | None:
        if self._waiting is not None:
            row, self._waiting = self._waiting, None
            return row
        values = next(self._cursor, None)
        if values is None:
            return None
        return self._pack(self._decoded(values) if self._decode else values)

    def _decoded(self, values: Row) -> Row:
        half = len(values) // 2
        return tuple(
            value.decode(self._encoding, "replace") if is_text and isinstance(value, bytes) else value
            for value, is_text in zip(values[:half], values[half:], strict=True)
        )
