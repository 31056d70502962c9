"""`make eval-demo`: the pet shop's 40 dialogues with the system's own history, scored by value accuracy.

Exits 0 whatever the score is. The last line on standard output is one JSON object with the figures.
"""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from cli.conversing import Talk, talk
from cli.database import catalogue_of
from cli.render import console
from eval.metrics.result import Result
from eval.metrics.value import orders_rows, value_equal
from eval.running import Failure, QueryRunner
from examples import pet_shop
from services.contracts.errors import TurnwiseError
from services.contracts.models import AnswerStatus, ResultPage
from services.conversation.settings import ConversationSettings

DIALOGUES = Path(__file__).with_name("pet_shop_dialogues.json")
_LISTED = 12


@dataclass(frozen=True)
class Scored:
    """One turn: whether its rows are the reference's, and what was answered instead."""

    dialogue: str
    turn: int
    question: str
    right: bool
    status: str


async def score(file: Path, dialogues: Sequence[dict[str, Any]]) -> list[Scored]:
    """All turns in order. A dialogue's history is what the system itself answered."""
    scored: list[Scored] = []
    catalogue, database_id = catalogue_of(file)
    with QueryRunner() as reference:
        for dialogue in track(dialogues, "dialogues", console=Console(stderr=True), transient=True):
            async with talk(file, ConversationSettings()) as conversation:
                for number, turn in enumerate(dialogue["turns"], start=1):
                    status, page = await _answered(conversation, turn["question"])
                    expected = reference.run(catalogue.database(database_id), turn["sql"])
                    if isinstance(expected, Failure):
                        raise ValueError(f"reference of {dialogue['id']} {number}: {expected.message}")
                    right = page is not None and _equal(expected, page, orders_rows(turn["sql"]))
                    scored.append(Scored(dialogue["id"], number, turn["question"], right, status))
    return scored


async def _answered(conversation: Talk, question: str) -> tuple[str, ResultPage | None]:
    try:
        answer = await conversation.ask(question)
    except TurnwiseError:
        return AnswerStatus.FAILED.value, None
    return answer.status.value, answer.page


def _equal(expected: Result, page: ResultPage, ordered: bool) -> bool:
    answered = Result(columns=tuple(column.name for column in page.columns), rows=page.rows)
    return value_equal(expected, answered, ordered=ordered)


def figures(scored: Sequence[Scored]) -> dict[str, float | int]:
    """Shares of turns, of first turns, of follow-ups, and of dialogues in which every turn is right."""
    dialogues = {turn.dialogue for turn in scored}
    wrong = {turn.dialogue for turn in scored if not turn.right}
    return {
        "turns": len(scored),
        "turn_accuracy": _share([turn.right for turn in scored]),
        "first_turn_accuracy": _share([turn.right for turn in scored if turn.turn == 1]),
        "follow_up_accuracy": _share([turn.right for turn in scored if turn.turn > 1]),
        "dialogues": len(dialogues),
        "dialogue_accuracy": _share([dialogue not in wrong for dialogue in dialogues]),
        "not_answered": sum(turn.status != AnswerStatus.ANSWERED.value for turn in scored),
    }


def _share(right: Sequence[bool]) -> float:
    return round(sum(right) / len(right), 4) if right else 0.0


def show(scored: Sequence[Scored], numbers: dict[str, float | int]) -> None:
    out = console()
    table = Table(
        "turn", "question", "outcome", title="The first wrong turns", title_justify="left", box=None
    )
    for turn in [turn for turn in scored if not turn.right][:_LISTED]:
        outcome = "other rows" if turn.status == AnswerStatus.ANSWERED.value else turn.status
        table.add_row(f"{turn.dialogue} {turn.turn}", turn.question, outcome)
    out.print(table)
    out.print(
        f"\nvalue accuracy with own history: {numbers['turn_accuracy']:.3f} of {numbers['turns']} turns "
        f"(first turns {numbers['first_turn_accuracy']:.3f}, follow-ups {numbers['follow_up_accuracy']:.3f}); "
        f"{numbers['dialogue_accuracy']:.3f} of {numbers['dialogues']} dialogues without a wrong turn\n"
    )


def main() -> None:
    dialogues = json.loads(DIALOGUES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="turnwise-eval-") as folder:
        file = pet_shop.build(Path(folder) / "pet_shop.sqlite")
        scored = asyncio.run(score(file, dialogues))
    numbers = figures(scored)
    show(scored, numbers)
    print(json.dumps({"eval": "pet_shop", "figures": numbers}))


if __name__ == "__main__":
    main()
