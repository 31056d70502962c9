"""How the sources of a SELECT join: a tree over the graph of foreign keys.

Two tables can join by a key, declared or inferred (a composite key is one link), or as siblings, whose keys refer to
the same columns of a third table: lines and payments of one order join without the order.

The tree is the same for the same Select and Schema. Explicit edges are fixed first. Then the best link that joins two
parts is taken until one part is left: declared keys before inferred ones before siblings, and among equals the
earliest source to be joined, to the latest source before it, by the key that the schema lists first; where a table
joins itself by its own key, the earlier source holds the key. One key of one source never leads to two uses of a
table, since both would be the same row: of two keys to one table, its second use gets the second key.

Where no link is left, link tables are added: the shortest path of keys from the part of the first source to any other
part (the shortest-path heuristic for Steiner trees of Takahashi and Matsuyama, 1980; at most twice the optimum).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from heapq import heappop, heappush

from services.contracts.frozen import Frozen
from services.contracts.schema import ForeignKey, Schema
from services.contracts.sketch import (
    ColumnPair,
    Edge,
    JoinKind,
    Select,
    Source,
    SourceColumn,
    TableSource,
    walk,
)
from services.contracts.sketch_names import fresh


class Unjoinable(Frozen):
    """Why the sources of a Select do not join. There is no silent cross join."""

    reason: str


@dataclass(frozen=True, slots=True)
class JoinTree:
    """`edges[i]` attaches `sources[i + 1]` to a source before it.

    Sources that the Select does not have are link tables.
    """

    sources: tuple[Source, ...]
    edges: tuple[Edge, ...]


class _Rank(IntEnum):
    DECLARED = 0
    INFERRED = 1
    SIBLINGS = 2


# A use of a key by the source that holds it.
_Use = tuple[str, ForeignKey]


@dataclass(frozen=True, slots=True)
class _Link:
    """One way to join two sources."""

    rank: _Rank
    edge: Edge
    use: _Use | None


class _UnjoinableError(Exception):
    pass


def join_tree(select: Select, schema: Schema) -> JoinTree | Unjoinable:
    """The sources in the order of FROM, each with the edge that attaches it.

    The order is that of the Select wherever a source can be attached to one before it. Without sources the tree is
    empty.
    """
    try:
        growing = _GrowingTree(select, _Keys(schema))
        growing.grow()
        return _in_order(select, growing.sources, growing.edges)
    except _UnjoinableError as error:
        return Unjoinable(reason=str(error))


@dataclass(frozen=True)
class _Keys:
    """The keys of a schema, found by the tables they join."""

    schema: Schema

    @cached_property
    def _of_table(self) -> dict[str, list[ForeignKey]]:
        keys: dict[str, list[ForeignKey]] = defaultdict(list)
        for key in self.schema.foreign_keys:
            keys[key.table].append(key)
            if key.ref_table != key.table:
                keys[key.ref_table].append(key)
        return keys

    def touching(self, table: str) -> list[ForeignKey]:
        return self._of_table.get(table, [])

    def links(self, left: TableSource, right: TableSource) -> Iterator[_Link]:
        """What joins the two directly: keys in the schema's order, then siblings."""
        for key in self.touching(left.table):
            if (key.table, key.ref_table) == (left.table, right.table):
                yield _key_link(key, left.name, right.name, held_by_left=True)
            elif (key.ref_table, key.table) == (left.table, right.table):
                yield _key_link(key, left.name, right.name, held_by_left=False)
        for one in self.touching(left.table):
            for other in self.touching(right.table):
                if (one.table, other.table) == (left.table, right.table) and _refer_alike(one, other):
                    on = _sibling_pairs(one, other)
                    yield _Link(_Rank.SIBLINGS, Edge(left=left.name, right=right.name, on=on), None)


