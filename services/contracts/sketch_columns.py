"""What the columns of a sketch are in the schema: each SELECT with its scope, derived sources looked through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from services.contracts.frozen import Frozen
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import (
    Call,
    DerivedSource,
    Expression,
    Query,
    Select,
    SetOperation,
    Source,
    SourceColumn,
    Star,
    SubQuery,
    TableSource,
    children,
    own_nodes,
)
from services.contracts.sketch_names import label, output_items


@dataclass(frozen=True, slots=True)
class _InScope:
    """A source and the scope around its SELECT, which a derived source can refer to."""

    source: Source
    outer: "SourcesInScope"


SourcesInScope = Mapping[str, _InScope]


@dataclass(frozen=True, slots=True)
class ScopedSelect:
    """One SELECT, the sources it can refer to, and how many queries stand around it."""

    select: Select
    scope: SourcesInScope
    depth: int

    def with_sources(self, sources: Iterable[Source]) -> "ScopedSelect":
        """With link tables in the scope too."""
        added = {source.name: _InScope(source, {}) for source in sources}
        return replace(self, scope={**added, **self.scope})


def scoped_selects(
    query: Query, outer: SourcesInScope | None = None, depth: int = 0
) -> Iterator[ScopedSelect]:
    """Every SELECT of the tree, the outermost (of a set operation the leftmost) first."""
    outer = outer or {}
    if isinstance(query, SetOperation):
        yield from scoped_selects(query.left, outer, depth)
        yield from scoped_selects(query.right, outer, depth)
        return
    scope = {**outer, **{source.name: _InScope(source, outer) for source in query.sources}}
    yield ScopedSelect(query, scope, depth)
    for source in query.sources:
        if isinstance(source, DerivedSource):
            yield from scoped_selects(source.query, outer, depth + 1)
    for part in (*query.items, *query.edges, *_conditions(query)):
        for node in own_nodes(part):
            if isinstance(node, SubQuery):
                yield from scoped_selects(node.query, scope, depth + 1)


def _conditions(select: Select) -> Iterator[Frozen]:
    yield from (part for part in (select.where, select.having) if part is not None)
    yield from select.group_by
    yield from select.order_by


@dataclass(frozen=True, slots=True)
class ColumnFinder:
    """Finds the schema's columns behind the expressions of a sketch. Unknown names stay as they are spelled."""

    schema: Schema

    def columns(self, node: Frozen, place: ScopedSelect) -> tuple[ColumnRef, ...]:
        """The columns that a node of that SELECT reads there, each once; `table.*` for a projected star."""
        return tuple(dict.fromkeys(self._read(node, place)))

    def column(self, column: SourceColumn, place: ScopedSelect) -> ColumnRef | None:
        """The column, if it is one of a table and not computed."""
        found = place.scope.get(column.source)
        if found is None:
            return None
        if isinstance(found.source, TableSource):
            return self._ref(found.source.table, column.column)
        behind = self.behind(column, place)
        if behind is not None and isinstance(behind[0], SourceColumn):
            return self.column(behind[0], behind[1])
        return None

    def behind(self, column: SourceColumn, place: ScopedSelect) -> tuple[Expression, ScopedSelect] | None:
        """What a derived source puts out under that label, and the SELECT there; None for a table's column."""
        found = place.scope.get(column.source)
        if found is None or not isinstance(found.source, DerivedSource):
            return None
        inner = next(scoped_selects(found.source.query, found.outer))
        for item in output_items(found.source.query, self.schema):
            if label(item).lower() == column.column.lower():
                return item.expression, inner
        return None

    def _read(self, node: Frozen, place: ScopedSelect) -> Iterator[ColumnRef]:
        match node:
            case SubQuery():
                return
            case SourceColumn():
                behind = self.behind(node, place)
                if behind is not None:
                    yield from self._read(*behind)
                elif (ref := self.column(node, place)) is not None:
                    yield ref
            case Star():
                for source in place.select.sources:
                    if isinstance(source, TableSource) and node.source in (None, source.name):
                        yield self._ref(source.table, "*")
            case Call(arguments=(Star(),)):
                return  # count(*) reads no column
            case _:
                for child in children(node):
                    yield from self._read(child, place)

    def _ref(self, table: str, column: str) -> ColumnRef:
        known = self.schema.table(table)
        if known is None:
            return ColumnRef(table=table, column=column)
        known_column = known.column(column)
        return ColumnRef(table=known.name, column=known_column.name if known_column else column)
