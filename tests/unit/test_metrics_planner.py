"""Planner metrics, by row and over rows."""

from typing import Any

import pytest

from eval.metrics.planner import (
    SETS,
    Component,
    Figure,
    carry_over_f1,
    changes_equal,
    component_means,
    intent_figures,
    recall_at,
    removes_duplicates,
    score_plan,
)
from services.contracts.frozen import Cell
from services.contracts.plan import (
    Change,
    ColumnRole,
    Intent,
    Plan,
    PlannedColumn,
    PlannedCondition,
    PlannedExpression,
    PlannedJoin,
    PlannedOrder,
    PlannedValue,
    SkeletonFlag,
)
from services.contracts.schema import ColumnRef
from services.contracts.sketch import SetOperator
from services.contracts.sql_plan import plan_from_sql
from tests.fakes import SCHEMA


def ref(name: str) -> ColumnRef:
    table, _, column = name.partition(".")
    return ColumnRef(table=table, column=column)


def expression(text: str, aggregate: str | None = None, *columns: str) -> PlannedExpression:
    return PlannedExpression(expression=text, aggregate=aggregate, columns=tuple(map(ref, columns)))


def value(column: str, literal: Cell, operator: str = "=") -> PlannedValue:
    return PlannedValue(column=ref(column), operator=operator, value=literal)


def planned_columns(*names: str) -> tuple[PlannedColumn, ...]:
    return tuple(PlannedColumn(column=ref(name), roles=(ColumnRole.SELECT,)) for name in names)


GOLD = Plan(
    tables=("orders", "stores"),
    columns=planned_columns("orders.total", "stores.name", "orders.country"),
    joins=(PlannedJoin(left=ref("orders.store_id"), right=ref("stores.id")),),
    values=(value("orders.country", "FR"),),
    projection=(expression("stores.name"), expression("sum(orders.total)", "sum", "orders.total")),
    group_by=(expression("stores.name", None, "stores.name"),),
    having=(PlannedCondition(expression=expression("count(*)", "count"), operator=">", value=3),),
    order_by=(PlannedOrder(expression=expression("stores.name", None, "stores.name")),),
    skeleton=(SkeletonFlag.SELECT, SkeletonFlag.JOIN, SkeletonFlag.WHERE, SkeletonFlag.GROUP_BY),
)
BARE = Plan(tables=("stores",), columns=planned_columns("stores.name"), projection=(expression("stores.name"),),
            skeleton=(SkeletonFlag.SELECT,))  # fmt: skip


def scored(gold: Plan, predicted: Plan | None) -> dict[Component, float]:
    return {component: score.value for component, score in score_plan(gold, predicted).items()}


def test_a_plan_equals_itself_in_everything() -> None:
    assert set(scored(GOLD, GOLD).values()) == {1.0}
    assert set(scored(BARE, BARE)) == set(Component)


def test_no_plan_and_a_question_back_are_wrong_in_everything_empty_items_included() -> None:
    assert set(scored(BARE, None).values()) == {0.0}
    assert set(scored(BARE, Plan(intent=Intent.CLARIFY)).values()) == {0.0}


def test_each_component_sees_its_own_mistake() -> None:
    changed: dict[Component, dict[str, Any]] = {
        Component.TABLES: {"tables": ("orders",)},
        Component.COLUMNS: {"columns": planned_columns("orders.total", "stores.name")},
        Component.JOINS: {"joins": ()},
        Component.SKELETON: {"skeleton": GOLD.skeleton[:-1]},
        Component.AGGREGATIONS: {"having": ()},
        Component.GROUP_BY: {"group_by": ()},
        Component.VALUES: {"values": (value("orders.country", "DE"),)},
        Component.DUPLICATES: {"distinct": True},
    }
    for component, fields in changed.items():
        scores = scored(GOLD, GOLD.model_copy(update=fields))
        assert {one for one, score in scores.items() if score < 1.0} == {component}


