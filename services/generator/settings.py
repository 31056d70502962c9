"""Settings of the generator; every setting comes from TURNWISE_GENERATOR_<NAME>."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class GeneratorServiceSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_GENERATOR_", frozen=True)

    kind: Literal["compiler", "llm"] = Field(
        default="compiler", description="the generator that the service is: `compiler` or `llm`"
    )
