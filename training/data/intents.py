"""CoSQL's user turns that have no query: what the user meant, by the dialogue acts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.contracts.plan import Intent

_ACTS = {
    "AMBIGUOUS": Intent.CLARIFY,
    "CANNOT_ANSWER": Intent.UNANSWERABLE,
    "IMPROPER": Intent.CHITCHAT,
}


@dataclass(frozen=True, slots=True)
class IntentTurn:
    """A user's turn with the number of queries answered before it, and the questions of all turns before it."""

    dialogue: int
    database_id: str
    question: str
    intent: Intent
    earlier: tuple[str, ...]


def intent_turns(folder: Path) -> Iterator[IntentTurn]:
    for dialogue in json.loads((folder / "cosql/dialogues.json").read_text(encoding="utf-8")):
        earlier: list[str] = []
        for turn in dialogue["turns"]:
            if turn["speaker"] != "user":
                continue
            intent = _ACTS.get(turn.get("act", ""))
            if intent is not None:
                yield IntentTurn(
                    dialogue["dialogue_id"], dialogue["db_id"], turn["text"], intent, tuple(earlier)
                )
            earlier.append(turn["text"])
