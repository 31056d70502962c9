"""One endpoint that speaks OpenAI's chat completions: asked once, recorded, retried, and never beyond the cost cap."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from openai import APIError, AsyncOpenAI, OpenAIError
from openai.types.chat import ChatCompletion

from eval.hosted.records import Completion, Ledger, Records
from eval.hosted.settings import EndpointSettings
from services.contracts.errors import InvalidRequest, Overloaded, StageUnavailable

Message = Mapping[str, str]
_NO_KEY = "none"  # the client wants one, also for a server that asks for none


class Endpoint:
    """`stage` is named in faults. The client retries with growing pauses, and waits as long as a server asks it to."""

    def __init__(self, settings: EndpointSettings, *, stage: str) -> None:
        if not settings.model:
            variable = f"{settings.model_config['env_prefix']}MODEL"
            raise InvalidRequest(f"no hosted model is named: set {variable}", field="model")
        self.settings = settings
        self._stage = stage
        self._records = Records(settings.records) if settings.records else None
        self._ledger = Ledger(settings.records) if settings.records else None

    async def complete(
        self, messages: Sequence[Message], *, seed: int = 0, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """`schema`: the JSON schema that the answer must fit, where the server can hold it to one.

        Raises StageUnavailable where there is no answer after all retries, or none is recorded for a replay;
        Overloaded once the cost cap is reached.
        """
        request = self._request(messages, seed, schema)
        recorded = self._records.find(request) if self._records else None
        if recorded is not None:
            return recorded
        if self.settings.replay:
            raise StageUnavailable("no answer is recorded for this request", stage=self._stage)
        self._check_cap()
        completion = await self._ask(request)
        if self._records and self._ledger:
            self._ledger.add(completion.cost)
            self._records.keep(request, completion)
        return completion

    async def close(self) -> None:
        if "_client" in vars(self):
            await self._client.close()

    @cached_property
    def _client(self) -> AsyncOpenAI:
        settings = self.settings
        return AsyncOpenAI(
            base_url=settings.base_url,
            api_key=settings.api_key.get_secret_value() if settings.api_key else _NO_KEY,
            max_retries=settings.retries,
            timeout=settings.timeout_seconds,
        )

    def _request(
        self, messages: Sequence[Message], seed: int, schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        settings = self.settings
        request: dict[str, Any] = {
            "model": settings.model,
            "messages": [dict(message) for message in messages],
            "temperature": settings.temperature,
            "max_tokens": settings.max_tokens,
            "seed": seed,
        }
        if schema is not None:
            named = {"name": "answer", "strict": True, "schema": dict(schema)}
            request["response_format"] = {"type": "json_schema", "json_schema": named}
        return request

    async def _ask(self, request: Mapping[str, Any]) -> Completion:
        try:
            answer = await self._client.chat.completions.create(**request)
        except OpenAIError as error:
            reason = error.message if isinstance(error, APIError) else str(error)
            raise StageUnavailable(f"the model gave no answer: {reason}", stage=self._stage) from error
        return self._completion(answer)

    def _completion(self, answer: ChatCompletion) -> Completion:
        if not answer.choices:
            raise StageUnavailable("the model's answer holds no choice", stage=self._stage)
        choice, usage = answer.choices[0], answer.usage
        prompt, written = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        return Completion(
            text=choice.message.content or "",
            cut_off=choice.finish_reason == "length",
            prompt_tokens=prompt,
            completion_tokens=written,
            cost=self.settings.cost(prompt_tokens=prompt, completion_tokens=written),
        )

    def _check_cap(self) -> None:
        cap = self.settings.cost_cap
        if cap is not None and self._ledger is not None and self._ledger.spent() >= cap:
            raise Overloaded(f"the cost cap of {cap:g} is reached", stage=self._stage)
