"""The index of one database in a folder of its own: segments, and one small file that says which of them count.

    state.json       the finished index
    building.json    an update in the making, taken up again after a kill
    N.segment        texts, never changed once written (segment_writer.py)
    N.content        the schema, numbers and aliases, as JSON
    lock             held by the process that updates

A new state replaces the old one by renaming, so that a reader has all of one index or all of the other.
"""

import fcntl
import heapq
import os
import shutil
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import IO

import apsw
from pydantic import Field, ValidationError

from services.contracts.errors import Overloaded
from services.contracts.frozen import Frozen
from services.contracts.schema import ColumnRef
from services.value_index.index_store import Basis, KeptIndex, TextsToKeep
from services.value_index.segment import Segment
from services.value_index.segment_writer import write_segment
from services.value_index.stopping import check, stoppable, until
from services.value_index.stored_texts import IndexDamaged
from services.value_index.text_entries import Entry
from services.value_index.texts_in_segments import LiveSegment, TextsInSegments, entry_of

FORMAT = 1  # raised when an older folder would be misread
_STATE, _BUILDING, _LOCK = "state.json", "building.json", "lock"
_MOST_SEGMENTS = 4
_ENTRY_BYTES = 400  # of a text in memory, besides its characters
_CHUNK = 1 << 20
_LOCKED_SECONDS = 0.2  # between two looks whether another process has finished


class _File(Frozen):
    """A file of the folder. `tables`: those whose texts it has and no later segment replaced, of `written` at first."""

    name: str
    size: int
    checksum: int
    tables: frozenset[str] = frozenset()
    written: int = 0


class _Table(Frozen):
    fingerprint: str
    truncated: bool


class _State(Frozen):
    format: int = FORMAT
    database_id: str
    settings: str
    version: str = ""
    tables: dict[str, _Table] = Field(default_factory=dict)  # in the order of the schema, once finished
    segments: tuple[_File, ...] = ()
    content: _File | None = None

    def made_for(self, basis: Basis) -> bool:
        return (self.format, self.database_id, self.settings) == (FORMAT, basis.database_id, basis.settings)


class IndexFolder:
    """Implements IndexStore. `memory_bytes` bounds what waits in memory to be written."""

    def __init__(self, folder: Path, *, memory_bytes: int = 512 << 20) -> None:
        self.folder = folder
        self._memory_bytes = memory_bytes

    @property
    def place(self) -> str:
        return str(self.folder)

    def kept(self, basis: Basis) -> KeptIndex | None:
        try:
            state = _read_state(self.folder / _STATE)
        except OSError as error:
            raise Overloaded(
                f"The index of '{basis.database_id}' cannot be kept in {self.folder}: {error}."
            ) from error
        if state is None or not state.made_for(basis) or state.content is None:
            return None
        try:
            content = _checked(self.folder, state.content).read_text(encoding="utf-8")
            segments = [_opened(self.folder, file) for file in state.segments]
        except IndexDamaged:
            return None
        places = {table: place for place, table in enumerate(state.tables)}
        columns = [column for live in segments for column in live.segment.columns if live.holds(column)]
        columns.sort(key=lambda column: places.get(column.table, len(places)))
        truncated = any(table.truncated for table in state.tables.values())
        return KeptIndex(state.version, TextsInSegments(segments, columns, truncated=truncated), content)

    @contextmanager
    def update(self, basis: Basis, stop: Event) -> Iterator["FolderUpdate"]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self.folder / _LOCK).open("w") as lock:
                while not _locked(lock):
                    check(stop)
                    stop.wait(_LOCKED_SECONDS)
                yield FolderUpdate(self.folder, basis, self._memory_bytes, stop)
        except (OSError, apsw.FullError, apsw.IOError) as error:
            raise Overloaded(
                f"The index of '{basis.database_id}' cannot be written to {self.folder}: {error}."
            ) from error

    def remove(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)


