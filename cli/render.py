"""An answer on the terminal: words, table, chart, SQL, plan, and the time of each stage."""

from collections.abc import Sequence

from rich import box
from rich.bar import Bar
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from services.contracts.frozen import Cell
from services.contracts.models import Answer, AnswerStatus, Attempt, ExecutionStatus, ResultPage
from services.conversation.answer import cell_text, printable

_TABLE_ROWS = 20
_BARS = 36  # three years of months
_BAR_WIDTH = 32

_COLOUR = {
    AnswerStatus.ANSWERED: "green",
    AnswerStatus.CLARIFY: "yellow",
    AnswerStatus.UNANSWERABLE: "yellow",
}


def console() -> Console:
    """Standard output; where that is no terminal, 100 columns without colour."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=100, no_color=True)


def render_answer(answer: Answer, *, rows: int = _TABLE_ROWS, details: bool = True) -> RenderableType:
    """Everything that a reader needs to check the answer; without `details` only words, table and chart."""
    parts: list[RenderableType] = [
        Text(printable(answer.text), style=f"bold {_COLOUR.get(answer.status, 'red')}")
    ]
    parts += [Text(f"  {number}. {option}") for number, option in enumerate(answer.options, start=1)]
    if answer.page is not None and answer.page.rows:
        parts += _result(answer.page, bool(answer.chart), rows, answer.row_count, answer.truncated)
    if details:
        parts += _details(answer)
    return Padding(Group(*parts), (0, 0, 0, 2))


def render_page(page: ResultPage, *, rows: int = _TABLE_ROWS, bars: bool = False) -> Table:
    """The first rows as a table, numbers to the right; with `bars`, the last column drawn beside it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(page.columns):
        numeric = all(isinstance(row[index], int | float | None) for row in page.rows)
        table.add_column(
            escape(printable(column.name)), justify="right" if numeric else "left", overflow="fold"
        )
    drawn = _bars([row[-1] for row in page.rows]) if bars else []
    if bars:
        table.add_column(width=_BAR_WIDTH)
    for number, row in enumerate(page.rows[:rows]):
        table.add_row(*(Text(cell_text(cell)) for cell in row), *drawn[number : number + 1])
    return table


def _result(
    page: ResultPage, charted: bool, rows: int, row_count: int, truncated: bool
) -> list[RenderableType]:
    bars = charted and len(page.rows) <= _BARS
    shown = min(max(rows, _BARS) if bars else rows, len(page.rows))
    parts: list[RenderableType] = [render_page(page, rows=shown, bars=bars)]
    if truncated:
        parts.append(Text(f"… and more rows than the limit of {row_count:,}", style="dim"))
    elif row_count > shown:
        parts.append(Text(f"… and {row_count - shown:,} more rows", style="dim"))
    return parts


def _bars(numbers: Sequence[Cell]) -> list[RenderableType]:
    """Horizontal bars from the common zero."""
    values = [float(number) for number in numbers if isinstance(number, int | float)]
    low, high = min(0.0, *values), max(0.0, *values)
    size = (high - low) or 1.0
    return [
        Bar(
            size, *sorted((0.0 - low, value - low)), width=_BAR_WIDTH, color="cyan"
        )  # from zero, to either side
        for value in values
    ]


def _details(answer: Answer) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if answer.sql:
        parts.append(
            Syntax(
                printable(answer.sql), "sql", theme="ansi_dark", word_wrap=True, background_color="default"
            )
        )
    if answer.plan_text:
        parts.append(Text("plan: " + printable(answer.plan_text).replace("\n", "; "), style="dim"))
    tried = [attempt for attempt in answer.attempts if _is_worth_showing(attempt)]
    parts += [Text(printable(f"tried: {_attempt_text(attempt)}"), style="dim") for attempt in tried]
    if answer.timing:
        total = sum(timing.ms for timing in answer.timing)
        stages = " · ".join(f"{timing.stage.value} {timing.ms:.1f}" for timing in answer.timing)
        parts.append(Text(f"time: {stages} · total {total:.1f} ms", style="dim"))
    return parts


def _is_worth_showing(attempt: Attempt) -> bool:
    return bool(attempt.status is not ExecutionStatus.OK or attempt.repair or not attempt.row_count)


def _attempt_text(attempt: Attempt) -> str:
    if attempt.status is ExecutionStatus.OK:
        outcome = f"{attempt.row_count} row{'s' if attempt.row_count != 1 else ''}"
    else:
        outcome = attempt.diagnosis.message if attempt.diagnosis else attempt.status.value
    repair = f" (repaired: {attempt.repair})" if attempt.repair else ""
    return f"{attempt.sql}{repair} → {outcome}"
