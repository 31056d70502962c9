"""Checkpoints that are whole: a run may be killed, or the disk full, while one is being written."""

import logging
import re
import shutil
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

log = logging.getLogger("training")

_NAME = re.compile(r"checkpoint-([0-9]+)")
_COMPLETE = "complete"


class MarksComplete(TrainerCallback):
    """Leaves a mark in each checkpoint once all of it is on the disk."""

    def on_save(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002 - as TrainerCallback has it
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        (Path(str(args.output_dir)) / f"checkpoint-{state.global_step}" / _COMPLETE).touch()


def last_complete(folder: Path) -> Path | None:
    """The checkpoint to go on from. Those without the mark are removed."""
    found = {
        int(match[1]): path for path in folder.glob("checkpoint-*") if (match := _NAME.fullmatch(path.name))
    }
    whole: Path | None = None
    for step, path in sorted(found.items()):
        if (path / _COMPLETE).exists():
            whole = path
        else:
            log.warning("the checkpoint of step %d was not written to its end: removed", step)
            shutil.rmtree(path)
    return whole
