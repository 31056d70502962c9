"""Values and numbers of a phrase bound to the columns that they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.contracts.models import ValueLink
from services.contracts.schema import ColumnRef
from services.planner.lexical.choices import Choices
from services.planner.lexical.cues import CueKind
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.phrases import literal_of
from services.planner.lexical.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.lexical.request import Condition
from services.planner.vocabulary import FUNCTION_WORDS, PREPOSITIONS, word_set
from services.planner.words import Literal

# What may stand between a column and its value: 'whose name is Dan', 'the id of 5'.
_FILLERS = word_set("is are was were be been of as a an the to = : called named number value")
_MOST_FILLERS = 6
_YEARS = range(1900, 2101)
_STRONG = 0.9
_WEAK = 0.6
_PREPOSITION = 0.2


def no_date_note(text: str) -> str:
    return f"{text!r} is left out: the tables in question have no date."


def is_year(value: Literal | None) -> bool:
    return isinstance(value, int) and value in _YEARS


@dataclass
class Bound:
    """`nouns` are the names of the phrase that no value took; `unlinked` look like values and match none."""

    conditions: list[Condition] = field(default_factory=list)
    nouns: list[SchemaSpan] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    clause: bool = False


class Binder:
    """Equalities of one question. `tables`: those that the question or the conversation is about, nearest first."""

    def __init__(self, names: SchemaNames, choices: Choices, tables: Sequence[str]) -> None:
        self._names = names
        self._choices = choices
        self._tables = tables

    def equalities(self, parts: Sequence[Piece], held: list[SchemaSpan], *, clause: bool = False) -> Bound:
        """Every value and number of the phrase as `column = value`. Columns that it uses are taken out of `held`.

        In a clause an unknown word right after the name of a text column is its value: 'with status shipped'.
        """
        bound = Bound(clause=clause)
        place = 0
        while place < len(parts):
            place += self._part(parts, place, bound, held)
        return bound

    def date_column(self) -> ColumnRef | None:
        """The date of what happens: of the tables in question, the one that refers to the others comes first."""
        dated = [table for table in self._tables if self._names.dates(table)]
        if not dated:
            return None
        event = max(dated, key=lambda table: sum(self._names.refers(table, other) for other in dated))
        return self._names.dates(event)[0]

    def year_column(self) -> ColumnRef | None:
        """A number called 'year' in the tables in question."""
        return next(
            (
                name.ref
                for table in self._tables
                for name in self._names.columns_of(table)
                if "year" in name.own and self._names.is_numeric(name.ref)
            ),
            None,
        )

    def _part(self, parts: Sequence[Piece], place: int, bound: Bound, held: list[SchemaSpan]) -> int:
        """Reads the part at `place`; returns how many parts were read with it."""
        part = parts[place]
        if isinstance(part, SchemaSpan):
            bound.nouns.append(part)
        elif isinstance(part, ValueSpan):
            return self._value(part, parts, place, bound, held)
        elif isinstance(part, WordSpan):
            return self._word(part, parts, place, bound, held)
        return 1

    def _value(
        self, span: ValueSpan, parts: Sequence[Piece], place: int, bound: Bound, held: list[SchemaSpan]
    ) -> int:
        before, after = _before(parts, place, held), _after(parts, place)
        link = self._link_of(span, before) or self._link_of(span, after) or self._best_link(span)
        used_after = after is not None and self._link_of(span, after) is link
        if before is not None and self._link_of(span, before) is link:
            _take(before, bound.nouns, held)
            used_after = False
        spelled = dict.fromkeys(other.value for other in [link, *span.links] if _spells(other, link))
        values = tuple(value for value in spelled if isinstance(value, Literal))
        bound.conditions.append(
            Condition(column=link.column, operator="=", values=values, mention=span.text, link=link)
        )
        return 2 if used_after else 1

    def _link_of(self, span: ValueSpan, noun: SchemaSpan | None) -> ValueLink | None:
        """The link to a column that the noun beside the value names, the noun's own choice first."""
        if noun is None:
            return None
        choice = self._choices.column(noun)
        for link in span.links:
            if choice is not None and link.column == choice.ref:
                return link
        named = {candidate.ref for candidate in noun.columns if candidate.score >= _WEAK}
        return next((link for link in span.links if link.column in named), None)

    def _best_link(self, span: ValueSpan) -> ValueLink:
        """The best score, with the pull of the tables that the question is about, and of 'from' or 'to' before it."""
        said = PREPOSITIONS.get(span.after, frozenset())
        allowed = [link for link in span.links if self._choices.allows(span.text, link.column)]
        return max(
            allowed or span.links,
            key=lambda link: (
                link.score
                + self._choices.pull(link.column)
                + (_PREPOSITION if said & set(self._names.by_ref[link.column].own) else 0.0)
            ),
        )

    def _word(
        self, span: WordSpan, parts: Sequence[Piece], place: int, bound: Bound, held: list[SchemaSpan]
    ) -> int:
        before, after = _before(parts, place, held), _after(parts, place)
        word = span.word
        if word.month is not None:
            return self._month(word.month, parts, place, bound)
        value = literal_of(span)
        if value is None:
            return self._unknown(parts, place, before, bound, held)
        column = self._column_beside(before)
        if column is not None and before is not None:
            _take(before, bound.nouns, held)
            bound.conditions.append(self._equal(column, value, word.text))
        elif isinstance(value, str):
            bound.unlinked.append(value)
        elif (column := self._measure_beside(after)) is not None:
            bound.conditions.append(self._equal(column, value, word.text))
            return 2
        elif is_year(value) and (date := self.year_column() or self.date_column()) is not None:
            bound.conditions.append(replace(self._equal(date, value, word.text), undated=True))
        elif is_year(value):
            bound.notes.append(no_date_note(word.text))
        return 1

    def _equal(self, column: ColumnRef, value: Literal, mention: str) -> Condition:
        if is_year(value) and self._names.is_date(column):
            return Condition(column=column, operator="=", values=(str(value),), unit="year", mention=mention)
        return Condition(column=column, operator="=", values=(value,), mention=mention)

    def _column_beside(self, noun: SchemaSpan | None) -> ColumnRef | None:
        """The column that a noun names; for a table its key, as in 'order 17'."""
        if noun is None:
            return None
        if noun.table_score >= _STRONG > noun.column_score and (table := self._choices.table(noun)):
            return self._names.key(table)
        choice = self._choices.column(noun)
        return choice.ref if choice else None

    def _measure_beside(self, noun: SchemaSpan | None) -> ColumnRef | None:
        """'4 stars'; of a table, '3 stores', a number is no value."""
        if noun is None or noun.table_score >= noun.column_score:
            return None
        choice = self._choices.column(noun)
        return choice.ref if choice and self._names.is_numeric(choice.ref) else None

    def _month(self, month: int, parts: Sequence[Piece], place: int, bound: Bound) -> int:
        date = self.date_column()
        if date is None:
            part = parts[place]
            bound.notes.append(no_date_note(part.word.text if isinstance(part, WordSpan) else str(month)))
            return 1
        following = parts[place + 1] if place + 1 < len(parts) else None
        year = literal_of(following) if following else None
        value, unit, read = (
            (f"{year}-{month:02}", "month", 2) if is_year(year) else (f"{month:02}", "month of year", 1)
        )
        bound.conditions.append(
            Condition(column=date, operator="=", values=(value,), unit=unit, mention=value, undated=True)
        )
        return read

    def _unknown(
        self,
        parts: Sequence[Piece],
        place: int,
        before: SchemaSpan | None,
        bound: Bound,
        held: list[SchemaSpan],
    ) -> int:
        """A capitalised word that nothing explains looks like a value, together with those that follow it."""
        part = parts[place]
        follows_name = bound.clause and place > 0 and isinstance(parts[place - 1], SchemaSpan)
        lone = isinstance(part, WordSpan) and part.word.unknown and follows_name and place + 1 == len(parts)
        phrase = [part.word.text] if lone and isinstance(part, WordSpan) else _capitalised(parts, place)
        if not phrase or (isinstance(part, WordSpan) and part.word.starts_sentence):
            return 1
        text = " ".join(phrase)
        column = self._column_beside(before)
        if column is not None and before is not None and not self._names.is_numeric(column):
            _take(before, bound.nouns, held)
            bound.conditions.append(Condition(column=column, operator="=", values=(text,), mention=text))
        elif not lone:
            bound.unlinked.append(text)
        return len(phrase)


