"""Recorded models, simulated users and whole runs against a local server that speaks OpenAI's protocol."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from cli.main import app
from eval.datasets.reference import Exchange, ReferenceTurn
from eval.hosted.recorded_model import RecordedModel
from eval.hosted.settings import HostedUserSettings, RecordSettings
from eval.hosted.users import HostedUser, RecordedUser, build_user
from eval.rows import Problem, RunRow, Status, read_rows
from services.contracts.errors import InvalidRequest, Overloaded, StageUnavailable
from services.contracts.language_model.completion import CompletionRequest, Completions
from services.contracts.language_model.settings import LanguageModelSettings
from services.contracts.plan import Intent
from services.contracts.prompt.message import Message
from tests.language_model_server import EMPTY_PLAN, LanguageModelServer

REQUEST = CompletionRequest(model="m", messages=(Message(role="user", content="Hello"),), max_tokens=64)
CLARIFY = EMPTY_PLAN | {"intent": "clarify", "message": "Which animals?"}
NOWHERE = "http://127.0.0.1:1/v1"


@pytest.fixture
def server() -> Iterator[LanguageModelServer]:
    with LanguageModelServer() as one:
        one.models = [{"id": "m"}]
        yield one


def settings(server: LanguageModelServer, **changes: Any) -> LanguageModelSettings:
    given: dict[str, Any] = {"base_url": server.url, "model": "m", "retries": 1}
    return LanguageModelSettings(**(given | changes))


def complete(
    asked: LanguageModelSettings, request: CompletionRequest = REQUEST, **records: Any
) -> Completions:
    async def ask() -> Completions:
        model = RecordedModel(asked, RecordSettings(**records), stage="generator")
        try:
            await model.start()
            return await model.complete(request)
        finally:
            await model.close()

    return asyncio.run(ask())


def seeded(seed: int) -> CompletionRequest:
    return REQUEST.model_copy(update={"seed": seed})


def test_an_answer_is_recorded_and_replayed_without_the_network(
    server: LanguageModelServer, tmp_path: Path
) -> None:
    asked = settings(server, prompt_price=2.0, completion_price=10.0, api_key="secret")
    first = complete(asked, records=tmp_path)
    assert first.usage.cost == pytest.approx(0.003)
    assert complete(asked, records=tmp_path) == first
    assert len(server.requests) == 1
    assert "secret" not in "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    offline = settings(server, base_url=NOWHERE)
    assert complete(offline, records=tmp_path, replay=True) == first
    with pytest.raises(StageUnavailable, match="no answer is recorded"):
        complete(offline, seeded(1), records=tmp_path, replay=True)


def test_what_is_asked_besides_is_part_of_the_record(server: LanguageModelServer, tmp_path: Path) -> None:
    complete(settings(server), records=tmp_path)
    complete(settings(server, extra_body={"top_k": 1}), records=tmp_path)
    assert len(server.requests) == 2


def test_a_damaged_record_is_named(server: LanguageModelServer, tmp_path: Path) -> None:
    complete(settings(server), records=tmp_path)
    (record,) = tmp_path.rglob("*.json")
    record.write_text("{")
    with pytest.raises(InvalidRequest, match=record.name):
        complete(settings(server), records=tmp_path)


def test_nothing_is_asked_beyond_the_cost_cap(server: LanguageModelServer, tmp_path: Path) -> None:
    asked = settings(server, prompt_price=1.0)
    capped: dict[str, Any] = {"records": tmp_path, "cost_cap": 0.0015}
    complete(asked, seeded(1), **capped)
    complete(asked, seeded(2), **capped)
    with pytest.raises(Overloaded, match="cost cap"):
        complete(asked, seeded(3), **capped)
    assert complete(asked, seeded(1), **capped).usage.prompt_tokens == 1000  # recorded: costs nothing
    assert len(server.requests) == 2


@pytest.mark.parametrize("lacking", [{"replay": True}, {"cost_cap": 1.0}])
def test_replay_and_cap_need_records(lacking: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="records"):
        RecordSettings(**lacking)


# ---------------------------------------------------------------------------------------------------- simulated users

ASKED = ReferenceTurn(
    id="zoo/zoo_1/1",
    data_set="zoo",
    database_id="zoo",
    dialogue="zoo_1",
    turn=1,
    question="Which are big?",
    gold_sql="SELECT name FROM animals WHERE weight > 1000",
    meaning="heavier than a ton",
)
EXCHANGES = (
    Exchange(question="Which year?", reply="2020"),
    Exchange(question="Size or weight?", reply="Weight"),
)


def test_a_hosted_user_is_told_the_meaning_and_never_the_sql(server: LanguageModelServer) -> None:
    async def ask() -> Any:
        user = HostedUser(HostedUserSettings(base_url=server.url, model="m"))
        try:
            return await user.reply(ASKED, "By size or by weight?")
        finally:
            await user.close()

    server.texts = [" By weight. "]
    said = asyncio.run(ask())
    assert (said.text, said.usage.prompt_tokens) == ("By weight.", 1000)
    told = server.requests[0]["messages"][1]["content"]
    assert "heavier than a ton" in told
    assert "SELECT" not in told


def test_a_recorded_user_says_what_was_said_to_the_question_worded_most_alike() -> None:
    user = RecordedUser({"zoo_1": EXCHANGES})
    assert asyncio.run(user.reply(ASKED, "By size or by weight?")).text == "Weight"
    with pytest.raises(StageUnavailable, match="no exchange is recorded of other"):
        asyncio.run(user.reply(ASKED.model_copy(update={"dialogue": "other"}), "By size?"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nobody", "choose one of: hosted, recorded, module:Class"),
        ("recorded", "has no recorded exchanges"),
        ("hosted", "set TURNWISE_HOSTED_USER_MODEL"),
        ("tests.eval_stages:Nobody", "cannot be made"),
        ("tests.eval_stages:RaisingPlanner", "is no SimulatedUser"),
    ],
)
def test_a_user_that_cannot_be_is_refused(name: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        build_user(name, {})


# ----------------------------------------------------------------------------------------------------- a whole run


def test_a_run_is_replayed_without_the_network(
    server: LanguageModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with apsw.Connection(str(tmp_path / "shop.sqlite")) as connection:
        connection.execute("CREATE TABLE orders (total); INSERT INTO orders VALUES (1), (2.5)")
    connection.close()
    turn = {"question": "What is the total?", "sql": "SELECT sum(total) FROM orders"}
    (tmp_path / "mine.json").write_text(json.dumps([{"id": "a", "turns": [turn]}]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TURNWISE_HOSTED_RECORDS", "records")
    for name, value in {
        "BASE_URL": server.url,
        "MODEL": "m",
        "API_KEY": "secret",
        "PROMPT_PRICE": "2",
    }.items():
        monkeypatch.setenv(f"TURNWISE_LLM_GENERATOR_{name}", value)
    server.script = ["429", "cut"]

    def run(out: str) -> Any:
        words = ["--data", "mine.json", "--dbs", "shop.sqlite", "--workers", "1", "--out", out]
        words += ["--planner", "eval.oracle:NoPlanner", "--generator", "eval.hosted.stages:RecordedGenerator"]
        result = CliRunner().invoke(app, ["eval", "run", *words], catch_exceptions=False)
        return json.loads(result.stdout.splitlines()[-1])

    asked = run("asked")
    assert asked["accuracy"]["value"]["qm"]["value"] == 1.0
    nothing = {"prompt_tokens": 0, "completion_tokens": 0, "cost": 0}
    assert asked["usage"] == {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "cost": 0.002,
        "user": nothing,
    }
    monkeypatch.setenv("TURNWISE_HOSTED_REPLAY", "true")
    requests = len(server.requests)
    replayed = run("replayed")
    assert len(server.requests) == requests == 3
    assert (replayed["accuracy"], replayed["usage"]) == (asked["accuracy"], asked["usage"])
    manifest = json.loads((tmp_path / "replayed" / "manifest.json").read_text())
    settings_there = manifest["stages"]["generator"]["settings"]
    assert (settings_there["model"], settings_there["api_key"]) == ("m", "**********")


# ------------------------------------------------------------------------------------- a run with a simulated user

TASK = {
    "instance_id": "zoo_1",
    "selected_database": "zoo",
    "amb_user_query": "How many of them are there?",
    "query": "How many animals are there?",
    "sol_sql": ["SELECT count(*) FROM animals"],
}


@pytest.fixture
def asking(server: LanguageModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The words of a run on an ambiguous task, with a planner that asks back until it hears of cats."""
    (tmp_path / "dbs" / "zoo").mkdir(parents=True)
    with apsw.Connection(str(tmp_path / "dbs" / "zoo" / "zoo.sqlite")) as connection:
        connection.execute("CREATE TABLE animals (name TEXT); INSERT INTO animals VALUES ('Rex'), ('Tom')")
    connection.close()
    (tmp_path / "tasks.jsonl").write_text(json.dumps(TASK))
    monkeypatch.chdir(tmp_path)
    for name, value in {"BASE_URL": server.url, "MODEL": "m", "RETRIES": "2", "PROMPT_PRICE": "2"}.items():
        monkeypatch.setenv(f"TURNWISE_HOSTED_USER_{name}", value)
    words = ["--data", "bird_interact_tasks:tasks.jsonl", "--dbs", "dbs", "--workers", "1"]
    return (*words, "--planner", "tests.eval_stages:AskingPlanner", "--out", "run")


