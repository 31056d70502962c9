"""Which implementation stands behind each stage. The one place where they are chosen and constructed."""

import importlib
import inspect
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from services.contracts.catalogue import Catalogue
from services.contracts.errors import InvalidRequest
from services.contracts.stages import Executor, Generator, Planner, ValueIndex
from services.conversation.conversation import EmbeddedConversation
from services.conversation.pipeline import Pipeline
from services.conversation.sessions import IN_MEMORY, SessionStore
from services.conversation.settings import ConversationSettings


def _value_index(catalogue: Catalogue) -> ValueIndex:
    from services.value_index.settings import ValueIndexSettings
    from services.value_index.value_index import EmbeddedValueIndex

    return EmbeddedValueIndex(catalogue, ValueIndexSettings())


def _schema_only(catalogue: Catalogue) -> ValueIndex:
    from services.value_index.settings import ValueIndexSettings
    from services.value_index.value_index import EmbeddedValueIndex

    return EmbeddedValueIndex(catalogue, ValueIndexSettings(values=False))


def _value_index_service(address: str) -> ValueIndex:
    from services.value_index.client import GrpcValueIndex

    return GrpcValueIndex(address)


def _lexical(_: Catalogue) -> Planner:
    from services.planner.lexical import LexicalPlanner

    return LexicalPlanner()


def _learned(_: Catalogue) -> Planner:
    from services.planner.learned import LearnedPlanner

    return LearnedPlanner()


def _llm_planner(_: Catalogue) -> Planner:
    from services.planner.llm import LlmPlanner

    return LlmPlanner()


def _planner_service(address: str) -> Planner:
    from services.planner.client import GrpcPlanner

    return GrpcPlanner(address)


def _compiler(_: Catalogue) -> Generator:
    from services.generator.compiler import CompilerGenerator

    return CompilerGenerator()


def _llm_generator(_: Catalogue) -> Generator:
    from services.generator.llm import LlmGenerator

    return LlmGenerator()


def _generator_service(address: str) -> Generator:
    from services.generator.client import GrpcGenerator

    return GrpcGenerator(address)


def _executor(catalogue: Catalogue) -> Executor:
    from services.executor.executor import SandboxedExecutor
    from services.executor.settings import ExecutorSettings

    return SandboxedExecutor(catalogue, ExecutorSettings())


def _executor_service(address: str) -> Executor:
    from services.executor.client import GrpcExecutor

    return GrpcExecutor(address)


Embedded = Mapping[str, Callable[[Catalogue], Any]]

# Imports stay inside the functions: a service that uses its planner over gRPC needs none of the planner's libraries.
VALUE_INDEXES: Embedded = {"embedded": _value_index, "schema": _schema_only}
PLANNERS: Embedded = {"lexical": _lexical, "learned": _learned, "llm": _llm_planner}
GENERATORS: Embedded = {"compiler": _compiler, "llm": _llm_generator}
EXECUTORS: Embedded = {"embedded": _executor}


def build_stage(
    name: str, protocol: type, embedded: Embedded, service: Callable[[str], Any], catalogue: Catalogue
) -> Any:
    """The stage called `name`: one of `embedded`, `grpc://host:port`, or `module:Class` made without arguments.

    Raises InvalidRequest where there is none, or where it is no `protocol`.
    """
    if name in embedded:
        return embedded[name](catalogue)
    if name.startswith("grpc://") and len(name) > len("grpc://"):
        return service(name.removeprefix("grpc://"))
    module, _, attribute = name.partition(":")
    if not module or not attribute or module == "grpc":
        known = ", ".join([*embedded, "grpc://host:port", "module:Class"])
        raise InvalidRequest(f"there is no stage '{name}'; choose one of: {known}", field=name)
    try:
        stage = getattr(importlib.import_module(module), attribute)()
    except Exception as error:  # whatever somebody else's module and class raise
        why = f"{type(error).__name__}: {error}"
        raise InvalidRequest(f"the stage '{name}' cannot be made ({why})", field=name) from error
    if not isinstance(stage, protocol):
        raise InvalidRequest(f"'{name}' is no {protocol.__name__}: it lacks the method", field=name)
    return stage


class Built:
    """A conversation and what it is made of, entered and closed together."""

    def __init__(self, conversation: EmbeddedConversation, parts: tuple[Any, ...]) -> None:
        self.conversation = conversation
        self.pipeline = conversation.pipeline
        self._parts = parts
        self._exit = AsyncExitStack()

    async def __aenter__(self) -> "Built":
        for part in self._parts:
            if hasattr(part, "__aenter__"):
                await self._exit.enter_async_context(part)
            elif inspect.iscoroutinefunction(getattr(part, "close", None)):
                self._exit.push_async_callback(part.close)
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._exit.aclose()


def build_conversation(settings: ConversationSettings, catalogue: Catalogue) -> Built:
    """All five parts as the settings name them. Nothing is started before the result is entered.

    Sessions without a place are in memory: whoever must keep them asks for `settings.kept()`.
    """
    value_index = build_stage(
        settings.value_index, ValueIndex, VALUE_INDEXES, _value_index_service, catalogue
    )
    planner = build_stage(settings.planner, Planner, PLANNERS, _planner_service, catalogue)
    generator = build_stage(settings.generator, Generator, GENERATORS, _generator_service, catalogue)
    fallback = (
        build_stage(settings.fallback_generator, Generator, GENERATORS, _generator_service, catalogue)
        if settings.fallback_generator
        else None
    )
    executor = build_stage(settings.executor, Executor, EXECUTORS, _executor_service, catalogue)
    pipeline = Pipeline(
        value_index,
        planner,
        generator,
        executor,
        fallback=fallback,
        repair_rounds=settings.repair_rounds,
        heartbeat_seconds=settings.heartbeat_seconds,
    )
    sessions = SessionStore(settings.sessions or IN_MEMORY)
    conversation = EmbeddedConversation(catalogue, pipeline, sessions, settings)
    return Built(conversation, (value_index, planner, generator, fallback, executor, sessions))
