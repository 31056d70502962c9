"""Queries of a sketch as sqlglot trees, with the joins laid out."""

from collections.abc import Iterator
from itertools import count

from sqlglot import exp

from services.contracts.join_graph import JoinTree, Unjoinable, join_tree
from services.contracts.schema import Schema
from services.contracts.sketch import (
    Constant,
    DerivedSource,
    Edge,
    Expression,
    Item,
    JoinKind,
    Operation,
    Operator,
    OrderItem,
    OutputColumn,
    Query,
    Select,
    SetOperation,
    SetOperator,
    Source,
    SourceColumn,
    Star,
    TableSource,
    orders_nothing,
)
from services.contracts.sketch_names import DERIVED, label, outer_sources, output_items, source_columns
from services.generator.expression_tree import (
    ExpressionWriter,
    NotCompilableError,
    Scope,
    Visible,
    conjunction,
)
from services.generator.sql_spelling import name

_SET_OPERATIONS: dict[SetOperator, tuple[type[exp.SetOperation], bool]] = {
    SetOperator.UNION: (exp.Union, True),
    SetOperator.UNION_ALL: (exp.Union, False),
    SetOperator.INTERSECT: (exp.Intersect, True),
    SetOperator.EXCEPT: (exp.Except, True),
}


_Named = tuple[str, Visible]


