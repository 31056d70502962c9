"""The data sets' adapters on files of the published forms, and what is fitted on scores."""

import json
from collections import Counter
from pathlib import Path

import pytest

from services.contracts.plan import Intent
from services.planner.learned import LearnedPlannerSettings
from services.planner.learned.pieces import WordPieces
from training.calibrate import Judged, best_threshold, figures_of
from training.data.dialogues import INTENTS, Dialogue, GoldTurn, read_dialogues
from training.data.linked import linked_dialogues
from training.data.prepared import read_rows, rows_of, write_rows
from training.data.schemas import listed_schemas

LISTING = {
    "db_id": "shop",
    "table_names_original": ["pets", "owners"],
    "column_names_original": [[-1, "*"], [0, "name"], [0, "owner_id"], [1, "id"], [1, "city"]],
    "column_types": ["text", "text", "number", "number", "text"],
    "primary_keys": [3],
    "foreign_keys": [[2, 3]],
}
SPOKEN = [
    {"speaker": "user", "text": "pets?", "act": "INFORM_SQL"},
    {"speaker": "system", "text": "All pets or only dogs?", "act": "CLARIFY"},
    {"speaker": "user", "text": "all", "act": "INFORM_SQL"},
    {"speaker": "system", "text": "Here.", "act": "CONFIRM_SQL", "query": "SELECT name FROM pets"},
    {"speaker": "user", "text": "What is the weather?", "act": "CANNOT_ANSWER"},
    {"speaker": "system", "text": "Sorry.", "act": "SORRY"},
    {"speaker": "user", "text": "Thanks!", "act": "IMPROPER"},
    {"speaker": "system", "text": "Welcome.", "act": "WELCOME"},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    turns = [
        {"utterance": "names of pets", "query": "SELECT name FROM pets"},
        {
            "utterance": "from Bonn",
            "query": "SELECT name FROM pets JOIN owners ON owner_id = id WHERE city = 'Bonn'",
        },
    ]
    files = {
        "tables.json": [LISTING],
        "sparc/train.json": [{"db_id": "shop", "interaction": turns}, {"db_id": "shop", "interaction": []}],
        "spider/train.json": [{"db_id": "shop", "question": "pets?", "query": "SELECT * FROM pets"}],
        "cosql/dialogues.json": [{"dialogue_id": 7, "db_id": "shop", "turns": SPOKEN}],
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content))
    return tmp_path


def test_dialogues_keep_their_place_and_empty_ones_are_left_out(data: Path) -> None:
    (dialogue,) = read_dialogues(data, "sparc")
    assert (dialogue.number, dialogue.database_id, len(dialogue.turns)) == (0, "shop", 2)
    (single,) = read_dialogues(data, "spider")
    assert single.turns == (GoldTurn("pets?", "SELECT * FROM pets"),)


def test_intents_come_from_the_acts(data: Path) -> None:
    (dialogue,) = read_dialogues(data, INTENTS)
    assert [(turn.question, turn.intent) for turn in dialogue.turns] == [
        ("all", Intent.ANSWER),
        ("What is the weather?", Intent.UNANSWERABLE),
        ("Thanks!", Intent.CHITCHAT),
    ]


def test_a_listed_schema_has_types_and_keys(data: Path) -> None:
    schema = listed_schemas(data)["shop"]
    assert [table.name for table in schema.tables] == ["pets", "owners"]
    owners = schema.table("owners")
    assert owners is not None
    assert [(column.name, column.type, column.primary_key) for column in owners.columns] == [
        ("id", "NUMERIC", True),
        ("city", "TEXT", False),
    ]
    (key,) = schema.foreign_keys
    assert (key.table, key.columns, key.ref_table, key.ref_columns) == (
        "pets",
        ("owner_id",),
        "owners",
        ("id",),
    )


def test_rows_hold_what_the_questions_spell_and_travel_in_a_file(data: Path, tmp_path: Path) -> None:
    pieces = WordPieces.from_file(LearnedPlannerSettings().model / "tokenizer.json")
    failures: Counter[str] = Counter()
    linked = list(linked_dialogues(data, tmp_path / "linked.pkl", read_dialogues(data, "sparc")))
    rows = [row for dialogue in linked for row in rows_of(dialogue, pieces, failures)]
    assert [row.turn for row in rows] == [0, 1]
    assert not failures
    write_rows(rows, tmp_path / "rows.pkl.xz")
    again = read_rows(tmp_path / "rows.pkl.xz")
    assert [row.features.tokens.tolist() for row in again] == [row.features.tokens.tolist() for row in rows]
    assert len(again[1].features.previous) > 0


def test_what_cannot_be_taught_is_counted(data: Path, tmp_path: Path) -> None:
    pieces = WordPieces.from_file(LearnedPlannerSettings().model / "tokenizer.json")
    failures: Counter[str] = Counter()
    turns = (GoldTurn("names", "SELECT upper(name) FROM pets"), GoldTurn("what?", "no SQL at all"))
    linked = linked_dialogues(data, tmp_path / "linked.pkl", [Dialogue("mine", 0, "shop", turns)])
    assert not [row for dialogue in linked for row in rows_of(dialogue, pieces, failures)]
    assert failures == {"function upper": 1, "no sketch": 1}


def _judged(intent: Intent, chitchat: float) -> Judged:
    return Judged(intent, {Intent.CHITCHAT: chitchat})


def test_a_threshold_refuses_few_turns_that_have_an_answer() -> None:
    judged = [_judged(Intent.ANSWER, n / 1000) for n in range(1000)]
    judged += [_judged(Intent.CHITCHAT, 0.999)] * 50
    threshold = best_threshold(judged, Intent.CHITCHAT, refused=0.01)
    assert threshold is not None
    figures = figures_of(judged, {Intent.CHITCHAT: threshold})
    assert figures["asked"] <= 0.01
    assert figures["chitchat_recall"] == 1.0


def test_an_intent_that_is_not_told_apart_has_no_threshold() -> None:
    judged = [_judged(Intent.ANSWER, n / 1000) for n in range(1000)] + [_judged(Intent.CHITCHAT, 0.2)] * 5
    assert best_threshold(judged, Intent.CHITCHAT, refused=0.01) is None


def test_a_handful_of_turns_is_no_ground_for_a_threshold() -> None:
    judged = [_judged(Intent.ANSWER, 0.1)] * 1000 + [_judged(Intent.CHITCHAT, 0.9)] * 9
    assert best_threshold(judged, Intent.CHITCHAT, refused=0.01) is None
    assert best_threshold([*judged, judged[-1]], Intent.CHITCHAT, refused=0.01) is not None
