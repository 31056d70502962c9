"""Plans in the words that a user reads."""

from services.contracts.plan import (
    CarriedItem,
    CarriedKind,
    Change,
    Intent,
    MatchKind,
    Plan,
    PlannedCondition,
    PlannedExpression,
    PlannedJoin,
    PlannedOrder,
    PlannedValue,
)
from services.contracts.schema import ColumnRef
from services.conversation.plan_text import plan_text

COUNTRY = ColumnRef(table="orders", column="country")
CODE = ColumnRef(table="countries", column="code")
NAME = PlannedExpression(expression="countries.name", columns=(ColumnRef(table="countries", column="name"),))
REVENUE = PlannedExpression(
    expression="sum(orders.total)", aggregate="sum", columns=(ColumnRef(table="orders", column="total"),)
)
COUNT = PlannedExpression(expression="count(*)", aggregate="count")


def test_every_clause_has_its_line() -> None:
    plan = Plan(
        tables=("orders", "countries"),
        projection=(NAME, REVENUE),
        joins=(PlannedJoin(left=COUNTRY, right=CODE),),
        values=(
            PlannedValue(mention="France", column=COUNTRY, operator="=", value="FR", match=MatchKind.ALIAS),
        ),
        group_by=(NAME,),
        having=(PlannedCondition(expression=COUNT, operator=">", value=3),),
        order_by=(PlannedOrder(expression=REVENUE, descending=True),),
        limit=5,
        carried=(CarriedItem(kind=CarriedKind.TABLE, item="orders", turn=1),),
        change=(Change.ADD_FILTER,),
    )
    assert plan_text(plan).splitlines() == [
        "show countries.name, sum of orders.total",
        "from orders, countries joined by orders.country = countries.code",
        "where orders.country = 'FR' (from 'France')",
        "for each countries.name",
        "having number of rows > 3",
        "sorted by sum of orders.total, highest first",
        "only the first 5",
        "kept from turn 1: orders",
        "changed a filter added",
    ]


def test_a_join_that_multiplies_rows_is_named() -> None:
    plan = Plan(
        tables=("orders", "countries"),
        projection=(COUNT,),
        joins=(PlannedJoin(left=COUNTRY, right=CODE, fan_out=True),),
    )
    assert "orders.country = countries.code (multiplies rows)" in plan_text(plan)


def test_a_plan_that_does_not_answer_has_no_words() -> None:
    assert plan_text(Plan(intent=Intent.UNANSWERABLE, reason="No.")) == ""
