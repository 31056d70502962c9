"""The conversation of `make demo`, with and without the value index, against its reference SQL."""

import asyncio
import json
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from cli.conversing import talk
from examples.demo import QUESTIONS
from services.contracts.models import Answer, AnswerStatus
from services.conversation.settings import ConversationSettings

DIALOGUES = Path("examples/pet_shop_dialogues.json")


def converse(file: Path, questions: tuple[str, ...], **settings: str) -> list[Answer]:
    async def work() -> list[Answer]:
        async with talk(file, ConversationSettings.model_validate(settings)) as open_talk:
            return [await open_talk.ask(question) for question in questions]

    return asyncio.run(work())


@pytest.fixture(scope="module")
def answers(pet_shop_file: Path) -> list[Answer]:
    return converse(pet_shop_file, QUESTIONS)


@pytest.fixture(scope="module")
def answers_without_values(pet_shop_file: Path) -> list[Answer]:
    return converse(pet_shop_file, QUESTIONS, value_index="schema", planner="lexical")


@pytest.fixture(scope="module")
def expected(pet_shop_file: Path) -> list[list[tuple[object, ...]]]:
    """The rows of the references, as bags."""
    turns = json.loads(DIALOGUES.read_text())[0]["turns"]
    assert tuple(turn["question"] for turn in turns) == QUESTIONS
    connection = apsw.Connection(str(pet_shop_file), flags=apsw.SQLITE_OPEN_READONLY)
    return [bag(connection.execute(turn["sql"]).fetchall()) for turn in turns]


def bag(rows: object) -> list[tuple[object, ...]]:
    rounded = [
        tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row)
        for row in rows  # type: ignore[attr-defined]
    ]
    return sorted(rounded, key=repr)


@pytest.mark.parametrize("turn", range(5))
def test_each_turn_is_right(
    answers: list[Answer], expected: list[list[tuple[object, ...]]], turn: int
) -> None:
    answer = answers[turn]
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.page is not None
    assert bag(answer.page.rows) == expected[turn]


def test_the_fourth_turn_says_that_nothing_was_empty_and_filters_by_the_code(answers: list[Answer]) -> None:
    assert "not empty" in answers[3].text
    assert "= 'FR'" in answers[3].sql


def test_each_turn_tells_its_plan_and_the_time_of_each_stage(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.plan_text.startswith("show ")
        assert [timing.stage.value for timing in answer.timing] == ["link", "plan", "generate", "execute"]
    assert "kept" in answers[1].plan_text
    assert answers[0].chart
    assert json.loads(answers[2].chart)["mark"]["type"] == "line"


def test_by_rules_without_the_value_index_the_result_is_empty_until_it_is_repaired(
    answers_without_values: list[Answer], expected: list[list[tuple[object, ...]]]
) -> None:
    empty, repaired = answers_without_values[2], answers_without_values[3]
    assert "'France'" in empty.sql
    assert empty.page is not None
    assert empty.page.rows == ()
    assert "No rows match country = 'France'." in empty.text
    assert repaired.page is not None
    assert bag(repaired.page.rows) == expected[3]


def test_another_wording_goes_the_same_way(
    pet_shop_file: Path, expected: list[list[tuple[object, ...]]]
) -> None:
    """A country may be shown by its code or by its name: both answer the question."""
    answers = converse(pet_shop_file, ("What is the total revenue per country?", "Just France please"))
    with closing(apsw.Connection(str(pet_shop_file))) as connection:
        codes = {str(name): code for name, code in connection.execute("SELECT name, code FROM countries")}
    for answer, reference in zip(answers, expected, strict=False):
        rows = answer.page.rows if answer.page else ()
        assert bag((codes.get(str(row[0]), row[0]), *row[1:]) for row in rows) == reference
