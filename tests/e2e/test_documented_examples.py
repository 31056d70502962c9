"""What the documentation shows, run."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (  # type: ignore[import-untyped]
    ProtoReflectionDescriptorDatabase,
)

from cli.conversing import talk
from services.conversation.settings import ConversationSettings
from tests.e2e.servers import running

DOCS = Path("docs")


@pytest.fixture(scope="module")
def served(pet_shop_file: Path) -> Iterator[str]:
    """The address of `turnwise serve` on the pet shop."""
    command = ("-m", "cli.main", "serve", "--db", str(pet_shop_file), "--port", "0", "--reflection")
    with running(*command) as address:
        yield address


def test_the_client_holds_a_conversation(served: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "examples.client", served, "pet_shop"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Highest: FR" in done.stdout
    assert "= 'FR'" in done.stdout
    assert "strftime" in done.stdout


def test_the_documented_client_runs(served: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "application.md").read_text(), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code.replace("127.0.0.1:50050", served)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "SELECT country, sum(total) FROM orders GROUP BY country" in done.stdout


def test_the_documented_planner_is_the_example_and_runs(pet_shop_file: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "researcher.md").read_text(), re.DOTALL)
    assert code == Path("examples/counting_planner.py").read_text()

    async def work() -> None:
        settings = ConversationSettings(planner="examples.counting_planner:CountingPlanner")
        async with talk(pet_shop_file, settings) as open_talk:
            answer = await open_talk.ask("How many orders are there?")
            assert answer.page is not None
            assert answer.page.rows == ((4000,),)
            assert (await open_talk.ask("Sing!")).text == "No table is named."

    asyncio.run(work())


COMMAND = re.compile(
    r"grpcurl -plaintext -d '(?P<body>[^']*)' \\\n"
    r"\s+127\.0\.0\.1:50050 (?P<service>[\w.]+)/(?P<method>\w+)"
)


def test_the_grpcurl_commands_work_through_reflection(served: str) -> None:
    """As grpcurl does it: descriptors from the reflection service, requests from the JSON of the command line."""
    with grpc.insecure_channel(served) as channel:
        descriptors = ProtoReflectionDescriptorDatabase(channel)
        assert "turnwise.v1.ConversationService" in descriptors.get_services()
        pool = DescriptorPool(descriptors)
        replies: dict[str, Any] = {}
        for command in COMMAND.finditer((DOCS / "application.md").read_text()):
            service = pool.FindServiceByName(command["service"])
            method = service.FindMethodByName(command["method"])
            call: Any = channel.unary_stream if method.server_streaming else channel.unary_unary
            request = json_format.Parse(
                command["body"], GetMessageClass(method.input_type)(), descriptor_pool=pool
            )
            stub = call(
                f"/{command['service']}/{command['method']}",
                request_serializer=lambda message: message.SerializeToString(),
                response_deserializer=GetMessageClass(method.output_type).FromString,
            )
            reply = stub(request, timeout=20)
            replies[command["method"]] = list(reply) if method.server_streaming else reply
    assert replies["OpenSession"].session_id == "s1"
    assert [event.WhichOneof("kind") for event in replies["Ask"]] == [
        "linked",
        "planned",
        "drafted",
        "attempt",
        "answered",
    ]
    assert replies["Ask"][-1].answered.answer.row_count == 9
    assert replies["FetchResult"][-1].last
