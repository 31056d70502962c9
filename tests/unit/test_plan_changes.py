import pytest

from services.contracts.models import ExecutionStatus, Outcome, Turn
from services.contracts.plan import Change, Clarification, Intent, Plan
from services.contracts.sql_plan import carried, changes, in_context, plan_from_sql
from tests.library import library_schema


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, library_schema())
    assert isinstance(plan, Plan), plan
    return plan


BEFORE = "SELECT name FROM people"
ADULTS = "SELECT name FROM people WHERE age > 18"
PER_CITY = "SELECT home_city, count(*) FROM people GROUP BY home_city"


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (BEFORE, BEFORE, ""),
        (BEFORE, "SELECT title FROM books", "new_topic"),
        (BEFORE, ADULTS, "add_filter"),
        (ADULTS, BEFORE, "drop_filter"),
        (ADULTS, "SELECT name FROM people WHERE age > 21", "replace_filter"),
        (ADULTS, "SELECT name FROM people WHERE age > 18 AND age < 30", "replace_filter"),
        (ADULTS, "SELECT name FROM people WHERE id = 3", "add_filter drop_filter"),
        (BEFORE, "SELECT name FROM people WHERE age > (SELECT avg(age) FROM people)", "add_filter"),
        (BEFORE, "SELECT name FROM people WHERE boss_id IS NULL", "add_filter"),
        (BEFORE, "SELECT name, age FROM people", "add_column"),
        ("SELECT name, age FROM people", BEFORE, "drop_column"),
        (BEFORE, "SELECT age FROM people", "replace_column"),
        (BEFORE, "SELECT count(*) FROM people", "drop_column change_aggregate"),
        ("SELECT avg(age) FROM people", "SELECT max(age) FROM people", "change_aggregate"),
        (PER_CITY, "SELECT work_city, count(*) FROM people GROUP BY work_city", "regroup"),
        (PER_CITY, f"{PER_CITY} HAVING count(*) > 1", "add_filter"),
        (BEFORE, f"{BEFORE} ORDER BY age LIMIT 3", "reorder_limit"),
        (
            ADULTS,
            "SELECT age FROM people WHERE age > 21 ORDER BY age",
            "replace_filter replace_column reorder_limit",
        ),
    ],
)
def test_changes(before: str, after: str, change: str) -> None:
    assert " ".join(changes(plan_of(after), plan_of(before))) == change


def test_the_first_plan_is_a_new_topic() -> None:
    assert changes(plan_of(BEFORE), None) == (Change.NEW_TOPIC,)


def kept(sql: str, *earlier: str) -> list[str]:
    plans = [(number, plan_of(each)) for number, each in enumerate(earlier, 1)]
    return [f"{each.kind} {each.item} {each.turn}" for each in carried(plan_of(sql), plans)]


def test_what_is_carried_comes_from_the_turn_that_brought_it() -> None:
    assert kept(
        "SELECT home_city, count(*) FROM people WHERE age > 18 AND id = 3 GROUP BY home_city",
        BEFORE,
        ADULTS,
        "SELECT home_city, count(*) FROM people WHERE age > 18 GROUP BY home_city",
    ) == [
        "table people 1",
        "column people.home_city 3",
        "filter people.age > 18 2",
        "grouping people.home_city 3",
    ]


def test_what_was_dropped_in_between_is_not_carried() -> None:
    assert kept(ADULTS, ADULTS, BEFORE) == ["table people 1", "column people.name 1"]
    assert kept(ADULTS, ADULTS, BEFORE, ADULTS)[-1] == "filter people.age > 18 3"


def test_nothing_is_carried_from_nowhere_or_over_a_new_topic() -> None:
    assert kept(BEFORE) == []
    assert kept(BEFORE, "SELECT title FROM books") == []


def turn(number: int, sql: str, *, rows: int = 1, status: ExecutionStatus = ExecutionStatus.OK) -> Turn:
    outcome = Outcome(status=status, row_count=rows)
    return Turn(number=number, question="?", plan=plan_of(sql), sql=sql, outcome=outcome)


def test_in_context_fills_both() -> None:
    plan = in_context(plan_of(ADULTS), [turn(1, BEFORE)])
    assert plan.change == (Change.ADD_FILTER,)
    assert [each.item for each in plan.carried] == ["people", "people.name"]
    assert plan.sketch == plan_of(ADULTS).sketch


@pytest.mark.parametrize(
    "last",
    [turn(1, ADULTS, rows=0), turn(1, ADULTS, rows=0, status=ExecutionStatus.INVALID)],
    ids=["empty", "failed"],
)
def test_a_change_after_a_turn_that_went_wrong_is_a_repair(last: Turn) -> None:
    repaired = "SELECT name FROM people WHERE age > 2"
    assert in_context(plan_of(repaired), [last]).change == (Change.REPLACE_FILTER, Change.REPAIR)
    assert in_context(plan_of(ADULTS), [last]).change == ()
    assert in_context(plan_of("SELECT title FROM books"), [last]).change == (Change.NEW_TOPIC,)


def test_turns_without_an_answer_are_passed_over() -> None:
    clarify = Plan(intent=Intent.CLARIFY, clarification=Clarification(question="Which?"))
    history = [turn(1, BEFORE), Turn(number=2, question="?", plan=clarify), Turn(number=3, question="?")]
    plan = in_context(plan_of(ADULTS), history)
    assert plan.change == (Change.ADD_FILTER,)
    assert {each.turn for each in plan.carried} == {1}


def test_a_plan_that_is_not_to_answer_has_no_context() -> None:
    thanks = Plan(intent=Intent.CHITCHAT, reason="You are welcome.")
    assert in_context(thanks, [turn(1, BEFORE)]) == thanks
