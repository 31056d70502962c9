"""Settings of the learned planner; every setting comes from TURNWISE_LEARNED_PLANNER_<NAME>."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGED = Path(__file__).resolve().parents[3] / "models" / "planner"


class LearnedPlannerSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_LEARNED_PLANNER_", frozen=True)

    model: Path = Field(default=_PACKAGED, description="folder of the trained planner")
    beam: int = Field(default=8, ge=1, le=32, description="hypotheses that are followed at a time")
    alternatives: int = Field(default=5, ge=1, description="plans of one answer, at most")
    most_columns_lexical: int = Field(
        default=600,
        ge=0,
        description="the lexical planner is asked too for schemas of at most so many columns",
    )
    threads: int = Field(default=1, ge=0, description="threads of the runtime; 0: as many as there are cores")
    kept_segments: int = Field(
        default=4096, ge=1, description="questions and tables whose vectors are kept, some 20 kB each"
    )
