"""The deadline of the work at hand."""

import asyncio

import pytest

from services.contracts import deadline
from services.contracts.errors import DeadlineExceeded
from tests.in_loop import in_loop


@in_loop
async def test_there_is_none_outside() -> None:
    assert deadline.remaining() is None
    async with deadline.within(5):
        left = deadline.remaining()
        assert left is not None
        assert 4 < left <= 5
    assert deadline.remaining() is None


@in_loop
async def test_the_nearer_of_two_counts() -> None:
    async with deadline.within(5):
        async with deadline.within(60):
            left = deadline.remaining()
            assert left is not None
            assert left <= 5
        with pytest.raises(DeadlineExceeded, match=r"not done within 0\.01 seconds"):
            async with deadline.within(0.01):
                await asyncio.sleep(5)


@in_loop
async def test_it_holds_in_the_tasks_that_are_started_under_it() -> None:
    async def look() -> float | None:
        return deadline.remaining()

    async with deadline.within(5):
        assert await asyncio.create_task(look()) is not None


@in_loop
async def test_a_timeout_of_the_work_itself_is_not_taken_for_it() -> None:
    with pytest.raises(TimeoutError, match="its own"):
        async with deadline.within(5):
            raise TimeoutError("its own")
