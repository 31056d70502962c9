"""A server that speaks OpenAI's protocol: vLLM, or a hosted one."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from typing import Any, cast

import structlog
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    OpenAIError,
    omit,
)
from openai.types.chat import ChatCompletionMessageParam
from pydantic import ConfigDict

from services.contracts.errors import InvalidRequest, Overloaded, StageUnavailable, TurnwiseError
from services.contracts.frozen import Frozen
from services.contracts.language_model.adapter import check_base
from services.contracts.language_model.completion import CompletionRequest, Completions
from services.contracts.language_model.settings import LanguageModelSettings
from services.contracts.language_model.streamed import BrokenAnswer, StreamedAnswer
from services.contracts.language_model.tokens import TEMPLATE_TOKENS, UNKNOWN_WINDOW, counter
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message

_NO_KEY = "none"  # the client wants one, also for a server that asks for none
_QUICK_SECONDS = 10.0
_BROKEN_ANSWERS = 2  # then it is given up; the `openai` client itself tries again until an answer begins
_CHARACTERS_PER_TOKEN = 64  # far above any text: only a server that ignores `max_tokens` gets there
_TOO_LONG = ("context_length_exceeded", "context length", "max_model_len", "prompt is too long")

_log = structlog.get_logger()


class ServedModel(Frozen):
    """As vLLM lists it; other servers tell the id alone. An adapter's `parent` is the model it belongs to.

    `root` is what the server loaded: the path or the name of the weights.
    """

    model_config = ConfigDict(extra="ignore")

    id: str
    root: str | None = None
    parent: str | None = None
    max_model_len: int | None = None


class ModelServer(AbstractAsyncContextManager["ModelServer"]):
    """Implements LanguageModel. `stage` is named in faults.

    Answers are streamed, so that whoever stops waiting closes the connection, and the server stops writing.
    """

    def __init__(self, settings: LanguageModelSettings, *, stage: str) -> None:
        """Raises InvalidRequest where no model is named, or the tokenizer cannot be read."""
        if not settings.model:
            variable = f"{settings.model_config['env_prefix']}MODEL"
            raise InvalidRequest(f"no language model is named: set {variable}", field="model")
        self.settings = settings
        self._stage = stage
        self._count = counter(settings.tokenizer)
        self._windows: dict[str, int] = {}
        self._checked = False

    async def __aenter__(self) -> "ModelServer":
        try:
            await self.start()
        except BaseException:
            await self.close()
            raise
        return self

    async def start(self) -> None:
        """Checks what is served. A server that cannot be asked yet is checked before its first answer.

        Raises what `check` raises besides.
        """
        try:
            await self.check()
        except StageUnavailable as error:
            _log.warning("language_model_unavailable", stage=self._stage, reason=error.message)

    async def check(self) -> None:
        """Raises StageUnavailable for a model that the server does not have, VersionMismatch for an adapter of another
        base, InvalidRequest for a folder without an adapter."""
        model, adapter = self.settings.model, self.settings.adapter
        served = {each.id: each for each in await self.models()}
        if model not in served:
            raise self._unknown(model, tuple(served.values()))
        if adapter is not None:
            base = served.get(served[model].parent or model, served[model])
            check_base(adapter, (base.id, base.root or base.id))
        self._checked = True

    async def complete(self, request: CompletionRequest) -> Completions:
        """Raises what `check` raises besides, where the settings name an adapter."""
        if self.settings.adapter is not None and not self._checked:
            await self.check()
        try:
            async with asyncio.timeout(self.settings.total_seconds):
                return await self._complete(request)
        except TimeoutError as error:
            raise self._unavailable(
                f"{self._named(request.model)} gave no answer within {self.settings.total_seconds:g} seconds"
            ) from error

    async def models(self) -> tuple[ServedModel, ...]:
        """What the server serves. Raises StageUnavailable where it does not say."""
        try:
            listed = await self._quick_client.models.list()
            return tuple(ServedModel.model_validate(each, from_attributes=True) for each in listed.data)
        except (OpenAIError, ValueError, TypeError) as error:
            raise self._unavailable(f"{self.settings.base_url} lists no models: {_words(error)}") from error

    async def room(self, model: str, *, max_tokens: int) -> Budget:
        window = self.settings.context_window or await self._served_window(model)
        return Budget(max(0, window - max_tokens - TEMPLATE_TOKENS), self._count)

    async def prompt_tokens(self, model: str, messages: tuple[Message, ...]) -> int | None:
        """Asked of vLLM's /tokenize, unless a tokenizer counts here."""
        if self.settings.tokenizer is not None:
            return None
        body = {"model": model, "messages": [message.model_dump() for message in messages]}
        address = f"{self.settings.base_url.rstrip('/').removesuffix('/v1')}/tokenize"
        try:
            reply = await self._quick_client.post(address, cast_to=object, body=body)
        except (OpenAIError, ValueError):
            return None  # as of a server that has no such path: the estimate holds
        count = reply.get("count") if isinstance(reply, Mapping) else None
        return count if isinstance(count, int) else None

    async def close(self) -> None:
        if "_client" in vars(self):
            await self._client.close()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @cached_property
    def _client(self) -> AsyncOpenAI:
        settings = self.settings
        return AsyncOpenAI(
            base_url=settings.base_url,
            api_key=settings.api_key.get_secret_value() if settings.api_key else _NO_KEY,
            max_retries=settings.retries,
            timeout=settings.idle_seconds,
        )

    @property
    def _quick_client(self) -> AsyncOpenAI:
        """For what a server at work answers at once: whoever waits for it must have time left without it."""
        return self._client.with_options(
            max_retries=0, timeout=min(_QUICK_SECONDS, self.settings.idle_seconds)
        )

    async def _complete(self, request: CompletionRequest) -> Completions:
        reason = ""
        for _ in range(_BROKEN_ANSWERS):
            try:
                return await self._streamed(request)
            except BrokenAnswer as broken:
                reason = str(broken)
        raise self._unavailable(f"{self._named(request.model)} gave no whole answer: {reason}")

    async def _streamed(self, request: CompletionRequest) -> Completions:
        most = _CHARACTERS_PER_TOKEN * request.max_tokens * request.choices
        answer = StreamedAnswer(most_characters=most)
        try:
            stream = await self._client.chat.completions.create(
                model=request.model,
                messages=cast(
                    list[ChatCompletionMessageParam], [message.model_dump() for message in request.messages]
                ),
                n=request.choices if request.choices > 1 else omit,
                temperature=request.temperature,
                max_tokens=request.max_tokens,
                seed=request.seed,
                logprobs=True if self.settings.log_probabilities else omit,
                stream=True,
                stream_options={"include_usage": True},
                extra_body=self.settings.extra_body | _constraints(request),
            )
        except OpenAIError as error:
            raise await self._fault(error, request.model) from error
        try:
            async with stream:
                async for chunk in stream:
                    if not answer.add(chunk):
                        break
        except (OpenAIError, ValueError) as error:
            raise BrokenAnswer(_words(error)) from error
        return answer.whole(self.settings)

    async def _fault(self, error: OpenAIError, model: str) -> TurnwiseError:
        words = _words(error)
        status = error.status_code if isinstance(error, APIStatusError) else None
        if status in (400, 413, 422) and any(sign in f"{_code(error)} {words}" for sign in _TOO_LONG):
            return Overloaded(f"the prompt is too long for {self._named(model)}: {words}", stage=self._stage)
        if status == 404:
            try:
                return self._unknown(model, await self.models())
            except StageUnavailable as unlisted:
                words = f"{words}; {unlisted.message}"
        return self._unavailable(f"{self._named(model)} gave no answer: {words}")

    def _unknown(self, model: str, served: tuple[ServedModel, ...]) -> StageUnavailable:
        names = ", ".join(f"'{each.id}'" for each in served) or "nothing"
        return self._unavailable(f"{self.settings.base_url} serves no model '{model}', but {names}")

    def _named(self, model: str) -> str:
        return f"the model '{model}' at {self.settings.base_url}"

    def _unavailable(self, message: str) -> StageUnavailable:
        return StageUnavailable(message, stage=self._stage)

    async def _served_window(self, model: str) -> int:
        """Asked once; a server that cannot be reached now is asked again by the next."""
        if model not in self._windows:
            served = await self.models()
            told = {each.id: each.max_model_len for each in served}
            if model not in told:
                raise self._unknown(model, served)
            self._windows = {  # vLLM tells it of the base alone
                each.id: each.max_model_len or told.get(each.parent or "") or UNKNOWN_WINDOW
                for each in served
            }
        return self._windows[model]


def _constraints(request: CompletionRequest) -> dict[str, Any]:
    """Also the form of JSON goes as vLLM and hosted servers both take it."""
    if request.json_schema is not None:
        named = {"name": "answer", "strict": True, "schema": dict(request.json_schema)}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    return {"structured_outputs": {"grammar": request.grammar}} if request.grammar else {}


def _code(error: OpenAIError) -> str:
    return (error.code or "") if isinstance(error, APIError) else ""


def _words(error: Exception) -> str:
    """The server's own words where it has some."""
    match error:
        case APITimeoutError():
            return "it was silent for too long"
        case APIConnectionError():
            return f"the connection failed ({error.__cause__ or error.message})"
        case APIError():
            return error.message
        case _:
            return str(error)
