"""A plan in words, for the person who asked."""

import re
from collections.abc import Iterable, Sequence

from services.contracts.plan import CarriedItem, Change, Intent, Plan, PlannedExpression, PlannedValue

_AGGREGATES = {"sum": "sum of", "avg": "average", "min": "lowest", "max": "highest", "total": "sum of"}

_PERIODS = {
    "%Y": "year",
    "%Y-%m": "month",
    "%Y-%m-%d": "day",
    "%m": "month of the year",
    "%d": "day of the month",
    "%w": "weekday",
    "%H": "hour",
    "%W": "week",
    "%Y-%W": "week",
}
_STRFTIME = re.compile(r"strftime\('(?P<format>[^']*)', (?P<moment>[^()]*)\)", re.IGNORECASE)

_CHANGES = {  # a new topic shows by what is not kept
    Change.ADD_FILTER: "a filter added",
    Change.DROP_FILTER: "a filter dropped",
    Change.REPLACE_FILTER: "a filter replaced",
    Change.ADD_COLUMN: "a column added",
    Change.DROP_COLUMN: "a column dropped",
    Change.REPLACE_COLUMN: "a column replaced",
    Change.CHANGE_AGGREGATE: "another aggregate",
    Change.REGROUP: "another break-down",
    Change.REORDER_LIMIT: "another order or limit",
    Change.REPAIR: "the turn before repaired",
}


def plan_text(plan: Plan) -> str:
    """One line a clause; empty for a plan that is not to answer."""
    if plan.intent is not Intent.ANSWER:
        return ""
    clauses = {
        "show": _listed(plan.projection) + (", each once" if plan.distinct else ""),
        "from": _from(plan),
        "where": " and ".join(map(_value, plan.values)),
        "for each": _listed(plan.group_by),
        "having": " and ".join(
            f"{expression_text(each.expression)} {each.operator} {_literal(each.value)}"
            for each in plan.having
        ),
        "sorted by": ", ".join(
            expression_text(each.expression) + (", highest first" if each.descending else "")
            for each in plan.order_by
        ),
        "only the first": str(plan.limit) if plan.limit is not None else "",
        "combined by": plan.set_operator.value if plan.set_operator else "",
        "kept": _kept(plan.carried),
        "changed": ", ".join(_CHANGES[change] for change in plan.change if change in _CHANGES),
    }
    return "\n".join(f"{title} {text}" for title, text in clauses.items() if text)


def expression_text(expression: PlannedExpression) -> str:
    """An expression as a person would name it.

    >>> expression_text(PlannedExpression(expression="count(*)", aggregate="count"))
    'number of rows'
    >>> expression_text(PlannedExpression(expression="strftime('%Y-%m', orders.day)"))
    'month of orders.day'
    """
    if expression.aggregate == "count":
        if not expression.columns or expression.columns[0].column == "*":
            return "number of rows"
        return f"number of {'different ' if expression.distinct else ''}{_columns(expression)}"
    word = _AGGREGATES.get(expression.aggregate or "")
    if word and len(expression.columns) == 1 and expression.expression.count("(") == 1:
        return f"{word} {_columns(expression)}"
    return _STRFTIME.sub(_period, expression.expression)


def short_text(expression: PlannedExpression) -> str:
    """As `expression_text`, without the names of the tables.

    >>> short_text(PlannedExpression(expression="orders.country"))
    'country'
    """
    return re.sub(r"\b\w+\.(?=\w)", "", expression_text(expression))


def _period(found: re.Match[str]) -> str:
    period = _PERIODS.get(found["format"])
    return f"{period} of {found['moment']}" if period else found[0]


def _listed(expressions: Iterable[PlannedExpression]) -> str:
    return ", ".join(map(expression_text, expressions))


def _columns(expression: PlannedExpression) -> str:
    return ", ".join(map(str, expression.columns))


def _from(plan: Plan) -> str:
    joins = " and ".join(
        f"{join.left} = {join.right}{' (multiplies rows)' if join.fan_out else ''}" for join in plan.joins
    )
    return ", ".join(plan.tables) + (f" joined by {joins}" if joins else "")


def _value(value: PlannedValue) -> str:
    meant = f" (from '{value.mention}')" if value.mention and value.mention != str(value.value) else ""
    return f"{value.column} {value.operator} {_literal(value.value)}{meant}"


def _literal(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _kept(carried: Sequence[CarriedItem]) -> str:
    by_turn: dict[int, dict[str, None]] = {}
    for item in carried:
        by_turn.setdefault(item.turn, {})[item.item] = None
    return "; ".join(f"from turn {turn}: {', '.join(items)}" for turn, items in sorted(by_turn.items()))
