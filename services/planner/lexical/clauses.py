"""Clauses of a query from parts of a request; shared by new questions and follow-ups."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.contracts.schema import ColumnRef
from services.contracts.sketch import (
    Call,
    Constant,
    DerivedSource,
    Expression,
    Item,
    Operation,
    Operator,
    OrderItem,
    Select,
    Star,
    TableSource,
)
from services.planner.lexical.expressions import (
    aggregated,
    aggregates,
    column,
    columns_in,
    count_rows,
    unit_of,
)
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.request import Asked, CountCondition, Grouping, Ordering


@dataclass(frozen=True, slots=True)
class Group:
    """`shown` tells a reader which group it is, `by` makes it. Groups in time come in the order of time."""

    shown: tuple[Expression, ...]
    by: tuple[Expression, ...]
    order: tuple[OrderItem, ...] = ()


def group_of(grouping: Grouping, names: SchemaNames) -> Group | None:
    """A table's rows are told apart by its key and shown by its name. None where there is nothing to group by."""
    if grouping.unit:
        if grouping.column is None:
            return None
        unit = unit_of(grouping.column, grouping.unit)
        return Group((unit,), (unit,), (OrderItem(expression=unit),))
    if grouping.column is not None:
        return Group((column(grouping.column),), (column(grouping.column),))
    if grouping.table is None:
        return None
    key = names.key(grouping.table)
    shown = names.naming(grouping.table) or ((key,) if key else ())
    by = (key,) if key else shown
    return Group(tuple(map(column, shown)), tuple(map(column, by))) if shown else None


def measured(asked: Asked, groupings: Sequence[Grouping], names: SchemaNames) -> Asked:
    """The same with its aggregate where the question leaves it out: 'revenue' is a sum, 'price by category' a mean."""
    if asked.aggregate or asked.column is None:
        return asked
    if asked.additive and not any(_is_row_of(grouping, asked.column, names) for grouping in groupings):
        return replace(asked, aggregate="sum")
    by = [grouping for grouping in groupings if not _is_row_of(grouping, asked.column, names)]
    if names.is_measure(asked.column) and any(not grouping.each for grouping in by):
        return replace(asked, aggregate=default_aggregate(asked.column, names))
    return asked


def default_aggregate(ref: ColumnRef, names: SchemaNames) -> str:
    """Amounts are summed; rates, ages and other measures are averaged."""
    return "sum" if names.is_additive(ref) else "avg"


def shown(asked: Asked, names: SchemaNames) -> tuple[Expression, ...]:
    """The columns of one asked thing. Rows are shown by their name where they have one."""
    if asked.column is not None:
        return (aggregated(asked.column, asked.aggregate, distinct=asked.distinct),)
    if asked.aggregate == "count":
        key = names.key(asked.table) if asked.table and asked.distinct else None
        return (aggregated(key, "count", distinct=True) if key else count_rows(),)
    naming = names.naming(asked.table) if asked.table and asked.named else ()
    return tuple(map(column, naming)) or (Star(),)


def row_of(
    asked: Sequence[Asked], entity: str, names: SchemaNames, *, counted: str | None
) -> tuple[Expression, ...]:
    """What one row of the answer stands for: the key of the rows asked for, else the columns shown, or all of them.

    Where the rows that are counted lie in the same table ('cities with two airports'), the shown columns group them.
    """
    plain = [item.column for item in asked if item.column is not None and not item.aggregate]
    first = plain[0].table if plain else next((item.table for item in asked if item.table), None) or entity
    key = names.key(first)
    known = not plain or plain[0] == key or plain[0] in names.naming(first)
    if key is not None and known and counted != first:
        return (column(key),)
    every = [key] if key else [name.ref for name in names.columns_of(first)]
    return tuple(map(column, plain or every))


def order_of(
    ordering: Ordering, items: Sequence[Expression], entity: str, names: SchemaNames, *, grouped: bool
) -> OrderItem | None:
    """What is measured decides the order where the question names nothing else."""
    expression = _order_expression(ordering, items, entity, names, grouped=grouped)
    return (
        OrderItem(expression=expression, descending=ordering.descending) if expression is not None else None
    )


def having_of(counts: Sequence[CountCondition], items: Sequence[Expression]) -> list[Expression]:
    """Conditions on the number of rows, or on what the items measure."""
    return [
        Operation(
            operator=Operator(count.operator),
            operands=(
                count_rows() if count.table else _measured_item(items) or count_rows(),
                *(Constant(value=value) for value in count.values),
            ),
        )
        for count in counts
    ]


