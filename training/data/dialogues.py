"""The data sets as dialogues: questions with their reference SQL.

CoSQL, SParC and what was written for this project are dialogues; a Spider question is a dialogue of one turn. The
validation databases are named in `validation_databases.txt` of the data folder and in the one beside the written
dialogues, and belong to no training set.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from eval.datasets import choosing
from eval.datasets.own import read_own
from services.contracts.plan import Intent
from training.data.written import FOLDER

# The single-turn files of Spider and Spider-Syn; `test` is never trained on.
SPIDER_FILES = {
    "spider": "spider/train.json",
    "spider_others": "spider/train_others.json",
    "spider_syn": "spider/spider_syn_train.json",
    "spider_test": "spider/test.json",
}
DIALOGUE_FILES = {"cosql": "cosql/train.json", "sparc": "sparc/train.json"}
WRITTEN = "written"  # for this project: see training.data.written
# What is trained on as it was asked: without the variants of these questions.
ASKED = (*DIALOGUE_FILES, "spider", "spider_others", WRITTEN)

INTENTS = "cosql_intents"  # CoSQL's dialogues whole, for the turns that have no query
_INTENT_OF_ACT = {
    "AMBIGUOUS": Intent.CLARIFY,
    "CANNOT_ANSWER": Intent.UNANSWERABLE,
    "IMPROPER": Intent.CHITCHAT,
}


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """`sql` is empty where the intent is not to answer."""

    question: str
    sql: str
    intent: Intent = Intent.ANSWER


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
    elif source == WRITTEN:
        yield from _written()
    elif source == INTENTS:
        for entry in _entries(folder / "cosql/dialogues.json"):
            yield Dialogue(source, entry["dialogue_id"], entry["db_id"], tuple(_turns(entry["turns"])))
    else:
        for number, entry in enumerate(_entries(folder / SPIDER_FILES[source])):
            yield Dialogue(source, number, entry["db_id"], (GoldTurn(entry["question"], entry["query"]),))


def _turns(spoken: list[dict[str, Any]]) -> Iterator[GoldTurn]:
    """The user's turns, each with the query of the system's answer. What is neither is left out."""
    for turn, answer in pairwise(spoken):
        if turn["speaker"] != "user":
            continue
        intent = _INTENT_OF_ACT.get(turn.get("act", ""), Intent.ANSWER)
        sql = answer.get("query", "") if intent is Intent.ANSWER and answer["speaker"] == "system" else ""
        if sql or intent is not Intent.ANSWER:
            yield GoldTurn(turn["text"], sql, intent)


def _written() -> Iterator[Dialogue]:
    number = 0
    for path in sorted(FOLDER.glob("*.json")):
        rows = read_own(path, WRITTEN, database_id=path.stem).rows
        for _, turns in groupby(rows, key=lambda row: row.dialogue):
            said = tuple(GoldTurn(row.question, row.gold_sql, row.intent) for row in turns)
            yield Dialogue(WRITTEN, number, path.stem, said)
            number += 1


def validation_databases(folder: Path) -> frozenset[str]:
    """Those of the published sets, and of those written for this project. Raises InvalidRequest for a missing list."""
    return frozenset(name for each in (folder, FOLDER) for name in choosing.validation_databases(each))


def fitting_databases(folder: Path) -> frozenset[str]:
    """Every second validation database: what is fitted to plans about these is reported on the others."""
    return frozenset(sorted(validation_databases(folder))[::2])


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return entries
