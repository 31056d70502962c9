"""The gold queries of the reference data below TURNWISE_DATA."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import choosing

_FILES = {
    "spider_train": "spider/train.json",
    "spider_train_others": "spider/train_others.json",
    "spider_test": "spider/test.json",
    "sparc_train": "sparc/train.json",
    "cosql_train": "cosql/train.json",
}


@dataclass(frozen=True, slots=True)
class Gold:
    database_id: str
    sql: str


def data_folder() -> Path:
    """That of evaluation. Raises FileNotFoundError where there is none."""
    folder = choosing.data_folder()
    if not folder.is_dir():
        raise FileNotFoundError(f"no reference data at {folder}: set TURNWISE_DATA")
    return folder


def gold_queries(folder: Path) -> Mapping[str, Counter[Gold]]:
    """How often each query occurs, by set."""
    return {name: Counter(_read(folder / file)) for name, file in _FILES.items()}


def database_file(folder: Path, database_id: str) -> Path:
    return folder / "databases" / database_id / f"{database_id}.sqlite"


def _read(file: Path) -> Iterator[Gold]:
    for entry in json.loads(file.read_text()):
        turns: list[dict[str, Any]] = entry.get("interaction", [entry])
        for turn in turns:
            yield Gold(entry["db_id"], turn["query"])
