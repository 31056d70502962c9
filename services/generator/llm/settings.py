"""Settings of the `llm` generator; every setting comes from TURNWISE_LLM_GENERATOR_<NAME>."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from services.contracts.language_model.settings import LanguageModelSettings


class LlmGeneratorSettings(LanguageModelSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_LLM_GENERATOR_", frozen=True)

    format: str = Field(
        default="plan",
        description="how SQL is asked for: `direct`, `plan`, `brief`, `semantic` or `metric`; an adapter's own one",
    )
    semantic_models: Path | None = Field(
        default=None,
        description="folder of semantic models for the format `semantic`: `<database>.yaml`; those that are not there "
        "are derived from the schema",
    )
    repair_format: str = Field(
        default="repair", description="how SQL is asked for after its first drafts failed"
    )
    repair_model: str = Field(
        default="", description="model or adapter for that; none: the one of the first drafts"
    )
    drafts: int = Field(default=1, ge=1, le=64, description="of one request; several need a temperature")
    temperature: float = Field(default=0.0, ge=0, le=2, description="of sampling; 0: the likeliest answer")
    plans: Literal["shown", "hidden"] = Field(
        default="shown", description="whether the model sees the plans, and drafts are held against them"
    )
    plan_weight: float = Field(
        default=1.0,
        ge=0,
        description="how much a draft loses by tables, columns and values that no plan names; 0: nothing",
    )
    history: Literal["full", "rewritten", "none"] = Field(
        default="full",
        description="`full`: the model sees the earlier turns; `rewritten`: a model first makes one question of them; "
        "`none`: it sees the question alone",
    )
    rewriter_model: str = Field(
        default="", description="model or adapter that rewrites questions; none: the one of the drafts"
    )
    grammar: bool = Field(
        default=False,
        description="hold the answer to names of the schema (vLLM's structured outputs); "
        "for formats whose answer is SQL alone",
    )

    @model_validator(mode="after")
    def _several_drafts_differ(self) -> Self:
        if self.drafts > 1 and not self.temperature:
            raise ValueError("several `drafts` need a `temperature` above 0, or they are all the same")
        return self
