"""How a dialogue is played: what a row keeps, and which histories are no leaks."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import apsw
import pytest

from eval.databases import DatabaseFiles
from eval.datasets.reference import ReferenceTurn
from eval.described import DescribedValueIndex
from eval.figures.stages import index_figures, truncated_figures
from eval.protocols.answer_key import AnswerKey
from eval.protocols.clarifying import Clarifier
from eval.protocols.dialogue import LIMITS, REFERENCE_LIMITS, DialoguePlayer, Protocol
from eval.protocols.leaks import GuardedGenerator, GuardedPlanner, GuardedValueIndex
from eval.protocols.turn_scores import TurnScorer
from eval.rows import HistoryMode, PlanSource, Problem, RunRow
from eval.running import QueryRunner
from services.contracts.errors import StageUnavailable
from services.contracts.models import Draft, Drafts, GenerateRequest, LinkRequest, Links, Truncated
from services.contracts.plan import Plan
from services.contracts.schema import Schema
from services.contracts.stages import Generator, Planner
from services.conversation.pipeline import Pipeline
from services.conversation.settings import ConversationSettings
from services.executor.settings import ExecutorSettings
from tests.eval_rows import TOTAL, plan_of
from tests.fakes import FakeExecutor, FakeGenerator, FakePlanner, FakeValueIndex


@pytest.fixture
def runner() -> Iterator[QueryRunner]:
    with QueryRunner() as queries:
        yield queries


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.sqlite"
    connection = apsw.Connection(str(file))
    connection.execute("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, country, total REAL)")
    connection.execute("INSERT INTO orders VALUES (1, 'FR', 42)")
    connection.close()
    return file


def turns(*golds: str) -> tuple[ReferenceTurn, ...]:
    return tuple(
        ReferenceTurn(
            id=f"mine/a/{turn}",
            data_set="mine",
            database_id="shop",
            dialogue="a",
            turn=turn,
            question="Total?",
            gold_sql=gold,
        )
        for turn, gold in enumerate(golds, start=1)
    )


class HalfBuiltValueIndex(FakeValueIndex):
    """Its index is being made when the second question comes."""

    async def link(self, request: LinkRequest) -> Links:
        links = await super().link(request)
        return links.model_copy(update={"truncated": Truncated(values=len(self.requests) == 2)})


class SizedValueIndex(FakeValueIndex):
    async def index_bytes(self, database_id: str) -> int:
        assert database_id == "shop"
        return 1234


def played(
    dialogue: Sequence[ReferenceTurn],
    file: Path,
    queries: QueryRunner,
    *,
    planner: Planner | None = None,
    generator: Generator | None = None,
    history: HistoryMode = HistoryMode.OWN,
    source: PlanSource = PlanSource.PLANNER,
    index: FakeValueIndex | None = None,
) -> list[RunRow]:
    """With the leak check around every stage."""
    key, index = AnswerKey(), index or SizedValueIndex()
    pipeline = Pipeline(
        GuardedValueIndex(index, key),
        GuardedPlanner(planner or FakePlanner(), key),
        GuardedGenerator(generator or FakeGenerator(), key),
        FakeExecutor(),
    )
    player = DialoguePlayer(
        clarifier=Clarifier(pipeline, 10.0),
        settings=ConversationSettings(),
        protocol=Protocol(history),
        key=key,
        scorer=TurnScorer(queries),
        database=DatabaseFiles(file.parent, None, {"shop": file}).database,
        schema=index.schema,
        index_bytes=DescribedValueIndex(index, {}).index_bytes,
        plan_source=source,
    )
    return asyncio.run(player.play(tuple(dialogue)))


def test_the_first_turn_of_a_database_says_how_large_its_index_is(shop: Path, runner: QueryRunner) -> None:
    first, second = played(turns(TOTAL, TOTAL), shop, runner, history=HistoryMode.OWN)
    assert (first.index_bytes, second.index_bytes) == (1234, None)
    assert first.index_ms is not None
    assert asyncio.run(DescribedValueIndex(FakeValueIndex(), {}).index_bytes("shop")) is None
    assert index_figures([first, second])["bytes"] == {"shop": 1234}


def test_links_that_were_cut_short_are_told(shop: Path, runner: QueryRunner) -> None:
    rows = played(turns(TOTAL, TOTAL), shop, runner, index=HalfBuiltValueIndex())
    assert [row.truncated.values for row in rows] == [False, True]
    assert truncated_figures(rows) == {"n": 2, "values": 1, "tables": 0, "columns": 0}
    assert RunRow.model_validate_json(rows[1].to_line()).truncated.values


@pytest.mark.parametrize("history", list(HistoryMode))
def test_asking_the_same_again_is_no_leak(shop: Path, runner: QueryRunner, history: HistoryMode) -> None:
    first, second = played(turns(TOTAL, TOTAL), shop, runner, history=history)
    assert first.verdicts.value is second.verdicts.value is True
    assert second.gold_plan is not None
    assert second.gold_plan.carried


def test_an_own_plan_that_was_written_as_other_sql_is_no_leak(shop: Path, runner: QueryRunner) -> None:
    """The planner's plan of the first turn is the gold plan of the second; the SQL of the first is not."""
    rows = played(turns("SELECT country FROM orders", TOTAL), shop, runner)
    assert [row.sql for row in rows] == ["SELECT 42", "SELECT 42"]


