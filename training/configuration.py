"""What one run of the planner's recipe is made of: one TOML file per run."""

import tomllib
from pathlib import Path

from services.contracts.frozen import Frozen


class PlannerRun(Frozen):
    """A run ends after `minutes` of training or after `epochs`, whichever comes first; the learning rate follows.

    `start` names the run whose best network this one starts from. The encoder below stays as it is, and reads
    every question and table by itself, unless `train_encoder`; then it reads them together, and its `frozen_layers`
    lowest layers stay as they are. `encoder` is a folder or hub name for transformers, or
    empty for the packaged all-MiniLM-L6-v2. `precision` is `float32` or `bfloat16` (autocast). `device` empty: the GPU
    where there is one. `threads` 0: torch's own choice. `fold` 1 or 2: only the rows on that half of the databases,
    so that the network can be asked about the other half (see `training.data.folds`); 0: all. `fewer_tables`: every row
    is read with a random part of the tables that it does not use.
    """

    name: str
    start: str = ""
    train: tuple[str, ...]
    validation: tuple[str, ...]
    encoder: str = ""
    train_encoder: bool = False
    frozen_layers: int = 0
    hidden: int = 256
    heads: int = 8
    feed_forward: int = 768
    graph_layers: int = 3
    decoder_layers: int = 2
    dropout: float = 0.1
    seed: int = 1
    device: str = ""
    precision: str = "float32"
    threads: int = 0
    minutes: float = 60.0
    epochs: float = 10.0
    batch: int = 32
    most_rows: int = 0
    fold: int = 0
    fewer_tables: bool = False
    learning_rate: float = 5e-4
    encoder_learning_rate: float = 5e-5
    warm_up: float = 0.04
    weight_decay: float = 0.01
    role_weight: float = 0.3
    intent_weight: float = 0.1
    checkpoint_minutes: float = 3.0
    validation_rows: int = 500
    patience: int = 0

    @classmethod
    def from_file(cls, path: Path) -> "PlannerRun":
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