def test_f1_counts_missing_and_surplus_items() -> None:
    scores = scored(GOLD, GOLD.model_copy(update={"tables": ("Orders", "customers", "products")}))
    assert scores[Component.TABLES] == pytest.approx(2 * 1 / (2 + 3))


def test_a_join_has_no_direction() -> None:
    turned = PlannedJoin(left=ref("Stores.id"), right=ref("orders.store_id"))
    assert scored(GOLD, GOLD.model_copy(update={"joins": (turned,)}))[Component.JOINS] == 1.0


def test_values_by_column_operator_and_literal() -> None:
    gold = GOLD.model_copy(update={"values": (value("orders.total", 3, ">"), value("orders.country", "FR"))})
    same = (value("orders.total", 3.0, ">"), value("Orders.Country", "fr"))
    other = (value("orders.total", 3, ">="), value("orders.country", "FR"))
    assert scored(gold, gold.model_copy(update={"values": same}))[Component.VALUES] == 1.0
    assert scored(gold, gold.model_copy(update={"values": other}))[Component.VALUES] == 0.5


def test_selected_expressions_in_order_and_number() -> None:
    swapped = scored(GOLD, GOLD.model_copy(update={"projection": GOLD.projection[::-1]}))
    assert (swapped[Component.SELECTED_COUNT], swapped[Component.SELECTED_ORDER]) == (1.0, 0.0)
    fewer = scored(GOLD, GOLD.model_copy(update={"projection": GOLD.projection[:1]}))
    assert (fewer[Component.SELECTED_COUNT], fewer[Component.SELECTED_ORDER]) == (0.0, 0.0)
    spaced = (expression("Stores.name"), expression("SUM( orders.total )", "sum"))
    assert scored(GOLD, GOLD.model_copy(update={"projection": spaced}))[Component.SELECTED_ORDER] == 1.0


@pytest.mark.parametrize(
    ("distinct", "operator", "removed"),
    [
        (False, None, False),
        (True, None, True),
        (False, SetOperator.UNION, True),
        (True, SetOperator.UNION_ALL, False),
        (False, SetOperator.EXCEPT, True),
    ],
)
def test_duplicates_go_by_distinct_or_by_the_set_operation(
    distinct: bool, operator: SetOperator | None, removed: bool
) -> None:
    assert removes_duplicates(Plan(distinct=distinct, set_operator=operator)) is removed


def test_required_only_leaves_out_what_the_gold_has_not() -> None:
    without_join = BARE.model_copy(update={"joins": GOLD.joins})
    rows = [score_plan(GOLD, GOLD.model_copy(update={"joins": ()})), score_plan(BARE, BARE)]
    assert component_means(rows)[Component.JOINS] == Figure(0.5, 2)
    assert component_means(rows, required_only=True)[Component.JOINS] == Figure(0.0, 1)
    assert component_means(rows, required_only=True)[Component.DUPLICATES] == Figure(None, 0)
    assert score_plan(BARE, without_join)[Component.JOINS].value == 0.0


def test_carry_over_looks_at_what_the_turn_before_had() -> None:
    previous = BARE
    assert carry_over_f1(GOLD, GOLD, previous).value == 1.0
    forgot = GOLD.model_copy(update={"tables": ("orders",)})
    # in common: the table and the column; kept of them: the column
    assert carry_over_f1(GOLD, forgot, previous).value == pytest.approx(2 * 1 / (2 + 1))
    topic = Plan(tables=("staff",))
    assert (carry_over_f1(topic, topic, previous).value, carry_over_f1(topic, topic, previous).required) == (
        1.0,
        False,
    )
    assert carry_over_f1(topic, None, previous).value == 0.0


def test_a_plan_that_answers_nothing_carries_nothing_over() -> None:
    topic, clarify = Plan(tables=("staff",)), Plan(intent=Intent.CLARIFY)
    assert carry_over_f1(topic, clarify, BARE).value == 0.0
    assert not changes_equal(Plan(), clarify)


