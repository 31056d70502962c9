"""What the tests ask, and with which settings."""

from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec

from services.contracts.models import GenerateRequest, Links
from services.contracts.schema import Column, Schema, Table
from services.generator.llm import LlmGenerator, LlmGeneratorSettings
from tests import in_loop as loops
from tests.executor_shop import LINKED
from tests.vllm.answers import CONTEXT, GENERATOR
from tests.vllm.server import BASE, VllmServer

Parameters = ParamSpec("Parameters")
# Far above what a test takes on two idle cores: a model on a busy one is ten times slower.
TEST_SECONDS = 180.0
PATIENCE = {"idle_seconds": 60.0, "total_seconds": 120.0}

REQUEST = GenerateRequest(question="How many orders are there?", links=LINKED, plans=())
# The base never ends by itself; at 140 tokens a second this goes on for 20 seconds and more.
ENDLESS: dict[str, Any] = {"model": BASE, "max_tokens": CONTEXT - 1024, "extra_body": {"ignore_eos": True}}


def in_loop(test: Callable[Parameters, Awaitable[None]]) -> Callable[Parameters, None]:
    return loops.in_loop(test, seconds=TEST_SECONDS)


def settings(server: VllmServer, **changed: Any) -> LlmGeneratorSettings:
    """Of the server's adapter for SQL, without plans, if not told otherwise."""
    chosen = {"model": GENERATOR, "format": "direct", "max_tokens": 64, **PATIENCE, **changed}
    return LlmGeneratorSettings(base_url=server.base_url, **chosen)


def generator(server: VllmServer, **changed: Any) -> LlmGenerator:
    return LlmGenerator(settings(server, **changed))


def wide_schema(tables: int) -> Schema:
    columns = tuple(Column(name=f"measured_value_{number}", type="REAL") for number in range(20))
    return Schema(
        database_id="wide", tables=tuple(Table(name=f"series_{n}", columns=columns) for n in range(tables))
    )


def wide_request(tables: int) -> GenerateRequest:
    return REQUEST.model_copy(update={"links": Links(snapshot=wide_schema(tables))})
