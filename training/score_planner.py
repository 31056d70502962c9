"""Scores a trained planner on unseen databases: `python -m training.score_planner [--rows N]`.

The links are those that `training.data.prepare` kept. For each source: the planner's metrics with gold history
(required-only: over the rows whose gold has the item at all), and the value accuracy of planner + compiler + SQLite
with gold and with own history. Spider's questions have no history, so that both are one there.
"""

import json
import logging
import random
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, quantiles

from eval.datasets.choosing import data_folder
from eval.metrics.planner import Component, PlanScores, carry_over_f1, component_means, score_plan
from eval.metrics.result import Result
from eval.metrics.statistics import calibration_error
from eval.metrics.value import orders_rows, value_equal
from eval.running import Failure, QueryRunner
from services.contracts.catalogue import Catalogue, Database
from services.contracts.models import PlanRequest, Turn
from services.contracts.plan import Intent, Plan
from services.contracts.sql_plan import in_context, plan_from_sketch
from services.generator.compiler import CompileFailure, compile_sketch
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from training.command_line import command_line, show_progress
from training.data.dialogues import read_dialogues, validation_databases
from training.data.linked import LinkedDialogue, LinkedTurn, linked_dialogues
from training.data.schemas import database_files

log = logging.getLogger("training")
Found = Result | Failure | None
SOURCES = ("cosql", "sparc", "spider_test")
_SHOWN = (Component.TABLES, Component.COLUMNS, Component.SELECTED_COUNT, Component.VALUES)


@dataclass
class Tally:
    """What was counted over the turns of one source."""

    plans: list[PlanScores] = field(default_factory=list)
    carried: list[float] = field(default_factory=list)
    right_gold: list[bool] = field(default_factory=list)
    right_own: list[bool] = field(default_factory=list)
    any_right: list[bool] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)
    dialogues: list[bool] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        required = component_means(self.plans, required_only=True)
        figures = {f"{name.value}_f1": required[name].value or 0.0 for name in _SHOWN}
        figures["carry_over_f1"] = _mean(self.carried)
        figures["value_gold_history"] = _mean(self.right_gold)
        figures["value_own_history"] = _mean(self.right_own)
        figures["value_own_history_dialogues"] = _mean(self.dialogues)
        figures["value_of_any_plan"] = _mean(self.any_right)
        if self.probabilities:
            figures["calibration_error"] = calibration_error(self.probabilities, self.right_gold)
        figures["asked"] = _mean(self.asked)
        figures["p50_ms"] = quantiles(self.milliseconds, n=20)[9] if len(self.milliseconds) > 1 else 0.0
        figures["p95_ms"] = quantiles(self.milliseconds, n=20)[18] if len(self.milliseconds) > 1 else 0.0
        return {"turns": len(self.right_gold), **{name: round(value, 4) for name, value in figures.items()}}


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


