"""Whole runs on a small database: rows, resuming, stages that fail, references that are bad, imported predictions."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw
import pytest

from eval.compare import compare_runs
from eval.databases import DatabaseFiles
from eval.datasets.own import read_own
from eval.datasets.reference import DataSet
from eval.figures.all_figures import FIGURES_FILE, all_figures
from eval.imported_run import score_imported
from eval.importing import read_predictions
from eval.manifest import read_manifest
from eval.protocols.dialogue import Protocol
from eval.rows import ROWS_FILE, HistoryMode, Oracle, Problem, RunRow, Status, read_rows
from eval.run import RunOptions, manifest_of, run
from eval.run_folder import read_run
from eval.running import RunLimits
from eval.worker import RunPlan
from services.contracts.errors import InvalidRequest
from services.conversation.settings import ConversationSettings

SCHEMA = """
CREATE TABLE animals (id INTEGER PRIMARY KEY, name TEXT NOT NULL, species TEXT, weight REAL, picture BLOB, odd);
INSERT INTO animals VALUES
    (1, 'Rex', 'dog', 30.5, x'00ff', 'text'), (2, 'Tom', 'cat', 4.25, NULL, 7), (3, 'Kim', 'cat', NULL, x'', 7.5),
    (4, 'Bo', 'dog', 9e999, x'01', NULL);
