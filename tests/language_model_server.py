"""A local server that speaks OpenAI's protocol, and misbehaves when it is told to."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any, Self

MODELS: list[dict[str, Any]] = [
    {"id": "base", "root": "/weights/tiny-base", "parent": None, "max_model_len": 4096},
    {"id": "sql", "root": "/adapters/sql", "parent": "base", "max_model_len": 4096},
]
# A plan as a model answers it, with every field that is asked for.
EMPTY_PLAN: dict[str, Any] = {
    "intent": "answer",
    "message": "",
    "tables": [],
    "joins": [],
    "select": [],
    "distinct": False,
    "where": [],
    "group_by": [],
    "having": [],
    "order_by": [],
    "limit": None,
    "set_operator": None,
    "nested": False,
}
_STATUSES = {"400", "401", "404", "429", "500", "503", "too_long"}
_RETRY_SOON = "Retry-After-Ms: 5\r\n"


class LanguageModelServer:
    """Answers chat completions by `script`, one entry per request, then always with `texts`, one per choice in turn.

    Keeps what it was asked. `gone` counts the clients that left before the end of their answer. In `script`: a status
    as "429"; "too_long"; "hang", without a word; "silence" after the first words; "cut", the connection ends in the
    middle; "garbage", "not_a_chunk", "no_choices", "page", in the place of an answer; "endless", an answer without end.
    """

    def __init__(self) -> None:
        self.script: list[str] = []
        self.texts = ["SELECT sum(total) FROM orders"]
        self.then: list[list[str]] = []  # the texts of one request after the other, before `texts` stays
        self.finish = "stop"
        self.log_probabilities: list[float] | None = [-0.1]
        self.models: list[dict[str, Any]] | None = list(MODELS)
        self.count: Callable[[str], int] | None = None
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.gone = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._handlers: set[asyncio.Task[Any]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._in_loop(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def stop(self) -> None:
        """As one that is killed: connections end, and new ones are refused."""
        self._in_loop(self._stop())

    def _in_loop(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _stop(self) -> None:
        self._server.close()
        for handler in list(self._handlers):
            handler.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._handlers.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answers one request; whether the connection stays."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = head[0].split(" ")[1]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if path == "/v1/models":
            listed = {"object": "list", "data": [{"object": "model", **each} for each in self.models or ()]}
            return await _send(writer, "200 OK" if self.models is not None else "404 Not Found", listed)
        if path == "/tokenize":
            if self.count is None:
                return await _send(writer, "404 Not Found", {})
            told = "".join(message["content"] for message in json.loads(body)["messages"])
            return await _send(writer, "200 OK", {"count": self.count(told), "max_model_len": 4096})
        if path != "/v1/chat/completions":
            return await _send(writer, "404 Not Found", {})
        self.requests.append(json.loads(body))
        self.keys.append(headers.get("authorization", ""))
        what = self.script.pop(0) if self.script else "right"
        if what in _STATUSES:
            return await self._refuse(writer, what)
        return await self._answer(reader, writer, what)

    async def _refuse(self, writer: asyncio.StreamWriter, what: str) -> bool:
        message = f"it is {what}"
        if what == "too_long":
            message = "This model's maximum context length is 4096 tokens. However, your prompt has 5000."
        status = "400" if what == "too_long" else what
        error = {"error": {"message": message, "type": "BadRequestError", "code": int(status)}}
        return await _send(writer, f"{status} Refused", error, _RETRY_SOON)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, what: str) -> bool:
        if what == "hang":
            await self._until_gone(reader)
            return False
        kind = "text/html" if what == "page" else "text/event-stream"
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        if what == "silence":
            await _event(writer, _chunk(0, "SELECT"))
            await self._until_gone(reader)
            return False
        if what == "endless":
            return await self._write_on(writer)
        for written in self._events(what):
            await _event(writer, written)
        if what == "cut":
            writer.transport.abort()
            return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    def _events(self, what: str) -> list[str]:
        match what:
            case "garbage":
                return ['{"choices": [{"index"']
            case "not_a_chunk":
                return ['"hello"']
            case "no_choices":
                return [json.dumps({"choices": []}), "[DONE]"]
            case "page":
                return ["<html>Welcome</html>"]
            case "cut":
                return [_chunk(0, "SELECT ")]
        if self.then:
            self.texts = self.then.pop(0)
        choices = range(self.requests[-1].get("n", 1))
        texts = [self.texts[index % len(self.texts)] for index in choices]
        logged: list[float | None] = [None for _ in choices]
        if self.log_probabilities is not None and self.requests[-1].get("logprobs"):
            logged = [self.log_probabilities[index % len(self.log_probabilities)] for index in choices]
        halves = [(index, text[: len(text) // 2]) for index, text in enumerate(texts)]
        rest = [(index, text[len(text) // 2 :]) for index, text in enumerate(texts)]
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        return [
            *(_chunk(index, half, logged[index]) for index, half in halves),
            *(_chunk(index, half, logged[index], self.finish) for index, half in rest),
            json.dumps({"choices": [], "usage": usage}),
            "[DONE]",
        ]

    async def _write_on(self, writer: asyncio.StreamWriter) -> bool:
        try:
            while True:
                await _event(writer, _chunk(0, "SELECT " * 100))
                await asyncio.sleep(0.001)
        except ConnectionError:
            self.gone += 1
            return False

    async def _until_gone(self, reader: asyncio.StreamReader) -> None:
        if not await reader.read(1):
            self.gone += 1


def _chunk(index: int, text: str, logged: float | None = None, finish: str | None = None) -> str:
    choice: dict[str, Any] = {"index": index, "delta": {"content": text}, "finish_reason": finish}
    if logged is not None:
        choice["logprobs"] = {"content": [{"token": text, "logprob": logged, "top_logprobs": []}]}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return json.dumps(chunk)


async def _event(writer: asyncio.StreamWriter, written: str) -> None:
    data = f"data: {written}\n\n".encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


async def _send(writer: asyncio.StreamWriter, status: str, body: Any, headers: str = "") -> bool:
    data = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {len(data)}\r\n\r\n"
    )
    writer.write(head.encode() + data)
    await writer.drain()
    return True
