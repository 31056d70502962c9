"""Every turn of all runs as JSON for the page: the reference once, and what each run made of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.attribution import Blame
from eval.figures.stages import blames
from eval.report.plan_clauses import clauses_of
from eval.report.runs import ReportedRun
from eval.report.sections import METRIC_TITLES
from eval.rows import Outcome, RunRow
from services.contracts.expression_text import constant_text
from services.contracts.frozen import Cell
from services.contracts.models import Attempt
from services.contracts.plan import Plan

Json = dict[str, Any]


def turns_of(runs: Sequence[ReportedRun]) -> list[Json]:
    """By data set, database and dialogue. Fields that say nothing are left out.

    Runs share a turn where the reference is the same in every word. In `runs` is one entry per run, null where a run
    has not this turn.
    """
    rows: dict[Any, list[tuple[RunRow, tuple[Blame, ...]] | None]] = {}
    for place, run in enumerate(runs):
        for row, found in blames(run.run.rows):
            rows.setdefault(row.reference, [None] * len(runs))[place] = (row, found)
    ordered = sorted(
        rows, key=lambda each: (each.data_set, each.database_id, each.dialogue, each.turn, each.id)
    )
    return [_turn(rows[reference]) for reference in ordered]


def _turn(entries: Sequence[tuple[RunRow, tuple[Blame, ...]] | None]) -> Json:
    made = [entry[0] for entry in entries if entry is not None]
    reference = made[0].reference
    plan = next((row.gold_plan for row in made if row.gold_plan is not None), None)
    gold = next((row.gold for row in made if row.gold is not None), None)
    return _said(
        {
            "id": reference.id,
            "set": reference.data_set,
            "db": reference.database_id,
            "dialogue": reference.dialogue,
            "turn": reference.turn,
            "question": reference.question,
            "evidence": reference.evidence,
            "act": reference.act,
            "intent": reference.intent.value,
            "hardness": next((row.hardness for row in made if row.hardness), ""),
            "sql": reference.gold_sql,
            "plan": _plan(plan),
            "noPlan": next((row.gold_plan_missing for row in made if row.gold_plan_missing), ""),
            "result": _result(gold),
        }
    ) | {"runs": [None if entry is None else _entry(*entry) for entry in entries]}


def _entry(row: RunRow, found: Sequence[Blame]) -> Json:
    verdicts = row.verdicts
    return _said(
        {
            "right": verdicts.value is True if row.reference.to_answer else None,
            "status": row.status.value,
            "blames": [blame.value for blame in found],
            "problems": [problem.value for problem in row.problems],
            "detail": row.detail,
            "sql": row.sql,
            "draft": "" if row.sql else next((draft.sql for draft in row.drafts if draft.sql), ""),
            "failure": next((draft.failure for draft in row.drafts if draft.failure), ""),
            "plan": _plan(row.carried_out),
            "result": _result(row.predicted),
            "verdicts": {name: getattr(verdicts, name) for name in METRIC_TITLES},
            "reasons": dict(verdicts.reasons),
            "literals": [
                _said(
                    {
                        "text": f"{each.column} {each.operator} {constant_text(each.value)}",
                        "kind": each.kind,
                        "rank": each.rank,
                    }
                )
                for each in row.literals
            ],
            "exchanges": [[each.question, each.reply] for each in row.exchanges],
            "attempts": _attempts(row.attempts),
            "ms": {timing.stage.value: round(timing.ms, 2) for timing in row.timing},
        }
    )


def _plan(plan: Plan | None) -> Json | None:
    return None if plan is None else clauses_of(plan)


def _attempts(attempts: Sequence[Attempt]) -> list[Json]:
    """Only where there is more to tell than one statement that ran."""
    told = [
        _said(
            {
                "sql": attempt.sql,
                "status": attempt.status.value,
                "repair": attempt.repair,
                "rows": attempt.row_count,
                "diagnosis": attempt.diagnosis.message if attempt.diagnosis else "",
            }
        )
        for attempt in attempts
    ]
    return told if len(told) > 1 or any("diagnosis" in each for each in told) else []


def _result(outcome: Outcome | None) -> Json | None:
    if outcome is None:
        return None
    return _said(
        {
            "columns": list(outcome.columns),
            "count": outcome.row_count,
            "rows": [[shown_cell(cell) for cell in row] for row in outcome.first_rows],
            "failure": outcome.failure,
        }
    )


def shown_cell(cell: Cell) -> Any:
    """Text as it is, NULL as null, all else as [what to show, its type]: a browser's numbers would change them."""
    match cell:
        case None | str():
            return cell
        case bytes():
            return [f"x'{cell.hex()}'", "blob"]
        case _:
            return [repr(cell), type(cell).__name__]


def _said(fields: Mapping[str, Any]) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