"""
CATS = "SELECT count(*) FROM animals WHERE id >= 1"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT i FROM n"
DIALOGUES = [
    {
        "id": "cats",
        "turns": [
            {"question": "How many animals are there?", "sql": "SELECT count(*) FROM animals"},
            {"question": "Only cats", "sql": "SELECT count(*) FROM animals WHERE species = 'cat'"},
        ],
    },
    {
        "id": "names",
        "turns": [{"question": "Show the name of all animals", "sql": "SELECT name FROM animals"}],
    },
    {
        "id": "mixed",
        "turns": [
            {"question": "Show everything", "sql": "SELECT * FROM animals"},
            {"question": "Thanks!", "intent": "chitchat"},
        ],
    },
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zoo") / "zoo.sqlite"
    with apsw.Connection(str(path)) as connection:
        connection.execute(SCHEMA)
    connection.close()
    return path


def data_of(dialogues: Sequence[Any], folder: Path) -> DataSet:
    path = folder / "dialogues.json"
    path.write_text(json.dumps(dialogues))
    return read_own(path, "mine", database_id="zoo")


def plan_of(file: Path, **changes: Any) -> RunPlan:
    given: dict[str, Any] = {
        "settings": ConversationSettings(),
        "protocol": Protocol(HistoryMode.OWN),
        "files": DatabaseFiles(file.parent, None, {"zoo": file}),
        "database_ids": ("zoo",),
    }
    return RunPlan(**(given | changes))


class Told:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int, int]] = []

    def __call__(self, *, done: int, total: int, resumed: int) -> None:
        self.steps.append((done, total, resumed))


def played(data: DataSet, plan: RunPlan, folder: Path, **options: Any) -> tuple[dict[str, RunRow], Told]:
    told = Told()
    run(data, plan, folder, RunOptions(workers=1, **options), told)
    return {row.id.removeprefix("mine/"): row for row in read_rows(folder / ROWS_FILE)}, told


def test_a_run_its_rows_and_its_figures(file: Path, tmp_path: Path) -> None:
    data, folder = data_of(DIALOGUES, tmp_path), tmp_path / "run"
    rows, told = played(data, plan_of(file), folder)
    assert told.steps == [(0, 5, 0), (2, 5, 0), (3, 5, 0), (5, 5, 0)]
    first = rows["cats/1"]
    assert (first.verdicts.value, first.status, first.history) == (True, Status.ANSWERED, HistoryMode.OWN)
    assert first.gold is not None
    assert first.predicted is not None
    assert first.gold.first_rows == first.predicted.first_rows == ((4,),)
    assert {timing.stage.value for timing in first.timing} == {"link", "plan", "generate", "execute"}
    assert rows["cats/2"].literals[0].kind == "fuzzy"
    assert rows["mixed/2"].status is Status.CHITCHAT
    assert rows["mixed/2"].verdicts.value is None
    figures = json.loads((folder / FIGURES_FILE).read_text())
    assert figures["rows"]["n"] == 5
    assert figures["accuracy"]["value"]["n"] == 4
    assert figures["planner"]["intent"]["chitchat"]["recall"]["value"] == 1.0
    one = read_run(folder)
    assert all_figures(one.rows, one.manifest) == figures
    assert one.manifest.ended is not None


def test_a_run_is_taken_up_where_it_stopped(file: Path, tmp_path: Path) -> None:
    data, folder = data_of(DIALOGUES, tmp_path), tmp_path / "run"
    before, _ = played(data, plan_of(file), folder)
    path = folder / ROWS_FILE
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(
        "".join(lines[:1]) + lines[2] + lines[3][:50]
    )  # half a dialogue, a whole one, half a line
    again, told = played(data, plan_of(file), folder)
    assert told.steps[0] == (1, 5, 1)
    assert {key: row.verdicts for key, row in again.items()} == {
        key: row.verdicts for key, row in before.items()
    }
    assert again["names/1"] == before["names/1"]
    assert again["cats/1"].timing != before["cats/1"].timing
    assert read_manifest(folder).resumed == 1
    with pytest.raises(InvalidRequest, match="another run, which differs in history"):
        run(data, plan_of(file, protocol=Protocol(HistoryMode.GOLD)), folder, RunOptions(), Told())


def test_the_oracle_plan_is_right_whatever_the_cells_hold(file: Path, tmp_path: Path) -> None:
    data = data_of(DIALOGUES, tmp_path)
    oracle = plan_of(file, protocol=Protocol(HistoryMode.GOLD, (Oracle.PLAN,)))
    rows, _ = played(data, oracle, tmp_path / "oracle")
    assert [row.verdicts.value for row in rows.values() if row.has_reference] == [True] * 4
    assert {row.oracle for row in rows.values()} == {(Oracle.PLAN,)}
    assert rows["mixed/1"].gold is not None
    assert rows["mixed/1"].gold.digest == rows["mixed/1"].predicted.digest  # type: ignore[union-attr]
    played(data, plan_of(file), tmp_path / "clean")
    runs = read_run(tmp_path / "clean"), read_run(tmp_path / "oracle")
    with pytest.raises(InvalidRequest, match="oracle run"):
        compare_runs(*runs)
    assert compare_runs(*runs, across_oracles=True)["figures"]["accuracy.value.qm"]["regressed"] == 0


def test_bad_references_are_counted_by_name(file: Path, tmp_path: Path) -> None:
    golds = {
        "fails": "SELECT nothing FROM animals",
        "endless": ENDLESS,
        "many": MANY,
        "window": "SELECT name, row_number() OVER (ORDER BY id) FROM animals",
    }
    dialogues: list[Any] = [
        {"id": name, "turns": [{"question": "How many animals are there?", "sql": sql}]}
        for name, sql in golds.items()
    ]
    dialogues.append({"id": "gone", "database": "gone", "turns": [{"question": "Any?", "sql": "SELECT 1"}]})
    data = data_of(dialogues, tmp_path)
    rows, _ = played(data, plan_of(file, reference_limits=RunLimits(seconds=4.0)), tmp_path / "run")
    assert {name.split("/")[0]: row.problems for name, row in rows.items()} == {
        "fails": (Problem.GOLD_FAILS,),
        "endless": (Problem.GOLD_FAILS,),
        "many": (Problem.GOLD_TOO_LARGE,),
        "window": (),
        "gone": (Problem.DATABASE_MISSING,),
    }
    assert rows["endless/1"].gold.failure.startswith("timeout")  # type: ignore[union-attr]
    assert rows["window/1"].gold_plan_missing
    figures = json.loads((tmp_path / "run" / FIGURES_FILE).read_text())
    assert figures["accuracy"]["value"]["n"] == 5
    assert figures["accuracy"]["value"]["scored"]["n"] == 4
    assert figures["attribution"]["primary"] == {"reference": 3, "database": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("planner", "problem", "detail"),
    [
        ("RaisingPlanner", Problem.STAGE_FAILED, "cannot plan"),
        ("HangingPlanner", Problem.TURN_TIMEOUT, "longer than 0.5 s"),
        ("DyingPlanner", Problem.LOST, "process died"),
    ],
)
def test_a_stage_that_fails_costs_its_turns_only(
    file: Path, tmp_path: Path, planner: str, problem: Problem, detail: str
) -> None:
    seconds = 0.5 if problem is Problem.TURN_TIMEOUT else 60.0
    settings = ConversationSettings(planner=f"tests.eval_stages:{planner}", turn_seconds=seconds)
    rows, _ = played(data_of(DIALOGUES[:2], tmp_path), plan_of(file, settings=settings), tmp_path / "run")
    assert {row.problems for row in rows.values()} == {(problem,)}
    assert all(detail in row.detail for row in rows.values())
    figures = json.loads((tmp_path / "run" / FIGURES_FILE).read_text())
    assert figures["rows"]["problems"] == {problem.value: 3}
    assert figures["attribution"]["primary"] == {"fault": 3}


def test_an_unknown_stage_is_refused_before_anything_is_written(file: Path, tmp_path: Path) -> None:
    settings = ConversationSettings(planner="clairvoyant")
    with pytest.raises(InvalidRequest, match="no stage 'clairvoyant'"):
        run(
            data_of(DIALOGUES, tmp_path),
            plan_of(file, settings=settings),
            tmp_path / "run",
            RunOptions(),
            Told(),
        )
    assert not (tmp_path / "run").exists()


def test_imported_predictions(file: Path, tmp_path: Path) -> None:
    data = data_of(DIALOGUES[:2], tmp_path)
    predictions = tmp_path / "predictions.jsonl"
    lines = [
        {"database": "zoo", "dialogue": "cats", "turn": 1, "sql": "SELECT count(id) FROM animals"},
        {"database": "zoo", "dialogue": "cats", "turn": 2, "sql": "SELECT count(*) FROM animal"},
    ]
    predictions.write_text("\n".join(map(json.dumps, lines)))
    files = DatabaseFiles(file.parent, None, {"zoo": file})
    figures = score_imported(
        data, read_predictions(predictions, data), files, tmp_path / "run", RunOptions(workers=1), Told()
    )
    rows = {row.id: row for row in read_rows(tmp_path / "run" / ROWS_FILE)}
    assert [(row.verdicts.value, row.verdicts.etm, row.problems) for row in rows.values()] == [
        (True, True, ()),
        (False, False, (Problem.PREDICTION_FAILS,)),
        (False, False, (Problem.PREDICTION_MISSING,)),
    ]
    assert rows["mine/cats/1"].plan is not None
    assert figures["run"]["kind"] == "import"
    assert figures["accuracy"]["value"]["qm"]["value"] == 0.3333
    told = Told()
    again = score_imported(
        data, read_predictions(predictions, data), files, tmp_path / "run", RunOptions(), told
    )
    assert (again, told.steps) == (figures, [(3, 3, 3)])  # all of it was there
    predictions.write_text(json.dumps(lines[0]))
    with pytest.raises(InvalidRequest, match="another run, which differs in predictions"):
        score_imported(
            data, read_predictions(predictions, data), files, tmp_path / "run", RunOptions(), Told()
        )


def test_an_imported_prediction_with_split_operators_runs(file: Path, tmp_path: Path) -> None:
    """Systems of the Spider family write their SQL as tokens."""
    data = data_of([{"id": "cats", "turns": [{"question": "Cats?", "sql": CATS}]}], tmp_path)
    predictions = tmp_path / "predictions.txt"
    predictions.write_text(CATS.replace(">=", "> ="))
    files = DatabaseFiles(file.parent, None, {"zoo": file})
    read = read_predictions(predictions, data)
    figures = score_imported(data, read, files, tmp_path / "run", RunOptions(workers=1), Told())
    (row,) = read_rows(tmp_path / "run" / ROWS_FILE)
    assert (row.sql != CATS, row.verdicts.value, row.predicted == row.gold) == (True, True, True)
    assert figures["rows"]["problems"] == {}


def test_the_manifest_describes_what_really_ran(file: Path, tmp_path: Path) -> None:
    data = data_of(DIALOGUES[:1], tmp_path)
    clean = manifest_of(data, plan_of(file)).stages
    assert clean["planner"].implementation == "services.planner.learned.planner:LearnedPlanner"
    oracles = Protocol(HistoryMode.OWN, (Oracle.PLAN, Oracle.SCHEMA, Oracle.VALUES))
    stages = manifest_of(data, plan_of(file, protocol=oracles)).stages
    assert (stages["planner"].name, stages["planner"].implementation) == (
        "oracle",
        "eval.oracle:OraclePlanner",
    )
    assert (stages["value_index"].name, stages["value_index"].inside) == (
        "oracle schema and values",
        clean["value_index"],
    )
    assert stages["generator"] == clean["generator"]


def test_dialogues_are_written_as_they_are_done(file: Path, tmp_path: Path) -> None:
    """The first dialogue takes the longest: the others do not wait for it."""
    slow = {"id": "slow", "turns": [{"question": "How many?", "sql": ENDLESS}]}
    data = data_of([slow, *DIALOGUES[1:]], tmp_path)
    plan = plan_of(file, reference_limits=RunLimits(seconds=3.0))
    run(data, plan, tmp_path / "run", RunOptions(workers=2), Told())
    rows = read_rows(tmp_path / "run" / ROWS_FILE)
    assert [row.reference.dialogue for row in rows] == ["names", "mixed", "mixed", "slow"]
