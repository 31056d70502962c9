"""compose.yaml for real: `python -m tests.e2e.compose_smoke` (`make compose-smoke`) builds, starts, asks and cleans up.

Needs a container engine: the one that runs already or, where none does, the one that TURNWISE_CONTAINER_ENGINE's
program brings up (`PROGRAM up`, `PROGRAM down`). Exit code 1 with the services' last log lines when anything fails.
"""

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.contracts.errors import StageUnavailable, TurnwiseError
from services.contracts.models import Answer, Answered, AnswerStatus, AskRequest
from services.conversation.client import GrpcConversation

ROOT = Path(__file__).parents[2]
ENGINE = os.environ.get("TURNWISE_CONTAINER_ENGINE", str(ROOT / "../shared/tools/container-engine"))
PROJECT = "turnwise-smoke"
SERVICES = ("value-index", "planner", "generator", "executor", "conversation")
START_SECONDS = 180.0
RECOVERY_SECONDS = 90.0

_started = time.monotonic()


class SmokeFailed(Exception):
    """What did not hold."""


def say(message: str) -> None:
    print(f"[{time.monotonic() - _started:6.1f} s] {message}", flush=True)


def docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def engine() -> Iterator[None]:
    if _succeeds("docker", "info"):
        yield
        return
    if not Path(ENGINE).exists():
        raise SmokeFailed(f"no container engine runs, and {ENGINE} is not there to start one")
    say("starting the container engine (the first time: about 2 minutes)")
    subprocess.run([ENGINE, "up"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        subprocess.run([ENGINE, "down"], check=True)


class Composition:
    """The containers of this run, under a project name and a port of their own."""

    def __init__(self, port: int) -> None:
        v2 = _succeeds("docker", "compose", "version")
        self._command = [*(("docker", "compose") if v2 else ("docker-compose",)), "-p", PROJECT]
        # A password that has to be escaped somewhere finds the place where it is not.
        self._settings = {
            "TURNWISE_POSTGRES_PASSWORD": f"{secrets.token_hex(8)}/@:%?#",
            "TURNWISE_PUBLISH": f"127.0.0.1:{port}",
            "TURNWISE_DATABASES": "pet-shop",
        }

    def run(self, *arguments: str) -> None:
        """Raises SmokeFailed with what the command wrote."""
        done = subprocess.run(
            [*self._command, *arguments],
            check=False,
            cwd=ROOT,
            env=os.environ | self._settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise SmokeFailed(f"`compose {' '.join(arguments)}` failed:\n{done.stdout}")

    def show_logs(self) -> None:
        subprocess.run(
            [*self._command, "logs", "--no-color", "--tail=30"],
            check=False,
            cwd=ROOT,
            env=os.environ | self._settings,
        )

    def inspect(self, service: str) -> dict[str, Any]:
        labels = (f"com.docker.compose.project={PROJECT}", f"com.docker.compose.service={service}")
        filters = [option for label in labels for option in ("--filter", f"label={label}")]
        identity = docker("ps", "--all", "--quiet", *filters).strip()
        details: dict[str, Any] = json.loads(docker("inspect", identity))[0]
        return details

    def await_healthy(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        waiting = set(SERVICES)
        while waiting:
            waiting = {
                name for name in waiting if self.inspect(name)["State"]["Health"]["Status"] != "healthy"
            }
            if waiting and time.monotonic() > deadline:
                raise SmokeFailed(f"not healthy after {seconds:.0f} s: {', '.join(sorted(waiting))}")
            time.sleep(1)

    def kill(self, service: str) -> None:
        """SIGKILL from outside, as the kernel would send it: `docker kill` counts as a wish that it stay down."""
        process = self.inspect(service)["State"]["Pid"]
        program = f"import os, signal; os.kill({process}, signal.SIGKILL)"
        options = ("--rm", "--pid=host", "--user=root", "--network=none", "--entrypoint=python3")
        docker("run", *options, f"turnwise-{service}", "-c", program)

    def await_restart(self, service: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not (details := self.inspect(service))["RestartCount"] or not details["State"]["Running"]:
            if time.monotonic() > deadline:
                raise SmokeFailed(f"{service} was killed and did not come back within {seconds:.0f} s")
            time.sleep(0.5)


def check_locked_down(details: dict[str, Any]) -> None:
    name = details["Name"]
    user = docker("exec", details["Id"], "id", "-u").strip()
    if user == "0":
        raise SmokeFailed(f"{name} runs as root")
    if _succeeds("docker", "exec", "--user=root", details["Id"], "touch", "/app/written"):
        raise SmokeFailed(f"the root file system of {name} can be written to")
    host = details["HostConfig"]
    if host["CapDrop"] != ["ALL"] or not any("no-new-privileges" in option for option in host["SecurityOpt"]):
        raise SmokeFailed(f"{name} keeps capabilities or may gain privileges")
    if any(mount["RW"] for mount in details["Mounts"]):
        raise SmokeFailed(f"{name} has a volume that it can write to")


async def ask(address: str, session_id: str, question: str) -> Answer:
    conversation = GrpcConversation(address)
    try:
        await conversation.open("pet_shop", session_id=session_id)
        async for event in conversation.ask(AskRequest(session_id=session_id, question=question)):
            if isinstance(event, Answered):
                return event.answer
        raise SmokeFailed(f"the events of '{question}' ended without an answer")
    finally:
        await conversation.close()


def ask_until_answered(address: str, session_id: str, question: str, *, seconds: float) -> None:
    """Asks again only while a service is coming back, when a turn fails with StageUnavailable and nothing else."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = asyncio.run(asyncio.wait_for(ask(address, session_id, question), seconds))
        except StageUnavailable as fault:
            if time.monotonic() > deadline:
                raise SmokeFailed(f"'{question}' was not answered within {seconds:.0f} s: {fault}") from fault
            say(f"'{question}' -> {fault}")
            time.sleep(2)
        else:
            break
    if answer.status is not AnswerStatus.ANSWERED or not answer.row_count:
        raise SmokeFailed(f"'{question}' -> {answer.status}: {answer.text}")
    say(f"'{question}' -> {answer.row_count} rows: {answer.sql}")


def smoke(composition: Composition, address: str) -> None:
    say("building the images")
    composition.run("build")
    say("starting the services")
    composition.run("up", "--detach")
    composition.await_healthy(START_SECONDS)
    say("all services are healthy")
    for service in SERVICES:
        check_locked_down(composition.inspect(service))
    say("no service is root, can write to its file system or its volumes, or has capabilities")

    session_id = "smoke"
    ask_until_answered(address, session_id, "Show revenue by country", seconds=30)
    for service, question in (("planner", "Only France"), ("conversation", "Now break it down by month")):
        composition.kill(service)
        say(f"killed {service}")
        composition.await_restart(service, RECOVERY_SECONDS)
        ask_until_answered(address, session_id, question, seconds=RECOVERY_SECONDS)
    composition.await_healthy(RECOVERY_SECONDS)
    say("all services are healthy again")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that `finally` cleans up
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with engine():
        composition = Composition(port)
        try:
            smoke(composition, f"127.0.0.1:{port}")
        except BaseException:
            composition.show_logs()
            raise
        finally:
            say("removing the containers and their volumes")
            composition.run("down", "--volumes", "--timeout=10")
    say("compose smoke: 1 passed, 0 failed")


def _succeeds(*command: str) -> bool:
    quiet = subprocess.DEVNULL
    return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0


if __name__ == "__main__":
    try:
        main()
    except (SmokeFailed, TurnwiseError, TimeoutError, subprocess.CalledProcessError, OSError) as failure:
        say(f"compose smoke: 0 passed, 1 failed: {failure}")
        sys.exit(1)
