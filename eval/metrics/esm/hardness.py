"""How hard a query is by Spider's criteria: counts over its clauses, as `evaluation.py` does them."""

from enum import StrEnum

from eval.metrics.esm.parser import Columns, parse
from eval.metrics.esm.tree import ColumnUnit, Condition, Conditions, Query, connectives, only


class Hardness(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    EXTRA = "extra"


def hardness(sql: str, columns: Columns) -> Hardness:
    """Raises Unparsable where the script's parser does not understand the text."""
    query = parse(sql, columns)
    clauses, nested, others = _clauses(query), _nested(query), _others(query)
    if clauses <= 1 and others == 0 and nested == 0:
        return Hardness.EASY
    if nested == 0 and ((others <= 2 and clauses <= 1) or (clauses <= 2 and others < 2)):
        return Hardness.MEDIUM
    one_more = (others > 2 and clauses <= 2) or (clauses == 3 and others <= 2)
    if (nested == 0 and one_more) or (clauses <= 1 and others == 0 and nested <= 1):
        return Hardness.HARD
    return Hardness.EXTRA


def _everywhere(query: Query) -> tuple[Conditions, ...]:
    return query.on, query.where, query.having


def _conditions(query: Query) -> list[Condition]:
    elements = (element for conditions in _everywhere(query) for element in only(conditions))
    return [element for element in elements if isinstance(element, Condition)]


def _clauses(query: Query) -> int:
    """WHERE, GROUP BY, ORDER BY, LIMIT, each join, OR and LIKE."""
    stand = (bool(query.where), bool(query.group_by), bool(query.order), query.limited)
    joins = max(0, len(query.tables) - 1)
    ors = sum(connectives(conditions).count("or") for conditions in _everywhere(query))
    likes = sum(condition.operator == "like" for condition in _conditions(query))
    return sum(stand) + joins + ors + likes


def _nested(query: Query) -> int:
    """Sub-queries in conditions, and what a set operation adds; not those in FROM."""
    values = (value for condition in _conditions(query) for value in (condition.low, condition.high))
    return sum(isinstance(value, Query) for value in values) + (query.combined is not None)


def _others(query: Query) -> int:
    """One each for several aggregates, selected items, conditions in WHERE and columns grouped by."""
    several = (_aggregates(query), len(query.items), len(query.where), len(query.group_by))
    return sum(count > 1 for count in several)


def _aggregates(query: Query) -> int:
    """As the script counts: negated conditions and the connectives of HAVING are taken for aggregates."""
    selected = sum(item.aggregate != "none" for item in query.items)
    grouped = sum(unit.aggregate != "none" for unit in query.group_by)
    ordered = sum(unit.aggregate != "none" for unit in _ordered(query))
    negated = sum(isinstance(one, Condition) and one.negated for one in (*only(query.where), *query.having))
    return selected + grouped + ordered + negated + sum(isinstance(one, str) for one in query.having)


def _ordered(query: Query) -> list[ColumnUnit]:
    units = query.order.units if query.order else ()
    return [side for unit in units for side in (unit.left, unit.right) if side is not None]
