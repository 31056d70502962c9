"""Stored texts and the one interface by which they are looked up, whatever engine holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from services.contracts.schema import ColumnRef


class IndexDamaged(Exception):
    """The files of an index are not what was written: it is made anew from the database."""


class StoredText(NamedTuple):
    """A distinct text of a column, and how many of the rows read hold it.

    `part`: one or two words that longer texts of the column hold; no stored text need be equal to it.
    """

    column: ColumnRef
    value: str
    rows: int
    part: bool = False


@dataclass(frozen=True, slots=True)
class Spelled:
    """The first `words` of the keys asked for are the key of each of these texts."""

    words: int
    texts: tuple[StoredText, ...]


class TextLookup(Protocol):
    """What linking asks for. Keys are those of `words.key_of`; a text without a key is found by itself alone.

    Texts come in the order of their columns, and in each column the most frequent first. Raises IndexDamaged where
    the index cannot be read any more.
    """

    @property
    def truncated(self) -> bool:
        """Whether stored texts were left out."""
        ...

    def size(self) -> int:
        """Bytes that the texts and their index take, in memory or in a store."""
        ...

    def spelled_from(self, keys: Sequence[str]) -> Iterable[Spelled]:
        """Every stored text that the first one, two, … of the keys spell, the longest first."""
        ...

    def spelled(self, text: str) -> tuple[StoredText, ...]:
        """The stored texts that the whole text spells, perhaps with other marks, case, accents or number."""
        ...

    def parts(self, keys: Sequence[str]) -> tuple[StoredText, ...]:
        """The columns whose long texts hold these one or two keys side by side."""
        ...

    def holding(self, keys: Sequence[str], *, at_most: int) -> tuple[StoredText, ...]:
        """Stored texts with all these keys among others, wherever they stand. A bounded search: where very many texts
        hold them, some are returned."""
        ...

    def knows(self, key: str) -> bool:
        """Whether a stored text has this key among others."""
        ...

    def near(self, key: str) -> tuple[str, ...]:
        """Keys in stored texts that a slip of the pen or two turn into this one, the nearest first."""
        ...

    def starting(self, beginning: str, *, at_most: int) -> tuple[str, ...]:
        """Keys in stored texts that begin so, other than the beginning itself."""
        ...

    def initialled(self, letters: str) -> tuple[StoredText, ...]:
        """Stored texts of two to six words that begin with these letters."""
        ...
