"""Waiting for a person or another program at standard input, in a way that Ctrl-C ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

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
    return await done
