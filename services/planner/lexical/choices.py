"""Which column each named span stands for, chosen together: tables that the question names pull columns to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.contracts.schema import ColumnRef
from services.planner.lexical.cues import CueKind
from services.planner.lexical.name_spans import ColumnCandidate, SchemaSpan
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.vocabulary import word_set

# Added to or taken from the likeness of the names, which is at most 1.
_BESIDE_ITS_TABLE = 0.3
_TABLE_NAMED = 0.2
_TABLE_IN_FOCUS = 0.15
_FIRST_IN_FOCUS = 0.05
_TABLE_OF_VALUE = 0.08
_PER_JOIN = 0.06
_FARTHEST = 4
_KEY_AT_HOME = 0.01
_NAME_OF_TABLE = 0.9  # 'country' for countries.name

_WEIGHED = 20  # names that are weighed against each other
_STRONG = 0.9
_CONNECTORS = word_set("of for the all and , a an s")
_NAMING = word_set("name names title titles")


@dataclass(frozen=True, slots=True)
class Choice:
    """The column chosen for a span and the one that came next. `likeness` is of the names alone, and
    more beside the name of the column's table.
    """

    span: SchemaSpan
    ref: ColumnRef
    likeness: float
    score: float
    next_ref: ColumnRef | None = None
    next_score: float = 0.0

    @property
    def margin(self) -> float:
        return self.score - self.next_score


class Choices:
    """`focus`: tables that the conversation is about. `avoided`: choices not to make again (for other readings)."""

    def __init__(
        self,
        names: SchemaNames,
        pieces: Sequence[Piece],
        *,
        focus: Sequence[str] = (),
        avoided: frozenset[tuple[str, ColumnRef]] = frozenset(),
    ) -> None:
        self._names = names
        self._avoided = avoided
        self._beside = dict(_beside(pieces))
        self._focus = tuple(focus)
        self._anchors: dict[str, float] = dict.fromkeys(focus, _TABLE_IN_FOCUS)
        for table in self._focus[:1]:
            self._anchors[table] += _FIRST_IN_FOCUS
        for piece in pieces:
            self._anchor(piece)
        self._chosen = self._choose_all([span for span in _spans(pieces) if span.columns or span.tables])

    @property
    def anchored(self) -> bool:
        """Whether anything but the columns themselves said which tables are meant."""
        return bool(self._anchors)

    def all(self) -> tuple[Choice, ...]:
        return tuple(self._chosen.values())

    def column(self, span: SchemaSpan) -> Choice | None:
        """None for a span that names tables without a naming column and no column."""
        return self._chosen.get(span)

    def table(self, span: SchemaSpan, *, least: float = 0.7) -> str | None:
        """The table that a span names, if it names one; of equals, the one that the question is about."""
        if span.table_score < least:
            return None
        best = [candidate for candidate in span.tables if candidate.score == span.table_score]
        return max(best, key=lambda candidate: self._anchors.get(candidate.table, 0.0)).table

    def table_meant(self, span: SchemaSpan, *, grouped: bool = False) -> str | None:
        """The table, where the span names it better than the column chosen. Of equals, a group is rather a column."""
        choice = self.column(span)
        likeness = choice.likeness if choice else 0.0
        if span.table_score < likeness or (grouped and span.table_score == likeness):
            return None
        return self.table(span)

    def tables_named(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """The tables that the question is about, in its order: named, or those of the columns chosen."""
        for piece in pieces:
            if isinstance(piece, SchemaSpan):
                table, choice = self.table_meant(piece), self.column(piece)
                if table is not None:
                    yield table
                elif choice is not None:
                    yield choice.ref.table

    def allows(self, text: str, ref: ColumnRef) -> bool:
        """Whether these words may stand for that column in this reading."""
        return (text, ref) not in self._avoided

    def pull(self, ref: ColumnRef) -> float:
        """What speaks for a column beside its name or value: its table is named or in focus, or near to one that is."""
        return self._pull(ref, self._anchors)

    def _pull(self, ref: ColumnRef, anchors: Mapping[str, float]) -> float:
        if not anchors:
            return 0.0
        nearest = min(self._names.distance(ref.table, table) for table in anchors)
        return anchors.get(ref.table, 0.0) - _PER_JOIN * min(nearest, _FARTHEST)

    def _anchor(self, piece: Piece) -> None:
        if isinstance(piece, SchemaSpan) and piece.table_score >= _STRONG > piece.column_score:
            table = self.table(piece)
            if table:
                self._anchors[table] = _TABLE_NAMED
        if isinstance(piece, ValueSpan):
            self._anchors.setdefault(piece.links[0].column.table, _TABLE_OF_VALUE)

    def _choose_all(self, spans: Sequence[SchemaSpan]) -> dict[SchemaSpan, Choice]:
        """The surest first; what is chosen pulls what is left. In a long question the first names pull the rest."""
        chosen: dict[SchemaSpan, Choice] = {}
        anchors = dict(self._anchors)
        choices = {span: self._choose(span, anchors) for span in spans[:_WEIGHED]}
        while choices:
            surest = max(choices, key=lambda span: choice.margin if (choice := choices[span]) else 9.0)
            choice = choices.pop(surest)
            if choice is None:
                continue
            chosen[surest] = choice
            if choice.ref.table not in anchors:
                anchors[choice.ref.table] = _TABLE_IN_FOCUS
                choices = {span: self._choose(span, anchors) for span in choices}
        for span in spans[_WEIGHED:]:
            if (choice := self._choose(span, anchors)) is not None:
                chosen[span] = choice
        return chosen

    def _choose(self, span: SchemaSpan, anchors: Mapping[str, float]) -> Choice | None:
        scored = sorted(
            ((self._score(candidate, span, anchors), candidate) for candidate in self._candidates(span)),
            key=lambda pair: -pair[0],
        )
        if not scored:
            return None
        score, best = scored[0]
        beside = _BESIDE_ITS_TABLE if best.ref.table in self._beside.get(span, ()) else 0.0
        likeness = best.score + beside
        for next_score, other in scored[1:]:
            if not self._names.same_meaning(best.ref, other.ref):
                return Choice(span, best.ref, likeness, score, other.ref, next_score)
        return Choice(span, best.ref, likeness, score)

    def _candidates(self, span: SchemaSpan) -> Iterator[ColumnCandidate]:
        candidates = list(span.columns)
        for table in span.tables:
            naming = self._names.naming(table.table)[:1]
            candidates += [ColumnCandidate(ref, table.score * _NAME_OF_TABLE) for ref in naming]
        if span.text.lower() in _NAMING:
            # 'their names' are those of the rows that the conversation is about.
            named = sorted(self._beside.get(span, frozenset())) or self._focus[:1]
            own = [ColumnCandidate(ref, 1.0) for table in named for ref in self._names.naming(table)[:1]]
            candidates = own + [other for other in candidates if other.ref not in {c.ref for c in own}]
        kept = [candidate for candidate in candidates if self.allows(span.text, candidate.ref)]
        yield from kept or candidates

    def _score(self, candidate: ColumnCandidate, span: SchemaSpan, anchors: Mapping[str, float]) -> float:
        ref = candidate.ref
        score = candidate.score + self._pull(ref, anchors)
        if ref.table in self._beside.get(span, ()):
            score += _BESIDE_ITS_TABLE
        return score + (_KEY_AT_HOME if ref == self._names.key(ref.table) else 0.0)


def _spans(pieces: Sequence[Piece]) -> Iterator[SchemaSpan]:
    for piece in pieces:
        if isinstance(piece, SchemaSpan):
            yield piece
        elif isinstance(piece, CueSpan) and piece.name is not None:
            yield piece.name


def _beside(pieces: Sequence[Piece]) -> Iterator[tuple[SchemaSpan, frozenset[str]]]:
    """For each span the tables right after it ('name and city of the stores') or right before it ('store name')."""
    for place, piece in enumerate(pieces):
        if not isinstance(piece, SchemaSpan):
            continue
        after = _table_after(pieces, place)
        before = pieces[place - 1] if place else None
        if isinstance(before, CueSpan) and before.cue.kind is CueKind.CLAUSE and place > 1:
            before = pieces[place - 2]  # 'the scientist whose name'
        tables = set(after)
        if isinstance(before, SchemaSpan):
            tables.update(_strong_tables(before))
        yield piece, frozenset(tables)


def _table_after(pieces: Sequence[Piece], place: int) -> frozenset[str]:
    for piece in pieces[place + 1 :]:
        if isinstance(piece, SchemaSpan):
            tables = _strong_tables(piece)
            if tables:
                return tables
        elif isinstance(piece, WordSpan):
            if piece.word.lower not in _CONNECTORS:
                return frozenset()
        elif not (
            isinstance(piece, CueSpan) and (piece.cue.value == "of each" or piece.cue.kind is CueKind.ALL)
        ):
            return frozenset()
    return frozenset()


def _strong_tables(span: SchemaSpan) -> frozenset[str]:
    return frozenset(candidate.table for candidate in span.tables if candidate.score >= _STRONG)
