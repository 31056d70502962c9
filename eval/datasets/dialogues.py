"""CoSQL and SParC in the form of their SQL-state-tracking files, and CoSQL's dialogues whole.

CoSQL: Yu et al., EMNLP 2019; SParC: Yu et al., ACL 2019; https://yale-lily.github.io.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import ConfigDict

from eval.datasets.records import Record, read_records
from eval.datasets.reference import DataSet, ReferenceTurn
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId
from services.contracts.plan import Intent

_INTENT_OF_ACT = {
    "AMBIGUOUS": Intent.CLARIFY,
    "CANNOT_ANSWER": Intent.UNANSWERABLE,
    "IMPROPER": Intent.CHITCHAT,
}


class _Published(Frozen):
    model_config = ConfigDict(extra="ignore")


class _Turn(_Published):
    utterance: str
    query: str


class _Interaction(_Published):
    db_id: DatabaseId
    interaction: tuple[_Turn, ...]
    dialogue_id: int | None = None
    turns_missing: bool = False


class _Spoken(_Published):
    speaker: str
    text: str
    act: str = ""
    query: str = ""


class _WholeDialogue(_Published):
    dialogue_id: int
    db_id: DatabaseId
    turns: tuple[_Spoken, ...]


def read_interactions(path: Path, name: str, *, whole: Path | None = None) -> DataSet:
    """A train.json or dev.json of CoSQL or SParC. `whole`: CoSQL's dialogues, for the dialogue acts of the turns.

    A dialogue is named by its place in the file, a turn by its number from 1. Raises InvalidRequest with the line.
    """
    source = read_records(path)
    acts, files = _acts(whole) if whole else ({}, {})
    remarks: Counter[str] = Counter()
    rows: list[ReferenceTurn] = []
    for record in source.records:
        entry = record.read_as(_Interaction)
        remarks["dialogues without turns"] += not entry.interaction
        remarks["dialogues with turns missing upstream"] += entry.turns_missing
        rows += _turns(name, record, entry, acts.get(entry.dialogue_id, ()))
    return DataSet(name, tuple(rows), {source.name: source.sha256} | files, +remarks)


def read_whole_dialogues(path: Path, name: str) -> DataSet:
    """CoSQL's dialogues with both speakers: a row per user turn that is answered with SQL or is not to be answered.

    What a user says in between (a yes to a clarifying question that the state-tracking files join to the question)
    is a row where the system answered it with SQL. Turns that are neither are counted in the remarks.
    """
    source = read_records(path)
    remarks: Counter[str] = Counter()
    rows: list[ReferenceTurn] = []
    for record in source.records:
        entry = record.read_as(_WholeDialogue)
        said = list(_answered(entry.turns, remarks))
        for number, (spoken, sql) in enumerate(said, start=1):
            rows.append(
                ReferenceTurn(
                    id=f"{name}/{entry.dialogue_id}/{number}",
                    data_set=name,
                    database_id=entry.db_id,
                    dialogue=str(entry.dialogue_id),
                    turn=number,
                    question=spoken.text,
                    gold_sql=sql,
                    intent=Intent.ANSWER if sql else _INTENT_OF_ACT[spoken.act],
                    act=spoken.act,
                )
            )
    return DataSet(name, tuple(rows), {source.name: source.sha256}, +remarks)


def _answered(spoken: Sequence[_Spoken], remarks: Counter[str]) -> Iterator[tuple[_Spoken, str]]:
    for turn, reply in pairwise((*spoken, _Spoken(speaker="", text=""))):
        if turn.speaker != "user":
            continue
        sql = reply.query if turn.act not in _INTENT_OF_ACT and reply.speaker == "system" else ""
        if sql or turn.act in _INTENT_OF_ACT:
            yield turn, sql
        else:
            remarks["user turns without SQL or a labelled act"] += 1


def _turns(name: str, record: Record, entry: _Interaction, acts: Sequence[str]) -> Iterator[ReferenceTurn]:
    known = acts if len(acts) == len(entry.interaction) else [""] * len(entry.interaction)
    for number, (turn, act) in enumerate(zip(entry.interaction, known, strict=True), start=1):
        yield ReferenceTurn(
            id=f"{name}/{record.number}/{number}",
            data_set=name,
            database_id=entry.db_id,
            dialogue=str(record.number),
            turn=number,
            question=turn.utterance,
            gold_sql=turn.query,
            act=act,
        )


def _acts(path: Path) -> tuple[Mapping[int | None, Sequence[str]], dict[str, str]]:
    """Per dialogue, the act of every user turn that was answered with SQL."""
    source = read_records(path)
    found: dict[int | None, Sequence[str]] = {}
    for record in source.records:
        entry = record.read_as(_WholeDialogue)
        found[entry.dialogue_id] = [
            turn.act
            for turn, reply in pairwise(entry.turns)
            if turn.speaker == "user" and reply.speaker == "system" and reply.query
        ]
    return found, {source.name: source.sha256}
