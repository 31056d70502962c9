"""Whether a question continues the conversation or opens a new topic."""

from collections.abc import Sequence

from services.planner.choices import Choices
from services.planner.name_spans import SchemaSpan
from services.planner.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.vocabulary import CueKind

# What refers to something said before, wherever it stands.
_REFERRING = frozenset(
    {
        CueKind.PRONOUN,
        CueKind.ABOUT,
        CueKind.INSTEAD,
        CueKind.REMOVE,
        CueKind.EMPTY,
    }
)
# What refers to something said before when a question starts with it.
_OPENING = frozenset({CueKind.ONLY, CueKind.ALSO, CueKind.ORDER, CueKind.GROUP, CueKind.CLAUSE, CueKind.NOT})
_OPENING_WORDS = frozenset(
    "and but or now then sort order group limit filter break split keep try use actually among of same".split()
)
_ASKING = frozenset("show list give find tell display what return get how which who".split())


def continues(pieces: Sequence[Piece], choices: Choices, previous_tables: Sequence[str]) -> bool:
    """By its words: a pronoun, an elliptic opening, nothing of its own to ask about, or no table but those in focus.

    `choices` are made with the previous tables in focus.
    """
    if any(isinstance(piece, CueSpan) and piece.cue.kind in _REFERRING for piece in pieces):
        return True
    if _opens_elliptic(pieces):
        return True
    nouns = [piece for piece in pieces if isinstance(piece, SchemaSpan)]
    if not nouns:
        return True
    if any(choices.table(noun) for noun in nouns if noun.table_score >= noun.column_score):
        return False
    tables = {choice.ref.table for noun in nouns if (choice := choices.column(noun)) is not None}
    return tables <= set(previous_tables)


def _opens_elliptic(pieces: Sequence[Piece]) -> bool:
    opening = [piece for piece in pieces[:2] if not (isinstance(piece, WordSpan) and piece.word.stop)]
    first = opening[0] if opening else None
    if isinstance(first, WordSpan):
        return first.word.lower in _OPENING_WORDS
    if isinstance(first, CueSpan):
        return first.cue.kind in _OPENING
    return isinstance(first, ValueSpan)
