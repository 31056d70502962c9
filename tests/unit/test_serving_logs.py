"""What the log lines of a service say, and what they keep to themselves."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from services.contracts.serving import logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_says_where_and_no_values(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", form)
    stored = "swordfish"
    try:
        stored.index("whale")
    except ValueError:
        structlog.get_logger().exception("internal error", method="Link")
    said = capsys.readouterr().err
    assert "substring not found" in said
    assert "test_serving_logs.py" in said
    assert stored not in said.replace('stored = "swordfish"', "")
    if form == "json":
        assert json.loads(said)["method"] == "Link"
