"""`turnwise chat` and `turnwise ask`: one conversation about one file."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

import typer
from rich.console import Console

from cli import jsonform
from cli.conversing import Talk, talk
from cli.failure import exit_code_of, say
from cli.options import Db, Generator, Json, Planner, Rows, Seconds, Values, limits_of, stages_of
from cli.render import console, render_answer
from cli.waiting import STDIN, in_daemon_thread
from services.contracts.errors import InvalidRequest, TurnwiseError
from services.contracts.models import Answer, AnswerStatus
from services.conversation.answer import printable

SessionOption = Annotated[
    str | None,
    typer.Option("--session", metavar="ID", help="Resume this conversation, or start it under this id."),
]
Brief = Annotated[bool, typer.Option("--brief", help="Only the answer and its table.")]


def chat(
    db: Db,
    session: SessionOption = None,
    brief: Brief = False,
    planner: Planner = None,
    generator: Generator = None,
    value_index: Values = None,
    seconds: Seconds = 10.0,
    rows: Rows = 10_000,
) -> None:
    """Talk with a database. An empty line or Ctrl-D ends the conversation."""
    settings = stages_of(planner=planner, generator=generator, value_index=value_index).kept()

    async def run() -> None:
        async with talk(db, settings, session_id=session, limits=limits_of(seconds, rows)) as open_talk:
            await _chat(open_talk, brief=brief)

    asyncio.run(run())


def ask(
    db: Db,
    questions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION…]", help="Turns of one conversation; - reads one per line."),
    ] = None,
    json: Json = False,
    session: SessionOption = None,
    brief: Brief = False,
    planner: Planner = None,
    generator: Generator = None,
    value_index: Values = None,
    seconds: Seconds = 10.0,
    rows: Rows = 10_000,
) -> None:
    """Ask one question, or several as one conversation.

    With --json each turn is one JSON object on a line, printed as soon as the turn is answered; `-` reads the
    questions from standard input, one per line.
    """
    if not questions:
        raise typer.BadParameter(
            "give a question, or - to read questions from standard input", param_hint="QUESTION"
        )
    settings = stages_of(planner=planner, generator=generator, value_index=value_index)
    settings = settings.kept() if session else settings

    async def run() -> bool:
        async with talk(db, settings, session_id=session, limits=limits_of(seconds, rows)) as open_talk:
            return await _ask_all(open_talk, questions, as_json=json, brief=brief)

    if not asyncio.run(run()):
        raise typer.Exit(1)


async def _ask_all(open_talk: Talk, questions: Sequence[str], *, as_json: bool, brief: bool) -> bool:
    """Whether every question was answered. A question that ends in a fault does not end the conversation."""
    _resumed(open_talk)
    out, number = console(), len(open_talk.session.turns)
    all_answered, several = True, len(questions) > 1 or "-" in questions
    async for question in _questions(questions):
        try:
            answer = await open_talk.ask(question)
        except TurnwiseError as error:
            if not as_json and exit_code_of(error) == 2 and not several:
                raise
            all_answered = False
            refused = isinstance(error, InvalidRequest)  # and so no turn; any other fault has cut one off
            number += not refused
            if as_json:
                turn = None if refused else number
                session_id = open_talk.session.session_id
                _print_line(jsonform.line(jsonform.failed_fields(turn, question, session_id, error)))
            else:
                say(error)
            continue
        number = answer.turn
        all_answered = all_answered and answer.status is AnswerStatus.ANSWERED
        if as_json:
            _print_line(jsonform.line(jsonform.answer_fields(answer)))
        else:
            _print_answer(out, answer, brief=brief, with_question=several)
    return all_answered


async def _questions(given: Sequence[str]) -> AsyncIterator[str]:
    for question in given:
        if question != "-":
            yield question
            continue
        while line := await in_daemon_thread(STDIN.readline):
            yield line.decode("utf-8", errors="replace").rstrip("\r\n")


async def _chat(open_talk: Talk, *, brief: bool) -> None:
    out = console()
    interactive = sys.stdin.isatty()
    _resumed(open_talk)
    if interactive:
        _hint("Ask in your own words; an empty line ends the conversation.")
    while True:
        question = await in_daemon_thread(lambda: _read(interactive))
        if question is None or not question.strip():
            break
        try:
            answer = await open_talk.ask(question)
        except TurnwiseError as error:
            say(error)
            continue
        _print_answer(out, answer, brief=brief, with_question=not interactive)
    if interactive:
        _hint(f"Resume with: turnwise chat --db FILE --session {open_talk.session.session_id}")


def _resumed(open_talk: Talk) -> None:
    """What there was before, on standard error. Completed turns are never lost; a cut one is named."""
    turns = open_talk.session.turns
    if open_talk.named and not turns:
        _hint(f"Started the conversation '{open_talk.session.session_id}': there was none of that name.")
    if turns:
        _hint(f"Resumed after {len(turns)} turn{'s' if len(turns) != 1 else ''}:")
    for turn in turns:
        mark = "" if turn.answer else f" ({turn.status.value})"
        _hint(f"  {turn.number}. {turn.question}{mark}")


def _read(interactive: bool) -> str | None:
    if not interactive:
        line = STDIN.readline()
        return line.decode("utf-8", errors="replace").rstrip("\r\n") if line else None
    try:
        return Console(stderr=True).input("[bold cyan]?[/] ")
    except EOFError:
        return None


def _print_answer(out: Console, answer: Answer, *, brief: bool, with_question: bool) -> None:
    if with_question:
        out.rule(f"[bold]{answer.turn}[/]", align="left", style="dim")
        out.print(printable(answer.question), style="bold cyan", markup=False)
    out.print(render_answer(answer, details=not brief))


def _print_line(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _hint(text: str) -> None:
    Console(stderr=True, highlight=False).print(text, style="dim", markup=False)
