"""The database catalogue: which ids there are and which file each one stands for.

One TOML file is shared by all services; no path ever comes from a request.

    [databases]
    pet_shop = "pet_shop.sqlite"            # relative to the folder of the catalogue

    [databases.sales]
    path = "/srv/data/sales.sqlite"
    description = "Orders of all shops since 2019"
"""

import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

import apsw
from pydantic import BeforeValidator, ValidationError

from services.contracts.errors import DatabaseUnusable, InvalidRequest, UnknownDatabase
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId
from services.contracts.readonly import connect_immutable
from services.contracts.sqlite_file import PrivateCopy, Unreadable, check_header, content_of, copy_settled


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """A file that may be opened as immutable while `Database.version()` is still `version`.

    Keep it as long as the path is in use: a private copy is removed with its last reference.
    """

    path: Path
    version: str
    copy: PrivateCopy | None = None


class Database:
    """One entry of the catalogue. Thread-safe.

    Its methods raise DatabaseUnusable with a message for users, which names the id and the file but no folder.
    """

    def __init__(self, database_id: str, path: Path, *, description: str = "") -> None:
        self.id = database_id
        self.path = path.absolute()
        self.description = description
        self._copying = threading.Lock()
        self._readable: ReadableFile | None = None

    def __repr__(self) -> str:
        return f"Database({self.id!r}, {self.path.name!r})"

    def version(self) -> str:
        """The content version, from inode, size and time of the file and of its live WAL or journal. Opaque."""
        try:
            return content_of(self.path).version
        except Unreadable as refusal:
            raise self.unusable(str(refusal)) from refusal

    def check(self) -> None:
        """Refuses what is no readable SQLite file. Reads as far as the schema; does not scan the pages."""
        open_readonly(self).close()

    def readable(self) -> ReadableFile:
        """The file itself, or a private copy while a WAL or journal is live. At most one copy per version.

        Blocks while copying; else it costs a few stat calls.
        """
        with self._copying:
            known = self._readable
            if known is None or known.version != self.version():
                self._readable = known = self._find_readable()
            return known

    def damaged(self, report: str) -> DatabaseUnusable:
        """The refusal for a fault that SQLite reported while it read the file."""
        return self.unusable(f"{self.path.name} is damaged or cannot be read ({report})")

    def unusable(self, why: str) -> DatabaseUnusable:
        return DatabaseUnusable(f"Database '{self.id}' cannot be used: {why}.", database_id=self.id)

    def _find_readable(self) -> ReadableFile:
        try:
            content = content_of(self.path)
            check_header(self.path)
            if not content.live:
                return ReadableFile(self.path, content.version)
            copy, content = copy_settled(self.path)
            return ReadableFile(copy.path, content.version, copy)
        except Unreadable as refusal:
            raise self.unusable(str(refusal)) from refusal


def open_readonly(database: Database) -> apsw.Connection:
    """A connection for reading in this process, with the schema already read. Raises DatabaseUnusable.

    Statements from outside belong into the executor. Closing the file drops every POSIX lock that this process holds
    on it, so no other part of the same process may be writing to it.
    """
    readable = database.readable()
    try:
        connection = connect_immutable(readable.path)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except apsw.Error as error:
        raise database.damaged(str(error)) from error
    return connection


def _entry_of_path(entry: object) -> object:
    return {"path": entry} if isinstance(entry, str | Path) else entry


class _Entry(Frozen):
    path: Path
    description: str = ""


class _Listing(Frozen):
    databases: dict[DatabaseId, Annotated[_Entry, BeforeValidator(_entry_of_path)]]


class Catalogue:
    """The databases by id, in the order in which they were listed. Files are not looked at before they are asked for.

    >>> Catalogue.of({"pet_shop": "pets.sqlite"}).ids()
    ('pet_shop',)
    """

    def __init__(self, databases: Mapping[str, Database]) -> None:
        self._databases = dict(databases)

    @classmethod
    def of(cls, paths: Mapping[str, Path | str]) -> Self:
        """Raises InvalidRequest for an id that is none."""
        return cls._from_listing({"databases": dict(paths)}, folder=Path(), origin="the catalogue")

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Raises InvalidRequest when the TOML file is missing or malformed."""
        try:
            listing = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InvalidRequest(
                f"The catalogue {path.name} cannot be read: {reason}.", field="catalogue"
            ) from error
        return cls._from_listing(listing, folder=path.absolute().parent, origin=path.name)

    @classmethod
    def _from_listing(cls, listing: object, *, folder: Path, origin: str) -> Self:
        try:
            entries = _Listing.model_validate(listing).databases
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(step) for step in fault["loc"])
            raise InvalidRequest(f"{origin}: {place}: {fault['msg']}.", field="catalogue") from error
        return cls(
            {
                database_id: Database(database_id, folder / entry.path, description=entry.description)
                for database_id, entry in entries.items()
            }
        )

    def ids(self) -> tuple[str, ...]:
        return tuple(self._databases)

    def database(self, database_id: str) -> Database:
        """Raises UnknownDatabase."""
        try:
            return self._databases[database_id]
        except KeyError:
            raise UnknownDatabase(
                f"There is no database '{database_id}' in the catalogue.", database_id=database_id
            ) from None
