"""The `llm` generator on a real vLLM: drafts, their order, prompts that are long, adapters that do not fit."""

import json
from pathlib import Path

import pytest

from services.contracts.errors import Overloaded, VersionMismatch
from services.contracts.models import Attempt, Diagnosis, DiagnosisKind, ExecutionStatus, Outcome, Turn
from services.contracts.plan import Plan
from services.contracts.sql_plan import plan_from_sql
from services.generator.formats import FORMATS
from tests.executor_shop import SCHEMA
from tests.vllm.answers import CONTEXT, COUNT, GENERATOR, NAMES, PLANNER
from tests.vllm.asking import REQUEST, generator, in_loop, wide_request
from tests.vllm.server import BASE, VllmServer


@in_loop
async def test_the_adapter_s_likeliest_answer_is_the_draft(server: VllmServer) -> None:
    async with generator(server) as asked:
        drafts = await asked.generate(REQUEST)

    assert [draft.sql for draft in drafts.drafts] == [COUNT]
    assert 0.5 < drafts.drafts[0].score < 1
    assert drafts.usage.prompt_tokens > 100
    assert drafts.usage.completion_tokens == 6  # five pieces and the end


@in_loop
async def test_another_adapter_writes_something_else(server: VllmServer) -> None:
    async with generator(server, model=PLANNER) as asked:
        drafts = await asked.generate(REQUEST)

    assert not drafts.drafts[0].sql
    assert "SELECT" in drafts.drafts[0].failure


@in_loop
async def test_drafts_are_many_and_different_likely_ones_first_and_failed_ones_with_their_reason(
    server: VllmServer,
) -> None:
    async with generator(server, drafts=16, temperature=1.0) as asked:
        drafts = (await asked.generate(REQUEST)).drafts

    assert [draft.sql for draft in drafts[:3]] == [COUNT, NAMES, ""]
    assert drafts[0].score > drafts[1].score > 0
    assert any("DROP" in draft.failure for draft in drafts[2:])


@in_loop
async def test_the_draft_that_follows_the_plan_comes_first(server: VllmServer) -> None:
    plan = plan_from_sql(NAMES, SCHEMA)
    assert isinstance(plan, Plan)
    async with generator(server, format="plan", drafts=16, temperature=1.0, plan_weight=4.0) as asked:
        drafts = (await asked.generate(REQUEST.model_copy(update={"plans": (plan,)}))).drafts

    assert drafts[0].sql == NAMES
    assert drafts[0].plan == 0


@in_loop
async def test_after_a_diagnosis_what_was_tried_is_not_tried_again(server: VllmServer) -> None:
    failed = Diagnosis(kind=DiagnosisKind.EMPTY_RESULT, message="nothing was found", sql=COUNT)
    tried = Attempt(sql=COUNT, status=ExecutionStatus.OK, row_count=0)
    again = REQUEST.model_copy(update={"diagnosis": failed, "attempts": (tried,)})
    async with generator(server, model=PLANNER, repair_model=GENERATOR, drafts=16, temperature=1.0) as asked:
        drafts = (await asked.generate(again)).drafts

    assert [draft.sql for draft in drafts if draft.sql] == [NAMES]


@in_loop
async def test_the_grammar_lets_the_adapter_write_what_it_means(server: VllmServer) -> None:
    async with generator(server, grammar=True) as asked:
        drafts = (await asked.generate(REQUEST)).drafts

    assert [draft.sql for draft in drafts] == [COUNT]


@pytest.mark.parametrize("name", FORMATS)
def test_whatever_the_base_babbles_is_a_failed_draft(server: VllmServer, name: str) -> None:
    @in_loop
    async def babbled() -> None:
        async with generator(
            server, model=BASE, format=name, drafts=4, temperature=1.0, max_tokens=32
        ) as asked:
            drafts = (await asked.generate(REQUEST)).drafts

        assert drafts
        assert all(draft.failure and not draft.sql for draft in drafts)

    babbled()


@in_loop
async def test_the_second_turn_of_a_database_finds_its_schema_in_the_prefix_cache(server: VllmServer) -> None:
    first = Turn(
        number=1,
        question=REQUEST.question,
        sql=COUNT,
        outcome=Outcome(status=ExecutionStatus.OK, columns=("count",), row_count=1, first_rows=((3,),)),
    )
    second = REQUEST.model_copy(update={"question": "And the customers' names?", "history": (first,)})
    async with generator(server) as asked:
        await asked.generate(REQUEST)
        queried, hit = counters(server)
        await asked.generate(second)
        queried_then, hit_then = counters(server)

    assert (hit_then - hit) / (queried_then - queried) > 0.3


def counters(server: VllmServer) -> tuple[float, float]:
    """Tokens that were looked for in the prefix cache, and those that were found there, since the start."""
    return server.metric("vllm:prefix_cache_queries_total"), server.metric("vllm:prefix_cache_hits_total")


@in_loop
async def test_a_schema_beyond_the_window_loses_columns_until_it_fits(server: VllmServer) -> None:
    async with generator(server) as asked:
        drafts = await asked.generate(wide_request(tables=200))

    assert drafts.drafts[0].sql == COUNT
    assert CONTEXT / 2 < drafts.usage.prompt_tokens <= CONTEXT - asked.settings.max_tokens


@in_loop
async def test_a_question_beyond_the_window_is_refused(server: VllmServer) -> None:
    long = REQUEST.model_copy(update={"question": "愛" * 4000})  # at least three tokens each
    async with generator(server) as asked:
        with pytest.raises(Overloaded, match=r"the prompt takes [\d,]+ tokens"):
            await asked.generate(long)


@in_loop
async def test_a_window_set_too_wide_is_refused_by_the_server(server: VllmServer) -> None:
    async with generator(server, context_window=1_000_000) as asked:
        with pytest.raises(Overloaded, match="too long"):
            await asked.generate(wide_request(tables=200))


@in_loop
async def test_an_adapter_of_the_served_base_is_taken(server: VllmServer) -> None:
    async with generator(server, adapter=server.model.adapters[GENERATOR]) as asked:
        assert (await asked.generate(REQUEST)).drafts[0].sql == COUNT


def test_an_adapter_of_another_base_is_refused_with_both_names(server: VllmServer, tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text(
        json.dumps({"base_model_name_or_path": "Qwen/Qwen3.5-9B", "r": 8, "peft_type": "LORA"})
    )

    @in_loop
    async def refused() -> None:
        async with generator(server, adapter=tmp_path) as asked:
            await asked.generate(REQUEST)

    with pytest.raises(VersionMismatch, match=r"Qwen3\.5-9B.*tiny"):
        refused()
