"""The deadline of the work at hand, known to whoever is called in it: gRPC clients pass on what is left of it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from services.contracts.errors import DeadlineExceeded

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)  # time.monotonic()


def remaining() -> float | None:
    """Seconds that are left, 0 when it has passed; None: there is no deadline."""
    deadline = _DEADLINE.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Cancels the block after so many seconds, or at the deadline around it if that is sooner.

    Raises DeadlineExceeded then.
    """
    left = remaining()
    seconds = seconds if left is None else min(seconds, left)
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        async with asyncio.timeout(seconds) as timeout:
            yield
    except TimeoutError as error:
        if not timeout.expired():
            raise
        raise DeadlineExceeded(f"not done within {seconds:.3g} seconds") from error
    finally:
        _DEADLINE.reset(token)