class _GrowingTree:
    """The edges found so far. `_part` numbers the connected part that each source belongs to."""

    def __init__(self, select: Select, keys: _Keys) -> None:
        self._keys = keys
        self._select = select
        self.sources: list[Source] = list(select.sources)
        self.edges: list[Edge] = []
        self._part = {source.name: number for number, source in enumerate(select.sources)}
        self._used: set[_Use] = set()

    def grow(self) -> None:
        for edge in self._select.edges:
            self._add_explicit(edge)
        links = [
            link
            for later, source in enumerate(self._tables())
            for earlier in reversed(self._tables()[:later])
            for link in self._keys.links(earlier, source)
        ]
        for link in sorted(links, key=lambda link: link.rank):  # stable: among equals, the module's rule
            if self._apart(link.edge) and link.use not in self._used:
                self._add(link.edge, link.use)
        while len(set(self._part.values())) > 1:
            self._add_path()

    def _tables(self) -> list[TableSource]:
        return [source for source in self.sources if isinstance(source, TableSource)]

    def _add_explicit(self, edge: Edge) -> None:
        for name in (edge.left, edge.right):
            if name not in self._part:
                raise _UnjoinableError(f"an edge names {name}, which is no source")
        if not self._apart(edge):
            raise _UnjoinableError(f"the edges between {edge.left} and {edge.right} form a cycle")
        self._add(edge, self._use_of(edge))

    def _use_of(self, edge: Edge) -> _Use | None:
        """The key that an explicit edge joins by."""
        tables = {source.name: source for source in self._tables()}
        left, right = tables.get(edge.left), tables.get(edge.right)
        if left is None or right is None:
            return None
        links = self._keys.links(left, right)
        return next((link.use for link in links if set(link.edge.on) == set(edge.on)), None)

    def _apart(self, edge: Edge) -> bool:
        return self._part[edge.left] != self._part[edge.right]

    def _add(self, edge: Edge, use: _Use | None) -> None:
        self.edges.append(edge)
        if use is not None:
            self._used.add(use)
        kept, dropped = self._part[edge.left], self._part[edge.right]
        self._part = {name: kept if part == dropped else part for name, part in self._part.items()}

    def _add_path(self) -> None:
        """Join the part of the first source with another one through link tables."""
        path = self._shortest_path()
        for link in path:
            for name in (link.edge.left, link.edge.right):
                if name not in self._part:
                    self._part[name] = len(self._part)
                    self.sources.append(TableSource(name=name, table=self._link_tables[name]))
            self._add(link.edge, link.use)

    def _shortest_path(self) -> tuple[_Link, ...]:
        """By Dijkstra. A state is a source or link table with the use of a key that led there."""
        start = self._part[self.sources[0].name]
        tables = {source.name: source.table for source in self._tables()} | self._link_tables
        queue: list[tuple[int, tuple[int, ...], str, tuple[_Link, ...]]] = [
            (0, (place,), source.name, ())
            for place, source in enumerate(self._tables())
            if self._part[source.name] == start
        ]
        seen: set[tuple[str, _Use | None]] = set()
        while queue:
            cost, order, name, path = heappop(queue)
            if path and self._part.get(name, start) != start:
                return path
            state = (name, path[-1].use if path else None)
            if state in seen:
                continue
            seen.add(state)
            for place, link in enumerate(self._steps(name, tables)):
                if link.use not in self._used and link.use not in {step.use for step in path}:
                    hop = 2 + link.rank  # one table less is worth more than a declared key
                    heappush(queue, (cost + hop, (*order, place), link.edge.right, (*path, link)))
        names = [source.name for source in self.sources]
        apart = next(name for name in names if self._part[name] != start)
        raise _UnjoinableError(f"no key joins {names[0]} with {apart}")

    @cached_property
    def _link_tables(self) -> dict[str, str]:
        """Tables that can be added, under names that nothing in the Select refers to."""
        taken = {node.source.lower() for node in walk(self._select) if isinstance(node, SourceColumn)}
        present = {source.table for source in self._tables()}
        names = {}
        for table in self._keys.schema.tables:
            if table.name not in present and not table.view:
                names[fresh(table.name, taken)] = table.name
        return names

    def _steps(self, name: str, tables: dict[str, str]) -> Iterator[_Link]:
        for key in self._keys.touching(tables[name]):
            for other, table in tables.items():
                if other == name:
                    continue
                if (key.table, key.ref_table) == (tables[name], table):
                    yield _key_link(key, name, other, held_by_left=True)
                if (key.ref_table, key.table) == (tables[name], table):
                    yield _key_link(key, name, other, held_by_left=False)


def _in_order(select: Select, sources: list[Source], edges: list[Edge]) -> JoinTree:
    """From the first source on that lets all others be attached. The optional side of a left join can only be attached
    by that join, after what the join's condition refers to."""
    optional = {edge.right for edge in edges if edge.kind is JoinKind.LEFT}
    own = {source.name for source in select.sources}
    for first in sources:
        if first.name not in optional:
            tree = _attached(first, [source for source in sources if source is not first], edges, own)
            if len(tree.sources) == len(sources):
                return tree
    if sources:
        raise _UnjoinableError("the left joins leave no order in which all sources can be joined")
    return JoinTree(sources=(), edges=())


def _attached(first: Source, waiting: list[Source], edges: list[Edge], own: set[str]) -> JoinTree:
    """What can be attached to the first source, each as early as it can be."""
    placed, by = [first], list[Edge]()
    while waiting:
        names = {source.name for source in placed}
        candidates = (
            (source, _attaching(edge, source.name, names, own)) for source in waiting for edge in edges
        )
        found = next(((source, edge) for source, edge in candidates if edge is not None), None)
        if found is None:
            break
        waiting.remove(found[0])
        placed.append(found[0])
        by.append(found[1])
    return JoinTree(sources=tuple(placed), edges=tuple(by))


def _attaching(edge: Edge, name: str, placed: set[str], own: set[str]) -> Edge | None:
    """The edge with `name` on its right, if it can attach that source to the placed ones."""
    if edge.kind is JoinKind.LEFT:
        if edge.right != name or edge.left not in placed:
            return None
        needed = _referred(edge) & own
        return edge if needed <= placed | {name} else None
    if edge.right == name and edge.left in placed:
        return edge
    if edge.left == name and edge.right in placed:
        return Edge(left=edge.right, right=edge.left, kind=edge.kind, on=_turned(edge.on))
    return None


def _referred(edge: Edge) -> set[str]:
    return {node.source for node in walk(edge) if isinstance(node, SourceColumn)}


def _key_link(key: ForeignKey, left: str, right: str, *, held_by_left: bool) -> _Link:
    pairs = tuple(
        ColumnPair(left=column, right=ref) for column, ref in zip(key.columns, key.ref_columns, strict=True)
    )
    edge = Edge(left=left, right=right, on=pairs if held_by_left else _turned(pairs))
    rank = _Rank.INFERRED if key.inferred else _Rank.DECLARED
    return _Link(rank, edge, (left if held_by_left else right, key))


def _turned(pairs: Iterable[ColumnPair]) -> tuple[ColumnPair, ...]:
    return tuple(ColumnPair(left=pair.right, right=pair.left) for pair in pairs)


def _refer_alike(one: ForeignKey, other: ForeignKey) -> bool:
    return one.ref_table == other.ref_table and set(one.ref_columns) == set(other.ref_columns)


def _sibling_pairs(one: ForeignKey, other: ForeignKey) -> tuple[ColumnPair, ...]:
    held = dict(zip(other.ref_columns, other.columns, strict=True))
    return tuple(
        ColumnPair(left=column, right=held[ref])
        for column, ref in zip(one.columns, one.ref_columns, strict=True)
    )
