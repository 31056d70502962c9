"""A request that stands alone, as a query."""

from collections.abc import Sequence
from dataclasses import replace

from services.contracts.sketch import Call, DerivedSource, Expression, Item, OrderItem, Select, SourceColumn
from services.planner.lexical.clauses import (
    Group,
    group_of,
    having_of,
    joinable,
    measured,
    order_of,
    row_of,
    rows_once,
    shown,
    with_sources,
)
from services.planner.lexical.expressions import (
    aggregates,
    condition_of,
    conjunction,
    count_rows,
    without_rows,
)
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.request import Asked, Request

_COUNTS, _NUMBER = "counts", "number"


def new_query(request: Request, names: SchemaNames) -> Select | None:
    """None where the request names nothing that could be shown."""
    entity = entity_of(request)
    if entity is None:
        return None
    groups = [group for grouping in request.groupings if (group := group_of(grouping, names)) is not None]
    asked = _asked(request, entity, names, grouped=bool(groups))
    items, by = _shown(request, asked, groups, names)
    rows = _rows_asked(asked, entity)
    orders = [order_of(ordering, items, rows, names, grouped=bool(by)) for ordering in request.orderings]
    order = [item for item in orders if item is not None]
    if not by and _groups_rows(request, items, order):
        tables = [count.table for count in request.counts] + [
            ordering.table for ordering in request.orderings
        ]
        by = row_of(asked, entity, names, counted=next(filter(None, tables), None))
    if not order and by:
        order = [item for group in groups for item in group.order]
    query = Select(
        items=tuple(Item(expression=item) for item in items),
        where=_where(request, entity, names),
        group_by=by,
        having=conjunction(having_of(request.counts, items)),
        order_by=tuple(order),
        limit=request.limit if order else None,
        distinct=request.distinct and not any(map(aggregates, items)),
    )
    query = with_sources(query, _tables(request, entity, names))
    if request.aggregates and by and [item for item in items if aggregates(item)] == [count_rows()]:
        return _of_counts(query, request.aggregates)
    return query if any(map(_counts_unsaid_rows, asked)) else rows_once(query, names)


def _shown(
    request: Request, asked: Sequence[Asked], groups: Sequence[Group], names: SchemaNames
) -> tuple[list[Expression], tuple[Expression, ...]]:
    """What is projected, the groups first, and what is grouped by: nothing where nothing is aggregated."""
    counted = request.distinct and any(thing.aggregate == "count" for thing in asked)
    things = [replace(thing, distinct=True) if counted else thing for thing in asked]
    items = [expression for thing in things for expression in shown(thing, names)]
    by = tuple(dict.fromkeys(expression for group in groups for expression in group.by))
    if not any(map(aggregates, items)):
        by = ()
    heads = [expression for group in groups for expression in group.shown]
    if groups and not by and _names_rows(request, asked):
        heads = []
    return list(dict.fromkeys([*heads, *items])), by


def _of_counts(query: Select, functions: Sequence[str]) -> Select:
    """'The average number of orders per customer': over the number of each group."""
    item = Item(expression=count_rows(), label=_NUMBER)
    counts = query.model_copy(update={"items": (item,), "order_by": (), "limit": None})
    number = SourceColumn(source=_COUNTS, column=_NUMBER)
    return Select(
        items=tuple(Item(expression=Call(name=function, arguments=(number,))) for function in functions),
        sources=(DerivedSource(name=_COUNTS, query=counts),),
    )


def _groups_rows(request: Request, items: Sequence[Expression], order: Sequence[OrderItem]) -> bool:
    """Whether rows are counted or measured to choose or order what is shown."""
    counted = bool(request.counts) or any(map(aggregates, order))
    return counted and not all(map(aggregates, items))


def _where(request: Request, entity: str, names: SchemaNames) -> Expression | None:
    absent = [without_rows(entity, table, names.schema) for table in request.without]
    parts = [*map(condition_of, request.conditions), *(part for part in absent if part is not None)]
    return conjunction(parts)


def _counts_unsaid_rows(thing: Asked) -> bool:
    """'How many?', without a word of what."""
    return thing.aggregate == "count" and thing.table is None and thing.column is None


def entity_of(request: Request) -> str | None:
    """The table whose rows the question is about: the first one named, else that of the first column."""
    if request.tables:
        return request.tables[0]
    columns = [thing.column for thing in request.asked]
    columns += [grouping.column for grouping in request.groupings]
    columns += [ordering.column for ordering in request.orderings]
    columns += [condition.column for condition in request.conditions]
    tables = [column.table for column in columns if column is not None]
    tables += [grouping.table for grouping in request.groupings if grouping.table]
    return tables[0] if tables else None


def _asked(request: Request, entity: str, names: SchemaNames, *, grouped: bool) -> list[Asked]:
    """What is shown: as asked; else the number of rows of each group, or the rows themselves."""
    asked = [measured(thing, request.groupings, names) for thing in request.asked]
    if asked and not request.everything:
        return asked
    if grouped and not request.everything:
        return [Asked(table=entity, aggregate="count")]
    return [Asked(table=entity)]


def _rows_asked(asked: Sequence[Asked], entity: str) -> str:
    return next((thing.column.table if thing.column else thing.table or entity for thing in asked), entity)


def _names_rows(request: Request, asked: Sequence[Asked]) -> bool:
    """'The name of each store': the group is the row itself, and is shown by what is asked."""
    tables = {thing.column.table for thing in asked if thing.column is not None}
    return all(
        grouping.table in tables or grouping.column in {thing.column for thing in asked}
        for grouping in request.groupings
    )


def _tables(request: Request, entity: str, names: SchemaNames) -> list[str]:
    ordering = [ordering.table for ordering in request.orderings if ordering.table]
    absent = set(request.without)
    named = [entity, *request.tables, *ordering]
    return joinable([table for table in named if table not in absent or table == entity], names)
