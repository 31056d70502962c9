"""stages.Planner."""

from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.models import ExecutionStatus, Links, Outcome, PlanRequest, Turn
from tests.contracts.implementations import PLANNERS
from tests.fakes import PLAN, SCHEMA
from tests.in_loop import in_loop

LINKS = Links(snapshot=SCHEMA)
TEXTS = [
    "Show total by country",
    "",
    " ",
    "x" * 4000,
    "\x00\x1b[2J",
    "كم عدد الطلبات؟",
    "👩‍👩‍👧‍👦 ?",
    "'; DROP TABLE orders; --",
]
HISTORY = (
    Turn(
        number=1,
        question="Show total by country",
        plan=PLAN,
        sql="SELECT sum(total) FROM orders",
        outcome=Outcome(status=ExecutionStatus.OK, columns=("total",), row_count=1, first_rows=((35.5,),)),
    ),
)

every = pytest.mark.parametrize("implementation", PLANNERS.values(), ids=PLANNERS)


@every
@in_loop
async def test_any_text_gets_plans_most_probable_first(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as planner:
        for text in TEXTS:
            for history in ((), HISTORY):
                plans = (await planner.plan(PlanRequest(question=text, links=LINKS, history=history))).plans
                probabilities = [plan.probability for plan in plans]
                assert len(plans) >= 1
                assert probabilities == sorted(probabilities, reverse=True)


@every
@in_loop
async def test_the_same_request_gives_the_same_plans(implementation: Any, catalogue: Catalogue) -> None:
    request = PlanRequest(question="Only France", links=LINKS, history=HISTORY)
    async with implementation(catalogue) as planner:
        assert await planner.plan(request) == await planner.plan(request)


@every
@in_loop
async def test_a_plan_names_what_the_schema_has(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as planner:
        plans = (await planner.plan(PlanRequest(question="Show total by country", links=LINKS))).plans
    assert {table for plan in plans for table in plan.tables} <= {table.name for table in SCHEMA.tables}
