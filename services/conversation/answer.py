"""What a turn's result becomes: the answer to the user, and what the session keeps of it."""

import unicodedata

from services.contracts.frozen import Cell
from services.contracts.models import (
    Answer,
    AnswerStatus,
    Diagnosis,
    Execution,
    ExecutionStatus,
    Outcome,
    ResultPage,
    Turn,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from services.conversation.chart import chart_of
from services.conversation.pipeline import TurnResult
from services.conversation.plan_text import plan_text, short_text

# Marks that reorder what follows them; the plain marks of right-to-left text stay.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_STATUS = {
    Intent.CLARIFY: AnswerStatus.CLARIFY,
    Intent.UNANSWERABLE: AnswerStatus.UNANSWERABLE,
    Intent.CHITCHAT: AnswerStatus.ANSWERED,
}


def answer_of(result: TurnResult, *, session_id: str, request_id: str, number: int, question: str) -> Answer:
    """The answer in full: words, table, chart, SQL, plan and how long each stage took."""
    plan, execution = _plan_that_ran(result), result.execution
    answer = Answer(
        session_id=session_id,
        request_id=request_id,
        turn=number,
        question=question,
        status=_STATUS.get(plan.intent, AnswerStatus.FAILED),
        text=_text_without_result(plan, result.links.snapshot),
        options=plan.clarification.options if plan.clarification else (),
        plan=plan,
        plan_text=plan_text(plan),
        timing=result.timing,
        usage=result.usage,
        carried=plan.carried,
        notes=(*plan.notes, *result.notes),
    )
    if execution is None:
        return answer
    ran = {"sql": execution.sql, "attempts": execution.attempts}
    if execution.status is not ExecutionStatus.OK or execution.page is None:
        return answer.model_copy(update=ran | {"text": _failure_text(execution.diagnosis)})
    return answer.model_copy(
        update=ran
        | {
            "status": AnswerStatus.ANSWERED,
            "text": _result_text(execution, execution.page, plan, answer.notes),
            "page": execution.page,
            "row_count": execution.row_count,
            "truncated": execution.truncated,
            "chart": chart_of(execution.page, question),
        }
    )


def kept_of(answer: Answer, result: TurnResult, *, rows: int) -> Answer:
    """What may be stored: at most `rows` rows, and none at all of a statement that reads excluded columns."""
    if answer.page is None:
        return answer
    if _reads_excluded(result):
        page = answer.page.model_copy(update={"rows": (), "last": False})
        return answer.model_copy(update={"page": page, "chart": "", "text": "(personal data: not kept)"})
    if len(answer.page.rows) <= rows:
        return answer
    page = answer.page.model_copy(update={"rows": answer.page.rows[:rows], "last": False})
    return answer.model_copy(update={"page": page})


def turn_of(kept: Answer, result: TurnResult, *, outcome_rows: int) -> Turn:
    """The turn as later turns' stages see it, made from what may be kept of the answer."""
    return Turn(
        number=kept.turn,
        question=kept.question,
        plan=kept.plan,
        sql=kept.sql,
        outcome=_outcome(kept, result.execution, outcome_rows),
        reply=kept.text,
    )


def _plan_that_ran(result: TurnResult) -> Plan:
    """The planner's plan, unless the SQL that ran says something else: written by a model, or repaired."""
    execution = result.execution
    if execution is None or not execution.sql:
        return result.plan
    ran = plan_from_sql(execution.sql, result.links.snapshot)
    if isinstance(ran, Unsketchable) or _says(ran) == _says(result.plan):
        return result.plan
    context = {"probability", "change", "carried", "notes"}
    return ran.model_copy(update={name: getattr(result.plan, name) for name in context})


def _says(plan: Plan) -> tuple[object, ...]:
    """What two plans for the same statement have in common, whoever made them."""
    values = frozenset((str(value.column), value.operator, value.value) for value in plan.values)
    order = tuple((order.expression.expression, order.descending) for order in plan.order_by)
    expressions = (plan.projection, plan.group_by, [having.expression for having in plan.having])
    return (
        frozenset(plan.tables),
        frozenset((str(planned.column), planned.roles) for planned in plan.columns),
        values,
        tuple(tuple(each.expression for each in group) for group in expressions),
        tuple((having.operator, having.value) for having in plan.having),
        (order, plan.distinct, plan.limit, plan.set_operator),
    )


