"""A build that stops soon after the process was told to end, wherever it is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

import apsw

_HANDLER = "turnwise.value_index.stop"
_INSTRUCTIONS = 100_000  # of SQLite between two looks, a few milliseconds

Item = TypeVar("Item")


class BuildStopped(Exception):
    """The process ends. What is done stands in the store."""


@contextmanager
def stoppable(connection: apsw.Connection, stop: Event) -> Iterator[None]:
    """Raises BuildStopped when `stop` is set: out of a statement of the connection, or else at the end of the block,
    for what was read since may be incomplete.
    """
    connection.set_progress_handler(stop.is_set, _INSTRUCTIONS, id=_HANDLER)
    try:
        yield
    except apsw.InterruptError as error:
        if stop.is_set():
            raise BuildStopped from error
        raise
    finally:
        connection.set_progress_handler(None, id=_HANDLER)
    check(stop)


def until(stop: Event, items: Iterable[Item]) -> Iterator[Item]:
    """The items, all of them. Raises BuildStopped when `stop` is set."""
    for item in items:
        check(stop)
        yield item
    check(stop)


def check(stop: Event) -> None:
    """Raises BuildStopped when `stop` is set."""
    if stop.is_set():
        raise BuildStopped
