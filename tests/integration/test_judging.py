"""Candidate plans of questions that a network was not trained on: which are right, and what is made of them."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.running import QueryRunner
from services.contracts.catalogue import Catalogue
from services.contracts.models import Links
from services.contracts.plan import Plan
from services.contracts.sql_plan import plan_from_sketch
from services.planner.learned import LearnedPlanner
from services.planner.learned.ranking import Ranker
from services.planner.learned.ranking_features import FEATURES, Feature, Rated
from tests.learned_planner import SHOP, sketch_of
from training.cross_fit import unknown_to
from training.data.folds import fold_of
from training.data.linked import LinkedDialogue, LinkedTurn
from training.data.own_history import mistaken_turns
from training.judging import Judged, judged, pack
from training.predicted_plans import lines_of
from training.score_planner import Scorer

COUNT = "SELECT count(*) FROM customers"
OTHER = "SELECT code FROM countries"


def _turn(question: str, sql: str) -> LinkedTurn:
    return LinkedTurn(question, sql, sketch_of(sql), Links(snapshot=SHOP))


# The first reference is not what its question asks for, so that it can be told from the planner's own answer.
DIALOGUE = LinkedDialogue(
    "made up",
    7,
    "shop",
    (_turn("How many customers are there?", OTHER), _turn("How many customers are there?", COUNT)),
)


@pytest.fixture(scope="module")
def planner() -> LearnedPlanner:
    return LearnedPlanner()


@pytest.fixture
def scorer(planner: LearnedPlanner, tmp_path: Path) -> Iterator[Scorer]:
    with sqlite3.connect(tmp_path / "shop.sqlite") as connection:
        for table in SHOP.tables:
            columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
        connection.execute("INSERT INTO countries VALUES ('FR', 'France')")
        connection.executemany("INSERT INTO customers (id) VALUES (?)", [(1,), (2,), (3,)])
    connection.close()
    with QueryRunner() as runner:
        yield Scorer(planner, Catalogue.of({"shop": tmp_path / "shop.sqlite"}), runner)


def test_the_candidates_of_every_turn_with_whether_they_are_right(
    planner: LearnedPlanner, scorer: Scorer
) -> None:
    first, second = judged([DIALOGUE], planner, scorer)
    assert [(one.turn, one.dialogue, one.own) for one in (first, second)] == [(1, 7, False), (2, 7, False)]
    rated, previous = second.unpacked()
    assert previous == sketch_of(OTHER)
    assert second.features.shape == (len(rated), FEATURES)
    count = next(place for place, one in enumerate(rated) if one.sketch == sketch_of(COUNT))
    assert second.right[count]
    assert second.rows[count] == 1
    assert not first.right[count]
    assert not second.right.all()


def test_own_history_holds_what_the_planner_answered(planner: LearnedPlanner, scorer: Scorer) -> None:
    (second,) = judged([DIALOGUE], planner, scorer, own=True)
    assert (second.turn, second.own) == (2, True)
    _, previous = second.unpacked()
    assert previous == sketch_of(COUNT)


def test_a_half_is_asked_about_the_other_half(tmp_path: Path) -> None:
    names = [f"database_{number}" for number in range(20)]
    files = {name: tmp_path / name for name in names[:-1]}
    dialogues = [LinkedDialogue("made up", place, name, ()) for place, name in enumerate(names)]
    held_out = set(names[:3])
    asked = {
        fold: {dialogue.database_id for dialogue in unknown_to(fold, dialogues, files, held_out)}
        for fold in range(3)
    }
    assert asked[0] == set(names[:3])
    assert asked[1] | asked[2] == set(names[3:-1])
    for fold in (1, 2):
        assert asked[fold]
        assert {fold_of(name) for name in asked[fold]} == {3 - fold}


def _question(turn: int, *, own: bool, likely: list[float]) -> Judged:
    plan = plan_from_sketch(sketch_of(COUNT), SHOP)
    rated = [Rated(plan.model_copy(update={"limit": place}), sketch_of(COUNT), -1.0) for place in range(4)]
    features = np.zeros((4, FEATURES), dtype=np.float32)
    features[:, Feature.OPINION] = likely
    nothing = np.zeros(4)
    return Judged(
        "made up", 7, turn, own, "shop", features, nothing > 0, nothing.astype(int), pack(rated, None)
    )


def _by_opinion() -> Ranker:
    weights = [0.0] * FEATURES
    weights[Feature.OPINION] = 1.0
    return Ranker(hidden=((*weights, 0.0),), output=(1.0,))


def test_the_mistakes_are_the_plans_that_would_be_answered_and_are_wrong(planner: LearnedPlanner) -> None:
    sketches = [
        sketch_of(sql) for sql in (COUNT, OTHER, "SELECT name FROM countries", "SELECT sex FROM customers")
    ]
    rated = [Rated(plan_from_sketch(sketch, SHOP), sketch, -1.0) for sketch in sketches]

    def question(turn: int, likely: list[float], right: list[bool], rows: list[int]) -> Judged:
        plain = _question(turn, own=False, likely=likely)
        return replace(plain, right=np.array(right), rows=np.array(rows), packed=pack(rated, None))

    questions = [
        question(1, [0.9, 0.1, 0.1, 0.1], [True, False, False, False], [1, 1, 1, 1]),
        question(
            2, [0.9, 0.5, 0.1, 0.1], [True, False, False, False], [0, 2, 1, 1]
        ),  # the first finds nothing
        question(3, [0.9, 0.5, 0.6, 0.1], [False, True, False, False], [-1, 1, 1, 1]),  # the first fails
        question(4, [0.9, 0.1, 0.1, 0.1], [False, False, False, False], [-1, -1, -1, -1]),
    ]
    metadata = planner.artefact.metadata.model_copy(update={"ranker": _by_opinion()})
    assert mistaken_turns(questions, metadata) == {7: {2: sketches[1], 3: sketches[2], 4: sketches[0]}}


def test_the_best_plans_of_each_question_go_on_to_a_generator() -> None:
    ranker = _by_opinion()
    questions = [
        _question(2, own=False, likely=[0.1, 0.4, 0.2, 0.3]),
        _question(2, own=True, likely=[0.4, 0.1, 0.1, 0.1]),
        _question(1, own=False, likely=[0.9, 0.8, 0.7, 0.6]),
    ]
    lines = [json.loads(line) for line in lines_of(questions, ranker)]
    assert [(line["dialogue"], line["turn"]) for line in lines] == [(7, 1), (7, 2)]
    plans = [Plan.model_validate(plan) for plan in lines[1]["plans"]]
    assert [plan.limit for plan in plans] == [1, 3, 2]
    assert plans[0].probability > plans[1].probability > plans[2].probability
