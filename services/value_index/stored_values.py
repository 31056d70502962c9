"""Bounded reading of what a table stores. The bounds count rows and SQLite instructions, never time, so that equal
content gives an equal snapshot on any machine.

Text that is not valid in the database's encoding is no value: nothing that can be written in SQL would equal it.
Blobs and NULL are no values either.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeGuard

import apsw

from services.contracts.errors import DatabaseUnusable
from services.contracts.frozen import Cell

INSTRUCTIONS = 60_000_000  # of one statement; 5 million rows of a table take 35 million to count
# Of one that reads a table for an index on disk, which nobody waits for: some 100 for each cell.
INSTRUCTIONS_FOR_INDEX = 1_000_000_000_000
_HANDLER = "turnwise.value_index"
_BETWEEN_CALLS = 1_000_000
_SUMMARISED = 100  # columns in one statement
TEXTS = ("text",)
NUMBERS = ("integer", "real")
_ROWID_NAMES = ("_rowid_", "rowid", "oid")


class CannotBeRead(Exception):
    """A column's values cannot be read, or would take too long."""


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A distinct value of a column, and how many of the rows read hold it."""

    value: int | float | str
    rows: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Of the values of a column: the smallest and largest number, None without numbers, and whether all of them are
    integers; and whether there are texts."""

    low: int | float | None
    high: int | float | None
    whole: bool
    texts: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table to read, as the SQL of a table in FROM with its parameters. `every`: none is left out.

    `instructions` bound each statement that reads them.
    """

    sql: str
    parameters: tuple[int | str, ...] = ()
    every: bool = True
    instructions: int = INSTRUCTIONS


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
def instructions_bounded(connection: apsw.Connection, most: int = INSTRUCTIONS) -> Iterator[None]:
    """Within, one statement that takes more instructions ends in apsw.InterruptError."""
    calls = 0

    def count() -> bool:
        nonlocal calls
        calls += 1
        return calls * _BETWEEN_CALLS > most

    connection.set_progress_handler(count, _BETWEEN_CALLS, id=_HANDLER)
    try:
        yield
    finally:
        connection.set_progress_handler(None, id=_HANDLER)


def answer(
    connection: apsw.Connection,
    sql: str,
    parameters: Sequence[int | str | bytes] = (),
    *,
    instructions: int = INSTRUCTIONS,
) -> list[tuple[Cell, ...]] | None:
    """The rows of a bounded statement, or None where it takes too long or fails in itself (a broken view, say)."""
    try:
        with instructions_bounded(connection, instructions):
            return list(connection.execute(sql, parameters))
    except (apsw.SQLError, apsw.InterruptError, apsw.TooBigError, apsw.MismatchError, UnicodeDecodeError):
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
    connection: apsw.Connection,
    table: str,
    columns: Sequence[str],
    *,
    count: int | None,
    at_most: int,
    sample: int,
    instructions: int = INSTRUCTIONS,
) -> Rows:
    """All rows of a table of at most so many, else a sample: spread over the rowids, or the first where there are
    none. `count`: how many rows the table holds, as far as known.
    """
    name = quoted(table)
    if count is not None and count <= at_most:
        return Rows(name, instructions=instructions)
    first = Rows(f"(SELECT * FROM {name} LIMIT ?)", (sample,), every=False, instructions=instructions)
    used = {column.lower() for column in columns}
    rowid = next((alias for alias in _ROWID_NAMES if alias not in used), None)
    if rowid is None:
        return first
    # Apart, since together they would be a scan. Fails where there are no rowids.
    ends = answer(connection, f"SELECT (SELECT min({rowid}) FROM {name}), (SELECT max({rowid}) FROM {name})")
    if not ends or not isinstance(low := ends[0][0], int) or not isinstance(high := ends[0][1], int):
        return first
    step = (high - low) / sample
    places = json.dumps([low + int(step * place) for place in range(sample)])
    nearest = f"(SELECT min({rowid}) FROM {name} WHERE {rowid} >= place.value)"
    chosen = f"SELECT {nearest} FROM json_each(?) AS place"
    sampled = f"(SELECT * FROM {name} WHERE {rowid} IN ({chosen}))"
    return Rows(sampled, (places,), every=False, instructions=instructions)


def distinct_values(
    connection: apsw.Connection,
    rows: Rows,
    column: str,
    *,
    at_most: int,
    characters: int,
    types: tuple[str, ...] = TEXTS + NUMBERS,
) -> tuple[StoredValue, ...] | None:
    """The distinct values of these types, the most frequent first, without texts of more than `characters`.

    None where they cannot be read.
    """
    name = quoted(column)
    sql = f"""
        SELECT CASE typeof(value) WHEN 'text' THEN CAST(value AS BLOB) ELSE value END, number FROM (
            SELECT {name} AS value, count(*) AS number FROM {rows.sql}
            WHERE typeof({name}) IN ({", ".join("?" for _ in types)})
                AND (typeof({name}) <> 'text' OR length({name}) <= ?)
            GROUP BY {name} COLLATE BINARY
            ORDER BY number DESC, value COLLATE BINARY LIMIT ?
        )"""  # as bytes, since apsw raises on a text that is not valid
    parameters = (*rows.parameters, *types, characters, at_most)
    found = answer(connection, sql, parameters, instructions=rows.instructions)
    return None if found is None else tuple(_stored(found, text_encoding(connection)))


def each_text(
    connection: apsw.Connection, rows: Rows, column: str, *, at_most: int, characters: int
) -> Iterator[StoredValue]:
    """The distinct texts, as `distinct_values` gives them, one at a time. Raises CannotBeRead."""
    name = quoted(column)
    sql = f"""
        SELECT CAST(value AS BLOB), number FROM (
            SELECT {name} AS value, count(*) AS number FROM {rows.sql}
            WHERE typeof({name}) = 'text' AND length({name}) <= ? GROUP BY {name} COLLATE BINARY
            ORDER BY number DESC, value COLLATE BINARY LIMIT ?
        )"""
    yield from _stored(
        _each(connection, sql, (*rows.parameters, characters, at_most), rows), text_encoding(connection)
    )


def each_long_text(
    connection: apsw.Connection, rows: Rows, column: str, *, at_most: int, longer_than: int, read: int
) -> Iterator[str]:
    """The first `read` characters of each text that is longer than so many, from row to row. Raises CannotBeRead."""
    name = quoted(column)
    sql = f"""SELECT CAST(substr({name}, 1, ?) AS BLOB) FROM {rows.sql}
              WHERE typeof({name}) = 'text' AND length({name}) > ? LIMIT ?"""
    encoding = text_encoding(connection)
    # The parameter of the projection stands before those of the rows.
    for (text,) in _each(connection, sql, (read, *rows.parameters, longer_than, at_most), rows):
        if decodes(text, encoding):
            yield text.decode(encoding)


def _each(
    connection: apsw.Connection, sql: str, parameters: Sequence[int | str], rows: Rows
) -> Iterator[tuple[Cell, ...]]:
    try:
        with instructions_bounded(connection, rows.instructions):
            yield from connection.execute(sql, parameters)
    except (apsw.SQLError, apsw.InterruptError, apsw.TooBigError, apsw.MismatchError) as error:
        raise CannotBeRead(str(error)) from error


def summaries(connection: apsw.Connection, rows: Rows, columns: Sequence[str]) -> tuple[Summary, ...] | None:
    """One for each column, from one reading of the rows; None where they cannot be read."""
    found: list[Summary] = []
    for start in range(0, len(columns), _SUMMARISED):
        parts = [
            f"""min({name}) FILTER (WHERE typeof({name}) IN ('integer', 'real')),
                max({name}) FILTER (WHERE typeof({name}) IN ('integer', 'real')),
                max(typeof({name}) = 'real'), max(typeof({name}) = 'text')"""
            for name in map(quoted, columns[start : start + _SUMMARISED])
        ]
        sql = f"SELECT {', '.join(parts)} FROM {rows.sql}"
        read = answer(connection, sql, rows.parameters, instructions=rows.instructions)
        if read is None:
            return None
        found += (_summary(read[0][place : place + 4]) for place in range(0, len(read[0]), 4))
    return tuple(found)


def _summary(read: Sequence[Cell]) -> Summary:
    low, high, reals, texts = read
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return Summary(None, None, whole=False, texts=bool(texts))
    return Summary(low, high, whole=not reals, texts=bool(texts))


def extremes(connection: apsw.Connection, rows: Rows, column: str) -> tuple[str, str] | None:
    """The first and the last text as SQLite sorts them; None without texts, or where they are not valid."""
    name = quoted(column)
    sql = f"SELECT CAST(min({name}) AS BLOB), CAST(max({name}) AS BLOB) FROM {rows.sql} WHERE typeof({name}) = 'text'"
    found = answer(connection, sql, rows.parameters, instructions=rows.instructions)
    encoding = text_encoding(connection)
    ends = [end.decode(encoding) for end in (found[0] if found else ()) if decodes(end, encoding)]
    return (ends[0], ends[1]) if len(ends) == 2 else None


def text_pairs(
    connection: apsw.Connection, table: str, columns: tuple[str, str], *, characters: int
) -> tuple[tuple[str, str], ...]:
    """The distinct pairs of texts that two columns of a table store in one row; none where they cannot be read."""
    first, second = (quoted(column) for column in columns)
    found = answer(
        connection,
        f"""SELECT DISTINCT CAST({first} AS BLOB), CAST({second} AS BLOB) FROM {quoted(table)}
            WHERE typeof({first}) = 'text' AND typeof({second}) = 'text' AND length({first}) <= ?""",
        (characters,),
    )
    encoding = text_encoding(connection)
    return tuple(
        (left.decode(encoding), right.decode(encoding))
        for left, right in found or ()
        if decodes(left, encoding) and decodes(right, encoding)
    )


def text_encoding(connection: apsw.Connection) -> str:
    """UTF-8, UTF-16le or UTF-16be, by which the bytes of a text are read."""
    return str(connection.pragma("encoding"))


def decodes(text: Cell, encoding: str) -> TypeGuard[bytes]:
    """Whether the bytes of a text are valid in the database's encoding."""
    if not isinstance(text, bytes):
        return False
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _stored(found: Iterable[tuple[Cell, ...]], encoding: str) -> Iterator[StoredValue]:
    for value, number in found:
        if not isinstance(number, int) or value is None:
            continue
        if not isinstance(value, bytes):
            yield StoredValue(value, number)
        elif decodes(value, encoding):
            yield StoredValue(value.decode(encoding), number)
