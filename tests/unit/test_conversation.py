"""One conversation over stages in memory: what is asked of them, what is stored, what a fault leaves behind."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import (
    DeadlineExceeded,
    InvalidRequest,
    Overloaded,
    StageBroken,
    StageUnavailable,
    UnknownDatabase,
    UnknownSession,
    UnknownTurn,
)
from services.contracts.models import (
    Answer,
    Answered,
    AnswerStatus,
    AskRequest,
    Context,
    Diagnosis,
    DiagnosisKind,
    Draft,
    Drafts,
    GenerateRequest,
    Heartbeat,
    Plans,
    StageEvent,
)
from services.contracts.plan import Clarification, Intent, Plan
from services.contracts.schema import Schema
from services.conversation.conversation import EmbeddedConversation
from services.conversation.pipeline import Pipeline
from services.conversation.sessions import SessionStore
from services.conversation.settings import ConversationSettings
from tests.fakes import SCHEMA, Failing, FakeExecutor, FakeGenerator, FakePlanner, FakeValueIndex, Stuck


class Stages:
    def __init__(self, **changed: Any) -> None:
        self.value_index: Any = changed.get("value_index", FakeValueIndex())
        self.planner: Any = changed.get("planner", FakePlanner())
        self.generator: Any = changed.get("generator", FakeGenerator())
        self.executor: Any = changed.get("executor", FakeExecutor())
        self.fallback: Any = changed.get("fallback")


@asynccontextmanager
async def conversation(stages: Stages, **settings: Any) -> AsyncIterator[EmbeddedConversation]:
    chosen = ConversationSettings(**settings)
    pipeline = Pipeline(
        stages.value_index,
        stages.planner,
        stages.generator,
        stages.executor,
        fallback=stages.fallback,
        repair_rounds=chosen.repair_rounds,
        heartbeat_seconds=chosen.heartbeat_seconds,
    )
    async with SessionStore("sqlite://") as sessions:
        held = EmbeddedConversation(Catalogue.of({"shop": "shop.sqlite"}), pipeline, sessions, chosen)
        await held.open("shop", session_id="s1")
        yield held


async def ask(held: EmbeddedConversation, question: str, *, request_id: str = "-") -> list[StageEvent]:
    request = AskRequest(session_id="s1", question=question, context=Context(request_id=request_id))
    return [event async for event in held.ask(request)]


async def answer(held: EmbeddedConversation, question: str, *, request_id: str = "-") -> Answer:
    last = (await ask(held, question, request_id=request_id))[-1]
    assert isinstance(last, Answered)
    return last.answer


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_events_come_in_the_order_of_the_stages() -> None:
    async def work() -> None:
        async with conversation(Stages()) as held:
            events = await ask(held, "Show revenue")
            assert [event.kind for event in events] == ["linked", "planned", "drafted", "attempt", "answered"]
            last = events[-1]
            assert isinstance(last, Answered)
            assert last.answer.status is AnswerStatus.ANSWERED
            assert last.answer.text == "42: 42."  # by what ran, whatever was planned
            assert last.answer.page is not None
            assert last.answer.page.rows == ((42,),)
            assert [timing.stage.value for timing in last.answer.timing] == [
                "link",
                "plan",
                "generate",
                "execute",
            ]

    run(work())


def test_the_stages_see_the_systems_own_earlier_turns() -> None:
    stages = Stages()

    async def work() -> None:
        async with conversation(stages, history_turns=2) as held:
            for question in ("one", "two", "three", "four"):
                await answer(held, question)

    run(work())
    last = stages.planner.requests[-1]
    assert [turn.question for turn in last.history] == ["two", "three"]
    assert last.history[1].sql == "SELECT 42"
    assert last.history[1].outcome is not None
    assert last.history[1].outcome.first_rows == ((42,),)


def test_a_failed_draft_goes_back_to_the_generator_with_its_diagnosis() -> None:
    stages = Stages(generator=FakeGenerator(("SELECT x",), ("SELECT 7",)))

    async def work() -> None:
        async with conversation(stages) as held:
            got = await answer(held, "Show revenue")
            assert got.status is AnswerStatus.ANSWERED
            assert [(a.sql, a.round) for a in got.attempts] == [("SELECT x", 0), ("SELECT 7", 1)]

    run(work())
    again = stages.generator.requests[1]
    assert again.diagnosis is not None
    assert again.diagnosis.message == "that is no number."
    assert [attempt.sql for attempt in again.attempts] == ["SELECT x"]
    assert stages.executor.requests[1].tried == ("SELECT x",)


class Searching(FakeExecutor):
    """`SELECT 0` runs and finds nothing."""

    async def execute(self, request: Any) -> Any:
        execution = await super().execute(request)
        if execution.sql != "SELECT 0" or execution.page is None:
            return execution
        diagnosis = Diagnosis(kind=DiagnosisKind.EMPTY_RESULT, message="nothing there.", sql=execution.sql)
        page = execution.page.model_copy(update={"rows": ()})
        return execution.model_copy(update={"page": page, "row_count": 0, "diagnosis": diagnosis})


@pytest.mark.parametrize(
    ("then", "sql", "rows"),
    [
        (("SELECT 7",), "SELECT 7", ((7,),)),
        (
            ("SELECT x",),
            "SELECT 0",
            (),
        ),  # that nothing is found is an answer, which a failure does not replace
        ((), "SELECT 0", ()),
    ],
)
def test_an_empty_result_goes_back_and_gives_way_to_rows_alone(
    then: tuple[str, ...], sql: str, rows: tuple[tuple[int, ...], ...]
) -> None:
    stages = Stages(generator=FakeGenerator(("SELECT 0",), then), executor=Searching())

    async def work() -> None:
        async with conversation(stages) as held:
            got = await answer(held, "Show revenue")
            assert got.page is not None
            assert (got.status, got.sql, got.page.rows) == (AnswerStatus.ANSWERED, sql, rows)
            assert [attempt.sql for attempt in got.attempts] == ["SELECT 0", *then]

    run(work())
    assert len(stages.generator.requests) == 2
    assert stages.generator.requests[1].diagnosis.message == "nothing there."


def test_rows_are_never_drafted_again() -> None:
    stages = Stages(generator=FakeGenerator(("SELECT 42",), ("SELECT 7",)), executor=Searching())

    async def work() -> None:
        async with conversation(stages, repair_rounds=3) as held:
            assert (await answer(held, "Show revenue")).sql == "SELECT 42"

    run(work())
    assert len(stages.generator.requests) == 1


def test_a_fault_while_repairing_leaves_the_empty_result() -> None:
    class Tired(FakeGenerator):
        async def generate(self, request: Any) -> Any:
            if request.diagnosis is not None:
                raise StageUnavailable("the generator is away", stage="generator")
            return await super().generate(request)

    async def work() -> None:
        async with conversation(Stages(generator=Tired(("SELECT 0",)), executor=Searching())) as held:
            got = await answer(held, "Show revenue")
            assert (got.status, got.row_count) == (AnswerStatus.ANSWERED, 0)
        async with conversation(Stages(generator=Tired(("SELECT x",)), executor=Searching())) as held:
            with pytest.raises(StageUnavailable):
                await answer(held, "Show revenue")

    run(work())


def test_repair_is_bounded_and_the_answer_says_what_was_wrong() -> None:
    stages = Stages(generator=FakeGenerator(("SELECT x",), ("SELECT y",)))

    async def work() -> None:
        async with conversation(stages, repair_rounds=3) as held:
            got = await answer(held, "Show revenue")
            assert got.status is AnswerStatus.FAILED
            assert got.text == "The question could not be answered: that is no number."
            assert len(got.attempts) == 4

    run(work())


@pytest.mark.parametrize(
    ("plan", "status", "text"),
    [
        (
            Plan(
                intent=Intent.CLARIFY,
                clarification=Clarification(question="Which total?", options=("a", "b")),
            ),
            AnswerStatus.CLARIFY,
            "Which total?",
        ),
        (
            Plan(intent=Intent.UNANSWERABLE, reason="There are no salaries here."),
            AnswerStatus.UNANSWERABLE,
            "There are no salaries here.",
        ),
        (
            Plan(intent=Intent.CHITCHAT, reason="You're welcome."),
            AnswerStatus.ANSWERED,
            "You're welcome.",
        ),
    ],
)
def test_a_plan_that_is_not_to_answer_writes_no_sql(plan: Plan, status: AnswerStatus, text: str) -> None:
    stages = Stages(planner=FakePlanner(plan))

    async def work() -> None:
        async with conversation(stages) as held:
            got = await answer(held, "Hm?")
            assert (got.status, got.text, got.sql) == (status, text, "")

    run(work())
    assert stages.generator.requests == []


def test_a_generator_without_a_draft_is_a_failed_turn() -> None:
    async def work() -> None:
        async with conversation(Stages(generator=FakeGenerator(()))) as held:
            got = await answer(held, "Show revenue")
            assert (got.status, got.text) == (
                AnswerStatus.FAILED,
                "No SQL could be written for this question.",
            )

    run(work())


def test_a_repeated_request_is_answered_once() -> None:
    stages = Stages()

    async def work() -> None:
        async with conversation(stages) as held:
            first = await answer(held, "Show revenue", request_id="r1")
            assert await answer(held, "Show revenue", request_id="r1") == first
            assert len((await held.session("s1")).turns) == 1

    run(work())
    assert len(stages.planner.requests) == 1


def test_two_questions_at_once_are_answered_one_after_the_other() -> None:
    stages = Stages()

    async def work() -> None:
        async with conversation(stages) as held:
            answers = await asyncio.gather(*(answer(held, f"question {n}") for n in range(5)))
            assert [got.turn for got in answers] == [1, 2, 3, 4, 5]

    run(work())
    assert [len(request.history) for request in stages.planner.requests] == [0, 1, 2, 3, 4]


def test_leaving_in_the_middle_of_a_turn_stops_the_stage_and_interrupts_the_turn() -> None:
    stuck = Stuck()

    async def work() -> None:
        async with conversation(Stages(executor=stuck)) as held:
            asking = asyncio.create_task(answer(held, "Show revenue"))
            await stuck.started.wait()
            asking.cancel()
            await asyncio.wait([asking])
            assert stuck.cancelled.is_set()
            assert [turn.status for turn in (await held.session("s1")).turns] == [AnswerStatus.INTERRUPTED]
            assert await held.sessions.history("s1", last=8) == ()

    run(work())


def test_a_fault_ends_the_turn_and_the_session_goes_on() -> None:
    stages = Stages(planner=Failing(lambda: StageUnavailable("the planner is away", stage="planner")))

    async def work() -> None:
        async with conversation(stages) as held:
            with pytest.raises(StageUnavailable):
                await answer(held, "Show revenue", request_id="r1")
            held.pipeline.planner = FakePlanner()
            assert (await answer(held, "Show revenue", request_id="r1")).turn == 2
            statuses = [turn.status for turn in (await held.session("s1")).turns]
            assert statuses == [AnswerStatus.INTERRUPTED, AnswerStatus.ANSWERED]

    run(work())


def test_a_slow_stage_sends_heartbeats_and_is_stopped_at_the_bound() -> None:
    stuck = Stuck()

    async def work() -> None:
        async with conversation(Stages(planner=stuck), heartbeat_seconds=0.02, turn_seconds=0.2) as held:
            events: list[StageEvent] = []

            async def collect() -> None:
                async for event in held.ask(AskRequest(session_id="s1", question="Show revenue")):
                    events.append(event)  # noqa: PERF401 (what came before the fault is looked at)

            with pytest.raises(DeadlineExceeded, match="stage 'plan' was at work"):
                await collect()
            beats = [event for event in events if isinstance(event, Heartbeat)]
            assert len(beats) >= 3
            assert {beat.stage.value for beat in beats} == {"plan"}
            assert stuck.cancelled.is_set()

    run(work())


def test_a_stage_that_answers_rubbish_is_named() -> None:
    class Rubbish:
        async def plan(self, request: object) -> Plans:  # noqa: ARG002
            return Plans(plans=())

    async def work() -> None:
        async with conversation(Stages(planner=Rubbish())) as held:
            with pytest.raises(StageBroken, match="stage 'plan'"):
                await answer(held, "Show revenue")

    run(work())


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x01"])
def test_an_empty_question_is_refused(question: str) -> None:
    async def work() -> None:
        async with conversation(Stages()) as held:
            with pytest.raises(InvalidRequest, match="empty"):
                await answer(held, question)
            assert (await held.session("s1")).turns == ()

    run(work())


@pytest.mark.parametrize("question", ["أظهر الإيرادات", "🐶 revenue 👩‍👩‍👧", "x" * 4000, "a\x00b\r\nc"])
def test_any_other_text_is_a_question(question: str) -> None:
    async def work() -> None:
        async with conversation(Stages()) as held:
            assert (await answer(held, question)).status is AnswerStatus.ANSWERED

    run(work())


def test_unknown_ids_are_named() -> None:
    async def work() -> None:
        async with conversation(Stages()) as held:
            with pytest.raises(UnknownSession, match="nobody"):
                await held.session("nobody")
            with pytest.raises(UnknownSession, match="nobody"):
                _ = [event async for event in held.ask(AskRequest(session_id="nobody", question="Hello"))]
            with pytest.raises(UnknownDatabase):
                await held.open("elsewhere")
            with pytest.raises(UnknownTurn):
                _ = [page async for page in held.fetch("s1", 7)]

    run(work())


def test_the_whole_result_of_a_turn_can_be_fetched() -> None:
    async def work() -> None:
        async with conversation(Stages()) as held:
            await answer(held, "Show revenue")
            pages = [page async for page in held.fetch("s1", 1, page_rows=20)]
            assert [len(page.rows) for page in pages] == [20, 20, 2]
            assert pages[-1].last

    run(work())


def test_rows_of_excluded_columns_are_shown_but_not_kept() -> None:
    orders, countries = SCHEMA.tables
    hidden = tuple(
        column.model_copy(update={"excluded": column.name == "total"}) for column in orders.columns
    )
    private: Schema = SCHEMA.model_copy(
        update={"tables": (orders.model_copy(update={"columns": hidden}), countries)}
    )

    class Totals(FakeExecutor):
        async def execute(self, request: Any) -> Any:
            execution = await super().execute(request)
            return execution.model_copy(update={"sql": "SELECT total FROM orders"})

    async def work() -> None:
        stages = Stages(value_index=FakeValueIndex(private), executor=Totals())
        async with conversation(stages) as held:
            shown = await answer(held, "Show revenue", request_id="r1")
            assert shown.page is not None
            assert shown.page.rows == ((42,),)
            kept = await answer(held, "Show revenue", request_id="r1")
            assert kept.page is not None
            assert kept.page.rows == ()
            assert "42" not in kept.text
            (turn,) = await held.sessions.history("s1", last=8)
            assert turn.outcome is not None
            assert turn.outcome.first_rows == ()
            assert turn.outcome.row_count == 1

    run(work())


# ------------------------------------------------------------------------------------------- a generator that is lost

LOST = [
    lambda: StageUnavailable("no answer from 127.0.0.1:8000", stage="generator"),
    lambda: Overloaded("the prompt takes 9,000 tokens", stage="generator"),
    lambda: ValueError("a bug"),
]


@pytest.mark.parametrize("fault", LOST)
def test_another_generator_writes_where_the_first_one_cannot_and_the_answer_says_so(fault: Any) -> None:
    async def work() -> None:
        stages = Stages(generator=Failing(fault), fallback=FakeGenerator(("SELECT 7",)))
        async with conversation(stages) as held:
            answered = await answer(held, "Show revenue")
            assert (answered.status, answered.sql) == (AnswerStatus.ANSWERED, "SELECT 7")
            assert str(fault()) in answered.notes[0]
            assert answered.text.startswith("The fallback generator wrote this")

    run(work())


def test_without_another_generator_the_turn_fails() -> None:
    async def work() -> None:
        async with conversation(Stages(generator=Failing(LOST[0]))) as held:
            with pytest.raises(StageUnavailable, match="no answer from"):
                await answer(held, "Show revenue")

    run(work())


def test_a_generator_that_works_needs_no_other() -> None:
    async def work() -> None:
        other = FakeGenerator(("SELECT 7",))
        async with conversation(Stages(fallback=other)) as held:
            answered = await answer(held, "Show revenue")
            assert (answered.sql, answered.notes, other.requests) == ("SELECT 42", (), [])

    run(work())


def test_what_a_generator_left_out_and_why_it_wrote_nothing_stand_in_the_answer() -> None:
    class Speechless:
        async def generate(self, _: GenerateRequest) -> Drafts:
            draft = Draft(sql="", failure="the answer was cut off")
            return Drafts(drafts=(draft, draft), notes=("not shown: 3 tables",))

    async def work() -> None:
        async with conversation(Stages(generator=Speechless())) as held:
            answered = await answer(held, "Show revenue")
            assert answered.status is AnswerStatus.FAILED
            assert answered.notes == ("not shown: 3 tables", "the answer was cut off")

    run(work())
