"""Sessions survive: on SQLite and on a real PostgreSQL server alike."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from services.contracts.errors import (
    InvalidRequest,
    Overloaded,
    SessionMismatch,
    StageUnavailable,
    UnknownSession,
    VersionMismatch,
)
from services.contracts.models import Answer, AnswerStatus, Turn
from services.conversation.sessions import SessionStore, session_table


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sessions.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "memory":
        return "sqlite://"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sessions.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


def run(work: object) -> object:
    return asyncio.run(work)  # type: ignore[arg-type]


def answer(session_id: str, number: int, *, request_id: str = "r1") -> Answer:
    return Answer(
        session_id=session_id,
        request_id=request_id,
        turn=number,
        question=f"question {number}",
        status=AnswerStatus.ANSWERED,
        text="42",
        sql="SELECT 42",
    )


async def complete(store: SessionStore, session_id: str, *, request_id: str = "r1") -> int:
    async with store.turn(session_id, wait_seconds=5):
        number = await store.begin(session_id, question="question", request_id=request_id)
        turn = Turn(number=number, question=f"question {number}")
        await store.finish(answer(session_id, number, request_id=request_id), turn, schema_hash="h")
    return number


def test_a_completed_turn_is_there_after_a_restart(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            await complete(store, "s1")
        async with SessionStore(url) as store:
            session = await store.session("s1")
            assert [turn.status for turn in session.turns] == [AnswerStatus.ANSWERED]
            assert session.turns[0].answer == answer("s1", 1)
            assert session.schema_hash == "h"
            assert session.created_at.tzinfo is not None
            assert await store.history("s1", last=8) == (Turn(number=1, question="question 1"),)
            assert await store.answer("s1", "r1") == answer("s1", 1)
            assert await store.answer("s1", "r2") is None

    run(work())


def test_history_is_the_last_turns_oldest_first(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            for number in range(4):
                await complete(store, "s1", request_id=f"r{number}")
            assert [turn.number for turn in await store.history("s1", last=2)] == [3, 4]

    run(work())


def test_a_session_belongs_to_one_database(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            assert (await store.open("pets", session_id="s1")).session_id == "s1"
            with pytest.raises(SessionMismatch, match="'pets', not 'cars'"):
                await store.open("cars", session_id="s1")
            with pytest.raises(UnknownSession):
                await store.session("s2")
            with pytest.raises(UnknownSession):
                async with store.turn("s2", wait_seconds=1):
                    pass

    run(work())


def test_turns_of_one_session_run_in_the_order_of_asking(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            order: list[int] = []

            async def one(number: int) -> None:
                async with store.turn("s1", wait_seconds=10):
                    order.append(number)
                    await asyncio.sleep(0.01)
                    order.append(number)

            async with asyncio.TaskGroup() as group:
                for number in range(6):
                    group.create_task(one(number))
                    await asyncio.sleep(0)  # let each take its place before the next asks
            assert order == [number for number in range(6) for _ in range(2)]

    run(work())


def test_many_sessions_go_on_at_once(any_url: str) -> None:
    async def work() -> None:
        async with SessionStore(any_url) as store:
            sessions = [f"s{number}" for number in range(8)]
            await asyncio.gather(*(store.open("pets", session_id=session) for session in sessions))
            for _ in range(3):
                await asyncio.gather(*(complete(store, session, request_id=session) for session in sessions))
            for session in sessions:
                assert [turn.number for turn in (await store.session(session)).turns] == [1, 2, 3]

    run(work())


def test_a_turn_that_waits_too_long_is_told_so(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            async with store.turn("s1", wait_seconds=1):
                with pytest.raises(Overloaded):
                    async with store.turn("s1", wait_seconds=0.05):
                        pass
            async with store.turn("s1", wait_seconds=1):
                pass

    run(work())


def test_a_store_of_another_format_is_refused(url: str) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
        engine = sqlalchemy.create_engine(url)
        with engine.begin() as connection:
            connection.execute(session_table.update().values(format=99))
        engine.dispose()
        async with SessionStore(url) as store:
            with pytest.raises(VersionMismatch, match="format 99"):
                await store.session("s1")

    run(work())


HOLDER = """
import asyncio, sys
from services.conversation.sessions import SessionStore

async def main() -> None:
    async with SessionStore(sys.argv[1]) as store:
        async with store.turn("s1", wait_seconds=5):
            await store.begin("s1", question="a long one", request_id="killed")
            print("running", flush=True)
            await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def holder(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of the second turn of session s1."""

    async def first() -> None:
        async with SessionStore(url) as store:
            await store.open("pets", session_id="s1")
            await complete(store, "s1")

    run(first())
    process = subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_turn_in_another_process_is_running_and_waited_for(url: str, holder: subprocess.Popen[str]) -> None:
    async def work() -> None:
        async with SessionStore(url) as store:
            session = await store.session("s1")
            assert [turn.status for turn in session.turns] == [AnswerStatus.ANSWERED, AnswerStatus.RUNNING]
            with pytest.raises(Overloaded):
                async with store.turn("s1", wait_seconds=0.1):
                    pass

    run(work())
    assert holder.poll() is None


def test_a_turn_whose_process_was_killed_is_interrupted_and_the_session_goes_on(
    url: str, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    async def work() -> None:
        async with SessionStore(url) as store:
            session = await store.session("s1")
            assert [turn.status for turn in session.turns] == [
                AnswerStatus.ANSWERED,
                AnswerStatus.INTERRUPTED,
            ]
            assert await store.answer("s1", "killed") is None
            assert await complete(store, "s1", request_id="killed") == 3
            assert [turn.number for turn in await store.history("s1", last=8)] == [1, 3]

    run(work())


def test_a_store_that_cannot_be_reached_is_unavailable(tmp_path: Path) -> None:
    async def work() -> None:
        async with SessionStore(f"sqlite:///{tmp_path}/missing/sessions.sqlite"):
            pass

    with pytest.raises(StageUnavailable, match="session store"):
        run(work())


def test_a_url_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="URL of the session store"):
        SessionStore("not a url")
