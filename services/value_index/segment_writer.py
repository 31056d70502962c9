"""Writing one segment: the texts of some tables in a SQLite file that is from then on only read.

Texts stand in compressed blocks in the order of their keys, and each word has the list of the blocks where it occurs.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

import apsw

from services.contracts.schema import ColumnRef
from services.value_index import number_lists
from services.value_index.text_entries import BLOCK, Entry, may_be_near, packed_block, terms

_PAGE_BYTES = 16_384
_WORDS_IN_MEMORY = 400_000  # some 250 bytes each
_TABLES = """
    CREATE TABLE columns(number INTEGER PRIMARY KEY, owner TEXT, name TEXT);
    CREATE TABLE blocks(number INTEGER PRIMARY KEY, first TEXT, texts BLOB);
    CREATE TABLE words(word TEXT PRIMARY KEY, blocks BLOB) WITHOUT ROWID;
    CREATE TABLE backwards(word TEXT PRIMARY KEY) WITHOUT ROWID;
    ATTACH '' AS scratch;
    CREATE TABLE scratch.words(word TEXT, part INTEGER, blocks BLOB);
"""
_BACKWARDS = """
    INSERT INTO backwards SELECT turned FROM (SELECT backwards(word) AS turned FROM words)
    WHERE turned IS NOT NULL ORDER BY turned
"""


def write_segment(
    connection: apsw.Connection, columns: Sequence[ColumnRef], entries: Iterable[Entry]
) -> None:
    """Into an empty database. `entries` are sorted; their columns count `columns`. Raises apsw.FullError."""
    connection.execute(
        f"PRAGMA page_size = {_PAGE_BYTES}; PRAGMA journal_mode = off; PRAGMA synchronous = off"
    )
    connection.execute(_TABLES)
    connection.create_scalar_function("backwards", _turned, 1)
    with connection:
        connection.executemany(
            "INSERT INTO columns VALUES (?, ?, ?)",
            [(number, column.table, column.column) for number, column in enumerate(columns)],
        )
        words = _Words(connection)
        ordered = iter(entries)
        number = 0
        while block := list(islice(ordered, BLOCK)):
            number += 1
            row = (number, block[0].key, packed_block(block))
            connection.execute("INSERT INTO blocks VALUES (?, ?, ?)", row)
            words.add(number, block)
        words.write()
        connection.execute("CREATE INDEX firsts ON blocks(first)")
        connection.execute(_BACKWARDS)
    connection.execute("DETACH scratch")


def _turned(*words: "apsw.SQLiteValue") -> str | None:
    (word,) = words
    return word[::-1] if isinstance(word, str) and may_be_near(word) else None


class _Words:
    """The blocks of each word. What is more than fits into memory waits in a scratch file."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._lists: dict[str, bytearray] = {}
        self._last: dict[str, int] = {}
        self._parts = 0

    def add(self, number: int, entries: Iterable[Entry]) -> None:
        for word in {term for entry in entries for term in terms(entry.key)}:
            packed = self._lists.get(word)
            if packed is None:
                packed = self._lists[word] = bytearray()
            number_lists.append(packed, number - self._last.get(word, 0))
            self._last[word] = number
        if len(self._lists) > _WORDS_IN_MEMORY:
            self._put_aside()

    def write(self) -> None:
        if self._parts:
            self._put_aside()
        rows = self._gathered() if self._parts else self._sorted()
        self._connection.executemany("INSERT INTO main.words VALUES (?, ?)", rows)

    def _put_aside(self) -> None:
        self._parts += 1
        rows = [(word, self._parts, packed) for word, packed in self._sorted()]
        self._connection.executemany("INSERT INTO scratch.words VALUES (?, ?, ?)", rows)
        self._lists.clear()
        self._last.clear()

    def _sorted(self) -> Iterator[tuple[str, bytes]]:
        yield from ((word, bytes(self._lists[word])) for word in sorted(self._lists))

    def _gathered(self) -> Iterator[tuple[str, bytes]]:
        rows = self._connection.execute("SELECT word, blocks FROM scratch.words ORDER BY word, part")
        for word, found in groupby(rows, key=lambda row: row[0]):
            parts = [packed for _, packed in found]
            numbers = (number for packed in parts for number in number_lists.unpack(packed))
            yield word, parts[0] if len(parts) == 1 else number_lists.pack(numbers)
