"""Inside a worker: a database opened for statements from outside, and the rows of one statement page by page."""

import math
import time
from itertools import islice

import apsw

from services.contracts.readonly import distrust
from services.executor.messages import (
    Bounds,
    Columns,
    Failure,
    FailureKind,
    Row,
    Run,
    Setup,
    pack_page,
    pack_rows,
)
from services.executor.policy import MODULES, Authorizer, bound

_PROGRESS_OPERATIONS = 1_000  # costs 2-4%; every 100 would cost 20%
_CHUNK_BYTES = 65_536
_MOST_AT_A_TIME = 64  # the next ones may be a thousand times as large


class NotOneSelect(Exception):
    """SQLite could prepare the statement, but it is not one SELECT."""


class Deadline:
    """When the page at hand must be done. It is looked at while SQLite's machine runs; the service kills what does not
    come back."""

    def __init__(self) -> None:
        self._until = math.inf

    def set(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def passed(self) -> bool:
        return time.monotonic() > self._until


class OpenDatabase:
    """A database at one content, ready for statements from outside. It closes the connection, also where its file is
    too damaged to begin with: to leave that to Python's memory would use up the few descriptors of a worker."""

    def __init__(self, connection: apsw.Connection, setup: Setup, deadline: Deadline) -> None:
        self.authorizer = Authorizer()
        self.connection = connection
        self._asked = False
        try:
            self._prepare(setup, deadline)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.connection.close(True)

    def _prepare(self, setup: Setup, deadline: Deadline) -> None:
        distrust(self.connection)
        self.connection.set_progress_handler(deadline.passed, _PROGRESS_OPERATIONS)
        self.connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
        self.connection.drop_modules(MODULES)
        self.encoding = str(self.connection.pragma("encoding"))
        self._construct_virtual_tables()
        bound(self.connection, cell_bytes=setup.cell_bytes, sql_bytes=setup.sql_bytes)
        self.authorize(True)

    def authorize(self, asked: bool) -> None:
        """Whether the authorizer is asked. Its every change would have SQLite prepare the kept statements anew."""
        if asked is not self._asked:
            self.connection.set_authorizer(self.authorizer if asked else None)
            self._asked = asked

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
        self._own = run.own
        self._database = database
        self._cursor = database.connection.cursor()
        self._cursor.exec_trace = self._before_first_step
        self._waiting: list[Row] = []
        self._at_a_time = 1

    def _before_first_step(self, cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
        if self.prepared:
            raise NotOneSelect("several statements")
        if not cursor.is_readonly or cursor.is_explain or not cursor.get_description():
            raise NotOneSelect("anything but one SELECT")
        self.columns = tuple((name, declared or "") for name, declared in cursor.get_description())
        self.prepared = True
        return True

    def page(self, bounds: Bounds) -> bytes | Failure:
        """The frame of the next page. A row is read beyond it, to know whether it is the last."""
        if not self.prepared:
            self._begin()
            for _ in range(self._skip):
                next(self._cursor)
        packed = bytearray()
        count = 0
        while rows := self._some_rows(bounds.rows - count):
            chunk = pack_rows(rows)
            if len(packed) + len(chunk) > bounds.bytes or count + len(rows) > bounds.rows:
                count += self._fill(packed, rows, count, bounds)
                if not count:
                    return Failure(FailureKind.ROW, f"one row takes {len(pack_rows(rows[:1])):,} bytes")
                if self._waiting:
                    break
                continue
            packed += chunk
            count += len(rows)
            self._at_a_time = max(1, min(_MOST_AT_A_TIME, _CHUNK_BYTES * count // len(packed)))
        return pack_page(self.columns, bytes(packed), count=count, last=not self._waiting)

    def _begin(self) -> None:
        """An own statement is never kept for another of the same text."""
        self._database.authorize(not self._own)
        self._database.authorizer.denied = ""
        self._cursor.execute(self._sql, can_cache=not self._own)

    def _fill(self, packed: bytearray, rows: list[Row], count: int, bounds: Bounds) -> int:
        """Adds the rows that still fit, one by one, and keeps the others for the next page."""
        for added, row in enumerate(rows):
            alone = pack_rows((row,))
            room = bounds.bytes - len(packed) if count + added else bounds.row_bytes
            if count + added == bounds.rows or len(alone) > room:
                self._waiting = rows[added:]
                return added
            packed += alone
        return len(rows)

    def failure(self, error: Exception) -> Failure:
        """What `error` means that came from `page`."""
        if not self.prepared and self._database.authorizer.denied:
            return Failure(FailureKind.DENIED, self._database.authorizer.denied)
        kind = kind_of(error) or (FailureKind.RUN if self.prepared else FailureKind.PREPARE)
        return Failure(kind, str(error), self.columns)

    def _some_rows(self, wanted: int) -> list[Row]:
        """One more than is wanted at most. Rows that an error stands behind are lost, as the whole page is."""
        if self._waiting:
            rows, self._waiting = self._waiting, []
            return rows
        rows = list(islice(self._cursor, min(self._at_a_time, wanted + 1)))
        return [self._decoded(row) for row in rows] if self._decode else rows

    def _decoded(self, values: Row) -> Row:
        half = len(values) // 2
        return tuple(
            value.decode(self._database.encoding, "replace")
            if is_text and isinstance(value, bytes)
            else value
            for value, is_text in zip(values[:half], values[half:], strict=True)
        )
