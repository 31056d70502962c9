"""Hosted models against a local server that speaks the protocol and misbehaves."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import apsw
import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from cli.main import app
from eval.datasets.reference import Exchange, ReferenceTurn
from eval.hosted.endpoint import Endpoint
from eval.hosted.settings import HostedSettings, HostedUserSettings
from eval.hosted.stages import HostedGenerator, HostedPlanner
from eval.hosted.users import HostedUser, RecordedUser, build_user
from eval.rows import Problem, RunRow, Status, read_rows
from services.contracts.errors import InvalidRequest, Overloaded, StageBroken, StageUnavailable
from services.contracts.models import ExecutionStatus as Ran
from services.contracts.models import GenerateRequest, Links, Outcome, PlanRequest, Turn
from services.contracts.plan import ColumnRole, Intent
from tests.fakes import PLAN, SCHEMA

LINKS = Links(snapshot=SCHEMA)
MESSAGES = [{"role": "user", "content": "Hello"}]
PLANNED = {
    "intent": "answer",
    "message": "",
    "tables": ["Orders"],
    "joins": [],
    "select": [{"column": "orders.TOTAL", "aggregate": "SUM", "distinct": False}],
    "distinct": False,
    "where": [{"column": "country", "operator": "=", "value": "FR"}],
    "group_by": [],
    "order_by": [],
    "limit": None,
    "set_operator": None,
    "nested": False,
}


class Server:
    """Answers with `script`, one entry per request, then always `text`. Keeps what it was sent."""

    def __init__(self) -> None:
        self.script: list[str] = []
        self.text = "```sql\nSELECT sum(total) FROM orders;\n```"
        self.finish = "stop"
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.requests.append(json.loads(body))
                server.keys.append(self.headers["Authorization"])
                server.answer(self, server.script.pop(0) if server.script else "right")

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def answer(self, handler: BaseHTTPRequestHandler, what: str) -> None:
        body = json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "m",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": self.finish,
                        "message": {"role": "assistant", "content": self.text},
                    }
                ],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
            }
        ).encode()
        if what == "slow":
            time.sleep(1.0)
        status = int(what) if what.isdigit() else 200
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        if status == 429:
            handler.send_header("Retry-After", "0")
        handler.end_headers()
        if what == "garbage":
            body = body[: len(body) // 2].ljust(len(body))
        try:
            handler.wfile.write(body[: len(body) // 2] if what == "cut" else body)
        except BrokenPipeError:  # the client has given the slow answer up
            return
        if what == "cut":
            handler.close_connection = True

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def settings(server: Server, **changes: Any) -> HostedSettings:
    given: dict[str, Any] = {"base_url": server.url, "model": "m", "timeout_seconds": 0.4, "retries": 3}
    return HostedSettings(**(given | changes))


def complete(hosted: HostedSettings, **options: Any) -> Any:
    async def ask() -> Any:
        endpoint = Endpoint(hosted, stage="generator")
        try:
            return await endpoint.complete(MESSAGES, **options)
        finally:
            await endpoint.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("trouble", ["429", "500", "503", "cut", "slow"])
def test_what_passes_is_tried_again(server: Server, trouble: str) -> None:
    server.script = [trouble]
    assert complete(settings(server)).prompt_tokens == 1000
    assert len(server.requests) == 2


@pytest.mark.parametrize("trouble", ["500", "429", "cut"])
def test_what_does_not_pass_is_a_fault_of_the_stage(server: Server, trouble: str) -> None:
    server.script = [trouble] * 5
    with pytest.raises(StageUnavailable) as raised:
        complete(settings(server, retries=1))
    assert raised.value.metadata["stage"] == "generator"
    assert len(server.requests) == 2


def test_wrong_use_is_not_tried_again(server: Server) -> None:
    server.script = ["401"]
    with pytest.raises(StageUnavailable):
        complete(settings(server))
    assert len(server.requests) == 1


def test_no_server_is_a_fault_of_the_stage() -> None:
    hosted = HostedSettings(base_url="http://127.0.0.1:1/v1", model="m", retries=0)
    with pytest.raises(StageUnavailable):
        complete(hosted)


def test_an_answer_is_recorded_and_replayed_without_the_network(server: Server, tmp_path: Path) -> None:
    hosted = settings(server, records=tmp_path, prompt_price=2.0, completion_price=10.0, api_key="secret")
    first = complete(hosted)
    assert first.cost == pytest.approx(0.003)
    assert complete(hosted) == first
    assert len(server.requests) == 1
    assert server.keys == ["Bearer secret"]
    assert "secret" not in "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    offline = settings(server, base_url="http://127.0.0.1:1/v1", records=tmp_path, replay=True)
    assert complete(offline) == first
    with pytest.raises(StageUnavailable, match="no answer is recorded"):
        complete(offline, seed=1)


def test_a_damaged_record_is_named(server: Server, tmp_path: Path) -> None:
    hosted = settings(server, records=tmp_path)
    complete(hosted)
    (record,) = tmp_path.rglob("*.json")
    record.write_text("{")
    with pytest.raises(InvalidRequest, match=record.name):
        complete(hosted)


def test_nothing_is_asked_beyond_the_cost_cap(server: Server, tmp_path: Path) -> None:
    hosted = settings(server, records=tmp_path, prompt_price=1.0, cost_cap=0.0015)
    complete(hosted, seed=1)
    complete(hosted, seed=2)
    with pytest.raises(Overloaded, match="cost cap"):
        complete(hosted, seed=3)
    assert complete(hosted, seed=1).prompt_tokens == 1000  # recorded: costs nothing
    assert len(server.requests) == 2


@pytest.mark.parametrize("lacking", [{"replay": True}, {"cost_cap": 1.0}])
def test_replay_and_cap_need_records(server: Server, lacking: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="records"):
        settings(server, **lacking)


def test_a_model_must_be_named(server: Server) -> None:
    with pytest.raises(InvalidRequest, match="TURNWISE_HOSTED_MODEL"):
        HostedGenerator(settings(server, model=""))


# ----------------------------------------------------------------------------------------------------------- stages


def generate(hosted: HostedSettings, **fields: Any) -> Any:
    async def ask() -> Any:
        generator = HostedGenerator(hosted)
        try:
            return await generator.generate(
                GenerateRequest(question="Only France", links=LINKS, plans=(PLAN,), **fields)
            )
        finally:
            await generator.close()

    return asyncio.run(ask())


def plan(hosted: HostedSettings) -> Any:
    async def ask() -> Any:
        planner = HostedPlanner(hosted)
        try:
            return await planner.plan(PlanRequest(question="Only France", links=LINKS))
        finally:
            await planner.close()

    return asyncio.run(ask())


def test_a_generator_drafts_the_sql_of_the_answer(server: Server) -> None:
    ran = Outcome(status=Ran.OK, row_count=1, first_rows=(("x'y",),))
    drafts = generate(
        settings(server), history=(Turn(number=1, question="Total?", sql="SELECT 1", outcome=ran),)
    )
    assert [draft.sql for draft in drafts.drafts] == ["SELECT sum(total) FROM orders"]
    assert drafts.usage.completion_tokens == 100
    prompt = server.requests[0]["messages"][1]["content"]
    for told in ("orders(order_id INTEGER", "orders.country → countries.code", "User: Total?", "Plan:"):
        assert told in prompt
    assert "'x''y'" in prompt


def test_a_generator_without_plans_in_the_prompt(server: Server) -> None:
    generate(settings(server, plans_in_prompt=False))
    assert "Plan:" not in server.requests[0]["messages"][1]["content"]


@pytest.mark.parametrize(
    ("text", "finish", "failure"), [("", "stop", "empty"), ("SELECT 1", "length", "cut off")]
)
def test_an_answer_without_sql_is_a_draft_with_its_failure(
    server: Server, text: str, finish: str, failure: str
) -> None:
    server.text, server.finish = text, finish
    (draft,) = generate(settings(server)).drafts
    assert draft.sql == ""
    assert failure in draft.failure


def test_a_planner_asks_for_structured_output(server: Server) -> None:
    server.text = json.dumps(PLANNED)
    plans = plan(settings(server, prompt_price=2.0))
    assert (plans.usage.prompt_tokens, plans.usage.cost) == (1000, 0.002)
    (found,) = plans.plans
    assert found.tables == ("orders",)
    assert [(str(each.column), each.roles) for each in found.columns] == [
        ("orders.total", (ColumnRole.SELECT,)),
        ("orders.country", (ColumnRole.FILTER,)),
    ]
    assert [(str(each.column), each.operator, each.value) for each in found.values] == [
        ("orders.country", "=", "FR")
    ]
    assert [each.expression for each in found.projection] == ["sum(orders.total)"]
    assert server.requests[0]["response_format"]["type"] == "json_schema"


def test_a_planner_may_ask_back(server: Server) -> None:
    server.text = json.dumps(PLANNED | {"intent": "clarify", "message": "Which France?"})
    (found,) = plan(settings(server)).plans
    assert found.intent is Intent.CLARIFY
    assert found.clarification.question == "Which France?"


@pytest.mark.parametrize("text", ["no JSON", json.dumps({"intent": "answer"})])
def test_an_answer_that_is_no_plan_breaks_the_stage(server: Server, text: str) -> None:
    server.text = text
    with pytest.raises(StageBroken, match="cannot be read"):
        plan(settings(server))


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


def test_a_hosted_user_is_told_the_meaning_and_never_the_sql(server: Server) -> None:
    async def ask() -> Any:
        user = HostedUser(HostedUserSettings(base_url=server.url, model="m"))
        try:
            return await user.reply(ASKED, "By size or by weight?")
        finally:
            await user.close()

    server.text = " By weight. "
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
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with apsw.Connection(str(tmp_path / "shop.sqlite")) as connection:
        connection.execute("CREATE TABLE orders (total); INSERT INTO orders VALUES (1), (2.5)")
    connection.close()
    turn = {"question": "What is the total?", "sql": "SELECT sum(total) FROM orders"}
    (tmp_path / "mine.json").write_text(json.dumps([{"id": "a", "turns": [turn]}]))
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BASE_URL": server.url,
        "MODEL": "m",
        "RECORDS": "records",
        "API_KEY": "secret",
        "PROMPT_PRICE": "2",
    }.items():
        monkeypatch.setenv(f"TURNWISE_HOSTED_{name}", value)
    server.script = ["429", "cut"]

    def run(out: str) -> Any:
        words = ["--data", "mine.json", "--dbs", "shop.sqlite", "--workers", "1", "--out", out]
        words += ["--planner", "eval.oracle:NoPlanner", "--generator", "eval.hosted.stages:HostedGenerator"]
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
def asking(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
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
    server: Server, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.text, server.script = "I mean the cats.", ["429", "cut"]
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted")
    assert len(server.requests) == 3
    assert row.exchanges == (Exchange(question="Which animals?", reply="I mean the cats."),)
    assert (row.status, row.verdicts.value) == (Status.ANSWERED, True)
    assert (row.user_usage.cost, row.usage.cost) == (0.002, 0.0)
    assert [timing.stage.value for timing in row.timing].count("plan") == 2
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["user"]["implementation"] == "eval.hosted.users:HostedUser"


def test_a_user_answers_so_many_times_and_no_more(
    server: Server, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.text = "Whatever."
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted", "--clarifications", "2")
    assert len(server.requests) == len(row.exchanges) == 2
    assert (row.status, row.problems) == (Status.CLARIFY, (Problem.NOT_ANSWERED,))


def test_a_user_who_gives_no_answer_is_a_fault_with_its_name(
    server: Server, tmp_path: Path, asking: tuple[str, ...]
) -> None:
    server.script = ["500"] * 3
    row = asked_back(tmp_path, *asking, "--user-simulator", "hosted")
    assert row.problems == (Problem.STAGE_FAILED,)
    assert "STAGE_UNAVAILABLE" in row.detail
    assert row.plan is not None
    assert row.plan.intent is Intent.CLARIFY


def test_what_a_hosted_planner_costs_stands_in_the_row(
    server: Server, tmp_path: Path, asking: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"BASE_URL": server.url, "MODEL": "m", "PROMPT_PRICE": "2"}.items():
        monkeypatch.setenv(f"TURNWISE_HOSTED_{name}", value)
    server.text = json.dumps(PLANNED | {"intent": "clarify", "message": "Which animals?"})
    row = asked_back(tmp_path, *asking, "--planner", "eval.hosted.stages:HostedPlanner")
    assert (row.status, row.usage.prompt_tokens, row.usage.cost) == (Status.CLARIFY, 1000, 0.002)


def test_without_a_user_a_question_back_is_the_answer(tmp_path: Path, asking: tuple[str, ...]) -> None:
    row = asked_back(tmp_path, *asking)
    assert (row.status, row.exchanges) == (Status.CLARIFY, ())


def test_a_user_who_has_nothing_to_tell_is_refused(tmp_path: Path, asking: tuple[str, ...]) -> None:
    (tmp_path / "tasks.jsonl").write_text(json.dumps({**TASK, "query": ""}))
    with pytest.raises(InvalidRequest, match="does not say what its users mean"):
        asked_back(tmp_path, *asking, "--user-simulator", "hosted")
