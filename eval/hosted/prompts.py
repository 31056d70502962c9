"""What a hosted model is told: the schema with keys and sample values, stored values that match, and the dialogue."""

from collections.abc import Iterator, Sequence

from services.contracts.frozen import Cell
from services.contracts.models import Attempt, Diagnosis, Links, Outcome, Turn
from services.contracts.plan import Plan
from services.contracts.schema import Column, Schema
from services.conversation.plan_text import plan_text

_SAMPLES = 3
_SHOWN_VALUES = 10
_SHOWN_ROWS = 3
_RULES = (
    "You answer questions about a SQLite database. Reply with one SELECT statement in a ```sql block and nothing "
    "else. Select exactly what is asked for, in the order in which it is asked for. A follow-up question keeps the "
    "conditions of the turns before unless it changes them."
)
_PLAN_RULES = (
    "You plan how a question about a SQLite database is answered, as JSON. Name tables and columns as the schema "
    "spells them, columns as table.column, values as they are stored. A follow-up question keeps the conditions of "
    "the turns before unless it changes them. intent is 'clarify' where the question has several readings that the "
    "schema cannot decide between, 'unanswerable' where the data are not there, 'chitchat' where nothing is asked."
)


def generation_messages(
    question: str,
    links: Links,
    history: Sequence[Turn],
    plan: Plan | None,
    diagnosis: Diagnosis | None,
    attempts: Sequence[Attempt],
) -> list[dict[str, str]]:
    parts = [*_context(links, history), f"Question: {question}"]
    words = plan_text(plan) if plan is not None else ""
    if words:
        parts.append(f"Plan:\n{words}")
    if diagnosis is not None:
        failed = "\n".join(attempt.sql for attempt in attempts)
        parts.append(f"These statements failed:\n{failed}\nReason: {diagnosis.message}")
    return _messages(_RULES, parts)


def planning_messages(question: str, links: Links, history: Sequence[Turn]) -> list[dict[str, str]]:
    return _messages(_PLAN_RULES, [*_context(links, history), f"Question: {question}"])


def _messages(rules: str, parts: Sequence[str]) -> list[dict[str, str]]:
    return [{"role": "system", "content": rules}, {"role": "user", "content": "\n\n".join(parts)}]


def _context(links: Links, history: Sequence[Turn]) -> Iterator[str]:
    yield "Schema:\n" + "\n".join(_schema_lines(links.snapshot))
    if links.values:
        shown = links.values[:_SHOWN_VALUES]
        lines = (f"'{link.mention.text}' may be {link.column} = {_literal(link.value)}" for link in shown)
        yield "Stored values that match:\n" + "\n".join(lines)
    if history:
        yield "Conversation so far:\n" + "\n".join(line for turn in history for line in _turn_lines(turn))


def _schema_lines(schema: Schema) -> Iterator[str]:
    for table in schema.tables:
        yield f"{table.name}({', '.join(_column(column) for column in table.columns)})"
    for key in schema.foreign_keys:
        own = ", ".join(f"{key.table}.{column}" for column in key.columns)
        yield f"{own} → {', '.join(f'{key.ref_table}.{column}' for column in key.ref_columns)}"


def _column(column: Column) -> str:
    samples = "" if column.excluded else ", ".join(_literal(cell) for cell in column.samples[:_SAMPLES])
    told = " ".join(filter(None, (column.type, column.description and f"({column.description})")))
    return f"{column.name} {told}".strip() + (f" e.g. {samples}" if samples else "")


def _turn_lines(turn: Turn) -> Iterator[str]:
    yield f"User: {turn.question}"
    if turn.sql:
        yield f"SQL: {turn.sql}"
    if turn.outcome is not None:
        yield f"Result: {_outcome(turn.outcome)}"
    elif turn.reply:
        yield f"Reply: {turn.reply}"


def _outcome(outcome: Outcome) -> str:
    if outcome.error:
        return outcome.error
    rows = "; ".join(", ".join(map(_literal, row)) for row in outcome.first_rows[:_SHOWN_ROWS])
    return f"{outcome.row_count} rows" + (f": {rows}" if rows else "")


def _literal(cell: Cell) -> str:
    """As SQL writes it; a blob only as what it is."""
    match cell:
        case None:
            return "NULL"
        case str():
            return "'" + cell.replace("'", "''") + "'"
        case bytes():
            return "(blob)"
        case _:
            return str(cell)
