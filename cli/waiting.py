"""Waiting for a person or another program at standard input, in a way that Ctrl-C ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

_AWAKE_SECONDS = 0.5
# Not sys.stdin, whose lock the interpreter wants at its end: a thread that still waits there would abort it.
STDIN = open(0, "rb", closefd=False)  # noqa: SIM115 (a descriptor, open as long as the process)


async def in_daemon_thread(read: Callable[[], T]) -> T:
    """What `read` returns. Its thread does not keep the process alive: asyncio's own threads are waited for at the
    end, and one that reads an open pipe never ends."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(outcome: T | BaseException) -> None:
        if done.done():  # cancelled meanwhile
            return
        if isinstance(outcome, BaseException):
            done.set_exception(outcome)
        else:
            done.set_result(outcome)

    def run() -> None:
        outcome: T | BaseException
        try:
            outcome = read()
        except Exception as error:
            outcome = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=run, daemon=True).start()
    while not done.done():
        # The kernel may hand a signal to any thread: this one then sleeps on, and hears of Ctrl-C when it next wakes.
        await asyncio.wait([done], timeout=_AWAKE_SECONDS)
    return done.result()
