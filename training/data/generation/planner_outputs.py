"""Statements for training questions before there is a model: every plan that a planner holds possible, compiled.

They are wrong in the ways in which a planner is wrong: another column, a condition too many, a table not joined.
`build` takes the right ones out again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from services.contracts.errors import InvalidRequest
from services.contracts.models import PlanRequest, Plans
from services.generator.compiler import CompileFailure, compile_sketch
from training.data.generation.given_lines import ModelOutput
from training.data.generation.progress import Counter, Progress
from training.data.generation.sources import Source
from training.data.generation.turns import TaughtTurn, TurnsOfSource, Untaught

PLANNERS = ("lexical", "learned")


class SyncPlanner(Protocol):
    def plans(self, request: PlanRequest) -> Plans: ...


@dataclass(frozen=True)
class OutputCounts:
    """`turns`: those that have a statement at all."""

    turns: int
    statements: int


def planner_named(name: str) -> SyncPlanner:
    """Raises InvalidRequest, for a learned planner whose model is not there as well."""
    if name == "lexical":
        from services.planner.lexical import LexicalPlanner

        return LexicalPlanner()
    if name == "learned":
        from services.planner.learned import LearnedPlanner, LearnedPlannerSettings

        return LearnedPlanner(LearnedPlannerSettings())
    raise InvalidRequest(f"there is no planner '{name}' to ask: choose {' or '.join(PLANNERS)}")


def write_outputs(
    sources: tuple[Source, ...], planner: SyncPlanner, name: str, cache: Path, out: Path, progress: Progress
) -> OutputCounts:
    """A file of ModelOutputs, in its place when it is whole."""
    counter = Counter(progress, sum(len(source.data.rows) for source in sources))
    turns = statements = 0
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        for source in sources:
            with TurnsOfSource(source, cache) as of_source:
                for turn in of_source:
                    counter.turn()
                    if isinstance(turn, Untaught):
                        continue
                    found = list(dict.fromkeys(statements_for(turn, planner)))
                    for sql in found:
                        file.write(ModelOutput(id=turn.id, sql=sql, format=name).model_dump_json() + "\n")
                    turns += bool(found)
                    statements += len(found)
    partial.rename(out)
    return OutputCounts(turns, statements)


def statements_for(turn: TaughtTurn, planner: SyncPlanner) -> Iterator[str]:
    """Those of the plans that can be written as SQL, most probable first."""
    request = PlanRequest(question=turn.reference.asked, links=turn.links, history=turn.history)
    for plan in planner.plans(request).plans:
        if plan.sketch is not None:
            sql = compile_sketch(plan.sketch, turn.schema)
            if not isinstance(sql, CompileFailure):
                yield sql
