"""Sets of single questions: Spider and its relatives, BIRD and mini-dev.

Spider: Yu et al., EMNLP 2018; Spider-Syn: Gan et al., ACL 2021; BIRD: Li et al., NeurIPS 2023.
"""

import csv
from collections import Counter
from pathlib import Path

from pydantic import ConfigDict, Field

from eval.datasets.records import read_records
from eval.datasets.reference import ColumnDescription, DataSet, ReferenceTurn
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId


class _SpiderQuestion(Frozen):
    model_config = ConfigDict(extra="ignore")

    db_id: DatabaseId
    question: str
    query: str


class _BirdQuestion(Frozen):
    model_config = ConfigDict(extra="ignore")

    question_id: int | None = None  # the train file has none
    db_id: DatabaseId
    question: str
    sql: str = Field(alias="SQL")
    evidence: str = ""
    difficulty: str = ""


def read_spider(path: Path, name: str) -> DataSet:
    """Raises InvalidRequest with the line."""
    source = read_records(path)
    rows = []
    for record in source.records:
        entry = record.read_as(_SpiderQuestion)
        place = str(record.number)
        rows.append(
            ReferenceTurn(
                id=f"{name}/{place}/1",
                data_set=name,
                database_id=entry.db_id,
                dialogue=place,
                turn=1,
                question=entry.question,
                gold_sql=entry.query,
            )
        )
    return DataSet(name, tuple(rows), {source.name: source.sha256})


def read_bird(path: Path, name: str) -> DataSet:
    """BIRD's train, dev or mini-dev for SQLite. Rows are named by their question ids, one used again with `#2`, and by
    their places in a file that has no such ids, as train. `act`: BIRD's difficulty.

    The column descriptions stand in `database_description/<db_id>/<table>.csv` beside the file or, as upstream has
    them, in each database's own folder; a database without them has none.
    """
    source = read_records(path)
    rows = []
    uses: Counter[int] = Counter()
    for record in source.records:
        entry = record.read_as(_BirdQuestion)
        number = record.number if entry.question_id is None else entry.question_id
        uses[number] += 1
        again = uses[number]
        place = str(number) if again == 1 else f"{number}#{again}"
        rows.append(
            ReferenceTurn(
                id=f"{name}/{place}/1",
                data_set=name,
                database_id=entry.db_id,
                dialogue=place,
                turn=1,
                question=entry.question,
                gold_sql=entry.sql,
                act=entry.difficulty,
                evidence=entry.evidence,
            )
        )
    described = {
        database_id: read_descriptions(path.parent / "database_description" / database_id)
        for database_id in dict.fromkeys(row.database_id for row in rows)
    }
    remarks = +Counter({"question ids used again": len(rows) - len(uses)})
    return DataSet(name, tuple(rows), {source.name: source.sha256}, remarks, described)


def read_descriptions(folder: Path) -> tuple[ColumnDescription, ...]:
    """One CSV file per table, in UTF-8 or, as some of them are, in Windows-1252. Raises InvalidRequest."""
    return tuple(found for file in sorted(folder.glob("*.csv")) for found in _described(file))


def _described(file: Path) -> list[ColumnDescription]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.DictReader(text.splitlines())
    if "original_column_name" not in (reader.fieldnames or ()):
        raise InvalidRequest(f"{file}, line 1: no column 'original_column_name'")
    found = []
    for line in reader:
        parts = (line.get("column_description"), line.get("value_description"))
        said = "; ".join(" ".join(part.split()) for part in parts if part and part.strip())
        column = (line["original_column_name"] or "").strip()
        if column and said:
            found.append(ColumnDescription(table=file.stem, column=column, text=said))
    return found
