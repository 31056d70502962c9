"""Where the index of a large database is kept: one small interface, whichever engine holds it."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from services.value_index.stored_texts import StoredText, TextLookup


@dataclass(frozen=True, slots=True)
class Basis:
    """What decides how an index looks besides the rows: whatever differs makes another index.

    `settings` is a digest of the settings, and of what the user's notes exclude.
    """

    database_id: str
    settings: str


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """A finished index. `version` is that of the database it was made from; `content` is what else belongs to it, as
    JSON."""

    version: str
    texts: TextLookup
    content: str


class TextsToKeep(Protocol):
    """Read once; then `truncated` says whether texts were left out."""

    @property
    def truncated(self) -> bool: ...

    def __iter__(self) -> Iterator[StoredText]: ...


class IndexUpdate(Protocol):
    """An index in the making. What a table's texts were is forgotten only when the update is finished, and what an
    update that was interrupted has done already is `done` in the next one.

    Raises Overloaded where there is no room.
    """

    @property
    def done(self) -> Mapping[str, str]:
        """The fingerprints of tables whose texts are there, from earlier indexes or this update."""
        ...

    def put(self, table: str, fingerprint: str, texts: TextsToKeep) -> None:
        """The texts of one table, in place of those that it had."""
        ...

    def finish(self, version: str, tables: Collection[str], content: str) -> None:
        """From now on this is the index. Tables that are not named are dropped."""
        ...


class IndexStore(Protocol):
    """The index of one database. Thread-safe; other processes may use the same one."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    def kept(self, basis: Basis) -> KeptIndex | None:
        """The finished index; None where there is none that can be used: of another format or basis, or damaged."""
        ...

    def update(self, basis: Basis, stop: Event) -> AbstractContextManager[IndexUpdate]:
        """One at a time: waits until another process has finished its own.

        Raises BuildStopped soon after `stop` is set; what is done by then is `done` in the next update.
        """
        ...

    def remove(self) -> None:
        """Everything that is kept of the database."""
        ...
