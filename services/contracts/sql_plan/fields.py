"""The flat fields of a plan, derived from its sketch."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from services.contracts.frozen import Frozen
from services.contracts.plan import (
    ColumnRole,
    Plan,
    PlannedColumn,
    PlannedOrder,
    SkeletonFlag,
)
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import (
    Call,
    Expression,
    Operation,
    OutputColumn,
    Query,
    Select,
    SetOperation,
    TableSource,
    walk,
)
from services.contracts.sketch_columns import ColumnFinder, ScopedSelect, scoped_selects
from services.contracts.sketch_names import output_items
from services.contracts.sql_plan.conditions import planned, planned_conditions, planned_values
from services.contracts.sql_plan.joins import planned_joins, tree_of

ItemT = TypeVar("ItemT", bound=Hashable)


def plan_from_sketch(sketch: Query, schema: Schema) -> Plan:
    """The flat fields that follow from a sketch.

    Tables, columns with their roles, joins, values, the skeleton and the nesting are those of the whole tree, with
    what the compiler adds: link tables and the joins of the keys. Projection, duplicates, grouping and HAVING are
    those of the outermost SELECT (of a set operation, the first), order, limit and set operator those of the query.
    Names that the schema does not have stay as they are: the compiler reports them.
    """
    finder = ColumnFinder(schema)
    places = list(scoped_selects(sketch))
    first = places[0]
    select = first.select
    return Plan(
        tables=_unique(table for place in places for table in _tables(place.select, schema)),
        columns=tuple(_columns(places, finder)),
        joins=_unique(join for place in places for join in planned_joins(place, finder)),
        values=_unique(
            value
            for place in places
            for condition in _conditions(place.select)
            for value in planned_values(condition, place, finder)
        ),
        projection=tuple(planned(item.expression, first, finder) for item in select.items),
        distinct=select.distinct,
        group_by=tuple(planned(expression, first, finder) for expression in select.group_by),
        having=tuple(planned_conditions(select.having, first, finder)),
        order_by=tuple(_order(sketch, first, finder)),
        limit=sketch.limit,
        set_operator=sketch.operator if isinstance(sketch, SetOperation) else None,
        nesting=max(place.depth for place in places),
        skeleton=tuple(flag for flag in SkeletonFlag if _stands(flag, sketch, places, schema)),
        sketch=sketch,
    )


def _unique(found: Iterable[ItemT]) -> tuple[ItemT, ...]:
    return tuple(dict.fromkeys(found))


def _tables(select: Select, schema: Schema) -> Iterator[str]:
    for source in tree_of(select, schema).sources:
        if isinstance(source, TableSource):
            known = schema.table(source.table)
            yield known.name if known else source.table


def _conditions(select: Select) -> Iterator[Expression]:
    conditions = [*(edge.condition for edge in select.edges), select.where, select.having]
    yield from (condition for condition in conditions if condition is not None)


def _columns(places: list[ScopedSelect], finder: ColumnFinder) -> Iterator[PlannedColumn]:
    roles: dict[ColumnRef, set[ColumnRole]] = {}
    for place in places:
        for role, column in _reads(place, finder):
            roles.setdefault(column, set()).add(role)
    for column, found in roles.items():
        yield PlannedColumn(column=column, roles=tuple(role for role in ColumnRole if role in found))


def _reads(place: ScopedSelect, finder: ColumnFinder) -> Iterator[tuple[ColumnRole, ColumnRef]]:
    select = place.select
    parts: list[tuple[ColumnRole, Frozen]] = [(ColumnRole.SELECT, item) for item in select.items]
    parts += [(ColumnRole.FILTER, edge.condition) for edge in select.edges if edge.condition is not None]
    parts += [(ColumnRole.FILTER, select.where)] if select.where is not None else []
    parts += [(ColumnRole.GROUP, expression) for expression in select.group_by]
    parts += [(ColumnRole.HAVING, select.having)] if select.having is not None else []
    parts += [(ColumnRole.ORDER, item) for item in select.order_by]
    for role, part in parts:
        for column in finder.columns(part, place):
            yield role, column
    for join in planned_joins(place, finder):
        yield ColumnRole.JOIN, join.left
        yield ColumnRole.JOIN, join.right


def _order(sketch: Query, first: ScopedSelect, finder: ColumnFinder) -> Iterator[PlannedOrder]:
    for item in sketch.order_by:
        expression = _put_out(item.expression, sketch, finder.schema)
        yield PlannedOrder(expression=planned(expression, first, finder), descending=item.descending)


def _put_out(expression: Expression, sketch: Query, schema: Schema) -> Expression:
    """What a position in the ORDER BY of a set operation stands for, in its first SELECT."""
    if isinstance(expression, Operation):  # COLLATE
        operands = tuple(_put_out(operand, sketch, schema) for operand in expression.operands)
        return expression.model_copy(update={"operands": operands})
    if not isinstance(expression, OutputColumn):
        return expression
    items = output_items(sketch, schema)
    return items[expression.index].expression if expression.index < len(items) else expression


def _stands(flag: SkeletonFlag, sketch: Query, places: list[ScopedSelect], schema: Schema) -> bool:
    """Whether that clause stands anywhere in the query; DISTINCT inside an aggregate counts."""
    selects = [place.select for place in places]
    match flag:
        case SkeletonFlag.SELECT:
            return True
        case SkeletonFlag.JOIN:
            return any(tree_of(select, schema).edges for select in selects)
        case SkeletonFlag.WHERE:
            return any(select.where is not None for select in selects)
        case SkeletonFlag.GROUP_BY:
            return any(select.group_by for select in selects)
        case SkeletonFlag.HAVING:
            return any(select.having is not None for select in selects)
        case SkeletonFlag.NESTED:
            return any(place.depth for place in places)
    nodes = list(walk(sketch))
    queries = [node for node in nodes if isinstance(node, Select | SetOperation)]
    match flag:
        case SkeletonFlag.ORDER_BY:
            return any(query.order_by for query in queries)
        case SkeletonFlag.LIMIT:
            return any(query.limit is not None for query in queries)
        case SkeletonFlag.SET_OPERATION:
            return any(isinstance(query, SetOperation) for query in queries)
        case SkeletonFlag.DISTINCT:
            return any(isinstance(node, Select | Call) and node.distinct for node in nodes)
