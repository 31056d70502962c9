"""Settings of the planner; every setting comes from TURNWISE_PLANNER_<NAME>."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PlannerServiceSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_PLANNER_", frozen=True)

    kind: Literal["learned", "lexical", "llm"] = Field(
        default="learned", description="the planner that the service is: `learned`, `lexical` or `llm`"
    )


class PlannerSettings(BaseSettings):
    """Of the lexical planner."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_PLANNER_", frozen=True)

    alternatives: int = Field(default=3, ge=1, description="plans of one answer, at most")
    clarify_margin: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="the user is asked when columns of unrelated tables score that close and nothing else decides",
    )
    open_schemas: int = Field(default=32, ge=1, description="schemas whose names are kept analysed at a time")
