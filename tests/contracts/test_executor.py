"""stages.Executor."""

from typing import Any

import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import StatementFailed, UnknownDatabase
from services.contracts.models import Draft, ExecuteRequest, ExecutionStatus, FetchRequest, Links
from tests.contracts.implementations import EXECUTORS
from tests.fakes import SCHEMA
from tests.in_loop import in_loop

RUNS, BREAKS = "SELECT 42", "SELECT FROM WHERE"
MANY = {
    "fake": "SELECT 25",
    "sandboxed": "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 25) SELECT i FROM n",
}

every = pytest.mark.parametrize("implementation", EXECUTORS.values(), ids=EXECUTORS)
# The fake does try again: the pipeline's own tests count by it how often they ask.
_real = {name: implementation for name, implementation in EXECUTORS.items() if not name.startswith("fake")}
every_but_the_fake = pytest.mark.parametrize("implementation", _real.values(), ids=_real)
every_with_many_rows = pytest.mark.parametrize(
    ("implementation", "sql"),
    [(implementation, MANY[name.partition(" ")[0]]) for name, implementation in EXECUTORS.items()],
    ids=EXECUTORS,
)


def request(*texts: str, **changed: Any) -> ExecuteRequest:
    drafts = tuple(Draft(sql=text) for text in texts)
    return ExecuteRequest(
        **{"drafts": drafts, "links": Links(snapshot=SCHEMA), "database_id": "shop", **changed}
    )


@every
@in_loop
async def test_the_first_draft_that_runs_is_chosen(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        execution = await executor.execute(request(BREAKS, RUNS))
    assert (execution.status, execution.draft, execution.sql) == (ExecutionStatus.OK, 1, RUNS)
    assert execution.page is not None
    assert (execution.page.rows, execution.row_count, execution.truncated) == (((42,),), 1, False)
    assert execution.page.columns[0].name == "42"
    assert execution.attempts[0].status is ExecutionStatus.INVALID
    assert (execution.attempts[-1].sql, execution.attempts[-1].row_count) == (RUNS, 1)


@every
@in_loop
async def test_what_is_wrong_with_a_statement_is_a_value(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        execution = await executor.execute(request(BREAKS))
    assert execution.status is ExecutionStatus.INVALID
    assert execution.page is None
    assert execution.diagnosis is not None
    assert execution.diagnosis.message


@every_but_the_fake
@in_loop
async def test_what_was_tried_is_not_tried_again(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        execution = await executor.execute(request(RUNS, "SELECT 43", tried=(RUNS,), round=1))
    assert [(attempt.sql, attempt.round) for attempt in execution.attempts] == [("SELECT 43", 1)]


@every
@in_loop
async def test_an_unknown_database_is_an_error(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        with pytest.raises(UnknownDatabase, match="There is no database 'nowhere' in the catalogue"):
            await executor.execute(request(RUNS, database_id="nowhere"))


@every_with_many_rows
@in_loop
async def test_a_result_comes_in_pages(implementation: Any, sql: str, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        asked = FetchRequest(database_id="shop", sql=sql, page_rows=10)
        pages = [page async for page in executor.fetch(asked)]
    assert [(page.offset, len(page.rows), page.last) for page in pages] == [
        (0, 10, False),
        (10, 10, False),
        (20, 5, True),
    ]
    assert [row[0] for page in pages for row in page.rows] == list(range(25))
    assert len({page.columns for page in pages}) == 1


@every_with_many_rows
@in_loop
async def test_a_stream_that_is_closed_leaves_nothing_behind(
    implementation: Any, sql: str, catalogue: Catalogue
) -> None:
    async with implementation(catalogue) as executor:
        for _ in range(3):  # more often than there are workers
            pages = executor.fetch(FetchRequest(database_id="shop", sql=sql, page_rows=1))
            assert len((await anext(pages)).rows) == 1
            await pages.aclose()
        assert (await executor.execute(request(RUNS))).status is ExecutionStatus.OK


@every
@in_loop
async def test_a_stream_of_what_does_not_run_is_an_error(implementation: Any, catalogue: Catalogue) -> None:
    async with implementation(catalogue) as executor:
        with pytest.raises(StatementFailed) as failed:
            _ = [page async for page in executor.fetch(FetchRequest(database_id="shop", sql=BREAKS))]
    assert failed.value.message
