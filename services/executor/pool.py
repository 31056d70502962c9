"""The workers, handed out one per statement and replaced as they die."""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from typing import Any

from services.contracts.errors import Overloaded, StageUnavailable
from services.executor.messages import Setup
from services.executor.process import WorkerDied, WorkerProcess
from services.executor.settings import ExecutorSettings

log = logging.getLogger(__name__)

_FIRST_DELAY_SECONDS = 0.05
_LONGEST_DELAY_SECONDS = 5.0


class WorkerPool:
    """Belongs to the event loop that started it.

    `settings.workers` statements run at a time; `settings.spares` more processes are kept ready to step in for one
    that was killed. Two semaphores instead of a queue of idle workers: they serve first come, first served.
    """

    def __init__(self, settings: ExecutorSettings) -> None:
        self._settings = settings
        self._setup = Setup(
            heap_bytes=settings.heap_bytes,
            process_bytes=settings.process_bytes,
            cell_bytes=settings.cell_bytes,
            sql_bytes=settings.sql_bytes,
        )
        self._slots = asyncio.Semaphore(settings.workers)
        self._ready = asyncio.Semaphore(0)  # counts the workers in _idle, dead ones among them
        self._idle: deque[WorkerProcess] = deque()
        self._starting: set[WorkerProcess] = set()
        self._serving: set[WorkerProcess] = set()
        self._waiting = 0
        # The loop itself would forget a running task.
        self._replacements: set[asyncio.Task[None]] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self.closed = True

    async def start(self) -> None:
        """Returns when the first worker is ready; the others follow. Raises StageUnavailable when it does not start,
        or is locked down less than the settings demand."""
        self.closed = False
        try:
            log.info("each worker is locked down by %s", ", ".join((await self._add_worker()).layers))
        except (WorkerDied, OSError) as error:
            await self.close()
            raise StageUnavailable(
                f"The executor's worker does not start: {error}.", stage="executor"
            ) from error
        for _ in range(self._settings.workers + self._settings.spares - 1):
            _keep(self._replacements, self._replace())

    async def close(self) -> None:
        """Kills what runs and waits until no process is left."""
        self.closed = True
        for task in self._replacements:
            task.cancel()
        await asyncio.gather(*self._replacements, return_exceptions=True)
        for worker in self._starting | self._serving:
            worker.kill()
        await asyncio.gather(*self._burials)

    async def take(self, *, seconds: float) -> WorkerProcess:
        """A worker of one's own, to be given back. Raises Overloaded when none is free in time, and StageUnavailable
        before `start` and after `close`."""
        if self.closed:
            raise StageUnavailable("The executor is not running.", stage="executor")
        if not self._slots.locked() and not self._ready.locked() and self._idle[0].alive:
            return await self._take()  # at once, so it needs no clock
        if self._waiting >= self._settings.max_waiting:
            raise Overloaded("Too many statements are waiting for the executor.", stage="executor")
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                return await self._take()
        except TimeoutError:
            text = f"No worker of the executor became free in {seconds:.3g} s."
            raise Overloaded(text, stage="executor") from None
        finally:
            self._waiting -= 1

    def give_back(self, worker: WorkerProcess) -> None:
        if worker.alive:
            worker.stop()
            self._make_available(worker)
        self._slots.release()

    async def _take(self) -> WorkerProcess:
        await self._slots.acquire()
        try:
            while True:
                await self._ready.acquire()
                worker = self._idle.popleft()
                if worker.alive:
                    return worker
        except BaseException:
            self._slots.release()
            raise

    def _make_available(self, worker: WorkerProcess) -> None:
        # The one used last goes out first: it has databases open and its memory is warm.
        self._idle.appendleft(worker)
        self._ready.release()

    async def _add_worker(self) -> WorkerProcess:
        """Raises WorkerDied and OSError."""
        worker = WorkerProcess(self._setup, on_exit=self._ended)
        self._starting.add(worker)
        await worker.ready(seconds=self._settings.start_seconds)
        if missing := self._settings.sandbox.layers.difference(worker.layers):
            worker.kill()
            raise WorkerDied(
                f"without {' and '.join(sorted(missing))} it is locked down less than the level "
                f"'{self._settings.sandbox}' demands (TURNWISE_EXECUTOR_SANDBOX, docs/security.md)"
            )
        self._starting.discard(worker)
        self._serving.add(worker)
        self._make_available(worker)
        return worker

    async def _replace(self) -> None:
        delay = _FIRST_DELAY_SECONDS
        while True:
            try:
                await self._add_worker()
                return
            except (WorkerDied, OSError) as error:
                log.warning("a worker does not start, next try in %.2f s: %s", delay, error)
                await asyncio.sleep(delay)
                delay = min(2 * delay, _LONGEST_DELAY_SECONDS)

    def _ended(self, worker: WorkerProcess) -> None:
        _keep(self._burials, worker.bury())
        if worker in self._serving and not self.closed:
            _keep(self._replacements, self._replace())
        self._starting.discard(worker)
        self._serving.discard(worker)


def _keep(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
