"""The `llm` planner on a real vLLM: structured output, plans held against the schema, and no plan at all."""

import pytest

from services.contracts.errors import StageBroken
from services.contracts.models import Links, PlanRequest
from services.contracts.plan import Intent
from services.planner.llm import LlmPlanner, LlmPlannerSettings
from tests.executor_shop import LINKED
from tests.vllm.answers import PLANNER
from tests.vllm.asking import PATIENCE, in_loop, wide_schema
from tests.vllm.server import BASE, VllmServer

REQUEST = PlanRequest(question="How many orders are there?", links=LINKED)


def planner(server: VllmServer, *, model: str = PLANNER, **changed: object) -> LlmPlanner:
    return LlmPlanner(
        LlmPlannerSettings.model_validate(
            {"base_url": server.base_url, "model": model, **PATIENCE, **changed}
        )
    )


@pytest.mark.parametrize("structured", [True, False])
def test_what_the_adapter_writes_is_a_plan_on_the_schema(server: VllmServer, structured: bool) -> None:
    @in_loop
    async def planned() -> None:
        async with planner(server, structured_output=structured) as asked:
            plans = await asked.plan(REQUEST)

        (plan,) = plans.plans
        assert plan.intent is Intent.ANSWER
        assert plan.tables == ("orders",)
        assert [shown.expression for shown in plan.projection] == ["count(*)"]
        assert plans.usage.completion_tokens > 5

    planned()


@in_loop
async def test_plans_that_are_written_several_times_are_one(server: VllmServer) -> None:
    async with planner(server, answers=4, temperature=1.0) as asked:
        plans = (await asked.plan(REQUEST)).plans

    assert len(plans) == 1
    assert 0.9 < plans[0].probability <= 1


@in_loop
async def test_a_plan_on_another_schema_is_asked_for_again_and_then_refused(server: VllmServer) -> None:
    before = server.metric("vllm:request_success_total")
    async with planner(server) as asked:
        with pytest.raises(StageBroken, match=r"invalid twice: .*orders"):
            await asked.plan(REQUEST.model_copy(update={"links": Links(snapshot=wide_schema(tables=2))}))

    assert server.metric("vllm:request_success_total") - before == 2


@pytest.mark.parametrize("structured", [True, False])
def test_what_the_base_babbles_is_no_plan(server: VllmServer, structured: bool) -> None:
    @in_loop
    async def babbled() -> None:
        async with planner(
            server, model=BASE, structured_output=structured, answers=4, temperature=1.0, max_tokens=48
        ) as asked:
            with pytest.raises(StageBroken, match="invalid twice"):
                await asked.plan(REQUEST)

    babbled()
