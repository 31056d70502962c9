"""What lies on disk for one SQLite database: which files may be opened, whether their content changed, and a private
copy where the file cannot be read in place. Nothing is written to the files or beside them.
"""

import os
import shutil
import stat
import tempfile
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import apsw

from services.contracts.readonly import distrust

_MAGIC = b"SQLite format 3\x00"
_SNAPSHOT_SECONDS = 5.0
# File systems round times to a clock tick: a file that changed within it may change again under the same time.
_CLOCK_TICK_NS = 20_000_000
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class Unreadable(Exception):
    """A file is refused. The text follows on the file's name: 'is a directory'. It holds no path."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name} {what}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a file changes with its content. Size 0 stands for a file that is not there, too."""

    inode: int = 0
    size: int = 0
    modified_ns: int = 0

    def __str__(self) -> str:
        return f"{self.inode:x}-{self.size:x}-{self.modified_ns:x}"


@dataclass(frozen=True, slots=True)
class Content:
    """The database file with the write-ahead log and the journal that are part of its content."""

    file: Fingerprint
    wal: Fingerprint = Fingerprint()
    journal: Fingerprint = Fingerprint()

    @property
    def live(self) -> bool:
        """Content stands outside the file, where an immutable connection does not look."""
        return bool(self.wal.size or self.journal.size)

    @property
    def version(self) -> str:
        companions = [f"+{kind}{part}" for kind, part in (("w", self.wal), ("j", self.journal)) if part.size]
        return str(self.file) + "".join(companions)


def wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def content_of(path: Path) -> Content:
    """Looks without opening the database. Raises Unreadable for anything but regular files."""
    name = str(
        path
    )  # twice per statement: paths that are put together as such cost more than the kernel's answer
    file = _fingerprint(name)
    if file is None:
        raise Unreadable(path, "does not exist")
    wal = _fingerprint(f"{name}-wal") or Fingerprint()
    journal = _fingerprint(f"{name}-journal") or Fingerprint()
    return Content(file, wal, journal if journal.size and _in_use(journal_of(path)) else Fingerprint())


def check_header(path: Path) -> None:
    """Raises Unreadable unless the file starts as a SQLite database does."""
    with open_regular(path) as file:
        header = file.read(len(_MAGIC))
    if not header:
        raise Unreadable(path, "is empty (0 bytes)")
    if header != _MAGIC:
        raise Unreadable(path, "is not a SQLite database, or it is encrypted")


def open_regular(path: Path) -> BinaryIO:
    """Follows no link and does not wait for the other end of a named pipe. Raises Unreadable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(path, f"cannot be opened ({error.strerror})") from error
    file = os.fdopen(descriptor, "rb")
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        file.close()
        raise Unreadable(path, f"is {_kind(mode)}, not a file")
    return file


class PrivateCopy:
    """A copy in a folder of its own under TMPDIR. It goes with the last reference, at the latest at the end of the
    process; one that is killed leaves it behind, as `turnwise-…`."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="turnwise-"))
        self.path = folder / "snapshot.sqlite"
        self.remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def copy_settled(path: Path) -> tuple[PrivateCopy, Content]:
    """A copy of a database with a live WAL or journal as of its last commit, and the content that it was made from.

    The files are copied until none of them changed meanwhile; then SQLite recovers the copy as it would the original
    after a crash. Raises Unreadable after five seconds, and when there is no room.
    """
    give_up = time.monotonic() + _SNAPSHOT_SECONDS
    while time.monotonic() < give_up:
        before = _settled(path)
        copy = _copy(path, before)
        if content_of(path) == before:
            _recover(copy.path, path)
            return copy, before
        copy.remove()
    raise Unreadable(path, "is being written to all the time and cannot be read safely; try again later")


def _settled(path: Path) -> Content:
    while True:
        content = content_of(path)
        newest = max(part.modified_ns for part in (content.file, content.wal, content.journal))
        age = time.time_ns() - newest
        if not 0 <= age < _CLOCK_TICK_NS:  # a time in the future says nothing
            return content
        time.sleep((_CLOCK_TICK_NS - age) / 1e9)


def _copy(path: Path, content: Content) -> PrivateCopy:
    copy = PrivateCopy()
    needed = content.file.size + content.wal.size + content.journal.size
    if 2 * needed > shutil.disk_usage(copy.path.parent).free:  # recovery writes the log into the copy
        copy.remove()
        raise Unreadable(path, "has a live journal, and there is no room for a private copy of it")
    pairs = [(path, copy.path)]
    if content.wal.size:
        pairs.append((wal_of(path), wal_of(copy.path)))
    if content.journal.size:
        pairs.append((journal_of(path), journal_of(copy.path)))
    for source, target in pairs:
        try:
            with open_regular(source) as reader, target.open("wb") as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)
        except Unreadable:
            if source.exists():  # one that went away meanwhile shows as a change of content
                raise
    return copy


def _recover(copy: Path, original: Path) -> None:
    try:
        connection = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            distrust(connection, query_only=False)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            connection.pragma("journal_mode", "delete")  # moves a WAL's pages into the file
        finally:
            connection.close()
    except apsw.Error as error:
        raise Unreadable(original, f"is damaged or cannot be read ({error})") from error


def _fingerprint(name: str) -> Fingerprint | None:
    try:
        found = os.lstat(name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(Path(name), f"cannot be looked at ({error.strerror})") from error
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(Path(name), f"is {_kind(found.st_mode)}, not a file")
    return Fingerprint(found.st_ino, found.st_size, found.st_mtime_ns)


def _in_use(journal: Path) -> bool:
    """SQLite zeroes the header of a journal that it keeps but is done with."""
    with open_regular(journal) as file:
        return file.read(1) != b"\0"


def _kind(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "no regular file")
