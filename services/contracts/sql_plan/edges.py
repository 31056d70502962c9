"""Which equalities between sources are the joins of a sketch, and which of these must be said.

For inner joins, an equality means the same in ON and in WHERE. So what the join tree of the sources gives by itself is
left out, what joins otherwise becomes an explicit edge, and the rest stays a condition.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.contracts.join_graph import JoinGraph, JoinTree, Unjoinable
from services.contracts.schema import Schema
from services.contracts.sketch import (
    ColumnPair,
    Edge,
    Expression,
    Item,
    JoinKind,
    Operation,
    Operator,
    Select,
    Source,
    SourceColumn,
    Star,
    TableSource,
)
from services.contracts.sql_plan.expressions import affinity
from services.contracts.sql_plan.text import UnsketchableError


@dataclass(frozen=True, slots=True)
class FromClause:
    """What a FROM clause and a WHERE say: `on` of the inner joins and `where` are conditions that must all hold."""

    sources: Sequence[Source]
    left_joins: Sequence[Edge]
    on: Sequence[Expression]
    where: Sequence[Expression]


@dataclass(frozen=True, slots=True)
class Joined:
    """`sources` in the order in which the join tree attaches them."""

    sources: tuple[Source, ...]
    edges: tuple[Edge, ...]
    conditions: tuple[Expression, ...]


_Equality = tuple[SourceColumn, SourceColumn]


def joined(clause: FromClause, graph: JoinGraph) -> Joined:
    """Edges that give the same rows, none of which can be left out, and the conditions left over.

    Found again from what it gives until nothing changes, so that a sketch read from its own SQL is the same. Raises
    UnsketchableError where the left joins contradict each other.
    """
    if not clause.sources:
        return Joined(sources=(), edges=(), conditions=(*clause.on, *clause.where))
    found: Joined | None = None
    for _ in clause.sources:
        tree, result = _joined(clause, graph)
        if result == found:
            break
        found = result
        on = [Operation(operator=Operator.EQ, operands=pair) for pair in _given(tree)]
        clause = FromClause(tree.sources, clause.left_joins, on, result.conditions)
    return result


def _joined(clause: FromClause, graph: JoinGraph) -> tuple[JoinTree, Joined]:
    """Edges are dropped one by one, in order, while the join tree without them demands nothing that the conditions do
    not imply."""
    conditions = [*clause.on, *clause.where]
    said = _Equalities(clause, graph.schema, [pair for pair in map(equality, conditions) if pair is not None])
    needed = _spanning(clause)
    for edge in tuple(needed):
        fewer = [other for other in needed if other is not edge]
        tree = _tree(clause, fewer, graph)
        if (
            isinstance(tree, JoinTree)
            and len(tree.sources) == len(clause.sources)
            and said.imply(_given(tree))
        ):
            needed = fewer
    tree = _tree(clause, needed, graph)
    if isinstance(tree, Unjoinable):
        raise UnsketchableError(tree.reason)
    given = _Equalities(clause, graph.schema, list(_given(tree)))
    left_over = [
        condition
        for condition in conditions
        if (pair := equality(condition)) is None or not given.imply([pair])
    ]
    return tree, Joined(tree.sources, (*clause.left_joins, *needed), tuple(left_over))


class _Equalities:
    """Equal columns, and what follows from them.

    Equality is transitive between columns of one affinity: otherwise SQLite compares '01' with 1 as numbers here and
    as text there. Behind a left join it is not, since a column may be NULL in one place only.
    """

    def __init__(self, clause: FromClause, schema: Schema, pairs: list[_Equality]) -> None:
        self._pairs = {frozenset(pair) for pair in pairs}
        self._class: dict[SourceColumn, SourceColumn] = {}
        tables = {
            source.name: schema.table(source.table)
            for source in clause.sources
            if isinstance(source, TableSource)
        }
        for one, other in pairs if not clause.left_joins else []:
            kinds = []
            for column in (one, other):
                table = tables.get(column.source)
                found = table.column(column.column) if table else None
                kinds.append(affinity(found.type) if found else None)
            if kinds[0] is not None and kinds[0] == kinds[1]:
                self._merge(one, other)

    def _merge(self, one: SourceColumn, other: SourceColumn) -> None:
        kept, dropped = self._class.setdefault(one, one), self._class.setdefault(other, other)
        self._class = {column: kept if of == dropped else of for column, of in self._class.items()}

    def imply(self, pairs: Iterable[_Equality]) -> bool:
        return all(
            frozenset((one, other)) in self._pairs
            or (one in self._class and self._class[one] == self._class.get(other))
            for one, other in pairs
        )


def equality(condition: Expression) -> _Equality | None:
    """The two columns, where the condition says that columns of two sources are equal.

    Columns of outer sources count too; no edge can come of them, as they are not in FROM.
    """
    if not isinstance(condition, Operation) or condition.operator is not Operator.EQ:
        return None
    one, other = condition.operands
    if not isinstance(one, SourceColumn) or not isinstance(other, SourceColumn):
        return None
    return (one, other) if one.source != other.source else None


def _given(tree: JoinTree) -> Iterator[_Equality]:
    for edge in tree.edges:
        if edge.kind is JoinKind.INNER:
            for pair in edge.on:
                yield (
                    SourceColumn(source=edge.left, column=pair.left),
                    SourceColumn(source=edge.right, column=pair.right),
                )


def _spanning(clause: FromClause) -> list[Edge]:
    """Edges that join all sources as the clause does: by ON, else by WHERE, else crosswise."""
    part = {source.name: number for number, source in enumerate(clause.sources)}
    edges: list[Edge] = []

    def add(edge: Edge) -> None:
        kept, dropped = part[edge.left], part[edge.right]
        part.update({name: kept for name, of in part.items() if of == dropped})

    for edge in clause.left_joins:
        add(edge)
    first, *others = (source.name for source in clause.sources)
    candidates = [*_by_sources(clause.on, part), *_by_sources(clause.where, part)]
    candidates += [Edge(left=first, right=other, kind=JoinKind.CROSS) for other in others]
    for edge in candidates:
        if part[edge.left] != part[edge.right]:
            edges.append(edge)
            add(edge)
    return edges


def _by_sources(conditions: Sequence[Expression], sources: Iterable[str]) -> list[Edge]:
    """One edge for all equalities between the same two sources, the earlier source on the left."""
    place = {name: number for number, name in enumerate(sources)}
    pairs: dict[tuple[str, str], list[ColumnPair]] = {}
    for one, other in filter(None, map(equality, conditions)):
        if one.source in place and other.source in place:
            left, right = sorted((one, other), key=lambda column: place[column.source])
            found = pairs.setdefault((left.source, right.source), [])
            found.append(ColumnPair(left=left.column, right=right.column))
    return [Edge(left=left, right=right, on=tuple(dict.fromkeys(on))) for (left, right), on in pairs.items()]


def _tree(clause: FromClause, inner: Sequence[Edge], graph: JoinGraph) -> JoinTree | Unjoinable:
    edges = (*clause.left_joins, *inner)
    star = (Item(expression=Star()),)
    return graph.tree(Select(items=star, sources=tuple(clause.sources), edges=edges))
