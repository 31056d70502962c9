"""GROUP BY, ORDER BY and LIMIT, where SQL has positions and names of outputs beside expressions."""

from collections.abc import Iterator

from sqlglot import exp

from services.contracts.sketch import Constant, Expression, Item, OrderItem, orders_nothing
from services.contracts.sql_plan.expressions import ExpressionReader, collated
from services.contracts.sql_plan.scope import Scope
from services.contracts.sql_plan.text import UnsketchableError, only


def is_distinct(node: exp.Select) -> bool:
    distinct = node.args.get("distinct")
    if distinct is None:
        return False
    only(distinct)
    return True


def limits(node: exp.Query) -> tuple[int | None, int | None]:
    """LIMIT and OFFSET. A negative limit is none, a negative offset 0, as in SQLite."""
    numbers = []
    for clause in (node.args.get("limit"), node.args.get("offset")):
        number = None if clause is None else integer(clause.expression)
        if clause is not None and number is None:
            raise UnsketchableError("limit or offset that is no number")
        numbers.append(number)
    limit, offset = numbers
    return (limit if limit is None or limit >= 0 else None), (offset if offset and offset > 0 else None)


def integer(node: exp.Expr | None) -> int | None:
    if isinstance(node, exp.Neg):
        number = integer(node.this)
        return None if number is None else -number
    is_integer = isinstance(node, exp.Literal) and not node.is_string and str(node.this).isdecimal()
    return int(node.this) if node is not None and is_integer else None


def bare(term: exp.Expr) -> exp.Expr:
    while isinstance(term, exp.Paren):
        term = term.this
    return term


def output_at(position: int, outputs: list[Item]) -> Expression:
    if not 1 <= position <= len(outputs):
        raise UnsketchableError(f"no column {position} to order or group by")
    return outputs[position - 1].expression


def group_terms(node: exp.Select, reader: ExpressionReader, outputs: list[Item]) -> Iterator[Expression]:
    """Every constant groups alike, and as a number it would be a position: it stands as NULL."""
    group = node.args.get("group")
    if group is None:
        return
    only(group, "expressions")
    for term in group.expressions:
        expression = _grouping(term, reader, outputs)
        yield Constant(value=None) if orders_nothing(expression) else expression


def _grouping(term: exp.Expr, reader: ExpressionReader, outputs: list[Item]) -> Expression:
    term = bare(term)
    if isinstance(term, exp.Collate):
        return collated(_grouping(term.this, reader, outputs), term)
    position = integer(term)
    return reader.read(term) if position is None else output_at(position, outputs)


def order_terms(node: exp.Query) -> list[exp.Ordered]:
    order = node.args.get("order")
    if order is None:
        return []
    only(order, "expressions")
    return list(order.expressions)


def order_items(
    node: exp.Select, reader: ExpressionReader, scope: Scope, outputs: list[Item]
) -> Iterator[OrderItem]:
    """A constant orders nothing and is left out."""
    for term in order_terms(node):
        expression = _ordering(term.this, reader, scope, outputs)
        if not orders_nothing(expression):
            yield order_item(term, expression)


def _ordering(term: exp.Expr, reader: ExpressionReader, scope: Scope, outputs: list[Item]) -> Expression:
    """In ORDER BY, unlike elsewhere, the name of an output comes before that of a column."""
    term = bare(term)
    if isinstance(term, exp.Collate):
        return collated(_ordering(term.this, reader, scope, outputs), term)
    if isinstance(term, exp.Column) and not term.table and term.name.lower() in scope.outputs:
        return scope.outputs[term.name.lower()]
    return _grouping(term, reader, outputs)


def order_item(term: exp.Ordered, expression: Expression) -> OrderItem:
    only(term, "this", "desc", "nulls_first")
    descending, nulls_first = bool(term.args.get("desc")), bool(term.args.get("nulls_first"))
    # NULL is the smallest value: what comes first without a word from the writer.
    nulls_last = None if nulls_first is not descending else not nulls_first
    return OrderItem(expression=expression, descending=descending, nulls_last=nulls_last)
