"""What the phrases of a question have asked for so far, and what still waits for a later phrase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from services.contracts.schema import ColumnRef
from services.planner.lexical.binding import Binder
from services.planner.lexical.choices import Choices
from services.planner.lexical.cues import Cue, CueKind
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.phrases import Phrase
from services.planner.lexical.request import Asked, Condition, CountCondition, Grouping, Ordering, Request
from services.planner.vocabulary import BUSINESS
from services.planner.words import stem

_WHOLE_NAME = frozenset(("name", "names"))
_OF_THE_DIFFERENT = 3  # words between two names that 'of' joins, at most


@dataclass
class Gathered:
    """`context`: the tables in question, nearest first; `focus`: of these, what the conversation was about before.

    `of_places`: where the question says 'of', by word.
    """

    names: SchemaNames
    choices: Choices
    binder: Binder
    context: tuple[str, ...]
    focus: tuple[str, ...]
    of_places: frozenset[int]
    asked: list[Asked] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    groupings: list[Grouping] = field(default_factory=list)
    orderings: list[Ordering] = field(default_factory=list)
    counts: list[CountCondition] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    limit: int | None = None
    which: bool = False
    # What waits: functions for their column, 'how many' for its rows, an order for its column, columns for their
    # comparison, a comparison for the aggregate that it compares with, 'not' for its condition.
    aggregates: list[str] = field(default_factory=list)
    counting: bool = False
    order: Ordering | None = None
    held: list[SchemaSpan] = field(default_factory=list)
    compared: Condition | None = None
    negated: bool = False

    @property
    def continuing(self) -> bool:
        """A turn before decided what is shown."""
        return bool(self.focus)

    @property
    def nothing_named(self) -> bool:
        return not self.asked and not self.tables

    def request(self, cues: frozenset[CueKind]) -> Request:
        return Request(
            asked=tuple(self.asked),
            tables=tuple(dict.fromkeys(self.tables)),
            conditions=tuple(_merged(self.conditions)),
            groupings=tuple(self.groupings),
            orderings=tuple(self.orderings),
            counts=tuple(self.counts),
            without=tuple(self.without),
            limit=self.limit,
            distinct=CueKind.DISTINCT in cues,
            everything=CueKind.EVERYTHING in cues,
            aggregates=tuple(self.aggregates),
            unlinked=tuple(self.unlinked),
            notes=tuple(self.notes),
            cues=cues,
        )

    # ------------------------------------------------------------------------------------------ the names

    def unbound(self, phrase: Phrase) -> list[SchemaSpan]:
        """The phrase's names that are no part of an equality; the equalities become conditions."""
        bound = self.binder.equalities(phrase.parts, self.held, clause=phrase.cue.kind is CueKind.CLAUSE)
        negated = self.negated
        for condition in bound.conditions:
            self.add(replace(condition, negated=negated))
        self.unlinked += bound.unlinked
        self.notes += bound.notes
        return bound.nouns

    def show(
        self, nouns: Sequence[SchemaSpan], *, named: bool = False, listed: Sequence[SchemaSpan] = ()
    ) -> None:
        """`named`: the first is asked for, even if it is a table; so are tables that are `listed` with columns."""
        for place, noun in enumerate(nouns):
            table = self.choices.table_meant(noun)
            if table:
                self.tables.append(table)
                if (named and place == 0) or noun in listed:
                    self.asked.append(Asked(table=table, named=True))
            elif self._is_flag_of_rows(noun, nouns):
                self.held.append(noun)
            elif place and self._joined_by_of(nouns[place - 1], noun) and not _is_name(nouns[place - 1]):
                self.held.append(noun)  # 'the types of these schools': whose types they are
            elif not self._names_next(noun, nouns[place + 1 :]):
                self.asked += [
                    replace(asked, named=named and place == 0) for asked in self.columns_asked(noun)
                ]

    def show_beside(self, nouns: Sequence[SchemaSpan]) -> None:
        """Beside the rows of the table that was named first: 'stores with their country'."""
        if not self.asked and self.tables:
            self.asked.append(Asked(table=self.tables[0], named=True))
        self.show(nouns, listed=nouns)

    def join(self, nouns: Sequence[SchemaSpan]) -> None:
        """Names after the one that a cue speaks of: tables are joined, or must have no rows; columns wait."""
        for noun in nouns:
            table = self.choices.table_meant(noun)
            if table and self.negated and not self.nothing_named:
                self.without.append(table)
                self.negated = False
            elif table:
                self.tables.append(table)
            else:
                self.held.append(noun)

    def release(self, before: Phrase | None) -> None:
        """Columns that no comparison came for: 'products with prices' shows them."""
        flags = [noun for noun in self.held if self._flag(noun)]
        for noun in flags:
            self.add_flag(noun)
        others = [noun for noun in self.held if noun not in flags]
        if others and before is not None and before.cue.value == "with":
            self.show_beside(others)
        self.held = []

    def columns_asked(self, noun: SchemaSpan) -> list[Asked]:
        """The column; for the name of a person all its parts."""
        asked = self.column_asked(noun)
        if asked is None or asked.column is None:
            return []
        naming = self.names.naming(asked.column.table)
        if len(naming) > 1 and asked.column in naming and _is_name(noun):
            return [replace(asked, column=ref) for ref in naming]
        return [asked]

    def column_asked(self, noun: SchemaSpan) -> Asked | None:
        choice = self.choices.column(noun)
        if choice is None:
            return None
        own = self.names.by_ref[choice.ref].own
        business = noun.text.lower() in BUSINESS and stem(noun.text) not in {stem(word) for word in own}
        return Asked(column=choice.ref, additive=business and self.names.is_measure(choice.ref))

    # ------------------------------------------------------------------------------------- what is gathered

    def add(self, condition: Condition) -> None:
        self.conditions.append(condition)
        self.negated = False

    def add_flag(self, noun: SchemaSpan) -> None:
        """'products that are discontinued', 'the products not discontinued'"""
        flag = self._flag(noun)
        if flag is not None:
            self.add(
                Condition(column=flag, operator="=", values=(0 if self.negated else 1,), mention=noun.text)
            )

    def order_by(self, ordering: Ordering) -> None:
        self.orderings.append(ordering)
        self.order = None

    # ------------------------------------------------------------------------------- what words only imply

    def implied(self, cue: Cue, *tables: str) -> ColumnRef | None:
        """The column that a word speaks of without naming it ('oldest': age), in the tables in question."""
        for table in dict.fromkeys([*tables, *self.tables, *self.context]):
            for wanted in cue.implies:
                for name in self.names.columns_of(table):
                    if wanted in {stem(word) for word in name.own} and not self.names.is_key(name.ref):
                        return name.ref
            if "date" in cue.implies and (dates := self.names.dates(table)):
                return dates[0]
        return None

    def is_implied(self, cue: Cue, column: ColumnRef) -> bool:
        said = {stem(word) for word in self.names.by_ref[column].own}
        return bool(said & set(cue.implies)) or ("date" in cue.implies and self.names.is_date(column))

    def measure(self) -> ColumnRef | None:
        """The first measure of the tables in question, an amount before other numbers."""
        for table in [*self.tables, *self.context]:
            measures = [name.ref for name in self.names.columns_of(table) if self.names.is_measure(name.ref)]
            if measures:
                return max(measures, key=self.names.is_additive)
        return None

    def _joined_by_of(self, noun: SchemaSpan, other: SchemaSpan) -> bool:
        return noun.end in self.of_places and other.first - noun.end <= _OF_THE_DIFFERENT

    def _flag(self, noun: SchemaSpan) -> ColumnRef | None:
        choice = self.choices.column(noun)
        return choice.ref if choice is not None and self.names.is_flag(choice.ref) else None

    def _is_flag_of_rows(self, noun: SchemaSpan, nouns: Sequence[SchemaSpan]) -> bool:
        """'discontinued products' asks for products; alone, a flag is asked for like any column."""
        return self._flag(noun) is not None and (len(nouns) > 1 or not self.nothing_named)

    def _names_next(self, noun: SchemaSpan, following: Sequence[SchemaSpan]) -> bool:
        """'the names of the cities' are the cities, where these are a column."""
        if not _is_name(noun) or not following or not self._joined_by_of(noun, following[0]):
            return False
        choice = self.choices.column(following[0])
        if choice is None or self.choices.table_meant(following[0]):
            return False
        return not self.names.is_numeric(choice.ref) and not self.names.is_date(choice.ref)


def _is_name(noun: SchemaSpan) -> bool:
    return noun.text.lower() in _WHOLE_NAME


def _merged(conditions: Sequence[Condition]) -> Iterator[Condition]:
    """Several values for one column are alternatives: 'in France or Germany'."""
    merged: dict[tuple[object, ...], Condition] = {}
    for place, condition in enumerate(conditions):
        same = (
            (condition.column, condition.negated, condition.unit) if condition.operator == "=" else (place,)
        )
        known = merged.get(same)
        values = known.values + condition.values if known else condition.values
        merged[same] = replace(known or condition, values=tuple(dict.fromkeys(values)))
    yield from merged.values()
