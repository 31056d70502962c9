"""Asynchronous tests in an event loop of their own."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec

Parameters = ParamSpec("Parameters")
SECONDS = 30.0  # far above what any test takes; without it, one that hangs would stop the run


def in_loop(
    test: Callable[Parameters, Awaitable[None]], *, seconds: float = SECONDS
) -> Callable[Parameters, None]:
    """The test as pytest can call it."""

    @functools.wraps(test)
    def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> None:
        asyncio.run(asyncio.wait_for(test(*arguments, **options), seconds))

    return run
