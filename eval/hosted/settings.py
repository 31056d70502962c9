"""What of a model's answers is recorded, and what they may cost; every setting comes from the environment."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.language_model.settings import LanguageModelSettings


class RecordSettings(BaseSettings):
    """Of the stages in `eval.hosted.stages`."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_HOSTED_", frozen=True)

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


class HostedUserSettings(LanguageModelSettings, RecordSettings):
    """The model that plays the user."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_HOSTED_USER_", frozen=True)
