"""A vLLM server in processes of its own, on loopback, and what it says of itself."""

import os
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.vllm.tiny_model import TinyModel

BASE = "tiny"  # the base's name on the server; adapters go by those of the tiny model
START_SECONDS = 600.0  # 240 to 515 were seen beside fifteen busy processes
# Where Python keeps no bytecode, each of the server's processes compiles some thousand modules. Without
# multiprocessing the model runs in the engine's process, which saves a process and its imports.
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "PYTHONDONTWRITEBYTECODE": "",
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
}
# vLLM's processes outlast a killed parent. All of a group end when one does, or the test run that holds their input.
GUARD = ("sh", "-c", '("$@"; kill -KILL 0) & read -r _; kill -KILL 0', "guard")


@dataclass(frozen=True)
class VllmServer:
    process: subprocess.Popen[bytes]
    port: int
    model: TinyModel

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def metric(self, name: str) -> float:
        """The sum over its labels, 0 where it is not told."""
        families = text_string_to_metric_families(self._page("metrics"))
        return sum(sample.value for family in families for sample in family.samples if sample.name == name)

    def is_up(self) -> bool:
        try:
            self._page("health")
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def await_running(self, requests: int, *, seconds: float) -> None:
        """Returns as soon as it is at work on so many requests. Raises TimeoutError after `seconds`."""
        deadline = time.monotonic() + seconds
        while (running := self.metric("vllm:num_requests_running")) != requests:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{running:g} requests are running, not {requests}")
            time.sleep(0.05)

    def kill(self) -> None:
        """At once, with all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as reply:
            return str(reply.read().decode())


@contextmanager
def serving(command: str, model: TinyModel, *, context: int, log: Path) -> Iterator[VllmServer]:
    """`command` starts vLLM's server as a shell would, settings of its environment in front; it ends with the block.

    Also where the test run is killed. `context` in tokens, as `make` was told.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["--port", str(port), *_arguments(model, context)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*GUARD, "env", *shlex.split(command), *arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=os.environ | ENVIRONMENT,
            start_new_session=True,
        )
    server = VllmServer(process, port, model)
    try:
        _await_start(server, log)
        yield server
    finally:
        if process.poll() is None:
            server.kill()
        assert process.stdin is not None
        process.stdin.close()


def _arguments(model: TinyModel, context: int) -> list[str]:
    served = ["--model", str(model.base), "--served-model-name", BASE, "--dtype", "float32"]
    bounds = ["--max-model-len", str(context), "--max-num-seqs", "16", "--enable-prefix-caching"]
    adapters = [f"{name}={folder}" for name, folder in model.adapters.items()]
    loras = ["--enable-lora", "--max-loras", str(len(adapters)), "--max-lora-rank", "32"]
    processes = ["--distributed-executor-backend", "uni"]
    return [*served, *bounds, *processes, *loras, "--lora-modules", *adapters]


def _await_start(server: VllmServer, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.is_up():
        if server.process.poll() is not None or time.monotonic() > deadline:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
            raise RuntimeError(f"vLLM did not start within {START_SECONDS:g} seconds; it last said:\n{last}")
        time.sleep(0.5)
