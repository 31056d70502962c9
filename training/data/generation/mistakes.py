"""Wrong statements as the generator gets them back: executed in the sandbox, with the attempts and the diagnosis."""

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from services.contracts.catalogue import Catalogue
from services.contracts.models import (
    Attempt,
    Diagnosis,
    Draft,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    Limits,
)
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings
from training.data.generation.reference_results import ReferenceResults
from training.data.generation.turns import TaughtTurn

_LIMITS = Limits(seconds=10.0, rows=10_000)


@dataclass(frozen=True, slots=True)
class Mistake:
    """`diagnosis` is None where the statement runs, finds rows, and nothing about it is suspicious."""

    attempts: tuple[Attempt, ...]
    diagnosis: Diagnosis | None

    @property
    def kind(self) -> str:
        """For counting."""
        if self.diagnosis is not None:
            return self.diagnosis.kind.value
        return "wrong rows, no diagnosis"


class MistakeFinder:
    """Use as a context manager: it owns one sandboxed worker."""

    def __init__(self, catalogue: Catalogue, results: ReferenceResults) -> None:
        self._executor = SandboxedExecutor(catalogue, ExecutorSettings(workers=1, spares=0))
        self._results = results
        self._loop = asyncio.Runner()

    def __enter__(self) -> Self:
        self._loop.run(self._executor.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.run(self._executor.close())
        self._loop.close()

    def mistake(self, turn: TaughtTurn, sql: str) -> Mistake | None:
        """None where the statement is right, or the executor repairs it so that it is."""
        if self._results.agrees(turn.reference, sql):
            return None
        execution = self._loop.run(self._executed(turn, sql))
        if execution.status is ExecutionStatus.OK and self._results.agrees(turn.reference, execution.sql):
            return None
        return Mistake(execution.attempts, execution.diagnosis)

    async def _executed(self, turn: TaughtTurn, sql: str) -> Execution:
        return await self._executor.execute(
            ExecuteRequest(
                drafts=(Draft(sql=sql),),
                links=turn.links,
                database_id=turn.reference.database_id,
                limits=_LIMITS,
            )
        )
