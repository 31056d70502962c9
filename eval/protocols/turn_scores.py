"""What the scorers say of one turn: verdicts, and the problems that explain a wrong or missing one."""

from dataclasses import dataclass

from sqlglot.errors import TokenError

from eval.metrics import esm
from eval.metrics.any_order import any_order_equal
from eval.metrics.result import Result
from eval.metrics.test_suite import join_operators
from eval.metrics.value import orders_rows, strict_equal, value_equal
from eval.rows import Outcome, Problem, RunRow, Status, Verdicts
from eval.running import Failure, FailureKind, QueryRunner
from eval.scoring import EvaluationDatabase, SqlScorer, SqlScores
from services.contracts.models import Attempt, Execution, ExecutionStatus

_OF_GOLD = {
    FailureKind.DATABASE: Problem.DATABASE_UNUSABLE,
    FailureKind.TOO_LARGE: Problem.GOLD_TOO_LARGE,
}


@dataclass(frozen=True)
class TurnScorer:
    """Scores against one reference after the other. `queries` runs the reference, and what else is to be compared."""

    queries: QueryRunner

    def run(self, sql: str, database: EvaluationDatabase) -> Result | Failure:
        """As the scorers run it: with operators joined that a tokenizer split."""
        return self.queries.run(database.main, join_operators(sql))

    def of_execution(self, row: RunRow, execution: Execution | None, database: EvaluationDatabase) -> RunRow:
        """The row with its verdicts. Value, strict and any order are those of the rows that the executor gave.

        Without an answer every verdict is false: the official scorers are given an empty prediction.
        """
        gold = self.run(row.reference.gold_sql, database)
        scores = self._scores(row, row.sql or None, database)
        answered = _answered_with(execution)
        problems = [*row.problems, *_problems_of_gold(gold), *_problems_of_answer(row, execution)]
        problems += _problems_of_scores(scores, gold, answered)
        value, strict, any_order = _by_rows(row.reference.gold_sql, gold, answered)
        verdicts = _verdicts(scores).model_copy(
            update={"value": value, "strict": strict, "any_order": any_order, "value_stock": scores.value}
        )
        first = self._first_draft(row, verdicts, database)
        return row.model_copy(
            update={
                "gold": Outcome.of(gold),
                "predicted": Outcome.of(answered) if answered else _not_run(execution),
                "verdicts": verdicts.model_copy(update={"first_draft_value": first}),
                "problems": tuple(dict.fromkeys(problems)),
            }
        )

    def of_statement(self, row: RunRow, database: EvaluationDatabase) -> RunRow:
        """The row of an imported prediction: its SQL runs in stock mode, as the reference does."""
        gold = self.run(row.reference.gold_sql, database)
        scores = self._scores(row, row.sql or None, database)
        predicted = self.run(row.sql, database) if row.sql else None
        problems = [*row.problems, *_problems_of_gold(gold)]
        if isinstance(predicted, Failure):
            problems.append(Problem.PREDICTION_FAILS)
        problems += _problems_of_scores(scores, gold, predicted)
        verdicts = _verdicts(scores).model_copy(
            update={
                "value": bool(scores.value),
                "strict": bool(scores.strict),
                "any_order": bool(scores.any_order),
                "value_stock": scores.value,
            }
        )
        return row.model_copy(
            update={
                "gold": Outcome.of(gold),
                "predicted": None if predicted is None else Outcome.of(predicted),
                "verdicts": verdicts,
                "problems": tuple(dict.fromkeys(problems)),
            }
        )

    def _scores(self, row: RunRow, sql: str | None, database: EvaluationDatabase) -> SqlScores:
        return SqlScorer(self.queries).score(row.reference.gold_sql, sql, database)

    def _first_draft(self, row: RunRow, verdicts: Verdicts, database: EvaluationDatabase) -> bool | None:
        """Value accuracy of the first statement that was tried, as it was drafted; None where none was."""
        first = next(iter(row.attempts), None)
        if first is None:
            return None
        if first.sql == row.sql:
            return verdicts.value
        return bool(self._scores(row, first.sql, database).value) and _ran(first)


def hardness_of(sql: str, database: EvaluationDatabase) -> str:
    """Spider's four classes, or 'unparsed' where its parser does not understand the reference."""
    try:
        return str(esm.hardness(sql, database.columns))
    except esm.Unparsable:
        return "unparsed"


def _by_rows(gold_sql: str, gold: Result | Failure, answered: Result | None) -> tuple[bool, bool, bool]:
    """All false where there are no two results, or where it cannot be read whether the gold orders its rows."""
    if isinstance(gold, Failure) or answered is None:
        return False, False, False
    try:
        ordered = orders_rows(gold_sql)
    except TokenError:
        return False, False, False
    value = value_equal(gold, answered, ordered=ordered)
    return (
        value,
        value and strict_equal(gold, answered, ordered=ordered),
        value or any_order_equal(gold, answered, ordered=ordered),
    )


def _answered_with(execution: Execution | None) -> Result | None:
    """The whole result; None where there is none, or the executor had to cut it off."""
    if execution is None or execution.status is not ExecutionStatus.OK or execution.page is None:
        return None
    if execution.truncated:
        return None
    return Result(tuple(column.name for column in execution.page.columns), execution.page.rows)


def _not_run(execution: Execution | None) -> Outcome | None:
    if execution is None:
        return None
    if execution.truncated and execution.page is not None:
        columns = tuple(column.name for column in execution.page.columns)
        return Outcome(columns=columns, row_count=execution.row_count, failure="truncated by the executor")
    message = execution.diagnosis.message if execution.diagnosis else ""
    return Outcome(failure=f"{execution.status}: {message}")


def _problems_of_gold(gold: Result | Failure) -> list[Problem]:
    return [_OF_GOLD.get(gold.kind, Problem.GOLD_FAILS)] if isinstance(gold, Failure) else []


def _problems_of_scores(
    scores: SqlScores, gold: Result | Failure, predicted: Result | Failure | None
) -> list[Problem]:
    both = isinstance(gold, Result) and isinstance(predicted, Result)
    return [Problem.UNSCORED] if both and scores.value is None else []


def _problems_of_answer(row: RunRow, execution: Execution | None) -> list[Problem]:
    if row.problems:  # the turn did not get so far
        return []
    if row.status in (Status.CLARIFY, Status.UNANSWERABLE, Status.CHITCHAT):
        return [Problem.NOT_ANSWERED]
    if execution is None or not execution.sql:
        return [Problem.NO_PREDICTION]
    if execution.status is not ExecutionStatus.OK:
        return [Problem.PREDICTION_FAILS]
    return [Problem.PREDICTION_TRUNCATED] if execution.truncated else []


def _verdicts(scores: SqlScores) -> Verdicts:
    found = {"error": scores.error, "esm": scores.esm_error}
    return Verdicts(
        ex=scores.ex,
        esm=scores.esm,
        etm=scores.etm,
        esm_as_written=scores.esm_as_written,
        etm_repaired=scores.etm_repaired,
        reasons={name: reason for name, reason in found.items() if reason},
    )


def _ran(attempt: Attempt) -> bool:
    return attempt.status is ExecutionStatus.OK
