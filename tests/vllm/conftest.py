"""One vLLM server for all tests here, with a tiny model, an adapter that writes SQL and one that writes plans.

They run where TURNWISE_VLLM_COMMAND tells how to start vLLM's server (`make test-vllm` sets it), and not at all else.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import executor_shop
from tests.vllm.answers import ADAPTERS, CONTEXT, TEXTS
from tests.vllm.server import VllmServer, serving
from tests.vllm.tiny_model import make

COMMAND = "TURNWISE_VLLM_COMMAND"
collect_ignore_glob = [] if os.environ.get(COMMAND) else ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not os.environ.get(COMMAND):
        terminalreporter.write_line("tests/vllm is left out: 'make test-vllm' runs it")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "kills_server: the server does not outlast the test, which runs last")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("kills_server") is not None)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VllmServer]:
    model = make(tmp_path_factory.mktemp("tiny"), ADAPTERS, TEXTS, context=CONTEXT)
    log = tmp_path_factory.mktemp("vllm") / "server.log"
    with serving(os.environ[COMMAND], model, context=CONTEXT, log=log) as running:
        yield running


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return executor_shop.create(tmp_path_factory.mktemp("shop") / "shop.sqlite")