def _reads_excluded(result: TurnResult) -> bool:
    """Whether the SQL reads a column whose values must not be kept; yes where it cannot be told."""
    schema = result.links.snapshot
    excluded = {
        (table.name, column.name) for table in schema.tables for column in table.columns if column.excluded
    }
    if not excluded or result.execution is None:
        return False
    plan = plan_from_sql(result.execution.sql, schema)
    if isinstance(plan, Unsketchable):
        return True
    read = {(planned.column.table, planned.column.column) for planned in plan.columns}
    stars = {table for table, column in read if column == "*"}
    return bool(excluded & read) or any(table in stars for table, _ in excluded)


def _outcome(kept: Answer, execution: Execution | None, rows: int) -> Outcome | None:
    if execution is None:
        return None
    page = kept.page
    return Outcome(
        status=execution.status,
        columns=tuple(column.name for column in page.columns) if page else (),
        row_count=kept.row_count,
        truncated=kept.truncated,
        first_rows=page.rows[:rows] if page else (),
        error=execution.diagnosis.message if execution.diagnosis and not kept.row_count else "",
    )


def _text_without_result(plan: Plan, schema: Schema) -> str:
    if not schema.tables:
        return "This database has no tables."
    if plan.clarification is not None:
        return plan.clarification.question
    if plan.intent is Intent.ANSWER:
        return "No SQL could be written for this question."
    return plan.reason or "This question cannot be answered from this database."


def _failure_text(diagnosis: Diagnosis | None) -> str:
    if diagnosis is None:
        return "The question could not be answered."
    text = f"The question could not be answered: {diagnosis.message}"
    if diagnosis.candidates:
        text += f" Did you mean {' or '.join(diagnosis.candidates[:3])}?"
    return text


def _result_text(execution: Execution, page: ResultPage, plan: Plan, notes: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys([*notes, _rows_text(execution, page, plan)]))


def _rows_text(execution: Execution, page: ResultPage, plan: Plan) -> str:
    if not page.rows:
        conditions = execution.diagnosis.evidence if execution.diagnosis else ()
        return f"No rows match {' and '.join(conditions)}." if conditions else "There are no rows."
    labels = [short_text(expression) for expression in plan.projection]
    if len(labels) != len(page.columns):
        labels = [column.name for column in page.columns]
    if len(page.rows) == 1 and not execution.truncated:
        facts = (f"{label}: {cell_text(cell)}" for label, cell in zip(labels, page.rows[0], strict=True))
        return f"{_capitalised(', '.join(facts))}."
    count = f"more than {execution.row_count:,}" if execution.truncated else f"{execution.row_count:,}"
    groups = {expression.expression for expression in plan.group_by}
    measures = [
        label
        for label, each in zip(labels, plan.projection, strict=False)
        if each.aggregate and each.expression not in groups
    ]
    if groups and measures and len(measures) < len(labels):
        keys = [label for label in labels if label not in measures]
        return f"{_capitalised(', '.join(measures))} by {', '.join(keys)}: {count} rows.{_extremes(page)}"
    return f"{_capitalised(', '.join(labels[:6]))}: {count} rows."


def _extremes(page: ResultPage) -> str:
    """Where the numbers of a break-down are highest and lowest."""
    if len(page.columns) != 2 or not page.last:
        return ""
    rows = [(label, number) for label, number in page.rows if isinstance(number, int | float)]
    if len(rows) < 3:
        return ""
    (top, most), (bottom, least) = max(rows, key=lambda row: row[1]), min(rows, key=lambda row: row[1])
    return (
        f" Highest: {cell_text(top)} ({cell_text(most)}); lowest: {cell_text(bottom)} ({cell_text(least)})."
    )


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: thousands grouped, at most two decimals, NULL as a dash.

    >>> cell_text(1234567.891), cell_text(None), cell_text("FR"), cell_text(b"x")
    ('1,234,567.89', '–', 'FR', '1 byte')
    """
    match cell:
        case None:
            return "–"
        case bytes():
            return f"{len(cell):,} byte{'s' if len(cell) != 1 else ''}"
        case float():
            return f"{cell:,.2f}".removesuffix(".00") if abs(cell) >= 0.01 or cell == 0 else f"{cell:.4g}"
        case int():
            return f"{cell:,}" if abs(cell) >= 10_000 else str(cell)  # years and ids stay as they are
        case _:
            return printable(cell)


def printable(text: str) -> str:
    """The text with control characters made visible: a stored value must not steer the reader's terminal.

    >>> printable("a\x1b[31mb\u202ec")
    'a␛[31mb\ufffdc'
    """
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # the block of control pictures
    if unicodedata.category(character) == "Cc" or character in _BIDI_CONTROLS:
        return "\N{REPLACEMENT CHARACTER}"
    return character


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
