"""Expressions of a SELECT as nodes of the sketch."""

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlglot import exp

from services.contracts.sketch import (
    AGGREGATES,
    Call,
    Constant,
    Expression,
    Operation,
    Operator,
    Query,
    Star,
    SubQuery,
)
from services.contracts.sql_plan.scope import Scope
from services.contracts.sql_plan.text import UnsketchableError, described, only

_BINARY: dict[type[exp.Expr], Operator] = {
    exp.EQ: Operator.EQ,
    exp.NEQ: Operator.NE,
    exp.LT: Operator.LT,
    exp.LTE: Operator.LE,
    exp.GT: Operator.GT,
    exp.GTE: Operator.GE,
    exp.NullSafeEQ: Operator.IS,
    exp.Glob: Operator.GLOB,
    exp.Add: Operator.ADD,
    exp.Sub: Operator.SUB,
    exp.Mul: Operator.MUL,
    exp.Div: Operator.DIV,
    exp.Mod: Operator.MOD,
    exp.DPipe: Operator.CONCAT,
}
_TESTS = (
    exp.Between,
    exp.In,
    exp.Like,
    exp.Glob,
    exp.Escape,
    exp.Is,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Not,
)
_CURRENT: dict[type[exp.Expr], str] = {
    exp.CurrentDate: "date",
    exp.CurrentTime: "time",
    exp.CurrentTimestamp: "datetime",
}
# https://www.sqlite.org/datatype3.html#determination_of_column_affinity
_AFFINITY_BY_PART = (
    ("INT", "INTEGER"),
    ("CHAR", "TEXT"),
    ("CLOB", "TEXT"),
    ("TEXT", "TEXT"),
    ("BLOB", "BLOB"),
    ("BINARY", "BLOB"),  # how sqlglot reads BLOB
    ("REAL", "REAL"),
    ("FLOA", "REAL"),
    ("DOUB", "REAL"),
)


def affinity(declared: str) -> str:
    """The affinity of a declared type by SQLite's rules.

    >>> affinity("VARCHAR(20)"), affinity("decimal"), affinity("unsigned big int")
    ('TEXT', 'NUMERIC', 'INTEGER')
    """
    return next((result for part, result in _AFFINITY_BY_PART if part in declared.upper()), "NUMERIC")


class ReadQuery(Protocol):
    def __call__(self, node: exp.Expr, scope: Scope) -> Query: ...


