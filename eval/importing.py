"""Predictions that another system made, read from its file and set against the rows of a data set.

Two forms: one JSON object per line with `database`, `dialogue`, `turn` (from 1) and `sql`; or the plain text of the
Spider family's official scripts: one prediction per line, perhaps with a tab and the database id after it, dialogues
separated by blank lines.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import AliasChoices, ConfigDict, Field

from eval.datasets.records import read_records, read_text
from eval.datasets.reference import DataSet, ReferenceTurn
from eval.rows import Problem
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Prediction:
    """`sql` is None where there is none to score, for the reason `problem`."""

    sql: str | None
    problem: Problem | None = None
    detail: str = ""


@dataclass(frozen=True)
class Predictions:
    """One for every row of the data set. `remarks` counts what belongs to no row, and what stood out of order."""

    by_row: Mapping[str, Prediction]
    files: Mapping[str, str]
    remarks: Mapping[str, int] = field(default_factory=dict)


class _Line(Frozen):
    model_config = ConfigDict(extra="ignore")

    database: str | None = Field(default=None, validation_alias=AliasChoices("database", "db_id"))
    dialogue: str | int
    turn: int = Field(default=1, ge=1)
    sql: str | None = Field(validation_alias=AliasChoices("sql", "SQL", "query", "pred"))


def read_predictions(path: Path, data: DataSet) -> Predictions:
    """Which form it is shows in the first character. Raises InvalidRequest with the line that is damaged."""
    text, sha256 = read_text(path)
    files = {path.name: sha256}
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(path, data, files)
    return Predictions(_of_plain_text(text, path.name, data), files)


def _of_json(path: Path, data: DataSet, files: Mapping[str, str]) -> Predictions:
    """A turn with two predictions has none that counts: which one is meant cannot be told."""
    rows = {(row.dialogue, row.turn): row for row in data.rows}
    found: defaultdict[str, list[Prediction]] = defaultdict(list)
    latest: dict[str, int] = {}
    remarks: Counter[str] = Counter()
    unordered: set[str] = set()
    for record in read_records(path).records:
        line = record.read_as(_Line)
        dialogue = str(line.dialogue)
        if line.turn < latest.get(dialogue, 0):
            unordered.add(dialogue)
        latest[dialogue] = line.turn
        row = rows.get((dialogue, line.turn))
        if row is None:
            remarks["predictions for turns that the data set does not have"] += 1
        elif line.database not in (None, row.database_id):
            detail = f"line {record.line} is about database '{line.database}', not '{row.database_id}'"
            found[row.id].append(Prediction(None, Problem.PREDICTION_MISPLACED, detail))
        elif line.sql is None or not line.sql.strip():
            empty = Prediction(None, Problem.PREDICTION_MISSING, f"line {record.line} has no SQL")
            found[row.id].append(empty)
        else:
            found[row.id].append(Prediction(line.sql))
    remarks["dialogues whose turns stand out of order"] += len(unordered)
    return Predictions({row.id: _only(found[row.id]) for row in data.rows}, files, +remarks)


def _only(found: Sequence[Prediction]) -> Prediction:
    if not found:
        return Prediction(None, Problem.PREDICTION_MISSING, "no line")
    if len(found) > 1:
        return Prediction(None, Problem.PREDICTION_DOUBLED, f"{len(found)} lines")
    return found[0]


def _of_plain_text(text: str, file: str, data: DataSet) -> dict[str, Prediction]:
    """By place alone, so that the numbers of dialogues and turns have to fit. Raises InvalidRequest."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    single = all(len(dialogue) == 1 for dialogue in data.dialogues)
    groups = [[line] for line in lines if line[1].strip()] if single else _groups(lines)
    dialogues = data.dialogues
    if len(groups) != len(dialogues):
        what = "predictions" if single else "dialogues"
        raise InvalidRequest(f"{file} has {len(groups)} {what}, {data.name} has {len(dialogues)}")
    found: dict[str, Prediction] = {}
    for group, dialogue in zip(groups, dialogues, strict=True):
        if len(group) != len(dialogue):
            place = f"{file}, line {group[0][0]}"
            raise InvalidRequest(
                f"{place}: {len(group)} predictions, and dialogue {dialogue[0].dialogue} of {data.name} has "
                f"{len(dialogue)} turns"
            )
        for (number, line), row in zip(group, dialogue, strict=True):
            found[row.id] = _plain(line, row, f"{file}, line {number}")
    return found


def _groups(lines: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    groups: list[list[tuple[int, str]]] = [[]]
    for line in lines:
        if line[1].strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _plain(line: str, row: ReferenceTurn, place: str) -> Prediction:
    """What follows the last tab is the database id where it looks like one."""
    sql, tab, last = line.strip().rpartition("\t")
    if not tab or not _ID.fullmatch(last):
        return Prediction(line.strip())
    if last != row.database_id:
        raise InvalidRequest(
            f"{place}: it is about database '{last}', and {row.id} about '{row.database_id}'"
        )
    return Prediction(sql.strip())
