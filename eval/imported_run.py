"""Scores imported predictions like a run: the same rows, manifest and figures.

What a system did before its SQL is not known, so there are no links, drafts or times. The plan of a row is the one
that its SQL carries out, for people to see beside the gold plan: no planner is measured by it, nor blamed.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from eval.code_version import code_version
from eval.crew import Lost, do_as_done
from eval.databases import DatabaseFiles
from eval.datasets.reference import DataSet, Dialogue, ReferenceTurn
from eval.importing import Prediction, Predictions
from eval.manifest import DataDescription, Manifest, now
from eval.protocols.dialogue import REFERENCE_LIMITS
from eval.protocols.gold_history import gold_plan, gold_turn
from eval.protocols.recent_results import RememberingRunner
from eval.protocols.turn_scores import TurnScorer, hardness_of
from eval.rows import PlanSource, Problem, RunRow, Status
from eval.run import RunOptions
from eval.run_folder import Progress, record
from services.contracts.catalogue import open_readonly
from services.contracts.errors import DatabaseUnusable
from services.contracts.models import Turn
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, in_context, plan_from_sql
from services.value_index.snapshot import read_schema


@dataclass(frozen=True)
class ImportedDialogue:
    turns: Dialogue
    predictions: tuple[Prediction, ...]


def score_imported(
    data: DataSet,
    predictions: Predictions,
    files: DatabaseFiles,
    folder: Path,
    options: RunOptions,
    progress: Progress,
) -> dict[str, Any]:
    """The figures. Raises InvalidRequest, as `record` does: the folder may hold the same import, cut short."""
    manifest = Manifest(
        kind="import",
        data=DataDescription.of(data),
        reference_seconds=REFERENCE_LIMITS.seconds,
        predictions=dict(predictions.files),
        prediction_remarks=dict(predictions.remarks),
        code=code_version(),
        started=now(),
    )
    play = partial(_played, predictions=predictions, files=files, options=options)
    return record(data, manifest, folder, play, progress)


def _played(
    dialogues: Sequence[Dialogue], predictions: Predictions, files: DatabaseFiles, options: RunOptions
) -> Iterator[Sequence[RunRow]]:
    jobs = [
        ImportedDialogue(dialogue, tuple(predictions.by_row[turn.id] for turn in dialogue))
        for dialogue in dialogues
    ]
    processes = min(options.workers, len(jobs))
    results = do_as_done(
        jobs, partial(_workshop, files), processes=processes, seconds=options.dialogue_seconds
    )
    for place, result in results:
        yield _lost(jobs[place], result) if isinstance(result, Lost) else result


@contextmanager
def _workshop(files: DatabaseFiles) -> Iterator[Callable[[ImportedDialogue], list[RunRow]]]:
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know is no news: the rows say it
    with RememberingRunner(REFERENCE_LIMITS) as queries:
        yield _ImportedScorer(files, TurnScorer(queries)).score


class _ImportedScorer:
    def __init__(self, files: DatabaseFiles, scorer: TurnScorer) -> None:
        self._scorer = scorer
        self._database = cache(files.database)
        self._schema = cache(self._read_schema)

    def score(self, dialogue: ImportedDialogue) -> list[RunRow]:
        gold: list[Turn] = []
        own: list[Turn] = []
        given = map(_given, dialogue.turns, dialogue.predictions)
        return [self._scored(row, gold, own) for row in given]

    def _scored(self, row: RunRow, gold: list[Turn], own: list[Turn]) -> RunRow:
        database = self._database(row.reference.database_id)
        if not database.main.path.is_file():
            return _with_problem(row, Problem.DATABASE_MISSING)
        try:
            row = _with_plans(row, self._schema(row.reference.database_id), gold, own)
            if row.has_reference:
                hardness = hardness_of(row.reference.gold_sql, database)
                return self._scorer.of_statement(row.model_copy(update={"hardness": hardness}), database)
        except DatabaseUnusable as refusal:
            return _with_problem(row, Problem.DATABASE_UNUSABLE, refusal.message)
        return _with_problem(row, Problem.NO_REFERENCE) if row.reference.to_answer else row

    def _read_schema(self, database_id: str) -> Schema:
        with closing(open_readonly(self._database(database_id).main)) as connection:
            return read_schema(connection, database_id)


def _with_problem(row: RunRow, problem: Problem, detail: str = "") -> RunRow:
    return row.model_copy(update={"problems": (*row.problems, problem), "detail": detail or row.detail})


def _given(turn: ReferenceTurn, prediction: Prediction) -> RunRow:
    return RunRow(
        reference=turn,
        plan_source=PlanSource.SQL,
        status=Status.ANSWERED if prediction.sql else Status.FAILED,
        problems=(prediction.problem,) if prediction.problem else (),
        detail=prediction.detail,
        sql=prediction.sql or "",
    )


def _with_plans(row: RunRow, schema: Schema, gold: list[Turn], own: list[Turn]) -> RunRow:
    """Also remembers the turn on both sides, for what the next one changes."""
    wanted = gold_plan(row.reference, schema, gold)
    planned = plan_from_sql(row.sql, schema) if row.sql else None
    plan = None if planned is None or isinstance(planned, Unsketchable) else in_context(planned, own)
    missing = wanted.reason if isinstance(wanted, Unsketchable) else ""
    gold_or_none = None if isinstance(wanted, Unsketchable) else wanted
    gold.append(gold_turn(row.reference, gold_or_none, None, outcome_rows=0))
    own.append(Turn(number=row.reference.turn, question=row.reference.asked, plan=plan, sql=row.sql))
    return row.model_copy(
        update={
            "gold_plan": gold_or_none,
            "gold_plan_missing": missing,
            "plans": (plan,) if plan else (),
        }
    )


def _lost(job: ImportedDialogue, lost: Lost) -> list[RunRow]:
    return [
        _given(turn, prediction).model_copy(update={"problems": (Problem.LOST,), "detail": lost.reason})
        for turn, prediction in zip(job.turns, job.predictions, strict=True)
    ]
