"""Earlier turns as a model reads them: the question, the SQL, and what came of it."""

from collections.abc import Iterator, Sequence

from services.contracts.models import ExecutionStatus, Outcome, Turn
from services.contracts.prompt.cell_text import cell_text
from services.contracts.prompt.private import reads_private
from services.contracts.schema import Schema

SHOWN_ROWS = 2
SHOWN_COLUMNS = 8
_MAX_ERROR = 200  # characters


def history_text(history: Sequence[Turn], schema: Schema, *, last: int) -> str:
    """The last turns, oldest first, after a line that says how many are not shown."""
    shown = history[len(history) - last :]
    lines = [line for turn in shown for line in _turn_lines(turn, schema)]
    return "\n".join([f"({len(history) - last} earlier not shown)", *lines] if last < len(history) else lines)


def _turn_lines(turn: Turn, schema: Schema) -> Iterator[str]:
    yield f"{turn.number}. {turn.question}"
    if turn.sql:
        yield f"SQL: {turn.sql}"
    if turn.outcome is not None:
        yield f"Result: {outcome_text(turn.outcome, private=reads_private(turn.sql, schema))}"
    elif turn.reply:
        yield f"Reply: {turn.reply}"


def outcome_text(outcome: Outcome, *, private: bool) -> str:
    """In one line: how many rows, the names of the columns, the first rows; or what went wrong.

    >>> outcome = Outcome(status="ok", columns=("name",), row_count=3, first_rows=(("Ann",), ("Bob",), ("Cleo",)))
    >>> outcome_text(outcome, private=False)
    "3 rows of name: ('Ann'), ('Bob')"
    """
    if outcome.status is not ExecutionStatus.OK:
        error = outcome.error if len(outcome.error) <= _MAX_ERROR else ""
        return f"{outcome.status}: {error}" if error else str(outcome.status)
    if outcome.row_count == 0:
        return "no rows"
    count = f"{outcome.row_count}{'+' if outcome.truncated else ''} row{'s' if outcome.row_count > 1 else ''}"
    names = ", ".join(outcome.columns[:SHOWN_COLUMNS]) + (
        ", …" if len(outcome.columns) > SHOWN_COLUMNS else ""
    )
    rows = () if private else outcome.first_rows[:SHOWN_ROWS]
    told = ", ".join(_row_text(row) for row in rows)
    return f"{count} of {names}" + (f": {told}" if told else "")


def _row_text(row: Sequence[int | float | str | bytes | None]) -> str:
    cells = [cell_text(cell) for cell in row[:SHOWN_COLUMNS]]
    return f"({', '.join(cells + ['…'] * (len(row) > SHOWN_COLUMNS))})"
