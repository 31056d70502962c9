"""Several processes that do one job at a time each, and are killed when one takes too long.

A process that is killed or dies costs its job only: another takes its place.
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
# Opened once in every process; what it gives does the jobs. Pickled, as jobs and results are; no result is None.
Workshop = Callable[[], AbstractContextManager[Callable[[Job], Done]]]


_START_SECONDS = 120.0
_STARTING_AT_ONCE = os.cpu_count() or 1  # more would hold each other up beyond the time that a start may take


class _Started:
    """The first message of a process."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes in the place of a result."""

    reason: str


def do_as_done(
    jobs: Iterable[Job], workshop: Workshop[Job, Done], *, processes: int, seconds: float
) -> Iterator[tuple[int, Done | Lost]]:
    """The place of each job, from 0, with its result, as they are done. `seconds`: how long one may take, in a process
    that has started.
    """
    waiting = enumerate(jobs)
    members: list[_Member[Job, Done]] = []
    try:
        while True:
            for member in members:
                if member.place is None and (numbered := next(waiting, None)) is not None:
                    member.give(*numbered)
            starting = sum(not member.started for member in members)
            while len(members) < processes and starting < _STARTING_AT_ONCE:
                if (numbered := next(waiting, None)) is None:
                    break
                members.append(_Member(workshop, seconds))
                members[-1].give(*numbered)
                starting += 1
            busy = [member for member in members if member.place is not None]
            if not busy:
                return
            yield from _settled(busy)
    finally:
        for member in members:
            member.kill()


def do_in_order(
    jobs: Iterable[Job], workshop: Workshop[Job, Done], *, processes: int, seconds: float
) -> Iterator[Done | Lost]:
    """As `do_as_done`, with the results in the order of the jobs: one that is done early waits for those before it."""
    done: dict[int, Done | Lost] = {}
    next_place = 0
    for place, result in do_as_done(jobs, workshop, processes=processes, seconds=seconds):
        done[place] = result
        while next_place in done:
            yield done.pop(next_place)
            next_place += 1


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
    """One process of the crew and the job it has; `place` is None while it has none, `started` once it can work."""

    def __init__(self, workshop: Workshop[Job, Done], seconds: float) -> None:
        self._workshop = workshop
        self._seconds = seconds
        self.place: int | None = None
        self._start()

    def _start(self) -> None:
        self.connection, theirs = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_work, args=(theirs, self._workshop), daemon=True)
        # Ctrl-C goes to all processes of the terminal; these end when their parent kills them, without a word.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        theirs.close()
        self.started = False
        self.due = time.monotonic() + _START_SECONDS

    def give(self, place: int, job: Job) -> None:
        self.place = place
        if self.started:
            self.due = time.monotonic() + self._seconds
        with suppress(BrokenPipeError):  # a process that died shows when its result is asked for
            self.connection.send(job)

    def result(self, *, ready: bool) -> Done | Lost | None:
        """None while the job goes on."""
        result: Done | Lost | None = None
        if ready:
            result = self._receive()
        elif time.monotonic() >= self.due:
            result = self._lose(
                f"it took longer than {self._seconds:g} s"
                if self.started
                else "no process could be started for it"
            )
        if result is not None:
            self.place = None
        return result

    def _receive(self) -> Done | Lost | None:
        try:
            message = self.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._lose("the process died")
        if not isinstance(message, _Started):
            done: Done = message
            return done
        self.started = True
        self.due = time.monotonic() + self._seconds
        return None

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
        connection.send(_Started())
        while True:
            try:
                job = connection.recv()
            except EOFError:
                return
            connection.send(do(job))
