"""Scoring of pairs: from the file to the printed lines, with whatever goes wrong on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from eval.crew import Lost, do_as_done, do_in_order
from eval.pairs import Pair, read_pairs, score_pairs, tables_json
from eval.running import QueryRunner, RunLimits
from eval.scoring import EvaluationDatabase, SqlScorer, SqlScores
from services.contracts.errors import InvalidRequest

GOLDEN = Path(__file__).parents[1] / "golden" / "metrics"
ROOT = Path(__file__).parents[2]
FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def create(folder: Path, name: str, *statements: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    connection = apsw.Connection(str(folder / name))
    connection.execute("; ".join(((GOLDEN / "clinic.sql").read_text(), *statements))).fetchall()
    connection.close()


@pytest.fixture
def databases(tmp_path: Path) -> Path:
    folder = tmp_path / "databases"
    create(
        folder / "clinic",
        "clinic.sqlite",
        "INSERT INTO owner(id, name, city) VALUES (1, 'Ann', 'Bern'), (2, 'Bob', 'Basel')",
        "INSERT INTO pet VALUES (1, 1, 'Rex', 'dog', 30.5), (2, 1, 'Tom', 'cat', 4), (3, 2, 'Ben', 'dog', 7)",
    )
    entry = {
        "db_id": "clinic",
        "table_names_original": ["owner", "pet"],
        "column_names_original": [[-1, "*"], [0, "id"], [1, "id"], [1, "owner_id"]],
        "foreign_keys": [[3, 1]],
    }
    (tmp_path / "tables.json").write_text(json.dumps([entry]))
    return folder


@pytest.fixture
def score(databases: Path) -> Iterator[Callable[[str, str | None], SqlScores]]:
    database = EvaluationDatabase("clinic", databases / "clinic", {})
    with QueryRunner(RunLimits(seconds=0.5, rows=100)) as runner:
        scorer = SqlScorer(runner)
        yield lambda gold, predicted: scorer.score(gold, predicted, database)


Score = Callable[[str, str | None], SqlScores]


def verdicts(scores: SqlScores) -> dict[str, bool | None]:
    names = ("esm", "ex", "etm", "value", "strict", "any_order")
    return {name: getattr(scores, name) for name in names}


# ------------------------------------------------------------------------------------------------- one pair


def test_each_metric_has_its_own_say(score: Score) -> None:
    gold = "SELECT name, weight FROM pet WHERE kind = 'dog'"
    assert set(verdicts(score(gold, gold)).values()) == {True}
    turned = score(gold, "SELECT weight, name FROM pet WHERE kind = 'dog'")
    assert verdicts(turned) == {
        "esm": True, "ex": True, "etm": True, "value": False, "strict": False, "any_order": True,
    }  # fmt: skip
    labelled = score(gold, "SELECT name AS n, weight FROM pet WHERE kind = 'dog'")
    assert verdicts(labelled) == {
        "esm": False, "ex": True, "etm": True, "value": True, "strict": False, "any_order": True,
    }  # fmt: skip
    other = score(gold, "SELECT name, weight FROM pet WHERE kind = 'cat'")
    assert verdicts(other) == {
        "esm": True, "ex": False, "etm": False, "value": False, "strict": False, "any_order": False,
    }  # fmt: skip


def test_row_order_counts_where_the_gold_orders(score: Score) -> None:
    ordered, plain = "SELECT name FROM pet ORDER BY name", "SELECT name FROM pet"
    assert not score(ordered, "SELECT name FROM pet ORDER BY name DESC").value
    assert score(plain, "SELECT name FROM pet ORDER BY name DESC").value
    inner = "SELECT name FROM pet WHERE owner_id IN (SELECT id FROM owner ORDER BY name LIMIT 2)"
    turned = score(inner, "SELECT name FROM pet ORDER BY name")
    assert (turned.value, turned.ex) == (True, False)


def test_a_gold_that_does_not_run_is_wrong_and_named(score: Score) -> None:
    scores = score("SELECT colour FROM pet", "SELECT name FROM pet")
    assert (scores.ex, scores.etm, scores.value) == (False, False, False)
    assert scores.error == "gold: no such column: colour"
    assert (scores.esm, scores.esm_error) == (None, "the gold cannot be parsed: no such column: colour")


def test_a_prediction_without_a_result_is_named(score: Score) -> None:
    nothing = "SELECT name FROM pet WHERE weight > 99"
    for predicted, message in (
        (None, "prediction: missing"),
        ("", "prediction: no result set"),
        ("DELETE FROM pet", "prediction: attempt to write a readonly database"),
    ):
        assert score("SELECT name FROM pet", predicted).error == message
        assert not score("SELECT name FROM pet", predicted).ex
        assert score(nothing, predicted).ex  # the script takes these for an empty result
        assert not score(nothing, predicted).value
    stopped = score("SELECT name FROM pet", FOREVER)
    assert (stopped.error, stopped.ex, stopped.value) == ("prediction: stopped after 0.5 s", False, False)


def test_a_result_that_is_too_large_is_wrong_and_named(score: Score) -> None:
    crossed = "SELECT a.name FROM pet AS a, pet AS b, pet AS c, pet AS d, pet AS e"
    assert score("SELECT name FROM pet", crossed).error == "prediction: more than 100 rows"
    assert score(crossed, crossed).error == "gold: more than 100 rows; prediction: more than 100 rows"


def test_ex_runs_on_every_database_of_the_folder(score: Score, databases: Path) -> None:
    gold, predicted = "SELECT name FROM pet WHERE id = 1", "SELECT name FROM pet WHERE name = 'Rex'"
    assert score(gold, predicted).ex
    create(databases / "clinic", "clinic_2.sqlite", "INSERT INTO pet VALUES (1, 1, 'Kim', 'dog', 1)")
    with QueryRunner() as runner:
        database = EvaluationDatabase("clinic", databases / "clinic", {})
        scores = SqlScorer(runner).score(gold, predicted, database)
    assert (scores.ex, scores.value) == (False, True)


def test_no_database_no_verdict(databases: Path) -> None:
    with QueryRunner() as runner:
        scores = SqlScorer(runner).score(
            "SELECT 1", "SELECT 1", EvaluationDatabase("gone", databases / "gone", {})
        )
    assert set(verdicts(scores).values()) == {None}
    assert scores.error.startswith("Database 'gone' cannot be used")


def test_no_keys_no_esm(databases: Path) -> None:
    with QueryRunner() as runner:
        database = EvaluationDatabase("clinic", databases / "clinic", None)
        scores = SqlScorer(runner).score("SELECT name FROM pet", "SELECT name FROM pet", database)
    assert (scores.esm, scores.esm_error) == (None, "no foreign keys are known for the database")
    assert scores.etm


# ------------------------------------------------------------------------------------------------ the file


def line(**fields: Any) -> str:
    return json.dumps({"id": "p1", "db_id": "clinic", "gold": "SELECT 1", "pred": "SELECT 1", **fields})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{line()}\n{{", "line 2: Invalid JSON"),
        (line(db_id="../x"), "line 1: db_id"),
        (line(gold=None), "line 1: gold"),
        ('{"id": 1, "db_id": "x", "gold": "SELECT 1"}', "line 1: pred: Field required"),
        ("[]", "line 1: Input should be an object"),
    ],
)
def test_a_damaged_file_says_which_line(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(text)
    with pytest.raises(InvalidRequest, match=message):
        read_pairs(file)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="cannot be read"):
        read_pairs(tmp_path / "gone.jsonl")
    (tmp_path / "pairs.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidRequest, match="cannot be read"):
        read_pairs(tmp_path / "pairs.jsonl")


def test_tables_json_is_found_in_the_folder_or_beside_it(databases: Path, tmp_path: Path) -> None:
    assert tables_json(databases) == tmp_path / "tables.json"
    (databases / "tables.json").write_text("[]")
    assert tables_json(databases) == databases / "tables.json"
    assert tables_json(databases / "clinic" / "deep") is None


def test_without_tables_json_esm_takes_the_declared_keys_and_says_so(databases: Path, tmp_path: Path) -> None:
    (tmp_path / "tables.json").unlink()
    join = "FROM pet JOIN owner ON pet.owner_id = owner.id"
    file = tmp_path / "pairs.jsonl"
    file.write_text(line(gold=f"SELECT owner.id {join}", pred=f"SELECT pet.owner_id {join}"))
    done = command(file, "--dbs", databases)
    assert json.loads(done.stdout)["esm"] is True
    assert "no tables.json was found for clinic: ESM takes the foreign keys" in done.stderr


def test_scores_come_in_the_order_of_the_pairs(databases: Path) -> None:
    fast, slow = "SELECT name FROM pet", f"{FOREVER}"
    todo = [
        Pair(id=place, db_id="clinic", gold=fast, pred=slow if place == 0 else fast) for place in range(6)
    ]
    limits = RunLimits(seconds=0.5)
    scores = list(score_pairs(todo, databases, {}, limits=limits))
    assert [one.value for one in scores] == [False, True, True, True, True, True]


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eval.pairs", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_command_prints_one_object_per_line_and_progress_elsewhere(databases: Path, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    pairs = [
        line(id="a", gold="SELECT name FROM pet", pred="SELECT name FROM pet", more="is ignored"),
        line(id=2, gold="SELECT name FROM pet", pred="SELECT colour FROM pet"),
        line(id="c", db_id="gone"),
    ]
    file.write_text("\n".join(pairs))
    done = command(file, "--dbs", databases)
    assert done.returncode == 0
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == {
        "id": "a", "esm": True, "ex": True, "etm": True, "value": True, "strict": True, "any_order": True,
    }  # fmt: skip
    assert (second["id"], second["ex"], second["error"]) == (2, False, "prediction: no such column: colour")
    assert (third["value"], third["error"][:15]) == (None, "Database 'gone'")
    assert "3/3" in done.stderr


def test_command_scores_the_others_where_an_id_is_doubled(databases: Path, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join([line(), line(id="b"), "", line(pred="SELECT 2")]))
    done = command(file, "--dbs", databases)
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == third
    assert (first["id"], first["value"], first["error"]) == ("p1", None, "the id stands in lines 1, 4")
    assert (second["id"], second["value"]) == ("b", True)
    assert done.returncode == 1
    assert "2 lines share an id with another and were not scored" in done.stderr


def test_command_refuses_wrong_use_with_one_line(databases: Path, tmp_path: Path) -> None:
    for arguments, message in (
        ((tmp_path / "gone.jsonl", "--dbs", databases), "cannot be read"),
        ((databases, "--dbs", tmp_path / "gone"), "is no folder"),
    ):
        done = command(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert "Traceback" not in done.stderr


# ------------------------------------------------------------------------------------------------ the crew


@contextmanager
def _echoing() -> Iterator[Callable[[str], str]]:
    def do(job: str) -> str:
        match job:
            case "hang":
                time.sleep(60)
            case "late":
                time.sleep(6)
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
        return job.upper()

    yield do


def test_jobs_that_hang_or_kill_cost_only_themselves() -> None:
    jobs = ["a", "hang", "b", "die", "c", "d"]
    results = list(do_in_order(jobs, _echoing, processes=2, seconds=4.0))
    assert [result if isinstance(result, str) else None for result in results] == [
        "A",
        None,
        "B",
        None,
        "C",
        "D",
    ]
    reasons = [result.reason for result in results if isinstance(result, Lost)]
    assert reasons == ["it took longer than 4 s", "the process died"]


def test_what_is_done_early_does_not_wait_for_what_is_late() -> None:
    results = do_as_done(["late", "a", "b"], _echoing, processes=2, seconds=30.0)
    assert list(results) == [(1, "A"), (2, "B"), (0, "LATE")]


@contextmanager
def _started_alone(mark: Path) -> Iterator[Callable[[str], str]]:
    """Dies where another process is starting."""
    mark.touch(exist_ok=False)
    time.sleep(0.5)
    mark.unlink()
    with _echoing() as do:
        yield do


def test_processes_start_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many at once as there are cores, here one: none waits for its start because of the others' starts."""
    monkeypatch.setattr("eval.crew._STARTING_AT_ONCE", 1)
    jobs = ["late", "late", "late"]
    workshop = partial(_started_alone, tmp_path / "starting")
    assert list(do_in_order(jobs, workshop, processes=3, seconds=60.0)) == ["LATE", "LATE", "LATE"]
