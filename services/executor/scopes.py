"""Which tables, and so which columns, can be named at a place in a statement."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from services.contracts.schema import ColumnRef, Schema, Table

_MOST_COLUMNS = 2000


@dataclass(frozen=True)
class NamedSource:
    """A table or sub-query of a FROM clause by the name that the statement gives it. `outer`: of a SELECT around."""

    name: str
    columns: tuple[str, ...]
    table: Table | None = None
    outer: bool = False

    def column(self, name: str) -> str | None:
        """As the source spells it."""
        return next((column for column in self.columns if column.lower() == name.lower()), None)


class Scopes:
    """Of one statement over one schema."""

    def __init__(self, tree: exp.Query, schema: Schema) -> None:
        self._schema = schema
        self._sources: dict[int, tuple[NamedSource, ...]] = {}
        self._columns: dict[int, tuple[str, ...]] = {}
        try:
            self._by_select = {id(scope.expression): scope for scope in traverse_scope(tree)}
        except SqlglotError:  # two sources of one name, say: nothing can be said about its names then
            self._by_select = {}

    def selects(self) -> Iterator[exp.Select]:
        """Every SELECT of the statement, innermost first."""
        for scope in self._by_select.values():
            if isinstance(scope.expression, exp.Select):
                yield scope.expression

    def resolved(self, column: exp.Column) -> tuple[NamedSource, str] | None:
        """The first source that has the column, and its name there."""
        for source in self.sources_at(column):
            if column.table and source.name.lower() != column.table.lower():
                continue
            if spelled := source.column(column.name):
                return source, spelled
        return None

    def column_of(self, column: exp.Column) -> ColumnRef | None:
        """The column of the schema that is meant; None for one of a sub-query, or none at all."""
        found = self.resolved(column)
        return ColumnRef(table=found[0].table.name, column=found[1]) if found and found[0].table else None

    def sources_at(self, node: exp.Expr) -> tuple[NamedSource, ...]:
        """Of the SELECT around `node`, then of the ones around that, as far as they can be referred to."""
        select = node.find_ancestor(exp.Select)
        if (known := self._sources.get(id(select))) is None:
            known = self._sources[id(select)] = self._sources_of(select)
        return known

    def _sources_of(self, select: exp.Select | None) -> tuple[NamedSource, ...]:
        scope = self._by_select.get(id(select))
        outer = False
        found: list[NamedSource] = []
        while scope is not None:
            found += [
                replace(self._named(name, source), outer=outer) for name, source in scope.sources.items()
            ]
            scope, outer = (scope.parent if scope.is_subquery else None), True
        return tuple(found)

    def _named(self, name: str, source: exp.Expr | Scope) -> NamedSource:
        if isinstance(source, Scope):
            return NamedSource(name, self._columns_of(source))
        table = self._schema.table(source.name)
        return NamedSource(name, tuple(column.name for column in table.columns) if table else (), table)

    def _columns_of(self, scope: Scope) -> tuple[str, ...]:
        """Each star over two stars doubles their number, so no more is listed than SQLite would accept."""
        if (known := self._columns.get(id(scope))) is None:
            known = self._columns[id(scope)] = tuple(islice(self._listed(scope), _MOST_COLUMNS))
        return known

    def _listed(self, scope: Scope) -> Iterator[str]:
        if not isinstance(scope.expression, exp.Query):
            return
        for item in scope.expression.selects:
            if not item.is_star:
                yield item.alias_or_name
                continue
            for name, source in scope.sources.items():
                yield from self._named(name, source).columns
