"""A request that stands alone, as a query."""

from collections.abc import Sequence
from dataclasses import replace

from services.contracts.sketch import Item, Select
from services.planner.clauses import (
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
from services.planner.expressions import aggregates, condition_of, conjunction, without_rows
from services.planner.names import SchemaNames
from services.planner.request import Asked, Request


def new_query(request: Request, names: SchemaNames) -> Select | None:
    """None where the request names nothing that could be shown."""
    entity = entity_of(request)
    if entity is None:
        return None
    groups = [group for grouping in request.groupings if (group := group_of(grouping, names)) is not None]
    asked = _asked(request, entity, names, grouped=bool(groups))
    items = [expression for thing in asked for expression in shown(thing, names)]
    if request.distinct and any(thing.aggregate == "count" for thing in asked):
        items = [e for thing in asked for e in shown(replace(thing, distinct=True), names)]
    by = list(dict.fromkeys(expression for group in groups for expression in group.by))
    if groups and not any(aggregates(item) for item in items):
        by = []
    heads = [] if groups and not by and _names_rows(request, asked) else [e for g in groups for e in g.shown]
    items = list(dict.fromkeys([*heads, *items]))
    order = [
        item
        for ordering in request.orderings
        if (item := order_of(ordering, items, _rows_asked(asked, entity), names, grouped=bool(by)))
        is not None
    ]
    if (
        not by
        and (request.counts or any(aggregates(item) for item in order))
        and not all(map(aggregates, items))
    ):
        tables = [count.table for count in request.counts] + [
            ordering.table for ordering in request.orderings
        ]
        by = list(row_of(asked, entity, names, counted=next(filter(None, tables), None)))
    if not order and by:
        order = [item for group in groups for item in group.order]
    absent = [
        part for table in request.without if (part := without_rows(entity, table, names.schema)) is not None
    ]
    where = conjunction([*map(condition_of, request.conditions), *absent])
    query = Select(
        items=tuple(Item(expression=item) for item in items),
        where=where,
        group_by=tuple(by),
        having=conjunction(having_of(request.counts, items)),
        order_by=tuple(order),
        limit=request.limit if order else None,
        distinct=request.distinct and not any(map(aggregates, items)),
    )
    query = with_sources(query, _tables(request, entity, names))
    rows_unsaid = any(
        thing.aggregate == "count" and thing.table is None and thing.column is None for thing in asked
    )
    return query if rows_unsaid else rows_once(query, names)


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
