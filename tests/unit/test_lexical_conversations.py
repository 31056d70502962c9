"""Whole conversations with the lexical planner, as data in tests/golden/lexical.

A file is named after its database; `_without_values` in the name switches the stored values off. A dialogue starts
with `## title`; each turn is `> question`, then the SQL that its plan compiles to (in any spelling) or
`clarify: question | option | …`, `unanswerable: reason`, `chitchat: reply`, and `note: …` for each note of the plan.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from examples.pet_shop import build
from services.contracts.catalogue import Catalogue
from services.contracts.models import (
    Context,
    ExecutionStatus,
    LinkRequest,
    Outcome,
    PlanRequest,
    Turn,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.contracts.sql_plan import sketch_from_sql
from services.generator.compiler import compile_sketch
from services.planner.lexical import LexicalPlanner
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex
from tests.in_loop import in_loop
from tests.library import SCRIPT

GOLDEN = Path(__file__).parents[1] / "golden" / "lexical"
NOW = Context(now=datetime(2025, 6, 1))


@dataclass
class GoldenTurn:
    question: str
    expected: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class GoldenDialogue:
    title: str
    file: str
    turns: list[GoldenTurn] = field(default_factory=list)


def dialogues() -> Iterator[GoldenDialogue]:
    for path in sorted(GOLDEN.glob("*.txt")):
        dialogue = None
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            if line.startswith("## "):
                if dialogue is not None:
                    yield dialogue
                dialogue = GoldenDialogue(line.removeprefix("## "), path.stem)
            elif dialogue is None:
                raise ValueError(f"{path.name}: a dialogue starts with '## '")
            elif line.startswith("> "):
                dialogue.turns.append(GoldenTurn(line.removeprefix("> ")))
            elif line.startswith("note: "):
                dialogue.turns[-1].notes.append(line.removeprefix("note: "))
            else:
                dialogue.turns[-1].expected += line
        if dialogue is not None:
            yield dialogue


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("databases")
    library = folder / "library.sqlite"
    with closing(sqlite3.connect(library)) as connection:
        connection.executescript(SCRIPT)
    return {"pet_shop": build(folder / "pet_shop.sqlite"), "library": library}


@pytest.mark.parametrize(
    "dialogue", list(dialogues()), ids=lambda dialogue: f"{dialogue.file}: {dialogue.title}"
)
@in_loop
async def test_the_conversation_is_planned(dialogue: GoldenDialogue, databases: dict[str, Path]) -> None:
    database = databases[dialogue.file.removesuffix("_without_values")]
    values = not dialogue.file.endswith("_without_values")
    index = EmbeddedValueIndex(Catalogue.of({"db": database}), ValueIndexSettings(values=values))
    planner = LexicalPlanner()
    history: tuple[Turn, ...] = ()
    for number, turn in enumerate(dialogue.turns, start=1):
        link = LinkRequest(question=turn.question, database_id="db", history=history, context=NOW)
        links = await index.link(link)
        request = PlanRequest(question=turn.question, links=links, history=history, context=NOW)
        plan = (await planner.plan(request)).plans[0]
        sql = _sql_of(plan, links.snapshot)
        assert _same(sql or _said(plan), turn.expected, links.snapshot), (
            f"{turn.question}: {sql or _said(plan)}"
        )
        if plan.intent is Intent.ANSWER:
            assert list(plan.notes) == turn.notes, turn.question
        outcome = _outcome(sql, database) if sql else None
        history += (Turn(number=number, question=turn.question, plan=plan, sql=sql, outcome=outcome),)


def _sql_of(plan: Plan, schema: Schema) -> str:
    if plan.sketch is None:
        return ""
    sql = compile_sketch(plan.sketch, schema)
    assert isinstance(sql, str), sql
    return sql


def _said(plan: Plan) -> str:
    if plan.clarification is not None:
        return "clarify: " + " | ".join((plan.clarification.question, *plan.clarification.options))
    return f"{plan.intent.value}: {plan.reason}"


def _same(got: str, expected: str, schema: Schema) -> bool:
    """SQL is compared as sketches: how the compiler spells it is not the planner's."""
    if got == expected:
        return True
    return got.startswith("SELECT") and sketch_from_sql(got, schema) == sketch_from_sql(expected, schema)


def _outcome(sql: str, database: Path) -> Outcome:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(sql).fetchall()
    return Outcome(status=ExecutionStatus.OK, row_count=len(rows))