def measures_of(counts: Sequence[CountCondition], entity: str, names: SchemaNames) -> list[Expression]:
    """'Only those over 50', of rows: conditions on what measures them. None where nothing does."""
    measure = _first_measure(entity, names)
    if measure is None or aggregates(measure):
        return []
    return [
        Operation(
            operator=Operator(count.operator),
            operands=(measure, *(Constant(value=value) for value in count.values)),
        )
        for count in counts
        if count.table is None
    ]


def joinable(tables: Iterable[str], names: SchemaNames) -> list[str]:
    """Without the tables that no keys join to the first."""
    known = list(dict.fromkeys(tables))
    return [table for table in known if names.joins(known[0], table)]


def with_sources(query: Select, tables: Iterable[str]) -> Select:
    """The query over `tables` and every table that its expressions name."""
    named = [node.source for part in _parts(query) for node in columns_in(part)]
    known = {source.name: source for source in query.sources}
    sources = tuple(
        known.get(name) or TableSource(name=name, table=name) for name in dict.fromkeys([*tables, *named])
    )
    edges = tuple(edge for edge in query.edges if {edge.left, edge.right} <= {s.name for s in sources})
    items = query.items
    if len(sources) > max(1, len(query.sources)):  # '*' stays what it was before other tables were joined
        star = Star(source=sources[0].name)
        items = tuple(Item(expression=star) if item.expression == Star() else item for item in items)
    return query.model_copy(update={"sources": sources, "edges": edges, "items": items})


def with_needed_sources(query: Select, previous: Select, tables: Iterable[str]) -> Select:
    """Sources that an edit of `previous` no longer names are dropped; those that joined without being named stay."""
    if any(isinstance(source, DerivedSource) for source in query.sources):
        return query
    were_named = {node.source for part in _parts(previous) for node in columns_in(part)}
    are_named = {node.source for part in _parts(query) for node in columns_in(part)}
    kept = [s.name for s in query.sources if s.name in are_named or s.name not in were_named]
    first = [source.name for source in previous.sources[:1]]
    return with_sources(query, [*(kept or first), *tables])


def rows_once(query: Select, names: SchemaNames) -> Select:
    """A customer who ordered twice is shown, and counted, once."""
    items = [item.expression for item in query.items]
    tables = [source.table for source in query.sources if isinstance(source, TableSource)]
    shown = {node.source for item in items for node in columns_in(item)} or set(tables[:1])
    if query.group_by or not any(all(names.has_many(table, other) for table in shown) for other in tables):
        return query
    if items == [count_rows()] and (key := names.key(tables[0])) is not None:
        count = aggregated(key, "count", distinct=True)
        return query.model_copy(update={"items": (Item(expression=count),)})
    once = not query.order_by and not any(map(aggregates, items))
    return query.model_copy(update={"distinct": True}) if once else query


def _parts(query: Select) -> Iterator[Expression]:
    yield from (item.expression for item in query.items)
    yield from query.group_by
    yield from (item.expression for item in query.order_by)
    yield from (part for part in (query.where, query.having) if part is not None)


def _order_expression(
    ordering: Ordering, items: Sequence[Expression], entity: str, names: SchemaNames, *, grouped: bool
) -> Expression | None:
    if ordering.table is not None:
        return count_rows()
    if ordering.column is None:
        by_shown = items[0] if ordering.shown and items and not isinstance(items[0], Star) else None
        return _measured_item(items) or by_shown or _first_measure(entity, names)
    for item in items:
        if isinstance(item, Call) and item.is_aggregate and column(ordering.column) in item.arguments:
            return item
    function = ordering.aggregate
    if not function and names.is_measure(ordering.column):
        many = names.has_many(entity, ordering.column.table)
        if ordering.additive or many or (grouped and column(ordering.column) not in items):
            function = default_aggregate(ordering.column, names)
    return aggregated(ordering.column, function)


def _measured_item(items: Sequence[Expression]) -> Expression | None:
    return next((item for item in items if isinstance(item, Call) and item.is_aggregate), None)


def _first_measure(entity: str, names: SchemaNames) -> Expression | None:
    """An amount of the table, or else the sum of one of the table that refers to it: the best customers by orders."""
    happening = names.referring(entity)
    for table, function in ((entity, ""), (happening, "sum")):
        measures = [name.ref for name in names.columns_of(table or "") if names.is_measure(name.ref)]
        if measures:
            return aggregated(max(measures, key=names.is_additive), function)
    return None


def _is_row_of(grouping: Grouping, measure: ColumnRef, names: SchemaNames) -> bool:
    """Whether the group is a single row of the measure's table: nothing to aggregate."""
    return grouping.table == measure.table or (
        grouping.column is not None and grouping.column == names.key(measure.table)
    )
