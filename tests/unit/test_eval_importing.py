"""Predictions of other systems: both forms, and all that can be wrong with them."""

import json
from pathlib import Path

import pytest

from eval.datasets.reference import DataSet
from eval.importing import Predictions, read_predictions
from eval.rows import Problem
from services.contracts.errors import InvalidRequest
from tests.eval_rows import row

ROWS = (row("0", 1), row("0", 2), row("1", 1))
DATA = DataSet("mine", tuple(each.reference for each in ROWS), {})
SINGLE = DataSet("mine", (row("0").reference, row("1").reference), {})


def read(text: str, folder: Path, data: DataSet = DATA) -> Predictions:
    path = folder / "predictions"
    path.write_text(text)
    return read_predictions(path, data)


def as_json(*lines: dict[str, object]) -> str:
    return "\n".join(map(json.dumps, lines))


def sql_of(predictions: Predictions) -> list[str | None]:
    return [predictions.by_row[turn.id].sql for turn in DATA.rows]


def test_json_lines(tmp_path: Path) -> None:
    text = as_json(
        {"database": "shop", "dialogue": 0, "turn": 1, "sql": "SELECT 1"},
        {"db_id": "shop", "dialogue": "1", "sql": "SELECT 3"},
        {"database": "shop", "dialogue": 0, "turn": 2, "query": "SELECT 2"},
    )
    found = read(text, tmp_path)
    assert sql_of(found) == ["SELECT 1", "SELECT 2", "SELECT 3"]
    assert found.remarks == {}


def test_what_is_wrong_with_json_lines_is_counted_by_name(tmp_path: Path) -> None:
    text = as_json(
        {"database": "shop", "dialogue": 0, "turn": 2, "sql": "SELECT 2"},
        {"database": "shop", "dialogue": 0, "turn": 1, "sql": "SELECT 1"},
        {"database": "shop", "dialogue": 0, "turn": 1, "sql": "SELECT 1"},
        {"database": "zoo", "dialogue": 1, "turn": 1, "sql": "SELECT 3"},
        {"database": "shop", "dialogue": 9, "turn": 1, "sql": "SELECT 9"},
    )
    found = read(text, tmp_path)
    assert sql_of(found) == [None, "SELECT 2", None]
    assert [found.by_row[turn.id].problem for turn in DATA.rows] == [
        Problem.PREDICTION_DOUBLED,
        None,
        Problem.PREDICTION_MISPLACED,
    ]
    assert found.remarks == {
        "predictions for turns that the data set does not have": 1,
        "dialogues whose turns stand out of order": 1,
    }


def test_a_turn_without_a_line_or_without_sql_is_missing(tmp_path: Path) -> None:
    found = read(as_json({"database": "shop", "dialogue": 0, "turn": 1, "sql": None}), tmp_path)
    assert {each.problem for each in found.by_row.values()} == {Problem.PREDICTION_MISSING}


def test_plain_text(tmp_path: Path) -> None:
    found = read("SELECT 1\tshop\nSELECT 2\tshop\n\n\nSELECT 3\n\n", tmp_path)
    assert sql_of(found) == ["SELECT 1", "SELECT 2", "SELECT 3"]


def test_plain_text_of_single_questions_needs_no_blank_lines(tmp_path: Path) -> None:
    found = read("SELECT 1\tshop\nSELECT '\tx y'\n", tmp_path, SINGLE)
    assert [each.sql for each in found.by_row.values()] == ["SELECT 1", "SELECT '\tx y'"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1\nSELECT 2\n", "has 1 dialogues, mine has 2"),
        ("SELECT 1\n\nSELECT 2\nSELECT 3\n", "line 1: 1 predictions, and dialogue 0 of mine has 2 turns"),
        ("SELECT 1\tshop\nSELECT 2\tzoo\n\nSELECT 3\n", "line 2: it is about database 'zoo'"),
        ('{"database": "shop"}', "line 1 .record 0.: dialogue: Field required"),
        ('{"database": ', "line 1: no JSON"),
    ],
)
def test_a_file_that_does_not_fit_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        read(text, tmp_path)
