"""What is done with an adapter that was trained: its names are checked against the base, and it is described."""

import logging
from importlib.metadata import version
from pathlib import Path
from typing import Any

from training.adapters.kept_run import RUN
from training.adapters.keys import check_keys, rename_keys
from training.adapters.rows import description_of, write_json
from training.adapters.run import AdapterRun

log = logging.getLogger("training")
_LIBRARIES = ("torch", "transformers", "peft", "trl")


def finish(run: AdapterRun, rows_folder: Path, out: Path, figures: dict[str, Any]) -> dict[str, Any]:
    """The adapter is in `out`. Raises InvalidRequest where it is not one that a server of the base would apply."""
    base = base_folder(run.base)
    if rename_keys(out, base):
        log.warning("the adapter's weights were renamed to the names that the served base gives its modules")
    check_keys(out, base)
    said = {
        "run": run.model_dump(mode="json"),
        "rows": description_of(rows_folder, run.rows),
        "figures": figures,
        "versions": {name: version(name) for name in _LIBRARIES},
    }
    write_json(out / RUN, said)
    return figures


def base_folder(base: str) -> Path:
    """The folder itself, or where the hub's client keeps that model."""
    if Path(base).is_dir():
        return Path(base)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(base, local_files_only=True))
