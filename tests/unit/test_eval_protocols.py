"""What a system may see: gold history, oracles, and the leak check."""

import asyncio
from typing import Any

import pytest

from eval.datasets.reference import ColumnDescription, ReferenceTurn
from eval.described import DescribedValueIndex
from eval.literals import gold_literals, literals_left_out
from eval.metrics.result import Result
from eval.oracle import NoPlanner, OracleLinks, OraclePlanner, restricted
from eval.protocols.answer_key import AnswerKey, Key, Written
from eval.protocols.gold_history import gold_plan, gold_turn
from eval.protocols.leaks import GuardedPlanner, GuardedValueIndex, Leaked, same_query
from eval.rows import LiteralKind, Oracle
from eval.running import Failure, FailureKind
from services.contracts.models import (
    ExecutionStatus,
    LinkRequest,
    Links,
    Mention,
    PlanRequest,
    Turn,
    ValueLink,
)
from services.contracts.plan import Change, Intent, MatchKind, Plan
from services.contracts.schema import ColumnRef
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from tests.fakes import SCHEMA, FakePlanner, FakeValueIndex

FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"


def reference(sql: str = FRANCE, *, turn: int = 2, question: str = "Only France") -> ReferenceTurn:
    return ReferenceTurn(
        id=f"mine/a/{turn}",
        data_set="mine",
        database_id="shop",
        dialogue="a",
        turn=turn,
        question=question,
        gold_sql=sql,
    )


def plan_of(sql: str) -> Plan:
    plan = plan_from_sql(sql, SCHEMA)
    assert isinstance(plan, Plan)
    return plan


def key(sql: str = FRANCE, *written: Written) -> AnswerKey:
    answer_key = AnswerKey()
    answer_key.show(Key(reference(sql), plan_of(sql), "", written))
    return answer_key


# ------------------------------------------------------------------------------------------------------ gold history


def test_a_gold_turn_carries_sql_plan_and_real_outcome() -> None:
    plan = plan_of(FRANCE)
    turn = gold_turn(reference(), plan, Result(("sum(total)",), [(3.5,), (1.0,)]), outcome_rows=1)
    assert (turn.number, turn.question, turn.sql, turn.plan) == (2, "Only France", FRANCE, plan)
    assert turn.outcome is not None
    assert (turn.outcome.columns, turn.outcome.row_count, turn.outcome.first_rows) == (
        ("sum(total)",),
        2,
        ((3.5,),),
    )


def test_a_gold_turn_that_fails_says_so() -> None:
    turn = gold_turn(reference(), None, Failure(FailureKind.TIMEOUT, "stopped"), outcome_rows=5)
    assert turn.outcome is not None
    assert (turn.outcome.status, turn.outcome.error) == (ExecutionStatus.TIMEOUT, "stopped")


def test_a_gold_plan_says_what_it_changes() -> None:
    first = gold_turn(reference(turn=1), plan_of("SELECT sum(total) FROM orders"), None, outcome_rows=0)
    plan = gold_plan(reference(), SCHEMA, [first])
    assert isinstance(plan, Plan)
    assert plan.change == (Change.ADD_FILTER,)


def test_a_turn_without_gold_sql_has_no_plan() -> None:
    assert isinstance(gold_plan(reference(""), SCHEMA, []), Unsketchable)


def test_a_turn_that_is_not_to_be_answered_has_its_intent_as_plan() -> None:
    thanks = reference("").model_copy(update={"intent": Intent.CHITCHAT})
    assert gold_plan(thanks, SCHEMA, []) == Plan(intent=Intent.CHITCHAT)


# ----------------------------------------------------------------------------------------------------------- leaks


def ask(guard: AnswerKey, question: str, *history: Turn) -> None:
    request = LinkRequest(question=question, database_id="shop", history=history)
    asyncio.run(GuardedValueIndex(FakeValueIndex(), guard).link(request))