class ExpressionReader:
    """Reads the expressions of one SELECT. `sql` is the whole text, where the quotes of a name can be seen."""

    def __init__(self, sql: str, scope: Scope, read_query: ReadQuery) -> None:
        self._sql = sql
        self._scope = scope
        self._read_query = read_query

    def read(self, node: exp.Expr) -> Expression:
        """Raises UnsketchableError on what the grammar lacks."""
        operator = _BINARY.get(type(node))
        if operator is not None:
            if isinstance(node, exp.Predicate) and isinstance(node.expression, _TESTS):
                # SQLite reads `a < b IN (1)` as `(a < b) IN (1)`, sqlglot as `a < (b IN (1))`.
                raise UnsketchableError("comparisons in a row without parentheses")
            return Operation(operator=operator, operands=(self.read(node.this), self.read(node.expression)))
        reader = _READERS.get(type(node))
        if reader is None:
            raise UnsketchableError(described(node))
        return reader(self, node)

    def _column(self, node: exp.Column) -> Expression:
        only(node, "this", "table")
        if isinstance(node.this, exp.Star):
            return self._qualified_star(node)
        start = node.this.meta.get("start")
        in_double_quotes = start is not None and self._sql[start] == '"'
        return self._scope.resolve(node.name, node.table, text_if_unknown=in_double_quotes)

    def _qualified_star(self, node: exp.Column) -> Star:
        return Star(source=self._scope.source(node.table).name)

    def _star(self, node: exp.Star) -> Star:
        only(node)
        return Star()

    def _literal(self, node: exp.Literal) -> Constant:
        text = str(node.this)
        if node.is_string:
            return Constant(value=text)
        try:
            number = int(text) if text.isdecimal() else float(text)
        except ValueError as error:
            raise UnsketchableError(f"{text} is no number") from error
        return Constant(value=number if number < 2**63 else float(number))

    def _boolean(self, node: exp.Boolean) -> Constant:
        return Constant(value=int(bool(node.this)))

    def _paren(self, node: exp.Paren) -> Expression:
        return self.read(node.this)

    def _neg(self, node: exp.Neg) -> Expression:
        operand = self.read(node.this)
        if isinstance(operand, Constant) and isinstance(operand.value, int | float):
            return Constant(value=-operand.value)
        return Operation(operator=Operator.NEG, operands=(operand,))

    def _not(self, node: exp.Not) -> Expression:
        return negated(self.read(node.this))

    def _is_not(self, node: exp.NullSafeNEQ) -> Expression:
        operands = (self.read(node.this), self.read(node.expression))
        return negated(Operation(operator=Operator.IS, operands=operands))

    def _is(self, node: exp.Is) -> Expression:
        if isinstance(node.expression, exp.Boolean):
            return self._is_true(node)
        value, other = self.read(node.this), self.read(node.expression)
        if other == Constant(value=None):
            test = Operation(operator=Operator.IS_NULL, operands=(value,))
        else:
            test = Operation(operator=Operator.IS, operands=(value, other))
        return negated(test) if node.args.get("negate") else test

    def _is_true(self, node: exp.Is) -> Operation:
        """IS TRUE and IS FALSE, which are never NULL: a CASE without these."""
        value = self.read(node.this)
        test = value if node.expression.this else negated(value)
        yes, no = (0, 1) if node.args.get("negate") else (1, 0)
        return Operation(operator=Operator.CASE, operands=(test, Constant(value=yes), Constant(value=no)))

    def _connected(self, node: exp.And | exp.Or) -> Expression:
        operator = Operator.AND if isinstance(node, exp.And) else Operator.OR
        return connected(operator, [self.read(part) for part in node.flatten()])

    def _like(self, node: exp.Like, *escape: Expression) -> Expression:
        operands = (self.read(node.this), self.read(node.expression), *escape)
        like = Operation(operator=Operator.LIKE, operands=operands)
        return negated(like) if node.args.get("negate") else like

    def _escape(self, node: exp.Escape) -> Expression:
        escape = self.read(node.expression)
        if isinstance(node.this, exp.Like):
            return self._like(node.this, escape)
        raise UnsketchableError("escape without like")

    def _between(self, node: exp.Between) -> Expression:
        only(node, "this", "low", "high")
        operands = tuple(self.read(part) for part in (node.this, node.args["low"], node.args["high"]))
        return Operation(operator=Operator.BETWEEN, operands=operands)

    def _in(self, node: exp.In) -> Expression:
        only(node, "this", "expressions", "query")
        query = node.args.get("query")
        listed = [self.read(item) for item in node.expressions]
        if query is not None:  # in double parentheses, too, all its rows count
            listed = [self._subquery(query)]
        if not listed:
            raise UnsketchableError("in with an empty list")
        return Operation(operator=Operator.IN, operands=(self.read(node.this), *listed))

    def _exists(self, node: exp.Exists) -> Expression:
        return Operation(operator=Operator.EXISTS, operands=(self._subquery(node.this),))

    def _subquery(self, node: exp.Expr) -> SubQuery:
        return SubQuery(query=self._read_query(node, self._scope))

    def _case(self, node: exp.Case) -> Expression:
        base = None if node.this is None else self.read(node.this)
        operands: list[Expression] = []
        for branch in node.args["ifs"]:
            test = self.read(branch.this)
            if base is not None:
                test = Operation(operator=Operator.EQ, operands=(base, test))
            operands += [test, self.read(branch.args["true"])]
        if node.args.get("default") is not None:
            operands.append(self.read(node.args["default"]))
        return Operation(operator=Operator.CASE, operands=tuple(operands))

    def _cast(self, node: exp.Cast) -> Expression:
        only(node, "this", "to")
        to = node.args["to"]
        declared = str(to.args.get("kind") or to.this.value)
        return Call(name="cast", arguments=(self.read(node.this), Constant(value=affinity(declared))))

    def _collate(self, node: exp.Collate) -> Expression:
        return collated(self.read(node.this), node)

    def _call(self, node: exp.Anonymous) -> Expression:
        arguments = node.expressions
        distinct = len(arguments) == 1 and isinstance(arguments[0], exp.Distinct)
        if distinct:
            arguments = arguments[0].expressions
        if any(isinstance(argument, exp.Order) for argument in arguments):
            raise UnsketchableError("order by inside of a function")
        name = str(node.this).lower()
        read = tuple(self.read(argument) for argument in arguments)
        if name == "count" and not read:
            read = (Star(),)
        return Call(name=name, arguments=read, distinct=distinct)

    def _filter(self, node: exp.Filter) -> Expression:
        call = self.read(node.this)
        if not isinstance(call, Call) or call.name not in AGGREGATES:
            raise UnsketchableError("filter without an aggregate")
        counted, *rest = call.arguments
        value = Constant(value=1) if isinstance(counted, Star) else counted
        test = self.read(node.expression.this)
        kept = Operation(operator=Operator.CASE, operands=(test, value))
        return Call(name=call.name, arguments=(kept, *rest), distinct=call.distinct)

    def _current(self, node: exp.Expr) -> Expression:
        only(node)
        return Call(name=_CURRENT[type(node)], arguments=(Constant(value="now"),))


