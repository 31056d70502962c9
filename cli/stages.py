"""One verb per stage, so that each can be tried alone: link, plan, draft, sql."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid
from rich.text import Text

from cli import jsonform
from cli.conversing import Talk, talk
from cli.database import catalogue_of
from cli.options import (
    Db,
    Generator,
    History,
    Json,
    Now,
    Planner,
    Rows,
    Seconds,
    Values,
    limits_of,
    stages_of,
)
from cli.render import console, render_page
from services.contracts.errors import DatabaseUnusable
from services.contracts.models import (
    Context,
    Diagnosis,
    DiagnosisKind,
    Draft,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    GenerateRequest,
    Limits,
    LinkRequest,
    Links,
    PlanRequest,
    Plans,
    Turn,
    ValueLink,
)
from services.conversation.answer import cell_text
from services.conversation.conversation import clean_question
from services.conversation.plan_text import plan_text
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings

_POSSIBLE_SHOWN = 8

Question = Annotated[str, typer.Argument(metavar="QUESTION")]


def link(
    db: Db,
    question: Question,
    history: History = None,
    now: Now = None,
    json: Json = False,
    value_index: Values = None,
) -> None:
    """Show which tables, columns and stored values the words of a question match."""

    async def run() -> Links:
        async with talk(db, stages_of(value_index=value_index)) as open_talk:
            turns = tuple(Turn(number=n, question=q) for n, q in enumerate(history or [], start=1))
            return await _links(open_talk, question, turns, now)

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
    """Run one statement in the sandbox. Exit code 1: it has no result; --json says why."""
    try:
        execution = asyncio.run(_sandboxed(db, statement, limits_of(seconds, rows)))
    except DatabaseUnusable as refusal:
        if not json:
            raise
        execution = _damaged(statement, refusal)
    if json:
        typer.echo(jsonform.line(jsonform.execution_fields(execution)))
    else:
        _show_execution(execution)
    if execution.status is not ExecutionStatus.OK:
        raise typer.Exit(1)


async def _sandboxed(db: Path, statement: str, limits: Limits) -> Execution:
    """The schema, too, is read in the sandbox: whoever sent the file may have sent the statement."""
    catalogue, database_id = catalogue_of(db)
    async with SandboxedExecutor(catalogue, ExecutorSettings(workers=1)) as executor:
        snapshot = await executor.declared_schema(database_id, seconds=limits.seconds)
        request = ExecuteRequest(
            drafts=(Draft(sql=statement),),
            links=Links(snapshot=snapshot),
            database_id=database_id,
            limits=limits,
        )
        return await executor.execute(request)


def _damaged(statement: str, refusal: DatabaseUnusable) -> Execution:
    diagnosis = Diagnosis(kind=DiagnosisKind.FAILED, message=refusal.message, sql=statement)
    return Execution(status=ExecutionStatus.DAMAGED, sql=statement, diagnosis=diagnosis)


async def _links(
    open_talk: Talk, question: str, history: tuple[Turn, ...], now: datetime | None = None
) -> Links:
    request = LinkRequest(
        question=clean_question(question),
        database_id=open_talk.session.database_id,
        history=history,
        context=Context(now=now),
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


def _how(link: ValueLink) -> str:
    through = ", ".join(f"{key.table} → {key.ref_table}" for key in link.via)
    return f"{link.kind.value} (through {through})" if through else link.kind.value


def _show_links(links: Links) -> None:
    grid = Grid(box=None, pad_edge=False)
    for title in ("mention", "column", "stored value", "kind", "score"):
        grid.add_column(title)
    for found in (*links.values, *links.possible[:_POSSIBLE_SHOWN]):
        grid.add_row(
            Text(found.mention.text),
            Text(str(found.column)),
            Text(f"… {cell_text(found.value)} …" if found.part else cell_text(found.value)),
            Text(_how(found) + ("" if found in links.values else ", perhaps")),
            f"{found.score:.2f}",
        )
    console().print(grid if links.values or links.possible else "no stored value matches")
    for title, names in (
        ("tables", [ranked.table for ranked in links.tables[:8]]),
        ("columns", [str(ranked.column) for ranked in links.columns[:8]]),
        ("unmatched", [mention.text for mention in links.unmatched]),
    ):
        if names:
            console().print(Text(f"{title}: {', '.join(names)}"))
    if links.truncated.values:
        console().print("not all values are shown", style="dim")
