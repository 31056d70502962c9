"""What an operator can set for the executor."""

from enum import StrEnum

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.models import Limits
from services.executor.messages import Layer


class SandboxLevel(StrEnum):
    """What must be in force around every worker, named after where that much can be had."""

    HOST = "host"  # a bare host, or a container that may make namespaces
    CONTAINER = "container"  # an unprivileged container
    PROCESS = (
        "process"  # where the kernel has no seccomp: SQLite's own bounds, and a process that can be killed
    )

    @property
    def layers(self) -> frozenset[Layer]:
        return _DEMANDED[self]


_PROCESS = frozenset({Layer.LIMITS, Layer.NO_NEW_PRIVILEGES})
_CONTAINER = _PROCESS | {Layer.SYSTEM_CALLS}
_DEMANDED = {
    SandboxLevel.PROCESS: _PROCESS,
    SandboxLevel.CONTAINER: _CONTAINER,
    SandboxLevel.HOST: _CONTAINER | {Layer.NOT_ROOT, Layer.NETWORK, Layer.FILES},
}


class ExecutorSettings(BaseSettings):
    """Environment variables `TURNWISE_EXECUTOR_…`. The maxima bound what a request may ask for in its limits."""

    model_config = SettingsConfigDict(env_prefix="TURNWISE_EXECUTOR_", frozen=True)

    workers: int = Field(default=4, ge=1, le=256, description="statements that run at the same time")
    spares: int = Field(
        default=1, ge=0, le=64, description="idle processes that stand in for a killed worker"
    )
    start_seconds: float = Field(default=10.0, gt=0, description="time within which a worker must be ready")
    max_waiting: int = Field(
        default=256, ge=0, description="requests that wait for a worker; more are refused at once as overload"
    )

    sandbox: SandboxLevel = Field(
        default=SandboxLevel.CONTAINER,
        description="`host`, `container` or `process`: what must be in force, else the executor does not start "
        "(docs/security.md); it takes whatever more the machine allows",
    )

    max_seconds: float = Field(default=60.0, gt=0, description="longest time limit of one `execute`")
    max_rows: int = Field(default=100_000, gt=0, description="most rows on the page of one `execute`")
    max_bytes: int = Field(default=64_000_000, gt=0, description="largest page of one `execute`")
    max_fetch_seconds: float = Field(
        default=600.0,
        gt=0,
        description="longest time that SQLite may work for one `fetch`; a reader's own time is free",
    )
    max_fetch_rows: int = Field(default=1_000_000_000, gt=0, description="most rows of one `fetch`")
    max_fetch_bytes: int = Field(default=1 << 40, gt=0, description="most bytes of one `fetch`")
    page_bytes: int = Field(
        default=1_000_000, gt=0, description="size at which a page of `fetch` ends, however few its rows"
    )
    idle_seconds: float = Field(
        default=60.0,
        gt=0,
        description="time after which a `fetch` whose reader asks for no page loses its worker",
    )

    sql_bytes: int = Field(default=16_384, gt=0, description="longest statement")
    cell_bytes: int = Field(default=1_000_000, gt=0, description="longest text or blob, stored or computed")
    heap_bytes: int = Field(default=256 << 20, gt=0, description="memory of SQLite in one worker")
    process_bytes: int = Field(default=1 << 30, gt=0, description="address space of one worker process")
    max_repairs: int = Field(
        default=8, ge=0, description="repaired statements that one `execute` tries; 0: none"
    )
    majority: bool = Field(
        default=False,
        description="run all drafts and take the rows that most of them find, weighted by their scores, instead of "
        "the first that finds any",
    )

    def for_execute(self, asked: Limits) -> Limits:
        return Limits(
            seconds=min(asked.seconds, self.max_seconds),
            rows=min(asked.rows, self.max_rows),
            bytes=min(asked.bytes, self.max_bytes),
        )

    def for_fetch(self, asked: Limits) -> Limits:
        return Limits(
            seconds=min(asked.seconds, self.max_fetch_seconds),
            rows=min(asked.rows, self.max_fetch_rows),
            bytes=min(asked.bytes, self.max_fetch_bytes),
        )
