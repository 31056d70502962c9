"""Settings of the `llm` planner; every setting comes from TURNWISE_LLM_PLANNER_<NAME>."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from services.contracts.language_model.settings import LanguageModelSettings


class LlmPlannerSettings(LanguageModelSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_LLM_PLANNER_", frozen=True)

    answers: int = Field(default=1, ge=1, le=64, description="of one request; several need a temperature")
    alternatives: int = Field(default=5, ge=1, description="plans of one answer, at most")
    temperature: float = Field(default=0.0, ge=0, le=2, description="of sampling; 0: the likeliest answer")
    structured_output: bool = Field(
        default=True, description="hold the answer to the form of a plan; off for a server that cannot"
    )

    @model_validator(mode="after")
    def _several_answers_differ(self) -> Self:
        if self.answers > 1 and not self.temperature:
            raise ValueError("several `answers` need a `temperature` above 0, or they are all the same")
        return self
