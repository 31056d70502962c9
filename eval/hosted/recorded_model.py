"""A language model whose answers are recorded: asked once, replayed without the network, never beyond the cost cap."""

from typing import Any

from eval.hosted.records import Ledger, Records
from eval.hosted.settings import RecordSettings
from services.contracts.errors import Overloaded, StageUnavailable
from services.contracts.language_model.completion import CompletionRequest, Completions
from services.contracts.language_model.model_server import ModelServer
from services.contracts.language_model.settings import LanguageModelSettings
from services.contracts.language_model.tokens import TEMPLATE_TOKENS, UNKNOWN_WINDOW, counter
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message


class RecordedModel:
    """Implements LanguageModel. `stage` is named in faults."""

    def __init__(self, settings: LanguageModelSettings, records: RecordSettings, *, stage: str) -> None:
        self._server = ModelServer(settings, stage=stage)
        self._settings = settings
        self._stage = stage
        self._replay, self._cap = records.replay, records.cost_cap
        self._records = Records(records.records) if records.records else None
        self._ledger = Ledger(records.records) if records.records else None
        self._count = counter(settings.tokenizer)

    async def start(self) -> None:
        if not self._replay:
            await self._server.start()

    async def complete(self, request: CompletionRequest) -> Completions:
        """Raises what the server raises; StageUnavailable where nothing is recorded for a replay; Overloaded once the
        cost cap is reached."""
        asked = request.model_dump(mode="json") | {"extra_body": self._settings.extra_body}
        recorded = self._records.find(asked) if self._records else None
        if recorded is not None:
            return recorded
        if self._replay:
            raise StageUnavailable("no answer is recorded for this request", stage=self._stage)
        return await self._ask(request, asked)

    async def _ask(self, request: CompletionRequest, asked: dict[str, Any]) -> Completions:
        if self._cap is not None and self._ledger is not None and self._ledger.spent() >= self._cap:
            raise Overloaded(f"the cost cap of {self._cap:g} is reached", stage=self._stage)
        answer = await self._server.complete(request)
        if self._records and self._ledger:
            self._ledger.add(answer.usage.cost)
            self._records.keep(asked, answer)
        return answer

    async def room(self, model: str, *, max_tokens: int) -> Budget:  # noqa: ARG002
        """By the settings alone: a replay has to write the same prompts."""
        window = self._settings.context_window or UNKNOWN_WINDOW
        return Budget(max(0, window - max_tokens - TEMPLATE_TOKENS), self._count)

    async def prompt_tokens(self, model: str, messages: tuple[Message, ...]) -> int | None:  # noqa: ARG002
        """As `room`."""
        return None

    async def close(self) -> None:
        await self._server.close()