class FolderUpdate:
    """Implements IndexUpdate."""

    def __init__(self, folder: Path, basis: Basis, memory_bytes: int, stop: Event) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._stop = stop
        found = (_read_state(folder / name) for name in (_BUILDING, _STATE))
        fresh = _State(database_id=basis.database_id, settings=basis.settings)
        usable = (state for state in found if state is not None and state.made_for(basis))
        self._state = _without_damaged(folder, next(usable, fresh))
        self._waiting: dict[str, _Table] = {}  # tables whose texts are in memory, or partly written
        self._columns: dict[ColumnRef, int] = {}
        self._entries: list[Entry] = []
        self._bytes = 0
        self._sweep()

    @property
    def done(self) -> Mapping[str, str]:
        return {table: done.fingerprint for table, done in self._state.tables.items()}

    def put(self, table: str, fingerprint: str, texts: TextsToKeep) -> None:
        self._forget({table})  # also what an interrupted update wrote of it
        spilled = False
        for text in texts:
            number = self._columns.setdefault(text.column, len(self._columns))
            entry = entry_of(text, number)
            self._entries.append(entry)
            self._bytes += _ENTRY_BYTES + len(entry.key) + len(entry.value)
            if self._bytes > self._memory_bytes:
                self._write_entries()
                spilled = True
        self._waiting[table] = _Table(fingerprint=fingerprint, truncated=texts.truncated)
        if spilled or self._bytes > self._memory_bytes // 2:
            self._write_entries()

    def finish(self, version: str, tables: Collection[str], content: str) -> None:
        self._write_entries()
        self._forget({table for file in self._state.segments for table in file.tables} - set(tables))
        if len(self._state.segments) > _MOST_SEGMENTS or self._mostly_dead():
            self._merge()
        kept = self._write_file("content", lambda path: path.write_text(content, encoding="utf-8"))
        ordered = {table: self._state.tables[table] for table in tables}
        changed = {"version": version, "tables": ordered, "content": kept}
        self._state = self._state.model_copy(update=changed)
        _write_state(self._folder / _STATE, self._state)
        (self._folder / _BUILDING).unlink(missing_ok=True)
        self._sweep()

    def _forget(self, tables: Set[str]) -> None:
        segments = (file.model_copy(update={"tables": file.tables - tables}) for file in self._state.segments)
        kept = {table: done for table, done in self._state.tables.items() if table not in tables}
        live = tuple(file for file in segments if file.tables)
        self._state = self._state.model_copy(update={"segments": live, "tables": kept})

    def _write_entries(self) -> None:
        """All that waits, as one segment. The table that is being put is not done by that."""
        if self._entries:
            self._entries.sort()
            self._add_segment(tuple(self._columns), self._entries)
        self._entries.clear()
        self._columns.clear()
        self._bytes = 0
        self._state = self._state.model_copy(update={"tables": self._state.tables | self._waiting})
        self._waiting.clear()
        _write_state(self._folder / _BUILDING, self._state)

    def _add_segment(self, columns: tuple[ColumnRef, ...], entries: Iterable[Entry]) -> None:
        def write(path: Path) -> None:
            with closing(apsw.Connection(str(path))) as connection, stoppable(connection, self._stop):
                write_segment(connection, columns, until(self._stop, entries))

        tables = frozenset(column.table for column in columns)
        file = self._write_file("segment", write)
        file = file.model_copy(update={"tables": tables, "written": len(tables)})
        self._state = self._state.model_copy(update={"segments": (*self._state.segments, file)})

    def _mostly_dead(self) -> bool:
        segments = self._state.segments
        return 2 * sum(len(file.tables) for file in segments) < sum(file.written for file in segments)

    def _merge(self) -> None:
        """All segments as one, in as much memory as a block of each takes."""
        segments = [_opened(self._folder, file) for file in self._state.segments]
        columns: dict[ColumnRef, int] = {}
        for live in segments:
            for column in live.segment.columns:
                if live.holds(column):
                    columns.setdefault(column, len(columns))
        self._state = self._state.model_copy(update={"segments": ()})
        entries = heapq.merge(*(_renumbered(live, columns) for live in segments), key=lambda entry: entry.key)
        self._add_segment(tuple(columns), entries)
        for live in segments:
            live.segment.close()

    def _write_file(self, kind: str, write: Callable[[Path], object]) -> _File:
        numbers = [int(path.stem) for path in self._folder.glob("[0-9]*.*") if path.stem.isdigit()]
        path = self._folder / f"{max(numbers, default=0) + 1}.{kind}"
        write(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        return _File(name=path.name, size=path.stat().st_size, checksum=_checksum(path))

    def _sweep(self) -> None:
        """Removes the files that no state names: of an older index, or of a write that was interrupted."""
        named = {_STATE, _BUILDING, _LOCK}
        for state in (_read_state(self._folder / _STATE), _read_state(self._folder / _BUILDING)):
            if state is not None:
                named |= {file.name for file in state.segments}
                named |= {state.content.name} if state.content is not None else set()
        for path in self._folder.iterdir():
            if path.name not in named:
                path.unlink()


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _renumbered(live: LiveSegment, columns: Mapping[ColumnRef, int]) -> Iterator[Entry]:
    numbers = [columns.get(column) for column in live.segment.columns]
    for entry in live.segment.entries():
        number = numbers[entry.column]
        if live.holds(live.segment.columns[entry.column]) and number is not None:
            yield entry._replace(column=number)


def _read_state(path: Path) -> _State | None:
    """None where there is none, or one that this code did not write."""
    try:
        return _State.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _write_state(path: Path, state: _State) -> None:
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(state.model_dump_json().encode())
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _without_damaged(folder: Path, state: _State) -> _State:
    """What of an index can be built on: tables of a damaged segment are made anew."""
    sound: list[_File] = []
    lost: set[str] = set()
    for file in state.segments:
        try:
            _checked(folder, file)
            sound.append(file)
        except IndexDamaged:
            lost |= file.tables
    segments = tuple(file.model_copy(update={"tables": file.tables - lost}) for file in sound)
    tables = {table: done for table, done in state.tables.items() if table not in lost}
    return state.model_copy(update={"segments": segments, "tables": tables})


def _opened(folder: Path, file: _File) -> LiveSegment:
    """Raises IndexDamaged."""
    path = _checked(folder, file)
    connection = apsw.Connection(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
    )
    return LiveSegment(Segment(connection), file.tables)


def _checked(folder: Path, file: _File) -> Path:
    """Raises IndexDamaged where the file is gone or is not what was written."""
    path = folder / file.name
    try:
        sound = path.stat().st_size == file.size and _checksum(path) == file.checksum
    except OSError as error:
        raise IndexDamaged(f"{file.name}: {error.strerror}") from error
    if not sound:
        raise IndexDamaged(f"{file.name} has changed")
    return path


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
