"""The pieces of a question grouped into phrases, each opened by the cue that says what its names are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.planner.lexical.cues import POSSESSIVE, Cue, CueKind
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.vocabulary import word_set
from services.planner.words import Literal

SHOW = Cue(CueKind.SHOW)
WHICH = Cue(CueKind.WHICH)
CLAUSE = Cue(CueKind.CLAUSE)

_OPENING = frozenset(
    {
        CueKind.COUNT,
        CueKind.AGGREGATE,
        CueKind.GROUP,
        CueKind.ORDER,
        CueKind.SUPERLATIVE,
        CueKind.COMPARE,
        CueKind.BETWEEN,
        CueKind.LIKE,
        CueKind.NOT,
        CueKind.CLAUSE,
        CueKind.WHICH,
        CueKind.ATTRIBUTE,
    }
)
_VERBS = word_set("show list give find tell display what return get select")
_SENTENCE_ENDS = frozenset(".?;!:")
_LISTING = frozenset(("and", ",", "or"))
_BEFORE_NOUN = word_set("of the a an is are was were")
# How alike a name must be for a table right before it to only qualify it: 'by customer country', 'average order value'.
_QUALIFIED = {CueKind.GROUP: 0.9, CueKind.AGGREGATE: 0.6}
_MOST_ROWS = 1000  # that 'top …' asks for; a larger number is no count of rows


@dataclass(frozen=True, slots=True)
class Phrase:
    """`cue` and the pieces up to the next opening cue. `name`: what the cue's own words name in the schema."""

    cue: Cue
    parts: tuple[Piece, ...]
    name: SchemaSpan | None = None

    @property
    def bare(self) -> bool:
        """Neither names nor values nor numbers follow the cue."""
        return not any(isinstance(part, SchemaSpan) or literal_of(part) is not None for part in self.parts)

    @property
    def possessive(self) -> bool:
        """'with their country'"""
        return any(isinstance(part, CueSpan) and part.cue.value == POSSESSIVE for part in self.parts)

    @property
    def lists(self) -> bool:
        return any(_lists(part) for part in self.parts)

    @property
    def names_directly(self) -> bool:
        """'which different stores', 'which of those stores', but not 'which of them have built bridges'."""
        for part in self.parts:
            if isinstance(part, SchemaSpan):
                return True
            if not (isinstance(part, CueSpan) or _is_word(part, _BEFORE_NOUN)):
                return False
        return False

    def leading(self, nouns: Sequence[SchemaSpan]) -> list[SchemaSpan]:
        """Of the names, the first and those listed with it: 'height and weight'.

        In a grouping or an aggregate a table right before a name only qualifies it: 'by customer country'.
        """
        leading: list[SchemaSpan] = []
        for part in self.parts:
            if isinstance(part, SchemaSpan):
                if leading and leading[-1].end == part.first:
                    if not leading[-1].tables or part.column_score < _QUALIFIED.get(self.cue.kind, 2.0):
                        break
                    leading.pop()
                if part in nouns:
                    leading.append(part)
            elif leading and not _lists(part):
                break
        return leading

    def listed_first(self) -> list[SchemaSpan]:
        """The first name, if a list goes on after it: 'the departments and their budgets'."""
        for place, part in enumerate(self.parts):
            if isinstance(part, SchemaSpan):
                following = self.parts[place + 1 : place + 2]
                return [part] if any(_lists(other) or _also(other) for other in following) else []
        return []

    def follows_listing(self, noun: SchemaSpan) -> bool:
        place = self.parts.index(noun)
        return place > 0 and _lists(self.parts[place - 1])

    def row_number(self) -> int | None:
        """The number of rows right after the cue: 'top 3'."""
        return _row_number(self.parts[0]) if self.parts else None

    def last_number(self) -> int | None:
        """The number of rows right before the next cue: '3 cheapest'."""
        return _row_number(self.parts[-1]) if self.parts else None


def phrases_of(pieces: Sequence[Piece]) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    cue, parts, name = SHOW, list[Piece](), None
    for place, piece in enumerate(pieces):
        opened = _opened(pieces, place)
        if opened is None:
            parts.append(piece)
            continue
        if parts or cue is not SHOW:
            phrases.append(Phrase(cue, tuple(parts), name))
        cue, parts = opened, []
        name = piece.name if isinstance(piece, CueSpan) else None
    phrases.append(Phrase(cue, tuple(parts), name))
    return tuple(phrases)


def literal_of(piece: Piece) -> Literal | None:
    """The number, quoted text or stored text that a piece is, else None."""
    if isinstance(piece, ValueSpan):
        return piece.text
    if isinstance(piece, WordSpan):
        return piece.word.text if piece.word.quoted else piece.word.number
    return None


def _opened(pieces: Sequence[Piece], place: int) -> Cue | None:
    """The cue of the phrase that starts here, if one does."""
    piece = pieces[place]
    if isinstance(piece, CueSpan) and piece.cue.kind in _OPENING:
        relative = piece.cue.kind is CueKind.WHICH and place > 0 and _named(pieces[place - 1])
        return CLAUSE if relative else piece.cue  # 'customers who …'
    if not isinstance(piece, WordSpan):
        return None
    if piece.word.lower == "what" and place + 1 < len(pieces) and _named(pieces[place + 1]):
        return WHICH  # 'what store', unlike 'what are the stores'
    afresh = piece.word.lower in _VERBS or (piece.word.stop and piece.word.lower in _SENTENCE_ENDS)
    return SHOW if afresh else None


def _named(piece: Piece) -> bool:
    return isinstance(piece, SchemaSpan | ValueSpan)


def _is_word(piece: Piece, words: frozenset[str]) -> bool:
    return isinstance(piece, WordSpan) and piece.word.lower in words


def _lists(piece: Piece) -> bool:
    return _is_word(piece, _LISTING)


def _also(piece: Piece) -> bool:
    return isinstance(piece, CueSpan) and piece.cue.kind is CueKind.ALSO


def _row_number(piece: Piece) -> int | None:
    number = piece.word.number if isinstance(piece, WordSpan) else None
    return number if isinstance(number, int) and 0 < number <= _MOST_ROWS else None
