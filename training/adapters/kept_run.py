"""What a folder of a run is of: written before the first step, so that another run does not go on from it."""

import json
from pathlib import Path

from services.contracts.errors import InvalidRequest
from training.adapters.rows import description_of, write_json
from training.adapters.run import AdapterRun

RUN = "run.json"
_MAY_CHANGE = {"steps", "checkpoint_steps", "validation_rows", "validation_steps", "patience", "threads"}


def begin(run: AdapterRun, rows_folder: Path, out: Path) -> None:
    """Raises InvalidRequest where `out` holds another run, with what differs."""
    said = {"run": run.model_dump(mode="json"), "rows": description_of(rows_folder, run.rows)}
    path = out / RUN
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        differing = sorted(
            name
            for name in said["run"]
            if name not in _MAY_CHANGE and before["run"].get(name) != said["run"][name]
        )
        differing += [
            f"the file {name}" for name in said["rows"] if before["rows"].get(name) != said["rows"][name]
        ]
        if differing:
            raise InvalidRequest(
                f"{out} holds another run, which differs in {', '.join(differing)}: remove it, or give this run "
                "another name",
                field="name",
            )
    out.mkdir(parents=True, exist_ok=True)
    write_json(path, said)
