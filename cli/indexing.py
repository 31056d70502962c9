"""`turnwise index`: what a database holds, and the index of a large one made ahead of the first question."""

import asyncio
import time
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Grid
from rich.text import Text

from cli import jsonform
from cli.database import catalogue_of
from cli.options import Db, Json
from cli.render import console
from services.contracts.schema import Schema
from services.conversation.answer import cell_text
from services.value_index import building
from services.value_index.content import DatabaseContent
from services.value_index.profiles import ColumnProfile
from services.value_index.settings import ValueIndexSettings
from services.value_index.stores import store_of
from services.value_index.value_index import EmbeddedValueIndex

_FREQUENT = 3
_PROFILES: TypeAdapter[tuple[ColumnProfile, ...]] = TypeAdapter(tuple[ColumnProfile, ...])


def index(
    db: Db,
    columns: Annotated[
        bool, typer.Option("--columns", help="Show what the values of each column are like.")
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove the index that is kept of the database.")
    ] = False,
    json: Json = False,
) -> None:
    """Read a database, index it where it is large, and show what the value index knows of it."""
    catalogue, database_id = catalogue_of(db)
    settings = ValueIndexSettings()
    store = store_of(catalogue.database(database_id), settings)
    if remove:
        store.remove()
        typer.echo("no index of this database is kept any more", err=True)
        return
    value_index = EmbeddedValueIndex(catalogue, settings)
    started = time.monotonic()
    try:
        content = asyncio.run(_refreshed(value_index, database_id))
    except KeyboardInterrupt:
        typer.echo("stopped; an index in the making goes on from here at the next call", err=True)
        raise
    seconds = time.monotonic() - started
    if json:
        typer.echo(jsonform.line(_fields(content, columns=columns)))
    elif columns:
        _show_columns(content)
    else:
        _show_schema(content.schema)
    small = building.is_small(content.schema, settings)
    kept = "small: read into memory each time" if small else f"the index is kept in {store.place}"
    cut = "; not all values fit the limits of the settings" if content.texts.truncated else ""
    typer.echo(f"up to date after {seconds:.1f} s; {kept}{cut}", err=True)


async def _refreshed(value_index: EmbeddedValueIndex, database_id: str) -> DatabaseContent:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("reading", total=None)

        def report(progress: building.Progress) -> None:
            bar.update(task, description=progress.table[:30], completed=progress.done, total=progress.tables)

        try:
            return await value_index.refreshed(database_id, report)
        finally:
            await value_index.close()


def _fields(content: DatabaseContent, *, columns: bool) -> dict[str, Any]:
    fields = jsonform.plain(content.schema)
    if columns:
        fields["profiles"] = _PROFILES.dump_python(content.profiles, mode="json")
    return fields


def _show_schema(schema: Schema) -> None:
    grid = Grid(box=None, pad_edge=False)
    for title, justify in (("table", "left"), ("rows", "right"), ("columns", "left")):
        grid.add_column(title, justify=justify)  # type: ignore[arg-type]
    for table in schema.tables:
        names = ", ".join(column.name for column in table.columns)
        rows = "?" if table.row_count is None else f"{table.row_count:,}"
        grid.add_row(Text(table.name + (" (view)" if table.view else "")), rows, Text(names))
    console().print(grid)
    for key in schema.foreign_keys:
        inferred = " (inferred)" if key.inferred else ""
        typer.echo(
            f"{key.table}({', '.join(key.columns)}) → {key.ref_table}({', '.join(key.ref_columns)}){inferred}"
        )


def _show_columns(content: DatabaseContent) -> None:
    profiles = {str(profile.column): profile for profile in content.profiles}
    grid = Grid(box=None, pad_edge=False)
    for title in ("column", "stored as", "distinct", "NULL", "format"):
        grid.add_column(title, justify="right" if title in ("distinct", "NULL") else "left", no_wrap=True)
    for title, width in (("least", 12), ("greatest", 12), ("frequent", 20)):
        grid.add_column(title, overflow="ellipsis", no_wrap=True, max_width=width)
    for table in content.schema.tables:
        for column in table.columns:
            name = Text(f"{table.name}.{column.name}")
            profile = profiles.get(name.plain)
            if profile is None:
                grid.add_row(
                    name, "excluded" if column.excluded else "view" if table.view else "not readable"
                )
                continue
            frequent = ", ".join(cell_text(value) for value in column.samples[:_FREQUENT])
            types = ", ".join(kind for kind in profile.types if kind != "null")
            ends = (Text("" if end is None else cell_text(end)) for end in (profile.low, profile.high))
            grid.add_row(
                name,
                types,
                f"{profile.distinct:,}",
                f"{profile.nulls:,}",
                profile.format.value,
                *ends,
                Text(frequent),
            )
    console().print(grid)
