"""One's own dialogues: a JSON list of `{"id", "turns": [{"question", "sql"}, …], "database"?, "title"?}`.

Without `database` in a dialogue, the file is about one database, which the caller names.
"""

from pathlib import Path

from pydantic import ConfigDict

from eval.datasets.records import read_records
from eval.datasets.reference import DataSet, ReferenceTurn
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId
from services.contracts.plan import Intent


class _OwnTurn(Frozen):
    """`intent` where the question is not to be answered with SQL; `meaning` where it is ambiguous."""

    model_config = ConfigDict(extra="ignore")

    question: str
    sql: str = ""
    intent: Intent = Intent.ANSWER
    evidence: str = ""
    meaning: str = ""


class _OwnDialogue(Frozen):
    model_config = ConfigDict(extra="ignore")

    id: str
    turns: tuple[_OwnTurn, ...]
    database: DatabaseId | None = None


def read_own(path: Path, name: str, *, database_id: str | None) -> DataSet:
    """Raises InvalidRequest with the line: for a dialogue of no database, an id used twice, an answer without SQL."""
    source = read_records(path)
    rows: list[ReferenceTurn] = []
    lines: dict[str, int] = {}
    for record in source.records:
        entry = record.read_as(_OwnDialogue)
        if entry.id in lines:
            raise InvalidRequest(
                f"{record.place}: the id '{entry.id}' stands in line {lines[entry.id]} already"
            )
        lines[entry.id] = record.line
        database = entry.database or database_id
        if database is None:
            raise InvalidRequest(f"{record.place}: it names no database; name the file's with --dbs")
        for number, turn in enumerate(entry.turns, start=1):
            if turn.intent is Intent.ANSWER and not turn.sql.strip():
                raise InvalidRequest(f"{record.place}, turn {number}: to be answered, but there is no SQL")
            rows.append(
                ReferenceTurn(
                    id=f"{name}/{entry.id}/{number}",
                    data_set=name,
                    database_id=database,
                    dialogue=entry.id,
                    turn=number,
                    question=turn.question,
                    gold_sql=turn.sql,
                    intent=turn.intent,
                    evidence=turn.evidence,
                    meaning=turn.meaning,
                )
            )
    return DataSet(name, tuple(rows), {source.name: source.sha256})
