"""What can be said about a statement before it runs, from its tree, the schema and the links.

It refuses nothing: whether a name exists is SQLite's to say, and a suspicious statement may be what was asked for. What
is found here explains a failure, or stands beside the rows of a statement that runs.
"""

from collections import OrderedDict
from functools import cached_property

from sqlglot import exp

from services.contracts.models import Diagnosis, DiagnosisKind, Links
from services.contracts.schema import Schema
from services.executor.edits import sql_of
from services.executor.fan_out import fan_outs
from services.executor.filters import Comparison, comparisons, stored_instead
from services.executor.scopes import Scopes
from services.executor.statement import Statement
from services.executor.type_clashes import type_clashes

_KEPT = 256
_ROW_IDS = frozenset({"rowid", "oid", "_rowid_"})


class Examined:
    """One statement over one schema; each part is found when it is first asked for."""

    def __init__(self, statement: Statement, schema: Schema) -> None:
        self.statement = statement
        self._schema = schema
        self._tree = statement.tree or exp.select()  # what cannot be read is as good as empty here

    @cached_property
    def suspicious(self) -> Diagnosis | None:
        """A fan-out, else a clash of types, the first of them; the links have no say in it."""
        tree, sql = self._tree, self.statement.sql
        found = next(fan_outs(self._scopes, sql), None)
        clashes = type_clashes(tree, self.compared, self._scopes, self._schema, sql)
        return found or next(clashes, None)

    @cached_property
    def compared(self) -> tuple[Comparison, ...]:
        """The literals in its conditions."""
        return tuple(comparisons(self._tree, self._scopes))

    @cached_property
    def unknown_names(self) -> tuple[str, ...]:
        """Tables that the schema does not have, as the statement spells them; if it has all, such columns."""
        ctes = {cte.alias.lower() for cte in self._tree.find_all(exp.CTE)}
        tables = [
            table
            for table in self._tree.find_all(exp.Table)
            if isinstance(table.this, exp.Identifier)
            and table.name.lower() not in ctes
            and not self._schema.table(table.name)
        ]
        columns = (
            column
            for column in self._tree.find_all(exp.Column)
            if not (column.name.lower() in _ROW_IDS or self._scopes.resolved(column) or _is_label(column))
        )
        return tuple(dict.fromkeys(map(sql_of, tables or columns)))

    def not_stored(self, links: Links) -> tuple[tuple[Comparison, tuple[str, ...]], ...]:
        """Literals that the links know in another form, with the stored ones, best first."""
        if not links.values:
            return ()
        found = ((each, stored_instead(each, links)) for each in self.compared if _wants_equality(each))
        return tuple((each, stored) for each, stored in found if stored)

    def doubts(self, links: Links) -> Diagnosis | None:
        """About a statement that runs: what makes its rows doubtful."""
        if self.suspicious is not None:
            return self.suspicious
        for comparison, stored in self.not_stored(links):
            return Diagnosis(
                kind=DiagnosisKind.EMPTY_RESULT,
                message=f"No row fulfils {comparison.condition}: in {comparison.column}, {stored[0]} is stored.",
                sql=self.statement.sql,
                place=sql_of(comparison.literal),
                evidence=(comparison.condition,),
                candidates=stored,
            )
        return None

    @cached_property
    def _scopes(self) -> Scopes:
        return Scopes(self._tree, self._schema)


def _wants_equality(comparison: Comparison) -> bool:
    return comparison.literal.is_string and isinstance(comparison.predicate, exp.EQ | exp.In)


def _is_label(column: exp.Column) -> bool:
    """ORDER BY, GROUP BY and HAVING can name what is projected."""
    select = column.find_ancestor(exp.Select)
    labels = {item.alias.lower() for item in select.selects} if select else set()
    return not column.table and column.name.lower() in labels


class Examinations:
    """Those made last, by SQL and schema."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Examined] = OrderedDict()

    def of(self, statement: Statement, schema: Schema) -> Examined:
        key = (statement.sql, schema.hash)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = Examined(statement, schema)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return known
