"""A language model as generator, measured with the gold plan, a planner's and none, in both history modes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from typer.testing import CliRunner

from cli.main import app
from eval.oracle import NO_PLANNER
from eval.rows import ROWS_FILE, PlanSource, RunRow, read_rows
from tests.language_model_server import LanguageModelServer

DIALOGUE = {
    "id": "a",
    "turns": [
        {"question": "How many animals are there?", "sql": "SELECT count(*) FROM animals"},
        {"question": "Show their names", "sql": "SELECT name FROM animals WHERE weight > 10"},
    ],
}
WRITTEN = "SELECT weight FROM animals"  # never what the reference or a plan says


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModelServer]:
    with apsw.Connection(str(tmp_path / "zoo.sqlite")) as connection:
        connection.execute("CREATE TABLE animals (name TEXT, weight REAL)")
        connection.execute("INSERT INTO animals VALUES ('Rex', 30.5), ('Tom', 4.25)")
    connection.close()
    (tmp_path / "mine.json").write_text(json.dumps([DIALOGUE]))
    monkeypatch.chdir(tmp_path)
    with LanguageModelServer() as running:
        running.texts = [WRITTEN]
        settings = {
            "LLM_GENERATOR_BASE_URL": running.url,
            "LLM_GENERATOR_MODEL": "sql",
            "LLM_GENERATOR_TOTAL_SECONDS": "300",  # for a busy machine: no turn is to be given up or asked again
            "LLM_GENERATOR_IDLE_SECONDS": "300",
            "CONVERSATION_TURN_SECONDS": "600",
            "CONVERSATION_REPAIR_ROUNDS": "0",
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"TURNWISE_{name}", value)
        yield running


def asked(server: LanguageModelServer, *words: str, out: str) -> tuple[list[str], tuple[RunRow, ...]]:
    """What the model was told in each turn, and the rows."""
    mine = ("--data", "mine.json", "--dbs", "zoo.sqlite", "--workers", "1", "--generator", "llm")
    done = CliRunner().invoke(app, ["eval", "run", *mine, "--out", out, *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told = [request["messages"][-1]["content"] for request in server.requests if "messages" in request]
    server.requests.clear()
    return told, read_rows(Path(out) / ROWS_FILE)


def test_the_gold_plan_a_planner_s_and_none(
    server: LanguageModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_FORMAT", "plan")
    told, rows = asked(server, "--oracle", "plan", "--history", "gold", out="gold")
    assert "Plan (100%):" in told[1]
    assert "where animals.weight > 10" in told[1]
    assert [row.sql for row in rows] == [WRITTEN, WRITTEN]  # the model wrote it: no sketch was compiled
    assert not any(row.verdicts.value for row in rows)

    told, rows = asked(server, "--planner", "lexical", "--history", "gold", out="predicted")
    assert "Plan (" in told[1]
    assert "where animals.weight > 10" not in told[1]
    assert {row.plan_source for row in rows} == {PlanSource.PLANNER}

    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_FORMAT", "direct")
    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_PLANS", "hidden")
    told, rows = asked(server, "--planner", NO_PLANNER, "--history", "gold", out="none")
    assert not any("Plan (" in text for text in told)
    assert {row.plan_source for row in rows} == {PlanSource.NONE}


@pytest.mark.parametrize(("mode", "shown"), [("gold", "SELECT count(*) FROM animals"), ("own", WRITTEN)])
def test_the_history_is_the_reference_s_or_the_system_s_own(
    server: LanguageModelServer, mode: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_FORMAT", "direct")
    told, _ = asked(server, "--planner", NO_PLANNER, "--history", mode, out=mode)
    assert f"SQL: {shown}\n" in told[1]


def test_the_settings_stand_in_the_manifest(
    server: LanguageModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_FORMAT", "brief")
    asked(server, "--planner", NO_PLANNER, "--history", "gold", out="brief")
    manifest: dict[str, Any] = json.loads(Path("brief/manifest.json").read_text())
    generator = manifest["stages"]["generator"]
    assert (generator["name"], generator["settings"]["format"], generator["settings"]["model"]) == (
        "llm",
        "brief",
        "sql",
    )
