"""Which tables, and so which columns, can be named at a place in a statement."""

from dataclasses import dataclass, replace

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from services.contracts.schema import Schema, Table


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
        try:
            self._by_select = {id(scope.expression): scope for scope in traverse_scope(tree)}
        except SqlglotError:  # two sources of one name, say: nothing can be said about its names then
            self._by_select = {}

    def sources_at(self, node: exp.Expr) -> tuple[NamedSource, ...]:
        """Of the SELECT around `node`, then of the ones around that, as far as they can be referred to."""
        select = node.find_ancestor(exp.Select)
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
        if not isinstance(scope.expression, exp.Query):
            return ()
        columns: list[str] = []
        for item in scope.expression.selects:
            if item.is_star:
                columns += [
                    column
                    for name, source in scope.sources.items()
                    for column in self._named(name, source).columns
                ]
            else:
                columns.append(item.alias_or_name)
        return tuple(columns)
