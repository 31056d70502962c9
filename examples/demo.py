"""`make demo`: a conversation about the pet shop, then the same one by rules alone, without the value index.

Nothing is scripted but the questions: give your own with `python -m examples.demo QUESTION …`.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from cli.conversing import talk
from cli.render import console, render_answer
from examples import pet_shop
from services.conversation.settings import ConversationSettings

QUESTIONS = (
    "Show revenue by country",
    "Only France",
    "Now break it down by month",
    "That looks empty. Try the country code instead",
    "Which store has taken the most orders?",
)


async def hold(
    out: Console, database: Path, questions: tuple[str, ...], settings: ConversationSettings
) -> None:
    """One conversation, each turn printed as soon as it is answered."""
    async with talk(database, settings) as conversation:
        for question in questions:
            answer = await conversation.ask(question)
            out.print(f"\n[bold]{answer.turn}[/] ", end="")
            out.print(question, style="bold cyan", markup=False)
            out.print(render_answer(answer))


def main() -> None:
    questions = tuple(sys.argv[1:]) or QUESTIONS
    out = console()
    with tempfile.TemporaryDirectory(prefix="turnwise-demo-") as folder:
        database = pet_shop.build(Path(folder) / "pet_shop.sqlite")
        out.rule("[bold]The pet shop[/]: every turn is linked, planned, written and run", align="left")
        asyncio.run(hold(out, database, questions, ConversationSettings()))
        if questions == QUESTIONS:
            out.print()
            out.rule(
                "[bold]The same questions by rules alone, without the value index[/]: 'France' is not stored",
                align="left",
            )
            settings = ConversationSettings(value_index="schema", planner="lexical")
            asyncio.run(hold(out, database, questions, settings))


if __name__ == "__main__":
    main()
