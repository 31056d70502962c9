"""stages.Generator."""

from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    ExecutionStatus,
    GenerateRequest,
    Links,
)
from services.contracts.plan import Intent, Plan
from tests.contracts.implementations import GENERATORS
from tests.fakes import PLAN, SCHEMA
from tests.in_loop import in_loop

REQUEST = GenerateRequest(question="What is the total?", links=Links(snapshot=SCHEMA), plans=(PLAN,))

every = pytest.mark.parametrize("implementation", GENERATORS.values(), ids=GENERATORS)


@every
@in_loop
async def test_a_draft_is_sql_for_one_of_the_plans(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as generator:
        drafts = (await generator.generate(REQUEST)).drafts
    assert drafts[0].sql.startswith("SELECT")
    assert {draft.plan for draft in drafts} == {0}
    assert all(bool(draft.sql) != bool(draft.failure) for draft in drafts)


@every
@pytest.mark.parametrize("intent", [Intent.CLARIFY, Intent.UNANSWERABLE, Intent.CHITCHAT])
@in_loop
async def test_nothing_is_written_where_nothing_is_asked(
    implementation: Any, intent: Intent, catalogue: Catalogue
) -> None:
    request = REQUEST.model_copy(update={"plans": (Plan(intent=intent, reason="said so"),)})
    async with implementation(catalogue) as generator:
        assert (await generator.generate(request)).drafts == ()


@every
@in_loop
async def test_what_failed_is_not_written_again(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as generator:
        sql = (await generator.generate(REQUEST)).drafts[0].sql
        failed = REQUEST.model_copy(
            update={
                "diagnosis": Diagnosis(kind=DiagnosisKind.FAILED, message="it failed", sql=sql),
                "attempts": (Attempt(sql=sql, status=ExecutionStatus.FAILED),),
            }
        )
        again = (await generator.generate(failed)).drafts
    assert sql not in [draft.sql for draft in again]
