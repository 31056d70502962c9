"""Which stage is blamed for a wrong turn."""

from typing import Any

import pytest

from eval.attribution import Blame, contributions
from eval.rows import GoldLiteral, HistoryMode, LiteralKind, PlanSource, Problem, RunRow, Verdicts
from services.contracts.models import Attempt, ExecutionStatus
from services.contracts.plan import CarriedItem, CarriedKind, Intent, Plan
from tests.eval_rows import TOTAL, plan_of, row

FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"
WRONG: dict[str, Any] = {"value": False}


def blamed(wrong: RunRow, *earlier: RunRow) -> tuple[Blame, ...]:
    return contributions(wrong, earlier)


def test_a_right_turn_has_nobody_to_blame() -> None:
    assert blamed(row()) == ()


@pytest.mark.parametrize(
    ("problem", "blame"),
    [
        (Problem.GOLD_FAILS, Blame.REFERENCE),
        (Problem.DATABASE_MISSING, Blame.DATABASE),
        (Problem.STAGE_FAILED, Blame.FAULT),
        (Problem.LOST, Blame.FAULT),
    ],
)
def test_what_no_stage_could_help(problem: Problem, blame: Blame) -> None:
    assert blamed(row(**WRONG, problems=(problem,))) == (blame,)


@pytest.mark.parametrize(
    ("sql", "blames"),
    [
        ("SELECT count(*) FROM countries", (Blame.PLAN_TABLES, Blame.PLAN_COLUMNS, Blame.PLAN_SHAPE)),
        ("SELECT sum(order_id) FROM orders", (Blame.PLAN_COLUMNS, Blame.PLAN_SHAPE)),
        (
            "SELECT sum(total) FROM orders WHERE country = 'DE'",
            (Blame.PLAN_COLUMNS, Blame.PLAN_VALUES, Blame.PLAN_SHAPE),
        ),
        (
            "SELECT sum(total) FROM orders JOIN countries ON country = code",
            (Blame.PLAN_TABLES, Blame.PLAN_COLUMNS, Blame.PLAN_JOINS, Blame.PLAN_SHAPE),
        ),
        ("SELECT total FROM orders", (Blame.PLAN_SHAPE,)),
    ],
)
def test_the_part_of_the_plan(sql: str, blames: tuple[Blame, ...]) -> None:
    assert blamed(row(**WRONG, plans=(plan_of(sql),))) == blames


def test_a_difference_that_only_the_sketch_shows_is_one_of_shape() -> None:
    either, both = (
        plan_of(f"SELECT total FROM orders WHERE country = 'FR' {word} total = 1") for word in ("OR", "AND")
    )
    assert blamed(row(**WRONG, gold_plan=either, plans=(both,))) == (Blame.PLAN_SHAPE,)


def test_a_right_plan_with_wrong_sql_is_the_generators() -> None:
    assert blamed(row(**WRONG)) == (Blame.GENERATION,)


def test_right_sql_with_a_wrong_result_is_the_executors() -> None:
    cut = row(**WRONG, problems=(Problem.PREDICTION_TRUNCATED,))
    late = row(**WRONG, attempts=(Attempt(sql=TOTAL, status=ExecutionStatus.TIMEOUT),))
    replaced = row().model_copy(update={"verdicts": Verdicts(value=False, first_draft_value=True)})
    assert [blamed(each) for each in (cut, late, replaced)] == [(Blame.EXECUTION,)] * 3


def test_a_question_that_was_not_answered() -> None:
    asked_back = row(**WRONG, plans=(Plan(intent=Intent.CLARIFY),), problems=(Problem.NOT_ANSWERED,))
    assert blamed(asked_back) == (Blame.PLAN_INTENT,)


def test_a_literal_that_nobody_found_is_the_value_indexs() -> None:
    literal = GoldLiteral(column="orders.country", operator="=", value="FR", kind=LiteralKind.NONE)
    unfiltered = row(**WRONG, gold_plan=plan_of(FRANCE), literals=(literal,))
    assert blamed(unfiltered)[0] is Blame.VALUE_INDEX
    linked = literal.model_copy(update={"rank": 3})
    assert blamed(unfiltered.model_copy(update={"literals": (linked,)}))[0] is Blame.PLAN_COLUMNS


def test_the_planner_may_find_a_literal_that_the_links_lack() -> None:
    literal = GoldLiteral(column="orders.country", operator="=", value="FR", kind=LiteralKind.NONE)
    found_anyway = row(**WRONG, gold_plan=plan_of(FRANCE), plans=(plan_of(FRANCE),), literals=(literal,))
    assert blamed(found_anyway) == (Blame.VALUE_INDEX, Blame.GENERATION)