def asked_back(folder: Path, *words: str) -> RunRow:
    CliRunner().invoke(app, ["eval", "run", *words], catch_exceptions=False)
    (row,) = read_rows(folder / "run" / "rows.jsonl")
    return row


def test_a_run_in_which_a_model_answers_what_is_asked_back(
    server: LanguageModelServer, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.texts, server.script = ["I mean the cats."], ["429", "cut"]
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted")
    assert len(server.requests) == 3
    assert row.exchanges == (Exchange(question="Which animals?", reply="I mean the cats."),)
    assert (row.status, row.verdicts.value) == (Status.ANSWERED, True)
    assert (row.user_usage.cost, row.usage.cost) == (0.002, 0.0)
    assert [timing.stage.value for timing in row.timing].count("plan") == 2
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["user"]["implementation"] == "eval.hosted.users:HostedUser"


def test_a_user_answers_so_many_times_and_no_more(
    server: LanguageModelServer, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.texts = ["Whatever."]
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted", "--clarifications", "2")
    assert len(server.requests) == len(row.exchanges) == 2
    assert (row.status, row.problems) == (Status.CLARIFY, (Problem.NOT_ANSWERED,))


def test_a_user_who_gives_no_answer_is_a_fault_with_its_name(
    server: LanguageModelServer, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.script = ["500"] * 3
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted")
    assert row.problems == (Problem.STAGE_FAILED,)
    assert "STAGE_UNAVAILABLE" in row.detail
    assert row.plan is not None
    assert row.plan.intent is Intent.CLARIFY


def test_what_a_hosted_planner_costs_stands_in_the_row(
    server: LanguageModelServer, tmp_path: Path, asking: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"BASE_URL": server.url, "MODEL": "m", "PROMPT_PRICE": "2"}.items():
        monkeypatch.setenv(f"TURNWISE_LLM_PLANNER_{name}", value)
    server.texts = [json.dumps(CLARIFY)]
    row = asked_back(tmp_path, *asking, "--planner", "eval.hosted.stages:RecordedPlanner")
    assert (row.status, row.usage.prompt_tokens, row.usage.cost) == (Status.CLARIFY, 1000, 0.002)


def test_without_a_user_a_question_back_is_the_answer(tmp_path: Path, asking: tuple[str, ...]) -> None:
    row = asked_back(tmp_path, *asking)
    assert (row.status, row.exchanges) == (Status.CLARIFY, ())


def test_a_user_who_has_nothing_to_tell_is_refused(tmp_path: Path, asking: tuple[str, ...]) -> None:
    (tmp_path / "tasks.jsonl").write_text(json.dumps({**TASK, "query": ""}))
    with pytest.raises(InvalidRequest, match="does not say what its users mean"):
        asked_back(tmp_path, *asking, "--user-simulator", "hosted")
