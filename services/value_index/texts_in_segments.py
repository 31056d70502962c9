"""The embedded look-up of stored texts: over one segment in memory or several on disk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import apsw

from services.contracts.schema import ColumnRef
from services.value_index.segment import Segment
from services.value_index.segment_writer import write_segment
from services.value_index.stored_texts import Spelled, StoredText
from services.value_index.text_entries import (
    INITIALS,
    Entry,
    entry_key,
    is_part,
    may_be_near,
    nearest,
    part_key,
)
from services.value_index.words import key_of

_MOST_INITIALLED = 8


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment, and those of its tables that no later one has replaced. None: all of them."""

    segment: Segment
    tables: frozenset[str] | None = None

    def holds(self, column: ColumnRef) -> bool:
        return self.tables is None or column.table in self.tables

    def texts(self, entries: Iterable[Entry]) -> Iterator[StoredText]:
        for entry in entries:
            column = self.segment.columns[entry.column]
            if self.holds(column):
                yield StoredText(column, entry.value, -entry.weight, is_part(entry.key))


class TextsInSegments:
    """Implements TextLookup. `columns` give the order of what is found."""

    def __init__(
        self, segments: Sequence[LiveSegment], columns: Sequence[ColumnRef], *, truncated: bool = False
    ) -> None:
        self._segments = tuple(segments)
        self._order = {column: number for number, column in enumerate(columns)}
        self._truncated = truncated

    @property
    def truncated(self) -> bool:
        return self._truncated

    def size(self) -> int:
        return sum(live.segment.size() for live in self._segments)

    def close(self) -> None:
        for live in self._segments:
            live.segment.close()

    def spelled_from(self, keys: Sequence[str]) -> Iterator[Spelled]:
        found: list[Spelled] = []
        key = ""
        for words, word in enumerate(keys, start=1):
            key = f"{key} {word}" if key else word
            texts = self._spelled(key)
            if texts:
                found.append(Spelled(words, texts))
            if not any(live.segment.continues(key) for live in self._segments):
                break
        yield from reversed(found)

    def spelled(self, text: str) -> tuple[StoredText, ...]:
        return self._spelled(entry_key(text))

    def parts(self, keys: Sequence[str]) -> tuple[StoredText, ...]:
        return self._spelled(part_key(keys))

    def holding(self, keys: Sequence[str], *, at_most: int) -> tuple[StoredText, ...]:
        found = (text for live in self._segments for text in live.texts(live.segment.holding(keys)))
        return self._ordered(text for text in found if not text.part)[:at_most]

    def knows(self, key: str) -> bool:
        return any(live.segment.knows(key) for live in self._segments)

    def near(self, key: str) -> tuple[str, ...]:
        if not may_be_near(key):
            return ()
        # A letter too many, too few or wrong leaves one half as it is; letters that changed places are tried in pairs.
        half = max(2, len(key) // 2)
        swapped = [f"{key[:n]}{key[n + 1]}{key[n]}{key[n + 2 :]}" for n in range(len(key) - 1)]
        words: set[str] = set()
        for live in self._segments:
            words.update(live.segment.words_from(key[:half]))
            words.update(live.segment.words_to(key[-half:]))
            words.update(live.segment.words_among(swapped))
        return nearest(key, words)

    def starting(self, beginning: str, *, at_most: int) -> tuple[str, ...]:
        words = {word for live in self._segments for word in live.segment.words_from(beginning)}
        return tuple(sorted(words - {beginning}, key=lambda word: (len(word), word))[:at_most])

    def initialled(self, letters: str) -> tuple[StoredText, ...]:
        def fits(text: StoredText) -> bool:
            return "".join(word[0] for word in key_of(text.value)) == letters

        found = (
            text for live in self._segments for text in live.texts(live.segment.found_by(INITIALS + letters))
        )
        return self._ordered(text for text in found if not text.part and fits(text))[:_MOST_INITIALLED]

    def _spelled(self, key: str) -> tuple[StoredText, ...]:
        return self._ordered(text for live in self._segments for text in live.texts(live.segment.find(key)))

    def _ordered(self, texts: Iterable[StoredText]) -> tuple[StoredText, ...]:
        last = len(self._order)
        return tuple(
            sorted(texts, key=lambda text: (self._order.get(text.column, last), -text.rows, text.value))
        )


def texts_in_memory(
    texts: Iterable[StoredText], columns: Sequence[ColumnRef], *, truncated: bool = False
) -> TextsInSegments:
    """For what is read anew from a small database each time."""
    numbers = {column: number for number, column in enumerate(columns)}
    connection = apsw.Connection(":memory:")
    write_segment(connection, columns, sorted(entry_of(text, numbers[text.column]) for text in texts))
    return TextsInSegments([LiveSegment(Segment(connection))], columns, truncated=truncated)


def entry_of(text: StoredText, column: int) -> Entry:
    return Entry(entry_key(text.value, part=text.part), column, -text.rows, text.value)
