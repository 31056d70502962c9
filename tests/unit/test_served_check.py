"""The check of a served adapter, against servers that answer as vLLM does."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from services.contracts.errors import InvalidRequest, StageUnavailable
from training.adapters.served_check import log_probabilities, served_change, served_tokens

Answering = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]]]


@contextmanager
def _server(answering: Answering) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = answering(self.path, body)
            said = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _completions(by_model: dict[str, list[float | None]]) -> Answering:
    def answering(path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert path == "/v1/completions"
        assert body["echo"]
        if body["model"] not in by_model:
            return 404, {"error": {"message": f"The model `{body['model']}` does not exist."}}
        return 200, {"choices": [{"logprobs": {"token_logprobs": by_model[body["model"]]}}]}

    return answering


def test_an_adapter_that_is_applied_changes_the_log_probabilities() -> None:
    with _server(_completions({"base": [None, -1.0, -2.0, -9.0], "plan": [None, -0.5, -2.1, -4.0]})) as url:
        found = served_change(url, "base", "plan", ["SELECT"])
    assert found.changes
    assert found.mean_change == pytest.approx(0.3)
    assert found.largest_change == pytest.approx(0.5)


def test_the_token_that_was_written_besides_does_not_count() -> None:
    with _server(_completions({"base": [None, -1.0, -7.0]})) as url:
        assert log_probabilities(url, "base", [1, 2]) == [-1.0]


def test_an_adapter_that_was_lost_is_found_out() -> None:
    with _server(_completions({"base": [None, -1.0, -2.0, 0.0], "lost": [None, -1.0, -2.0005, -3.0]})) as url:
        assert not served_change(url, "base", "lost", ["SELECT", "FROM"]).changes


def test_an_adapter_that_is_not_served_is_named() -> None:
    with (
        _server(_completions({"base": [None, -1.0, 0.0]})) as url,
        pytest.raises(InvalidRequest, match="`gone` does not exist"),
    ):
        served_change(url, "base", "gone", ["SELECT"])


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    with _server(_completions({})) as url:
        pass
    with pytest.raises(StageUnavailable, match="no answer from"):
        log_probabilities(url, "base", "SELECT")


def test_the_tokens_of_a_prompt_are_asked_for_as_they_are_served() -> None:
    asked: list[dict[str, Any]] = []

    def answering(path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        asked.append(body)
        return 200, {"tokens": [1, 2, 3], "path": path}

    said = [{"role": "user", "content": "?"}]
    with _server(answering) as url:
        assert served_tokens(url, "base", said, {"enable_thinking": False}) == [1, 2, 3]
    assert asked[0]["add_generation_prompt"]
    assert asked[0]["messages"] == said
    assert asked[0]["chat_template_kwargs"] == {"enable_thinking": False}
