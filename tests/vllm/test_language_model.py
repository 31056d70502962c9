"""What the client of a language model relies on, as a real vLLM does it."""

import asyncio
import re
from typing import Any, Literal

import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel, Field

from services.contracts.errors import Overloaded, StageUnavailable
from services.contracts.language_model.completion import Completion, CompletionRequest
from services.contracts.language_model.model_server import ModelServer
from services.contracts.prompt.message import Message
from services.generator.llm.grammar import grammar_of
from tests.executor_shop import SCHEMA
from tests.vllm.answers import CONTEXT, COUNT, GENERATOR, PLAN, PLANNER
from tests.vllm.asking import ENDLESS, in_loop, settings
from tests.vllm.server import BASE, VllmServer

MESSAGES = (Message(role="user", content="How many orders are there?"),)


class Chosen(BaseModel):
    """A form with no place where an answer could run on."""

    tables: list[Literal["customers", "orders"]] = Field(max_length=3)
    distinct: bool


async def completed(server: VllmServer, model: str, **changed: Any) -> tuple[Completion, ...]:
    async with ModelServer(settings(server, model=model), stage="generator") as asked:
        request = CompletionRequest(model=model, **{"messages": MESSAGES, "max_tokens": 48, **changed})
        return (await asked.complete(request)).choices


@in_loop
async def test_the_base_and_its_adapters_answer_differently(server: VllmServer) -> None:
    answers = [(await completed(server, model))[0] for model in (BASE, GENERATOR, PLANNER)]

    assert [answer.text for answer in answers[1:]] == [COUNT, PLAN]
    assert answers[0].cut_off
    likely = [answer.log_probability for answer in answers]
    assert all(isinstance(each, float) and each < 0 for each in likely)
    assert len(set(likely)) == 3


@in_loop
async def test_several_answers_come_in_one_request_and_again_with_the_seed(server: VllmServer) -> None:
    first, again = [await completed(server, GENERATOR, choices=8, temperature=1.0, seed=3) for _ in range(2)]

    assert len({answer.text for answer in first}) > 1
    assert [answer.text for answer in again] == [answer.text for answer in first]


@in_loop
async def test_the_streamed_answer_is_the_whole_one(server: VllmServer) -> None:
    streamed = (await completed(server, BASE, seed=5, temperature=0.5))[0]
    async with AsyncOpenAI(base_url=server.base_url, api_key="none") as client:
        whole = await client.chat.completions.create(
            model=BASE,
            messages=[{"role": "user", "content": MESSAGES[0].content}],
            max_tokens=48,
            seed=5,
            temperature=0.5,
        )

    assert streamed.text == whole.choices[0].message.content
    assert len(streamed.text) > 20


@in_loop
async def test_a_json_schema_holds_the_babbling_base(server: VllmServer) -> None:
    free = await completed(server, BASE, choices=4, temperature=1.0)
    held = await completed(
        server, BASE, choices=4, temperature=1.0, max_tokens=96, json_schema=Chosen.model_json_schema()
    )

    assert not any(answer.text.startswith("{") for answer in free)
    whole = [Chosen.model_validate_json(answer.text) for answer in held if not answer.cut_off]
    assert whole


@in_loop
async def test_the_grammar_holds_the_babbling_base_to_names_of_the_schema(server: VllmServer) -> None:
    grammar = grammar_of(SCHEMA)
    free = await completed(server, BASE, choices=8, temperature=1.0)
    held = await completed(server, BASE, choices=8, temperature=1.0, grammar=grammar)

    known = set(re.findall(r"\w+", grammar))
    assert any(words(answer.text) - known for answer in free)
    assert [words(answer.text) - known for answer in held] == [set()] * 8
    assert any(len(words(answer.text)) > 3 for answer in held)


def words(text: str) -> set[str]:
    """Those outside of string literals, without the last one, which the limit of tokens may have cut."""
    return set(re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*('|$)", " ", text))[:-1])


@in_loop
async def test_a_cancelled_request_is_aborted_on_the_server(server: VllmServer) -> None:
    before = server.metric("vllm:generation_tokens_total")
    most: int = ENDLESS["max_tokens"]
    async with ModelServer(settings(server, **ENDLESS), stage="generator") as asked:
        request = CompletionRequest(model=BASE, messages=MESSAGES, max_tokens=most)
        answer = asyncio.create_task(asked.complete(request))
        await asyncio.to_thread(server.await_running, 1, seconds=60)
        answer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answer

        await asyncio.to_thread(server.await_running, 0, seconds=20)
    assert server.metric("vllm:generation_tokens_total") - before < most / 2


@in_loop
async def test_a_prompt_beyond_the_window_is_told_apart_from_an_outage(server: VllmServer) -> None:
    long = (Message(role="user", content="愛" * CONTEXT),)
    with pytest.raises(Overloaded, match=f"too long for the model '{GENERATOR}'.*{CONTEXT}"):
        await completed(server, GENERATOR, messages=long)


@in_loop
async def test_an_unknown_adapter_is_answered_with_what_is_served(server: VllmServer) -> None:
    with pytest.raises(StageUnavailable) as fault:
        await completed(server, "sql-writer-2")

    assert all(f"'{name}'" in fault.value.message for name in ("sql-writer-2", BASE, GENERATOR, PLANNER))
