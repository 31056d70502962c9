"""Writes docs/settings.md from the settings classes; --check only says whether it is up to date (exit code 1: not)."""

import argparse
import sys
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from eval.hosted.settings import HostedUserSettings, RecordSettings
from services.contracts.serving.settings import PORTS, CatalogueSettings, ServingSettings
from services.conversation.settings import ConversationSettings
from services.executor.settings import ExecutorSettings
from services.generator.llm.settings import LlmGeneratorSettings
from services.generator.settings import GeneratorServiceSettings
from services.planner.learned.settings import LearnedPlannerSettings
from services.planner.llm.settings import LlmPlannerSettings
from services.planner.settings import PlannerServiceSettings, PlannerSettings
from services.value_index.settings import ValueIndexSettings

PAGE = Path(__file__).parents[1] / "docs/settings.md"
INTRODUCTION = """# Settings

Every setting is an environment variable, the same in a container and for `turnwise serve`. Lists are written as
JSON, as in `["*password*", "*iban*"]`. This page is made from the code by `make settings`.
"""
CLASSES: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("All services", CatalogueSettings),
    ("Conversation", ConversationSettings),
    ("Value index", ValueIndexSettings),
    ("Planner", PlannerServiceSettings),
    ("Lexical planner", PlannerSettings),
    ("Learned planner", LearnedPlannerSettings),
    ("`llm` planner", LlmPlannerSettings),
    ("Generator", GeneratorServiceSettings),
    ("`llm` generator", LlmGeneratorSettings),
    ("Executor", ExecutorSettings),
    ("Recorded models, in evaluation", RecordSettings),
    ("Hosted simulated user, in evaluation", HostedUserSettings),
)


def page() -> str:
    services = ", ".join(f"`{service.upper()}` (port {port})" for service, port in PORTS.items())
    listening = f"`SERVICE` stands for one of {services}; the port below is the conversation's."
    common = _section("How each service listens", ServingSettings, "TURNWISE_SERVICE_", listening)
    sections = [_section(title, settings, settings.model_config["env_prefix"]) for title, settings in CLASSES]
    return "\n".join([INTRODUCTION, *sections, common])


def _section(title: str, settings: type[BaseSettings], prefix: str, *paragraphs: str) -> str:
    head = [f"## {title}", *paragraphs, "| setting | default | meaning |\n| --- | --- | --- |"]
    rows = [_row(prefix + name.upper(), field) for name, field in settings.model_fields.items()]
    return "\n\n".join(head) + "\n" + "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    if not field.description:
        raise ValueError(f"{name} has no description")
    return f"| `{name}` | {_shown(field.default)} | {field.description} |"


def _shown(default: object) -> str:
    match default:
        case None | "" | ():
            return "none"
        case tuple():
            return ", ".join(f"`{item}`" for item in default)
        case Path():
            return f"`{default.relative_to(PAGE.parents[1])}` of the installation"
        case bool():
            return f"`{str(default).lower()}`"
        case _:
            return f"`{default}`"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(";")[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 when the page differs"
    )
    if not parser.parse_args().check:
        PAGE.write_text(page())
    elif not PAGE.exists() or PAGE.read_text() != page():
        sys.exit(f"{PAGE.name} is not what the settings classes say, run `make settings`")


if __name__ == "__main__":
    main()
