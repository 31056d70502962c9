"""What a language model is asked, and what it answers."""

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import Field

from services.contracts.frozen import Frozen
from services.contracts.models import Usage
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message


class CompletionRequest(Frozen):
    """`json_schema` and `grammar` (EBNF, as vLLM reads it) hold the answer to a form; at most one of them.

    `temperature` 0 is the likeliest answer; several `choices` need one above it.
    """

    model: str
    messages: tuple[Message, ...]
    choices: int = Field(default=1, ge=1)
    temperature: float = 0.0
    max_tokens: int = Field(ge=1)
    seed: int = 0
    json_schema: Mapping[str, Any] | None = None
    grammar: str = ""


class Completion(Frozen):
    """One choice. `cut_off`: it reached the limit of tokens.

    `log_probability` is the mean of its tokens', None where the server tells none.
    """

    text: str
    cut_off: bool = False
    log_probability: float | None = None


class Completions(Frozen):
    choices: tuple[Completion, ...] = Field(min_length=1)
    usage: Usage = Usage()


class LanguageModel(Protocol):
    async def start(self) -> None:
        """Raises VersionMismatch or InvalidRequest where the settings do not fit what is served."""
        ...

    async def complete(self, request: CompletionRequest) -> Completions:
        """Raises StageUnavailable where there is no answer, Overloaded where the prompt is too long for the model."""
        ...

    async def room(self, model: str, *, max_tokens: int) -> Budget:
        """What a prompt may take, an answer of `max_tokens` and the chat template set aside."""
        ...

    async def prompt_tokens(self, model: str, messages: tuple[Message, ...]) -> int | None:
        """The tokens of the prompt in its chat template; None where only an estimate is to be had."""
        ...

    async def close(self) -> None: ...


def together(*usages: Usage) -> Usage:
    return Usage(
        prompt_tokens=sum(usage.prompt_tokens for usage in usages),
        completion_tokens=sum(usage.completion_tokens for usage in usages),
        cost=sum(usage.cost for usage in usages),
    )
