"""The one row that every data set gives: a question at its place in a dialogue, with the reference answer."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from services.contracts.frozen import Frozen
from services.contracts.models import DatabaseId
from services.contracts.plan import Intent


class ReferenceTurn(Frozen):
    """One turn as a data set has it. A single question is a dialogue of one turn.

    `gold_sql` is empty where the data set has none: the turn is not to be answered with SQL, or the reference is
    withheld. `evidence` is knowledge that the question may be answered with, `act` the data set's own label.
    `meaning` says the question in full where it is ambiguous: for a simulated user, never for a system.
    """

    id: str
    data_set: str
    database_id: DatabaseId
    dialogue: str
    turn: int
    question: str
    gold_sql: str = ""
    intent: Intent = Intent.ANSWER
    act: str = ""
    evidence: str = ""
    meaning: str = ""

    @property
    def to_answer(self) -> bool:
        """Whether SQL is the right answer, be the reference withheld or not."""
        return self.intent is Intent.ANSWER

    @property
    def asked(self) -> str:
        """What a system is asked: the question, with the evidence where there is some."""
        return f"{self.question} ({self.evidence})" if self.evidence else self.question


Dialogue = tuple[ReferenceTurn, ...]


class Exchange(Frozen):
    """What a system asked back, and what the (simulated) user said."""

    question: str
    reply: str


class ColumnDescription(Frozen):
    """What a data set says about a column, beside the database itself."""

    table: str
    column: str
    text: str


@dataclass(frozen=True)
class DataSet:
    """Rows in the order of the file. `files`: sha256 of each file that was read, by its name.

    `remarks` counts what the reader noticed and did not turn into rows, by its name. `exchanges` are those of recorded
    runs, by dialogue.
    """

    name: str
    rows: tuple[ReferenceTurn, ...]
    files: Mapping[str, str]
    remarks: Mapping[str, int] = field(default_factory=dict)
    descriptions: Mapping[str, tuple[ColumnDescription, ...]] = field(default_factory=dict)
    exchanges: Mapping[str, tuple[Exchange, ...]] = field(default_factory=dict)

    @property
    def dialogues(self) -> list[Dialogue]:
        """Turns of one dialogue together, in the order of the rows."""
        return [tuple(turns) for _, turns in groupby(self.rows, key=lambda row: (row.data_set, row.dialogue))]

    @property
    def ids_hash(self) -> str:
        return hash_of(row.id for row in self.rows)

    @property
    def rows_hash(self) -> str:
        """Of everything that the rows say: equal for equal questions and references."""
        return hash_of(row.model_dump_json() for row in self.rows)

    def of_databases(self, wanted: Iterable[str]) -> "DataSet":
        ids = frozenset(wanted)
        return self.with_rows(row for row in self.rows if row.database_id in ids)

    def with_rows(self, rows: Iterable[ReferenceTurn], *, name: str | None = None) -> "DataSet":
        return replace(self, rows=tuple(rows), name=name or self.name)

    def first_dialogues(self, count: int) -> "DataSet":
        return self.with_rows(row for dialogue in self.dialogues[:count] for row in dialogue)


def hash_of(texts: Iterable[str]) -> str:
    """sha256 (hex) of the texts, one per line."""
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
