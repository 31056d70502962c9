"""Exact set match: whether two queries are equal clause by clause.

Before comparing, at the top level and in what INTERSECT, UNION and EXCEPT add: values are nulled, DISTINCT is
dropped, and columns of tables in FROM are replaced by their key's representative. Of that only the nulling of values
reaches sub-queries in WHERE, HAVING and ON, and nothing reaches those in FROM.
"""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace

from eval.metrics.esm.keys import Representatives
from eval.metrics.esm.tree import (
    ColumnUnit,
    Condition,
    Conditions,
    Item,
    Order,
    Query,
    ScriptFails,
    ValueUnit,
    connectives,
    only,
)


def queries_match(gold: Query, predicted: Query, keys: Representatives) -> bool:
    """Raises ScriptFails where the script's comparison breaks."""
    return _equal(_comparable(gold, keys), _comparable(predicted, keys))


# ---------------------------------------------------------------------------------------- what is compared


def _comparable(query: Query, keys: Representatives) -> Query:
    tables = {table for table in query.tables if isinstance(table, str)}
    mapped = {column: first for column, first in keys.items() if column.partition(".")[0] in tables}
    return _merge_columns(_null_values(query), mapped)


def _null_values(query: Query) -> Query:
    return replace(
        query,
        on=_null_conditions(query.on),
        where=_null_conditions(query.where),
        having=_null_conditions(query.having),
        combined=query.combined and replace(query.combined, query=_null_values(query.combined.query)),
    )


def _null_conditions(conditions: Conditions) -> Conditions:
    nulled: list[Condition | str] = list(conditions)
    for place in range(0, len(nulled), 2):
        condition = _condition(nulled[place])
        low = _null_values(condition.low) if isinstance(condition.low, Query) else None
        high = _null_values(condition.high) if isinstance(condition.high, Query) else None
        nulled[place] = replace(condition, low=low, high=high)
    return tuple(nulled)


def _merge_columns(query: Query, mapped: Representatives) -> Query:
    """`mapped` comes from the tables of the outermost query alone."""

    def column(unit: ColumnUnit) -> ColumnUnit:
        return ColumnUnit(unit.aggregate, mapped.get(unit.column, unit.column), None)

    def value(unit: ValueUnit) -> ValueUnit:
        return ValueUnit(unit.operator, column(unit.left), unit.right and column(unit.right))

    def conditions(whole: Conditions) -> Conditions:
        merged: list[Condition | str] = list(whole)
        for place in range(0, len(merged), 2):
            condition = _condition(merged[place])
            merged[place] = replace(condition, unit=value(condition.unit))
        return tuple(merged)

    return replace(
        query,
        distinct=None,
        items=tuple(Item(item.aggregate, value(item.unit)) for item in query.items),
        on=conditions(query.on),
        where=conditions(query.where),
        group_by=tuple(map(column, query.group_by)),
        having=conditions(query.having),
        order=query.order and Order(query.order.direction, tuple(map(value, query.order.units))),
        combined=query.combined
        and replace(query.combined, query=_merge_columns(query.combined.query, mapped)),
    )


def _condition(element: Condition | str) -> Condition:
    if isinstance(element, str):
        raise ScriptFails("a connective stands where a condition should")
    return element


# ------------------------------------------------------------------------------------------------ comparing


def _equal(gold: Query, predicted: Query) -> bool:
    return (
        Counter(gold.items) == Counter(predicted.items)
        and Counter(only(gold.where)) == Counter(only(predicted.where))
        and set(connectives(gold.where)) == set(connectives(predicted.where))
        and _grouping_equal(gold, predicted)
        and _order_equal(gold, predicted)
        and _combined_equal(gold, predicted)
        and _keywords(gold) == _keywords(predicted)
        and _tables_equal(gold, predicted)
    )


def _grouping_equal(gold: Query, predicted: Query) -> bool:
    """By bare column names in any order; with their tables and in order as well, for HAVING goes with them."""
    columns, others = [[unit.column for unit in query.group_by] for query in (gold, predicted)]
    if Counter(map(_bare, columns)) != Counter(map(_bare, others)):
        return False
    return not columns or (columns == others and gold.having == predicted.having)


def _bare(column: str) -> str:
    return column.split(".")[1] if "." in column else column


def _order_equal(gold: Query, predicted: Query) -> bool:
    if gold.order != predicted.order:
        return False
    return gold.order is None or gold.limited == predicted.limited


def _combined_equal(gold: Query, predicted: Query) -> bool:
    one, other = gold.combined, predicted.combined
    if one is None or other is None:
        return one is other
    return one.operator == other.operator and _equal(one.query, other.query)


def _keywords(query: Query) -> AbstractSet[str]:
    clauses = {
        "where": query.where,
        "group": query.group_by,
        "having": query.having,
        "order": query.order,
        "limit": query.limited,
    }
    words = {word for word, stands in clauses.items() if stands}
    if query.order:
        words.add(query.order.direction)
    if query.combined:
        words.add(query.combined.operator)
    everywhere = (query.on, query.where, query.having)
    if any("or" in connectives(conditions) for conditions in everywhere):
        words.add("or")
    for condition in (_condition(element) for conditions in everywhere for element in only(conditions)):
        words |= {"not"} if condition.negated else set()
        words |= {condition.operator} & {"in", "like"}
    return words


def _tables_equal(gold: Query, predicted: Query) -> bool:
    if not gold.tables:
        return True
    return _names(gold) == _names(predicted) and _derived(gold) == _derived(predicted)


def _names(query: Query) -> list[str]:
    return sorted(table for table in query.tables if isinstance(table, str))


def _derived(query: Query) -> list[Query]:
    derived = [table for table in query.tables if isinstance(table, Query)]
    if len(set(derived)) > 1:
        raise ScriptFails("sub-queries in FROM cannot be sorted")
    return derived
