"""Parts of a request as expressions of the sketch."""

from collections.abc import Iterable, Sequence

from services.contracts.frozen import Frozen
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import (
    Call,
    Constant,
    Expression,
    Item,
    Operation,
    Operator,
    Select,
    SourceColumn,
    Star,
    SubQuery,
    TableSource,
    children,
)
from services.planner.date_parts import date_part
from services.planner.lexical.request import Condition


def column(ref: ColumnRef) -> SourceColumn:
    return SourceColumn(source=ref.table, column=ref.column)


def aggregated(ref: ColumnRef, function: str, *, distinct: bool = False) -> Expression:
    """The column itself where there is no function."""
    return Call(name=function, arguments=(column(ref),), distinct=distinct) if function else column(ref)


def count_rows() -> Call:
    return Call(name="count", arguments=(Star(),))


def unit_of(ref: ColumnRef, unit: str) -> Expression:
    """The year, month, … of a date, as text."""
    return date_part(unit, column(ref))


def condition_of(condition: Condition) -> Expression:
    left = unit_of(condition.column, condition.unit) if condition.unit else column(condition.column)
    positive = _positive(condition, left)
    if not condition.negated:
        return positive
    if isinstance(positive, Operation) and positive.operator is Operator.EQ:
        return Operation(operator=Operator.NE, operands=positive.operands)
    return Operation(operator=Operator.NOT, operands=(positive,))


def conjunction(conditions: Sequence[Expression]) -> Expression | None:
    if len(conditions) > 1:
        return Operation(operator=Operator.AND, operands=tuple(conditions))
    return conditions[0] if conditions else None


def conjuncts(expression: Expression | None) -> tuple[Expression, ...]:
    """What must hold, one by one."""
    if isinstance(expression, Operation) and expression.operator is Operator.AND:
        return tuple(part for operand in expression.operands for part in conjuncts(operand))
    return () if expression is None else (expression,)


def columns_in(node: Frozen) -> Iterable[SourceColumn]:
    """Columns of the node's own scope: sub-queries have their own."""
    if isinstance(node, SourceColumn):
        yield node
    if not isinstance(node, SubQuery):
        for child in children(node):
            yield from columns_in(child)


def aggregates(node: Frozen) -> bool:
    if isinstance(node, Call) and node.is_aggregate:
        return True
    return not isinstance(node, SubQuery) and any(aggregates(child) for child in children(node))


def without_rows(of: str, table: str, schema: Schema) -> Expression | None:
    """`of` has no rows of `table`: its key is not among those that refer to it.

    The keys are held by `table` or by a table between the two. None where no key tells.
    """
    between = [key.table for key in schema.foreign_keys if key.ref_table == table]
    for holder in (table, *between):
        for key in schema.foreign_keys:
            if (key.table, key.ref_table) == (holder, of) and len(key.columns) == 1:
                held = SourceColumn(source=holder, column=key.columns[0])
                return _not_among(SourceColumn(source=of, column=key.ref_columns[0]), held)
    for key in schema.foreign_keys:
        if (key.table, key.ref_table) == (of, table) and len(key.columns) == 1:
            return Operation(
                operator=Operator.IS_NULL, operands=(SourceColumn(source=of, column=key.columns[0]),)
            )
    return None


def _not_among(left: SourceColumn, held: SourceColumn) -> Expression:
    # A single NULL in the list would make NOT IN unknown for every row.
    known = Operation(
        operator=Operator.NOT, operands=(Operation(operator=Operator.IS_NULL, operands=(held,)),)
    )
    source = TableSource(name=held.source, table=held.source)
    query = Select(items=(Item(expression=held),), sources=(source,), where=known)
    among = Operation(operator=Operator.IN, operands=(left, SubQuery(query=query)))
    return Operation(operator=Operator.NOT, operands=(among,))


def _positive(condition: Condition, left: Expression) -> Expression:
    if condition.aggregate:
        return Operation(operator=Operator(condition.operator), operands=(left, _over_all(condition)))
    if condition.operator == "is_null":
        return Operation(operator=Operator.IS_NULL, operands=(left,))
    constants = tuple(Constant(value=value) for value in condition.values)
    if condition.operator == "=" and len(constants) > 1:
        return Operation(operator=Operator.IN, operands=(left, *constants))
    return Operation(operator=Operator(condition.operator), operands=(left, *constants))


def _over_all(condition: Condition) -> SubQuery:
    table = condition.column.table
    item = Item(expression=aggregated(condition.column, condition.aggregate))
    return SubQuery(query=Select(items=(item,), sources=(TableSource(name=table, table=table),)))
