"""Awaits one stage after the other: time per stage, heartbeats while one is at work, tokens spent, notes."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog

from services.contracts.deadline import remaining
from services.contracts.errors import DeadlineExceeded, StageBroken, TurnwiseError
from services.contracts.models import Heartbeat, Stage, StageEvent, StageTiming, Usage

T = TypeVar("T")
log = structlog.get_logger()


class Steps:
    def __init__(self, emit: Callable[[StageEvent], None], heartbeat_seconds: float) -> None:
        self._emit = emit
        self._heartbeat_seconds = heartbeat_seconds
        self._elapsed: dict[Stage, float] = {}
        self.usage = Usage()
        self.notes: tuple[str, ...] = ()

    async def __call__(self, stage: Stage, work: Coroutine[Any, Any, T], expected: type[T]) -> T:
        """The stage's answer. A stage that runs in several rounds adds up to one timing.

        Stages can be anybody's: one that raises what is no TurnwiseError, or answers something else than
        `expected`, is StageBroken.
        """
        start = time.perf_counter()
        beat = asyncio.create_task(self._beat(stage, start))
        try:
            answer = await work
        except DeadlineExceeded as error:
            raise _late(stage) from error
        except asyncio.CancelledError:
            if remaining() == 0:
                raise _late(stage) from None
            raise
        except TurnwiseError:
            raise
        except Exception as error:
            log.exception("stage_broken", stage=stage.value)
            raise _broken(stage, f"{type(error).__name__}: {error}") from error
        else:
            if not isinstance(answer, expected):
                raise _broken(stage, f"it answered {type(answer).__name__}, not {expected.__name__}")
            return answer
        finally:
            beat.cancel()
            self._elapsed[stage] = self._elapsed.get(stage, 0.0) + _ms_since(start)

    def spent(self, usage: Usage) -> None:
        self.usage = Usage(
            prompt_tokens=self.usage.prompt_tokens + usage.prompt_tokens,
            completion_tokens=self.usage.completion_tokens + usage.completion_tokens,
            cost=self.usage.cost + usage.cost,
        )

    def note(self, *notes: str) -> None:
        """What the user should know beside the answer; each is said once."""
        self.notes = tuple(dict.fromkeys((*self.notes, *notes)))

    @property
    def timing(self) -> tuple[StageTiming, ...]:
        return tuple(StageTiming(stage=stage, ms=ms) for stage, ms in self._elapsed.items())

    async def _beat(self, stage: Stage, start: float) -> None:
        while True:
            await asyncio.sleep(self._heartbeat_seconds)
            self._emit(Heartbeat(stage=stage, elapsed_ms=_ms_since(start)))


def _late(stage: Stage) -> DeadlineExceeded:
    return DeadlineExceeded(
        f"the deadline passed while the stage '{stage.value}' was at work", stage=stage.value
    )


def _broken(stage: Stage, why: str) -> StageBroken:
    return StageBroken(f"the stage '{stage.value}' is broken ({why})", stage=stage.value)


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 3)
