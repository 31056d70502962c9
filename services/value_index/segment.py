"""Reading one segment, as `segment_writer` wrote it."""

import json
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

import apsw

from services.contracts.schema import ColumnRef
from services.value_index import number_lists
from services.value_index.stored_texts import IndexDamaged
from services.value_index.text_entries import INITIALS, Block, Entry

_KEPT_BLOCKS = 512  # unpacked, some 20 kB each
_LONGEST_LIST = 6_000  # bytes; a word of more blocks chooses none
_SEARCHED_BLOCKS = 16
_SCANNED_WORDS = 20_000
_AFTER_LETTERS = "\U0010ffff"


class Segment:
    """Thread-safe: one thread reads at a time. `columns` are by their numbers in the entries."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._lock = RLock()
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        with self._reading():
            rows = connection.execute("SELECT owner, name FROM columns ORDER BY number").fetchall()
            self.last_block = connection.execute("SELECT coalesce(max(number), 0) FROM blocks").get
        self.columns = tuple(ColumnRef(table=str(owner), column=str(name)) for owner, name in rows)

    def close(self) -> None:
        self._connection.close()

    def size(self) -> int:
        """Bytes of the file, or of the database in memory."""
        with self._reading():
            return int(str(self._connection.pragma("page_count"))) * int(
                str(self._connection.pragma("page_size"))
            )

    def entries(self) -> Iterator[Entry]:
        """All of them in order."""
        for number in range(1, self.last_block + 1):
            with self._reading():
                block = self._read(number)
            yield from block.entries()

    def find(self, key: str) -> tuple[Entry, ...]:
        """The texts of that key."""
        with self._reading():
            found = []
            for entry in self._from(key):
                if entry.key != key:
                    break
                found.append(entry)
            return tuple(found)

    def continues(self, key: str) -> bool:
        """Whether a stored key goes on where this one ends."""
        longer = key + " "
        with self._reading():
            return next((entry.key.startswith(longer) for entry in self._from(longer)), False)

    def holding(self, words: Sequence[str]) -> Iterator[Entry]:
        """Texts with all the words, from a bounded number of blocks."""
        with self._reading():
            wanted = frozenset(words)
            for number in self._blocks_of_all(words):
                yield from self._block(number).holding(wanted)

    def found_by(self, term: str) -> Iterator[Entry]:
        """The texts of the blocks where the term occurs; none where these are so many that it tells little."""
        with self._reading():
            numbers = self._blocks_of_all((term,))
            for number in numbers if len(numbers) < _SEARCHED_BLOCKS else ():
                yield from self._block(number).entries()

    def knows(self, word: str) -> bool:
        """Whether a text has the word. Those that only begin texts and are no letters are found by their texts."""
        with self._reading():
            found = self._connection.execute("SELECT 1 FROM words WHERE word = ?", (word,)).get
        return found is not None or bool(self.find(word)) or self.continues(word)

    def words_among(self, words: Sequence[str]) -> list[str]:
        """Those that a text has, but for words that only begin texts and are no letters."""
        with self._reading():
            sql = "SELECT word FROM words WHERE word IN (SELECT value FROM json_each(?))"
            return [str(word) for (word,) in self._connection.execute(sql, (json.dumps(words),))]

    def words_from(self, beginning: str) -> list[str]:
        """Words with this beginning, a bounded number of them."""
        return self._scan("words", beginning)

    def words_to(self, ending: str) -> list[str]:
        """Words with this ending, those alone in which typos are looked for."""
        return [word[::-1] for word in self._scan("backwards", ending[::-1])]

    def _scan(self, table: str, beginning: str) -> list[str]:
        sql = f"SELECT word FROM {table} WHERE word >= ? AND word < ? LIMIT {_SCANNED_WORDS}"
        with self._reading():
            rows = self._connection.execute(sql, (beginning, beginning + _AFTER_LETTERS))
            return [str(word) for (word,) in rows]

    def _from(self, key: str) -> Iterator[Entry]:
        """The entries from that key on. The texts of one key can fill several blocks."""
        number = self._block_before(key)
        while number <= self.last_block:
            block = self._block(number)
            yield from map(block.entry, range(block.place_of(key), len(block)))
            number += 1

    def _block_before(self, key: str) -> int:
        """The last block that begins before that key, or the first of all."""
        before = "SELECT number FROM blocks WHERE first < ? ORDER BY first DESC, number DESC LIMIT 1"
        return int(self._connection.execute(before, (key,)).get or 1)

    def _blocks_of_all(self, words: Sequence[str]) -> list[int]:
        lists = sorted((self._blocks_of(word) for word in words), key=len)
        if not lists or not lists[0]:
            return []
        chosen = list(number_lists.unpack(lists[0][:_LONGEST_LIST]))
        for packed in lists[1:]:
            if len(packed) <= _LONGEST_LIST:
                chosen = sorted(set(chosen).intersection(number_lists.unpack(packed)))
        return chosen[:_SEARCHED_BLOCKS]

    def _blocks_of(self, word: str) -> bytes:
        """The packed list, for a word that is no letters with the blocks whose texts it begins: `terms` lacks these."""
        packed: bytes = (
            self._connection.execute("SELECT blocks FROM words WHERE word = ?", (word,)).get or b""
        )
        if word.isalpha() or word.startswith(INITIALS) or len(packed) > _LONGEST_LIST:
            return packed
        last = min(self.last_block, self._block_before(word + " " + _AFTER_LETTERS))
        begun = range(self._block_before(word), last + 1)
        return number_lists.pack(sorted({*number_lists.unpack(packed), *begun[:_LONGEST_LIST]}))

    def _block(self, number: int) -> Block:
        known = self._blocks.get(number)
        if known is None:
            known = self._blocks[number] = self._read(number)
            if len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return known

    def _read(self, number: int) -> Block:
        texts = self._connection.execute("SELECT texts FROM blocks WHERE number = ?", (number,)).get
        if not isinstance(texts, bytes):
            raise IndexDamaged(f"block {number} is missing")
        return Block(texts)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (apsw.Error, zlib.error, ValueError, TypeError) as error:
            raise IndexDamaged(str(error)) from error
