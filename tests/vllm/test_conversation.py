"""Whole turns with both `llm` stages on a real vLLM, and what is left of one when the server dies in it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import StageUnavailable
from services.contracts.models import Answer, Answered, AnswerStatus, AskRequest
from services.conversation.build import build_conversation
from services.conversation.conversation import EmbeddedConversation
from services.conversation.settings import ConversationSettings
from tests.vllm.answers import COUNT, GENERATOR, PLANNER
from tests.vllm.asking import ENDLESS, PATIENCE, TEST_SECONDS, in_loop
from tests.vllm.server import VllmServer

QUESTION = "How many orders are there?"


@asynccontextmanager
async def conversation(
    shop: Path, *, planner: str, fallback: str = ""
) -> AsyncIterator[EmbeddedConversation]:
    settings = ConversationSettings(
        value_index="schema",
        planner=planner,
        generator="llm",
        fallback_generator=fallback,
        turn_seconds=TEST_SECONDS,
    )
    async with build_conversation(settings, Catalogue.of({"shop": shop})) as built:
        await built.conversation.open("shop", session_id="s1")
        yield built.conversation


async def answer(held: EmbeddedConversation, question: str) -> Answer:
    events = [event async for event in held.ask(AskRequest(session_id="s1", question=question))]
    assert isinstance(events[-1], Answered)
    return events[-1].answer


def configure(monkeypatch: pytest.MonkeyPatch, stage: str, server: VllmServer, **settings: object) -> None:
    """In the environment, where the stages find it."""
    for name, value in {"base_url": server.base_url, **PATIENCE, **settings}.items():
        text = value if isinstance(value, str) else json.dumps(value)
        monkeypatch.setenv(f"TURNWISE_LLM_{stage}_{name}".upper(), text)


def test_two_turns_are_planned_written_run_and_answered(
    server: VllmServer, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, "PLANNER", server, model=PLANNER)
    configure(monkeypatch, "GENERATOR", server, model=GENERATOR)

    @in_loop
    async def asked() -> None:
        async with conversation(shop, planner="llm") as held:
            first = await answer(held, QUESTION)
            second = await answer(held, "And again?")

        for answered in (first, second):
            assert answered.status is AnswerStatus.ANSWERED
            assert answered.sql == COUNT
            assert answered.page is not None
            assert answered.page.rows == ((3,),)
        assert second.usage.prompt_tokens > first.usage.prompt_tokens > 0

    asked()


@pytest.mark.kills_server
def test_a_server_that_dies_in_a_turn_is_replaced_by_the_compiler_where_so_configured(
    server: VllmServer, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, "GENERATOR", server, **ENDLESS)

    @in_loop
    async def killed() -> None:
        async with (
            conversation(shop, planner="lexical", fallback="compiler") as replaced,
            conversation(shop, planner="lexical") as alone,
        ):
            turns = [asyncio.create_task(answer(held, QUESTION)) for held in (replaced, alone)]
            await asyncio.to_thread(server.await_running, 2, seconds=60)
            server.kill()
            answered, fault = await asyncio.gather(*turns, return_exceptions=True)

        assert isinstance(answered, Answer)
        assert answered.page is not None
        assert answered.page.rows == ((3,),)
        assert any("fallback" in note and server.base_url in note for note in answered.notes)
        assert isinstance(fault, StageUnavailable)
        assert fault.metadata["stage"] == "generator"

    killed()
