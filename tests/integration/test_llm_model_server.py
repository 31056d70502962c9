"""The client of language models, against a local server that speaks the protocol and misbehaves."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from services.contracts.errors import InvalidRequest, Overloaded, StageUnavailable, VersionMismatch
from services.contracts.language_model.completion import CompletionRequest, Completions
from services.contracts.language_model.model_server import ModelServer
from services.contracts.language_model.settings import LanguageModelSettings
from services.contracts.language_model.tokens import TEMPLATE_TOKENS, fitted
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message, Prompt
from tests.in_loop import in_loop
from tests.language_model_server import LanguageModelServer

REQUEST = CompletionRequest(model="sql", messages=(Message(role="user", content="Hello"),), max_tokens=64)
T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[LanguageModelServer]:
    with LanguageModelServer() as one:
        yield one


def settings(server: LanguageModelServer, **changes: Any) -> LanguageModelSettings:
    given: dict[str, Any] = {"base_url": server.url, "model": "sql", "idle_seconds": 0.3, "retries": 2}
    return LanguageModelSettings(**(given | changes))


def with_model(asked: LanguageModelSettings, work: Callable[[ModelServer], Awaitable[T]]) -> T:
    async def run() -> T:
        async with ModelServer(asked, stage="generator") as model:
            return await work(model)

    return asyncio.run(run())


def complete(asked: LanguageModelSettings, request: CompletionRequest = REQUEST) -> Completions:
    return with_model(asked, lambda model: model.complete(request))


async def until(done: Callable[[], bool]) -> None:
    """The server runs in a thread of its own: only asking tells."""
    for _ in range(1000):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within ten seconds")


def test_an_answer_with_its_likelihood_and_its_price(server: LanguageModelServer) -> None:
    server.log_probabilities = [-0.5]
    answer = complete(settings(server, prompt_price=2.0, completion_price=10.0, api_key="secret"))
    (choice,) = answer.choices
    assert (choice.text, choice.log_probability, choice.cut_off) == (server.texts[0], -0.5, False)
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (1000, 100)
    assert answer.usage.cost == pytest.approx(0.003)
    assert server.keys == ["Bearer secret"]


def test_several_choices_in_one_request(server: LanguageModelServer) -> None:
    server.texts, server.log_probabilities = ["SELECT 1", "SELECT 2"], [-0.1, -0.2]
    answer = complete(settings(server), REQUEST.model_copy(update={"choices": 3, "temperature": 0.5}))
    assert [choice.text for choice in answer.choices] == ["SELECT 1", "SELECT 2", "SELECT 1"]
    assert [choice.log_probability for choice in answer.choices] == pytest.approx([-0.1, -0.2, -0.1])
    assert [asked["n"] for asked in server.requests] == [3]


def test_likelihoods_are_not_asked_of_a_server_that_refuses_them(server: LanguageModelServer) -> None:
    answer = complete(settings(server, log_probabilities=False))
    assert answer.choices[0].log_probability is None
    assert "logprobs" not in server.requests[0]


def test_what_every_request_carries_besides(server: LanguageModelServer) -> None:
    complete(settings(server, extra_body={"chat_template_kwargs": {"enable_thinking": False}}))
    assert server.requests[0]["chat_template_kwargs"] == {"enable_thinking": False}


def test_a_form_is_asked_for_as_the_protocol_says(server: LanguageModelServer) -> None:
    complete(settings(server), REQUEST.model_copy(update={"json_schema": {"type": "object"}}))
    complete(settings(server), REQUEST.model_copy(update={"grammar": 'root ::= "x"'}))
    assert server.requests[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert server.requests[1]["structured_outputs"] == {"grammar": 'root ::= "x"'}


@pytest.mark.parametrize(
    "trouble",
    ["429", "500", "503", "cut", "hang", "silence", "garbage", "not_a_chunk", "no_choices", "page"],
)
def test_what_passes_is_asked_again(server: LanguageModelServer, trouble: str) -> None:
    server.script = [trouble]
    assert complete(settings(server)).choices[0].text == server.texts[0]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("trouble", "requests", "words"),
    [
        ("429", 2, "it is 429"),
        ("500", 2, "it is 500"),
        ("cut", 2, "no whole answer: the connection failed"),
        ("garbage", 2, "no whole answer"),
        ("no_choices", 2, "holds no choice"),
    ],
)
def test_what_does_not_pass_is_a_fault_of_the_stage(
    server: LanguageModelServer, trouble: str, requests: int, words: str
) -> None:
    server.script = [trouble] * 9
    with pytest.raises(StageUnavailable, match=words) as raised:
        complete(settings(server, retries=1))
    assert raised.value.metadata["stage"] == "generator"
    assert len(server.requests) == requests


def test_all_retries_together_are_bounded_in_time(server: LanguageModelServer) -> None:
    server.script = ["hang"] * 9
    start = time.monotonic()
    with pytest.raises(StageUnavailable, match=r"gave no answer within 0.5 seconds"):
        complete(settings(server, idle_seconds=20.0, total_seconds=0.5))
    assert time.monotonic() - start < 2.0


@pytest.mark.parametrize("trouble", ["400", "401"])
def test_wrong_use_is_not_asked_again(server: LanguageModelServer, trouble: str) -> None:
    server.script = [trouble]
    with pytest.raises(StageUnavailable, match=f"it is {trouble}"):
        complete(settings(server))
    assert len(server.requests) == 1


def test_an_answer_without_end_is_cut_off(server: LanguageModelServer) -> None:
    server.script = ["endless"]
    (choice,) = complete(settings(server)).choices
    assert choice.cut_off
    assert len(choice.text) < 64 * 64 + 1000


def test_an_answer_at_its_limit_is_cut_off(server: LanguageModelServer) -> None:
    server.finish = "length"
    assert complete(settings(server)).choices[0].cut_off


def test_no_server_is_a_fault_of_the_stage(server: LanguageModelServer) -> None:
    nowhere = settings(server, base_url="http://127.0.0.1:1/v1", retries=0)
    with pytest.raises(StageUnavailable, match=r"127\.0\.0\.1:1"):
        complete(nowhere)


def test_a_server_that_is_killed_in_the_middle_of_an_answer(server: LanguageModelServer) -> None:
    async def run(model: ModelServer) -> Completions:
        asked = asyncio.create_task(model.complete(REQUEST))
        await until(lambda: bool(server.requests))
        await asyncio.to_thread(server.stop)
        return await asked

    server.script = ["silence"] * 3
    with pytest.raises(StageUnavailable):
        with_model(settings(server, idle_seconds=20.0, retries=1), run)


@pytest.mark.parametrize("answering", ["hang", "silence", "endless"])
def test_who_stops_waiting_closes_the_connection(server: LanguageModelServer, answering: str) -> None:
    async def run(model: ModelServer) -> None:
        asked = asyncio.create_task(model.complete(REQUEST.model_copy(update={"max_tokens": 10**6})))
        await until(lambda: bool(server.requests))
        await asyncio.sleep(0.05)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await until(lambda: bool(server.gone))

    server.script = [answering]
    with_model(settings(server, idle_seconds=20.0), run)
    assert server.gone == 1


# ------------------------------------------------------------------------------------------ models and adapters


def test_an_unknown_model_is_told_with_what_is_served(server: LanguageModelServer) -> None:
    server.script = ["404"]
    with pytest.raises(StageUnavailable, match="serves no model 'planner', but 'base', 'sql'"):
        complete(settings(server), REQUEST.model_copy(update={"model": "planner"}))


def test_a_server_that_lists_no_models_says_what_it_says(server: LanguageModelServer) -> None:
    server.script, server.models = ["404"], None
    with pytest.raises(StageUnavailable, match="it is 404"):
        complete(settings(server, context_window=4096))


def test_a_model_must_be_named() -> None:
    with pytest.raises(InvalidRequest, match="no language model is named"):
        ModelServer(LanguageModelSettings(), stage="generator")


def adapter(folder: Path, base: str) -> Path:
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": base, "r": 8}))
    return folder


@pytest.mark.parametrize(
    "base", ["/weights/tiny-base", "somebody/tiny-base", "/elsewhere/Tiny-Base/", "base"]
)
def test_an_adapter_of_the_served_base(server: LanguageModelServer, tmp_path: Path, base: str) -> None:
    complete(settings(server, adapter=adapter(tmp_path, base)))


def test_an_adapter_of_another_base_is_refused_with_both_names(
    server: LanguageModelServer, tmp_path: Path
) -> None:
    asked = settings(server, adapter=adapter(tmp_path, "Qwen/Qwen3.5-9B"))
    with pytest.raises(VersionMismatch, match=r"'Qwen/Qwen3\.5-9B'.*'base', '/weights/tiny-base'"):
        complete(asked)
    assert server.requests == []


@in_loop
async def test_an_adapter_is_held_against_the_base_of_a_server_that_starts_later(tmp_path: Path) -> None:
    with LanguageModelServer() as server:
        models, server.models = server.models, None
        asked = settings(server, adapter=adapter(tmp_path, "Qwen/Qwen3.5-9B"))
        async with ModelServer(asked, stage="generator") as model:
            with pytest.raises(StageUnavailable, match="lists no models"):
                await model.complete(REQUEST)
            server.models = models
            with pytest.raises(VersionMismatch):
                await model.complete(REQUEST)


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"base_model_name_or_path": null}'])
def test_a_folder_without_an_adapter_is_refused(
    server: LanguageModelServer, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "adapter_config.json").write_text(content)
    with pytest.raises(InvalidRequest, match="is no LoRA adapter"):
        complete(settings(server, adapter=tmp_path))


# ----------------------------------------------------------------------------------------------------- tokens


class Written:
    """A writer of prompts that fills the budget, and keeps what it had. Every word is a token."""

    def __init__(self, least: int = 0) -> None:
        self.budgets: list[Budget] = []
        self._least = least

    def __call__(self, budget: Budget) -> Prompt:
        self.budgets.append(budget)
        words = max(6_000, self._least)
        while words > self._least and budget.count("word " * words) > budget.tokens:
            words -= 100
        return Prompt(messages=(Message(role="user", content="word " * words),))


def fit(asked: LanguageModelSettings, write: Callable[[Budget], Prompt]) -> Prompt:
    return with_model(
        asked, lambda model: fitted(model, write, model="sql", max_tokens=96, stage="generator")
    )


def test_the_room_is_the_window_without_the_answer(server: LanguageModelServer) -> None:
    write = Written()
    fit(settings(server), write)
    assert write.budgets[0].tokens == 4096 - 96 - TEMPLATE_TOKENS
    fit(settings(server, context_window=1024), write)
    assert write.budgets[-1].tokens == 1024 - 96 - TEMPLATE_TOKENS


def test_a_prompt_that_the_server_counts_longer_is_written_shorter(server: LanguageModelServer) -> None:
    server.count = lambda text: len(text) // 2
    write = Written()
    prompt = fit(settings(server), write)
    assert len(write.budgets) == 2
    assert 3000 < server.count(prompt.messages[0].content) <= write.budgets[0].tokens


def test_a_prompt_that_cannot_be_shorter_is_refused(server: LanguageModelServer) -> None:
    server.count = lambda text: len(text) // 2
    with pytest.raises(
        Overloaded, match=r"the prompt takes 49,9.. tokens, and the model 'sql' has room for 3,968"
    ):
        fit(settings(server), Written(least=20_000))


def test_what_the_server_finds_too_long_is_refused(server: LanguageModelServer) -> None:
    server.script = ["too_long"]
    with pytest.raises(Overloaded, match=r"too long for the model 'sql'.*maximum context length is 4096"):
        complete(settings(server))


def test_a_tokenizer_counts_exactly_and_the_server_is_not_asked(server: LanguageModelServer) -> None:
    tokenizer = Path(__file__).parents[2] / "models/planner/tokenizer.json"
    server.count = lambda _: 10**6
    write = Written()
    prompt = fit(settings(server, tokenizer=tokenizer, context_window=512), write)
    assert write.budgets[0].count("word word") == 2
    assert prompt.messages[0].content.count("word") == 300


def test_a_file_that_is_no_tokenizer_is_named(server: LanguageModelServer, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(InvalidRequest, match=r"tokenizer\.json is no tokenizer"):
        ModelServer(settings(server, tokenizer=tmp_path), stage="generator")
