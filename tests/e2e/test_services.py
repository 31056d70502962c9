"""One process and five processes on loopback give equal answers."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import grpc
import pytest
from google.rpc import error_details_pb2  # type: ignore[import-untyped]
from grpc_status import rpc_status  # type: ignore[import-untyped]
from turnwise.v1 import conversation_pb2, conversation_pb2_grpc

from examples.demo import QUESTIONS
from services.contracts.catalogue import Catalogue
from services.contracts.errors import StageUnavailable
from services.contracts.models import Answer, Answered, AnswerStatus, AskRequest, Attempted, StageEvent
from services.contracts.stages import Conversation
from services.conversation.build import build_conversation
from services.conversation.client import GrpcConversation
from services.conversation.settings import ConversationSettings
from tests.e2e.servers import running

DIALOGUES = Path("examples/pet_shop_dialogues.json")
STAGES = ("value_index", "planner", "generator", "executor")


@pytest.fixture(scope="module")
def catalogue(pet_shop_file: Path) -> Path:
    file = pet_shop_file.with_name("catalogue.toml")
    file.write_text('[databases]\npet_shop = "pet_shop.sqlite"\n')
    return file


@pytest.fixture(scope="module")
def five_processes(catalogue: Path) -> Iterator[str]:
    """The conversation's address; each stage is a process of its own."""
    with ExitStack() as stack:
        settings = {"TURNWISE_CATALOGUE": str(catalogue)}
        for stage in STAGES:
            port = {f"TURNWISE_{stage.upper()}_PORT": "0"}
            address = stack.enter_context(running("-m", f"services.{stage}", **settings, **port))
            settings[f"TURNWISE_CONVERSATION_{stage.upper()}"] = f"grpc://{address}"
        settings["TURNWISE_CONVERSATION_PORT"] = "0"
        yield stack.enter_context(running("-m", "services.conversation", **settings))


async def hold(conversation: Conversation, questions: list[str], session_id: str) -> list[StageEvent]:
    session = await conversation.open("pet_shop", session_id=session_id)
    return [
        event
        for question in questions
        async for event in conversation.ask(AskRequest(session_id=session.session_id, question=question))
    ]


def comparable(events: list[StageEvent]) -> list[StageEvent]:
    """Without what differs from run to run: times, and the ids of requests."""
    return [timeless(event) for event in events if event.kind != "heartbeat"]


def timeless(event: StageEvent) -> StageEvent:
    if isinstance(event, Attempted):
        return event.model_copy(update={"attempt": event.attempt.model_copy(update={"elapsed_ms": 0.0})})
    if not isinstance(event, Answered):
        return event
    attempts = tuple(attempt.model_copy(update={"elapsed_ms": 0.0}) for attempt in event.answer.attempts)
    answer = event.answer.model_copy(update={"attempts": attempts, "timing": (), "request_id": "r"})
    return event.model_copy(update={"answer": answer})


def test_one_process_and_five_give_equal_answers(catalogue: Path, five_processes: str) -> None:
    dialogues = [[turn["question"] for turn in each["turns"]] for each in json.loads(DIALOGUES.read_text())]
    dialogues = [list(QUESTIONS), *dialogues[1::8]]

    async def work() -> None:
        built = build_conversation(ConversationSettings(), Catalogue.from_file(catalogue))
        async with built, GrpcConversation(five_processes) as remote:
            for number, questions in enumerate(dialogues):
                here = await hold(built.conversation, questions, f"equal{number}")
                there = await hold(remote, questions, f"equal{number}")
                assert comparable(there) == comparable(here)
                assert sum(isinstance(event, Answered) for event in here) == len(questions)

    asyncio.run(work())


def test_a_stage_that_is_away_is_named_and_the_session_goes_on(catalogue: Path) -> None:
    async def work() -> None:
        with running("-m", "services.planner", TURNWISE_PLANNER_PORT="0") as planner:
            settings = ConversationSettings(planner=f"grpc://{planner}")
            built = await build_conversation(settings, Catalogue.from_file(catalogue)).__aenter__()
            await hold(built.conversation, ["How many orders are there?"], "s1")
        with pytest.raises(StageUnavailable, match="planner"):
            await hold(built.conversation, ["Only France"], "s1")
        with running("-m", "services.planner", TURNWISE_PLANNER_PORT=planner.rpartition(":")[2]):
            answer = await answer_once_back(built.conversation, "Only France")
            assert [turn.status for turn in (await built.conversation.session("s1")).turns[:2]] == [
                AnswerStatus.ANSWERED,
                AnswerStatus.INTERRUPTED,
            ]
            assert "= 'FR'" in answer.sql
        await built.__aexit__(None, None, None)

    asyncio.run(work())


async def answer_once_back(conversation: Conversation, question: str) -> Answer:
    """The channel finds a stage that is back within its reconnection time, two seconds at most."""
    async with asyncio.timeout(20):
        while True:
            try:
                events = await hold(conversation, [question], "s1")
            except StageUnavailable:
                continue  # a failing call takes its time by itself: it is retried with a pause
            assert isinstance(events[-1], Answered)
            return events[-1].answer


@pytest.mark.parametrize(
    ("session_id", "question", "code", "reason"),
    [
        ("nobody", "How many orders?", grpc.StatusCode.NOT_FOUND, "UNKNOWN_SESSION"),
        ("s/1", "How many orders?", grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        ("known", " ", grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        ("known", "x" * 10_000, grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
    ],
)
def test_bad_requests_get_their_status_and_details(
    five_processes: str, session_id: str, question: str, code: grpc.StatusCode, reason: str
) -> None:
    with grpc.insecure_channel(five_processes) as channel:
        stub = conversation_pb2_grpc.ConversationServiceStub(channel)
        stub.OpenSession(
            conversation_pb2.OpenSessionRequest(database_id="pet_shop", session_id="known"), timeout=20
        )
        with pytest.raises(grpc.RpcError) as raised:
            list(stub.Ask(conversation_pb2.AskRequest(session_id=session_id, question=question), timeout=20))
    assert raised.value.code() is code
    status = rpc_status.from_call(raised.value)
    details = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(details) for detail in status.details)
    assert details.reason == reason
    assert "Traceback" not in str(raised.value.details())


def test_an_unknown_database_is_not_found(five_processes: str) -> None:
    with grpc.insecure_channel(five_processes) as channel:
        stub = conversation_pb2_grpc.ConversationServiceStub(channel)
        with pytest.raises(grpc.RpcError) as raised:
            stub.OpenSession(conversation_pb2.OpenSessionRequest(database_id="elsewhere"), timeout=20)
    assert raised.value.code() is grpc.StatusCode.NOT_FOUND
