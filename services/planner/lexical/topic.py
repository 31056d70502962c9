"""Whether a question continues the conversation or opens a new topic."""

from collections.abc import Sequence

from services.planner.lexical.choices import Choices
from services.planner.lexical.cues import POSSESSIVE, WHO, Cue, CueKind
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.vocabulary import word_set

_FEW = 3  # words
_SOON = 5  # pieces

# What refers to something said before, wherever it stands.
_REFERRING = frozenset({CueKind.ABOUT, CueKind.INSTEAD, CueKind.REMOVE, CueKind.EMPTY})
# What refers to something said before when a question starts with it.
_OPENING = frozenset({CueKind.ONLY, CueKind.ALSO, CueKind.ORDER, CueKind.GROUP, CueKind.CLAUSE, CueKind.NOT})
_OPENING_WORDS = word_set(
    "and but or now then sort order group limit filter break split keep try use actually among of same"
)
_ASKING_CUES = frozenset({CueKind.WHICH, CueKind.COUNT, CueKind.ATTRIBUTE})
_ASKING_VERBS = word_set("show list give find tell display what")
_ASKING = word_set("what who whom which how when where why")


def continues(pieces: Sequence[Piece], choices: Choices, previous_tables: Sequence[str]) -> bool:
    """By its words: a pronoun, an elliptic opening, nothing of its own to ask about, or no table but those in focus.

    `choices` are made with the previous tables in focus.
    """
    if _refers_back(pieces, choices) or _opens_elliptic(pieces) or _ranks_nothing(pieces):
        return True
    nouns = [piece for piece in pieces if isinstance(piece, SchemaSpan)]
    valued = any(isinstance(piece, ValueSpan) for piece in pieces)
    if valued and _is_attribute(pieces[0]):
        return False  # 'How old is Ann?' is whole
    if not nouns:
        return not _asks_of_something_else(pieces)
    if all(noun in _grouped_by(pieces) for noun in nouns):
        return True  # 'How many per store?'
    if any(choices.table_meant(noun) for noun in nouns):
        return False
    if valued and _asks(pieces[0]):
        return False  # 'What is the email of Ann Lee?' is whole
    tables = {choice.ref.table for noun in nouns if (choice := choices.column(noun)) is not None}
    return tables <= set(previous_tables)


def _refers_back(pieces: Sequence[Piece], choices: Choices) -> bool:
    """'their' refers to a table that the question itself names before: 'stores and their cities'."""
    named = False
    for piece in pieces:
        if isinstance(piece, SchemaSpan):
            named = named or choices.table_meant(piece) is not None
        elif isinstance(piece, CueSpan):
            pronoun = piece.cue.kind is CueKind.PRONOUN and not (named and piece.cue.value == POSSESSIVE)
            if pronoun or piece.cue.kind in _REFERRING:
                return True
    return False


def _grouped_by(pieces: Sequence[Piece]) -> list[SchemaSpan]:
    """The names right after 'by', 'per' and the like."""
    grouped = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, CueSpan) and piece.cue.kind is CueKind.GROUP:
            grouped += [other for other in pieces[place + 1 : place + 3] if isinstance(other, SchemaSpan)]
    return grouped


def _ranks_nothing(pieces: Sequence[Piece]) -> bool:
    """'Which store has the lowest?', 'how many for each?': of something that was said before."""
    for place, piece in enumerate(pieces):
        if isinstance(piece, CueSpan) and (_ranks(piece.cue) or piece.cue.value == "each"):
            return all(
                isinstance(other, WordSpan) and not other.word.unknown for other in pieces[place + 1 :]
            )
    return False


def _ranks(cue: Cue) -> bool:
    return cue.kind is CueKind.SUPERLATIVE and not cue.implies


def _asks_of_something_else(pieces: Sequence[Piece]) -> bool:
    """A whole question about words that mean nothing here, rather than a few words that change the last one."""
    unknown = [piece.word.lower for piece in pieces if isinstance(piece, WordSpan) and piece.word.unknown]
    return bool(unknown) and (len(unknown) > _FEW or _asks(pieces[0]))


def _is_attribute(first: Piece) -> bool:
    return isinstance(first, CueSpan) and first.cue.kind is CueKind.ATTRIBUTE


def _asks(first: Piece) -> bool:
    if isinstance(first, CueSpan):
        return first.cue.kind in _ASKING_CUES
    return isinstance(first, WordSpan) and first.word.lower in _ASKING


def _opens_elliptic(pieces: Sequence[Piece]) -> bool:
    first = pieces[0] if pieces else None
    if isinstance(first, WordSpan):
        return first.word.lower in _OPENING_WORDS or (first.word.lower == "for" and not _asks_later(pieces))
    if isinstance(first, CueSpan):
        asks = _asks_later(pieces) or (first.cue.value == WHO and _names_a_table(pieces[1:_SOON]))
        if first.cue.kind in {CueKind.GROUP, CueKind.CLAUSE} and asks:
            return False  # 'For each store, how many …', 'Who are …'
        return first.cue.kind in _OPENING or (first.cue.kind is CueKind.ALL and _one_name(pieces))
    return isinstance(first, ValueSpan)


def _names_a_table(pieces: Sequence[Piece]) -> bool:
    """'Who are our 10 best customers', unlike 'who has the highest salary'."""
    return any(isinstance(piece, SchemaSpan) and piece.table_score > piece.column_score for piece in pieces)


def _asks_later(pieces: Sequence[Piece]) -> bool:
    return any(
        (isinstance(piece, CueSpan) and piece.cue.kind in _ASKING_CUES)
        or (isinstance(piece, WordSpan) and piece.word.lower in _ASKING_VERBS)
        for piece in pieces[1:]
    )


def _one_name(pieces: Sequence[Piece]) -> bool:
    """'all countries', which takes a filter back, unlike 'all stores in Germany and their cities'."""
    return sum(isinstance(piece, SchemaSpan | ValueSpan) for piece in pieces) == 1
