"""Expressions and comparisons of a sketch in the words of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.contracts.expression_text import expression_text
from services.contracts.frozen import Cell
from services.contracts.plan import PlannedCondition, PlannedExpression, PlannedValue
from services.contracts.sketch import (
    Call,
    Constant,
    Expression,
    Operation,
    Operator,
    SourceColumn,
    own_nodes,
)
from services.contracts.sketch_columns import ColumnFinder, ScopedSelect

_TURNED = {
    Operator.EQ: Operator.EQ,
    Operator.NE: Operator.NE,
    Operator.IS: Operator.IS,
    Operator.LT: Operator.GT,
    Operator.LE: Operator.GE,
    Operator.GT: Operator.LT,
    Operator.GE: Operator.LE,
}
_WITH_LITERALS = frozenset({*_TURNED, Operator.LIKE, Operator.GLOB, Operator.BETWEEN, Operator.IN})


def planned(expression: Expression, place: ScopedSelect, finder: ColumnFinder) -> PlannedExpression:
    """`aggregate` is set where the expression is an aggregate as a whole."""
    call = expression if isinstance(expression, Call) and expression.is_aggregate else None
    return PlannedExpression(
        expression=_text(expression, place, finder),
        aggregate=call.name if call else None,
        distinct=call.distinct if call else False,
        columns=finder.columns(expression, place),
    )


def _text(expression: Expression, place: ScopedSelect, finder: ColumnFinder) -> str:
    def name(column: SourceColumn) -> str:
        behind = finder.behind(column, place)
        if behind is not None:
            return _text(behind[0], behind[1], finder)
        return str(finder.column(column, place) or f"{column.source}.{column.column}")

    return expression_text(expression, name)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An expression compared with one literal; `operator` in words, with `not ` before it where it is negated."""

    expression: Expression
    operator: str
    value: Cell


def comparisons(condition: Expression | None, *, negated: bool = False) -> Iterator[Comparison]:
    """The comparisons with literals in a condition, in order, whatever connects them.

    The literal may stand on either side. BETWEEN gives one for each bound, IN one for each item, IS NULL one with
    None. NOT before a whole group negates each member.
    """
    if not isinstance(condition, Operation):
        return
    operator, operands = condition.operator, condition.operands
    match operator:
        case Operator.AND | Operator.OR:
            for operand in operands:
                yield from comparisons(operand, negated=negated)
            return
        case Operator.NOT:
            yield from comparisons(operands[0], negated=not negated)
            return
    word = "not " if negated else ""
    if operator is Operator.IS_NULL:
        yield Comparison(operands[0], f"{word}is null", None)
    elif operator in _TURNED and isinstance(operands[0], Constant):
        yield from _with_literals(operands[1], f"{word}{_TURNED[operator]}", operands[:1])
    elif operator in _WITH_LITERALS:
        yield from _with_literals(operands[0], f"{word}{operator}", operands[1:])


def _with_literals(
    expression: Expression, operator: str, others: tuple[Expression, ...]
) -> Iterator[Comparison]:
    for other in others:
        if isinstance(other, Constant) and other.value is not None:
            yield Comparison(expression, operator, other.value)


def planned_values(
    condition: Expression | None, place: ScopedSelect, finder: ColumnFinder
) -> Iterator[PlannedValue]:
    """The comparisons of one stored column, bare or inside a function; aggregates compare no stored value."""
    for comparison in comparisons(condition):
        columns = finder.columns(comparison.expression, place)
        if len(columns) == 1 and not _aggregates(comparison.expression, place, finder):
            yield PlannedValue(column=columns[0], operator=comparison.operator, value=comparison.value)


def planned_conditions(
    condition: Expression | None, place: ScopedSelect, finder: ColumnFinder
) -> Iterator[PlannedCondition]:
    for comparison in comparisons(condition):
        yield PlannedCondition(
            expression=planned(comparison.expression, place, finder),
            operator=comparison.operator,
            value=comparison.value,
        )


def _aggregates(expression: Expression, place: ScopedSelect, finder: ColumnFinder) -> bool:
    for node in own_nodes(expression):
        if isinstance(node, Call) and node.is_aggregate:
            return True
        if isinstance(node, SourceColumn) and (behind := finder.behind(node, place)) is not None:
            return _aggregates(behind[0], behind[1], finder)
    return False