@pytest.mark.parametrize("operator", ["=", ">", "between", "not in"])
def test_any_literal_that_is_not_linked_counts(operator: str) -> None:
    literal = GoldLiteral(
        column="orders.total", operator=operator, value=5, kind=LiteralKind.EXACT, rank_any_case=1
    )
    assert blamed(row(**WRONG, literals=(literal,)))[0] is Blame.VALUE_INDEX


def test_history_is_to_blame_where_a_wrong_turn_was_carried() -> None:
    item = CarriedItem(kind=CarriedKind.TABLE, item="orders", turn=1)
    carrying = plan_of(FRANCE).model_copy(update={"carried": (item,)})
    second = row("a", 2, **WRONG, plans=(carrying,))
    assert blamed(second, row("a", 1, value=False))[0] is Blame.HISTORY
    assert Blame.HISTORY not in blamed(second, row("a", 1))
    fresh = second.model_copy(update={"plans": (plan_of(FRANCE),)})
    assert Blame.HISTORY not in blamed(fresh, row("a", 1, value=False))
    forced = second.model_copy(update={"history": HistoryMode.GOLD})
    assert Blame.HISTORY not in blamed(forced, row("a", 1, value=False))


def carrying(
    *since: int, sql: str = FRANCE, kind: CarriedKind = CarriedKind.TABLE, item: str = "orders"
) -> Plan:
    items = tuple(CarriedItem(kind=kind, item=item, turn=turn) for turn in since)
    return plan_of(sql).model_copy(update={"carried": items})


@pytest.mark.parametrize(
    ("kind", "item", "since", "wrong", "is_history"),
    [
        (CarriedKind.TABLE, "orders", 1, 1, True),  # it came of the wrong turn
        (CarriedKind.TABLE, "orders", 1, 2, False),  # of a right one, and the gold has it, too
        (CarriedKind.TABLE, "Orders", 1, 2, False),
        (CarriedKind.FILTER, "orders.country = 'FR'", 1, 2, True),  # the wrong turn should have dropped it
        (CarriedKind.FILTER, "orders.country = 'FR'", 2, 1, False),  # the wrong turn did not have it
        (CarriedKind.FILTER, "orders.country = 'FR'", 2, 2, True),
    ],
)
def test_a_wrong_turn_between_is_to_blame_for_what_it_should_have_dropped(
    kind: CarriedKind, item: str, since: int, wrong: int, is_history: bool
) -> None:
    """The gold plan is TOTAL: it has the table and no filter."""
    earlier = [row("a", turn, value=turn != wrong) for turn in (1, 2)]
    now = row("a", 3, **WRONG, plans=(carrying(since, kind=kind, item=item),))
    assert (Blame.HISTORY in blamed(now, *earlier)) is is_history


def test_what_the_planner_carried_of_right_turns_alone_is_its_own_mistake() -> None:
    earlier = [row("a", turn) for turn in (1, 2)]
    filtered = carrying(1, kind=CarriedKind.FILTER, item="orders.country = 'FR'")
    assert Blame.HISTORY not in blamed(row("a", 3, **WRONG, plans=(filtered,)), *earlier)


def test_it_is_the_plan_behind_the_sql_that_is_looked_at() -> None:
    wrong, gold = plan_of("SELECT count(*) FROM countries"), plan_of(TOTAL)
    assert blamed(row(**WRONG, plans=(wrong, gold), chosen_plan=1)) == (Blame.GENERATION,)
    assert blamed(row(**WRONG, plans=(gold, wrong), chosen_plan=1))[0] is Blame.PLAN_TABLES


def test_a_right_first_draft_that_another_plans_replaced_is_the_executors() -> None:
    plans = (plan_of(TOTAL), plan_of("SELECT count(*) FROM countries"))
    lost = row(plans=plans, chosen_plan=1).model_copy(
        update={"verdicts": Verdicts(value=False, first_draft_value=True)}
    )
    assert blamed(lost) == (Blame.EXECUTION,)


@pytest.mark.parametrize("source", [PlanSource.NONE, PlanSource.SQL])
def test_where_no_plan_was_asked_no_plan_is_to_blame(source: PlanSource) -> None:
    plans = (Plan(),) if source is PlanSource.NONE else (plan_of("SELECT count(*) FROM countries"),)
    unplanned = row(**WRONG, plan_source=source, plans=plans)
    assert blamed(unplanned) == (Blame.GENERATION,)
    assert blamed(unplanned.model_copy(update={"gold_plan": None})) == (Blame.GENERATION,)
    late = (Attempt(sql=TOTAL, status=ExecutionStatus.TIMEOUT),)
    assert blamed(unplanned.model_copy(update={"attempts": late})) == (Blame.EXECUTION,)


def test_without_a_gold_plan_the_reason_is_unknown_but_for_a_question_back() -> None:
    assert blamed(row(**WRONG, gold_plan=None)) == (Blame.UNKNOWN,)
    assert blamed(row(**WRONG, gold_plan=None, plans=(Plan(intent=Intent.CLARIFY),))) == (Blame.PLAN_INTENT,)
