"""The implementations that the contract tests run on, each also behind a server on loopback."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from services.contracts.catalogue import Catalogue
from services.contracts.serving.server import Server, Service, lifetime_of
from services.contracts.serving.settings import ServingSettings
from services.conversation.build import build_conversation
from services.conversation.client import GrpcConversation
from services.conversation.conversation import EmbeddedConversation
from services.conversation.pipeline import Pipeline
from services.conversation.servicer import conversation_service
from services.conversation.sessions import SessionStore
from services.conversation.settings import ConversationSettings
from services.executor.client import GrpcExecutor
from services.executor.executor import SandboxedExecutor
from services.executor.servicer import executor_service
from services.executor.settings import ExecutorSettings
from services.generator.client import GrpcGenerator
from services.generator.compiler import CompilerGenerator
from services.generator.llm import LlmGenerator, LlmGeneratorSettings
from services.generator.servicer import generator_service
from services.planner.client import GrpcPlanner
from services.planner.lexical import LexicalPlanner
from services.planner.llm import LlmPlanner, LlmPlannerSettings
from services.planner.servicer import planner_service
from services.value_index.client import GrpcValueIndex
from services.value_index.servicer import value_index_service
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex
from tests.fakes import FakeExecutor, FakeGenerator, FakeLanguageModel, FakePlanner, FakeValueIndex
from tests.language_model_server import EMPTY_PLAN

Make = Callable[[Catalogue], Any]
Implementations = Mapping[str, Callable[[Catalogue], AbstractAsyncContextManager[Any]]]


def local_and_remote(
    local: Mapping[str, Make], service: Callable[[Any], Service], client: Callable[[str], Any]
) -> Implementations:
    """Each one alone, and behind a server."""

    @asynccontextmanager
    async def alone(make: Make, catalogue: Catalogue) -> AsyncIterator[Any]:
        stage = make(catalogue)
        async with AsyncExitStack() as stack:
            if (lifetime := lifetime_of(stage)) is not None:
                await stack.enter_async_context(lifetime)
            yield stage

    @asynccontextmanager
    async def remote(make: Make, catalogue: Catalogue) -> AsyncIterator[Any]:
        server = Server(ServingSettings(port=0), [service(make(catalogue))])
        async with server, client(f"127.0.0.1:{server.port}") as stage:
            yield stage

    return _both(local, alone, remote)


def _both(
    makers: Mapping[str, Make],
    alone: Callable[[Make, Catalogue], AbstractAsyncContextManager[Any]],
    remote: Callable[[Make, Catalogue], AbstractAsyncContextManager[Any]],
) -> Implementations:
    here = {name: partial(alone, make) for name, make in makers.items()}
    return here | {f"{name} over gRPC": partial(remote, make) for name, make in makers.items()}


PLAN_REPLY = json.dumps(
    EMPTY_PLAN
    | {
        "tables": ["orders"],
        "select": [{"column": "orders.total", "aggregate": "sum", "distinct": False}],
    }
)
VALUE_INDEXES = local_and_remote(
    {
        "fake": lambda _: FakeValueIndex(),
        "embedded": lambda catalogue: EmbeddedValueIndex(catalogue, ValueIndexSettings()),
    },
    value_index_service,
    GrpcValueIndex,
)
PLANNERS = local_and_remote(
    {
        "fake": lambda _: FakePlanner(),
        "lexical": lambda _: LexicalPlanner(),
        "llm": lambda _: LlmPlanner(LlmPlannerSettings(model="m"), FakeLanguageModel(PLAN_REPLY)),
    },
    planner_service,
    GrpcPlanner,
)
GENERATORS = local_and_remote(
    {
        "fake": lambda _: FakeGenerator(),
        "compiler": lambda _: CompilerGenerator(),
        "llm": lambda _: LlmGenerator(
            LlmGeneratorSettings(model="m"), FakeLanguageModel("SELECT sum(total) FROM orders")
        ),
    },
    generator_service,
    GrpcGenerator,
)
EXECUTORS = local_and_remote(
    {
        "fake": lambda _: FakeExecutor(),
        "sandboxed": lambda catalogue: SandboxedExecutor(catalogue, ExecutorSettings(workers=1, spares=0)),
    },
    executor_service,
    GrpcExecutor,
)


class FakeBuilt(AbstractAsyncContextManager["FakeBuilt"]):
    """The embedded conversation over fake stages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._sessions = SessionStore("sqlite://")
        pipeline = Pipeline(FakeValueIndex(), FakePlanner(), FakeGenerator(), FakeExecutor())
        self.conversation = EmbeddedConversation(catalogue, pipeline, self._sessions, ConversationSettings())

    async def __aenter__(self) -> "FakeBuilt":
        await self._sessions.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sessions.__aexit__(None, None, None)


BUILT: Mapping[str, Make] = {
    "fake stages": FakeBuilt,
    "embedded": lambda catalogue: build_conversation(ConversationSettings(), catalogue),
}


@asynccontextmanager
async def _conversation(make: Make, catalogue: Catalogue) -> AsyncIterator[Any]:
    async with make(catalogue) as built:
        yield built.conversation


@asynccontextmanager
async def _conversation_over_grpc(make: Make, catalogue: Catalogue) -> AsyncIterator[Any]:
    built = make(catalogue)
    server = Server(ServingSettings(port=0), [conversation_service(built.conversation, built)])
    async with server, GrpcConversation(f"127.0.0.1:{server.port}") as client:
        yield client


CONVERSATIONS = _both(BUILT, _conversation, _conversation_over_grpc)
