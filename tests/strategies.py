"""Hypothesis strategies: sketches over a schema, valid by construction."""

from dataclasses import dataclass

from hypothesis import strategies as st

from services.contracts.schema import Schema, Table
from services.contracts.sketch import (
    Call,
    ColumnPair,
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
    SubQuery,
    TableSource,
)
from services.contracts.sketch_names import fresh, source_columns

COMPARISONS = (Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.IS)
ARITHMETIC = (Operator.ADD, Operator.SUB, Operator.MUL, Operator.DIV, Operator.MOD, Operator.CONCAT)
TEXTS = st.sampled_from(["", "a", "O'Hara", "%", "é", 'say "x"', "1", "name", "-- no comment", "two words"])
CONSTANTS = st.builds(
    Constant, value=st.one_of(st.none(), st.integers(-3, 9), st.sampled_from([0.5, -1.25, 1e20]), TEXTS)
)


@dataclass(frozen=True)
class _Scope:
    """What an expression can refer to: own sources first, then those around."""

    schema: Schema
    own: tuple[Source, ...]
    outer: tuple[Source, ...]

    def columns(self) -> list[SourceColumn]:
        return [
            SourceColumn(source=source.name, column=column)
            for source in (*self.own, *self.outer)
            for column in source_columns(source, self.schema)
            if column
        ]


@st.composite
def sketches(draw: st.DrawFn, schema: Schema, *, depth: int = 2) -> Query:
    """A query that SQLite can run on the schema, unless its tables cannot be joined. `depth`: of sub-queries."""
    return draw(_queries(schema, (), depth))


@st.composite
def _queries(
    draw: st.DrawFn, schema: Schema, outer: tuple[Source, ...], depth: int, width: int | None = None
) -> Query:
    if draw(st.integers(0, 4)):
        return draw(_selects(schema, outer, depth, width))
    width = width or draw(st.integers(1, 2))
    order = draw(st.lists(st.integers(0, width - 1), max_size=1))
    return SetOperation(
        operator=draw(st.sampled_from(list(SetOperator))),
        left=draw(_queries(schema, outer, depth - 1, width)),
        right=draw(_queries(schema, outer, depth - 1, width)),
        order_by=tuple(OrderItem(expression=OutputColumn(index=index)) for index in order),
        limit=draw(st.none() | st.integers(0, 3)),
    )


@st.composite
def _selects(
    draw: st.DrawFn, schema: Schema, outer: tuple[Source, ...], depth: int, width: int | None
) -> Select:
    sources, edges = draw(_froms(schema, outer, depth))
    scope = _Scope(schema, sources, outer)
    plain = _expressions(scope, depth)
    grouped = draw(st.booleans())
    shown = plain | _aggregates(scope, depth) if grouped else plain
    items = draw(st.lists(_items(shown), min_size=width or 1, max_size=width or 3))
    if width is None and not grouped and draw(st.integers(0, 4)) == 0:
        items.append(Item(expression=Star()))
    conditions = st.none() | _conditions(scope, depth)
    order = st.builds(
        OrderItem, expression=shown, descending=st.booleans(), nulls_last=st.none() | st.booleans()
    )
    return Select(
        items=tuple(items),
        sources=sources,
        edges=edges,
        where=draw(conditions),
        group_by=tuple(draw(st.lists(plain, max_size=2))) if grouped else (),
        having=draw(st.none() | _comparison(_aggregates(scope, depth), CONSTANTS)) if grouped else None,
        order_by=tuple(draw(st.lists(order, max_size=2))),
        limit=draw(st.none() | st.integers(0, 3)),
        offset=draw(st.none() | st.integers(1, 2)),
        distinct=draw(st.booleans()),
    )


@st.composite
def _froms(
    draw: st.DrawFn, schema: Schema, outer: tuple[Source, ...], depth: int
) -> tuple[tuple[Source, ...], tuple[Edge, ...]]:
    """Up to three sources. A derived one hangs on an explicit edge; a table does at times."""
    taken = {source.name.lower() for source in outer}
    sources: list[Source] = []
    edges: list[Edge] = []
    for _ in range(draw(st.integers(1, 3))):
        source = draw(_sources(schema, outer, depth, taken))
        taken.add(source.name.lower())
        sources.append(source)
        if sources[:-1] and (isinstance(source, DerivedSource) or draw(st.integers(0, 3)) == 0):
            scope = _Scope(schema, tuple(sources), outer)
            edges.append(draw(_edges(schema, draw(st.sampled_from(sources[:-1])), source, scope)))
        elif any(isinstance(other, DerivedSource) for other in sources[:-1]):
            edges.append(Edge(left=sources[0].name, right=source.name, kind=JoinKind.CROSS))
    return tuple(sources), tuple(edges)


@st.composite
def _sources(
    draw: st.DrawFn, schema: Schema, outer: tuple[Source, ...], depth: int, taken: set[str]
) -> Source:
    if depth > 0 and draw(st.integers(0, 5)) == 0:
        return DerivedSource(name=fresh("derived", taken), query=draw(_queries(schema, outer, depth - 1)))
    table: Table = draw(st.sampled_from(schema.tables))
    return TableSource(name=fresh(table.name, taken), table=table.name)


