"""Which stored values the words of one question stand for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.contracts.models import Mention, ValueLink
from services.contracts.plan import MatchKind
from services.contracts.schema import ColumnRef
from services.value_index.asked import Asked, overlap
from services.value_index.content import DatabaseContent
from services.value_index.loose_matches import loose_matches
from services.value_index.mentions import Number, named, numbers
from services.value_index.said_dates import SaidDate, said_dates
from services.value_index.schema_names import Closeness
from services.value_index.stored_numbers import NumberColumn
from services.value_index.stored_texts import StoredText
from services.value_index.words import SMALL_WORDS, STOP_WORDS, Span, Word, folded, name_parts, words_of

# How sure a match is, before what its column is called is looked at.
_SURE = {MatchKind.EXACT: 1.0, MatchKind.CASE: 0.95, MatchKind.INFLECTED: 0.8}
_COVERED = 0.6  # inside a longer mention
_OTHER_MARKS = 0.95  # St Louis for St. Louis
_DIGITS_ALONE = 0.7  # a text of digits is more often meant as a number
_STOP_WORD = 0.6  # beside its column's name
_SCHEMA_WORD = 0.5  # the word also names a table or column
_AS_ALIAS = 0.9
_NUMBER, _STORED_NUMBER = 0.35, 0.5  # the column's range holds it; the column stores it
_CLOSENESS = 0.25  # the share of a score that the column's name decides

_COLUMNS_PER_MENTION = 8
_COLUMNS_PER_NUMBER, _FURTHER_COLUMNS = 3, 4
# What a further column of a number weighs against the likely ones; and the key of a table that is named.
_PERHAPS, _HARDLY = 0.8, 0.65
_DATE = 0.6
_COLUMNS_PER_DATE = 4
_SHORTEST_INFLECTED, _SHORTEST_DIGITS = 3, 3
_MOST_WORDS = 25  # of a stored text that a question spells
_NAMED = 0.8  # closeness from which a column is named
_NEAR = 2  # words between which a column's name and a value stand beside each other


@dataclass(frozen=True, slots=True)
class LinkedValues:
    """Links in no order, those that are less sure, and what looks like a value and has no sure one."""

    links: tuple[ValueLink, ...]
    possible: tuple[ValueLink, ...]
    unmatched: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """Words of the question that spell stored texts."""

    span: Span
    words: tuple[Word, ...]
    texts: tuple[StoredText, ...]
    quoted: bool = False  # the whole of what stands in quotes
    covered: bool = False


def link_values(
    asked: Asked, content: DatabaseContent, closeness: Closeness, numbers_closeness: Closeness, now: datetime
) -> LinkedValues:
    """`closeness` of what all questions say, `numbers_closeness` of what this one says: a number without the words
    around it means little."""
    return _Linker(asked, content, closeness, numbers_closeness, now).link()


class _Linker:
    def __init__(
        self,
        asked: Asked,
        content: DatabaseContent,
        closeness: Closeness,
        numbers_closeness: Closeness,
        now: datetime,
    ) -> None:
        self.asked = asked
        self.content = content
        self.closeness = closeness
        self.numbers_closeness = numbers_closeness
        self.dates = said_dates(asked.text, now)
        self.question = asked.text
        self.turn = asked.turn
        self.words = asked.words
        self.capitals = asked.capitals
        self.possible: list[ValueLink] = []

    def link(self) -> LinkedValues:
        links, spelled, closed = self._all_text_links()
        for number in numbers(self.question, self.words):
            if not any(overlap(number.span, span) for span in closed):
                self._link_number(number, links)
        self.possible += self._date_links(closed)
        self._link_loosely(spelled, links)
        firm = tuple(_best_of_each(links))
        return LinkedValues(firm, tuple(_best_of_each(self.possible)), tuple(self._unmatched(firm)))

    def _link_loosely(self, spelled: Sequence[Span], links: list[ValueLink]) -> None:
        for match in loose_matches(self.asked, self.content, self.closeness, spelled):
            mention = self._mention(match.span)
            found = links if match.firm else self.possible
            found.append(
                ValueLink(
                    mention=mention,
                    column=match.column,
                    value=match.value,
                    kind=match.kind,
                    score=self._score(match.sure, match.column),
                    part=match.part,
                )
            )
            if not match.part:
                found += self._aliases(mention, match.column, match.value, match.sure)

    def _date_links(self, closed: Sequence[Span]) -> Iterator[ValueLink]:
        for said in self.dates:
            if any(overlap(said.span, span) for span in closed):
                continue
            links = [*self._dates_as_texts(said), *self._years(said)]
            yield from sorted(links, key=lambda link: -link.score)[:_COLUMNS_PER_DATE]

    def _dates_as_texts(self, said: SaidDate) -> Iterator[ValueLink]:
        for column in self.content.dates:
            text = column.written(said) if column.holds(said.year) else None
            if text is not None:
                stored = any(found.column == column.column for found in self.content.texts.spelled(text))
                yield ValueLink(
                    mention=self._mention(said.span),
                    column=column.column,
                    value=text,
                    kind=MatchKind.DATE,
                    score=self._score(_DATE, column.column),
                    part=not stored,
                )

    def _years(self, said: SaidDate) -> Iterator[ValueLink]:
        """'last year' in a column of years; a year in digits is a number already."""
        if said.month is not None or not said.relative:
            return
        for column in self.content.numbers:
            if column.of_years:
                yield ValueLink(
                    mention=self._mention(said.span),
                    column=column.column,
                    value=said.year,
                    kind=MatchKind.DATE,
                    score=self._score(_DATE, column.column),
                )

    # ------------------------------------------------------------------------------------------------- texts

    def _all_text_links(self) -> tuple[list[ValueLink], list[Span], list[Span]]:
        """The links, all their mentions, and those in which no number is looked for. Longer mentions cover shorter
        ones."""
        links: list[ValueLink] = []
        linked: list[_Match] = []
        for match in (*self._quoted_matches(), *self._spelled_matches()):
            over = [other for other in linked if overlap(match.span, other.span)]
            hidden = any(other.quoted for other in over) or (
                over and len(match.words) == 1 and not self._named(match)
            )
            found = [] if hidden else self._text_links(replace(match, covered=bool(over)))
            if found:
                links += found
                linked.append(match)
        closed = [match.span for match in linked if match.quoted or len(match.words) > 1]
        return links, [match.span for match in linked], closed

    def _quoted_matches(self) -> Iterator[_Match]:
        for span in self.asked.quoted:
            texts = self.content.texts.spelled(span.text)
            if texts:
                inside = tuple(word for word in self.words if overlap(span, word.span))
                yield _Match(span, inside, texts, quoted=True)

    def _spelled_matches(self) -> list[_Match]:
        """Longest first."""
        keys = [word.key for word in self.words]
        found = [
            _Match(_span(self.question, words), words, spelled.texts)
            for start in range(len(keys))
            for spelled in self.content.texts.spelled_from(keys[start : start + _MOST_WORDS])
            for words in (self.words[start : start + spelled.words],)
        ]
        return sorted(found, key=lambda match: -len(match.words))

    def _named(self, match: _Match) -> bool:
        return any(named(word, capitals=self.capitals) for word in match.words)

    def _text_links(self, match: _Match) -> list[ValueLink]:
        links = [link for text in match.texts for link in self._links_of(match, text)]
        return sorted(links, key=lambda link: -link.score)[:_COLUMNS_PER_MENTION]

    def _links_of(self, match: _Match, text: StoredText) -> Iterator[ValueLink]:
        span, kind = _spelling(self.question, match, text.value)
        if not self._allowed(match, text, kind):
            return
        sure = _SURE[kind] * self._doubt(match)
        if folded(text.value.strip()) != folded(span.text):
            if len(span.text) == 1:
                return  # 'A' is not 'A+'
            sure *= _OTHER_MARKS
        mention = self._mention(span)
        yield ValueLink(
            mention=mention,
            column=text.column,
            value=text.value,
            kind=kind,
            score=self._score(sure, text.column),
        )
        yield from self._aliases(mention, text.column, text.value, sure)

    def _aliases(self, mention: Mention, column: ColumnRef, value: str, sure: float) -> Iterator[ValueLink]:
        """The codes that stand for the text in other tables, where they are stored there."""
        for alias in self.content.aliases.of(column, value):
            if any(stored.column == alias.column for stored in self.content.texts.spelled(alias.value)):
                yield ValueLink(
                    mention=mention,
                    column=alias.column,
                    value=alias.value,
                    kind=MatchKind.ALIAS,
                    score=self._score(sure * _AS_ALIAS, alias.column),
                    source=column,
                    via=(alias.key,),
                )

    def _allowed(self, match: _Match, text: StoredText, kind: MatchKind) -> bool:
        """Words that say little are values only where something else says so: quotes, a capital, the column's name.

        So 'yes' is one in 'the decision was yes', and '5' in 'a rating of 5', where columns are named like that.
        """
        if match.quoted:
            return True
        if kind is MatchKind.INFLECTED and len(match.words[-1].key) < _SHORTEST_INFLECTED:
            return False
        if text.value.isdigit() and len(text.value) < _SHORTEST_DIGITS:
            return self.closeness.of(text.column) > 0
        if all(word.folded in STOP_WORDS or len(word.text) == 1 for word in match.words):
            return self._named(match) or self._beside_name(match, text.column)
        return True

    def _beside_name(self, match: _Match, column: ColumnRef) -> bool:
        """Whether the column's name is said next to a single word, or with one word between."""
        word = match.words[0]
        if len(match.words) > 1 or len(word.text) == 1 or word.folded in SMALL_WORDS:
            return False
        place = self.words.index(word)
        near = self.words[max(0, place - _NEAR) : place] + self.words[place + 1 : place + 1 + _NEAR]
        return any(self.content.names.says(column, other) for other in near)

    def _doubt(self, match: _Match) -> float:
        """1 where nothing speaks against the match, else less."""
        doubt = _COVERED if match.covered else 1.0
        if match.quoted or len(match.words) > 1:
            return doubt
        if match.words[0].text.isdigit():
            return doubt * _DIGITS_ALONE
        if match.words[0].folded in STOP_WORDS and not self._named(match):
            return doubt * _STOP_WORD
        if self.content.names.explains(match.words[0]) and not self._named(match):
            return doubt * _SCHEMA_WORD
        return doubt

    def _score(self, sure: float, column: ColumnRef) -> float:
        return round(sure * (1 - _CLOSENESS + _CLOSENESS * self.closeness.of_both(column)), 4)

    # ----------------------------------------------------------------------------------------------- numbers

    def _link_number(self, number: Number, links: list[ValueLink]) -> None:
        """In the likely columns; a number of an earlier question means little without the words around it."""
        likely, others = [], []
        in_date = any(overlap(number.span, said.span) for said in self.dates if said.month is not None)
        for column in self.content.numbers:
            if self._meant(number.value, column):
                likely.append(self._number_link(number, column, 1.0))
            elif not in_date and self._perhaps_meant(number, column):
                named = self.numbers_closeness.of(column.column) > 0
                others.append(self._number_link(number, column, _PERHAPS if named else _HARDLY))
        likely.sort(key=lambda link: -link.score)
        others += (_weaker(link) for link in likely[_COLUMNS_PER_NUMBER:])
        likely = likely[:_COLUMNS_PER_NUMBER]
        others += self._same_by_key([*likely, *others])
        others.sort(key=lambda link: -link.score)
        (self.possible if self.turn else links).extend(likely)
        self.possible += others[:_FURTHER_COLUMNS]

    def _number_link(self, number: Number, column: NumberColumn, weight: float) -> ValueLink:
        return ValueLink(
            mention=self._mention(number.span),
            column=column.column,
            value=number.value,
            kind=MatchKind.NUMBER,
            score=round(weight * self._number_score(number.value, column), 4),
        )

    def _meant(self, number: int | float, column: NumberColumn) -> bool:
        """The numbers of a key are meant only where it is named: 'customer id 5'."""
        if column.identifies and self.numbers_closeness.of(column.column) < _NAMED:
            return False
        return column.could_hold(number)

    def _perhaps_meant(self, number: Number, column: NumberColumn) -> bool:
        """'boat 102', 'student number 7'; and 'after 1800' where all that is stored is later."""
        reference = column.column
        if column.identifies:
            close = self.numbers_closeness
            named = close.of(reference) > 0 or close.of(reference.table) >= _NAMED
            return named and column.could_hold(number.value) and not self._counts(number, reference.table)
        of_years = 1000 <= number.value <= 2999 and "year" in name_parts(reference.column)
        return of_years or self.numbers_closeness.of(reference) >= _NAMED

    def _counts(self, number: Number, table: str) -> bool:
        """'2 orders' says how many."""
        after = [word for word in self.words if word.start >= number.span.end]
        return any(self.content.names.says(table, word) for word in after[:1])

    def _same_by_key(self, links: Sequence[ValueLink]) -> Iterator[ValueLink]:
        """The same number in the columns that a key makes equal to those found."""
        for link in links:
            for column in self.content.equal_columns.get(link.column, ()):
                yield _weaker(link.model_copy(update={"column": column}))

    def _number_score(self, number: int | float, column: NumberColumn) -> float:
        sure = _STORED_NUMBER if column.identifies or column.stores(number) else _NUMBER
        return sure + (1 - _STORED_NUMBER) * self.numbers_closeness.of_both(column.column)

    # --------------------------------------------------------------------------------------------- unmatched

    def _unmatched(self, links: Sequence[ValueLink]) -> Iterator[Mention]:
        dates = (link for link in self.possible if link.kind is MatchKind.DATE)
        linked = [Span(link.mention.text, link.mention.start, link.mention.end) for link in (*links, *dates)]
        digits = (number.span for number in numbers(self.question, ()))
        seen: list[Span] = []
        for span in (*self.asked.quoted, *self.asked.names, *digits):
            if any(overlap(span, other) for other in (*linked, *seen)) or self._explained(span):
                continue
            seen.append(span)
        yield from (self._mention(span) for span in sorted(seen, key=lambda span: span.start))

    def _explained(self, span: Span) -> bool:
        """Whether every word of it belongs to the question or to the schema."""
        inside = [word for word in self.words if overlap(span, word.span)]
        return all(word.folded in STOP_WORDS or self.content.names.explains(word) for word in inside)

    def _mention(self, span: Span) -> Mention:
        return Mention(text=span.text, start=span.start, end=span.end, turn=self.turn)


def _weaker(link: ValueLink) -> ValueLink:
    return link.model_copy(update={"score": round(_PERHAPS * link.score, 4)})


def _best_of_each(links: Iterable[ValueLink]) -> Iterator[ValueLink]:
    """Of links from the same words to the same stored value, the first: kinds come in the order of their sureness."""
    seen = set()
    for link in links:
        meant = (link.mention, link.column, type(link.value), link.value)
        if meant not in seen:
            seen.add(meant)
            yield link


def _span(question: str, words: Sequence[Word]) -> Span:
    start, end = words[0].start, words[-1].end
    return Span(question[start:end], start, end)


def _spelling(question: str, match: _Match, value: str) -> tuple[Span, MatchKind]:
    """How the mention spells the value; where it does so to the letter, with the marks at the value's ends."""
    if match.span.text == value:
        return match.span, MatchKind.EXACT
    runs = words_of(value)
    if runs and match.words:
        start = match.words[0].start - runs[0].start
        end = start + len(value)
        if start >= 0 and question[start:end] == value:
            return Span(value, start, end), MatchKind.EXACT
    same = [word.folded for word in runs] == [word.folded for word in match.words]
    return match.span, MatchKind.CASE if same else MatchKind.INFLECTED
