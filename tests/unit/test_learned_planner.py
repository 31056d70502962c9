"""The learned planner with the packaged model: it always answers with a plan, whatever is asked."""

import asyncio
import json
from pathlib import Path
from shutil import copyfile

import pytest

from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.models import Links, PlanRequest
from services.contracts.plan import Intent
from services.contracts.schema import Column, Schema, Table
from services.contracts.sketch import TableSource, walk
from services.contracts.stages import Planner
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from services.planner.learned.artefact import METADATA
from tests.learned_planner import SHOP, asked, sketch_of

ODD = [
    "",
    "?",
    "asdf qwer zxcv",
    "Wie viele Kunden kommen aus Frankreich?",
    "SELECT name FROM customers WHERE country = 'FR'",
    "DROP TABLE customers; --",
    "what is the meaning of life",
    "\N{GRINNING FACE}" * 50,
    "a" * 4000,
    "'unclosed and 99999999999999999999 and -0.5 and 10%",
]


@pytest.fixture(scope="module")
def planner() -> LearnedPlanner:
    return LearnedPlanner()


def test_it_is_a_planner(planner: LearnedPlanner) -> None:
    assert isinstance(planner, Planner)
    plans = asyncio.run(planner.plan(asked("names of all customers"))).plans
    assert plans[0].intent is Intent.ANSWER
    assert "customers" in plans[0].tables


@pytest.mark.parametrize("question", ODD)
def test_any_question_has_a_plan(question: str, planner: LearnedPlanner) -> None:
    plans = planner.plans(asked(question)).plans
    answers = [plan for plan in plans if plan.intent is Intent.ANSWER]
    assert all(plan.sketch is not None for plan in answers)
    assert len({plan.sketch for plan in answers}) == len(answers)
    chances = [plan.probability for plan in answers]
    assert chances == sorted(chances, reverse=True)


def test_a_plan_names_only_what_the_schema_has(planner: LearnedPlanner) -> None:
    known = {table.name for table in SHOP.tables}
    for plan in planner.plans(asked("total of orders for each country in 2020")).plans:
        assert (
            {node.table for node in walk(plan.sketch) if isinstance(node, TableSource)} <= known
            if plan.sketch
            else True
        )


@pytest.mark.parametrize("question", ["asdf qwer zxcv", "what is the meaning of life"])
def test_what_speaks_of_nothing_in_the_database_is_not_answered(
    question: str, planner: LearnedPlanner
) -> None:
    first = planner.plans(asked(question)).plans[0]
    assert first.intent is Intent.UNANSWERABLE
    assert "Nothing in the question matches" in first.reason


def test_a_pasted_statement_is_meant_as_it_is(planner: LearnedPlanner) -> None:
    sql = "SELECT name FROM customers WHERE country = 'FR' ORDER BY name"
    (plan,) = planner.plans(asked(sql)).plans
    assert plan.sketch == sketch_of(sql)
    unknown = planner.plans(asked("SELECT name FROM suppliers")).plans
    assert all("suppliers" not in plan.tables for plan in unknown)


def test_a_follow_up_is_read_in_context(planner: LearnedPlanner) -> None:
    request = asked("and their countries?", ("names of all customers", "SELECT name FROM customers"))
    plan = next(plan for plan in planner.plans(request).plans if plan.intent is Intent.ANSWER)
    assert plan.change


def test_the_same_request_gives_the_same_plans(planner: LearnedPlanner) -> None:
    request = asked("how many orders of each customer?")
    assert planner.plans(request) == planner.plans(request)
    assert LearnedPlanner().plans(request) == planner.plans(request)


def test_a_schema_wider_than_the_window_is_planned_on(planner: LearnedPlanner) -> None:
    tables = tuple(
        Table(name=f"t{n}", columns=tuple(Column(name=f"c{n}_{c}", type="TEXT") for c in range(20)))
        for n in range(500)
    )
    links = Links(snapshot=Schema(database_id="wide", tables=tables))
    plans = planner.plans(PlanRequest(question="how many rows are in t321?", links=links)).plans
    assert plans


@pytest.mark.parametrize("tables", [(), (Table(name="empty", columns=()),)])
def test_without_columns_nothing_can_be_answered(tables: tuple[Table, ...], planner: LearnedPlanner) -> None:
    links = Links(snapshot=Schema(database_id="none", tables=tables))
    (plan,) = planner.plans(PlanRequest(question="how many?", links=links)).plans
    assert plan.intent is Intent.UNANSWERABLE
    assert plan.reason


@pytest.mark.parametrize("version", ["grammar_version", "actions_version", "features_version"])
def test_a_model_of_another_version_is_refused(version: str, tmp_path: Path) -> None:
    metadata = json.loads((LearnedPlannerSettings().model / METADATA).read_text())
    (tmp_path / METADATA).write_text(json.dumps({**metadata, version: 999}))
    with pytest.raises(VersionMismatch, match=version):
        LearnedPlanner(LearnedPlannerSettings(model=tmp_path))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no trained planner"):
        LearnedPlanner(LearnedPlannerSettings(model=tmp_path))
    copyfile(LearnedPlannerSettings().model / METADATA, tmp_path / METADATA)
    with pytest.raises(InvalidRequest, match=r"tokenizer\.json"):
        LearnedPlanner(LearnedPlannerSettings(model=tmp_path))
