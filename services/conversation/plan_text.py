"""A plan in words, for the person who asked."""

from collections.abc import Iterable

from services.contracts.plan import Change, Intent, Plan, PlannedExpression, PlannedValue

_AGGREGATES = {"sum": "total", "avg": "average", "min": "lowest", "max": "highest", "total": "total"}

_CHANGES = {
    Change.NEW_TOPIC: "a new topic",
    Change.ADD_FILTER: "added a filter",
    Change.DROP_FILTER: "dropped a filter",
    Change.REPLACE_FILTER: "replaced a filter",
    Change.ADD_COLUMN: "added a column",
    Change.DROP_COLUMN: "dropped a column",
    Change.REPLACE_COLUMN: "replaced a column",
    Change.CHANGE_AGGREGATE: "another aggregate",
    Change.REGROUP: "another break-down",
    Change.REORDER_LIMIT: "another order or limit",
    Change.REPAIR: "repaired the turn before",
}


def plan_text(plan: Plan) -> str:
    """One line a clause; empty for a plan that is not to answer."""
    if plan.intent is not Intent.ANSWER:
        return ""
    clauses = [
        ("show", ", ".join(map(expression_text, plan.projection)) + (" (distinct)" if plan.distinct else "")),
        ("from", _from(plan)),
        ("where", " and ".join(map(_value, plan.values))),
        ("for each", ", ".join(map(expression_text, plan.group_by))),
        (
            "having",
            " and ".join(
                f"{expression_text(c.expression)} {c.operator} {_literal(c.value)}" for c in plan.having
            ),
        ),
        (
            "sorted by",
            ", ".join(
                f"{expression_text(o.expression)}{', highest first' if o.descending else ''}"
                for o in plan.order_by
            ),
        ),
        ("only the first", str(plan.limit) if plan.limit is not None else ""),
        ("combined by", plan.set_operator.value if plan.set_operator else ""),
        ("kept", _unique(f"{item.item} (turn {item.turn})" for item in plan.carried)),
        ("changed", ", ".join(_CHANGES[change] for change in plan.change)),
    ]
    return "\n".join(f"{title} {text}" for title, text in clauses if text)


def expression_text(expression: PlannedExpression) -> str:
    """An expression as a person would name it.

    >>> expression_text(PlannedExpression(expression="count(*)", aggregate="count"))
    'number of rows'
    """
    if expression.aggregate == "count":
        if not expression.columns or expression.columns[0].column == "*":
            return "number of rows"
        distinct = "different " if expression.distinct else ""
        return f"number of {distinct}{_columns(expression)}"
    word = _AGGREGATES.get(expression.aggregate or "")
    if word and len(expression.columns) == 1:
        return f"{word} {_columns(expression)}"
    return expression.expression


def _columns(expression: PlannedExpression) -> str:
    return ", ".join(map(str, expression.columns))


def _from(plan: Plan) -> str:
    joins = "; ".join(
        f"{join.left} = {join.right}{' (multiplies rows)' if join.fan_out else ''}" for join in plan.joins
    )
    return ", ".join(plan.tables) + (f" joined by {joins}" if joins else "")


def _value(value: PlannedValue) -> str:
    meant = f" (from '{value.mention}')" if value.mention and value.mention != str(value.value) else ""
    return f"{value.column} {value.operator} {_literal(value.value)}{meant}"


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _unique(items: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(items))
