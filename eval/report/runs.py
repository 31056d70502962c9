"""The runs of a report: what each is called, and where it stands on the ladder."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from eval.figures.accuracy import with_reference
from eval.figures.all_figures import all_figures
from eval.manifest import Manifest
from eval.rows import Oracle
from eval.run_folder import Run, read_run
from services.contracts.errors import InvalidRequest

MOST_RUNS = 8  # as many as there are colours that can be told apart


class Rung(IntEnum):
    """What a run says about the others, from the bottom of the ladder to its top."""

    IMPORTED = 0
    NO_PLAN = 1
    BASELINE = 2
    PREDICTED_PLAN = 3
    ORACLE_VALUES = 4
    ORACLE_SCHEMA = 5
    ORACLE_PLAN = 6

    @property
    def title(self) -> str:
        return _RUNG_TITLES[self]


_RUNG_TITLES = {
    Rung.IMPORTED: "imported predictions",
    Rung.NO_PLAN: "no plan",
    Rung.BASELINE: "baseline: lexical planner",
    Rung.PREDICTED_PLAN: "predicted plan",
    Rung.ORACLE_VALUES: "oracle values",
    Rung.ORACLE_SCHEMA: "oracle schema",
    Rung.ORACLE_PLAN: "oracle plan",
}
_RUNGS_OF_PLANNERS = {"eval.oracle:NoPlanner": Rung.NO_PLAN, "lexical": Rung.BASELINE}


@dataclass(frozen=True)
class ReportedRun:
    """`letter` is its short name everywhere in the report, `figures` those of its rows as they are now."""

    letter: str
    name: str
    run: Run
    figures: dict[str, Any]

    @property
    def manifest(self) -> Manifest:
        return self.run.manifest

    @property
    def oracle(self) -> str:
        """What it was given of the reference; empty for a clean run."""
        return " + ".join(self.manifest.oracle)

    @property
    def history(self) -> str:
        return f"{self.manifest.history} history" if self.manifest.history else "history unknown"

    @property
    def stages(self) -> dict[str, str]:
        """By their names."""
        return {stage: described.name for stage, described in self.manifest.stages.items()}

    @property
    def rung(self) -> Rung:
        oracle = self.manifest.oracle
        for each, rung in (
            (Oracle.PLAN, Rung.ORACLE_PLAN),
            (Oracle.SCHEMA, Rung.ORACLE_SCHEMA),
            (Oracle.VALUES, Rung.ORACLE_VALUES),
        ):
            if each in oracle:
                return rung
        if self.manifest.kind == "import":
            return Rung.IMPORTED
        return _RUNGS_OF_PLANNERS.get(self.stages["planner"], Rung.PREDICTED_PLAN)

    @cached_property
    def dialogues(self) -> int:
        """Those with a turn to be answered: what IM is a share of."""
        return len({row.dialogue for row in with_reference(self.run.rows)})

    @property
    def missing(self) -> int:
        """Rows of the data that the run has not (yet) made."""
        return self.manifest.data.rows - len(self.run.rows)


def read_runs(directories: Sequence[Path]) -> tuple[ReportedRun, ...]:
    """In the order given. Raises InvalidRequest for none or too many, the same twice, and a folder that is no run."""
    if not 1 <= len(directories) <= MOST_RUNS:
        raise InvalidRequest(f"a report is about 1 to {MOST_RUNS} runs, not {len(directories)}")
    folders = [directory.resolve() for directory in directories]
    twice = [folder for folder, count in Counter(folders).items() if count > 1]
    if twice:
        raise InvalidRequest(f"{twice[0]} is named twice")
    runs = []
    for letter, folder, name in zip("ABCDEFGH", folders, _names(folders), strict=False):
        run = read_run(folder)
        if not run.rows:
            raise InvalidRequest(f"{folder} has no rows yet: nothing to report")
        runs.append(ReportedRun(letter, name, run, all_figures(run.rows, run.manifest)))
    return tuple(runs)


def _names(folders: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that tell them apart."""
    for parts in range(1, max(len(folder.parts) for folder in folders) + 1):
        names = ["/".join(folder.parts[-parts:]) for folder in folders]
        if len(set(names)) == len(names):
            return names
    return [str(folder) for folder in folders]