def test_a_clean_request_passes() -> None:
    ask(key(), "Only France", Turn(number=1, question="Revenue", sql="SELECT sum(total) FROM orders"))


@pytest.mark.parametrize(
    ("question", "history"),
    [
        (f"Only France. Hint: {FRANCE.upper()}", ()),
        ("Only France", (Turn(number=1, question="Revenue", sql=FRANCE),)),
        ("Only France", (Turn(number=1, question="Revenue", plan=plan_of(FRANCE)),)),
        ("Only France", (Turn(number=1, question="Revenue", reply=f"I ran {FRANCE};"),)),
        ("Only France", (Turn(number=2, question="Only France"),)),
    ],
    ids=["question", "sql", "plan", "reply", "turn that is not over"],
)
def test_a_leak_is_found(question: str, history: tuple[Turn, ...]) -> None:
    with pytest.raises(Leaked):
        ask(key(), question, *history)


def test_a_user_may_ask_the_same_again() -> None:
    earlier = Turn(number=1, question="Only France", sql=FRANCE, plan=plan_of(FRANCE))
    ask(key(FRANCE, Written(1, FRANCE, (plan_of(FRANCE),))), "Only France", earlier)


TOTAL = "SELECT sum(total) FROM orders"


@pytest.mark.parametrize(
    ("written", "fields", "part"),
    [
        (Written(1, FRANCE, (plan_of(FRANCE),)), {"sql": FRANCE, "question": f"Like {FRANCE}"}, "question"),
        (Written(1, FRANCE, (plan_of(FRANCE),)), {"sql": FRANCE, "reply": f"I ran {FRANCE}"}, "reply"),
        (Written(1, TOTAL, (plan_of(TOTAL),)), {"sql": TOTAL, "plan": plan_of(FRANCE)}, "plan"),
        (Written(1, FRANCE), {"sql": FRANCE, "plan": plan_of(FRANCE)}, "plan"),
        (Written(1, FRANCE, (plan_of(FRANCE),)), {"sql": TOTAL, "plan": plan_of(FRANCE)}, "plan"),
        (Written(2, FRANCE, (plan_of(FRANCE),)), {"sql": FRANCE}, "SQL"),
    ],
    ids=[
        "question",
        "reply",
        "plan of other SQL",
        "SQL without a plan",
        "SQL of another turn",
        "another turn",
    ],
)
def test_an_earlier_turns_sql_excuses_nothing_but_itself(
    written: Written, fields: dict[str, Any], part: str
) -> None:
    earlier = Turn(**({"number": 1, "question": "Revenue"} | fields))
    with pytest.raises(Leaked, match=f"turn 1 of the history holds the current gold in its {part}"):
        ask(key(FRANCE, written), "Only France", earlier)


def test_small_talk_twice_is_no_leak() -> None:
    answer_key, thanks = AnswerKey(), Plan(intent=Intent.CHITCHAT)
    again = reference("").model_copy(update={"intent": Intent.CHITCHAT})
    answer_key.show(Key(again, thanks, ""))
    ask(answer_key, "Thanks", Turn(number=1, question="Thanks", plan=thanks))


def test_links_may_not_hold_the_gold_sql() -> None:
    table = SCHEMA.tables[0].model_copy(update={"description": f"see {FRANCE}"})
    snapshot = SCHEMA.model_copy(update={"tables": (table, *SCHEMA.tables[1:])})
    request = PlanRequest(question="Only France", links=Links(snapshot=snapshot))
    with pytest.raises(Leaked, match="links"):
        asyncio.run(GuardedPlanner(FakePlanner(), key()).plan(request))


@pytest.mark.parametrize("place", ["values", "possible"])
def test_no_link_may_be_the_gold_sql(place: str) -> None:
    link = ValueLink(
        mention=Mention(text="it"),
        column=ColumnRef(table="orders", column="country"),
        value=FRANCE,
        kind=MatchKind.ALIAS,
        score=0.1,
    )
    request = PlanRequest(
        question="Only France", links=Links.model_validate({"snapshot": SCHEMA, place: (link,)})
    )
    with pytest.raises(Leaked, match="links"):
        asyncio.run(GuardedPlanner(FakePlanner(), key()).plan(request))


