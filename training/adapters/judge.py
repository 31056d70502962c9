"""Whether an answer is right: read as serving reads it, run, and compared with what the reference gives."""

import random
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from eval.databases import DatabaseFiles
from eval.protocols.recent_results import RememberingRunner
from eval.running import RunLimits
from services.contracts.catalogue import open_readonly
from services.contracts.schema import Schema
from services.generator.formats import FORMATS, Unreadable
from services.value_index.snapshot import read_schema
from training.data.generation.reference_results import same_rows
from training.data.generation.rows import TrainingRow

# A model in training writes cross joins of everything; these are to cost little.
LIMITS = RunLimits(seconds=3.0, rows=50_000, bytes=20_000_000)


class Judge:
    """To be closed. The databases lie in `folder`/<id>/<id>.sqlite."""

    def __init__(self, folder: Path) -> None:
        self._files = DatabaseFiles(folder)
        self._runner = RememberingRunner(LIMITS)
        self._schemas: dict[str, Schema] = {}

    def __enter__(self) -> "Judge":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        self._runner.close()

    def drawn(self, rows: Iterable[TrainingRow], count: int) -> list[TrainingRow]:
        """So many of the rows that it knows, at random, the same ones every time."""
        known = [row for row in rows if self.knows(row)]
        random.Random(0).shuffle(known)
        return known[:count]

    def knows(self, row: TrainingRow) -> bool:
        return self._files.path(row.database_id).is_file()

    def statement(self, row: TrainingRow, answer: str) -> str | None:
        """The SELECT in an answer to that row; None where there is none."""
        sql = FORMATS[row.format].read(answer, self._schema(row.database_id))
        return None if isinstance(sql, Unreadable) else sql

    def right(self, row: TrainingRow, answer: str) -> bool:
        """Value accuracy of one answer (eval.metrics.value)."""
        sql = self.statement(row, answer)
        database = self._files.database(row.database_id).main
        return sql is not None and same_rows(self._runner, database, row.sql, sql)

    def _schema(self, database_id: str) -> Schema:
        if database_id not in self._schemas:
            with closing(open_readonly(self._files.database(database_id).main)) as connection:
                self._schemas[database_id] = read_schema(connection, database_id)
        return self._schemas[database_id]
