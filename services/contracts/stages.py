"""The stages as protocols. A local object and a gRPC client both satisfy them; the same contract tests run on both."""

from collections.abc import AsyncGenerator
from typing import Protocol, runtime_checkable

from services.contracts.models import (
    AskRequest,
    Drafts,
    ExecuteRequest,
    Execution,
    FetchRequest,
    GenerateRequest,
    LinkRequest,
    Links,
    PlanRequest,
    Plans,
    ResultPage,
    Session,
    StageEvent,
)
from services.contracts.schema import Schema


@runtime_checkable
class ValueIndex(Protocol):
    """`schema` stands beside the verb so that a snapshot travels once and is then named by its hash."""

    async def link(self, request: LinkRequest) -> Links: ...

    async def schema(self, database_id: str) -> Schema: ...


@runtime_checkable
class TellsItsSize(Protocol):
    """What a value index may offer besides."""

    async def index_bytes(self, database_id: str) -> int | None:
        """What it keeps of the current version of the database, in memory or in its store; None where that cannot be
        told. Waits until the index is made."""
        ...


@runtime_checkable
class Planner(Protocol):
    async def plan(self, request: PlanRequest) -> Plans: ...


@runtime_checkable
class Generator(Protocol):
    async def generate(self, request: GenerateRequest) -> Drafts: ...


@runtime_checkable
class Executor(Protocol):
    async def execute(self, request: ExecuteRequest) -> Execution: ...

    def fetch(self, request: FetchRequest) -> AsyncGenerator[ResultPage]:
        """The result's pages in order, in bounded memory. Closing the iterator frees the worker.

        Raises StatementFailed where `execute` would have answered a Diagnosis: a stream has no place for one.
        """
        ...


@runtime_checkable
class Conversation(Protocol):
    async def databases(self) -> tuple[str, ...]: ...

    async def open(self, database_id: str, *, session_id: str | None = None) -> Session:
        """A new session on that database, or the existing one of that id (FAILED_PRECONDITION on another database)."""
        ...

    async def session(self, session_id: str) -> Session: ...

    def ask(self, request: AskRequest) -> AsyncGenerator[StageEvent]:
        """The stages' events as they happen; the last one is Answered."""
        ...

    def fetch(self, session_id: str, turn: int, *, page_rows: int = 1000) -> AsyncGenerator[ResultPage]:
        """The whole result of an answered turn, run again under the executor's limits."""
        ...
