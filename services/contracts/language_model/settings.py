"""Which server and model is asked, at which price, within which limits."""

from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.models import Usage

_PER_MILLION = 1_000_000


class LanguageModelSettings(BaseSettings):
    """What all who ask a model have in common; each gives it a prefix of its own."""

    model_config = SettingsConfigDict(frozen=True)

    base_url: str = Field(default="http://127.0.0.1:8000/v1", description="of an OpenAI-compatible server")
    model: str = Field(
        default="", description="name of the model, or of the LoRA adapter, on that server; must be set"
    )
    api_key: SecretStr | None = Field(default=None, description="sent as the bearer token")
    max_tokens: int = Field(default=512, ge=1, description="of one answer; a longer one is cut off")
    context_window: int | None = Field(
        default=None,
        ge=64,
        description="tokens of prompt and answer together; none: what the server says of the model, else 32,768",
    )
    tokenizer: Path | None = Field(
        default=None,
        description="the model's tokenizer.json, to count tokens exactly; none: the server counts (vLLM), "
        "else a token is taken for 3 bytes",
    )
    adapter: Path | None = Field(
        default=None,
        description="folder of the LoRA adapter; at the start its base is compared with the served one",
    )
    idle_seconds: float = Field(
        default=30.0, gt=0, description="without a byte from the server; then it is asked again"
    )
    total_seconds: float = Field(default=45.0, gt=0, description="for one answer, all retries together")
    retries: int = Field(
        default=2, ge=0, description="after a rate limit, a server error, a lost connection or silence"
    )
    log_probabilities: bool = Field(
        default=True, description="asked for, to rank drafts; off for a server that refuses them"
    )
    extra_body: dict[str, Any] = Field(
        default={},
        description="JSON that every request carries besides, as "
        '`{"chat_template_kwargs": {"enable_thinking": false}}` for a model that thinks aloud',
    )
    prompt_price: float = Field(default=0.0, ge=0, description="of a million tokens")
    completion_price: float = Field(default=0.0, ge=0, description="of a million tokens")

    def usage(self, *, prompt_tokens: int, completion_tokens: int) -> Usage:
        spent = prompt_tokens * self.prompt_price + completion_tokens * self.completion_price
        return Usage(
            prompt_tokens=prompt_tokens, completion_tokens=completion_tokens, cost=spent / _PER_MILLION
        )
