"""Questions that get no query: small talk, what the database says nothing about, and what can be read in two ways."""

from collections.abc import Sequence

from services.contracts.plan import Clarification, Intent, Plan
from services.planner.lexical.choices import Choice, Choices
from services.planner.lexical.cues import CueKind
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.pieces import CueSpan, Piece, WordSpan
from services.planner.vocabulary import CHITCHAT, CHITCHAT_FILLERS
from services.planner.words import Word

_EXACT = 0.94
_RECOGNISED = 1 / 3  # of the words that carry meaning, at least


def chitchat(words: Sequence[Word]) -> Plan | None:
    """A greeting or thanks and nothing else."""
    spoken = [word.lower for word in words if not word.stop]
    known = [word for word in spoken if word in CHITCHAT]
    if not known or any(word not in CHITCHAT and word not in CHITCHAT_FILLERS for word in spoken):
        return None
    return Plan(intent=Intent.CHITCHAT, reason=CHITCHAT[known[0]])


def unanswerable(reason: str) -> Plan:
    return Plan(intent=Intent.UNANSWERABLE, reason=reason)


def unrecognised(pieces: Sequence[Piece]) -> str:
    """Why a question cannot be answered, if too little of it says something about this database; else nothing."""
    unknown = [piece.word.text for piece in pieces if isinstance(piece, WordSpan) and piece.word.unknown]
    known = sum(not isinstance(piece, CueSpan | WordSpan) for piece in pieces)
    if known == 0:
        return "Nothing in the question matches a table, a column or a stored value of this database."
    nothing_asked = not any(isinstance(piece, SchemaSpan) or _counts(piece) for piece in pieces)
    few = known / (known + len(unknown)) < _RECOGNISED
    if few or (nothing_asked and any(word.islower() for word in unknown)):
        return f"The database says nothing about: {', '.join(unknown[:5])}."
    return ""


def unknown_measure(pieces: Sequence[Piece]) -> str:
    """Why there is nothing to take the sum, mean or extreme of."""
    unknown = [piece.word.text for piece in pieces if isinstance(piece, WordSpan) and piece.word.unknown]
    about = f": it says nothing about {', '.join(unknown[:5])}" if unknown else ""
    return f"The database has no number to aggregate here{about}."


def _counts(piece: Piece) -> bool:
    return isinstance(piece, CueSpan) and piece.cue.kind is CueKind.COUNT


def clarification(choices: Choices, names: SchemaNames, *, margin: float) -> Plan | None:
    """Two columns of unrelated tables are named alike, and nothing in the question tells which is meant."""
    if choices.anchored:
        return None
    for choice in choices.all():
        if choice.next_ref is not None and _ties(choice, names, margin):
            readings = (choice.ref, choice.next_ref)
            question = f"Which {choice.span.text} do you mean?"
            options = tuple(f"{ref.column} of {ref.table}" for ref in readings)
            return Plan(
                intent=Intent.CLARIFY, clarification=Clarification(question=question, options=options)
            )
    return None


def _ties(choice: Choice, names: SchemaNames, margin: float) -> bool:
    return (
        choice.margin <= margin
        and choice.next_score >= _EXACT
        and choice.next_ref is not None
        and choice.next_ref.table != choice.ref.table
        and not names.is_key(choice.ref)
    )
