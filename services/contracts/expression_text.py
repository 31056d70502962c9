"""An expression in words of the schema, such as `sum(orders.total)`: for people, and to tell expressions apart."""

from collections.abc import Callable

from services.contracts.sketch import (
    Call,
    Constant,
    Expression,
    Operation,
    Operator,
    OutputColumn,
    Query,
    Select,
    SourceColumn,
    Star,
    SubQuery,
)

# The name of a column, given its place in the sketch.
ColumnName = Callable[[SourceColumn], str]

_WORDS = {Operator.AND: " and ", Operator.OR: " or "}


def expression_text(expression: Expression, column_name: ColumnName) -> str:
    """In one line, functions in lower case, text in single quotes; a sub-query by what it selects."""

    def write(part: Expression) -> str:
        match part:
            case SourceColumn():
                return column_name(part)
            case Star():
                return "*" if part.source is None else f"{part.source}.*"
            case Constant():
                return constant_text(part.value)
            case Call():
                return f"{part.name}({'distinct ' if part.distinct else ''}{', '.join(map(write, part.arguments))})"
            case OutputColumn():
                return str(part.index + 1)
            case SubQuery():
                return f"(select {', '.join(write(item.expression) for item in _first(part.query).items)})"
            case Operation():
                return _operation(part, write)

    return write(expression)


def constant_text(value: int | float | str | bytes | None) -> str:
    """A literal as it is written in SQL.

    >>> constant_text("O'Hara"), constant_text(None)
    ("'O''Hara'", 'null')
    """
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _operation(operation: Operation, write: Callable[[Expression], str]) -> str:
    def inner(part: Expression) -> str:
        return f"({write(part)})" if isinstance(part, Operation) else write(part)

    first, *others = operation.operands
    match operation.operator:
        case Operator.NOT:
            return f"not {inner(first)}"
        case Operator.NEG:
            return f"-{inner(first)}"
        case Operator.IS_NULL:
            return f"{inner(first)} is null"
        case Operator.EXISTS:
            return f"exists {write(first)}"
        case Operator.BETWEEN:
            return f"{inner(first)} between {inner(others[0])} and {inner(others[1])}"
        case Operator.IN if isinstance(others[0], SubQuery) and len(others) == 1:
            return f"{inner(first)} in {write(others[0])}"
        case Operator.IN:
            return f"{inner(first)} in ({', '.join(map(write, others))})"
        case Operator.CASE:
            return _case([write(operand) for operand in operation.operands])
        case Operator.LIKE if len(others) > 1:
            return f"{inner(first)} like {inner(others[0])} escape {inner(others[1])}"
        case Operator.COLLATE:
            return f"{inner(first)} collate {str(write(others[0])).strip(chr(39)).lower()}"
    sign = _WORDS.get(operation.operator, f" {operation.operator} ")
    return sign.join(map(inner, operation.operands))


def _case(parts: list[str]) -> str:
    default = f" else {parts.pop()}" if len(parts) % 2 else ""
    branches = "".join(
        f" when {test} then {value}" for test, value in zip(parts[::2], parts[1::2], strict=True)
    )
    return f"case{branches}{default} end"


def _first(query: Query) -> Select:
    while not isinstance(query, Select):
        query = query.left
    return query
