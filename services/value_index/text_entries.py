"""Stored texts in the order of their keys, so that what a question spells lies side by side; and in blocks."""

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import msgpack  # type: ignore[import-untyped]
from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.value_index.words import key_of

PART = "~"  # as the first word of a key: that of a part of longer texts
INITIALS = "^"  # before the initials of a text; neither sign occurs in a word
BLOCK = 128  # texts
_MOST_INITIALS = 6
_SHORTEST_NEAR, _TWO_SLIPS_FROM = 5, 8  # letters
_NEAREST = 12


class Entry(NamedTuple):
    """`column` counts the columns of a segment; `weight` is minus the number of rows: frequent ones sort first."""

    key: str
    column: int
    weight: int
    value: str


def entry_key(value: str, *, part: bool = False) -> str:
    """The words of `key_of`, joined; a text of marks alone is its own key."""
    words = key_of(value)
    return part_key(words) if part else " ".join(words) or value.strip()


def part_key(keys: Sequence[str]) -> str:
    return " ".join((PART, *keys))


def is_part(key: str) -> bool:
    return key.startswith(PART + " ")


def terms(key: str) -> Iterator[str]:
    """What a text is found by besides the beginning of its key: its words, and its initials."""
    words = key.split(" ")
    if words[0] == PART:
        return
    yield from words[1:]
    if words[0].isalpha():
        yield words[0]
    if 2 <= len(words) <= _MOST_INITIALS:
        yield INITIALS + "".join(word[:1] for word in words)


def parts_of(text: str, counts: Counter[str]) -> None:
    """Adds the words of a long text, and the pairs of neighbours, to the counts; each once per text."""
    keys = key_of(text)
    counts.update({*keys, *(f"{left} {right}" for left, right in pairwise(keys))})


class Block:
    """Entries that follow each other. Keys are not kept, but made where one is asked for."""

    def __init__(self, entries: bytes) -> None:
        """Raises zlib.error or ValueError where the bytes are no block."""
        self._columns, self._rows, self._values = msgpack.unpackb(zlib.decompress(entries))
        self._keys: list[str | None] = [None] * len(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def key(self, place: int) -> str:
        known = self._keys[place]
        if known is None:
            known = self._keys[place] = entry_key(self._values[place], part=self._rows[place] < 0)
        return known

    def entry(self, place: int) -> Entry:
        return Entry(self.key(place), self._columns[place], -abs(self._rows[place]), self._values[place])

    def entries(self) -> Iterator[Entry]:
        return map(self.entry, range(len(self)))

    def place_of(self, key: str) -> int:
        """That of the first entry with this key or a later one."""
        return bisect_left(range(len(self)), key, key=self.key)

    def holding(self, words: frozenset[str]) -> Iterator[Entry]:
        """Entries with all the words. Looks for their beginnings first, since that is quick."""
        beginnings = [word[: max(1, len(word) - 1)] for word in words]
        for place, plain in enumerate(self._plain):
            perhaps = not plain.isascii() or all(beginning in plain for beginning in beginnings)
            if perhaps and words.issubset(self.key(place).split(" ")):
                yield self.entry(place)

    @cached_property
    def _plain(self) -> list[str]:
        return [value.lower() for value in self._values]


def packed_block(entries: Sequence[Entry]) -> bytes:
    rows = [entry.weight if is_part(entry.key) else -entry.weight for entry in entries]
    fields = ([entry.column for entry in entries], rows, [entry.value for entry in entries])
    return zlib.compress(msgpack.packb(fields), 6)


def may_be_near(key: str) -> bool:
    """Whether typos are looked for in such a word: those of numbers and short words are other values."""
    return len(key) >= _SHORTEST_NEAR and key.isalpha()


def nearest(key: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those within one slip, in long words two: a letter too many, too few, wrong, or two that changed places.

    >>> nearest("barton", ["carton", "bartok", "barton", "baron", "bar"])
    ('baron', 'bartok', 'carton')
    """
    slips = 2 if len(key) >= _TWO_SLIPS_FROM else 1
    found = process.extract(key, list(words), scorer=OSA.distance, score_cutoff=slips, limit=None)
    # Slips are rare in the first letter.
    found.sort(key=lambda each: (each[1], each[0][0] != key[0], each[0]))
    return tuple(word for word, distance, _ in found if distance and may_be_near(word))[:_NEAREST]
