"""A follow-up question as one that can be asked alone: for models that read no history."""

import re
from collections.abc import Sequence

from services.contracts.models import MAX_QUESTION, Turn
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message, Prompt

_SYSTEM = (
    "Rewrite the last question of a conversation about a database so that it can be understood alone. Put in what it "
    "takes from the turns before (what is shown, conditions, grouping, order), leave out what it replaces, and add "
    "nothing. A question that stands alone stays as it is. Reply with the question and nothing else."
)
_REASONING = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"\A(?:rewritten |stand-?alone |the )*question:\s*", re.IGNORECASE)
_TURNS = 6  # what was said before has been replaced since, or is kept in these


def rewriting_prompt(question: str, history: Sequence[Turn], budget: Budget) -> Prompt:
    """The rewriter's prompt, without the oldest turns where they do not fit."""
    for first in range(max(0, len(history) - _TURNS), len(history) + 1):
        messages = rewriting_messages(question, history[first:])
        if sum(budget.count(message.content) for message in messages) <= budget.tokens:
            notes = (f"not shown: {first} of {len(history)} earlier turns",) if first else ()
            return Prompt(messages=messages, notes=notes)
    return Prompt(messages=messages, notes=("the question alone is too long",), too_long=True)


def rewriting_messages(question: str, history: Sequence[Turn]) -> tuple[Message, ...]:
    """The last earlier turns with question and SQL, which says what was meant."""
    lines = [line for turn in history[-_TURNS:] for line in _turn_lines(turn)]
    user = "\n".join([*lines, f"Last question: {question}"])
    return (Message(role="system", content=_SYSTEM), Message(role="user", content=user))


def rewritten_question(answer: str) -> str | None:
    """The question in the rewriter's answer; None where there is none (empty, or longer than a question may be).

    >>> rewritten_question('<think>so</think>\\nQuestion: "How many stores are in France?"')
    'How many stores are in France?'
    """
    lines = [line for line in _REASONING.sub("", answer).splitlines() if line.strip()]
    question = _TITLE.sub("", " ".join(lines).strip()).strip("\"' ")
    return question if question and len(question) <= MAX_QUESTION and "<think" not in question else None


def _turn_lines(turn: Turn) -> list[str]:
    reply = [f"Reply: {turn.reply}"] if turn.outcome is None and turn.reply else []
    return [f"{turn.number}. {turn.question}", *([f"SQL: {turn.sql}"] if turn.sql else reply)]
