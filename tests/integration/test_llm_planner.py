"""The `llm` planner against a local server that speaks the protocol and misbehaves."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts.errors import InvalidRequest, Overloaded, StageBroken
from services.contracts.models import Links, Mention, PlanRequest, Plans, Turn, ValueLink
from services.contracts.plan import Change, ColumnRole, Intent, MatchKind, SkeletonFlag
from services.contracts.schema import ColumnRef
from services.planner.llm import LlmPlanner, LlmPlannerSettings
from tests.fakes import PLAN, SCHEMA
from tests.language_model_server import EMPTY_PLAN, LanguageModelServer

FRANCE = ValueLink(
    mention=Mention(text="France"),
    column=ColumnRef(table="orders", column="country"),
    value="FR",
    kind=MatchKind.ALIAS,
    score=0.9,
)
REQUEST = PlanRequest(question="Total of France?", links=Links(snapshot=SCHEMA, values=(FRANCE,)))
TOTAL = {"column": "orders.TOTAL", "aggregate": "sum", "distinct": False}
REPLY = EMPTY_PLAN | {
    "tables": ["Orders"],
    "select": [TOTAL],
    "where": [{"column": "country", "operator": "=", "value": "FR"}],
}
UNKNOWN = REPLY | {"tables": ["orders", "cities"]}


@pytest.fixture
def server() -> Iterator[LanguageModelServer]:
    with LanguageModelServer() as one:
        one.texts = [json.dumps(REPLY)]
        yield one


def settings(server: LanguageModelServer, **changes: Any) -> LlmPlannerSettings:
    given: dict[str, Any] = {"base_url": server.url, "model": "sql", "idle_seconds": 1.0, "retries": 1}
    return LlmPlannerSettings(**(given | changes))


def plan(asked: LlmPlannerSettings, request: PlanRequest = REQUEST, **changes: Any) -> Plans:
    async def run() -> Plans:
        async with LlmPlanner(asked) as planner:
            return await planner.plan(request.model_copy(update=changes))

    return asyncio.run(run())


def test_a_plan_in_the_spelling_of_the_schema_with_the_words_of_its_values(
    server: LanguageModelServer,
) -> None:
    plans = plan(settings(server, prompt_price=2.0))
    (found,) = plans.plans
    assert found.tables == ("orders",)
    assert [(str(each.column), each.roles) for each in found.columns] == [
        ("orders.total", (ColumnRole.SELECT,)),
        ("orders.country", (ColumnRole.FILTER,)),
    ]
    (value,) = found.values
    assert (str(value.column), value.value, value.mention, value.match) == (
        "orders.country",
        "FR",
        "France",
        MatchKind.ALIAS,
    )
    assert [each.expression for each in found.projection] == ["sum(orders.total)"]
    assert found.skeleton == (SkeletonFlag.SELECT, SkeletonFlag.WHERE)
    assert found.sketch is None
    assert (plans.usage.prompt_tokens, plans.usage.cost) == (1000, 0.002)


def test_the_whole_form(server: LanguageModelServer) -> None:
    whole = REPLY | {
        "tables": ["orders"],
        "joins": [{"left": "orders.country", "right": "countries.code"}],
        "group_by": ["countries.name"],
        "having": [
            {"of": {"column": "*", "aggregate": "count", "distinct": False}, "operator": ">", "value": 5}
        ],
        "order_by": [{"by": TOTAL, "descending": True}],
        "limit": 3,
        "set_operator": "union",
        "nested": True,
        "where": [{"column": "orders.total", "operator": "not is null", "value": "none"}],
    }
    server.texts = [json.dumps(whole)]
    (found,) = plan(settings(server)).plans
    assert found.tables == ("orders", "countries")
    assert [each.expression for each in found.group_by] == ["countries.name"]
    assert [(each.expression.expression, each.operator, each.value) for each in found.having] == [
        ("count(*)", ">", 5)
    ]
    assert [(each.expression.expression, each.descending) for each in found.order_by] == [
        ("sum(orders.total)", True)
    ]
    assert (found.limit, found.nesting, found.values[0].value) == (3, 1, None)
    assert SkeletonFlag.DISTINCT not in found.skeleton
    assert set(found.skeleton) == set(SkeletonFlag) - {SkeletonFlag.DISTINCT}


def test_structured_output_is_asked_for_and_bounded(server: LanguageModelServer) -> None:
    plan(settings(server))
    schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert schema["additionalProperties"] is False
    unbounded = [
        path
        for path, part in parts(schema)
        if (part.get("type") == "string" and not {"maxLength", "enum"} & part.keys())
        or (part.get("type") == "array" and "maxItems" not in part)
    ]
    assert unbounded == []


def parts(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, dict):
        yield path, part
        for name, child in part.items():
            yield from parts(child, f"{path}.{name}")
    elif isinstance(part, list):
        for child in part:
            yield from parts(child, path)


def test_a_server_without_structured_output(server: LanguageModelServer) -> None:
    server.texts = [f"<think>{{hm}}</think>Here it is:\n```json\n{json.dumps(REPLY)}\n```"]
    assert plan(settings(server, structured_output=False)).plans[0].tables == ("orders",)
    assert "response_format" not in server.requests[0]


def test_several_answers_give_several_plans_by_their_share(server: LanguageModelServer) -> None:
    everything = json.dumps(REPLY | {"where": []})
    server.texts = [everything, json.dumps(REPLY), everything, "{"]
    server.log_probabilities = [0.0]
    plans = plan(settings(server, answers=4, temperature=0.8)).plans
    assert [(len(each.values), each.probability) for each in plans] == [(0, 0.5), (1, 0.25)]
    assert len(server.requests) == 1
    assert len(plan(settings(server, answers=4, temperature=0.8, alternatives=1)).plans) == 1


@pytest.mark.parametrize("intent", ["clarify", "unanswerable", "chitchat"])
def test_what_is_not_to_be_answered(server: LanguageModelServer, intent: str) -> None:
    server.texts = [json.dumps(REPLY | {"intent": intent, "message": "Which France?", "select": []})]
    (found,) = plan(settings(server)).plans
    assert (found.intent, found.reason) == (Intent(intent), "Which France?")
    assert (found.clarification is not None) is (intent == "clarify")


def test_a_follow_up_knows_what_it_changes(server: LanguageModelServer) -> None:
    earlier = Turn(number=1, question="What is the total?", plan=PLAN, sql="SELECT sum(total) FROM orders")
    (found,) = plan(settings(server), history=(earlier,)).plans
    assert found.change == (Change.ADD_FILTER,)
    assert "What is the total?" in server.requests[0]["messages"][1]["content"]


# -------------------------------------------------------------------------------------------------- invalid plans


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (REPLY | {"tables": ["ordrs"]}, "there is no table 'ordrs' (there is 'orders')"),
        (
            REPLY | {"group_by": ["orders.contry"]},
            "there is no column 'orders.contry' (there is 'orders.country'",
        ),
        (REPLY | {"select": []}, "select is empty"),
        (REPLY | {"limit": -1}, "limit is -1"),
        (REPLY | {"where": [{"column": "country", "operator": "=", "value": None}]}, "use 'is null'"),
        (
            REPLY | {"where": [{"column": "country", "operator": "~", "value": "x"}]},
            "where.0.operator: Input",
        ),
        (REPLY | {"intent": "clarify"}, "message is empty"),
        ({"intent": "answer"}, "message: Field required"),
        ("I would look into the orders.", "there is no JSON object in it"),
        ("", "it is empty"),
        ('{"intent": ', "there is no JSON object in it"),
        ('{"intent": }', "it is not valid JSON"),
        ("{" * 5000 + "}", "it is not valid JSON"),
    ],
)
def test_a_wrong_plan_is_told_to_the_model_once(server: LanguageModelServer, wrong: Any, reason: str) -> None:
    text = wrong if isinstance(wrong, str) else json.dumps(wrong)
    server.then = [[text], [json.dumps(REPLY)]]
    plans = plan(settings(server))
    assert plans.plans[0].tables == ("orders",)
    assert plans.usage.prompt_tokens == 2000
    *_, answer, told = server.requests[1]["messages"]
    assert (answer["role"], answer["content"]) == ("assistant", text)
    assert reason in told["content"]


def test_a_plan_that_is_wrong_twice_breaks_the_stage(server: LanguageModelServer) -> None:
    server.texts = [json.dumps(UNKNOWN)]
    with pytest.raises(StageBroken, match="invalid twice: there is no table 'cities'") as raised:
        plan(settings(server))
    assert raised.value.metadata["stage"] == "planner"
    assert len(server.requests) == 2


def test_a_plan_that_is_cut_off_is_wrong(server: LanguageModelServer) -> None:
    server.finish = "length"
    with pytest.raises(StageBroken, match="cut off at 512 tokens"):
        plan(settings(server))


def test_one_good_answer_of_several_is_enough(server: LanguageModelServer) -> None:
    server.texts = [json.dumps(UNKNOWN), json.dumps(REPLY)]
    assert len(plan(settings(server, answers=2, temperature=0.8)).plans) == 1
    assert len(server.requests) == 1


def test_a_question_that_is_longer_than_the_window_is_refused(server: LanguageModelServer) -> None:
    with pytest.raises(Overloaded, match="has room for"):
        plan(settings(server, context_window=1024), question="why " * 900)


def test_wrong_settings_are_refused(server: LanguageModelServer) -> None:
    with pytest.raises(InvalidRequest, match="set TURNWISE_LLM_PLANNER_MODEL"):
        LlmPlanner(settings(server, model=""))
    with pytest.raises(ValidationError, match="need a `temperature`"):
        settings(server, answers=2)
