"""A question cut into pieces: cues, names of the schema, stored values, and the words in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.contracts.models import Links, ValueLink
from services.planner.lexical.cues import CUES, LONGEST_CUE, Cue, CueKind
from services.planner.lexical.name_spans import SchemaSpan, name_spans
from services.planner.lexical.names import SchemaNames
from services.planner.vocabulary import FUNCTION_WORDS
from services.planner.words import Literal, Word

# How much a cue of one word says, against a column of exactly that name.
_WEIGHT = {
    CueKind.UNIT: 0.9,
    CueKind.EVERYTHING: 0.7,
    CueKind.ALSO: 0.9,
    CueKind.REMOVE: 0.9,
    CueKind.EMPTY: 0.9,
}
_CUE = 0.05
_SEVERAL_WORDS = 0.1
_WHOLE_NAME, _HALF_NAME, _HALF_KEY = 0.9, 0.95, 0.4
_EMPHASIS = 0.5


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """Words that stand for stored values, the best link first. `after`: the word before them, such as 'from'."""

    first: int
    end: int
    text: str
    links: tuple[ValueLink, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class CueSpan:
    """`name` is what the same word names in the schema: 'total' may be a cue or a column."""

    first: int
    end: int
    cue: Cue
    name: SchemaSpan | None = None


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A word that is neither of the others: a number, a quoted phrase, a mark, or unknown."""

    first: int
    end: int
    word: Word


Piece = SchemaSpan | ValueSpan | CueSpan | WordSpan


def pieces_of(words: Sequence[Word], names: SchemaNames, links: Links) -> tuple[Piece, ...]:
    """The pieces in order, without gaps. Where readings overlap, the one that explains more words wins."""
    named = list(name_spans(words, names))
    weighed: list[tuple[float, Piece]] = [(_name_weight(span, names), span) for span in named]
    weighed += [(_cue_weight(span), span) for span in _cue_spans(words, named)]
    weighed += [(_value_weight(span, words), span) for span in _value_spans(words, links)]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].first))
    taken: list[Piece] = []
    free = [True] * len(words)
    for _, span in weighed:
        if all(free[span.first : span.end]):
            taken.append(span)
            free[span.first : span.end] = [False] * (span.end - span.first)
    taken += [WordSpan(i, i + 1, word) for i, word in enumerate(words) if free[i]]
    return tuple(_comparisons_first(sorted(taken, key=lambda span: span.first)))


def _cue_spans(words: Sequence[Word], named: Sequence[SchemaSpan]) -> Iterator[CueSpan]:
    names = {(span.first, span.end): span for span in named}
    for first in range(len(words)):
        for end in range(first + 1, min(first + LONGEST_CUE, len(words)) + 1):
            cue = CUES.get(tuple(word.lower for word in words[first:end]))
            if cue is not None and not any(word.quoted for word in words[first:end]):
                yield CueSpan(first, end, cue, names.get((first, end)))


def _value_spans(words: Sequence[Word], links: Links) -> Iterator[ValueSpan]:
    places: dict[tuple[int, int], list[ValueLink]] = {}
    for link in links.values:
        if link.mention.turn == 0 and isinstance(link.value, Literal):
            places.setdefault((link.mention.start, link.mention.end), []).append(link)
    for (start, end), found in places.items():
        inside = [place for place, word in enumerate(words) if word.start < end and word.end > start]
        if inside and words[inside[0]].number is None:
            best_first = sorted(found, key=lambda link: -link.score)
            after = words[inside[0] - 1].lower if inside[0] else ""
            yield ValueSpan(inside[0], inside[-1] + 1, found[0].mention.text, tuple(best_first), after)


def _name_weight(span: SchemaSpan, names: SchemaNames) -> float:
    """A name of several words is surer than a cue that begins inside it ('draft number of …'), half a name less sure.

    Least sure is half the name of a key: 'vets' rather means a stored value than the column vet_id.
    """
    keys = not span.tables and all(names.is_key(column.ref) for column in span.columns)
    sureness = 1.0 if span.score >= _WHOLE_NAME else _HALF_KEY if keys else _HALF_NAME
    return span.words * span.score * sureness + (_SEVERAL_WORDS if span.words > 1 else 0.0)


def _cue_weight(span: CueSpan) -> float:
    return (span.end - span.first) * _WEIGHT.get(span.cue.kind, 1.0) + _CUE


def _value_weight(span: ValueSpan, words: Sequence[Word]) -> float:
    inside = words[span.first : span.end]
    emphasis = any(word.quoted or (word.capitalised and not word.starts_sentence) for word in inside)
    said = sum(0.5 if word.lower in FUNCTION_WORDS else 1.0 for word in inside)
    return said * span.links[0].score + (_EMPHASIS if emphasis else 0.0)


def _comparisons_first(pieces: list[Piece]) -> Iterator[Piece]:
    """'3 or more' as 'at least 3'."""
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        before = pieces[place - 1] if place else None
        if isinstance(piece, WordSpan) and piece.word.number is not None and _follows_number(following):
            yield following  # type: ignore[misc]
            yield piece
        elif not (_follows_number(piece) and isinstance(before, WordSpan) and before.word.number is not None):
            yield piece


def _follows_number(piece: Piece | None) -> bool:
    return isinstance(piece, CueSpan) and piece.cue.kind is CueKind.COMPARE and piece.cue.after
