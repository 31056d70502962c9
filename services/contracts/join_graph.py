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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

from services.contracts.frozen import Frozen
from services.contracts.join_keys import KeyGraph, Rank, Use, Way
from services.contracts.join_order import JoinTree, in_order
from services.contracts.schema import Schema
from services.contracts.sketch import Edge, Select, Source, SourceColumn, TableSource, walk
from services.contracts.sketch_names import fresh

__all__ = ["JoinGraph", "JoinTree", "Unjoinable", "join_tree"]


class Unjoinable(Frozen):
    """Why the sources of a Select do not join. There is no silent cross join."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Step:
    """A join on a path through link tables."""

    edge: Edge
    use: Use | None


class _UnjoinableError(Exception):
    pass


def join_tree(select: Select, schema: Schema) -> JoinTree | Unjoinable:
    """The sources in the order of FROM, each with the edge that attaches it.

    The order is that of the Select wherever a source can be attached to one before it. Without sources the tree is
    empty.
    """
    return JoinGraph(schema).tree(select)


@dataclass(frozen=True)
class JoinGraph:
    """The ways to join the tables of a schema; worth keeping for several trees."""

    schema: Schema

    def tree(self, select: Select) -> JoinTree | Unjoinable:
        """As `join_tree`."""
        try:
            growing = _GrowingTree(select, self._keys)
            growing.grow()
            tree = in_order(select, growing.sources, growing.edges)
        except _UnjoinableError as error:
            return Unjoinable(reason=str(error))
        if tree is None:
            return Unjoinable(reason="the left joins leave no order in which all sources can be joined")
        return tree

    @cached_property
    def _keys(self) -> KeyGraph:
        return KeyGraph(self.schema)


class _GrowingTree:
    """The edges found so far. `_part` numbers the connected part that each source belongs to."""

    def __init__(self, select: Select, keys: KeyGraph) -> None:
        self._keys = keys
        self._select = select
        self.sources: list[Source] = list(select.sources)
        self.edges: list[Edge] = []
        self._tables = {
            source.name: known.name
            for source in select.sources
            if isinstance(source, TableSource) and (known := keys.schema.table(source.table)) is not None
        }
        self._part = {source.name: number for number, source in enumerate(select.sources)}
        self._used: set[Use] = set()

    def grow(self) -> None:
        for edge in self._select.edges:
            self._add_explicit(edge)
        for rank in Rank:
            self._add_direct(rank)
        while len(set(self._part.values())) > 1:
            self._add_path()

    def _add_explicit(self, edge: Edge) -> None:
        for name in (edge.left, edge.right):
            if name not in self._part:
                raise _UnjoinableError(f"an edge names {name}, which is no source")
        if self._part[edge.left] == self._part[edge.right]:
            raise _UnjoinableError(f"the edges between {edge.left} and {edge.right} form a cycle")
        self._add(edge, self._use_of(edge))

    def _use_of(self, edge: Edge) -> Use | None:
        """The key that an explicit edge joins by."""
        if edge.left not in self._tables or edge.right not in self._tables:
            return None
        ways = self._keys.ways(self._tables[edge.left], self._tables[edge.right])
        found = next((way for way in ways if set(way.on) == set(edge.on)), None)
        return None if found is None else found.use(edge.left, edge.right)

    def _add_direct(self, rank: Rank) -> None:
        names = list(self._tables)
        for place, later in enumerate(names):
            for earlier in reversed(names[:place]):
                for way in self._keys.ways(self._tables[earlier], self._tables[later]):
                    use = way.use(earlier, later)
                    apart = self._part[earlier] != self._part[later]
                    if apart and way.rank is rank and (use is None or use not in self._used):
                        self._add(Edge(left=earlier, right=later, on=way.on), use)

    def _add(self, edge: Edge, use: Use | None) -> None:
        self.edges.append(edge)
        if use is not None:
            self._used.add(use)
        kept, dropped = self._part[edge.left], self._part[edge.right]
        self._part = {name: kept if part == dropped else part for name, part in self._part.items()}

    def _add_path(self) -> None:
        """Join the part of the first source with another one through link tables."""
        for step in self._shortest_path():
            for name in (step.edge.left, step.edge.right):
                if name not in self._part:
                    self._part[name] = len(self._part)
                    self._tables[name] = self._link_tables[name]
                    self.sources.append(TableSource(name=name, table=self._link_tables[name]))
            self._add(step.edge, step.use)

    def _shortest_path(self) -> tuple[_Step, ...]:
        """By Dijkstra. A state is a source or link table with the use of a key that led there."""
        start = self._part[self.sources[0].name]
        queue: list[tuple[int, tuple[int, ...], str, tuple[_Step, ...]]] = [
            (0, (place,), name, ()) for place, name in enumerate(self._tables) if self._part[name] == start
        ]
        seen: set[tuple[str, Use | None]] = set()
        while queue:
            cost, order, name, path = heappop(queue)
            if self._part.get(name, start) != start:
                return path
            state = (name, path[-1].use if path else None)
            if state in seen:
                continue
            seen.add(state)
            used = self._used | {step.use for step in path}
            for place, (other, way) in enumerate(self._reachable(name)):
                use = way.use(name, other)
                if use not in used:
                    step = _Step(Edge(left=name, right=other, on=way.on), use)
                    hop = 2 + way.rank  # one table less is worth more than a declared key
                    heappush(queue, (cost + hop, (*order, place), other, (*path, step)))
        first, *others = (source.name for source in self.sources)
        apart = next(name for name in others if self._part[name] != start)
        raise _UnjoinableError(f"no key joins {first} with {apart}")

    def _reachable(self, name: str) -> Iterator[tuple[str, Way]]:
        """The sources and link tables that a key joins with that one."""
        named = self._link_tables | self._tables
        for table, way in self._keys.neighbours(named[name]):
            for other in self._names_of.get(table, []):
                if other != name:
                    yield other, way

    @cached_property
    def _names_of(self) -> dict[str, list[str]]:
        """The names under which each table can be reached."""
        names: dict[str, list[str]] = defaultdict(list)
        for name, table in (*self._tables.items(), *self._link_tables.items()):
            names[table].append(name)
        return names

    @cached_property
    def _link_tables(self) -> dict[str, str]:
        """Tables that can be added, under names that nothing in the Select refers to."""
        taken = {node.source.lower() for node in walk(self._select) if isinstance(node, SourceColumn)}
        taken |= {source.name.lower() for source in self._select.sources}
        present = set(self._tables.values())
        names: dict[str, str] = {}
        for table in self._keys.schema.tables:
            if table.name not in present and not table.view:
                name = fresh(table.name, taken)
                taken.add(name.lower())
                names[name] = table.name
        return names
