"""Predicted plans against gold plans: set F1s, exact matches, and what the planner keeps of the turn before.

Names and text are compared in lower case. The flat fields of a plan are looked at, so that plans with and without a
sketch are treated alike; aggregations alone are read from the sketch, for no flat field holds those inside of others.
A condition counts by itself, whatever connects it: that two are joined by OR shows in the sketch only.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from services.contracts.frozen import Cell
from services.contracts.plan import Intent, Plan, PlannedExpression, PlannedValue
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import Call, Query, SetOperator, own_nodes
from services.contracts.sketch_columns import ColumnFinder, scoped_selects
from services.contracts.sql_plan.conditions import planned


class Component(StrEnum):
    TABLES = "tables"
    COLUMNS = "columns"
    JOINS = "joins"  # unordered pairs of columns
    SKELETON = "skeleton"
    AGGREGATIONS = "aggregations"  # with what they are applied to, wherever they stand
    GROUP_BY = "group_by"  # the columns of the expressions grouped by
    VALUES = "values"  # column, operator, value
    SELECTED_COUNT = "selected_count"
    SELECTED_ORDER = "selected_order"  # the selected expressions, one by one
    DUPLICATES = "duplicates"  # whether they are removed


MACRO = (
    Component.TABLES,
    Component.COLUMNS,
    Component.JOINS,
    Component.SKELETON,
    Component.AGGREGATIONS,
    Component.GROUP_BY,
    Component.SELECTED_COUNT,
    Component.DUPLICATES,
)
Items = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """`required`: the gold has such an item at all. Removing duplicates is an item, keeping them is none."""

    value: float
    required: bool


PlanScores = Mapping[Component, Score]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `rows` rows; None over none."""

    value: float | None
    rows: int


def mean(values: Collection[float]) -> Figure:
    return Figure(fmean(values) if values else None, len(values))


def set_f1(gold: AbstractSet[Hashable], predicted: AbstractSet[Hashable]) -> float:
    """The harmonic mean of precision and recall; 1 where both are empty.

    >>> set_f1({"a", "b"}, {"a"}), set_f1(set(), set()), set_f1(set(), {"a"})
    (0.6666666666666666, 1.0, 0.0)
    """
    size = len(gold) + len(predicted)
    return 2 * len(gold & predicted) / size if size else 1.0


# --------------------------------------------------------------------------------------------------- one row


def score_plan(gold: Plan, predicted: Plan | None) -> PlanScores:
    """All components of one row. No plan, and a plan that answers nothing, are wrong in each of them."""
    answer = _answer(predicted)
    scores = {}
    for component, items in SETS.items():
        value = set_f1(items(gold), items(answer)) if answer else 0.0
        scores[component] = Score(value, required=bool(items(gold)))
    for component, fact in _FACTS.items():
        value = float(answer is not None and fact(answer) == fact(gold))
        scores[component] = Score(value, required=bool(fact(gold)))
    return scores


def carry_over_f1(gold: Plan, predicted: Plan | None, previous_gold: Plan) -> Score:
    """F1 over the items (`_ITEMS`) that the gold has in common with the turn before it."""
    kept = _carried(gold, previous_gold)
    answer = _answer(predicted)
    value = set_f1(kept, _carried(answer, previous_gold)) if answer else 0.0
    return Score(value, required=bool(kept))


def changes_equal(gold: Plan, predicted: Plan | None) -> bool:
    """Change accuracy: the same set of edits against the turn before."""
    answer = _answer(predicted)
    return answer is not None and set(gold.change) == set(answer.change)


def _answer(predicted: Plan | None) -> Plan | None:
    return predicted if predicted is not None and predicted.intent is Intent.ANSWER else None


def recall_at(gold: AbstractSet[Hashable], ranked: Sequence[Hashable], k: int) -> float | None:
    """The share of the gold's items among the first k; None where the gold has none.

    >>> recall_at({"a", "b"}, ["b", "c", "a"], 2)
    0.5
    """
    return len(gold & set(ranked[:k])) / len(gold) if gold else None


# -------------------------------------------------------------------------------------------------- all rows


def component_means(rows: Iterable[PlanScores], *, required_only: bool = False) -> Mapping[Component, Figure]:
    rows = list(rows)
    return {
        component: mean(
            [row[component].value for row in rows if row[component].required or not required_only]
        )
        for component in Component
    }


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """None where nothing was predicted, or nothing was to find."""

    precision: float | None
    recall: float | None
    gold: int
    predicted: int