def _spells(other: ValueLink, link: ValueLink) -> bool:
    """The same text of the same column in other letters: 'Food' and 'food' are both meant."""
    return other.column == link.column and str(other.value).casefold() == str(link.value).casefold()


def _capitalised(parts: Sequence[Piece], place: int) -> list[str]:
    phrase = []
    for part in parts[place:]:
        if not isinstance(part, WordSpan) or not part.word.capitalised or part.word.lower in FUNCTION_WORDS:
            break
        phrase.append(part.word.text)
    return phrase


def _before(parts: Sequence[Piece], place: int, held: Sequence[SchemaSpan]) -> SchemaSpan | None:
    """The name right before, over fillers; at the start of a phrase the one that waits for a value."""
    nearest = max(0, place - _MOST_FILLERS)
    for part in reversed(parts[nearest:place]):
        if isinstance(part, SchemaSpan):
            return part
        if not _fills(part):
            return None
    return held[-1] if held and nearest == 0 else None


def _after(parts: Sequence[Piece], place: int) -> SchemaSpan | None:
    following = parts[place + 1] if place + 1 < len(parts) else None
    return following if isinstance(following, SchemaSpan) else None


def _fills(part: Piece) -> bool:
    if isinstance(part, CueSpan):
        return part.cue.kind is CueKind.UNIT or part.cue.value == "="
    return isinstance(part, WordSpan) and part.word.lower in _FILLERS


def _take(noun: SchemaSpan, *places: list[SchemaSpan]) -> None:
    for nouns in places:
        if noun in nouns:
            nouns.remove(noun)
