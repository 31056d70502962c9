"""`turnwise` as a person and as another program use it: output, exit codes, and clear words for bad input."""

import asyncio
import ctypes
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from services.contracts.models import AskRequest
from services.conversation.client import GrpcConversation
from tests.e2e.servers import running

FIELDS = {
    "turn",
    "question",
    "status",
    "answer",
    "sql",
    "columns",
    "rows",
    "row_count",
    "truncated",
    "plan",
    "attempts",
    "timing_ms",
}


@contextmanager
def _answering(file: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str], IO[str], IO[str]]]:
    """`turnwise ask --json -` after its first answer, with its input, output and errors still open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "ask", "--db", str(file), "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write("How many stores are there?\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["status"] == "answered"
        yield process, process.stdin, process.stdout, process.stderr


def turnwise(
    *arguments: str | Path, stdin: str | bytes = b"", state: Path | None = None, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"XDG_STATE_HOME": str(state)} if state else {})
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=environment,
        timeout=timeout,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_ask_answers_a_conversation(pet_shop_file: Path) -> None:
    done = turnwise("ask", "--db", pet_shop_file, "How many orders are there?", "Only France")
    assert done.returncode == 0, done.stderr
    assert "4000" in done.stdout
    assert "SELECT" in done.stdout
    assert done.stderr == ""


def test_ask_prints_one_json_object_per_turn_as_soon_as_it_is_answered(pet_shop_file: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "ask", "--db", str(pet_shop_file), "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for number, question in enumerate(["Show revenue by country", "Only France"], start=1):
            process.stdin.write(question + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())  # comes before the next question is sent
            assert answer.keys() >= FIELDS
            assert answer["turn"] == number
            assert answer["question"] == question
            assert answer["status"] == "answered"
            assert answer["row_count"] == len(answer["rows"]) > 0
            assert set(answer["timing_ms"]) == {"link", "plan", "generate", "execute", "total"}
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait() == 0


def test_a_question_that_is_not_answered_ends_with_1_and_the_conversation_goes_on(
    pet_shop_file: Path,
) -> None:
    questions = "qwertz asdfgh yxcvbn\n\nHow many stores are there?\n"
    done = turnwise("ask", "--db", pet_shop_file, "--json", "-", stdin=questions)
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    assert [turn["status"] for turn in turns] == ["unanswerable", "failed", "answered"]
    assert "empty" in turns[1]["answer"]
    assert turns[2]["rows"] == [[12]]
    assert done.returncode == 1


RIGHT_TO_LEFT = "\u202erevenue\u202c \u0625\u064a\u0631\u0627\u062f\u0627\u062a"


@pytest.mark.parametrize(
    "bad",
    [b"\xff\xfe revenue by country\n", f"a\x00b {RIGHT_TO_LEFT} 🐶\n".encode(), b"x" * 10_000 + b"\n"],
)
def test_any_bytes_get_an_answer(pet_shop_file: Path, bad: bytes) -> None:
    done = turnwise("ask", "--db", pet_shop_file, "--json", "-", stdin=bad)
    (turn,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert turn["answer"]
    assert done.returncode in {0, 1}


@pytest.mark.parametrize(
    ("verb", "key"),
    [("link", "values"), ("plan", "plans"), ("draft", "drafts")],
)
def test_each_stage_can_be_tried_alone(pet_shop_file: Path, verb: str, key: str) -> None:
    done = turnwise(verb, "--db", pet_shop_file, "--json", "How many orders from France are there?")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[key]
    plain = turnwise(verb, "--db", pet_shop_file, "How many orders from France are there?")
    assert plain.returncode == 0
    assert plain.stdout.strip()


def test_link_names_the_stored_value(pet_shop_file: Path) -> None:
    done = turnwise("link", "--db", pet_shop_file, "--json", "Only France")
    values = json.loads(done.stdout)["values"]
    assert ("countries", "name", "France") in {(v["table"], v["column"], v["value"]) for v in values}
    assert ("orders", "country", "FR") in {(v["table"], v["column"], v["value"]) for v in values}


def test_stages_see_the_earlier_questions(pet_shop_file: Path) -> None:
    done = turnwise(
        "draft", "--db", pet_shop_file, "--json", "--history", "Show revenue by country", "Only France"
    )
    assert "'FR'" in done.stdout or "'France'" in done.stdout
    assert "total" in done.stdout


@pytest.mark.parametrize(
    ("statement", "status", "code"),
    [
        ("SELECT count(*) FROM stores", "ok", 0),
        ("DELETE FROM stores", "denied", 1),
        ("SELECT 1; SELECT 2", "invalid", 1),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            "timeout",
            1,
        ),
    ],
)
def test_sql_runs_in_the_sandbox(pet_shop_file: Path, statement: str, status: str, code: int) -> None:
    done = turnwise("sql", "--db", pet_shop_file, "--json", "--seconds", "0.5", statement)
    result = json.loads(done.stdout)
    assert result["status"] == status
    assert result["truncated"] is False
    assert done.returncode == code


def test_index_shows_what_is_there(pet_shop_file: Path) -> None:
    done = turnwise("index", "--db", pet_shop_file)
    assert done.returncode == 0
    assert "orders(store_id) → stores(store_id)" in done.stdout
    assert len(json.loads(turnwise("index", "--db", pet_shop_file, "--json").stdout)["tables"]) == 11


@pytest.mark.parametrize(
    "kind", ["missing", "folder", "text", "empty file", "random bytes", "cut off", "fifo"]
)
def test_a_file_that_is_no_database_is_refused_in_one_line(
    pet_shop_file: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "shop.sqlite"
    match kind:
        case "folder":
            file.mkdir()
        case "text":
            file.write_text("hello\n" * 500)
        case "empty file":
            file.touch()
        case "random bytes":
            file.write_bytes(bytes(range(256)) * 64)
        case "cut off":
            file.write_bytes(pet_shop_file.read_bytes()[:1000])
        case "fifo":
            os.mkfifo(file)
    done = turnwise("ask", "--db", file, "How many orders are there?", timeout=20)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "shop.sqlite" in done.stderr


def test_a_database_without_tables_says_so(tmp_path: Path) -> None:
    file = tmp_path / "nothing.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE gone (x)")
    connection.execute("DROP TABLE gone")
    connection.commit()
    connection.close()
    done = turnwise("ask", "--db", file, "How many orders are there?")
    assert done.returncode == 1
    assert "no tables" in done.stdout


def test_a_file_that_vanishes_while_in_use_is_named(pet_shop_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.sqlite"
    file.write_bytes(pet_shop_file.read_bytes())
    with _answering(file) as (process, stdin, stdout, stderr):
        file.unlink()
        stdin.write("How many orders are there?\n")
        stdin.flush()
        gone = json.loads(stdout.readline())
        stdin.close()
        assert gone["status"] == "failed"
        assert "shop.sqlite" in gone["answer"]
        assert process.wait() == 1
        assert stderr.read() == ""


def test_a_live_wal_is_read_and_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "live.sqlite"
    writer = sqlite3.connect(file)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE pets (pet_id INTEGER PRIMARY KEY, name TEXT)")
    writer.execute("INSERT INTO pets (name) VALUES ('Rex'), ('Tom')")
    writer.commit()
    before = {entry.name: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()}
    done = turnwise("ask", "--db", file, "--json", "How many pets are there?")
    assert json.loads(done.stdout)["rows"] == [[2]]
    assert {entry.name: entry.stat().st_mtime_ns for entry in tmp_path.iterdir()} == before
    writer.close()


@pytest.mark.parametrize(
    "arguments", [(), ("ask",), ("ask", "--db", "x.sqlite"), ("sing",), ("ask", "--nonsense")]
)
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = turnwise(*arguments)
    assert done.returncode == 2
    assert done.stderr or "Usage:" in done.stdout


def test_an_unknown_stage_is_named_with_what_there_is(pet_shop_file: Path) -> None:
    done = turnwise("ask", "--db", pet_shop_file, "--planner", "magic", "How many orders are there?")
    assert done.returncode == 2
    assert "magic" in done.stderr
    assert "lexical" in done.stderr


def test_a_service_that_is_down_is_named(pet_shop_file: Path) -> None:
    done = turnwise(
        "ask", "--db", pet_shop_file, "--planner", "grpc://127.0.0.1:9", "How many orders are there?"
    )
    assert done.returncode == 1
    assert "planner" in done.stderr


HANGING = "tests.e2e.hanging_planner:HangingPlanner"


def test_a_conversation_resumes_after_a_kill_in_the_middle_of_a_turn(
    pet_shop_file: Path, tmp_path: Path
) -> None:
    resume = ("ask", "--db", pet_shop_file, "--session", "s1", "--json")
    first = turnwise(*resume, "Show revenue by country", state=tmp_path)
    assert json.loads(first.stdout)["turn"] == 1

    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", *map(str, resume), "--planner", HANGING, "Only Germany"],
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process:
        assert "planning" in iter_until(process.stderr, "planning")
        os.kill(process.pid, signal.SIGKILL)
    again = turnwise(*resume, "Only France", state=tmp_path)
    assert "2. Only Germany (interrupted)" in again.stderr
    answer = json.loads(again.stdout)
    assert answer["turn"] == 3
    assert answer["rows"]
    assert answer["rows"][0][0] in {"FR", "France"}


def iter_until(stream: object, word: str) -> str:
    for line in stream:  # type: ignore[attr-defined]
        if word in line:
            return str(line)
    raise AssertionError(f"the process ended before it said '{word}'")


def test_a_conversation_belongs_to_one_database(pet_shop_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(pet_shop_file.read_bytes())
    turnwise("ask", "--db", pet_shop_file, "--session", "s1", "How many stores are there?", state=tmp_path)
    done = turnwise("ask", "--db", other, "--session", "s1", "How many stores are there?", state=tmp_path)
    assert done.returncode == 2
    assert "session" in done.stderr


def test_chat_reads_questions_until_an_empty_line(pet_shop_file: Path, tmp_path: Path) -> None:
    done = turnwise(
        "chat", "--db", pet_shop_file, stdin="How many stores are there?\n\nignored\n", state=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "12" in done.stdout
    assert "ignored" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (("--session", "bad id!"), {}, "session id"),
        (("--planner", "os:getcwd"), {}, "os:getcwd"),
        (("--planner", "collections:OrderedDict"), {}, "no Planner"),
        (("--planner", ":"), {}, "lexical"),
        (("--planner", "grpc://"), {}, "lexical"),
        ((), {"TURNWISE_CONVERSATION_HISTORY_TURNS": "-1"}, "history_turns"),
        ((), {"TURNWISE_EXECUTOR_WORKERS": "0"}, "workers"),
        ((), {"TURNWISE_CONVERSATION_SESSIONS": "mysql://x/y"}, "session store"),
        ((), {"TURNWISE_CONVERSATION_SESSIONS": "nonsense"}, "session store"),
        (("--session", "s1"), {"XDG_STATE_HOME": "/proc/nowhere"}, "TURNWISE_CONVERSATION_SESSIONS"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    pet_shop_file: Path, arguments: tuple[str, ...], environment: dict[str, str], word: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        done = turnwise("ask", "--db", pet_shop_file, *arguments, "How many stores are there?")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr


def test_a_session_store_that_is_none_is_named(pet_shop_file: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database\n" * 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TURNWISE_CONVERSATION_SESSIONS", f"sqlite:///{tmp_path / 'text'}")
        done = turnwise("ask", "--db", pet_shop_file, "How many stores are there?")
    assert done.returncode == 1
    assert "session store" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_numbers_that_json_lacks_are_strings(pet_shop_file: Path) -> None:
    done = turnwise("sql", "--db", pet_shop_file, "--json", "SELECT 1e999, -1e999")
    assert json.loads(done.stdout, parse_constant=pytest.fail)["rows"] == [["Infinity", "-Infinity"]]


def test_stored_text_does_not_steer_the_terminal(pet_shop_file: Path) -> None:
    done = turnwise("sql", "--db", pet_shop_file, "SELECT 'a' || char(27) || '[31mred' || char(8238) || 'z'")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "a\u241b[31mred" in done.stdout


def test_ctrl_c_ends_a_conversation_whose_input_stays_open(pet_shop_file: Path) -> None:
    with _answering(pet_shop_file) as (process, _, _, stderr):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert stderr.read() == ""


def test_ctrl_c_ends_it_whichever_thread_the_signal_comes_to(pet_shop_file: Path) -> None:
    with _answering(pet_shop_file) as (process, _, _, stderr):
        threads = {int(thread.name) for thread in Path(f"/proc/{process.pid}/task").iterdir()}
        assert ctypes.CDLL(None).tgkill(process.pid, max(threads - {process.pid}), signal.SIGINT) == 0
        assert process.wait(timeout=30) == 130
        assert stderr.read() == ""


def test_a_session_of_a_new_name_says_that_it_is_new(pet_shop_file: Path, tmp_path: Path) -> None:
    done = turnwise(
        "ask", "--db", pet_shop_file, "--session", "s9", "How many stores are there?", state=tmp_path
    )
    assert "Started the conversation 's9'" in done.stderr


def test_served_conversations_survive_a_restart(pet_shop_file: Path, tmp_path: Path) -> None:
    command = ("-m", "cli.main", "serve", "--db", str(pet_shop_file), "--port", "0")

    async def ask() -> int:
        async with GrpcConversation(address) as conversation:
            session = await conversation.open("pet_shop", session_id="s1")
            request = AskRequest(session_id=session.session_id, question="How many stores are there?")
            assert [event async for event in conversation.ask(request)]
            return len(session.turns)

    for turns_before in (0, 1):
        with running(*command, XDG_STATE_HOME=str(tmp_path)) as address:
            assert asyncio.run(ask()) == turns_before
