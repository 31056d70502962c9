"""Whether the adapters of a line are served, and the settings under which it runs."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from eval.results.lines import Adapter
from services.contracts.errors import StageUnavailable
from services.contracts.language_model.model_server import ModelServer
from services.generator.llm.settings import LlmGeneratorSettings


def not_served(adapter: Adapter) -> str:
    """Why it cannot be asked under the settings of the environment; empty: it can."""
    wanted = {adapter.name, adapter.repairs} - {""}
    try:
        served = asyncio.run(_served(LlmGeneratorSettings(retries=0)))
    except StageUnavailable as unreachable:
        return f"{unreachable.message} (TURNWISE_LLM_GENERATOR_BASE_URL says where)"
    missing = ", ".join(f"'{name}'" for name in sorted(wanted - served))
    return f"{LlmGeneratorSettings().base_url} serves no {missing}" if missing else ""


async def _served(settings: LlmGeneratorSettings) -> set[str]:
    async with ModelServer(settings, stage="generator") as server:
        return {model.id for model in await server.models()}


@contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Sets them for this process and those that it starts, and puts back what was there."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
