"""The literals of a gold plan: how the user said them, and at which place they stand among the value links."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz import fuzz
from sqlglot import exp

from eval.metrics.result import Result
from eval.rows import GoldLiteral, LiteralKind
from eval.running import Failure
from services.contracts.frozen import Cell
from services.contracts.models import ValueLink
from services.contracts.plan import Plan, PlannedValue
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import Expression, Select
from services.contracts.sketch_columns import ColumnFinder, scoped_selects
from services.contracts.sql_plan.conditions import comparisons, planned_values

Run = Callable[[str], Result | Failure]
_FUZZY = 80.0  # rapidfuzz's partial ratio from which a text counts as said with a slip or another ending
_SHORTEST_FUZZY = 3  # characters
_SHORTEST_NAME = 3
_NAMES_LOOKED_AT = 20


def gold_literals(
    plan: Plan, links: Sequence[ValueLink], questions: Sequence[str], schema: Schema, run: Run
) -> tuple[GoldLiteral, ...]:
    """Every literal that the plan compares with a stored column, but NULL. `questions`: this one and those before it.
    `run`: SQL on the database."""
    said = "\n".join(questions)
    return tuple(
        GoldLiteral(
            column=str(value.column),
            operator=value.operator,
            value=value.value,
            kind=_kind(value, said, schema, run),
            rank=_rank(value, links, same_literal),
            rank_any_case=_rank(value, links, same_in_any_case),
        )
        for value in plan.values
        if value.value is not None
    )


def literals_left_out(plan: Plan, schema: Schema) -> dict[str, int]:
    """How many comparisons of the plan have no literal that a value link could stand for, by cause:

    - null: IS NULL, be it negated
    - no_stored_column: the literal is compared with something else, such as an aggregate in HAVING
    """
    if plan.sketch is None:
        return {}
    finder, found = ColumnFinder(schema), Counter[str]()
    for place in scoped_selects(plan.sketch):
        for condition in _conditions(place.select):
            values = list(planned_values(condition, place, finder))
            found["null"] += sum(value.value is None for value in values)
            found["no_stored_column"] += len(list(comparisons(condition))) - len(values)
    return dict(+found)


def _conditions(select: Select) -> tuple[Expression | None, ...]:
    return (*(edge.condition for edge in select.edges), select.where, select.having)


def same_literal(one: Cell, other: Cell) -> bool:
    """Texts letter by letter, without the % around a pattern of LIKE; a number and a text that writes it are one, for
    a column's affinity makes them so.

    >>> same_literal("%FR%", "FR"), same_literal(3, "3.0"), same_literal("fr", "FR")
    (True, True, False)
    """
    left, right = _plain(one), _plain(other)
    if left == right:
        return True
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def same_in_any_case(one: Cell, other: Cell) -> bool:
    """
    >>> same_in_any_case("%fr%", "FR")
    True
    """
    return same_literal(_plain(one).casefold(), _plain(other).casefold())


def _rank(value: PlannedValue, links: Sequence[ValueLink], same: Callable[[Cell, Cell], bool]) -> int | None:
    wanted = str(value.column).lower()
    for rank, link in enumerate(links, start=1):
        if str(link.column).lower() == wanted and same(link.value, value.value):
            return rank
    return None


def _kind(value: PlannedValue, said: str, schema: Schema, run: Run) -> LiteralKind:
    """`alias`: the questions name another text of the row that the literal identifies, there or behind a key."""
    literal = str(value.value).strip("%")
    if not literal.strip():
        return LiteralKind.NONE
    if _stands(literal, said):
        return LiteralKind.EXACT
    if _stands(literal.casefold(), said.casefold()):
        return LiteralKind.CASE
    if isinstance(value.value, str) and _almost_stands(literal, said):
        return LiteralKind.FUZZY
    named = any(_stands(name.casefold(), said.casefold()) for name in _names(value, schema, run))
    return LiteralKind.ALIAS if named else LiteralKind.NONE


def _stands(literal: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(literal)}(?!\w)", said) is not None


def _almost_stands(literal: str, said: str) -> bool:
    folded = literal.casefold()
    return len(folded) >= _SHORTEST_FUZZY and fuzz.partial_ratio(folded, said.casefold()) >= _FUZZY


def _names(value: PlannedValue, schema: Schema, run: Run) -> Iterator[str]:
    for column in _identified_by(value.column, schema):
        table = schema.table(column.table)
        shown = [each.name for each in table.columns if each.name != column.column] if table else []
        if not shown:
            continue
        literal = exp.convert(value.value)
        wanted = exp.EQ(this=exp.column(column.column, quoted=True), expression=literal)
        query = exp.select(*(exp.column(name, quoted=True) for name in shown))
        query = query.from_(exp.to_table(exp.to_identifier(column.table, quoted=True).sql("sqlite")))
        found = run(query.where(wanted).limit(_NAMES_LOOKED_AT).sql("sqlite"))
        if isinstance(found, Result):
            yield from _texts(cell for row in found.rows for cell in row)


def _texts(cells: Iterable[Cell]) -> Iterator[str]:
    return (cell for cell in cells if isinstance(cell, str) and len(cell) >= _SHORTEST_NAME)


def _identified_by(column: ColumnRef, schema: Schema) -> Iterator[ColumnRef]:
    """Columns whose rows a value of `column` identifies: itself where it is unique, and what its keys refer to."""
    table = schema.table(column.table)
    own = table.column(column.column) if table else None
    if own is not None and own.unique:
        yield column
    for key in schema.foreign_keys:
        own_side = [f"{key.table}.{name}".lower() for name in key.columns]
        if own_side == [str(column).lower()]:
            yield ColumnRef(table=key.ref_table, column=key.ref_columns[0])


def _plain(cell: Cell) -> str:
    return str(cell).strip("%")
