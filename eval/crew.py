"""Several processes that do one job at a time each, and are killed when one takes too long.

Results come in the order of the jobs. A process that is killed or dies costs its job only: another takes its place.
"""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")
# Opened once in every process; what it gives does the jobs. Pickled, as jobs and results are.
Workshop = Callable[[], AbstractContextManager[Callable[[Job], Done]]]


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes in the place of a result."""

    reason: str


def do_in_order(
    jobs: Iterable[Job], workshop: Workshop[Job, Done], *, processes: int, seconds: float
) -> Iterator[Done | Lost]:
    """One result per job. `seconds`: how long one may take."""
    waiting = enumerate(jobs)
    done: dict[int, Done | Lost] = {}
    next_place = 0
    members: list[_Member[Job, Done]] = [_Member(workshop, seconds) for _ in range(processes)]
    try:
        while True:
            for member in members:
                if member.place is None and (numbered := next(waiting, None)) is not None:
                    member.give(*numbered)
            busy = [member for member in members if member.place is not None]
            if not busy:
                return
            settled = _settled(busy)
            done.update(settled)
            while next_place in done:
                yield done.pop(next_place)
                next_place += 1
    finally:
        for member in members:
            member.kill()


def _settled(busy: "list[_Member[Job, Done]]") -> list[tuple[int, Done | Lost]]:
    """Waits until a job is done, or lost. Places and results."""
    first_due = min(member.due for member in busy)
    ready = wait([member.connection for member in busy], timeout=max(0.0, first_due - time.monotonic()))
    settled: list[tuple[int, Done | Lost]] = []
    for member in busy:
        place = member.place
        result = member.result(ready=member.connection in ready)
        if place is not None and result is not None:
            settled.append((place, result))
    return settled


class _Member(Generic[Job, Done]):
    """One process of the crew and the job it has; `place` is None while it has none."""

    def __init__(self, workshop: Workshop[Job, Done], seconds: float) -> None:
        self._workshop = workshop
        self._seconds = seconds
        self.place: int | None = None
        self.due = 0.0
        self._start()

    def _start(self) -> None:
        self.connection, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_work, args=(theirs, self._workshop), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, place: int, job: Job) -> None:
        self.place, self.due = place, time.monotonic() + self._seconds
        with suppress(BrokenPipeError):  # a process that died shows when its result is asked for
            self.connection.send(job)

    def result(self, *, ready: bool) -> Done | Lost | None:
        """None while the job goes on."""
        result: Done | Lost
        if ready:
            try:
                result = self.connection.recv()
            except (EOFError, ConnectionResetError):
                result = self._lose("the scoring process died")
        elif time.monotonic() >= self.due:
            result = self._lose(f"scoring took longer than {self._seconds:g} s")
        else:
            return None
        self.place = None
        return result

    def _lose(self, reason: str) -> Lost:
        self.kill()
        self._start()
        return Lost(reason)

    def kill(self) -> None:
        """With the processes that it started."""
        self.connection.close()
        assert self._process.pid is not None
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:  # not yet the leader of a group, or gone
            self._process.kill()
        self._process.join()


def _work(connection: Connection, workshop: Workshop[Job, Done]) -> None:
    os.setpgrp()
    with workshop() as do:
        while True:
            try:
                job = connection.recv()
            except EOFError:
                return
            connection.send(do(job))