_READERS: dict[type[exp.Expr], Callable[..., Expression]] = {
    exp.Column: ExpressionReader._column,
    exp.Star: ExpressionReader._star,
    exp.Literal: ExpressionReader._literal,
    exp.Null: lambda _reader, _node: Constant(value=None),
    exp.Boolean: ExpressionReader._boolean,
    exp.Paren: ExpressionReader._paren,
    exp.Neg: ExpressionReader._neg,
    exp.Not: ExpressionReader._not,
    exp.NullSafeNEQ: ExpressionReader._is_not,
    exp.Is: ExpressionReader._is,
    exp.And: ExpressionReader._connected,
    exp.Or: ExpressionReader._connected,
    exp.Like: ExpressionReader._like,
    exp.Escape: ExpressionReader._escape,
    exp.Between: ExpressionReader._between,
    exp.In: ExpressionReader._in,
    exp.Exists: ExpressionReader._exists,
    exp.Subquery: ExpressionReader._subquery,
    exp.Select: ExpressionReader._subquery,
    exp.Case: ExpressionReader._case,
    exp.Cast: ExpressionReader._cast,
    exp.Collate: ExpressionReader._collate,
    exp.Anonymous: ExpressionReader._call,
    exp.Filter: ExpressionReader._filter,
    exp.CurrentDate: ExpressionReader._current,
    exp.CurrentTime: ExpressionReader._current,
    exp.CurrentTimestamp: ExpressionReader._current,
}


def collated(value: Expression, node: exp.Collate) -> Operation:
    name = Constant(value=node.expression.name.upper())
    return Operation(operator=Operator.COLLATE, operands=(value, name))


def negated(test: Expression) -> Operation:
    return Operation(operator=Operator.NOT, operands=(test,))


def connected(operator: Operator, parts: Sequence[Expression]) -> Expression:
    """The parts joined by AND or OR, nested ones of the same operator taken in; one part stays itself."""
    flat = [
        operand
        for part in parts
        for operand in (
            part.operands if isinstance(part, Operation) and part.operator is operator else (part,)
        )
    ]
    return flat[0] if len(flat) == 1 else Operation(operator=operator, operands=tuple(flat))


def conjuncts(condition: Expression | None) -> list[Expression]:
    """The conditions that must all hold."""
    if condition is None:
        return []
    if isinstance(condition, Operation) and condition.operator is Operator.AND:
        return list(condition.operands)
    return [condition]


def conjunction(parts: Sequence[Expression]) -> Expression | None:
    return connected(Operator.AND, parts) if parts else None
