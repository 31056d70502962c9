"""The folder of a run: written dialogue by dialogue, taken up again where it was killed, read back whole.

`manifest.json` is there from the start, `rows.jsonl` as dialogues are done, `figures.json` at the end.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from eval.datasets.reference import DataSet, Dialogue, hash_of
from eval.figures.all_figures import all_figures, check_unmixed, save_figures
from eval.manifest import MANIFEST_FILE, Manifest, now, read_manifest
from eval.rows import ROWS_FILE, Problem, RunRow, read_rows
from services.contracts.errors import InvalidRequest

_LOCK_FILE = ".lock"
Play = Callable[[Sequence[Dialogue]], Iterator[Sequence[RunRow]]]


class Progress(Protocol):
    """Told of what is done, in turns."""

    def __call__(self, *, done: int, total: int, resumed: int) -> None: ...


@dataclass(frozen=True)
class Run:
    """A run as its folder holds it, finished or not."""

    folder: Path
    manifest: Manifest
    rows: tuple[RunRow, ...]

    @property
    def complete(self) -> bool:
        """Every row is there, and none of them for want of a process that lived."""
        return len(self.rows) == self.manifest.data.rows and not any(map(_lost, self.rows))


def read_run(folder: Path) -> Run:
    """Raises InvalidRequest for a folder that is no run, or whose rows are foreign or mix oracle and clean."""
    manifest = read_manifest(folder)
    rows = read_rows(folder / ROWS_FILE)
    check_own(rows, manifest)
    check_unmixed(rows, manifest)
    return Run(folder, manifest, rows)


def check_own(rows: Sequence[RunRow], manifest: Manifest) -> None:
    """Raises InvalidRequest for a row of other data than the manifest's, by its id or, of a whole run, by its words."""
    data = manifest.data
    own = frozenset(data.ids)
    for row in rows:
        if row.id not in own:
            raise InvalidRequest(
                f"row '{row.id}' is none of this run's: its manifest lists the {data.rows} rows of {data.name}"
            )
    said = {row.id: row.reference.model_dump_json() for row in rows}
    if len(said) == data.rows and hash_of(said[each] for each in data.ids) != data.rows_hash:
        raise InvalidRequest(
            f"the rows' questions or references are not those of {data.name} that the manifest was made of: "
            "rows were changed, or come from another version of the data"
        )


def record(data: DataSet, manifest: Manifest, folder: Path, play: Play, progress: Progress) -> dict[str, Any]:
    """Plays what is not yet in the folder, writes each dialogue as it is done, and gives the figures of all rows.

    Raises InvalidRequest for a folder of another run, in which another process is at work, or that cannot be written
    to; and what `play` raises.
    """
    with _alone(folder):
        manifest, kept = _taken_up(folder, manifest, data.dialogues)
        done = {row.dialogue for row in kept}
        left = [dialogue for dialogue in data.dialogues if _key(dialogue) not in done]
        progress(done=len(kept), total=len(data.rows), resumed=len(kept))
        rows = [*kept]
        with (folder / ROWS_FILE).open("a", encoding="utf-8") as out:
            for played in play(left):
                _write(out, played)
                rows += played
                progress(done=len(rows), total=len(data.rows), resumed=len(kept))
        manifest = manifest.model_copy(update={"ended": now()})
        manifest.save(folder)
        figures = all_figures(rows, manifest)
        save_figures(figures, folder)
    return figures


def _taken_up(
    folder: Path, manifest: Manifest, dialogues: Sequence[Dialogue]
) -> tuple[Manifest, tuple[RunRow, ...]]:
    """The manifest to go on with and the rows that are there already."""
    path = folder / ROWS_FILE
    if not (folder / MANIFEST_FILE).exists():
        if path.exists():
            raise InvalidRequest(f"{folder} has rows but no {MANIFEST_FILE}: name another folder")
        manifest.save(folder)
        return manifest, ()
    earlier = read_manifest(folder)
    differences = earlier.differences(manifest)
    if differences:
        raise InvalidRequest(
            f"{folder} holds another run, which differs in {', '.join(differences)}: name another folder"
        )
    written = read_rows(path, cut_short=True) if path.exists() else ()
    check_own(written, earlier)
    kept = whole_dialogues(written, dialogues)
    temporary = folder / f"{ROWS_FILE}.new"
    with temporary.open("w", encoding="utf-8") as out:
        _write(out, kept)
    temporary.replace(path)
    manifest = earlier.model_copy(update={"resumed": earlier.resumed + 1, "ended": None})
    manifest.save(folder)
    return manifest, kept


def whole_dialogues(rows: Sequence[RunRow], dialogues: Sequence[Dialogue]) -> tuple[RunRow, ...]:
    """The rows of dialogues that need not be played again: those with all their turns, none of them lost."""
    found = {row.id: row for row in rows if not _lost(row)}
    whole = (dialogue for dialogue in dialogues if all(turn.id in found for turn in dialogue))
    return tuple(found[turn.id] for dialogue in whole for turn in dialogue)


def _lost(row: RunRow) -> bool:
    return Problem.LOST in row.problems


def _write(out: TextIO, rows: Sequence[RunRow]) -> None:
    """A dialogue at a time, so that a killed run leaves few of them cut short."""
    out.write("".join(row.to_line() + "\n" for row in rows))
    out.flush()


def _key(dialogue: Dialogue) -> tuple[str, str]:
    return dialogue[0].data_set, dialogue[0].dialogue


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises InvalidRequest while another process runs in the folder; a killed one holds it no more."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK_FILE).open("w")
    except OSError as error:
        raise InvalidRequest(f"{folder} cannot be the folder of a run: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InvalidRequest(f"another process is running in {folder}") from error
        yield
