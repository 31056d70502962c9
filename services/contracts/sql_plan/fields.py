"""The flat fields of a plan, derived from its sketch."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.contracts.frozen import Frozen
from services.contracts.join_graph import JoinGraph, JoinTree, Unjoinable
from services.contracts.plan import (
    ColumnRole,
    Plan,
    PlannedColumn,
    PlannedJoin,
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
from services.contracts.sql_plan.joins import planned_joins

ItemT = TypeVar("ItemT", bound=Hashable)


def plan_from_sketch(sketch: Query, schema: Schema) -> Plan:
    """The flat fields that follow from a sketch.

    Tables, columns with their roles, joins, values, the skeleton and the nesting are those of the whole tree, with
    what the compiler adds: link tables and the joins of the keys. Projection, duplicates, grouping and HAVING are
    those of the outermost SELECT (of a set operation, the first), order, limit and set operator those of the query.
    Names that the schema does not have stay as they are: the compiler reports them.
    """
    finder, graph = ColumnFinder(schema), JoinGraph(schema)
    parts = [_part(place, finder, graph) for place in scoped_selects(sketch)]
    first = parts[0].place
    select = first.select
    return Plan(
        tables=_unique(table for part in parts for table in _tables(part.tree, schema)),
        columns=tuple(_columns(parts, finder)),
        joins=_unique(join for part in parts for join in part.joins),
        values=_unique(
            value
            for part in parts
            for condition in _conditions(part.place.select)
            for value in planned_values(condition, part.place, finder)
        ),
        projection=tuple(planned(item.expression, first, finder) for item in select.items),
        distinct=select.distinct,
        group_by=tuple(planned(expression, first, finder) for expression in select.group_by),
        having=tuple(planned_conditions(select.having, first, finder)),
        order_by=tuple(_order(sketch, first, finder)),
        limit=sketch.limit,
        set_operator=sketch.operator if isinstance(sketch, SetOperation) else None,
        nesting=max(part.place.depth for part in parts),
        skeleton=tuple(flag for flag, stands in _skeleton(sketch, parts).items() if stands),
        sketch=sketch,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One SELECT of the tree with its joins."""

    place: ScopedSelect
    tree: JoinTree
    joins: tuple[PlannedJoin, ...]


def _part(place: ScopedSelect, finder: ColumnFinder, graph: JoinGraph) -> _Part:
    """Where no tree joins the sources, the edges that the sketch itself has stand for it."""
    select = place.select
    tree = graph.tree(select)
    if isinstance(tree, Unjoinable):
        tree = JoinTree(sources=select.sources, edges=select.edges)
    return _Part(place, tree, tuple(planned_joins(place, tree, finder)))


def _unique(found: Iterable[ItemT]) -> tuple[ItemT, ...]:
    return tuple(dict.fromkeys(found))


def _tables(tree: JoinTree, schema: Schema) -> Iterator[str]:
    for source in tree.sources:
        if isinstance(source, TableSource):
            known = schema.table(source.table)
            yield known.name if known else source.table


def _conditions(select: Select) -> Iterator[Expression]:
    conditions = [*(edge.condition for edge in select.edges), select.where, select.having]
    yield from (condition for condition in conditions if condition is not None)


def _columns(parts: list[_Part], finder: ColumnFinder) -> Iterator[PlannedColumn]:
    roles: dict[ColumnRef, set[ColumnRole]] = {}
    for part in parts:
        for role, column in _reads(part, finder):
            roles.setdefault(column, set()).add(role)
    for column, found in roles.items():
        yield PlannedColumn(column=column, roles=tuple(role for role in ColumnRole if role in found))


def _reads(part: _Part, finder: ColumnFinder) -> Iterator[tuple[ColumnRole, ColumnRef]]:
    select = part.place.select
    clauses: list[tuple[ColumnRole, Sequence[Frozen | None]]] = [
        (ColumnRole.SELECT, select.items),
        (ColumnRole.FILTER, [*(edge.condition for edge in select.edges), select.where]),
        (ColumnRole.GROUP, select.group_by),
        (ColumnRole.HAVING, [select.having]),
        (ColumnRole.ORDER, select.order_by),
    ]
    for role, nodes in clauses:
        for node in nodes:
            for column in finder.columns(node, part.place) if node is not None else ():
                yield role, column
    for join in part.joins:
        yield ColumnRole.JOIN, join.left
        yield ColumnRole.JOIN, join.right


def _order(sketch: Query, first: ScopedSelect, finder: ColumnFinder) -> Iterator[PlannedOrder]:
    for item in sketch.order_by:
        expression = item.expression
        if isinstance(sketch, SetOperation):
            expression = _put_out(expression, sketch, finder.schema)
        yield PlannedOrder(expression=planned(expression, first, finder), descending=item.descending)


def _put_out(expression: Expression, sketch: SetOperation, schema: Schema) -> Expression:
    """What a position in the ORDER BY of a set operation stands for, in its first SELECT."""
    if isinstance(expression, Operation):  # COLLATE
        operands = tuple(_put_out(operand, sketch, schema) for operand in expression.operands)
        return expression.model_copy(update={"operands": operands})
    if not isinstance(expression, OutputColumn):
        return expression
    items = output_items(sketch, schema)
    return items[expression.index].expression if expression.index < len(items) else expression


def _skeleton(sketch: Query, parts: list[_Part]) -> dict[SkeletonFlag, bool]:
    """Whether each clause stands anywhere in the query; DISTINCT inside an aggregate counts."""
    nodes = list(walk(sketch))
    queries = [node for node in nodes if isinstance(node, Select | SetOperation)]
    selects = [part.place.select for part in parts]
    return {
        SkeletonFlag.SELECT: True,
        SkeletonFlag.JOIN: any(part.tree.edges for part in parts),
        SkeletonFlag.WHERE: any(select.where is not None for select in selects),
        SkeletonFlag.GROUP_BY: any(select.group_by for select in selects),
        SkeletonFlag.HAVING: any(select.having is not None for select in selects),
        SkeletonFlag.ORDER_BY: any(query.order_by for query in queries),
        SkeletonFlag.LIMIT: any(query.limit is not None for query in queries),
        SkeletonFlag.NESTED: any(part.place.depth for part in parts),
        SkeletonFlag.DISTINCT: any(isinstance(node, Select | Call) and node.distinct for node in nodes),
        SkeletonFlag.SET_OPERATION: any(isinstance(query, SetOperation) for query in queries),
    }
