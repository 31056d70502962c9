"""The lexical planner as a stage: what holds of any question."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.models import (
    Context,
    ExecutionStatus,
    Links,
    Mention,
    Outcome,
    PlanRequest,
    Turn,
    ValueLink,
)
from services.contracts.plan import Change, Intent, MatchKind, Plan
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from services.contracts.stages import Planner
from services.generator.compiler import compile_sketch
from services.planner.lexical import LexicalPlanner
from services.planner.lexical.cues import CUES
from services.planner.settings import PlannerSettings
from services.planner.vocabulary import CHITCHAT
from tests.in_loop import in_loop
from tests.library import library, library_schema

NAME, CODE = (ColumnRef(table="countries", column=column) for column in ("name", "code"))
CITY_COUNTRY = ColumnRef(table="cities", column="country_code")


def link(
    mention: str, column: ColumnRef, value: str, *, score: float = 1.0, turn: int = 0, start: int = 0
) -> ValueLink:
    kind = MatchKind.EXACT if mention == value else MatchKind.ALIAS
    place = Mention(text=mention, start=start, end=start + len(mention), turn=turn)
    return ValueLink(mention=place, column=column, value=value, kind=kind, score=score)


def turn_of(question: str, sql: str, *, rows: int = 3, number: int = 1) -> Turn:
    plan = plan_from_sql(sql, library_schema())
    assert not isinstance(plan, Unsketchable)
    outcome = Outcome(status=ExecutionStatus.OK, row_count=rows)
    return Turn(number=number, question=question, plan=plan, sql=sql, outcome=outcome)


async def plans_of(
    question: str,
    *history: Turn,
    values: tuple[ValueLink, ...] = (),
    schema: Schema | None = None,
    planner: LexicalPlanner | None = None,
    now: datetime | None = None,
) -> tuple[Plan, ...]:
    links = Links(snapshot=schema or library_schema(), values=values)
    request = PlanRequest(question=question, links=links, history=history, context=Context(now=now))
    return (await (planner or LexicalPlanner()).plan(request)).plans


def sql_of(plan: Plan) -> str:
    assert plan.sketch is not None, plan
    sql = compile_sketch(plan.sketch, library_schema())
    assert isinstance(sql, str), sql
    return sql


def test_it_is_a_planner() -> None:
    assert isinstance(LexicalPlanner(), Planner)


# ----------------------------------------------------------------------------------------------- n-best


@in_loop
async def test_other_readings_follow_with_less_probability() -> None:
    plans = await plans_of("Show the names of people", values=())
    several = await plans_of("number of loans by name")
    for found in (plans, several):
        probabilities = [plan.probability for plan in found]
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) < 1
    assert len(several) > 1
    assert len({sql_of(plan) for plan in several}) == len(several)


@in_loop
async def test_there_are_no_more_readings_than_the_settings_allow() -> None:
    planner = LexicalPlanner(PlannerSettings(alternatives=1))
    assert len(await plans_of("number of loans by name", planner=planner)) == 1


@in_loop
async def test_another_reading_keeps_the_value_that_was_asked_for() -> None:
    values = (
        link("Emma", ColumnRef(table="books", column="title"), "Emma", start=16),
        link("Emma", ColumnRef(table="people", column="name"), "Emma", start=16, score=0.95),
    )
    plans = await plans_of("Show people for Emma", values=values)
    assert len(plans) > 1
    assert all("'Emma'" in sql_of(plan) for plan in plans)


@in_loop
async def test_the_analysis_of_a_schema_makes_room_for_others() -> None:
    planner = LexicalPlanner(PlannerSettings(open_schemas=1))
    for database_id in ("one", "two", "one"):
        known = library_schema()
        schema = Schema(database_id=database_id, tables=known.tables, foreign_keys=known.foreign_keys)
        (plan, *_) = await plans_of("How many books are there?", schema=schema, planner=planner)
        assert plan.tables == ("books",)


# ---------------------------------------------------------------------------------------------- intents


@pytest.mark.parametrize("question", ["thanks!", "Thank you so much", "hi there", "great, that is all"])
@in_loop
async def test_small_talk_is_answered_without_a_query(question: str) -> None:
    (plan,) = await plans_of(question, turn_of("How many books?", "SELECT count(*) FROM books"))
    assert plan.intent is Intent.CHITCHAT
    assert plan.reason in CHITCHAT.values()
    assert plan.sketch is None


@in_loop
async def test_what_the_schema_does_not_know_is_said() -> None:
    (plan,) = await plans_of("Wie ist das Wetter heute?")
    assert plan.intent is Intent.UNANSWERABLE
    assert plan.reason


@in_loop
async def test_an_unknown_measure_is_not_replaced_by_the_rows() -> None:
    (plan,) = await plans_of("average salary of books")
    assert plan.intent is Intent.UNANSWERABLE
    assert "salary" in plan.reason


@in_loop
async def test_a_tie_between_unrelated_tables_is_asked_about_and_the_answer_understood() -> None:
    (question,) = await plans_of("names")
    assert question.intent is Intent.CLARIFY
    assert question.clarification is not None
    assert len(question.clarification.options) == 2
    asked = Turn(number=1, question="names", plan=question)
    (plan, *_) = await plans_of("of the people", asked)
    assert sql_of(plan) == "SELECT name FROM people"


# -------------------------------------------------------------------------------------------- in context


@in_loop
async def test_an_earlier_plan_without_a_sketch_is_read_from_its_sql() -> None:
    turn = turn_of("Show all books", "SELECT title FROM books WHERE price > 10")
    without = turn.model_copy(update={"plan": Plan(tables=("books",))})
    (plan, *_) = await plans_of("how many are there?", without)
    assert sql_of(plan) == "SELECT count(*) FROM books WHERE price > 10"


@in_loop
async def test_behind_a_count_of_groups_are_the_groups() -> None:
    sql = 'SELECT count(*) FROM (SELECT "group", price FROM books GROUP BY "group", price) AS T1'
    (plan, *_) = await plans_of("show their titles", turn_of("how many?", sql))
    assert sql_of(plan) == "SELECT title FROM books"


@in_loop
async def test_values_keep_the_words_that_they_stand_for() -> None:
    values = (link("France", CITY_COUNTRY, "FR", start=5),)
    turn = turn_of("Show cities", "SELECT name FROM cities")
    (first, *_) = await plans_of("only France", turn, values=values)
    (value,) = first.values
    assert (value.mention, value.match, value.value) == ("France", MatchKind.ALIAS, "FR")
    assert Change.ADD_FILTER in first.change
    again = Turn(number=2, question="only France", plan=first, sql=sql_of(first))
    (second, *_) = await plans_of("how many?", turn, again)
    assert second.values == (value,)
    assert any(item.turn == 2 for item in second.carried)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("last year", "SELECT * FROM loans WHERE strftime('%Y', \"from\") = '2023'"),
        ("this month", "SELECT * FROM loans WHERE strftime('%Y-%m', \"from\") = '2024-01'"),
        ("last month", "SELECT * FROM loans WHERE strftime('%Y-%m', \"from\") = '2023-12'"),
        ("yesterday", "SELECT * FROM loans WHERE strftime('%Y-%m-%d', \"from\") = '2023-12-31'"),
    ],
)
@in_loop
async def test_time_is_counted_from_now(question: str, sql: str) -> None:
    columns = {"from": "DATE", "to": "DATE"}
    schema = library_schema()
    tables = tuple(
        table.model_copy(
            update={
                "columns": tuple(
                    column.model_copy(update={"type": columns.get(column.name, column.type)})
                    for column in table.columns
                )
            }
        )
        for table in schema.tables
    )
    dated = Schema(database_id="library", tables=tables, foreign_keys=schema.foreign_keys)
    (plan, *_) = await plans_of(f"loans of {question}", schema=dated, now=datetime(2024, 1, 1))
    assert sql_of(plan) == sql


@pytest.mark.parametrize("question", ["people in 2024", "people of last year", "number of people by month"])
@in_loop
async def test_a_time_is_not_left_out_in_silence(question: str) -> None:
    (plan, *_) = await plans_of(question)
    assert any("no date" in note for note in plan.notes)


@in_loop
async def test_a_negation_that_no_key_can_express_is_not_left_out_in_silence() -> None:
    (plan, *_) = await plans_of("books without weather")
    assert any("no key" in note for note in plan.notes)


# ---------------------------------------------------------------------------------------------- repairs

NAMED = "SELECT T1.name FROM cities AS T1 JOIN countries AS T2 ON T1.country_code = T2.code WHERE T2.name = 'France'"
CODED = "SELECT name FROM cities WHERE country_code = 'France'"


@in_loop
async def test_the_filter_moves_from_the_name_to_the_code() -> None:
    values = (
        link("France", NAME, "France", turn=1),
        link("France", CITY_COUNTRY, "FR", turn=1, score=0.9),
        link("France", CODE, "FR", turn=1, score=0.9),
    )
    turn = turn_of("cities in France", NAMED, rows=2)
    (plan,) = await plans_of("That looks empty. Use the country code instead", turn, values=values)
    assert sql_of(plan) == "SELECT name FROM cities WHERE country_code = 'FR'"
    assert plan.notes[0] == "The last result was not empty: it has 2 rows."


@in_loop
async def test_an_empty_code_without_links_moves_to_the_name_that_it_refers_to() -> None:
    (plan,) = await plans_of("try the country code instead", turn_of("cities in France", CODED, rows=0))
    assert sql_of(plan) == NAMED
    assert Change.REPAIR in plan.change


@in_loop
async def test_a_repair_that_finds_nothing_else_says_so_and_changes_nothing() -> None:
    (plan,) = await plans_of("try the country code instead", turn_of("cities in France", CODED, rows=1))
    assert sql_of(plan) == CODED
    assert plan.notes == ("It is filtered by cities.country_code = 'France' already.",)


@in_loop
async def test_that_looks_empty_alone_is_answered_by_the_rows_that_there_are() -> None:
    turn = turn_of("all books", "SELECT title FROM books", rows=1)
    (plan,) = await plans_of("That looks empty.", turn)
    assert plan.notes == ("The last result was not empty: it has 1 row.",)
    assert sql_of(plan) == "SELECT title FROM books"


# --------------------------------------------------------------------------------------------- any text

HISTORIES = (
    (),
    (turn_of("Show people by age", "SELECT age, count(*) FROM people GROUP BY age ORDER BY 2 DESC LIMIT 3"),),
    (turn_of("both", "SELECT name FROM people UNION SELECT name FROM cities"),),
    (turn_of("old", CODED, rows=0), Turn(number=2, question="?", plan=Plan(intent=Intent.CHITCHAT))),
    (Turn(number=1, question="what", plan=Plan(intent=Intent.CLARIFY)),),
)

SAID = [
    *(" ".join(phrase) for phrase in CUES),
    *("people", "names", "titles", "books", "age", "group", "price", "loans", "cities", "editions", "pages"),
    *(
        "amount",
        "countries",
        "note",
        "date of print",
        "home city",
        "revenue",
        "date",
        "number",
        "boss",
        "rain",
    ),
    *(
        "3",
        "2 and 9",
        "2024",
        "1.5",
        "'Emma'",
        "France",
        "March",
        "first",
        "2023-01-05",
        "?",
        ".",
        ",",
        "and",
        "the",
    ),
]


@settings(max_examples=150, deadline=None)
@given(
    question=st.one_of(st.text(max_size=200), st.lists(st.sampled_from(SAID), max_size=12).map(" ".join)),
    history=st.sampled_from(HISTORIES),
    place=st.integers(0, 20),
)
def test_any_text_is_planned_and_every_query_compiles(
    question: str, history: tuple[Turn, ...], place: int
) -> None:
    values = tuple(
        link(question[place : place + 6], column, value, start=place)
        for column, value in ((NAME, "France"), (CITY_COUNTRY, "FR"))
        if question[place : place + 6].strip()
    )

    @in_loop
    async def plan() -> None:
        plans = await plans_of(question, *history, values=values)
        for found in plans:
            if found.sketch is not None:
                sql = compile_sketch(found.sketch, library_schema())
                assert not isinstance(sql, str) or library().execute(f"EXPLAIN {sql}")
            assert (found.intent is Intent.ANSWER) == (found.sketch is not None)

    plan()


def test_the_pet_shop_has_no_part_in_the_planner() -> None:
    """No rule knows a database: its words stand in no module of the planner."""
    source = Path(__file__).parents[2] / "services" / "planner"
    text = " ".join(path.read_text(encoding="utf-8").lower() for path in source.glob("*.py"))
    assert not [word for word in ("pet shop", "maple street", "appointment", "species") if word in text]
