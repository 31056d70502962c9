"""Expressions of a sketch as sqlglot trees, with parentheses where they are needed."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from sqlglot import exp

from services.contracts.sketch import (
    AFFINITIES,
    Call,
    Constant,
    Expression,
    Operation,
    Operator,
    OutputColumn,
    Query,
    SourceColumn,
    Star,
    SubQuery,
)
from services.generator.sql_spelling import NotBetween, NotIn, name


class NotCompilableError(Exception):
    """Carries the reason out of the writers; never leaves `compiler`."""


@dataclass(frozen=True, slots=True)
class Visible:
    """A source as its columns can be written: behind `qualifier` where `qualified`, else bare."""

    qualifier: str
    columns: tuple[str, ...]
    qualified: bool = True

    def column(self, wanted: str) -> str | None:
        return next((column for column in self.columns if column.lower() == wanted.lower()), None)


Scope = Mapping[str, Visible]  # by the names of the sketch


class WriteQuery(Protocol):
    def __call__(self, query: Query, outer: Scope, *, columns: int | None = None) -> exp.Query: ...


_BINARY: dict[Operator, type[exp.Expr]] = {
    Operator.EQ: exp.EQ,
    Operator.NE: exp.NEQ,
    Operator.LT: exp.LT,
    Operator.LE: exp.LTE,
    Operator.GT: exp.GT,
    Operator.GE: exp.GTE,
    Operator.IS: exp.NullSafeEQ,
    Operator.GLOB: exp.Glob,
    Operator.ADD: exp.Add,
    Operator.SUB: exp.Sub,
    Operator.MUL: exp.Mul,
    Operator.DIV: exp.Div,
    Operator.MOD: exp.Mod,
    Operator.CONCAT: exp.DPipe,
}
# Without these, sqlglot would write casts for dialects that divide or concatenate otherwise.
_AS_IN_SQLITE: dict[Operator, dict[str, bool]] = {
    Operator.DIV: {"typed": True, "safe": True},
    Operator.CONCAT: {"safe": True},
}
# How tightly an operator binds (https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes).
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _CONCAT, _COLLATE, _SIGN, _ATOM = range(10)
_LEVELS = {
    Operator.OR: _OR,
    Operator.AND: _AND,
    Operator.NOT: _NOT,
    Operator.ADD: _SUM,
    Operator.SUB: _SUM,
    Operator.MUL: _PRODUCT,
    Operator.DIV: _PRODUCT,
    Operator.MOD: _PRODUCT,
    Operator.CONCAT: _CONCAT,
    Operator.COLLATE: _COLLATE,
    Operator.NEG: _SIGN,
    Operator.CASE: _ATOM,
    Operator.EXISTS: _ATOM,
}
_NEGATED_WITHIN = frozenset({Operator.IN, Operator.LIKE, Operator.BETWEEN, Operator.IS_NULL, Operator.IS})
_FUNCTION = re.compile(r"[a-z_][a-z0-9_]*")


def _level(expression: Expression) -> int:
    if isinstance(expression, Constant):
        negative = isinstance(expression.value, int | float) and math.copysign(1, expression.value) < 0
        return _SIGN if negative else _ATOM
    if not isinstance(expression, Operation):
        return _ATOM
    if _negates_within(expression):
        return _COMPARISON
    return _LEVELS.get(expression.operator, _COMPARISON)


def _negates_within(expression: Operation) -> bool:
    """Whether NOT is written inside: `a NOT IN (1)` rather than `NOT a IN (1)`."""
    operand = expression.operands[0]
    return (
        expression.operator is Operator.NOT
        and isinstance(operand, Operation)
        and operand.operator in _NEGATED_WITHIN
    )


class ExpressionWriter:
    """Writes the expressions of one SELECT. Raises NotCompilableError on names that are not there."""

    def __init__(self, scope: Scope, write_query: WriteQuery) -> None:
        self._scope = scope
        self._write_query = write_query

    def write(self, expression: Expression) -> exp.Expr:
        match expression:
            case SourceColumn():
                return self.column(expression)
            case Constant():
                return _constant(expression.value)
            case Call():
                return self._call(expression)
            case Operation():
                return self._operation(expression)
            case SubQuery():
                return self._subquery(expression)
            case Star():
                raise NotCompilableError("* where a value is needed")
            case OutputColumn():
                raise NotCompilableError("an output column outside of the order of a set operation")

    def write_conjunct(self, condition: Expression) -> exp.Expr:
        """For a place between ANDs."""
        return self._operand(condition, _NOT)

    def column(self, column: SourceColumn, *, qualified: bool = False) -> exp.Column:
        source = self.source(column.source)
        found = source.column(column.column)
        if found is None:
            raise NotCompilableError(f"{column.source} has no column {column.column}")
        table = name(source.qualifier) if source.qualified or qualified else None
        return exp.Column(this=name(found), table=table)

    def star(self, source: str) -> exp.Column:
        return exp.Column(this=exp.Star(), table=name(self.source(source).qualifier))

    def source(self, wanted: str) -> Visible:
        if wanted not in self._scope:
            raise NotCompilableError(f"no source {wanted} in reach")
        return self._scope[wanted]

    def _operand(self, expression: Expression, at_least: int) -> exp.Expr:
        written = self.write(expression)
        return written if _level(expression) >= at_least else exp.Paren(this=written)

    def _operation(self, operation: Operation) -> exp.Expr:
        operator, operands = operation.operator, operation.operands
        match operator:
            case Operator.AND | Operator.OR:
                kind, level = (exp.And, _NOT) if operator is Operator.AND else (exp.Or, _AND)
                return _chain(kind, [self._operand(operand, level) for operand in operands])
            case Operator.NOT:
                return self._not(operation)
            case Operator.IN | Operator.LIKE | Operator.BETWEEN | Operator.IS_NULL | Operator.IS:
                return self._test(operation, negated=False)
            case Operator.EXISTS:
                return exp.Exists(this=self._query(operands[0]))
            case Operator.CASE:
                return self._case(operation)
            case Operator.COLLATE:
                return self._collate(operation)
            case Operator.NEG:
                return exp.Neg(this=self._operand(operands[0], _ATOM))
        level = _level(operation)
        left_associative = level in (_SUM, _PRODUCT, _CONCAT)
        left = self._operand(operands[0], level if left_associative else _SUM)
        right = self._operand(operands[1], level + 1)
        return _BINARY[operator](this=left, expression=right, **_AS_IN_SQLITE.get(operator, {}))

    def _not(self, operation: Operation) -> exp.Expr:
        operand = operation.operands[0]
        if _negates_within(operation) and isinstance(operand, Operation):
            return self._test(operand, negated=True)
        return exp.Not(this=self._operand(operand, _COMPARISON))

    def _test(self, operation: Operation, *, negated: bool) -> exp.Expr:
        value = self._operand(operation.operands[0], _SUM)
        others = operation.operands[1:]
        match operation.operator:
            case Operator.IN:
                return self._in(value, others, negated=negated)
            case Operator.LIKE:
                pattern = self._operand(others[0], _SUM)
                like = exp.Like(this=value, expression=pattern, negate=negated)
                return (
                    exp.Escape(this=like, expression=self._operand(others[1], _SUM)) if others[1:] else like
                )
            case Operator.BETWEEN:
                low, high = (self._operand(bound, _SUM) for bound in others)
                if negated:
                    return NotBetween(this=value, expression=exp.And(this=low, expression=high))
                return exp.Between(this=value, low=low, high=high)
            case Operator.IS_NULL:
                return exp.Is(this=value, expression=exp.Null(), negate=negated)
        kind = exp.NullSafeNEQ if negated else exp.NullSafeEQ
        return kind(this=value, expression=self._operand(others[0], _SUM))

    def _in(self, value: exp.Expr, others: tuple[Expression, ...], *, negated: bool) -> exp.Expr:
        if isinstance(others[0], SubQuery) and len(others) == 1:
            query = self._subquery(others[0])
            return NotIn(this=value, expression=query) if negated else exp.In(this=value, query=query)
        listed = [self.write(other) for other in others]
        if negated:
            return NotIn(this=value, expression=exp.Tuple(expressions=listed))
        return exp.In(this=value, expressions=listed)

    def _case(self, operation: Operation) -> exp.Case:
        parts = [self.write(operand) for operand in operation.operands]
        default = parts.pop() if len(parts) % 2 else None
        branches = [
            exp.If(this=test, true=value) for test, value in zip(parts[::2], parts[1::2], strict=True)
        ]
        return exp.Case(ifs=branches, default=default)

    def _collate(self, operation: Operation) -> exp.Collate:
        value, collation = operation.operands
        if not isinstance(collation, Constant) or not isinstance(collation.value, str):
            raise NotCompilableError("a collation without a name")
        return exp.Collate(this=self._operand(value, _SIGN), expression=name(collation.value))

    def _call(self, call: Call) -> exp.Expr:
        if _FUNCTION.fullmatch(call.name) is None:
            raise NotCompilableError(f"{call.name!r} is no function")
        if call.name == "cast":
            return self._cast(call)
        arguments = [
            exp.Star() if argument == Star() else self.write(argument) for argument in call.arguments
        ]
        if call.distinct:
            if len(arguments) != 1:
                raise NotCompilableError(f"distinct in {call.name} of {len(arguments)} arguments")
            arguments = [exp.Distinct(expressions=arguments)]
        return exp.Anonymous(this=call.name, expressions=arguments)

    def _cast(self, call: Call) -> exp.Cast:
        match call.arguments:
            case (value, Constant(value=str(affinity))) if affinity in AFFINITIES:
                to = exp.DataType(this=exp.DType.USERDEFINED, kind=affinity)
                return exp.Cast(this=self.write(value), to=to)
        raise NotCompilableError("a cast without one of SQLite's types")

    def _query(self, operand: Expression) -> exp.Query:
        if not isinstance(operand, SubQuery):
            raise NotCompilableError("exists without a sub-query")
        return self._write_query(operand.query, self._outer())

    def _subquery(self, node: SubQuery) -> exp.Subquery:
        return exp.Subquery(this=self._write_query(node.query, self._outer(), columns=1))

    def _outer(self) -> Scope:
        """How a sub-query sees these sources: a bare name would mean a column of its own."""
        return {key: replace(source, qualified=True) for key, source in self._scope.items()}


def _chain(kind: type[exp.And] | type[exp.Or], parts: list[exp.Expr]) -> exp.Expr:
    chain, *others = parts
    for part in others:
        chain = kind(this=chain, expression=part)
    return chain


def conjunction(parts: list[exp.Expr]) -> exp.Expr | None:
    return _chain(exp.And, parts) if parts else None


def _constant(value: int | float | str | None) -> exp.Expr:
    if isinstance(value, str):
        if "\0" in value:
            raise NotCompilableError("a text with a NUL character")
        return exp.Literal.string(value)
    if value is None or math.isnan(value):  # SQLite stores NaN as NULL
        return exp.Null()
    written = exp.Literal.number("9e999" if math.isinf(value) else repr(abs(value)))
    return exp.Neg(this=written) if math.copysign(1, value) < 0 else written
