"""`turnwise serve`: all five services in one process, on one port."""

import asyncio
import dataclasses
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.database import served_catalogue
from services.contracts.catalogue import Catalogue
from services.contracts.errors import InvalidRequest


def serve(
    db: Annotated[
        list[Path] | None,
        typer.Option("--db", metavar="FILE", help="A database to serve under its file's name; repeatable."),
    ] = None,
    catalogue: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML catalogue of databases, instead of --db.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")
    ] = None,
    reflection: Annotated[
        bool | None, typer.Option("--reflection", help="Answer grpcurl's questions about the services.")
    ] = None,
) -> None:
    """Serve conversations, and each stage, over gRPC.

    Further settings come from the environment: TURNWISE_CONVERSATION_… (see docs/settings.md).
    """
    # Imported here: the other commands need no server, and start faster without one.
    from services.contracts.serving import logs, server
    from services.contracts.serving.settings import CatalogueSettings, ServingSettings

    if db and catalogue:
        raise InvalidRequest("give either --db or --catalogue", field="catalogue")
    databases = (
        served_catalogue(db) if db else Catalogue.from_file(catalogue or CatalogueSettings().required())
    )
    given = {"host": host, "port": port, "reflection": reflection}
    settings = ServingSettings.of("conversation").model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )
    logs.configure(settings.log_level, settings.log_format)
    try:
        asyncio.run(server.run(settings, _services(databases)))
    except OSError as error:
        sys.exit(f"turnwise: {error}")
    except asyncio.CancelledError:
        sys.exit(server.INTERRUPTED)


def _services(databases: Catalogue) -> list["server.Service"]:  # type: ignore[name-defined] # noqa: F821
    """The conversation, and the stages that it uses; one lifetime starts and ends them all."""
    from services.conversation.build import build_conversation
    from services.conversation.servicer import conversation_service
    from services.conversation.settings import ConversationSettings
    from services.executor.servicer import executor_service
    from services.generator.servicer import generator_service
    from services.planner.servicer import planner_service
    from services.value_index.servicer import value_index_service

    built = build_conversation(ConversationSettings().kept(), databases)
    stages = (
        value_index_service(built.pipeline.value_index),
        planner_service(built.pipeline.planner),
        generator_service(built.pipeline.generator),
        executor_service(built.pipeline.executor),
    )
    alone = [dataclasses.replace(stage, lifetime=None) for stage in stages]
    return [conversation_service(built.conversation, built), *alone]
