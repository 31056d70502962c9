"""The flat fields of a plan in few words: a hint in a prompt, and what a model writes down before its SQL."""

from collections.abc import Iterable, Sequence

from services.contracts.expression_text import constant_text
from services.contracts.frozen import Cell
from services.contracts.plan import (
    ColumnRole,
    Plan,
    PlannedExpression,
    PlannedJoin,
    PlannedValue,
    SkeletonFlag,
)
from services.contracts.prompt.names import is_plain, spelled_column, spelled_name
from services.contracts.prompt.private import shows_private
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import JoinKind

_PRIVATE = "(as the question says)"


def plan_lines(plan: Plan, schema: Schema) -> dict[str, str]:
    """What each clause holds, by its title, in the order of SQL; clauses that hold nothing are left out.

    Literals of private columns are not told.
    """
    clauses = {
        "from": ", ".join(map(spelled_name, plan.tables)),
        "join": ", ".join(map(_join, plan.joins)),
        "show": ("distinct " if plan.distinct else "") + _listed(plan.projection),
        "where": ", ".join(_value(value, schema) for value in plan.values),
        "group": _listed(plan.group_by),
        "having": ", ".join(
            f"{_expression(each.expression)} {each.operator} {_literal(each.value, each.expression.columns, schema)}"
            for each in plan.having
        ),
        "order": ", ".join(
            _expression(each.expression) + (" desc" if each.descending else "") for each in plan.order_by
        ),
        "limit": "" if plan.limit is None else str(plan.limit),
        "with": _listed_shape(plan),
        "also": ", ".join(_unsaid(plan)),
    }
    return {title: text for title, text in clauses.items() if text}


def _listed(expressions: Iterable[PlannedExpression]) -> str:
    return ", ".join(map(_expression, expressions))


def _expression(expression: PlannedExpression) -> str:
    """With the names of its columns quoted where SQL must quote them."""
    text = expression.expression
    for column in sorted(expression.columns, key=lambda column: -len(str(column))):
        if not (is_plain(column.table) and is_plain(column.column)):
            text = text.replace(str(column), spelled_column(column))
    return text


def _join(join: PlannedJoin) -> str:
    kind = "" if join.kind is JoinKind.INNER else f"{join.kind} "
    return f"{kind}{spelled_column(join.left)} = {spelled_column(join.right)}"


def _value(value: PlannedValue, schema: Schema) -> str:
    return f"{spelled_column(value.column)} {_compared(value.operator, value.value, (value.column,), schema)}"


def _compared(operator: str, value: Cell, columns: Sequence[ColumnRef], schema: Schema) -> str:
    return (
        operator if value is None and "null" in operator else f"{operator} {_literal(value, columns, schema)}"
    )


def _literal(value: Cell, columns: Sequence[ColumnRef], schema: Schema) -> str:
    return _PRIVATE if shows_private(columns, schema) else constant_text(value)


def _listed_shape(plan: Plan) -> str:
    """What the other clauses do not show: a set operation, sub-queries, clauses that stand inside of these."""
    said = {
        SkeletonFlag.SELECT: True,
        SkeletonFlag.JOIN: bool(plan.joins),
        SkeletonFlag.WHERE: bool(plan.values),
        SkeletonFlag.GROUP_BY: bool(plan.group_by),
        SkeletonFlag.HAVING: bool(plan.having),
        SkeletonFlag.ORDER_BY: bool(plan.order_by),
        SkeletonFlag.LIMIT: plan.limit is not None,
        SkeletonFlag.DISTINCT: plan.distinct or any(each.distinct for each in plan.projection),
        SkeletonFlag.NESTED: True,
        SkeletonFlag.SET_OPERATION: True,
    }
    words = [plan.set_operator.value] if plan.set_operator else []
    words += [f"nesting {plan.nesting}"] if plan.nesting else []
    words += [flag.value.replace("_", " ") for flag in plan.skeleton if not said[flag]]
    return ", ".join(words)


def _unsaid(plan: Plan) -> Iterable[str]:
    """Columns in roles that no other line shows, such as those of a sub-query."""
    said: dict[ColumnRole, set[ColumnRef]] = {
        ColumnRole.SELECT: {column for each in plan.projection for column in each.columns},
        ColumnRole.FILTER: {each.column for each in plan.values},
        ColumnRole.JOIN: {side for join in plan.joins for side in (join.left, join.right)},
        ColumnRole.GROUP: {column for each in plan.group_by for column in each.columns},
        ColumnRole.HAVING: {column for each in plan.having for column in each.expression.columns},
        ColumnRole.ORDER: {column for each in plan.order_by for column in each.expression.columns},
    }
    for planned in plan.columns:
        roles = [role.value for role in planned.roles if planned.column not in said[role]]
        if roles:
            yield f"{spelled_column(planned.column)} ({' '.join(roles)})"