@pytest.mark.parametrize(
    "dropped",
    [
        {"tables": ("orders",)},
        {"columns": GOLD.columns[1:]},
        {"joins": ()},
        {"values": ()},
        {"projection": GOLD.projection[:1]},
        {"group_by": ()},
        {"having": ()},
        {"order_by": ()},
        {"limit": None},
    ],
    ids=lambda dropped: next(iter(dropped)),
)
def test_every_item_of_the_turn_before_can_be_carried_over(dropped: dict[str, Any]) -> None:
    limited = GOLD.model_copy(update={"limit": 3})
    assert carry_over_f1(limited, limited, limited).value == 1.0
    assert carry_over_f1(limited, limited.model_copy(update=dropped), limited).value < 1.0


@pytest.mark.parametrize(
    ("sql", "aggregations"),
    [
        ("SELECT sum(total) / count(*) FROM orders", {"sum(orders.total)", "count(*)"}),
        ("SELECT country FROM orders WHERE total > (SELECT avg(total) FROM Orders)", {"avg(orders.total)"}),
        ("SELECT country FROM orders GROUP BY country HAVING max(total) - min(total) > 5",
         {"max(orders.total)", "min(orders.total)"}),
        ("SELECT country FROM orders GROUP BY country ORDER BY count(DISTINCT total) + 1",
         {"count(distinctorders.total)"}),
        ("SELECT max(n) FROM (SELECT count(*) AS n FROM orders GROUP BY country)", {"max(count(*))", "count(*)"}),
        ("SELECT country FROM orders EXCEPT SELECT min(country) FROM orders AS o", {"min(orders.country)"}),
        ("SELECT max(total, 1) FROM orders", set()),
    ],
)  # fmt: skip
def test_aggregations_are_those_of_the_whole_query(sql: str, aggregations: set[str]) -> None:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan)
    assert SETS[Component.AGGREGATIONS](plan) == aggregations


def test_a_plan_with_and_one_without_a_sketch_name_an_aggregation_alike() -> None:
    plan = plan_from_sql("SELECT country, sum(total) FROM orders GROUP BY country", SCHEMA)
    assert isinstance(plan, Plan)
    assert scored(plan, plan.model_copy(update={"sketch": None}))[Component.AGGREGATIONS] == 1.0


def test_what_connects_conditions_is_in_no_flat_field() -> None:
    either, both = (
        plan_from_sql(f"SELECT total FROM orders WHERE country = 'FR' {word} total = 1", SCHEMA)
        for word in ("OR", "AND")
    )
    assert isinstance(either, Plan)
    assert isinstance(both, Plan)
    assert SkeletonFlag.WHERE in either.skeleton
    assert set(scored(either, both).values()) == {1.0}


def test_changes_are_a_set() -> None:
    gold = Plan(change=(Change.ADD_FILTER, Change.REGROUP))
    assert changes_equal(gold, Plan(change=(Change.REGROUP, Change.ADD_FILTER)))
    assert not changes_equal(gold, Plan(change=(Change.REGROUP,)))
    assert not changes_equal(gold, None)


def test_recall_at_k() -> None:
    assert recall_at({"a", "b", "c"}, ["x", "b", "a"], 1) == 0.0
    assert recall_at({"a", "b", "c"}, ["x", "b", "a"], 3) == pytest.approx(2 / 3)
    assert recall_at(set(), ["x"], 1) is None


def test_precision_and_recall_of_an_intent() -> None:
    clarify, answer = Intent.CLARIFY, Intent.ANSWER
    rows = [(clarify, clarify), (clarify, answer), (answer, clarify), (answer, clarify), (clarify, None)]
    figures = intent_figures(rows, clarify)
    assert figures.precision == pytest.approx(1 / 3)
    assert figures.recall == pytest.approx(1 / 3)
    nothing = intent_figures(rows, Intent.CHITCHAT)
    assert (nothing.precision, nothing.recall, nothing.gold) == (None, None, 0)
