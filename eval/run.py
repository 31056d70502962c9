"""A run: dialogues through the stages, rows written as they come, taken up again where it was killed.

In the output folder: `manifest.json` from the start, `rows.jsonl` as dialogues are done, `figures.json` at the end.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TextIO

from eval.crew import Lost, do_in_order
from eval.datasets.reference import DataSet, Dialogue
from eval.figures.all_figures import all_figures, save_figures
from eval.manifest import (
    MANIFEST_FILE,
    DataDescription,
    Manifest,
    code_version,
    describe_stage,
    now,
    read_manifest,
)
from eval.protocols.leaks import Leaked
from eval.rows import ROWS_FILE, Problem, RunRow, whole_dialogues
from eval.worker import RunPlan, workshop
from services.contracts.errors import InvalidRequest
from services.conversation.build import build_conversation

_LOCK_FILE = ".lock"
_SECRET_SETTINGS = {"sessions"}  # a database's URL may hold a password; a run has no sessions


class Progress(Protocol):
    """Told of what is done, in turns."""

    def __call__(self, *, done: int, total: int, resumed: int) -> None: ...


@dataclass(frozen=True)
class RunOptions:
    """`dialogue_seconds`: after which a dialogue is given up, and its rows are 'lost'."""

    workers: int = 2
    dialogue_seconds: float = 900.0


def run(
    data: DataSet, plan: RunPlan, folder: Path, options: RunOptions, progress: Progress
) -> dict[str, Any]:
    """Plays what is not yet in the folder, and gives the figures of all rows.

    Raises InvalidRequest for an empty data set, a stage that does not exist, a folder of another run, and a clean run
    in which a stage was about to see the reference.
    """
    if not data.rows:
        raise InvalidRequest(f"{data.name} has no rows here")
    manifest = manifest_of(data, plan)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        manifest, kept = _taken_up(folder, manifest, data.dialogues)
        done = {row.dialogue for row in kept}
        left = [dialogue for dialogue in data.dialogues if _key(dialogue) not in done]
        progress(done=len(kept), total=len(data.rows), resumed=len(kept))
        rows = [*kept]
        with (folder / ROWS_FILE).open("a", encoding="utf-8") as out:
            for played in _played(left, plan, options):
                _write(out, played)
                rows += played
                progress(done=len(rows), total=len(data.rows), resumed=len(kept))
        manifest = manifest.model_copy(update={"ended": now()})
        manifest.save(folder)
        figures = all_figures(rows, manifest)
        save_figures(figures, folder)
    return figures


def manifest_of(data: DataSet, plan: RunPlan) -> Manifest:
    """Builds the stages once, so that a name that means nothing is refused before anything starts."""
    pipeline = build_conversation(plan.settings, plan.files.catalogue(plan.database_ids)).pipeline
    stages = {
        name: describe_stage(getattr(plan.settings, name), getattr(pipeline, name))
        for name in ("value_index", "planner", "generator", "executor")
    }
    return Manifest(
        kind="run",
        data=DataDescription.of(data),
        history=plan.protocol.history,
        oracle=plan.protocol.oracle,
        stages=stages,
        conversation=plan.settings.model_dump(mode="json", exclude=_SECRET_SETTINGS),
        limits=plan.protocol.limits,
        reference_seconds=plan.reference_limits.seconds,
        seed=plan.protocol.seed,
        code=code_version(),
        started=now(),
    )


def _taken_up(
    folder: Path, manifest: Manifest, dialogues: Sequence[Dialogue]
) -> tuple[Manifest, tuple[RunRow, ...]]:
    """The manifest to go on with and the rows that are there already. Dialogues cut short are played again."""
    if not (folder / MANIFEST_FILE).exists():
        if (folder / ROWS_FILE).exists():
            raise InvalidRequest(f"{folder} has rows but no {MANIFEST_FILE}: name another folder")
        manifest.save(folder)
        return manifest, ()
    earlier = read_manifest(folder)
    differences = earlier.differences(manifest)
    if differences:
        raise InvalidRequest(
            f"{folder} holds another run, which differs in {', '.join(differences)}: name another folder"
        )
    kept = whole_dialogues(folder / ROWS_FILE, dialogues)
    temporary = folder / f"{ROWS_FILE}.new"
    with temporary.open("w", encoding="utf-8") as out:
        _write(out, kept)
    temporary.replace(folder / ROWS_FILE)
    again = {"resumed": earlier.resumed + 1, "ended": None}
    manifest = earlier.model_copy(update=again)
    manifest.save(folder)
    return manifest, kept


def _played(dialogues: Sequence[Dialogue], plan: RunPlan, options: RunOptions) -> Iterator[Sequence[RunRow]]:
    """Dialogues of one database one after the other: its index is then built once per process."""
    ordered = sorted(dialogues, key=lambda dialogue: dialogue[0].database_id)
    results = do_in_order(
        ordered,
        partial(workshop, plan),
        processes=max(1, min(options.workers, len(ordered))),
        seconds=options.dialogue_seconds,
    )
    for dialogue, result in zip(ordered, results, strict=True):
        if isinstance(result, Leaked):
            raise InvalidRequest(f"the run is void: {result}")
        yield _lost(dialogue, plan, result) if isinstance(result, Lost) else result


def _lost(dialogue: Dialogue, plan: RunPlan, lost: Lost) -> list[RunRow]:
    protocol = plan.protocol
    return [
        RunRow(
            reference=reference,
            history=protocol.history,
            oracle=protocol.oracle,
            problems=(Problem.LOST,),
            detail=lost.reason,
        )
        for reference in dialogue
    ]


def _write(out: TextIO, rows: Sequence[RunRow]) -> None:
    """A dialogue at a time, so that a killed run leaves few of them cut short."""
    out.write("".join(row.to_line() + "\n" for row in rows))
    out.flush()


def _key(dialogue: Dialogue) -> tuple[str, str]:
    return dialogue[0].data_set, dialogue[0].dialogue


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises InvalidRequest while another process runs in the folder; a killed one holds it no more."""
    with (folder / _LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InvalidRequest(f"another process is running in {folder}") from error
        yield
