"""What one run of the adapters' recipes is made of: one YAML file per run."""

from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field

from services.contracts.frozen import Frozen


class Lora(Frozen):
    """The published recipe's, by default. `modules`: by the ends of their names."""

    rank: int = Field(default=32, ge=1)
    alpha: int = Field(default=64, ge=1)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    modules: tuple[str, ...] = (
        "q_proj",
        "k_proj",
        "v_proj",
        "o_proj",
        "gate_proj",
        "up_proj",
        "down_proj",
    )


class Sampling(Frozen):
    """GRPO: `group` answers to each of `prompts` prompts at a step. `beta`: the weight of the distance to the start."""

    prompts: int = Field(default=8, ge=1)
    group: int = Field(default=4, ge=2)
    answer_tokens: int = 160
    temperature: float = 1.0
    beta: float = 0.0


class AdapterRun(Frozen):
    """One run.

    `base` is a folder or a hub name; `start` the adapter that is trained on, empty for a new one. `rows` and
    `validation` are files of `turnwise data build` without their ending. `length`: the tokens of a row at most; longer
    ones are counted and left out, and more of them than the part `too_long` end the run before it begins. `warm_up`:
    the part of the steps. `template` goes to the chat template, here as on the server.
    """

    name: str
    base: str
    start: str = ""
    rows: tuple[str, ...]
    validation: tuple[str, ...] = ()
    lora: Lora = Lora()
    sampling: Sampling = Sampling()
    seed: int = 1
    steps: int = Field(ge=1)
    batch: int = Field(default=1, ge=1)
    accumulation: int = Field(default=4, ge=1)
    length: int = Field(default=2048, ge=1)
    too_long: float = Field(default=0.02, ge=0, le=1)
    learning_rate: float = Field(default=2e-4, gt=0)
    schedule: Literal["cosine", "linear", "constant_with_warmup"] = "cosine"
    warm_up: float = Field(default=0.03, ge=0, le=0.5)
    weight_decay: float = 0.01
    clip: float = 1.0
    optimizer: str = "adamw_torch"
    precision: Literal["bfloat16", "float32"] = "bfloat16"
    checkpoint_steps: int = Field(default=100, ge=1)
    validation_rows: int = 200
    validation_steps: int = Field(default=100, ge=1)
    patience: int = Field(default=3, ge=1)
    threads: int = 0
    template: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
