"""Which lines need not be run again."""

from collections.abc import Sequence
from pathlib import Path

from eval.figures.all_figures import FIGURES_FILE
from eval.manifest import MANIFEST_FILE, Manifest, read_manifest
from eval.rows import ROWS_FILE
from eval.run_folder import Run, read_run
from services.contracts.errors import TurnwiseError


def made_ready(folder: Path, manifest: Manifest) -> bool:
    """Whether the folder holds this very run, complete: of equal code, model, settings and data.

    One cut short is kept, to be taken up; another run is cleared away, for the folder is that of its line.
    """
    if not (folder / MANIFEST_FILE).exists():
        return False
    if _differs(folder, manifest):
        for file in (MANIFEST_FILE, ROWS_FILE, FIGURES_FILE):
            (folder / file).unlink(missing_ok=True)
        return False
    run = finished(folder)
    return run is not None and run.complete


def finished(folder: Path) -> Run | None:
    """None for a run that has not come to its end, and for a folder that is no run of this format."""
    try:
        run = read_run(folder)
    except TurnwiseError:
        return None
    return run if run.manifest.ended is not None else None


def _differs(folder: Path, manifest: Manifest) -> Sequence[str]:
    try:
        return read_manifest(folder).differences(manifest)
    except TurnwiseError as unreadable:
        return [unreadable.message]
