"""The published data sets as dialogues: questions with their reference SQL.

CoSQL and SParC are dialogues; a Spider question is a dialogue of one turn. The validation databases are named in
`validation_databases.txt` of the data folder and belong to no training set.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The single-turn files of Spider and Spider-Syn; `test` is never trained on.
SPIDER_FILES = {
    "spider": "spider/train.json",
    "spider_others": "spider/train_others.json",
    "spider_syn": "spider/spider_syn_train.json",
    "spider_test": "spider/test.json",
}
DIALOGUE_FILES = {"cosql": "cosql/train.json", "sparc": "sparc/train.json"}


@dataclass(frozen=True, slots=True)
class GoldTurn:
    question: str
    sql: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`number` is its place in the file of `source`."""

    source: str
    number: int
    database_id: str
    turns: tuple[GoldTurn, ...]


def read_dialogues(folder: Path, source: str) -> Iterator[Dialogue]:
    """Raises KeyError for a source that is none, OSError where the file is missing."""
    if source in DIALOGUE_FILES:
        for number, entry in enumerate(_entries(folder / DIALOGUE_FILES[source])):
            turns = tuple(GoldTurn(turn["utterance"], turn["query"]) for turn in entry["interaction"])
            if turns:
                yield Dialogue(source, number, entry["db_id"], turns)
    else:
        for number, entry in enumerate(_entries(folder / SPIDER_FILES[source])):
            yield Dialogue(source, number, entry["db_id"], (GoldTurn(entry["question"], entry["query"]),))


def validation_databases(folder: Path) -> frozenset[str]:
    return frozenset((folder / "validation_databases.txt").read_text(encoding="utf-8").split())


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries
