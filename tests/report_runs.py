"""Runs for tests of the report: folders with a manifest and rows, written without playing anything."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.code_version import CodeVersion
from eval.datasets.reference import DataSet, ReferenceTurn
from eval.manifest import MANIFEST_FILE, DataDescription, Manifest, StageDescription
from eval.rows import ROWS_FILE, HistoryMode, Oracle, Outcome, Problem, RunRow, Status, Verdicts
from services.contracts.models import Attempt, Draft, ExecutionStatus, Stage, StageTiming
from services.contracts.plan import Plan
from services.contracts.schema import Column, Schema, Table
from services.contracts.sql_plan import Unsketchable, plan_from_sql

STARTED = datetime(2025, 1, 1, tzinfo=UTC)
SHOP = Schema(
    database_id="shop",
    tables=(
        Table(
            name="orders",
            columns=(Column(name="order_id", type="INTEGER"), Column(name="country", type="TEXT")),
        ),
    ),
)
GOLD = "SELECT count(*) FROM orders WHERE country = 'FR'"
OTHER = "SELECT count(*) FROM orders WHERE country = 'France'"
HOSTILE = '</script><img src=x onerror="window.pwned=1"> <b>bold</b> {{ 7 * 7 }} & "quoted" \u2028 שלום 🐈'


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, SHOP)
    assert not isinstance(plan, Unsketchable)
    return plan


def reference(
    dialogue: str, turn: int, question: str = "How many in France?", **fields: Any
) -> ReferenceTurn:
    known = {"data_set": "own", "database_id": "shop", "gold_sql": GOLD} | fields
    return ReferenceTurn(
        id=f"own/{dialogue}/{turn}", dialogue=dialogue, turn=turn, question=question, **known
    )


def right_row(of: ReferenceTurn, **fields: Any) -> RunRow:
    """Answered as the reference has it."""
    result = Outcome(columns=("n",), row_count=1, first_rows=((1234,),), digest="d")
    return _row(of, GOLD, result, {"value": True, "strict": False, "esm": True} | fields)


def wrong_row(of: ReferenceTurn, **fields: Any) -> RunRow:
    """A plan with another value than the gold plan has; ESM gave no verdict."""
    result = Outcome(columns=("n",), row_count=1, first_rows=((0,),), digest="e")
    return _row(of, OTHER, result, {"value": False, "strict": False} | fields)


def absent_row(of: ReferenceTurn, **fields: Any) -> RunRow:
    return RunRow(reference=of, problems=(Problem.DATABASE_MISSING,), **fields)


def write_run(
    folder: Path,
    rows: Sequence[RunRow],
    *,
    planner: str = "lexical",
    data: Sequence[ReferenceTurn] | None = None,
    kind: str = "run",
) -> Path:
    """`data`: what the run was to play; what the rows are about where it is not said."""
    described = DataSet("own.json", tuple(data or (row.reference for row in rows)), {"own.json": "ab" * 32})
    if rows and Oracle.PLAN in rows[0].oracle:
        planner = "oracle"
    stages = {
        stage: StageDescription(name=name, implementation=f"services.{stage}:Stage")
        for stage, name in {"value_index": "embedded", "planner": planner, "generator": "compiler"}.items()
    }
    manifest = Manifest(
        kind=kind,
        data=DataDescription.of(described),
        history=rows[0].history if rows else HistoryMode.OWN,
        oracle=rows[0].oracle if rows else (),
        stages=stages if kind == "run" else {},
        reference_seconds=30.0,
        code=CodeVersion(version="0.1.0", commit="0" * 40),
        started=STARTED,
        ended=STARTED,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST_FILE).write_text(manifest.model_dump_json(), encoding="utf-8")
    (folder / ROWS_FILE).write_text("".join(row.to_line() + "\n" for row in rows), encoding="utf-8")
    return folder


def with_oracle(row: RunRow, *oracles: Oracle) -> RunRow:
    return row.model_copy(update={"oracle": oracles})


def _row(of: ReferenceTurn, sql: str, result: Outcome, fields: dict[str, Any]) -> RunRow:
    """Fields of the verdicts and of the row in one."""
    verdicts = {name: fields.pop(name) for name in list(fields) if name in Verdicts.model_fields}
    known: dict[str, Any] = {
        "reference": of,
        "history": HistoryMode.OWN,
        "hardness": "easy",
        "gold_plan": plan_of(GOLD),
        "gold": Outcome(columns=("n",), row_count=1, first_rows=((1234,),), digest="d"),
        "status": Status.ANSWERED,
        "plans": (plan_of(sql),),
        "chosen_plan": 0,
        "drafts": (Draft(sql=sql, plan=0),),
        "sql": sql,
        "attempts": (Attempt(sql=sql, status=ExecutionStatus.OK, row_count=1),),
        "predicted": result,
        "verdicts": Verdicts(**verdicts),
        "timing": (StageTiming(stage=Stage.PLAN, ms=2.5), StageTiming(stage=Stage.EXECUTE, ms=250.0)),
    }
    return RunRow(**(known | fields))