def test_an_own_plan_that_nobody_wrote_as_sql_is_no_leak(shop: Path, runner: QueryRunner) -> None:
    rows = played(turns("SELECT country FROM orders", TOTAL), shop, runner, generator=FakeGenerator(first=()))
    assert [row.problems for row in rows] == [(Problem.NO_PREDICTION,)] * 2


class SeventhPlan:
    async def generate(self, request: GenerateRequest) -> Drafts:
        assert len(request.plans) == 7
        return Drafts(drafts=(Draft(sql="SELECT 42", plan=6),))


def test_the_plan_behind_the_answer_is_kept_however_late_it_comes(shop: Path, runner: QueryRunner) -> None:
    plans = [plan_of(TOTAL).model_copy(update={"probability": 1 - place / 10}) for place in range(7)]
    (row,) = played(turns(TOTAL), shop, runner, planner=FakePlanner(*plans), generator=SeventhPlan())
    assert (row.chosen_plan, row.carried_out) == (6, plans[6])


def test_a_row_says_where_its_plans_come_from(shop: Path, runner: QueryRunner) -> None:
    gone = shop.with_name("gone.sqlite")
    for file in (shop, gone):
        (row,) = played(turns(TOTAL), file, runner, planner=FakePlanner(Plan()), source=PlanSource.NONE)
        assert row.plan_source is PlanSource.NONE


def test_a_row_keeps_what_no_link_can_stand_for(shop: Path, runner: QueryRunner) -> None:
    (row,) = played(turns("SELECT country FROM orders WHERE total IS NULL"), shop, runner)
    assert (row.literals, row.literals_left_out) == ((), {"null": 1})


def test_a_system_may_give_as_many_rows_as_the_reference() -> None:
    executor = ExecutorSettings.model_fields
    assert (LIMITS.rows, LIMITS.bytes) == (REFERENCE_LIMITS.rows, REFERENCE_LIMITS.bytes)
    assert LIMITS.rows <= executor["max_rows"].default
    assert LIMITS.bytes <= executor["max_bytes"].default


def test_a_chosen_plan_must_be_there() -> None:
    (reference,) = turns(TOTAL)
    with pytest.raises(ValueError, match="plan 1 was chosen, of 1"):
        RunRow(reference=reference, plans=(plan_of(TOTAL),), chosen_plan=1)


class UnreachableValueIndex(FakeValueIndex):
    """At its first call; `fault` is what is raised."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self._faults = [fault]

    async def schema(self, database_id: str) -> Schema:
        if self._faults:
            raise self._faults.pop()
        return await super().schema(database_id)


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (StageUnavailable("the value index cannot be reached"), "STAGE_UNAVAILABLE: the value index cannot"),
        (ValueError("7"), "STAGE_BROKEN: the value index is broken (ValueError: 7)"),
    ],
)
def test_a_value_index_that_gives_no_schema_costs_its_turn_alone(
    shop: Path, runner: QueryRunner, fault: Exception, detail: str
) -> None:
    index = UnreachableValueIndex(fault)
    first, second = played(turns(TOTAL, TOTAL), shop, runner, index=index, history=HistoryMode.GOLD)
    assert first.problems == (Problem.STAGE_FAILED,)
    assert first.detail.startswith(detail)
    assert (first.hardness, first.verdicts.value) == ("easy", False)
    assert first.gold is not None
    assert first.gold.first_rows == ((42.0,),)
    assert (second.problems, second.verdicts.value) == ((), True)
    assert second.index_ms is not None
    (request,) = index.requests
    assert [(turn.number, turn.sql) for turn in request.history] == [(1, TOTAL)]


def test_a_reference_with_split_operators_runs(shop: Path, runner: QueryRunner) -> None:
    (row,) = played(turns(f"{TOTAL} WHERE total ! = 7"), shop, runner)
    assert (row.problems, row.verdicts.value, row.verdicts.ex) == ((), True, True)


def test_a_reference_whose_words_cannot_be_told_apart_is_named(shop: Path, runner: QueryRunner) -> None:
    """SQLite takes a comment without an end; whether such a query orders its rows cannot be read."""
    (row,) = played(turns(f"{TOTAL} /* of all"), shop, runner)
    assert (row.problems, row.verdicts.value) == ((Problem.UNSCORED,), False)
    assert row.verdicts.reasons["error"].startswith("gold: whether it orders its rows")
