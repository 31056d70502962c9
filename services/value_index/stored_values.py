"""Bounded reading of what a table stores. The bounds count rows and SQLite instructions, never time, so that equal
content gives an equal snapshot on any machine.

Text that is not valid in the database's encoding is no value: nothing that can be written in SQL would equal it.
Blobs and NULL are no values either.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import apsw

from services.contracts.errors import DatabaseUnusable
from services.contracts.frozen import Cell

INSTRUCTIONS = 100_000_000  # of one statement; 5 million rows of a table take 35 million to count
_HANDLER = "turnwise.value_index"
_BETWEEN_CALLS = 1_000_000
_ROWID_NAMES = ("_rowid_", "rowid", "oid")


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A distinct value of a column, and how many of the rows read hold it."""

    value: int | float | str
    rows: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table to read, as the SQL of a table in FROM with its parameters. `every`: none is left out."""

    sql: str
    parameters: tuple[int | str, ...] = ()
    every: bool = True


def quoted(name: str) -> str:
    """The name as an SQL identifier.

    >>> print(quoted('the "best" shop'))
    "the ""best"" shop"
    """
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def damage_reported(database_id: str) -> Iterator[None]:
    """Raises DatabaseUnusable where SQLite finds that the file cannot be read."""
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError, apsw.IOError, apsw.CantOpenError) as error:
        raise DatabaseUnusable(
            f"The database '{database_id}' cannot be read: {error}.", database_id=database_id
        ) from error


@contextmanager
def instructions_bounded(connection: apsw.Connection) -> Iterator[None]:
    """Within, one statement more than INSTRUCTIONS long ends in apsw.InterruptError."""
    calls = 0

    def count() -> bool:
        nonlocal calls
        calls += 1
        return calls * _BETWEEN_CALLS > INSTRUCTIONS

    connection.set_progress_handler(count, _BETWEEN_CALLS, id=_HANDLER)
    try:
        yield
    finally:
        connection.set_progress_handler(None, id=_HANDLER)


def answer(
    connection: apsw.Connection, sql: str, parameters: Sequence[int | str | bytes] = ()
) -> list[tuple[Cell, ...]] | None:
    """The rows of a bounded statement, or None where it takes too long or fails in itself (a broken view, say)."""
    try:
        with instructions_bounded(connection):
            return list(connection.execute(sql, parameters))
    except (apsw.SQLError, apsw.InterruptError, apsw.TooBigError, apsw.MismatchError):
        return None


def row_count(connection: apsw.Connection, table: str, *, at_most: int) -> int | None:
    """How many rows the table holds, or None where they are more than `at_most` or cannot be counted."""
    counted = answer(
        connection, f"SELECT count(*) FROM (SELECT 1 FROM {quoted(table)} LIMIT ?)", (at_most + 1,)
    )
    if counted is None:
        return None
    count = counted[0][0]
    return count if isinstance(count, int) and count <= at_most else None


def rows_to_read(
    connection: apsw.Connection, table: str, columns: Sequence[str], *, count: int | None, at_most: int
) -> Rows:
    """All rows of a table of `count` rows, or `at_most` of them: spread over the rowids where it has such."""
    name = quoted(table)
    if count is not None and count <= at_most:
        return Rows(name)
    first = Rows(f"(SELECT * FROM {name} LIMIT ?)", (at_most,), every=False)
    used = {column.lower() for column in columns}
    rowid = next((alias for alias in _ROWID_NAMES if alias not in used), None)
    if rowid is None:
        return first
    ends = answer(connection, f"SELECT min({rowid}), max({rowid}) FROM {name}")  # fails without rowids
    if not ends or not isinstance(low := ends[0][0], int) or not isinstance(high := ends[0][1], int):
        return first
    step = (high - low) / at_most
    places = json.dumps([low + int(step * place) for place in range(at_most)])
    nearest = f"(SELECT min({rowid}) FROM {name} WHERE {rowid} >= place.value)"
    chosen = f"SELECT {nearest} FROM json_each(?) AS place"
    return Rows(f"(SELECT * FROM {name} WHERE {rowid} IN ({chosen}))", (places,), every=False)


def distinct_values(
    connection: apsw.Connection,
    rows: Rows,
    column: str,
    *,
    at_most: int,
    characters: int,
    text_only: bool = False,
) -> tuple[StoredValue, ...]:
    """The distinct texts of at most `characters` and numbers of a column, the most frequent first."""
    name = quoted(column)
    types = "('text')" if text_only else "('text', 'integer', 'real')"
    sql = f"""
        SELECT CASE typeof(value) WHEN 'text' THEN CAST(value AS BLOB) ELSE value END, number FROM (
            SELECT {name} AS value, count(*) AS number FROM {rows.sql}
            WHERE typeof({name}) IN {types} AND (typeof({name}) <> 'text' OR length({name}) <= ?)
            GROUP BY {name} COLLATE BINARY
            ORDER BY number DESC, value COLLATE BINARY LIMIT ?
        )"""  # as bytes, since apsw raises on a text that is not valid
    found = answer(connection, sql, (*rows.parameters, characters, at_most))
    encoding = text_encoding(connection)
    return tuple(_stored(found or [], encoding))


def text_encoding(connection: apsw.Connection) -> str:
    """UTF-8, UTF-16le or UTF-16be, by which the bytes of a text are read."""
    return str(connection.pragma("encoding"))


def _stored(found: list[tuple[Cell, ...]], encoding: str) -> Iterator[StoredValue]:
    for value, number in found:
        if not isinstance(number, int) or value is None:
            continue
        if not isinstance(value, bytes):
            yield StoredValue(value, number)
            continue
        try:
            yield StoredValue(value.decode(encoding), number)
        except UnicodeDecodeError:
            continue
