"""stages.Conversation."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import (
    InvalidRequest,
    SessionMismatch,
    UnknownDatabase,
    UnknownSession,
    UnknownTurn,
)
from services.contracts.models import Answer, Answered, AnswerStatus, AskRequest, Context, Linked, StageEvent
from tests.contracts.implementations import CONVERSATIONS
from tests.in_loop import in_loop

QUESTION = "How many orders are there?"

every = pytest.mark.parametrize("implementation", CONVERSATIONS.values(), ids=CONVERSATIONS)


async def ask(
    conversation: Any, question: str, *, session_id: str = "s-1", request_id: str = "-"
) -> list[StageEvent]:
    request = AskRequest(session_id=session_id, question=question, context=Context(request_id=request_id))
    return [event async for event in conversation.ask(request)]


def answer_in(events: Sequence[StageEvent]) -> Answer:
    last = events[-1]
    assert isinstance(last, Answered)
    return last.answer


@every
@in_loop
async def test_the_events_of_a_turn_end_with_its_answer(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        await conversation.open("shop", session_id="s-1")
        for number in (1, 2):  # the second time the client knows the schema
            events = [event for event in await ask(conversation, QUESTION) if event.kind != "heartbeat"]
            assert [event.kind for event in events] == ["linked", "planned", "drafted", "attempt", "answered"]
            assert isinstance(events[0], Linked)
            assert events[0].links.snapshot.database_id == "shop"
            answer = answer_in(events)
            assert (answer.turn, answer.status, answer.row_count) == (number, AnswerStatus.ANSWERED, 1)


@every
@in_loop
async def test_a_session_keeps_its_turns(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        opened = await conversation.open("shop")
        answer = answer_in(await ask(conversation, QUESTION, session_id=opened.session_id))
        assert (await conversation.session(opened.session_id)).turns[0].answer == answer
        resumed = await conversation.open("shop", session_id=opened.session_id)
    assert (resumed.session_id, resumed.created_at) == (opened.session_id, opened.created_at)
    assert [turn.question for turn in resumed.turns] == [QUESTION]


@every
@in_loop
async def test_a_request_is_answered_once(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        await conversation.open("shop", session_id="s-1")
        first = await ask(conversation, QUESTION, request_id="r-1")
        again = await ask(conversation, QUESTION, request_id="r-1")
        assert again == [first[-1]]
        assert len((await conversation.session("s-1")).turns) == 1


@every
@in_loop
async def test_two_questions_at_once_are_answered_in_their_order(
    implementation: Any, catalogue: Catalogue
) -> None:
    async with implementation(catalogue) as conversation:
        await conversation.open("shop", session_id="s-1")
        both = await asyncio.gather(ask(conversation, QUESTION), ask(conversation, QUESTION))
    assert sorted(answer_in(events).turn for events in both) == [1, 2]


@every
@in_loop
async def test_a_result_is_fetched_in_pages(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        await conversation.open("shop", session_id="s-1")
        answer = answer_in(await ask(conversation, QUESTION))
        assert answer.page is not None
        pages = [page async for page in conversation.fetch("s-1", 1, page_rows=1)]
        assert pages[0].rows[0] is not None
        assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
        with pytest.raises(UnknownTurn):
            _ = [page async for page in conversation.fetch("s-1", 7)]


@every
@in_loop
async def test_what_there_is_not_is_an_error(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        assert await conversation.databases() == ("shop", "branch")
        with pytest.raises(UnknownDatabase):
            await conversation.open("nowhere")
        with pytest.raises(UnknownSession):
            await conversation.session("nobody")
        with pytest.raises(UnknownSession):
            await ask(conversation, QUESTION, session_id="nobody")
        await conversation.open("shop", session_id="s-1")
        with pytest.raises(SessionMismatch):
            await conversation.open("branch", session_id="s-1")


@every
@pytest.mark.parametrize("question", ["", " \n\t", "\x00"])
@in_loop
async def test_an_empty_question_is_refused(implementation: Any, question: str, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as conversation:
        await conversation.open("shop", session_id="s-1")
        with pytest.raises(InvalidRequest, match="the question is empty") as refusal:
            await ask(conversation, question)
        assert refusal.value.metadata["field"] == "question"
        assert (await conversation.session("s-1")).turns == ()
