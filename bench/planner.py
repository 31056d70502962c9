"""`python -m bench.planner [--turns N]`: the embedded pipeline with the learned planner, on unseen databases.

Whole dialogues of the validation databases, each turn with the system's own history: link, plan, generate, execute. A
turn is right by value accuracy. `start` is the time from a cold process to the first plan of a planner (imports, model,
one question).
"""

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, quantiles

from bench.gold_queries import data_folder
from bench.report import show_figures, show_table
from eval.metrics.result import Result
from eval.metrics.value import orders_rows, value_equal
from eval.running import QueryRunner
from services.contracts.catalogue import Catalogue
from services.contracts.models import ExecutionStatus, Outcome, Turn
from services.contracts.plan import Intent
from services.conversation.pipeline import Pipeline, TurnRequest, TurnResult
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings
from services.generator.compiler import CompilerGenerator
from services.planner.learned import LearnedPlanner
from services.value_index.value_index import EmbeddedValueIndex
from training.data.dialogues import Dialogue, read_dialogues, validation_databases
from training.data.schemas import published_files

SOURCES = ("cosql", "sparc", "spider_test")
_COLD = """
from services.contracts.models import Links, PlanRequest
from services.contracts.schema import Column, Schema, Table
from services.planner.learned import LearnedPlanner
table = Table(name="pets", columns=(Column(name="name", type="TEXT"), Column(name="age", type="INTEGER")))
links = Links(snapshot=Schema(database_id="pets", tables=(table,)))
LearnedPlanner().plans(PlanRequest(question="How many pets are older than 3?", links=links))
"""


@dataclass
class Tally:
    right: list[bool] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, result: TurnResult, milliseconds: float, *, right: bool) -> None:
        self.right.append(right)
        self.asked.append(result.plan.intent is not Intent.ANSWER)
        for timing in result.timing:
            self.stages[timing.stage.value].append(timing.ms)
        self.stages["turn"].append(milliseconds)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=300, help="of each source, about; 0: all")
    arguments = parser.parse_args()
    try:
        folder = data_folder()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    cold = min(_cold_start() for _ in range(3))
    tallies = asyncio.run(_run(folder, arguments.turns))
    _show(tallies, cold)
    return 0


def _cold_start() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COLD], check=True, cwd=Path(__file__).parents[1])
    return time.perf_counter() - started


async def _run(folder: Path, turns: int) -> Mapping[str, Tally]:
    catalogue = Catalogue.of(published_files(folder))
    tallies: dict[str, Tally] = {}
    async with SandboxedExecutor(catalogue, ExecutorSettings()) as executor:
        pipeline = Pipeline(EmbeddedValueIndex(catalogue), LearnedPlanner(), CompilerGenerator(), executor)
        with QueryRunner() as runner:
            for source in SOURCES:
                tallies[source] = Tally()
                for dialogue in _dialogues(folder, source, turns):
                    await _converse(dialogue, pipeline, runner, catalogue, tallies[source])
    return tallies


def _dialogues(folder: Path, source: str, turns: int) -> Iterator[Dialogue]:
    """A fixed sample, database by database: an index is built once."""
    held_out, files = validation_databases(folder), published_files(folder)
    found = [
        dialogue
        for dialogue in read_dialogues(folder, source)
        if dialogue.database_id in files and (source == "spider_test" or dialogue.database_id in held_out)
    ]
    random.Random(0).shuffle(found)
    kept, count = [], 0
    for dialogue in found:
        if turns and count >= turns:
            break
        kept.append(dialogue)
        count += len(dialogue.turns)
    yield from sorted(kept, key=lambda dialogue: dialogue.database_id)


async def _converse(
    dialogue: Dialogue, pipeline: Pipeline, runner: QueryRunner, catalogue: Catalogue, tally: Tally
) -> None:
    await pipeline.value_index.schema(dialogue.database_id)
    history: list[Turn] = []
    for number, gold in enumerate(dialogue.turns, start=1):
        request = TurnRequest(
            question=gold.question, database_id=dialogue.database_id, history=tuple(history)
        )
        started = time.perf_counter()
        result = await pipeline.run(request, lambda _: None)
        elapsed = 1000 * (time.perf_counter() - started)
        target = runner.run(catalogue.database(dialogue.database_id), gold.sql)
        tally.add(result, elapsed, right=_right(result, target, gold.sql))
        history.append(
            Turn(number=number, question=gold.question, plan=result.plan, outcome=_outcome(result))
        )


def _right(result: TurnResult, target: object, sql: str) -> bool:
    execution = result.execution
    if execution is None or execution.page is None or not isinstance(target, Result):
        return False
    found = Result(tuple(column.name for column in execution.page.columns), list(execution.page.rows))
    return value_equal(target, found, ordered=orders_rows(sql))


def _outcome(result: TurnResult) -> Outcome | None:
    if result.execution is None:
        return None
    rows = result.execution.row_count
    return Outcome(status=ExecutionStatus(result.execution.status), row_count=rows)


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else 0.0


def _show(tallies: Mapping[str, Tally], cold: float) -> None:
    figures: dict[str, object] = {"cold_start_s": round(cold, 2)}
    rows = []
    every: dict[str, list[float]] = defaultdict(list)
    for source, tally in tallies.items():
        for stage, values in tally.stages.items():
            every[stage] += values
        accuracy, asked = fmean(tally.right), fmean(tally.asked)
        rows.append((source, len(tally.right), f"{accuracy:.3f}", f"{asked:.3f}"))
        figures[source] = {
            "n": len(tally.right),
            "value_own_history": round(accuracy, 4),
            "asked": round(asked, 4),
        }
    show_table("Value accuracy with own history", ("source", "turns", "right", "not answered"), rows)
    timing = [
        (
            stage,
            f"{_percentile(values, 50):.1f}",
            f"{_percentile(values, 95):.1f}",
            f"{_percentile(values, 99):.1f}",
        )
        for stage, values in every.items()
    ]
    show_table("Milliseconds", ("stage", "p50", "p95", "p99"), timing)
    figures["turn_ms"] = {
        f"p{percent}": round(_percentile(every["turn"], percent), 1) for percent in (50, 95, 99)
    }
    show_figures("planner", figures)


if __name__ == "__main__":
    sys.exit(main())
