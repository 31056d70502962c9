"""The metric language → its typed tree. The grammar is metric.lark."""

from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError
from pydantic import ValidationError

from services.contracts.frozen import Frozen
from services.contracts.sketch import (
    Call,
    Constant,
    Expression,
    Operation,
    Operator,
    OrderItem,
    SourceColumn,
    Star,
)
from services.generator.formats.metric_query import MetricQuery

MAX_TEXT = 4_000  # characters


class NoMetricQuery(Frozen):
    """Why a text is no statement of the metric language."""

    reason: str


def metric_query(text: str) -> MetricQuery | NoMetricQuery:
    """Never raises, whatever the text."""
    if len(text) > MAX_TEXT:
        return NoMetricQuery(reason=f"longer than {MAX_TEXT} characters")
    try:
        query = _Reader().transform(_grammar().parse(text))
    except UnexpectedInput as error:
        return NoMetricQuery(reason=f"no statement of the metric language {_where(error, text)}")
    except (VisitError, ValidationError, RecursionError, OverflowError) as error:
        return NoMetricQuery(reason=f"no statement of the metric language: {type(error).__name__}")
    assert isinstance(query, MetricQuery)
    return query


def _where(error: UnexpectedInput, text: str) -> str:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return "at its end"
    return f"at '{text[error.pos_in_stream or 0 :][:20].strip()}'"


@cache
def _grammar() -> Lark:
    return Lark.open("metric.lark", rel_to=__file__, parser="lalr", start="query", maybe_placeholders=True)


def _operation(operator: Operator, *operands: Expression) -> Operation:
    return Operation(operator=operator, operands=operands)


def _joined(operator: Operator, operands: tuple[Expression, ...]) -> Expression:
    return operands[0] if len(operands) == 1 else _operation(operator, *operands)


def _unquoted(token: str) -> str:
    return token[1:-1].replace(token[0] * 2, token[0])


@v_args(inline=True)
class _Reader(Transformer[Token, Any]):
    """One method for each rule of the grammar."""

    def query(self, distinct: Token | None, *parts: Any) -> MetricQuery:
        *terms, tables, where, by, having, order, limit = parts
        return MetricQuery(
            terms=tuple(terms),
            distinct=distinct is not None,
            tables=tables or (),
            where=where,
            by=by or (),
            having=having,
            order=order or (),
            limit=limit,
        )

    def tables(self, *tables: str) -> tuple[str, ...]:
        return tables

    def where(self, condition: Expression) -> Expression:
        return condition

    having = where

    def by(self, *expressions: Expression) -> tuple[Expression, ...]:
        return expressions

    def order(self, *items: OrderItem) -> tuple[OrderItem, ...]:
        return items

    def ordered(self, expression: Expression, direction: Token | None) -> OrderItem:
        return OrderItem(
            expression=expression, descending=direction is not None and direction.lower() == "desc"
        )

    def limit(self, number: Token) -> int:
        return int(number)

    def any_of(self, *operands: Expression) -> Expression:
        return _joined(Operator.OR, operands)

    def all_of(self, *operands: Expression) -> Expression:
        return _joined(Operator.AND, operands)

    def negated(self, operand: Expression) -> Expression:
        return _operation(Operator.NOT, operand)

    def compared(self, left: Expression, sign: Token, right: Expression) -> Expression:
        return _operation(Operator("!=" if sign == "<>" else str(sign)), left, right)

    def like(self, value: Expression, pattern: Expression) -> Expression:
        return _operation(Operator.LIKE, value, pattern)

    def glob(self, value: Expression, pattern: Expression) -> Expression:
        return _operation(Operator.GLOB, value, pattern)

    def between(self, value: Expression, low: Expression, high: Expression) -> Expression:
        return _operation(Operator.BETWEEN, value, low, high)

    def one_of(self, value: Expression, *others: Expression) -> Expression:
        return _operation(Operator.IN, value, *others)

    def is_null(self, value: Expression) -> Expression:
        return _operation(Operator.IS_NULL, value)

    def computed(self, left: Expression, sign: Token, right: Expression) -> Expression:
        return _operation(Operator(str(sign)), left, right)

    def minus(self, operand: Expression) -> Expression:
        if isinstance(operand, Constant) and isinstance(operand.value, int | float):
            return Constant(value=-operand.value)
        return _operation(Operator.NEG, operand)

    def number(self, token: Token) -> Constant:
        return Constant(value=int(token) if token.isdecimal() else float(token))

    def text(self, token: Token) -> Constant:
        return Constant(value=_unquoted(token))

    def null(self) -> Constant:
        return Constant(value=None)

    def column(self, table: str, column: str) -> SourceColumn:
        return SourceColumn(source=table, column=column)

    def rows(self, table: str, _star: Token) -> Star:
        return Star(source=table)

    def every_row(self, _star: Token) -> Star:
        return Star()

    def call(self, name: Token, distinct: Token | None, *arguments: Expression | None) -> Call:
        given = tuple(argument for argument in arguments if argument is not None)
        return Call(name=name.lower(), arguments=given, distinct=distinct is not None)

    def name(self, token: Token) -> str:
        return _unquoted(token) if token.type == "QUOTED" else str(token)
