"""A run: dialogues through the stages, each scored turn by turn, in several processes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.code_version import code_version
from eval.crew import Lost, do_as_done
from eval.datasets.reference import DataSet, Dialogue
from eval.manifest import DataDescription, Manifest, now
from eval.protocols.leaks import Leaked
from eval.rows import Problem, RunRow
from eval.run_folder import Progress, record
from eval.worker import RunPlan, described_stages, described_user, workshop
from services.contracts.errors import InvalidRequest

_SECRET_SETTINGS = {"sessions"}  # a database's URL may hold a password; a run has no sessions


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
    if plan.user == "hosted" and not any(row.meaning for row in data.rows):
        raise InvalidRequest(
            f"{data.name} does not say what its users mean: a hosted user has nothing to tell"
        )
    return record(
        data, manifest_of(data, plan), folder, partial(_played, plan=plan, options=options), progress
    )


def manifest_of(data: DataSet, plan: RunPlan) -> Manifest:
    """Builds the stages once, so that a name that means nothing is refused before anything starts."""
    return Manifest(
        kind="run",
        data=DataDescription.of(data),
        history=plan.protocol.history,
        oracle=plan.protocol.oracle,
        stages=described_stages(plan),
        user=described_user(plan),
        conversation=plan.settings.model_dump(mode="json", exclude=_SECRET_SETTINGS),
        limits=plan.protocol.limits,
        reference_seconds=plan.reference_limits.seconds,
        seed=plan.protocol.seed,
        code=code_version(),
        started=now(),
    )


def _played(dialogues: Sequence[Dialogue], plan: RunPlan, options: RunOptions) -> Iterator[Sequence[RunRow]]:
    """As they are done. Dialogues of one database are begun together: its index is then built once per process."""
    ordered = sorted(dialogues, key=lambda dialogue: dialogue[0].database_id)
    results = do_as_done(
        ordered,
        partial(workshop, plan),
        processes=min(options.workers, len(ordered)),
        seconds=options.dialogue_seconds,
    )
    for place, result in results:
        if isinstance(result, Leaked):
            raise InvalidRequest(f"the run is void: {result}")
        yield _lost(ordered[place], plan, result) if isinstance(result, Lost) else result


def _lost(dialogue: Dialogue, plan: RunPlan, lost: Lost) -> list[RunRow]:
    protocol = plan.protocol
    return [
        RunRow(
            reference=reference,
            history=protocol.history,
            oracle=protocol.oracle,
            plan_source=plan.plan_source,
            problems=(Problem.LOST,),
            detail=lost.reason,
        )
        for reference in dialogue
    ]
