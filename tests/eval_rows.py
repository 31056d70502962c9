"""Rows of a run, made by hand for tests of figures."""

from typing import Any

from eval.code_version import CodeVersion
from eval.datasets.reference import DataSet, ReferenceTurn
from eval.manifest import DataDescription, Manifest, now
from eval.rows import HistoryMode, Oracle, RunRow, Status, Verdicts
from services.contracts.plan import Plan
from services.contracts.sql_plan import plan_from_sql
from tests.fakes import SCHEMA

TOTAL = "SELECT sum(total) FROM orders"


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan)
    return plan


def row(dialogue: str = "a", turn: int = 1, *, value: bool | None = True, **fields: Any) -> RunRow:
    """A turn that asks for TOTAL; right in every metric, or wrong in every one."""
    verdicts = Verdicts(
        **dict.fromkeys(("value", "strict", "any_order", "ex", "esm", "etm", "value_stock"), value)
    )
    reference = ReferenceTurn(
        id=f"mine/{dialogue}/{turn}",
        data_set="mine",
        database_id="shop",
        dialogue=dialogue,
        turn=turn,
        question="Total?",
        gold_sql=TOTAL,
    )
    plan = plan_of(TOTAL)
    given: dict[str, Any] = {
        "reference": reference,
        "history": HistoryMode.OWN,
        "verdicts": verdicts,
        "status": Status.ANSWERED,
        "gold_plan": plan,
        "plans": (plan,),
        "chosen_plan": 0,
    }
    return RunRow(**(given | fields))


def manifest_of(*rows: RunRow, oracle: tuple[Oracle, ...] = ()) -> Manifest:
    data = DataSet("mine", tuple(row.reference for row in rows), {"mine.json": "0"})
    return Manifest(
        kind="run",
        data=DataDescription.of(data),
        history=HistoryMode.OWN,
        oracle=oracle,
        reference_seconds=30.0,
        code=CodeVersion(version="1"),
        started=now(),
    )
