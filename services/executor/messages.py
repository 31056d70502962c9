"""What passes between the executor and its worker processes: msgpack behind a length of four bytes.

Never pickle: what comes out of a worker is data, whatever happened inside. Light to import, for the workers do.
"""

import struct
from collections.abc import Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

import msgpack  # type: ignore[import-untyped]

LENGTH = struct.Struct(">I")
_packed = msgpack.Packer().pack  # kept, for it starts with a buffer of 256 kB


Row = tuple[int | float | str | bytes | None, ...]
Columns = tuple[tuple[str, str], ...]  # name and declared type


class Layer(StrEnum):
    """What a worker is locked down by, in words for the log. docs/security.md says what each one stops."""

    LIMITS = "resource limits"
    NO_NEW_PRIVILEGES = "no new privileges"
    NOT_ROOT = "no root"
    NETWORK = "network namespace"
    FILES = "Landlock"
    SYSTEM_CALLS = "seccomp"


class Setup(NamedTuple):
    """The first message to a worker: the bounds of its whole life."""

    heap_bytes: int
    process_bytes: int
    cell_bytes: int
    sql_bytes: int


class Bounds(NamedTuple):
    """Of one page. It ends before the row that would pass `bytes`; only a first row may take up to `row_bytes`."""

    seconds: float
    rows: int
    bytes: int
    row_bytes: int


class Open(NamedTuple):
    """Hands over a database: the descriptor of its file comes along. Has no answer; the name is the service's."""

    database: str


class Close(NamedTuple):
    """Lets go of a database. Has no answer."""

    database: str


class Run(NamedTuple):
    """Runs a statement on a database that was handed over, and answers its first page.

    With `decode`, the second half of the columns says which of the first half are text that comes as a blob. `skip`
    rows are left out at the start. One of the service's `own` may read the schema.
    """

    database: str
    sql: str
    bounds: Bounds
    decode: bool = False
    skip: int = 0
    own: bool = False


class Next(NamedTuple):
    """Answers the next page of the statement at hand."""

    bounds: Bounds


class Stop(NamedTuple):
    """Forgets the statement at hand. Has no answer."""


class Ready(NamedTuple):
    """The first message of a worker."""

    sqlite_version: str
    layers: tuple[Layer, ...]


class Page(NamedTuple):
    """`size` is the length of the packed rows in bytes."""

    columns: Columns
    rows: tuple[Row, ...]
    last: bool
    size: int


class FailureKind(StrEnum):
    DENIED = "denied"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CELL = "cell"  # a text or blob above the limit
    ROW = "row"  # one row above the limit of a page
    DAMAGED = "damaged"
    PREPARE = "prepare"  # SQLite cannot make a program of the statement
    RUN = "run"  # SQLite gave up while it ran
    UNDECODABLE = "undecodable"  # a text that is not valid in the encoding of the database
    DIED = "died"
    CHANGED = "changed"  # the file, while it was being read


class Failure(NamedTuple):
    """Why there is no page. `columns` as in Page where they were known."""

    kind: FailureKind
    message: str
    columns: Columns = ()


Command = Open | Close | Run | Next | Stop


def pack(message: Setup | Command) -> bytes:
    return _frame(_packed((type(message).__name__, message)))


def unpack_setup(payload: bytes) -> Setup:
    return Setup(*msgpack.unpackb(payload)[1])


def unpack_command(payload: bytes) -> Command:
    name, fields = msgpack.unpackb(payload)
    match name:
        case "Run":
            database, sql, bounds, decode, skip, own = fields
            return Run(database, sql, Bounds(*bounds), decode, skip, own)
        case "Next":
            return Next(Bounds(*fields[0]))
        case "Stop":
            return Stop()
        case "Open":
            return Open(*fields)
        case "Close":
            return Close(*fields)
        case _:
            raise ValueError(f"no command: {name}")


def pack_ready(ready: Ready) -> bytes:
    return _frame(_packed(("Ready", ready)))


def pack_failure(failure: Failure) -> bytes:
    return _frame(_packed(("Failure", failure)))


def pack_rows(rows: Sequence[Row]) -> bytes:
    """A few rows at a time, so that a page is measured while it grows."""
    packed: bytes = _packed(rows)
    return packed


def pack_page(columns: Columns, packed_rows: bytes, *, count: int, last: bool) -> bytes:
    """`packed_rows` stand one after the other, as `pack_rows` made them."""
    return _frame(_packed(("Page", (columns, count, last, len(packed_rows)))) + packed_rows)


def unpack_reply(payload: bytes) -> Ready | Page | Failure:
    """Raises ValueError for anything else."""
    unpacker = msgpack.Unpacker(use_list=False, max_buffer_size=len(payload))
    unpacker.feed(payload)
    try:
        match unpacker.unpack():
            case "Page", (columns, count, last, size):
                rows = tuple(chain.from_iterable(unpacker))
                if count == len(rows):
                    return Page(columns, rows, last, size)
            case "Failure", (kind, message, columns):
                return Failure(FailureKind(kind), message, columns)
            case "Ready", (sqlite_version, layers):
                return Ready(sqlite_version, tuple(map(Layer, layers)))
    except (msgpack.UnpackException, TypeError) as error:
        raise ValueError(f"no msgpack: {error}") from error
    raise ValueError("no reply")


def _frame(payload: bytes) -> bytes:
    return LENGTH.pack(len(payload)) + payload