class Scorer:
    """Plans, compiles and runs. `history_turns`: as many earlier turns as the conversation service passes on."""

    def __init__(self, planner: LearnedPlanner, catalogue: Catalogue, runner: QueryRunner) -> None:
        self.planner = planner
        self.catalogue = catalogue
        self.runner = runner

    def score(self, dialogue: LinkedDialogue, tally: Tally) -> None:
        database = self.catalogue.database(dialogue.database_id)
        own: list[Turn] = []
        gold: list[Turn] = []
        all_right = True
        for place, turn in enumerate(dialogue.turns):
            target = self.runner.run(database, turn.sql)
            taught = self._plans(turn, gold, tally)
            tally.asked.append(taught[0].intent is not Intent.ANSWER)
            found = [self.run(plan, turn, database) for plan in taught]
            verdicts = [right(result, turn, target) for result in found]
            choice = chosen(found)
            tally.right_gold.append(choice is not None and verdicts[choice])
            tally.any_right.append(any(verdicts))
            tally.probabilities.append(taught[0].probability)
            mine = taught
            if place:
                mine = self._plans(turn, own, tally)
                found = [self.run(plan, turn, database) for plan in mine]
                choice = chosen(found)
            tally.right_own.append(choice is not None and right(found[choice], turn, target))
            all_right = all_right and tally.right_own[-1]
            own.append(Turn(number=place + 1, question=turn.question, plan=mine[choice or 0]))
            true = self.gold_turn(turn, gold)
            self._tally(true, taught[0], gold, tally)
            gold.append(true)
        tally.dialogues.append(all_right)

    def gold_turn(self, turn: LinkedTurn, gold: Sequence[Turn]) -> Turn:
        """What the next turn sees."""
        number = len(gold) + 1
        if turn.sketch is None:
            return Turn(number=number, question=turn.question)
        plan = in_context(plan_from_sketch(turn.sketch, turn.links.snapshot), gold)
        return Turn(number=number, question=turn.question, plan=plan)

    def _tally(self, turn: Turn, planned: Plan, gold: Sequence[Turn], tally: Tally) -> None:
        """The plan against the gold one."""
        if turn.plan is None:
            return
        tally.plans.append(score_plan(turn.plan, planned))
        before = gold[-1].plan if gold else None
        if before is not None:
            carried = carry_over_f1(turn.plan, planned, before)
            if carried.required:
                tally.carried.append(carried.value)

    def _plans(self, turn: LinkedTurn, history: Sequence[Turn], tally: Tally) -> list[Plan]:
        started = time.perf_counter()
        request = PlanRequest(question=turn.question[:4000], links=turn.links, history=tuple(history))
        plans = list(self.planner.plans(request).plans)
        tally.milliseconds.append(1000 * (time.perf_counter() - started))
        return plans

    def run(self, plan: Plan, turn: LinkedTurn, database: Database) -> Found:
        """None for a plan that cannot be written as SQL."""
        if plan.sketch is None:
            return None
        sql = compile_sketch(plan.sketch, turn.links.snapshot)
        return None if isinstance(sql, CompileFailure) else self.runner.run(database, sql)


def right(found: Found, turn: LinkedTurn, target: Result | Failure) -> bool:
    """Whether it is the reference's result by value."""
    if not isinstance(found, Result) or not isinstance(target, Result):
        return False
    return value_equal(target, found, ordered=orders_rows(turn.sql))


def chosen(found: Sequence[Found]) -> int | None:
    """As the executor chooses: the first statement that finds rows, else the first that runs."""
    return chosen_by_rows([row_count(result) for result in found])


def chosen_by_rows(counts: Sequence[int]) -> int | None:
    """The same, from what `row_count` gives."""
    running = [place for place, count in enumerate(counts) if count >= 0]
    return next((place for place in running if counts[place]), running[0] if running else None)


def row_count(result: Found) -> int:
    """-1: it failed."""
    return len(result.rows) if isinstance(result, Result) else -1


def dialogues_of(
    source: str, data: Path, cache: Path, files: Collection[str], most: int
) -> Iterator[LinkedDialogue]:
    """Of the validation databases (of Spider's test set, of all) among `files`, a fixed sample of `most` turns."""
    held_out = validation_databases(data)
    found = [
        dialogue
        for dialogue in linked_dialogues(data, cache / f"linked-{source}.pkl", read_dialogues(data, source))
        if dialogue.database_id in files and (source == "spider_test" or dialogue.database_id in held_out)
    ]
    random.Random(0).shuffle(found)
    turns = 0
    for dialogue in found:
        if most and turns >= most:
            return
        turns += len(dialogue.turns)
        yield dialogue


def score(dialogues: Iterable[LinkedDialogue], scorer: Scorer) -> dict[str, float]:
    tally = Tally()
    for number, dialogue in enumerate(dialogues, start=1):
        scorer.score(dialogue, tally)
        if number % 50 == 0:
            log.info("%d dialogues, value accuracy with own history %.3f", number, _mean(tally.right_own))
    return tally.figures()


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("sources", nargs="*", default=SOURCES)
    parser.add_argument("--model", type=Path, default=LearnedPlannerSettings().model)
    parser.add_argument("--rows", type=int, default=0, help="turns of each source, about; 0: all")
    parser.add_argument("--beam", type=int, default=8)
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    files = database_files(data, arguments.cache)
    planner = LearnedPlanner(LearnedPlannerSettings(model=arguments.model, beam=arguments.beam))
    figures: dict[str, dict[str, float]] = {}
    with QueryRunner() as runner:
        scorer = Scorer(planner, Catalogue.of(files), runner)
        for source in arguments.sources:
            dialogues = dialogues_of(source, data, arguments.cache, files, arguments.rows)
            figures[source] = score(dialogues, scorer)
            log.info("%s: %s", source, figures[source])
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
