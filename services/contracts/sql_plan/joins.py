"""The joins of a sketch as a plan names them, those that the keys give included, and which of them multiply rows."""

from collections.abc import Iterator

from services.contracts.join_graph import JoinTree
from services.contracts.plan import PlannedJoin
from services.contracts.schema import Schema
from services.contracts.sketch import (
    Call,
    DerivedSource,
    Edge,
    Query,
    Select,
    Source,
    SourceColumn,
    own_nodes,
)
from services.contracts.sketch_columns import ColumnFinder, ScopedSelect
from services.contracts.sketch_names import label

_SENSITIVE = frozenset({"count", "sum", "avg", "total", "group_concat"})  # to a row that stands twice


def planned_joins(place: ScopedSelect, tree: JoinTree, finder: ColumnFinder) -> Iterator[PlannedJoin]:
    """The column pairs of one SELECT's joins. A pair with a computed column is left out.

    `fan_out`: a join multiplies rows where neither side is unique in the joined columns, by a PRIMARY KEY or UNIQUE
    (a derived source: in what it groups by). Where one side is, each of its rows can meet several of the other: that
    counts as fan-out if the SELECT aggregates a column of that side, or of what hangs on it, by count, sum, avg, total
    or group_concat without DISTINCT. Where both sides are unique there is none.
    """
    inside = place.with_sources(tree.sources)
    for edge in tree.edges:
        fan_out = _fan_out(edge, tree, place.select, finder.schema)
        for pair in edge.on:
            left = finder.column(SourceColumn(source=edge.left, column=pair.left), inside)
            right = finder.column(SourceColumn(source=edge.right, column=pair.right), inside)
            if left is not None and right is not None:
                yield PlannedJoin(left=left, right=right, kind=edge.kind, fan_out=fan_out)


def _fan_out(edge: Edge, tree: JoinTree, select: Select, schema: Schema) -> bool:
    sources = {source.name: source for source in tree.sources}
    left = _is_unique(sources.get(edge.left), {pair.left.lower() for pair in edge.on}, schema)
    right = _is_unique(sources.get(edge.right), {pair.right.lower() for pair in edge.on}, schema)
    if left is right:
        return not left
    one_side = _hanging_on(edge.left if left else edge.right, edge, tree)
    return bool(one_side & set(_aggregated(select)))


def _is_unique(source: Source | None, columns: set[str], schema: Schema) -> bool:
    if isinstance(source, DerivedSource):
        return _groups_by(source.query, columns)
    table = schema.table(source.table) if source else None
    if table is None:
        return False
    key = {column.name.lower() for column in table.columns if column.primary_key}
    alone = {column.name.lower() for column in table.columns if column.unique}
    return bool(alone & columns) or (bool(key) and key <= columns)


def _groups_by(query: Query, columns: set[str]) -> bool:
    """Whether no two rows of the query are equal in these of its labels."""
    if not isinstance(query, Select):
        return False
    shown = {item.expression for item in query.items if label(item).lower() in columns}
    if query.group_by:
        return set(query.group_by) <= shown
    return query.distinct and {item.expression for item in query.items} == shown


def _hanging_on(source: str, edge: Edge, tree: JoinTree) -> set[str]:
    """The sources on that side of the edge."""
    reached = {source}
    others = [other for other in tree.edges if other is not edge]
    for _ in others:
        for other in others:
            if {other.left, other.right} & reached:
                reached |= {other.left, other.right}
    return reached


def _aggregated(select: Select) -> Iterator[str]:
    """The sources of columns in aggregates that count a row as often as it stands."""
    for part in (*select.items, *select.order_by, *([select.having] if select.having else [])):
        for call in own_nodes(part):
            if isinstance(call, Call) and call.name in _SENSITIVE and not call.distinct:
                for node in own_nodes(call):
                    if isinstance(node, SourceColumn):
                        yield node.source
