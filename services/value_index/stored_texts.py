"""The look-up of stored texts by the words of a question: one small interface, and its form in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.contracts.schema import ColumnRef
from services.value_index.words import key_of


@dataclass(frozen=True, slots=True)
class StoredText:
    """A distinct text of a column, and how many of the rows read hold it."""

    column: ColumnRef
    value: str
    rows: int


@dataclass(frozen=True, slots=True)
class Spelled:
    """The first `words` of the keys asked for are the key of each of these texts."""

    words: int
    texts: tuple[StoredText, ...]


class TextLookup(Protocol):
    """What linking asks for. Keys are those of `words.key_of`; a text without a key is found by itself alone."""

    @property
    def truncated(self) -> bool:
        """Whether stored texts were left out."""
        ...

    def spelled_from(self, keys: Sequence[str]) -> Iterable[Spelled]:
        """Every stored text that the first one, two, … of the keys spell, the longest first."""
        ...

    def spelled(self, text: str) -> tuple[StoredText, ...]:
        """The stored texts that the whole text spells, perhaps with other marks, case, accents or number."""
        ...


class TextsInMemory:
    """A dictionary from key to texts; for each first word, the lengths of the keys that start with it."""

    def __init__(self, texts: Iterable[StoredText], *, truncated: bool = False) -> None:
        by_key: dict[tuple[str, ...], list[StoredText]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for text in texts:
            key = key_of(text.value) or (text.value.strip(),)
            by_key[key].append(text)
            lengths[key[0]].add(len(key))
        self._by_key = {key: tuple(found) for key, found in by_key.items()}
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._truncated = truncated

    @property
    def truncated(self) -> bool:
        return self._truncated

    def spelled_from(self, keys: Sequence[str]) -> Iterator[Spelled]:
        for length in self._lengths.get(keys[0], ()) if keys else ():
            texts = self._by_key.get(tuple(keys[:length])) if length <= len(keys) else None
            if texts:
                yield Spelled(length, texts)

    def spelled(self, text: str) -> tuple[StoredText, ...]:
        return self._by_key.get(key_of(text) or (text.strip(),), ())
