"""All metrics of one predicted query against its gold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import apsw
from sqlglot.errors import TokenError

from eval.database_keys import read_keys
from eval.metrics import esm, etm
from eval.metrics.any_order import any_order_equal
from eval.metrics.result import Result, Row
from eval.metrics.test_suite import as_run, denotations_equal, join_operators, order_counts
from eval.metrics.value import orders_rows, strict_equal, value_equal
from eval.running import Failure, FailureKind, QueryRunner
from services.contracts.catalogue import Database, open_readonly
from services.contracts.errors import DatabaseUnusable

Verdict = bool | None  # None: not scored, for a reason that stands beside it
# Python's sqlite3 gives no rows for these, and the test-suite script takes that for an empty result.
_NO_ROWS = (FailureKind.EMPTY, FailureKind.WRITES)


@dataclass(frozen=True, slots=True)
class SqlScores:
    """One verdict per metric; those named in `corrected` stand beside the official ones, never in their place.

    `error`: why a query gave no result. `esm_error`: why the official script gives no verdict.
    """

    esm: Verdict = None
    ex: Verdict = None
    etm: Verdict = None
    value: Verdict = None
    strict: Verdict = None
    any_order: Verdict = None
    esm_as_written: Verdict = None
    etm_repaired: Verdict = None
    error: str = ""
    esm_error: str = ""


@dataclass(frozen=True)
class EvaluationDatabase:
    """A folder `<id>` with `<id>.sqlite`, and perhaps further SQLite files of that schema for EX.

    `representatives` are the foreign keys as ESM uses them; None where none are known.
    """

    id: str
    folder: Path
    representatives: esm.Representatives | None

    @cached_property
    def main(self) -> Database:
        return Database(self.id, self.folder / f"{self.id}.sqlite")

    @cached_property
    def suite(self) -> list[Database]:
        """Every SQLite file of the folder."""
        return [Database(file.stem, file) for file in sorted(self.folder.glob("*.sqlite"))]

    @cached_property
    def keys(self) -> etm.SchemaKeys:
        """Raises DatabaseUnusable."""
        connection = open_readonly(self.main)
        try:
            return read_keys(connection)
        except apsw.Error as error:
            raise self.main.damaged(str(error)) from error
        finally:
            connection.close()

    @cached_property
    def columns(self) -> esm.Columns:
        return {table: keys.columns for table, keys in self.keys.items()}


class SqlScorer:
    """Scores one pair at a time. Runs both queries as they are written, in stock SQLite, read-only."""

    def __init__(self, runner: QueryRunner) -> None:
        self._runner = runner

    def score(self, gold: str, predicted: str | None, database: EvaluationDatabase) -> SqlScores:
        """A prediction of None is scored as an empty text; `error` calls it missing."""
        try:
            keys = database.keys
        except DatabaseUnusable as refusal:
            return SqlScores(error=refusal.message)
        missing = predicted is None
        predicted = predicted or ""
        pair = _Pair(join_operators(gold), join_operators(predicted))
        outcomes = self._run(pair, database.main)
        if missing:
            outcomes = replace(outcomes, predicted=Failure(FailureKind.EMPTY, "missing"))
        prepared = _Pair(etm.prepare(pair.gold, keys), etm.prepare(pair.predicted, keys))
        compiles = self._compiles(pair, prepared, outcomes, database.main)
        esm_verdict, esm_as_written, esm_error = _exact_set_match(gold, predicted, database)
        try:
            value, strict, any_order = _result_verdicts(gold, outcomes)
        except TokenError as error:
            return SqlScores(error=f"gold: whether it orders its rows cannot be read: {error}")
        return SqlScores(
            esm=esm_verdict,
            ex=self._execution_match(_Pair(as_run(gold), as_run(predicted)), pair, outcomes, database),
            etm=compiles and etm.trees_match(prepared.gold, prepared.predicted, keys),
            value=value,
            strict=strict,
            any_order=any_order,
            esm_as_written=esm_as_written,
            etm_repaired=compiles and etm.trees_match_repaired(prepared.gold, prepared.predicted, keys),
            error=outcomes.error,
            esm_error=esm_error,
        )

    def _run(self, pair: "_Pair", database: Database) -> "_Outcomes":
        return _Outcomes(self._runner.run(database, pair.gold), self._runner.run(database, pair.predicted))

    def _compiles(
        self, written: "_Pair", prepared: "_Pair", outcomes: "_Outcomes", database: Database
    ) -> bool:
        """Whether SQLite can plan both; what gave a result as it stands can be planned."""
        sides = (
            (written.gold, prepared.gold, outcomes.gold),
            (written.predicted, prepared.predicted, outcomes.predicted),
        )
        return all(
            (one == other and isinstance(outcome, Result)) or self._can_be_planned(other, database)
            for one, other, outcome in sides
        )

    def _can_be_planned(self, sql: str, database: Database) -> bool:
        return isinstance(self._runner.run(database, f"EXPLAIN QUERY PLAN {sql}"), Result)

    def _execution_match(
        self, pair: "_Pair", known: "_Pair", outcomes: "_Outcomes", database: EvaluationDatabase
    ) -> bool:
        """EX: on every database of the folder. `outcomes` are those of `known` on the main one."""
        ordered = order_counts(pair.gold)
        for one in database.suite:
            is_known = one.path == database.main.path and pair == known
            found = outcomes if is_known else self._run(pair, one)
            gold, predicted = _rows(found.gold), _rows(found.predicted)
            if gold is None or predicted is None or not denotations_equal(gold, predicted, ordered=ordered):
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Pair:
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class _Outcomes:
    gold: Result | Failure
    predicted: Result | Failure

    @property
    def error(self) -> str:
        sides = (("gold", self.gold), ("prediction", self.predicted))
        return "; ".join(f"{name}: {side.message}" for name, side in sides if isinstance(side, Failure))


def _result_verdicts(gold_sql: str, outcomes: _Outcomes) -> tuple[bool, bool, bool]:
    """Value, strict and any-order accuracy; a query that gives no result is wrong, be it the gold."""
    gold, predicted = outcomes.gold, outcomes.predicted
    if isinstance(gold, Failure) or isinstance(predicted, Failure):
        return False, False, False
    ordered = orders_rows(gold_sql)
    value = value_equal(gold, predicted, ordered=ordered)
    return (
        value,
        value and strict_equal(gold, predicted, ordered=ordered),
        value or any_order_equal(gold, predicted, ordered=ordered),
    )


def _rows(outcome: Result | Failure) -> Sequence[Row] | None:
    if isinstance(outcome, Result):
        return outcome.rows
    return () if outcome.kind in _NO_ROWS else None


def _exact_set_match(gold: str, predicted: str, database: EvaluationDatabase) -> tuple[Verdict, Verdict, str]:
    """ESM, ESM as written, and why there is none."""
    if database.representatives is None:
        return None, None, "no foreign keys are known for the database"
    try:
        return (
            esm.exact_set_match(gold, predicted, database.columns, database.representatives),
            esm.exact_set_match_as_written(gold, predicted, database.columns, database.representatives),
            "",
        )
    except esm.Unscored as reason:
        return None, None, str(reason)
