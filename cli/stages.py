"""One verb per stage, so that each can be tried alone: link, plan, draft, sql, and index."""

import asyncio
from typing import Annotated

import typer
from rich.table import Table as Grid
from rich.text import Text

from cli import jsonform
from cli.conversing import Talk, talk
from cli.options import Db, Generator, History, Json, Planner, Rows, Seconds, Values, limits_of, stages_of
from cli.render import console, render_page
from services.contracts.models import (
    Draft,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    GenerateRequest,
    LinkRequest,
    Links,
    PlanRequest,
    Plans,
    Turn,
)
from services.contracts.schema import Schema
from services.conversation.answer import cell_text
from services.conversation.conversation import clean_question
from services.conversation.plan_text import plan_text

Question = Annotated[str, typer.Argument(metavar="QUESTION")]


def index(db: Db, json: Json = False) -> None:
    """Read a database and show what the value index knows of it."""

    async def run() -> Schema:
        async with talk(db, stages_of()) as open_talk:
            return await open_talk.conversation.pipeline.value_index.schema(open_talk.session.database_id)

    schema = asyncio.run(run())
    if json:
        typer.echo(jsonform.line(jsonform.plain(schema)))
    else:
        _show_schema(schema)


def link(
    db: Db, question: Question, history: History = None, json: Json = False, value_index: Values = None
) -> None:
    """Show which tables, columns and stored values the words of a question match."""

    async def run() -> Links:
        async with talk(db, stages_of(value_index=value_index)) as open_talk:
            turns = tuple(Turn(number=n, question=q) for n, q in enumerate(history or [], start=1))
            return await _links(open_talk, question, turns)

    links = asyncio.run(run())
    if json:
        typer.echo(jsonform.line(jsonform.links_fields(links)))
    else:
        _show_links(links)


def plan(
    db: Db,
    question: Question,
    history: History = None,
    json: Json = False,
    planner: Planner = None,
    value_index: Values = None,
) -> None:
    """Show the plans for a question. Earlier questions are asked first."""

    async def run() -> Plans:
        async with talk(db, stages_of(planner=planner, value_index=value_index)) as open_talk:
            return (await _plans(open_talk, question, history))[1]

    plans = asyncio.run(run())
    if json:
        typer.echo(jsonform.line(jsonform.plain(plans)))
        return
    for number, candidate in enumerate(plans.plans, start=1):
        said = plan_text(candidate) or (
            candidate.clarification.question if candidate.clarification else candidate.reason
        )
        console().print(
            f"{number}. {candidate.intent.value}, probability {candidate.probability:.2f}", style="bold"
        )
        console().print(Text(said))


def draft(
    db: Db,
    question: Question,
    history: History = None,
    json: Json = False,
    planner: Planner = None,
    generator: Generator = None,
    value_index: Values = None,
) -> None:
    """Show the SQL drafts for a question, without running them. Earlier questions are asked first."""
    settings = stages_of(planner=planner, generator=generator, value_index=value_index)

    async def run() -> tuple[Draft, ...]:
        async with talk(db, settings) as open_talk:
            links, plans = await _plans(open_talk, question, history)
            request = GenerateRequest(question=question, links=links, plans=plans.plans)
            return (await open_talk.conversation.pipeline.generator.generate(request)).drafts

    drafts = asyncio.run(run())
    if json:
        typer.echo(jsonform.line({"drafts": [jsonform.plain(candidate) for candidate in drafts]}))
    for candidate in () if json else drafts:
        typer.echo(f"{candidate.score:.2f}  {candidate.sql or candidate.failure}")
    if not any(candidate.sql for candidate in drafts):
        typer.echo("no draft: see what `turnwise plan` says", err=True)
        raise typer.Exit(1)


def sql(
    db: Db,
    statement: Annotated[str, typer.Argument(metavar="SQL")],
    json: Json = False,
    seconds: Seconds = 10.0,
    rows: Rows = 10_000,
) -> None:
    """Run one statement through the sandbox."""

    async def run() -> bool:
        async with talk(db, stages_of()) as open_talk:
            pipeline, database_id = open_talk.conversation.pipeline, open_talk.session.database_id
            snapshot = await pipeline.value_index.schema(database_id)
            request = ExecuteRequest(
                drafts=(Draft(sql=statement),),
                links=Links(snapshot=snapshot),
                database_id=database_id,
                limits=limits_of(seconds, rows),
            )
            execution = await pipeline.executor.execute(request)
        if json:
            typer.echo(jsonform.line(jsonform.execution_fields(execution)))
        else:
            _show_execution(execution)
        return execution.status is ExecutionStatus.OK

    if not asyncio.run(run()):
        raise typer.Exit(1)


async def _links(open_talk: Talk, question: str, history: tuple[Turn, ...]) -> Links:
    request = LinkRequest(
        question=clean_question(question), database_id=open_talk.session.database_id, history=history
    )
    return await open_talk.conversation.pipeline.value_index.link(request)


async def _plans(open_talk: Talk, question: str, history: list[str] | None) -> tuple[Links, Plans]:
    for earlier in history or []:
        await open_talk.ask(earlier)
    conversation = open_talk.conversation
    turns = await conversation.sessions.history(
        open_talk.session.session_id, last=conversation.settings.history_turns
    )
    links = await _links(open_talk, question, turns)
    request = PlanRequest(question=clean_question(question), links=links, history=turns)
    return links, await open_talk.conversation.pipeline.planner.plan(request)


def _show_execution(execution: Execution) -> None:
    """The rows on standard output; what was repaired, and how it went, on standard error."""
    for attempt in execution.attempts:
        if attempt.repair:
            typer.echo(f"repaired: {attempt.repair}", err=True)
    if execution.page is not None:
        console().print(render_page(execution.page, rows=100))
        if len(execution.page.rows) > 100:
            typer.echo(f"… and {len(execution.page.rows) - 100:,} more rows; --json prints all", err=True)
    cut = ", truncated" if execution.truncated else ""
    said = f": {execution.diagnosis.message}" if execution.diagnosis else ""
    typer.echo(
        f"{execution.status.value}{said} ({execution.row_count:,} rows{cut}, {execution.elapsed_ms:.1f} ms)",
        err=True,
    )


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


def _show_links(links: Links) -> None:
    grid = Grid(box=None, pad_edge=False)
    for title in ("mention", "column", "stored value", "kind", "score"):
        grid.add_column(title)
    for found in links.values:
        grid.add_row(
            Text(found.mention.text),
            Text(str(found.column)),
            Text(cell_text(found.value)),
            found.kind.value,
            f"{found.score:.2f}",
        )
    console().print(grid if links.values else "no stored value matches")
    for title, names in (
        ("tables", [ranked.table for ranked in links.tables[:8]]),
        ("columns", [str(ranked.column) for ranked in links.columns[:8]]),
        ("unmatched", [mention.text for mention in links.unmatched]),
    ):
        if names:
            console().print(Text(f"{title}: {', '.join(names)}"))
    if links.truncated.values:
        console().print("not all values are shown", style="dim")
