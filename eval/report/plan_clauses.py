"""A plan clause by clause in words of the schema, so that two plans can be read side by side."""

from collections.abc import Iterable

from services.contracts.expression_text import constant_text
from services.contracts.plan import Intent, Plan, PlannedCondition, PlannedExpression, PlannedOrder

# In the order in which they are read.
CLAUSES = (
    "intent",
    "show",
    "distinct",
    "tables",
    "joins",
    "values",
    "group by",
    "having",
    "order by",
    "limit",
    "set operation",
    "sub-queries",
    "change",
    "carried",
    "reason",
)


def clauses_of(plan: Plan) -> dict[str, list[str]]:
    """The items of each clause that says something, by the names of CLAUSES."""
    clauses = {
        "intent": [] if plan.intent is Intent.ANSWER else [plan.intent.value],
        "show": list(map(_expression, plan.projection)),
        "distinct": ["yes"] if plan.distinct else [],
        "tables": list(plan.tables),
        "joins": [_join(str(join.left), str(join.right), join.kind.value) for join in plan.joins],
        "values": sorted(
            f"{value.column} {value.operator} {constant_text(value.value)}" for value in plan.values
        ),
        "group by": list(map(_expression, plan.group_by)),
        "having": list(map(_condition, plan.having)),
        "order by": list(map(_order, plan.order_by)),
        "limit": [] if plan.limit is None else [str(plan.limit)],
        "set operation": [plan.set_operator.value] if plan.set_operator else [],
        "sub-queries": [f"{plan.nesting} deep"] if plan.nesting else [],
        "change": [change.value.replace("_", " ") for change in plan.change],
        "carried": _unique(f"{item.item} (turn {item.turn})" for item in plan.carried),
        "reason": [plan.reason] if plan.reason else [],
    }
    return {name: clauses[name] for name in CLAUSES if clauses[name]}


def _expression(expression: PlannedExpression) -> str:
    return expression.expression


def _join(left: str, right: str, kind: str) -> str:
    """The columns of an inner join in the order of the alphabet: it has no direction."""
    if kind == "inner":
        return " = ".join(sorted((left, right)))
    return f"{kind}: {left} = {right}"


def _condition(condition: PlannedCondition) -> str:
    return f"{_expression(condition.expression)} {condition.operator} {constant_text(condition.value)}"


def _order(order: PlannedOrder) -> str:
    return f"{_expression(order.expression)}{' descending' if order.descending else ''}"


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
