"""The FROM clause of a SELECT: its sources, what joins them, and what `*` means there."""

from collections.abc import Callable, Iterator, Sequence

from sqlglot import exp

from services.contracts.schema import Schema
from services.contracts.sketch import (
    ColumnPair,
    Edge,
    Expression,
    Item,
    JoinKind,
    Operation,
    Operator,
    Source,
    SourceColumn,
    Star,
)
from services.contracts.sketch_names import source_columns
from services.contracts.sql_plan.edges import equality
from services.contracts.sql_plan.expressions import ExpressionReader, conjunction, conjuncts
from services.contracts.sql_plan.scope import Scope, ScopeSource
from services.contracts.sql_plan.text import UnsketchableError, only

MAX_SOURCES = 64  # SQLite joins no more: https://www.sqlite.org/limits.html


class FromReader:
    """Reads one FROM clause, and its names into `scope`.

    `sources` stand in an order that makes every outer join a left join; `on` is what the inner joins demand.
    """

    def __init__(
        self,
        schema: Schema,
        scope: Scope,
        expressions: ExpressionReader,
        read_source: Callable[[exp.Expr, Scope], Source],
    ) -> None:
        self.sources: list[Source] = []
        self.left_joins: list[Edge] = []
        self.on: list[Expression] = []
        self._schema = schema
        self._scope = scope
        self._expressions = expressions
        self._read_source = read_source

    def read(self, select: exp.Select) -> None:
        """Every source first, and what USING makes one, since the condition of a join may name any of them."""
        entries = list(_entries(select))
        if len(entries) > MAX_SOURCES:
            raise UnsketchableError(f"more than {MAX_SOURCES} sources")
        for node, _ in entries:
            source = self._read_source(node, self._scope)
            columns = source_columns(source, self._schema)
            self.sources.append(source)
            self._scope.sources.append(ScopeSource(source.name, node.alias_or_name, columns))
        joins = [(place, join) for place, (_, join) in enumerate(entries) if join is not None]
        shared = {place: self._shared_columns(join, place) for place, join in joins}
        for place, join in joins:
            self._add_join(join, place, shared[place])

    def star(self, joined: Sequence[Source]) -> list[Item]:
        """What a bare `*` stands for: itself where the sources are joined in the written order, else spelled out."""
        written = self._scope.sources
        if self._scope.omitted:
            columns = [
                SourceColumn(source=source.name, column=name) for source in written for name in source.columns
            ]
            return [Item(expression=column) for column in columns if column not in self._scope.omitted]
        if [source.name for source in written] != [source.name for source in joined]:
            return [Item(expression=Star(source=source.name)) for source in written]
        return [Item(expression=Star())]

    def _add_join(self, join: exp.Join, place: int, shared: list[Expression]) -> None:
        only(join, "this", "on", "using", "side", "kind", "method")
        kinds = join.method in ("", "NATURAL") and join.kind in ("", "INNER", "CROSS", "OUTER")
        if not kinds or join.side not in ("", "LEFT", "RIGHT"):
            raise UnsketchableError(f"{join.side or join.method or join.kind} join".lower())
        conditions = list(shared)
        on = join.args.get("on")
        if on is not None and not (
            isinstance(on, exp.Boolean) and on.this
        ):  # what sqlglot adds where ON is missing
            conditions += conjuncts(self._expressions.read(on))
        if join.side == "LEFT":
            self._add_left_join(self.sources[place].name, conditions)
        elif join.side == "RIGHT":
            self._turn(join, place)
            self._add_left_join(self.sources[1].name, conditions)
        else:
            self.on += conditions

    def _turn(self, join: exp.Join, place: int) -> None:
        """`a RIGHT JOIN b` is `b LEFT JOIN a`. After other joins it would be a left join of all these together."""
        if place != 1 or join.args.get("using") or join.method:
            raise UnsketchableError("right join of several sources, or with using")
        self.sources[:2] = reversed(self.sources[:2])

    def _add_left_join(self, right: str, conditions: list[Expression]) -> None:
        """The join keeps the rows of the source that its first equality names; what names others is its condition."""
        own = {source.name for source in self.sources}
        left = self.sources[0].name
        pairs: list[ColumnPair] = []
        others: list[Expression] = []
        for condition in conditions:
            pair = equality(condition)
            ours, theirs = pair if pair and pair[1].source == right else (pair or (None, None))[::-1]
            if ours is None or theirs is None or theirs.source != right or ours.source not in own:
                others.append(condition)
            elif not pairs or ours.source == left:
                left = ours.source
                pairs.append(ColumnPair(left=ours.column, right=theirs.column))
            else:
                others.append(condition)
        self.left_joins.append(
            Edge(left=left, right=right, kind=JoinKind.LEFT, on=tuple(pairs), condition=conjunction(others))
        )

    def _shared_columns(self, join: exp.Join, place: int) -> list[Expression]:
        """The equalities of USING or NATURAL. The column on the left stands for both."""
        right, earlier = self._scope.sources[place], self._scope.sources[:place]
        names = [identifier.name for identifier in join.args.get("using") or []]
        if join.method == "NATURAL":
            names = [name for name in right.columns if any(source.column(name) for source in earlier)]
        conditions: list[Expression] = []
        for name in names:
            theirs = right.column(name)
            ours = next((column for source in earlier if (column := source.column(name))), None)
            if ours is None or theirs is None:
                raise UnsketchableError(f"unknown column {name} in using")
            self._scope.merged[name.lower()] = ours
            self._scope.omitted.add(theirs)
            conditions.append(Operation(operator=Operator.EQ, operands=(ours, theirs)))
        return conditions


def _entries(select: exp.Select) -> Iterator[tuple[exp.Expr, exp.Join | None]]:
    """The sources as written, each with the join that adds it."""
    clause = select.args.get("from_")
    if clause is None:
        return
    yield from _flattened(clause.this, None)
    for join in select.args.get("joins") or []:
        yield from _flattened(join.this, join)


def _flattened(node: exp.Expr, join: exp.Join | None) -> Iterator[tuple[exp.Expr, exp.Join | None]]:
    """Joins in parentheses behind an inner join are joins like the others; behind an outer one they are not."""
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table) and not node.alias:
        only(node, "this")
        node = node.this
    nested = node.args.get("joins") or []
    if nested and join is not None and join.side:
        raise UnsketchableError("outer join of several sources")
    yield node, join
    for inner in nested:
        if inner.side == "RIGHT":
            raise UnsketchableError("right join in parentheses")
        yield from _flattened(inner.this, inner)