def test_plans_are_the_same_whatever_their_context() -> None:
    plan = plan_of(FRANCE)
    other = plan.model_copy(update={"probability": 0.1, "change": (Change.REPAIR,)})
    assert same_query(plan, other)
    assert same_query(plan.model_copy(update={"sketch": None}), other)
    assert not same_query(plan, plan_of("SELECT sum(total) FROM orders"))


# ---------------------------------------------------------------------------------------------------------- oracles


def link(question: str, answer_key: AnswerKey, *oracles: Oracle) -> Links:
    inner = OracleLinks(FakeValueIndex(), answer_key, oracles)
    return asyncio.run(inner.link(LinkRequest(question=question, database_id="shop")))


def test_the_oracle_planner_gives_the_gold_plan() -> None:
    request = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))
    plans = asyncio.run(OraclePlanner(key()).plan(request)).plans
    assert [plan.sketch for plan in plans] == [plan_of(FRANCE).sketch]


def test_without_a_gold_plan_the_oracle_says_why() -> None:
    answer_key = AnswerKey()
    answer_key.show(Key(reference(), None, "a window function"))
    request = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))
    (plan,) = asyncio.run(OraclePlanner(answer_key).plan(request)).plans
    assert (plan.intent, plan.reason) == (
        Intent.UNANSWERABLE,
        "the reference has no plan: a window function",
    )


def test_no_planner_plans_nothing() -> None:
    request = PlanRequest(question="Only France", links=Links(snapshot=SCHEMA))
    assert asyncio.run(NoPlanner().plan(request)).plans == (Plan(),)


def test_the_schema_oracle_leaves_what_the_plan_needs() -> None:
    links = link("Only France", key(), Oracle.SCHEMA)
    columns = [(table.name, [column.name for column in table.columns]) for table in links.snapshot.tables]
    assert columns == [("orders", ["order_id", "country", "total"])]
    assert links.snapshot.foreign_keys == ()
    assert links.snapshot.hash != SCHEMA.hash
    assert [str(each.column) for each in links.values] == ["orders.country"]


def test_the_schema_oracle_keeps_the_keys_between_its_tables() -> None:
    sql = "SELECT countries.name, sum(total) FROM orders JOIN countries ON country = code GROUP BY countries.name"
    links = restricted(Links(snapshot=SCHEMA), plan_of(sql))
    assert links.snapshot.foreign_keys == SCHEMA.foreign_keys


def test_the_value_oracle_links_the_gold_literals() -> None:
    answer_key = key("SELECT sum(total) FROM orders WHERE country = 'DE'")
    (found,) = link("Only de then", answer_key, Oracle.VALUES).values
    assert (str(found.column), found.value) == ("orders.country", "DE")
    assert (found.mention.text, found.mention.start, found.mention.end) == ("de", 5, 7)


def test_the_oracles_leave_no_possible_link_that_they_would_not_give() -> None:
    def possible(column: str) -> ValueLink:
        at = ColumnRef(table="orders", column=column)
        return ValueLink(mention=Mention(text="7"), column=at, value=7, kind=MatchKind.EXACT, score=0.1)

    found = Links(snapshot=SCHEMA, possible=(possible("order_id"), possible("total")))
    assert restricted(found, plan_of("SELECT sum(total) FROM orders")).possible == (possible("total"),)

    class Index(FakeValueIndex):
        async def link(self, request: LinkRequest) -> Links:
            links = await super().link(request)
            return links.model_copy(update={"possible": found.possible})

    oracle = OracleLinks(Index(), key(), {Oracle.VALUES})
    links = asyncio.run(oracle.link(LinkRequest(question="Only France", database_id="shop")))
    assert ([link.value for link in links.values], links.possible) == (["FR"], ())


