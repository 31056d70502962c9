"""What a made-up question asks for, and the query that answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.contracts.sketch import (
    Call,
    Constant,
    Expression,
    Item,
    Operation,
    Operator,
    OrderItem,
    Select,
    SourceColumn,
    Star,
    TableSource,
)


@dataclass(frozen=True)
class Named:
    """A column with the table it is read from and how people call it."""

    column: SourceColumn
    said: str


@dataclass(frozen=True)
class Condition:
    on: Expression
    operator: Operator
    values: tuple[int | float | str, ...]
    said: str  # the value alone: 'France', 'over 100', '2024'


Measure = tuple[str, Named | None]  # an aggregate and its column; None: it counts rows


@dataclass(frozen=True)
class Subject:
    """A table that questions can be about, with what can be said of it. Values are read once."""

    table: str
    said: str  # in the plural
    measures: tuple[Named, ...]
    dimensions: tuple[Named, ...]
    shown: tuple[Named, ...]
    dates: tuple[Named, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class View:
    """What a question asks for. Without `measures` it lists `shown`."""

    subject: Subject
    measures: tuple[Measure, ...] = ()
    by: tuple[tuple[Expression, str], ...] = ()
    shown: tuple[Named, ...] = ()
    conditions: tuple[Condition, ...] = ()
    descending: bool | None = None
    limit: int | None = None
    hide_measure: bool = False
    words: dict[str, str] = field(default_factory=dict, compare=False)  # how this dialogue calls its measures


def sketch_of(view: View) -> Select:
    """Ordered by the first measure where there is a direction, by the subject's own first measure in a list."""
    measures = [_aggregate(name, column) for name, column in view.measures]
    groups = [expression for expression, _ in view.by]
    items: list[Expression] = [*groups, *([] if view.hide_measure else measures)]
    if not view.measures:
        items = [named.column for named in view.shown]
    where = [_condition(condition) for condition in view.conditions]
    order = measures[0] if measures and groups else None
    if view.descending is not None and order is None and view.subject.measures:
        order = view.subject.measures[0].column
    used = [*items, *where]
    tables = dict.fromkeys([view.subject.table, *(c.source for e in used for c in _columns(e))])
    return Select(
        items=tuple(Item(expression=item) for item in items),
        sources=tuple(TableSource(name=table, table=table) for table in tables),
        where=_all(where),
        group_by=tuple(groups) if view.measures else (),
        order_by=(OrderItem(expression=order, descending=view.descending),)
        if order is not None and view.descending is not None
        else (),
        limit=view.limit,
    )


def _aggregate(name: str, column: Named | None) -> Expression:
    return Call(name=name, arguments=(Star() if column is None else column.column,))


def _condition(condition: Condition) -> Expression:
    values = tuple(Constant(value=value) for value in condition.values)
    return Operation(operator=condition.operator, operands=(condition.on, *values))


def _all(conditions: Sequence[Expression]) -> Expression | None:
    if len(conditions) > 1:
        return Operation(operator=Operator.AND, operands=tuple(conditions))
    return conditions[0] if conditions else None


def _columns(expression: Expression) -> Iterator[SourceColumn]:
    match expression:
        case SourceColumn():
            yield expression
        case Call():
            for argument in expression.arguments:
                yield from _columns(argument)
        case Operation():
            for operand in expression.operands:
                yield from _columns(operand)
