"""The pieces of a question grouped into phrases, each opened by the cue that says what its names are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.planner.name_spans import SchemaSpan
from services.planner.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.vocabulary import Cue, CueKind

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
_VERBS = frozenset("show list give find tell display what return get select".split())
_SENTENCE_ENDS = frozenset(".?;!:")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`cue` and the pieces up to the next opening cue."""

    cue: Cue
    parts: tuple[Piece, ...]
    name: SchemaSpan | None = None  # what the cue's own words name in the schema

    @property
    def nouns(self) -> tuple[SchemaSpan, ...]:
        return tuple(part for part in self.parts if isinstance(part, SchemaSpan))

    @property
    def bare(self) -> bool:
        """Neither names nor values nor numbers follow the cue."""
        return not any(
            isinstance(part, SchemaSpan | ValueSpan)
            or (isinstance(part, WordSpan) and (part.word.number is not None or part.word.quoted))
            for part in self.parts
        )


def phrases_of(pieces: Sequence[Piece]) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    cue, parts, name = SHOW, list[Piece](), None
    for place, piece in enumerate(pieces):
        if isinstance(piece, WordSpan) and piece.word.lower == "what" and _names(pieces[place + 1 : place + 2]):
            opened, name_next = WHICH, None  # 'what store', unlike 'what are the stores'
        elif isinstance(piece, CueSpan) and piece.cue.kind in _OPENING:
            relative = piece.cue.kind is CueKind.WHICH and _names(pieces[place - 1 : place] if place else ())
            opened, name_next = CLAUSE if relative else piece.cue, piece.name
        elif isinstance(piece, WordSpan) and _starts_afresh(piece):
            opened, name_next = SHOW, None
        else:
            parts.append(piece)
            continue
        if parts or cue is not SHOW:
            phrases.append(Phrase(cue, tuple(parts), name))
        cue, parts, name = opened, [], name_next
    phrases.append(Phrase(cue, tuple(parts), name))
    return tuple(phrases)


def _names(pieces: Sequence[Piece]) -> bool:
    return any(isinstance(piece, SchemaSpan | ValueSpan) for piece in pieces)


def _starts_afresh(piece: WordSpan) -> bool:
    word = piece.word
    return word.lower in _VERBS or (word.stop and word.lower in _SENTENCE_ENDS)