def test_descriptions_of_a_data_set_reach_the_snapshot() -> None:
    told = {"shop": (ColumnDescription(table="Orders", column="TOTAL", text="in euros"),)}
    index = DescribedValueIndex(FakeValueIndex(), told)
    links = asyncio.run(index.link(LinkRequest(question="q", database_id="shop")))
    column = links.snapshot.tables[0].column("total")
    assert column is not None
    assert column.description == "in euros"
    assert links.snapshot.hash != SCHEMA.hash


# --------------------------------------------------------------------------------------------------------- literals


@pytest.mark.parametrize(
    ("question", "sql", "rows", "kind", "rank"),
    [
        ("Only FR", FRANCE, [], LiteralKind.EXACT, None),
        ("Only fr", FRANCE, [], LiteralKind.CASE, None),
        ("Only from France", FRANCE, [("France",)], LiteralKind.ALIAS, 1),
        ("Only there", FRANCE, [("France",)], LiteralKind.NONE, None),
        ("Only Frence", "SELECT 1 FROM countries WHERE name = 'France'", [], LiteralKind.FUZZY, None),
        ("More than 5", "SELECT 1 FROM orders WHERE total > 5", [], LiteralKind.EXACT, None),
    ],
)
def test_how_a_literal_is_said(
    question: str, sql: str, rows: list[Any], kind: LiteralKind, rank: int | None
) -> None:
    links = asyncio.run(FakeValueIndex().link(LinkRequest(question=question, database_id="shop")))
    (literal,) = gold_literals(
        plan_of(sql), links.values, [question], SCHEMA, lambda _: Result(("name",), rows)
    )
    assert (literal.kind, literal.rank) == (kind, rank)


@pytest.mark.parametrize(
    ("stored", "literal", "rank", "any_case"),
    [
        ("FR", "'FR'", 1, 1),
        ("Fr", "'FR'", None, 1),
        ("FR", "'DE'", None, None),
        (3, "'3'", 1, 1),
        ("3", "3.0", 1, 1),
    ],
)
def test_a_link_in_another_case_is_another_link(
    stored: Any, literal: str, rank: int | None, any_case: int | None
) -> None:
    country = ColumnRef(table="orders", column="country")
    link = ValueLink(mention=Mention(text="x"), column=country, value=stored, kind=MatchKind.CASE, score=1.0)
    plan = plan_of(f"SELECT sum(total) FROM orders WHERE country = {literal}")
    (found,) = gold_literals(plan, [link], ["q"], SCHEMA, lambda _: Result((), []))
    assert (found.rank, found.rank_any_case) == (rank, any_case)


def test_the_exact_link_may_stand_behind_one_in_another_case() -> None:
    country = ColumnRef(table="orders", column="country")
    links = [
        ValueLink(mention=Mention(text="fr"), column=country, value=each, kind=MatchKind.CASE, score=1.0)
        for each in ("fr", "FR")
    ]
    (found,) = gold_literals(plan_of(FRANCE), links, ["q"], SCHEMA, lambda _: Result((), []))
    assert (found.rank, found.rank_any_case) == (2, 1)


@pytest.mark.parametrize(
    ("condition", "left_out"),
    [
        ("WHERE country = 'FR'", {}),
        ("WHERE country IS NOT NULL", {"null": 1}),
        ("GROUP BY country HAVING count(*) > 3 AND country = 'FR'", {"no_stored_column": 1}),
        ("WHERE total + order_id > 3", {"no_stored_column": 1}),
        ("WHERE total > (SELECT avg(total) FROM orders HAVING avg(total) > 3)", {"no_stored_column": 1}),
    ],
)
def test_comparisons_without_a_linkable_literal_are_counted(condition: str, left_out: dict[str, int]) -> None:
    plan = plan_of(f"SELECT country FROM orders {condition}")
    assert literals_left_out(plan, SCHEMA) == left_out
