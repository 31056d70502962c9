"""`turnwise eval …` from end to end, on dialogues of one's own."""

import json
from pathlib import Path
from typing import Any

import apsw
import pytest
from typer.testing import CliRunner

from cli.main import app
from services.contracts.errors import InvalidRequest

DIALOGUES = [
    {
        "id": "all",
        "turns": [
            {"question": "How many animals are there?", "sql": "SELECT count(*) FROM animals"},
            {"question": "Show their names", "sql": "SELECT name FROM animals ORDER BY weight"},
        ],
    }
]


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the commands run in."""
    with apsw.Connection(str(tmp_path / "zoo.sqlite")) as connection:
        connection.execute("CREATE TABLE animals (id INTEGER PRIMARY KEY, name TEXT, weight REAL)")
        connection.execute("INSERT INTO animals VALUES (1, 'Rex', 30.5), (2, 'Tom', 4.25)")
    connection.close()
    (tmp_path / "mine.json").write_text(json.dumps(DIALOGUES))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def turnwise(*words: str) -> tuple[str, dict[str, Any]]:
    """Standard output, and its last line as an object. Raises what the command raises."""
    result = CliRunner().invoke(app, ["eval", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    figures: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return result.stdout, figures


def test_run_score_compare_import(zoo: Path) -> None:
    of_mine = ("--data", "mine.json", "--dbs", "zoo.sqlite", "--workers", "1")
    shown, figures = turnwise("run", *of_mine, "--out", "own")
    assert "mine, own history: 2 turns, 1 dialogues" in shown
    assert figures["run"]["stages"]["planner"] == "learned"
    assert json.loads((zoo / "own" / "figures.json").read_text()) == figures
    assert turnwise("score", "own")[1] == figures

    shown, oracle = turnwise("run", *of_mine, "--history", "gold", "--oracle", "plan", "--out", "oracle")
    assert "ORACLE plan" in shown
    assert oracle["accuracy"]["value"]["qm"]["value"] == 1.0
    with pytest.raises(InvalidRequest, match="--across-oracles"):
        turnwise("compare", "own", "oracle")
    shown, compared = turnwise("compare", "own", "oracle", "--across-oracles")
    assert compared["figures"]["accuracy.value.qm"]["fixed"] == len(compared["fixed"])
    assert compared["regressed"] == []

    (zoo / "predictions.txt").write_text("SELECT count(*) FROM animals\nSELECT id FROM animals\n")
    _, imported = turnwise("import", "predictions.txt", *of_mine, "--out", "imported")
    assert imported["accuracy"]["value"]["qm"]["value"] == 0.5
    assert turnwise("compare", "imported", "oracle", "--across-oracles")[1]["n"] == 2


def test_a_slice_is_written_and_used(zoo: Path) -> None:
    of_mine = ("--data", "mine.json", "--dbs", "zoo.sqlite")
    _, written = turnwise("slice", *of_mine, "--out", "part.json")
    assert written["rows"] == 2
    manifest = json.loads((zoo / "part.json").read_text())
    (zoo / "part.json").write_text(json.dumps(manifest | {"rows": manifest["rows"][:1]}))
    with pytest.raises(InvalidRequest, match="hash"):
        turnwise("run", *of_mine, "--slice", "part.json", "--out", "run")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--data", "pet_shop", "--out", "run"), "python -m examples.pet_shop"),
        (("run", "--data", "mine.json", "--dbs", "farm", "--out", "run"), "names no database"),
        (("score", "."), "is no run"),
        (("compare", ".", ".", "--metric", "luck"), "no metric 'luck'"),
    ],
)
def test_wrong_use(zoo: Path, words: tuple[str, ...], message: str) -> None:
    assert zoo.is_dir()
    with pytest.raises(InvalidRequest, match=message):
        turnwise(*words)
