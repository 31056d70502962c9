"""The `llm` generator against a local server that speaks the protocol and misbehaves."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts.errors import InvalidRequest, Overloaded, StageBroken, StageUnavailable
from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    Drafts,
    ExecutionStatus,
    GenerateRequest,
    Links,
    Outcome,
    Turn,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Column, Schema, Table
from services.generator.llm import LlmGenerator, LlmGeneratorSettings
from tests.fakes import PLAN, SCHEMA
from tests.language_model_server import LanguageModelServer

TOTAL = "SELECT sum(total) FROM orders"
REQUEST = GenerateRequest(question="Only France", links=Links(snapshot=SCHEMA), plans=(PLAN,))
EARLIER = Turn(
    number=1,
    question="What is the total?",
    sql=TOTAL,
    outcome=Outcome(status=ExecutionStatus.OK, columns=("sum",), row_count=1, first_rows=((42.5,),)),
)
FAILED: dict[str, Any] = {
    "diagnosis": Diagnosis(kind=DiagnosisKind.UNKNOWN_COLUMN, message="no column 'sum'", sql="SELECT sum"),
    "attempts": (Attempt(sql="SELECT sum", status=ExecutionStatus.INVALID),),
}


@pytest.fixture
def server() -> Iterator[LanguageModelServer]:
    with LanguageModelServer() as one:
        yield one


def settings(server: LanguageModelServer, **changes: Any) -> LlmGeneratorSettings:
    given: dict[str, Any] = {"base_url": server.url, "model": "sql", "idle_seconds": 1.0, "retries": 1}
    return LlmGeneratorSettings(**(given | changes))


def generate(asked: LlmGeneratorSettings, request: GenerateRequest = REQUEST, **changes: Any) -> Drafts:
    async def run() -> Drafts:
        async with LlmGenerator(asked) as generator:
            return await generator.generate(request.model_copy(update=changes))

    return asyncio.run(run())


def told(server: LanguageModelServer, request: int = -1) -> str:
    return "\n".join(message["content"] for message in server.requests[request]["messages"])


def test_the_statement_of_the_answer_with_what_it_cost(server: LanguageModelServer) -> None:
    drafts = generate(settings(server, prompt_price=2.0))
    assert [(draft.sql, draft.plan) for draft in drafts.drafts] == [(TOTAL, 0)]
    assert (drafts.usage.prompt_tokens, drafts.usage.cost) == (1000, 0.002)
    (asked,) = server.requests
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("sql", 0.0, 512)
    for part in ("orders", "country", "Only France", "Plan"):
        assert part in told(server)


def test_several_drafts_of_one_request_each_once_and_ranked(server: LanguageModelServer) -> None:
    server.texts = ["SELECT name FROM countries", f"```sql\n{TOTAL};\n```", TOTAL, "No idea."]
    server.log_probabilities = [-0.1, -0.4, -0.2, -0.1]
    drafts = generate(settings(server, drafts=4, temperature=0.7)).drafts
    assert [draft.sql for draft in drafts] == [TOTAL, "SELECT name FROM countries", ""]
    assert "there is no SELECT" in drafts[-1].failure
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("There are three orders.", "there is no SELECT"),
        ("DROP TABLE orders", "DROP"),
        ("SELECT FROM WHERE", "not valid SQL"),
        ("<think>Let me see: SELECT 1", "reasoning"),
    ],
)
def test_an_answer_without_a_statement_is_a_draft_with_the_reason(
    server: LanguageModelServer, text: str, reason: str
) -> None:
    server.texts = [text]
    (draft,) = generate(settings(server)).drafts
    assert draft.sql == ""
    assert reason in draft.failure


def test_an_answer_that_is_cut_off_is_no_statement(server: LanguageModelServer) -> None:
    server.finish = "length"
    (draft,) = generate(settings(server)).drafts
    assert (draft.sql, "cut off at 512 tokens" in draft.failure) == ("", True)


def test_a_semantic_model_of_ones_own_is_told(server: LanguageModelServer, tmp_path: Path) -> None:
    model = "entities: [{table: orders, name: sales, measures: [{column: total, name: turnover}]}]"
    (tmp_path / f"{SCHEMA.database_id}.yaml").write_text(model)
    generate(settings(server, format="semantic", semantic_models=tmp_path))
    assert "turnover" in told(server)
    generate(settings(server, format="semantic"))
    assert "turnover" not in told(server)


def test_hidden_plans_are_neither_shown_nor_counted(server: LanguageModelServer) -> None:
    server.texts, server.log_probabilities = [TOTAL, "SELECT name FROM countries"], [-0.2, -0.1]
    asked = settings(server, plans="hidden", drafts=2, temperature=0.7)
    assert [draft.sql for draft in generate(asked).drafts] == ["SELECT name FROM countries", TOTAL]
    assert "Plan (" not in told(server)


@pytest.mark.parametrize("intent", [Intent.CLARIFY, Intent.CHITCHAT])
def test_nothing_is_asked_where_nothing_is_to_be_answered(
    server: LanguageModelServer, intent: Intent
) -> None:
    assert generate(settings(server), plans=(Plan(intent=intent),)).drafts == ()
    assert server.requests == []


# --------------------------------------------------------------------------------------------------- second round


def test_a_second_round_has_its_own_format_and_adapter(server: LanguageModelServer) -> None:
    generate(settings(server, repair_model="base"), **FAILED)
    assert server.requests[0]["model"] == "base"
    assert "no column 'sum'" in told(server)


def test_what_failed_is_not_drafted_again(server: LanguageModelServer) -> None:
    failed = FAILED | {"attempts": (Attempt(sql=TOTAL, status=ExecutionStatus.FAILED),)}
    assert generate(settings(server), **failed).drafts == ()


# -------------------------------------------------------------------------------------------------------- history


def test_the_earlier_turns_are_told_with_their_results(server: LanguageModelServer) -> None:
    generate(settings(server), history=(EARLIER,))
    assert "What is the total?" in told(server)
    assert "42.5" in told(server)


def test_without_history_the_question_stands_alone(server: LanguageModelServer) -> None:
    generate(settings(server, history="none"), history=(EARLIER,))
    assert "What is the total?" not in told(server)


def test_a_follow_up_question_is_rewritten_first(server: LanguageModelServer) -> None:
    server.texts = ["What is the total of France?"]
    drafts = generate(
        settings(server, history="rewritten", rewriter_model="base", prompt_price=2.0), history=(EARLIER,)
    )
    assert [asked["model"] for asked in server.requests] == ["base", "sql"]
    assert "What is the total?" in told(server, 0)
    assert "What is the total of France?" in told(server, 1)
    assert "What is the total?" not in told(server, 1)
    assert (drafts.usage.prompt_tokens, drafts.usage.cost) == (2000, 0.004)


def test_a_first_question_needs_no_rewriting(server: LanguageModelServer) -> None:
    generate(settings(server, history="rewritten"))
    assert len(server.requests) == 1


def test_a_rewriter_that_writes_nothing_breaks_the_stage(server: LanguageModelServer) -> None:
    server.texts = [""]
    with pytest.raises(StageBroken, match="did not write the question anew"):
        generate(settings(server, history="rewritten"), history=(EARLIER,))


# --------------------------------------------------------------------------------------------------------- limits

WIDE = Schema(
    database_id="wide",
    tables=tuple(
        Table(
            name=f"table_{table}",
            columns=tuple(Column(name=f"column_{table}_{column}", type="TEXT") for column in range(20)),
        )
        for table in range(100)
    ),
)


def test_columns_are_left_out_where_the_window_is_too_small(server: LanguageModelServer) -> None:
    drafts = generate(settings(server, plans="hidden"), links=Links(snapshot=WIDE))
    sent = told(server)
    assert any("not shown" in note for note in drafts.notes)
    assert len(sent.encode()) / 3 < 4096 - 512
    assert "column_0_0" in sent
    assert "not shown" in sent


def test_a_question_that_is_longer_than_the_window_is_refused(server: LanguageModelServer) -> None:
    with pytest.raises(Overloaded, match=r"the model 'sql' has room for 32$"):
        generate(settings(server, context_window=576), question="why " * 900)
    assert server.requests == []


def test_a_server_that_does_not_answer_is_a_fault_of_the_stage(server: LanguageModelServer) -> None:
    server.script = ["500"] * 4
    with pytest.raises(StageUnavailable, match="it is 500"):
        generate(settings(server))


# ------------------------------------------------------------------------------------------------------- settings


def test_a_grammar_holds_the_answer_to_names_of_the_schema(server: LanguageModelServer) -> None:
    generate(settings(server, grammar=True))
    grammar = server.requests[0]["structured_outputs"]["grammar"]
    for part in ('"orders"', '"country"', '"SELECT"'):
        assert part in grammar


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"format": "haiku"}, "there is no prompt format 'haiku'; choose one of: direct, "),
        ({"repair_format": "haiku"}, "there is no prompt format 'haiku'"),
        ({"format": "brief", "grammar": True}, "the format 'brief' says more"),
        ({"model": ""}, "set TURNWISE_LLM_GENERATOR_MODEL"),
    ],
)
def test_a_wrong_setting_is_refused(server: LanguageModelServer, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        LlmGenerator(settings(server, **wrong))


def test_several_drafts_need_a_temperature(server: LanguageModelServer) -> None:
    with pytest.raises(ValidationError, match="need a `temperature`"):
        settings(server, drafts=4)