@st.composite
def _edges(draw: st.DrawFn, left: Source, right: Source, scope: _Scope) -> Edge:
    kind = draw(st.sampled_from(list(JoinKind)))
    sides = [
        [column for column in source_columns(source, scope.schema) if column] for source in (left, right)
    ]
    if kind is JoinKind.CROSS or not all(sides):
        return Edge(left=left.name, right=right.name, kind=JoinKind.CROSS)
    pair = ColumnPair(left=draw(st.sampled_from(sides[0])), right=draw(st.sampled_from(sides[1])))
    condition = None
    if kind is JoinKind.LEFT and draw(st.booleans()):
        condition = draw(_conditions(_Scope(scope.schema, (left, right), scope.outer), 0))
    return Edge(left=left.name, right=right.name, kind=kind, on=(pair,), condition=condition)


def _items(expressions: st.SearchStrategy[Expression]) -> st.SearchStrategy[Item]:
    labels = st.none() | st.sampled_from(["n", "the total", "name", "Order", "id"])
    return st.builds(Item, expression=expressions, label=labels)


def _expressions(scope: _Scope, depth: int) -> st.SearchStrategy[Expression]:
    columns: st.SearchStrategy[Expression] = CONSTANTS
    if scope.columns():
        columns = st.sampled_from(scope.columns())
    if depth <= 0:
        return columns | CONSTANTS
    inner = st.deferred(lambda: _expressions(scope, depth - 1))
    return st.one_of(
        columns,
        columns,
        CONSTANTS,
        st.builds(
            lambda operator, operands: Operation(operator=operator, operands=operands),
            st.sampled_from(ARITHMETIC),
            st.tuples(inner, inner),
        ),
        st.builds(lambda operand: Operation(operator=Operator.NEG, operands=(operand,)), inner),
        st.builds(
            lambda operand: Operation(
                operator=Operator.COLLATE, operands=(operand, Constant(value="NOCASE"))
            ),
            inner,
        ),
        st.builds(lambda name, operand: Call(name=name, arguments=(operand,)), _FUNCTIONS, inner),
        st.builds(lambda operand: Call(name="cast", arguments=(operand, Constant(value="TEXT"))), inner),
        st.builds(
            lambda *operands: Operation(operator=Operator.CASE, operands=operands),
            st.deferred(lambda: _conditions(scope, depth - 1)),
            inner,
            inner,
        ),
        st.deferred(lambda: _sub_queries(scope, depth)),
    )


_FUNCTIONS = st.sampled_from(["lower", "length", "abs", "typeof"])


def _sub_queries(scope: _Scope, depth: int) -> st.SearchStrategy[SubQuery]:
    sources = (*scope.own, *scope.outer)
    return st.builds(SubQuery, query=_queries(scope.schema, sources, depth - 1, 1))


def _aggregates(scope: _Scope, depth: int) -> st.SearchStrategy[Expression]:
    names = st.sampled_from(["count", "sum", "avg", "min", "max", "total", "group_concat"])
    own = _Scope(scope.schema, scope.own, ())
    return st.one_of(
        st.just(Call(name="count", arguments=(Star(),))),
        st.builds(
            lambda name, argument, distinct: Call(name=name, arguments=(argument,), distinct=distinct),
            names,
            _expressions(own, min(depth, 1) - 1),
            st.booleans(),
        ),
    )


def _comparison(
    left: st.SearchStrategy[Expression], right: st.SearchStrategy[Expression]
) -> st.SearchStrategy[Expression]:
    return st.builds(
        lambda operator, operands: Operation(operator=operator, operands=operands),
        st.sampled_from(COMPARISONS),
        st.tuples(left, right) | st.tuples(right, left),
    )


def _conditions(scope: _Scope, depth: int) -> st.SearchStrategy[Expression]:
    value = _expressions(scope, depth - 1)
    simple = st.one_of(
        _comparison(value, value),
        st.builds(
            lambda *operands: Operation(operator=Operator.BETWEEN, operands=operands),
            value,
            CONSTANTS,
            CONSTANTS,
        ),
        st.builds(
            lambda operand, pattern: Operation(operator=Operator.LIKE, operands=(operand, pattern)),
            value,
            CONSTANTS,
        ),
        st.builds(
            lambda operand, pattern: Operation(
                operator=Operator.LIKE, operands=(operand, pattern, Constant(value="!"))
            ),
            value,
            CONSTANTS,
        ),
        st.builds(
            lambda operand, listed: Operation(operator=Operator.IN, operands=(operand, *listed)),
            value,
            st.lists(CONSTANTS, min_size=1, max_size=3),
        ),
        st.builds(lambda operand: Operation(operator=Operator.IS_NULL, operands=(operand,)), value),
    )
    if depth <= 0:
        return simple
    inner = st.deferred(lambda: _conditions(scope, depth - 1))
    sub_query = _sub_queries(scope, depth)
    return st.one_of(
        simple,
        st.builds(
            lambda operator, operands: Operation(operator=operator, operands=tuple(operands)),
            st.sampled_from([Operator.AND, Operator.OR]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda operand: Operation(operator=Operator.NOT, operands=(operand,)), inner),
        st.builds(
            lambda operand, query: Operation(operator=Operator.IN, operands=(operand, query)),
            value,
            sub_query,
        ),
        st.builds(lambda query: Operation(operator=Operator.EXISTS, operands=(query,)), sub_query),
    )