def intent_figures(rows: Sequence[tuple[Intent, Intent | None]], intent: Intent) -> IntentFigures:
    """Of one intent, from gold and predicted intents; None stands for no prediction."""
    gold = sum(wanted is intent for wanted, _ in rows)
    predicted = sum(found is intent for _, found in rows)
    both = sum(wanted is intent and found is intent for wanted, found in rows)
    return IntentFigures(
        precision=both / predicted if predicted else None,
        recall=both / gold if gold else None,
        gold=gold,
        predicted=predicted,
    )


# ----------------------------------------------------------------------------------------- items of a plan


def tables(plan: Plan) -> Items:
    return frozenset(table.lower() for table in plan.tables)


def columns(plan: Plan) -> Items:
    return frozenset(column_name(planned.column) for planned in plan.columns)


def column_name(column: ColumnRef) -> str:
    return str(column).lower()


def values(plan: Plan) -> Items:
    return frozenset(map(value_item, plan.values))


def value_item(value: PlannedValue) -> Hashable:
    """Column, operator and value; text in lower case, numbers as numbers."""
    return column_name(value.column), value.operator.lower(), _literal(value.value)


def _literal(value: Cell) -> Cell:
    return value.lower() if isinstance(value, str) else value


def removes_duplicates(plan: Plan) -> bool:
    """By DISTINCT, or by the set operation."""
    return plan.set_operator is not SetOperator.UNION_ALL if plan.set_operator else plan.distinct


def _joins(plan: Plan) -> Items:
    return frozenset(frozenset({column_name(join.left), column_name(join.right)}) for join in plan.joins)


def _skeleton(plan: Plan) -> Items:
    return frozenset(plan.skeleton)


def _aggregations(plan: Plan) -> Items:
    """Of the whole sketch, inside of expressions and sub-queries too. A plan without a sketch says only which of its
    selected, compared and ordering expressions are an aggregate as a whole."""
    if plan.sketch is not None:
        return frozenset(map(_text, _aggregates(plan.sketch)))
    compared = (condition.expression for condition in plan.having)
    ordered = (order.expression for order in plan.order_by)
    everywhere = (*plan.projection, *compared, *ordered)
    return frozenset(_text(expression) for expression in everywhere if expression.aggregate)


def _aggregates(sketch: Query) -> Iterator[PlannedExpression]:
    # A plan does not hold its schema. Names in a sketch are the schema's but for case, which does not count here.
    finder = ColumnFinder(Schema(database_id="unknown", tables=()))
    for place in scoped_selects(sketch):
        for node in own_nodes(place.select):
            if isinstance(node, Call) and node.is_aggregate:
                yield planned(node, place, finder)


def _group_by(plan: Plan) -> Items:
    return frozenset(column_name(column) for grouped in plan.group_by for column in grouped.columns)


def _text(expression: PlannedExpression) -> str:
    return "".join(expression.expression.lower().split())


def _selected(plan: Plan) -> tuple[str, ...]:
    return tuple(map(_text, plan.projection))


def _selected_count(plan: Plan) -> int:
    return len(plan.projection)


def _having(plan: Plan) -> Items:
    return frozenset(
        (_text(condition.expression), condition.operator.lower(), _literal(condition.value))
        for condition in plan.having
    )


def _order_by(plan: Plan) -> Items:
    return frozenset((_text(order.expression), order.descending) for order in plan.order_by)


def _limit(plan: Plan) -> Items:
    return frozenset() if plan.limit is None else frozenset({plan.limit})


def _carried(plan: Plan, previous: Plan) -> Items:
    return frozenset((kind, item) for kind, items in _ITEMS.items() for item in items(plan) & items(previous))


SETS: Mapping[Component, Callable[[Plan], Items]] = {
    Component.TABLES: tables,
    Component.COLUMNS: columns,
    Component.JOINS: _joins,
    Component.SKELETON: _skeleton,
    Component.AGGREGATIONS: _aggregations,
    Component.GROUP_BY: _group_by,
    Component.VALUES: values,
}
# What can be carried from a turn to the next. A skeleton flag is none: every plan has `select`.
_ITEMS: Mapping[str, Callable[[Plan], Items]] = {
    "table": tables,
    "column": columns,
    "join": _joins,
    "aggregation": _aggregations,
    "group_by": _group_by,
    "value": values,
    "having": _having,
    "order_by": _order_by,
    "limit": _limit,
}
_FACTS: Mapping[Component, Callable[[Plan], object]] = {
    Component.SELECTED_COUNT: _selected_count,
    Component.SELECTED_ORDER: _selected,
    Component.DUPLICATES: removes_duplicates,
}
