"""Hypothesis strategies: sketches over a schema, valid by construction."""

from typing import TypeVar

from hypothesis import strategies as st

from services.contracts.schema import Schema
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

T = TypeVar("T")

COMPARISONS = (Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.IS)
ARITHMETIC = (Operator.ADD, Operator.SUB, Operator.MUL, Operator.DIV, Operator.MOD, Operator.CONCAT)
FUNCTIONS = ("lower", "length", "abs", "typeof")
AGGREGATES = ("count", "sum", "avg", "min", "max", "total", "group_concat")
TEXTS = ("", "a", "O'Hara", "%", "é", 'say "x"', "1", "name", "-- no comment", "two words")
VALUES = (None, -3, 0, 1, 2, 7, 0.5, -1.25, 1e20, *TEXTS)
LABELS = (None, None, None, "n", "the total", "name", "Order", "id")


@st.composite
def sketches(draw: st.DrawFn, schema: Schema, *, depth: int = 2) -> Query:
    """A query that SQLite can run on the schema, unless no key joins its tables. `depth`: of sub-queries."""
    return _Drawing(draw, schema).query((), depth, None)


class _Drawing:
    """Draws by plain recursion: strategies of strategies would cost more time than the code under test."""

    def __init__(self, draw: st.DrawFn, schema: Schema) -> None:
        self._draw = draw
        self._schema = schema

    def query(self, outer: tuple[Source, ...], depth: int, width: int | None) -> Query:
        if depth <= 0 or not self._one_in(6):
            return self._select(outer, depth, width)
        width = width or self._up_to(2)
        order = [self._up_to(width) - 1] if self._one_in(2) else []
        return SetOperation(
            operator=self._any(tuple(SetOperator)),
            left=self.query(outer, depth - 1, width),
            right=self.query(outer, depth - 1, width),
            order_by=tuple(OrderItem(expression=OutputColumn(index=index)) for index in order),
            limit=self._up_to(3) if self._one_in(3) else None,
        )

    def _any(self, choices: tuple[T, ...]) -> T:
        return choices[self._draw(st.integers(0, len(choices) - 1))]

    def _one_in(self, n: int) -> bool:
        return self._draw(st.integers(1, n)) == n

    def _up_to(self, n: int) -> int:
        return self._draw(st.integers(1, n))

    # ------------------------------------------------------------------------------------------------ SELECT

    def _select(self, outer: tuple[Source, ...], depth: int, width: int | None) -> Select:
        sources, edges = self._from(outer, depth)
        grouped = self._one_in(3)

        def shown() -> Expression:
            return (
                self._aggregate(sources)
                if grouped and self._one_in(2)
                else self._expression(sources, outer, depth)
            )

        items = [Item(expression=shown(), label=self._any(LABELS)) for _ in range(width or self._up_to(3))]
        if width is None and not grouped and self._one_in(4):
            items.append(Item(expression=Star()))
        group_by = [self._expression(sources, outer, depth) for _ in range(self._up_to(2))] if grouped else []
        having = None
        if grouped and self._one_in(2):
            operands = (self._aggregate(sources), self._constant())
            having = Operation(operator=self._any(COMPARISONS), operands=operands)
        order = [
            OrderItem(
                expression=shown(),
                descending=self._one_in(2),
                nulls_last=self._any((None, None, True, False)),
            )
            for _ in range(self._up_to(3) - 1)
        ]
        return Select(
            items=tuple(items),
            sources=sources,
            edges=edges,
            where=self._condition(sources, outer, depth) if self._one_in(2) else None,
            group_by=tuple(group_by),
            having=having,
            order_by=tuple(order),
            limit=self._up_to(4) - 1 if self._one_in(3) else None,
            offset=1 if self._one_in(6) else None,
            distinct=self._one_in(3),
        )

    def _from(self, outer: tuple[Source, ...], depth: int) -> tuple[tuple[Source, ...], tuple[Edge, ...]]:
        """Up to three sources. A derived one hangs on an explicit edge; a table does at times."""
        taken = {source.name.lower() for source in outer}
        sources: list[Source] = []
        edges: list[Edge] = []
        for _ in range(self._up_to(3)):
            source = self._source(outer, depth, taken)
            taken.add(source.name.lower())
            if sources and (
                any(isinstance(other, DerivedSource) for other in (source, *sources)) or self._one_in(4)
            ):
                edges.append(self._edge(self._any(tuple(sources)), source, outer))
            sources.append(source)
        return tuple(sources), tuple(edges)

    def _source(self, outer: tuple[Source, ...], depth: int, taken: set[str]) -> Source:
        if depth > 0 and self._one_in(8):
            return DerivedSource(name=fresh("derived", taken), query=self.query(outer, depth - 1, None))
        table = self._any(self._schema.tables)
        return TableSource(name=fresh(table.name, taken), table=table.name)

    def _edge(self, left: Source, right: Source, outer: tuple[Source, ...]) -> Edge:
        kind = self._any(tuple(JoinKind))
        sides = [self._columns((source,)) for source in (left, right)]
        if kind is JoinKind.CROSS or not all(sides):
            return Edge(left=left.name, right=right.name, kind=JoinKind.CROSS)
        pair = ColumnPair(left=self._any(sides[0]).column, right=self._any(sides[1]).column)
        condition = None
        if kind is JoinKind.LEFT and self._one_in(2):
            condition = self._condition((left, right), outer, 0)
        return Edge(left=left.name, right=right.name, kind=kind, on=(pair,), condition=condition)

    # ------------------------------------------------------------------------------------------- expressions

    def _columns(self, sources: tuple[Source, ...]) -> tuple[SourceColumn, ...]:
        return tuple(
            SourceColumn(source=source.name, column=column)
            for source in sources
            for column in source_columns(source, self._schema)
            if column
        )

    def _constant(self) -> Constant:
        return Constant(value=self._any(VALUES))

    def _expression(self, own: tuple[Source, ...], outer: tuple[Source, ...], depth: int) -> Expression:
        columns = self._columns(own) * 3 + self._columns(outer)
        kind = self._up_to(14 if depth > 0 else 7)

        def inner() -> Expression:
            return self._expression(own, outer, depth - 1)

        if kind <= 6 and columns:
            return self._any(columns)
        match kind:
            case 8 | 9:
                return Operation(operator=self._any(ARITHMETIC), operands=(inner(), inner()))
            case 10:
                return Operation(operator=Operator.NEG, operands=(inner(),))
            case 11:
                return Operation(operator=Operator.COLLATE, operands=(inner(), Constant(value="NOCASE")))
            case 12:
                return Call(name=self._any(FUNCTIONS), arguments=(inner(),))
            case 13:
                test = self._condition(own, outer, depth - 1)
                return Operation(operator=Operator.CASE, operands=(test, inner(), inner()))
            case 14:
                return self._sub_query((*own, *outer), depth)
        return self._constant()

    def _aggregate(self, own: tuple[Source, ...]) -> Expression:
        columns = self._columns(own)
        if not columns or self._one_in(3):
            return Call(name="count", arguments=(Star(),))
        name = self._any(AGGREGATES)
        return Call(name=name, arguments=(self._any(columns),), distinct=self._one_in(3))

    def _sub_query(self, outer: tuple[Source, ...], depth: int) -> SubQuery:
        return SubQuery(query=self.query(outer, depth - 1, 1))

    def _condition(self, own: tuple[Source, ...], outer: tuple[Source, ...], depth: int) -> Expression:
        def value() -> Expression:
            return self._expression(own, outer, depth - 1)

        def inner() -> Expression:
            return self._condition(own, outer, depth - 1)

        match self._up_to(13 if depth > 0 else 8):
            case 1 | 2:
                return Operation(operator=self._any(COMPARISONS), operands=(self._constant(), value()))
            case 4:
                return Operation(
                    operator=Operator.BETWEEN, operands=(value(), self._constant(), self._constant())
                )
            case 5:
                return Operation(operator=Operator.LIKE, operands=(value(), self._constant()))
            case 6:
                operands = (value(), Constant(value="a!%%"), Constant(value="!"))
                return Operation(operator=Operator.LIKE, operands=operands)
            case 7:
                listed = [self._constant() for _ in range(self._up_to(3))]
                return Operation(operator=Operator.IN, operands=(value(), *listed))
            case 8:
                return Operation(operator=Operator.IS_NULL, operands=(value(),))
            case 9:
                return Operation(operator=Operator.AND, operands=(inner(), inner(), inner()))
            case 10:
                return Operation(operator=Operator.OR, operands=(inner(), inner()))
            case 11:
                return Operation(operator=Operator.NOT, operands=(inner(),))
            case 12:
                query = self._sub_query((*own, *outer), depth)
                return Operation(operator=Operator.IN, operands=(value(), query))
            case 13:
                return Operation(operator=Operator.EXISTS, operands=(self._sub_query((*own, *outer), depth),))
        return Operation(operator=self._any(COMPARISONS), operands=(value(), value()))
