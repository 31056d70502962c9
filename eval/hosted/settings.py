"""Which model is asked, at which price, within which limits; every setting comes from the environment."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PER_MILLION = 1_000_000


class EndpointSettings(BaseSettings):
    """One endpoint, whatever it is asked for."""

    model_config = SettingsConfigDict(frozen=True)

    base_url: str = Field(default="http://127.0.0.1:8000/v1", description="of an OpenAI-compatible server")
    model: str = Field(default="", description="the model's name on that server; must be named")
    api_key: SecretStr | None = Field(default=None, description="sent as the bearer token")
    temperature: float = Field(default=0.0, ge=0, description="of sampling; 0: the likeliest answer")
    max_tokens: int = Field(default=1024, ge=1, description="of one answer")
    timeout_seconds: float = Field(default=60.0, gt=0, description="of one request, before it is tried again")
    retries: int = Field(
        default=6, ge=0, description="after a rate limit, a server error, a broken connection or a timeout"
    )

    prompt_price: float = Field(default=0.0, ge=0, description="of a million tokens")
    completion_price: float = Field(default=0.0, ge=0, description="of a million tokens")
    cost_cap: float | None = Field(
        default=None, ge=0, description="once so much is spent, nothing more is asked; needs the records"
    )
    records: Path | None = Field(
        default=None, description="folder of recorded answers; those are not asked again"
    )
    replay: bool = Field(default=False, description="answer from the records alone, without the network")

    @model_validator(mode="after")
    def _records_are_there(self) -> Self:
        """Several processes share what was spent and recorded through the folder alone."""
        if self.records is None and (self.replay or self.cost_cap is not None):
            raise ValueError("`replay` and `cost_cap` need the folder `records`")
        return self

    def cost(self, *, prompt_tokens: int, completion_tokens: int) -> float:
        spent = prompt_tokens * self.prompt_price + completion_tokens * self.completion_price
        return spent / _PER_MILLION


class HostedSettings(EndpointSettings):
    """The model behind `eval.hosted.stages`."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_HOSTED_")

    plans_in_prompt: bool = Field(default=True, description="whether the generator is shown the plan")


class HostedUserSettings(EndpointSettings):
    """The model that plays the user."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_HOSTED_USER_")
