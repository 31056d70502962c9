"""Names in a SELECT, resolved as SQLite resolves them (https://www.sqlite.org/src/file/src/resolve.c, lookupName)."""

from dataclasses import dataclass, field

from services.contracts.sketch import Constant, Expression, Query, SourceColumn
from services.contracts.sql_plan.text import UnsketchableError


@dataclass(frozen=True, slots=True)
class ScopeSource:
    """One source of a FROM clause. `name` is its name in the sketch, `alias` how the SQL text calls it."""

    name: str
    alias: str
    columns: tuple[str, ...]

    def column(self, name: str) -> SourceColumn | None:
        """Of two columns with one label, the first, as in SQLite."""
        wanted = name.lower()
        found = next((column for column in self.columns if column.lower() == wanted), None)
        return None if found is None else SourceColumn(source=self.name, column=found)


@dataclass(slots=True)
class Scope:
    """What the names in one SELECT can mean.

    `merged`: columns that USING or NATURAL made one, by name; `omitted`: their second appearance, which `*` leaves
    out. `outputs`: the expressions under their AS names, which SQLite looks up after the columns. `ctes`: the common
    table expressions defined here. All names in lower case.
    """

    parent: "Scope | None" = None
    sources: list[ScopeSource] = field(default_factory=list)
    merged: dict[str, SourceColumn] = field(default_factory=dict)
    omitted: set[SourceColumn] = field(default_factory=set)
    outputs: dict[str, Expression] = field(default_factory=dict)
    ctes: dict[str, Query] = field(default_factory=dict)

    def cte(self, name: str) -> Query | None:
        scope: Scope | None = self
        while scope is not None:
            if name.lower() in scope.ctes:
                return scope.ctes[name.lower()]
            scope = scope.parent
        return None

    def source(self, alias: str) -> ScopeSource:
        found = [source for source in self.sources if source.alias.lower() == alias.lower()]
        if len(found) != 1:
            raise UnsketchableError(f"{'ambiguous' if found else 'unknown'} source {alias}")
        return found[0]

    def resolve(self, name: str, qualifier: str, *, text_if_unknown: bool) -> Expression:
        """The column or output of that name; the name itself as text where it stood in double quotes and is neither."""
        scope: Scope | None = self
        while scope is not None:
            found = scope._own(name, qualifier)
            if found is not None:
                return found
            scope = scope.parent
        if text_if_unknown and not qualifier:
            return Constant(value=name)
        raise UnsketchableError(f"unknown column {f'{qualifier}.' if qualifier else ''}{name}")

    def _own(self, name: str, qualifier: str) -> Expression | None:
        if not qualifier and name.lower() in self.merged:
            return self.merged[name.lower()]
        found = [
            column
            for source in self.sources
            if not qualifier or source.alias.lower() == qualifier.lower()
            if (column := source.column(name)) is not None
        ]
        if len(found) > 1:
            raise UnsketchableError(f"ambiguous column {name}")
        if found:
            return found[0]
        return None if qualifier else self.outputs.get(name.lower())