class QueryWriter:
    """Writes the queries of one statement. Raises NotCompilableError."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._tables = {table.name.lower() for table in schema.tables}

    def write(self, query: Query, outer: Scope, *, columns: int | None = None) -> exp.Query:
        """`outer`: the sources around the query that it can refer to. `columns`: how many it must put out."""
        width = len(output_items(query, self._schema))
        if columns is not None and width != columns:
            raise NotCompilableError(f"a sub-query of {width} columns instead of {columns}")
        return self._select(query, outer) if isinstance(query, Select) else self._set_operation(query, outer)

    # ----------------------------------------------------------------------------------------- set operations

    def _set_operation(self, operation: SetOperation, outer: Scope) -> exp.Query:
        widths = [len(output_items(side, self._schema)) for side in (operation.left, operation.right)]
        if widths[0] != widths[1]:
            raise NotCompilableError(f"a set operation of {widths[0]} columns and {widths[1]}")
        # SQLite groups from the left and knows no parentheses here.
        left = operation.left if _is_bare(operation.left) else _wrapped(operation.left)
        is_plain = isinstance(operation.right, Select) and _is_bare(operation.right)
        right = operation.right if is_plain else _wrapped(operation.right)
        kind, distinct = _SET_OPERATIONS[operation.operator]
        tree = kind(this=self.write(left, outer), expression=self.write(right, outer), distinct=distinct)
        terms = [_ordered(item, self._position(item.expression, widths[0])) for item in operation.order_by]
        return _limited(tree, terms, operation)

    def _position(self, expression: Expression, width: int) -> exp.Expr:
        match expression:
            case OutputColumn() if expression.index < width:
                return exp.Literal.number(expression.index + 1)
            case Operation(operator=Operator.COLLATE, operands=(inner, Constant(value=str(collation)))):
                return exp.Collate(this=self._position(inner, width), expression=name(collation))
        raise NotCompilableError("a set operation ordered by what it does not put out")

    # ------------------------------------------------------------------------------------------------ SELECT

    def _select(self, select: Select, outer: Scope) -> exp.Query:
        tree = join_tree(select, self._schema)
        if isinstance(tree, Unjoinable):
            raise NotCompilableError(tree.reason)
        own = dict(self._visible(select, tree.sources, outer))
        writer = ExpressionWriter({**outer, **own}, self.write)
        query = exp.Select(
            expressions=[column for item in select.items for column in _columns(item, select, tree, writer)],
            distinct=exp.Distinct() if select.distinct else None,
        )
        if tree.sources:
            query.set("from_", exp.From(this=self._source(tree.sources[0], own, outer)))
            joins = zip(tree.sources[1:], tree.edges, strict=True)
            query.set("joins", [self._join(source, edge, own, outer, writer) for source, edge in joins])
        if select.where is not None:
            query.set("where", exp.Where(this=writer.write(select.where)))
        if select.group_by:
            terms = [_group_term(expression, writer) for expression in select.group_by]
            query.set("group", exp.Group(expressions=terms))
        if select.having is not None:
            query.set("having", exp.Having(this=writer.write(select.having)))
        order = [
            _ordered(item, _order_term(item.expression, select, writer))
            for item in select.order_by
            if not orders_nothing(item.expression)  # as a number it would be a position
        ]
        return _limited(query, order, select)

    def _visible(self, select: Select, sources: tuple[Source, ...], outer: Scope) -> Iterator[_Named]:
        """Each source with the name that its columns are written behind: an alias, or the one table's own name.

        Alone in FROM, columns need no name before them, but beside columns of an outer source they get one.
        """
        around = {outer[name].qualifier.lower() for name in outer_sources(select) if name in outer}
        taken = {source.qualifier.lower() for source in outer.values()} | self._tables
        aliases = (alias for number in count(1) if (alias := f"T{number}").lower() not in taken)
        qualified = len(sources) > 1 or bool(around)
        for source in sources:
            columns = source_columns(source, self._schema)
            if isinstance(source, DerivedSource):
                yield source.name, Visible(next(aliases), columns, qualified)
                continue
            table = self._spelled(source)
            plain = len(sources) == 1 and table.lower() not in around
            yield source.name, Visible(table if plain else next(aliases), columns, qualified)

    def _spelled(self, source: TableSource) -> str:
        table = self._schema.table(source.table)
        if table is None:
            raise NotCompilableError(f"no table {source.table}")
        return table.name

    def _source(self, source: Source, own: dict[str, Visible], outer: Scope) -> exp.Expr:
        qualifier = own[source.name].qualifier
        alias = exp.TableAlias(this=name(qualifier))
        if isinstance(source, DerivedSource):
            return exp.Subquery(this=self.write(source.query, outer), alias=alias)
        table = self._spelled(source)
        return exp.Table(this=name(table), alias=alias if qualifier != table else None)

    def _join(
        self, source: Source, edge: Edge, own: dict[str, Visible], outer: Scope, writer: ExpressionWriter
    ) -> exp.Join:
        on: list[exp.Expr] = [
            exp.EQ(
                this=writer.column(SourceColumn(source=edge.left, column=pair.left)),
                expression=writer.column(SourceColumn(source=edge.right, column=pair.right)),
            )
            for pair in edge.on
        ]
        if edge.condition is not None:
            on.append(writer.write_conjunct(edge.condition))
        # Without a condition this is a comma, which leaves SQLite the choice of the order; CROSS JOIN would not.
        return exp.Join(
            this=self._source(source, own, outer),
            side="LEFT" if edge.kind is JoinKind.LEFT else None,
            on=conjunction(on),
        )


def _columns(item: Item, select: Select, tree: JoinTree, writer: ExpressionWriter) -> list[exp.Expr]:
    """One item as the output columns it stands for. `*` must not show the link tables, nor another order."""
    match item.expression:
        case Star(source=None):
            if not select.sources:
                raise NotCompilableError("* without a source")
            if tree.sources == select.sources:
                return [exp.Star()]
            return [writer.star(source.name) for source in select.sources]
        case Star(source=str(source)):
            return [writer.star(source)]
    written = writer.write(item.expression)
    alias = _alias(item)
    return [written if alias is None else exp.Alias(this=written, alias=name(alias))]


def _alias(item: Item) -> str | None:
    """The label, where it is not what the column is called anyway."""
    return None if item.label == label(Item(expression=item.expression)) else item.label


def _group_term(expression: Expression, writer: ExpressionWriter) -> exp.Expr:
    """Every constant groups alike, and a number would be a position."""
    return exp.Null() if orders_nothing(expression) else writer.write(expression)


def _order_term(expression: Expression, select: Select, writer: ExpressionWriter) -> exp.Expr:
    """By the label of an item where there is one; in ORDER BY, SQLite takes a bare name for a label first."""
    match expression:
        case Operation(operator=Operator.COLLATE, operands=(inner, Constant(value=str(collation)))):
            term = _order_term(inner, select, writer)
            if isinstance(term, exp.Column):
                return exp.Collate(this=term, expression=name(collation))
    labels: dict[str, Expression] = {}
    for item in select.items:
        if (alias := _alias(item)) is not None:
            labels.setdefault(alias.lower(), item.expression)
            if labels[alias.lower()] == item.expression == expression:
                return exp.Column(this=name(alias))
    if isinstance(expression, SourceColumn):
        return writer.column(expression, qualified=expression.column.lower() in labels)
    return writer.write(expression)


def _ordered(item: OrderItem, term: exp.Expr) -> exp.Ordered:
    nulls_first = not item.descending if item.nulls_last is None else not item.nulls_last
    return exp.Ordered(this=term, desc=item.descending or None, nulls_first=nulls_first)


def _limited(tree: exp.Query, order: list[exp.Ordered], query: Query) -> exp.Query:
    if order:
        tree.set("order", exp.Order(expressions=order))
    if query.limit is not None or query.offset is not None:
        no_limit = exp.Neg(this=exp.Literal.number(1))
        limit = no_limit if query.limit is None else exp.Literal.number(query.limit)
        tree.set("limit", exp.Limit(expression=limit))
    if query.offset is not None:
        tree.set("offset", exp.Offset(expression=exp.Literal.number(query.offset)))
    return tree


def _is_bare(query: Query) -> bool:
    return not query.order_by and query.limit is None and query.offset is None


def _wrapped(query: Query) -> Select:
    source = DerivedSource(name=DERIVED, query=query)
    return Select(items=(Item(expression=Star()),), sources=(source,))
