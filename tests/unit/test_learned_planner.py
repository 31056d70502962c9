"""The learned planner with the packaged model: it always answers with a plan, whatever is asked."""

import asyncio
import json
import math
from itertools import combinations
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import numpy as np
import pytest

from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.models import Links, PlanRequest
from services.contracts.plan import Intent
from services.contracts.schema import Column, Schema, Table
from services.contracts.sketch import TableSource, walk
from services.contracts.stages import Planner
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from services.planner.learned.actions import actions_of
from services.planner.learned.artefact import ENCODER, METADATA
from services.planner.learned.decoding import Reading, log_probability, read
from services.planner.learned.encoder import JointEncoder, layout, open_session
from services.planner.learned.features import prepare
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


@pytest.mark.parametrize(
    "missing", ["encoder.onnx", "tokenizer.json", "NETWORK/encoder.onnx", "NETWORK/step.onnx"]
)
def test_a_model_that_lacks_a_file_is_refused(missing: str, tmp_path: Path) -> None:
    copytree(LearnedPlannerSettings().model, tmp_path / "model")
    networks = _metadata(tmp_path / "model")["networks"]
    file = missing.replace("NETWORK", next(each["folder"] for each in networks if each["own_encoder"]))
    (tmp_path / "model" / file).unlink()
    with pytest.raises(InvalidRequest, match=f"holds no trained planner: {file} is missing"):
        LearnedPlanner(LearnedPlannerSettings(model=tmp_path / "model"))


def test_networks_asked_together_say_the_mean_of_what_they_say_alone(tmp_path: Path) -> None:
    """Intents by their arithmetic mean; actions by the geometric one: so are the odds of one against another."""
    both = LearnedPlanner()
    prepared = prepare(_request(), both.artefact.pieces)
    networks = [LearnedPlanner(LearnedPlannerSettings(model=_of(tmp_path, place))) for place in (0, 1)]
    readings = [read(prepared.features, planner.artefact) for planner in (both, *networks)]
    assert readings[0].intents == pytest.approx((readings[1].intents + readings[2].intents) / 2, abs=1e-4)
    derivations = [
        actions_of(sketch_of(sql), prepared.pointers)
        for sql in (
            "SELECT country, count(*) FROM customers GROUP BY country",
            "SELECT name, count(*) FROM customers GROUP BY name",
            "SELECT total FROM orders",
            "SELECT country FROM customers WHERE sex = 'F'",
        )
    ]

    def odds(planner: LearnedPlanner, reading: Reading) -> list[float]:
        """Of the first action in which two derivations differ."""
        found = []
        for one, other in combinations(derivations, 2):
            first = next(
                place for place, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) == 2
            )
            logs = (
                log_probability(each[: first + 1], prepared, reading, planner.artefact)
                for each in (one, other)
            )
            found.append(math.exp(next(logs) - next(logs)))
        return found

    together, one, other = (
        odds(planner, reading) for planner, reading in zip((both, *networks), readings, strict=True)
    )
    assert together == pytest.approx([math.sqrt(a * b) for a, b in zip(one, other, strict=True)], rel=0.05)
    assert one != pytest.approx(other, rel=0.05)


def test_a_long_request_is_read_in_parts(planner: LearnedPlanner) -> None:
    tables = tuple(
        Table(
            name=f"table {n}", columns=tuple(Column(name=f"column {c} of {n}", type="TEXT") for c in range(9))
        )
        for n in range(9)
    )
    links = Links(snapshot=Schema(database_id="long", tables=tables))
    features = prepare(PlanRequest(question="which columns?", links=links), planner.artefact.pieces).features
    shape = next(shape for shape in planner.artefact.metadata.networks if shape.own_encoder)
    session = open_session(planner.settings.model / shape.folder / ENCODER, threads=1)
    whole = JointEncoder(session, most=10_000).of(features)
    parts = JointEncoder(session, most=len(features.tokens) // 3).of(features)
    assert whole.shape == parts.shape == (len(features.tokens), whole.shape[1])
    schema = layout(features)[1] > 0
    likeness = (whole * parts).sum(1) / np.linalg.norm(whole, axis=1) / np.linalg.norm(parts, axis=1)
    # Eight bits are scaled by all that is read at once.
    assert likeness[schema].mean() > 0.985
    assert likeness[~schema].mean() < likeness[schema].mean()


def _of(folder: Path, place: int) -> Path:
    """The packaged model with one of its networks alone."""
    model = copytree(LearnedPlannerSettings().model, folder / str(place))
    metadata = _metadata(model)
    metadata["networks"] = [metadata["networks"][place]]
    (model / METADATA).write_text(json.dumps(metadata))
    return model


def _metadata(folder: Path) -> dict[str, Any]:
    metadata: dict[str, Any] = json.loads((folder / METADATA).read_text())
    return metadata


def _request() -> PlanRequest:
    return PlanRequest(question="How many customers are there per city?", links=Links(snapshot=SHOP))
