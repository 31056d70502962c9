"""Data sets: each published form becomes the same rows, and a damaged file says where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.datasets.bird_interact import read_recorded, read_recorded_rows, read_tasks
from eval.datasets.choosing import read_data_set
from eval.datasets.database_words import databases_named
from eval.datasets.dialogues import read_interactions, read_whole_dialogues
from eval.datasets.own import read_own
from eval.datasets.records import read_records
from eval.datasets.reference import DataSet
from eval.datasets.single_turn import read_bird, read_spider
from eval.datasets.slices import PublishedSlice, slice_of, write_slice
from services.contracts.errors import InvalidRequest
from services.contracts.plan import Intent

INTERACTIONS = [
    {
        "db_id": "shop",
        "interaction": [
            {"utterance": "How many?", "query": "SELECT count(*) FROM t"},
            {"utterance": "And now?", "query": "SELECT 1"},
        ],
        "final": {"utterance": "", "query": ""},
        "dialogue_id": 7,
    },
    {"db_id": "zoo", "interaction": [], "final": {}, "turns_missing": True},
    {"db_id": "zoo", "interaction": [{"utterance": "Which?", "query": "SELECT 2"}], "final": {}},
]
WHOLE = [
    {
        "dialogue_id": 7,
        "db_id": "shop",
        "turns": [
            {"speaker": "user", "text": "How many?", "act": "INFORM_SQL"},
            {"speaker": "system", "text": "3", "act": "CONFIRM_SQL", "query": "SELECT count(*) FROM t"},
            {"speaker": "user", "text": "Which of them?", "act": "AMBIGUOUS"},
            {"speaker": "system", "text": "Which do you mean?", "act": "CLARIFY"},
            {"speaker": "user", "text": "All", "act": "INFER_SQL"},
            {"speaker": "system", "text": "1", "act": "CONFIRM_SQL", "query": "SELECT 1"},
            {"speaker": "user", "text": "Their mood?", "act": "CANNOT_ANSWER"},
            {"speaker": "system", "text": "Sorry", "act": "SORRY"},
            {"speaker": "user", "text": "Thanks!", "act": "IMPROPER"},
        ],
    }
]


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def write(content: Any, name: str = "file.json") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


Save = Callable[..., Path]


def test_interactions(save: Save) -> None:
    data = read_interactions(save(INTERACTIONS), "cosql:train", whole=save(WHOLE, "whole.json"))
    assert [(row.id, row.database_id, row.turn) for row in data.rows] == [
        ("cosql:train/0/1", "shop", 1),
        ("cosql:train/0/2", "shop", 2),
        ("cosql:train/2/1", "zoo", 1),
    ]
    assert [row.act for row in data.rows] == ["INFORM_SQL", "INFER_SQL", ""]
    assert data.remarks == {"dialogues without turns": 1, "dialogues with turns missing upstream": 1}
    assert set(data.files) == {"file.json", "whole.json"}
    assert [len(dialogue) for dialogue in data.dialogues] == [2, 1]


def test_whole_dialogues_hold_the_turns_that_are_not_answered(save: Save) -> None:
    data = read_whole_dialogues(save(WHOLE), "cosql_acts:train")
    assert [(row.turn, row.intent, bool(row.gold_sql)) for row in data.rows] == [
        (1, Intent.ANSWER, True),
        (2, Intent.CLARIFY, False),
        (3, Intent.ANSWER, True),
        (4, Intent.UNANSWERABLE, False),
        (5, Intent.CHITCHAT, False),
    ]


def test_spider_and_bird(save: Save, tmp_path: Path) -> None:
    spider = read_spider(save([{"db_id": "a", "question": "q", "query": "SELECT 1"}]), "spider:test")
    assert [(row.id, row.asked) for row in spider.rows] == [("spider:test/0/1", "q")]
    one = {"question_id": 5, "db_id": "a", "question": "q", "SQL": "SELECT 1", "evidence": "x is y"}
    folder = tmp_path / "database_description" / "a"
    folder.mkdir(parents=True)
    header = "original_column_name,column_name,column_description,data_format,value_description\n"
    (folder / "t.csv").write_bytes(header.encode() + "c,,caf\xe9,text,\nd,,,,\n".encode("cp1252"))
    bird = read_bird(save([one, {**one, "question": "again"}]), "bird:dev")
    assert [(row.id, row.asked) for row in bird.rows] == [
        ("bird:dev/5/1", "q (x is y)"),
        ("bird:dev/5#2/1", "again (x is y)"),
    ]
    assert bird.remarks == {"question ids used again": 1}
    assert [(each.column, each.text) for each in bird.descriptions["a"]] == [("c", "café")]


def test_own_dialogues(save: Save) -> None:
    turns = [{"question": "q", "sql": "SELECT 1", "empty": False}, {"question": "Hi", "intent": "chitchat"}]
    data = read_own(save([{"id": "first", "turns": turns}]), "mine", database_id="shop")
    assert [(row.id, row.database_id, row.intent) for row in data.rows] == [
        ("mine/first/1", "shop", Intent.ANSWER),
        ("mine/first/2", "shop", Intent.CHITCHAT),
    ]


def recorded() -> dict[str, Any]:
    calls = [
        {"tool": "ask_user", "args": {"question": "By size?"}, "result": "By weight."},
        {"tool": "submit_sql", "args": {"sql": "SELECT 0"}, "result": "Your SQL is not correct."},
        {
            "tool": "submit_sql",
            "args": {"sql": "SELECT 1"},
            "result": "Phase 1 correct! (Reward: 0.7).\nFollow-up question: And the small ones?\nBudget left",
        },
    ]
    message = "User Query:\nWhich are big?\n\nYou have 6 turns."
    sample = {
        "task_id": "zoo_1",
        "database": "zoo",
        "tool_trajectory": calls,
        "adk_events": [{"type": "user_message", "message": message}],
    }
    return {"mode": "c-interact", "samples": [sample]}


def test_recorded_interactions(save: Save) -> None:
    path = save(recorded())
    (task,), _ = read_recorded(path)
    assert (task.question, task.follow_up, task.accepted) == (
        "Which are big?",
        "And the small ones?",
        ("SELECT 1", ""),
    )
    assert [(each.question, each.reply) for each in task.exchanges] == [("By size?", "By weight.")]
    rows = read_recorded_rows(path, "bird_interact:c").rows
    assert [(row.id, row.gold_sql) for row in rows] == [
        ("bird_interact:c/zoo_1/1", "SELECT 1"),
        ("bird_interact:c/zoo_1/2", ""),
    ]


def test_interaction_tasks(save: Save) -> None:
    task = {
        "instance_id": "zoo_2",
        "selected_database": "zoo",
        "amb_user_query": "Which are big?",
        "query": "Which weigh more than a ton?",
        "sol_sql": [],
        "follow_up": {"query": "And the small ones?", "sol_sql": ["SELECT 1"]},
    }
    data = read_tasks(save(json.dumps(task) + "\n", "tasks.jsonl"), "bird_interact_tasks:mini")
    assert [(row.turn, row.question, row.gold_sql) for row in data.rows] == [
        (1, "Which are big?", ""),
        (2, "And the small ones?", "SELECT 1"),
    ]
    assert data.remarks == {"references withheld upstream": 1}


# --------------------------------------------------------------------------------------------------- damaged files


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[\n{"a": 1},\n{"a": \n]', "line 4"),
        ('[\n{"a": 1}\n{"a": 2}]', "line 3"),
        ('[{"a": 1},\n 17]', "line 2"),
        ('[\n{"a": 1},\n', "line 3"),
        ('{"a": 1}\n{"a"}', "line 2"),
    ],
)
def test_damaged_json_names_its_line(save: Save, text: str, place: str) -> None:
    with pytest.raises(InvalidRequest, match=place):
        read_records(save(text))


def test_text_that_is_no_utf8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b'[{"a": 1},\n{"a": "\xff"}]')
    with pytest.raises(InvalidRequest, match="line 2: no UTF-8"):
        read_records(path)


def test_a_missing_field_is_named_with_its_record(save: Save) -> None:
    broken = "[" + ",\n".join(json.dumps(entry) for entry in INTERACTIONS).replace(
        '"query": "SELECT 2"', '"q": 1'
    )
    with pytest.raises(InvalidRequest, match=r"line 3 \(record 2\): interaction\.0\.query"):
        read_interactions(save(broken + "]"), "cosql:train")


@pytest.mark.parametrize(
    ("dialogues", "message"),
    [
        (
            [{"id": "a", "turns": [{"question": "q", "sql": " "}]}],
            "turn 1: to be answered, but there is no SQL",
        ),
        ([{"id": "a", "turns": []}, {"id": "a", "turns": []}], "the id 'a' stands in line 1 already"),
        (
            [{"id": "a", "turns": [{"question": "q", "sql": "x"}], "database": "../up"}],
            "database: String should",
        ),
    ],
)
def test_own_dialogues_that_are_wrong(save: Save, dialogues: list[Any], message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        read_own(save(dialogues), "mine", database_id="shop")


def test_own_dialogues_need_a_database(save: Save) -> None:
    with pytest.raises(InvalidRequest, match="names no database"):
        read_own(save([{"id": "a", "turns": []}]), "mine", database_id=None)


@pytest.mark.parametrize("words", ["nonsense", "cosql:nonsense"])
def test_an_unknown_data_set_lists_what_there_is(words: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"one of .*train"):
        read_data_set(words, tmp_path)


def test_validation_is_train_on_the_listed_databases(save: Save, tmp_path: Path) -> None:
    save(INTERACTIONS, "sparc/train.json")
    save("zoo\n", "validation_databases.txt")
    data = read_data_set("sparc:validation", tmp_path)
    assert (data.name, [row.id for row in data.rows]) == ("sparc:validation", ["sparc:train/2/1"])


# ----------------------------------------------------------------------------------------------------------- slices


@pytest.fixture
def data(save: Save) -> DataSet:
    dialogues = [
        {"db_id": "shop", "interaction": [{"utterance": f"q{n}", "query": "SELECT 1"}] * turns}
        for n, turns in enumerate((1, 2, 3, 2))
    ]
    return read_interactions(save(dialogues), "cosql:dev")


def test_a_published_slice_is_by_dialogue_index_and_file_hash(data: DataSet) -> None:
    (sha256,) = data.files.values()
    chosen = PublishedSlice(sha256, 1, 2, 5).of(data, name="cosql-dev-1-2")
    assert [row.id for row in chosen.rows] == [
        "cosql:dev/1/1", "cosql:dev/1/2", "cosql:dev/2/1", "cosql:dev/2/2", "cosql:dev/2/3"
    ]  # fmt: skip
    assert chosen.name == "cosql-dev-1-2"


def test_a_published_slice_of_another_file_is_refused(data: DataSet) -> None:
    with pytest.raises(InvalidRequest, match="another file"):
        slice_of(data, "cosql-dev-0-31")


def test_a_published_slice_with_other_turns_is_refused(data: DataSet) -> None:
    (sha256,) = data.files.values()
    with pytest.raises(InvalidRequest, match="has 5 turns here, and 6 as published"):
        PublishedSlice(sha256, 1, 2, 6).of(data, name="s")


def test_a_manifest_of_rows_round_trips(data: DataSet, tmp_path: Path) -> None:
    chosen = data.first_dialogues(2)
    write_slice(chosen, tmp_path / "mine.json")
    again = slice_of(data, str(tmp_path / "mine.json"))
    assert (again.name, again.rows) == ("mine", chosen.rows)


def test_a_manifest_goes_into_a_new_folder_and_never_below_a_file(data: DataSet, tmp_path: Path) -> None:
    write_slice(data, tmp_path / "new" / "mine.json")
    assert slice_of(data, str(tmp_path / "new" / "mine.json")).rows == data.rows
    with pytest.raises(InvalidRequest, match="the manifest cannot be written"):
        write_slice(data, tmp_path / "new" / "mine.json" / "mine.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:-1], "hash is not that of its rows"),
        (lambda rows: [*rows, "cosql:dev/9/1"], "hash is not that of its rows"),
    ],
)
def test_a_manifest_changed_by_hand_is_refused(
    data: DataSet, tmp_path: Path, change: Callable[[list[str]], list[str]], message: str
) -> None:
    path = tmp_path / "mine.json"
    write_slice(data, path)
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "rows": change(content["rows"])}))
    with pytest.raises(InvalidRequest, match=message):
        slice_of(data, str(path))


def test_a_manifest_that_cuts_a_dialogue_is_refused(data: DataSet, tmp_path: Path) -> None:
    write_slice(data.with_rows(row for row in data.rows if row.turn != 1), tmp_path / "mine.json")
    with pytest.raises(InvalidRequest, match="turns before the last one"):
        slice_of(data, str(tmp_path / "mine.json"))


def test_a_manifest_of_other_rows_is_refused(data: DataSet, tmp_path: Path) -> None:
    write_slice(data, tmp_path / "mine.json")
    with pytest.raises(InvalidRequest, match="has no row 'cosql:dev/3/1', and 1 more"):
        slice_of(data.first_dialogues(3), str(tmp_path / "mine.json"))


# -------------------------------------------------------------------------------------------------------- databases


def test_what_dbs_means_shows_in_the_thing_itself(save: Save, tmp_path: Path) -> None:
    ids = save("shop\nzoo\n", "ids.sqlite")  # a list, whatever its name says
    file = tmp_path / "own.txt"
    file.write_bytes(b"SQLite format 3\x00")
    (tmp_path / "folder").mkdir()
    named = databases_named([str(ids), "farm,club", str(file), str(tmp_path / "folder")], tmp_path)
    assert named.ids == frozenset({"shop", "zoo", "farm", "club"})
    assert (named.file, named.folder, named.own_id) == (file, tmp_path / "folder", "own")


def test_a_path_that_is_not_there_is_no_id(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no such file"):
        databases_named(["missing.sqlite"], tmp_path)
