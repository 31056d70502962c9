"""Options that several commands share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.contracts.models import Limits
from services.conversation.settings import ConversationSettings

Db = Annotated[Path, typer.Option("--db", metavar="FILE", help="The SQLite database. It is only read.")]
Dbs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WHAT",
        help="Which databases: ids with commas, a file with one id per line, a folder that holds "
        "<id>/<id>.sqlite, or one SQLite file. Repeatable.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
Planner = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Planner: lexical, learned, llm, grpc://host:port or module:Class."),
]
Generator = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Generator: compiler, llm, grpc://host:port or module:Class."),
]
Values = Annotated[
    str | None,
    typer.Option("--value-index", metavar="NAME", help="Value index: embedded, schema (no stored values), …"),
]
Now = Annotated[
    datetime | None,
    typer.Option(metavar="DATE", help="What 'today' means, as 2026-05-31. [default: the clock]"),
]
Seconds = Annotated[float, typer.Option(min=0.01, help="Time limit of one statement.")]
Rows = Annotated[int, typer.Option(min=1, help="Row limit of one statement.")]
History = Annotated[
    list[str] | None, typer.Option(metavar="QUESTION", help="An earlier question; repeatable.")
]


def stages_of(
    *, planner: str | None = None, generator: str | None = None, value_index: str | None = None
) -> ConversationSettings:
    """The settings from the environment, with the stages that were named on the command line."""
    named = {"planner": planner, "generator": generator, "value_index": value_index}
    return ConversationSettings.model_validate(
        {stage: name for stage, name in named.items() if name is not None}
    )


def limits_of(seconds: float, rows: int) -> Limits:
    return Limits(seconds=seconds, rows=rows)
