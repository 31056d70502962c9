"""What reference statements give, and whether another statement gives the same: run once, kept on disk."""

import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from sqlglot.errors import TokenError

from eval.databases import DatabaseFiles
from eval.datasets.reference import ReferenceTurn
from eval.metrics.result import Result
from eval.metrics.value import orders_rows, value_equal
from eval.protocols.dialogue import REFERENCE_LIMITS
from eval.protocols.gold_history import gold_turn
from eval.protocols.recent_results import RememberingRunner
from services.contracts.catalogue import Database
from services.contracts.models import ExecutionStatus, Outcome


@dataclass
class _Kept:
    """By database, its content version, and the statement(s)."""

    outcomes: dict[tuple[str, str, str], Outcome] = field(default_factory=dict)
    verdicts: dict[tuple[str, str, str, str], bool] = field(default_factory=dict)


class ReferenceResults:
    """To be closed. The file is this program's own: pickle is safe here."""

    def __init__(self, cache: Path, files: DatabaseFiles, *, outcome_rows: int) -> None:
        """`outcome_rows`: the first rows of a result that an Outcome holds, as in the sessions of the conversation."""
        self._cache = cache
        self._files = files
        self._rows = outcome_rows
        self._runner = RememberingRunner(REFERENCE_LIMITS)
        self._kept: _Kept = pickle.loads(cache.read_bytes()) if cache.is_file() else _Kept()
        self._before = self._size
        self._databases: dict[str, tuple[Database, str]] = {}

    def close(self) -> None:
        """Keeps what was run since."""
        self._runner.close()
        if self._size > self._before:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            partial = self._cache.with_suffix(f".{os.getpid()}.partial")
            partial.write_bytes(pickle.dumps(self._kept, protocol=pickle.HIGHEST_PROTOCOL))
            partial.rename(self._cache)

    @property
    def _size(self) -> int:
        return len(self._kept.outcomes) + len(self._kept.verdicts)

    def outcome(self, turn: ReferenceTurn) -> Outcome:
        """How the reference ends. Raises DatabaseUnusable where its database cannot be read."""
        database, version = self._database(turn.database_id)
        key = turn.database_id, version, turn.gold_sql
        found = self._kept.outcomes.get(key)
        if found is None:
            result = self._runner.run(database, turn.gold_sql)
            found = gold_turn(turn, None, result, outcome_rows=self._rows).outcome
            assert found is not None  # there was a result
            self._kept.outcomes[key] = found
        return found

    def agrees(self, turn: ReferenceTurn, sql: str) -> bool:
        """Value accuracy: whether `sql` gives the rows of the reference. False where either of them fails."""
        if sql == turn.gold_sql:
            return self.outcome(turn).status is ExecutionStatus.OK
        database, version = self._database(turn.database_id)
        key = turn.database_id, version, turn.gold_sql, sql
        found = self._kept.verdicts.get(key)
        if found is None:
            found = self._kept.verdicts[key] = same_rows(self._runner, database, turn.gold_sql, sql)
        return found

    def _database(self, database_id: str) -> tuple[Database, str]:
        if database_id not in self._databases:
            database = self._files.database(database_id).main
            self._databases[database_id] = database, database.version()
        return self._databases[database_id]


def same_rows(runner: RememberingRunner, database: Database, gold: str, sql: str) -> bool:
    wanted, found = runner.run(database, gold), runner.run(database, sql)
    if not isinstance(wanted, Result) or not isinstance(found, Result):
        return False
    try:
        return value_equal(wanted, found, ordered=orders_rows(gold))
    except TokenError:
        return False
