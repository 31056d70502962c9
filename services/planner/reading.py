"""From the phrases of a question to a request: what each phrase asks for, by the cue that opens it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from services.contracts.frozen import Cell
from services.contracts.schema import ColumnRef
from services.planner.binding import Binder, is_year, literal_of
from services.planner.choices import Choices
from services.planner.names import SchemaNames
from services.planner.phrases import Phrase, phrases_of
from services.planner.name_spans import SchemaSpan
from services.planner.pieces import CueSpan, Piece, ValueSpan, WordSpan
from services.planner.request import Asked, Condition, CountCondition, Grouping, Ordering, Request
from services.planner.vocabulary import BUSINESS, Cue, CueKind
from services.planner.words import stem

_LISTING = frozenset(("and", ",", "or"))
_BEFORE_NOUN = frozenset("of the a an is are was were".split())
_SORT = frozenset(("sort", "arrange", "rank", "sorted", "ranked"))
_OF_THE_DIFFERENT = 3  # words between two names, at most
_WHOLE_NAME = frozenset(("name", "names", "full name", "full names"))
_BEFORE_TEXT = frozenset("a an the letter letters word words string phrase substring text character of".split())
_AGGREGATED = 0.6
_COUNTED_TABLE, _SURER = 0.55, 0.15


def read(pieces: Sequence[Piece], names: SchemaNames, choices: Choices, focus: Sequence[str] = ()) -> Request:
    """What the question asks for. `focus`: tables of the conversation so far, for what the question leaves out."""
    tables = dict.fromkeys([*choices.tables_named(pieces), *focus])
    binder = Binder(names, choices, tuple(tables))
    return _Reader(names, choices, binder, tuple(tables), continuing=bool(focus)).read(pieces)


@dataclass
class _Reader:
    """Collects the request. `context`: the tables in question, for columns that a word only implies; `continuing`: a
    turn before it decided what is shown.
    """

    names: SchemaNames
    choices: Choices
    binder: Binder
    context: tuple[str, ...]
    continuing: bool
    asked: list[Asked] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    groupings: list[Grouping] = field(default_factory=list)
    orderings: list[Ordering] = field(default_factory=list)
    counts: list[CountCondition] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    limit: int | None = None
    # What waits for a later phrase: functions for their column, columns for their comparison, an order for its
    # column, a comparison for the aggregate that it compares with, 'not' for its condition.
    aggregates: list[str] = field(default_factory=list)
    held: list[SchemaSpan] = field(default_factory=list)
    counting: bool = False
    which: bool = False
    clause_open: bool = False
    ofs: set[int] = field(default_factory=set)
    order: Ordering | None = None
    compared: Condition | None = None
    negated: bool = False

    def read(self, pieces: Sequence[Piece]) -> Request:
        self.ofs = {piece.first for piece in pieces if isinstance(piece, WordSpan) and piece.word.lower == "of"}
        before: Phrase | None = None
        for phrase in phrases_of(pieces):
            self._phrase(phrase, before)
            before = phrase
        self._release(shown=before is not None and before.cue.value == "with")
        for piece in pieces:
            if isinstance(piece, CueSpan) and piece.cue.kind is CueKind.PERIOD:
                date = self.binder.date_column()
                self.groupings.append(Grouping(column=date, unit=piece.cue.value, undated=True))
        if self.order is not None:
            self.orderings.append(self.order)
        if self.counting and not self.asked:
            self.asked.append(Asked(aggregate="count"))
        self._date()
        cues = {piece.cue.kind for piece in pieces if isinstance(piece, CueSpan)}
        return Request(
            asked=tuple(self.asked),
            tables=tuple(dict.fromkeys(self.tables)),
            conditions=tuple(_merged(self.conditions)),
            groupings=tuple(self.groupings),
            orderings=tuple(_directed(self.orderings, pieces)),
            counts=tuple(self.counts),
            without=tuple(self.without),
            limit=self.limit,
            distinct=CueKind.DISTINCT in cues,
            everything=CueKind.EVERYTHING in cues,
            aggregates=tuple(self.aggregates),
            unlinked=tuple(self.unlinked),
            cues=frozenset(cues),
        )

    def _date(self) -> None:
        """Where no date is named, what is measured has the date that is meant: spending in 2024, not customers of 2024."""
        measured = [asked.column.table for asked in self.asked if asked.column is not None and asked.aggregate]
        dates = [date for table in measured for date in self.names.dates(table)]
        if dates:
            self.conditions = [
                replace(c, column=dates[0]) if c.undated and self.names.is_date(c.column) else c
                for c in self.conditions
            ]
            self.groupings = [replace(g, column=dates[0]) if g.undated else g for g in self.groupings]

    def _phrase(self, phrase: Phrase, before: Phrase | None) -> None:
        self.clause_open = before is not None and before.cue.kind is CueKind.CLAUSE and before.bare
        match phrase.cue.kind:
            case CueKind.COMPARE | CueKind.BETWEEN | CueKind.LIKE:
                self._comparison(phrase, before)
            case CueKind.GROUP:
                self._grouping(phrase, before)
            case CueKind.ORDER:
                self._ordering(phrase)
            case CueKind.SUPERLATIVE:
                self._superlative(phrase, before)
            case CueKind.COUNT:
                self._count(phrase)
            case CueKind.AGGREGATE:
                self._aggregate(phrase)
            case CueKind.NOT:
                self._negation(phrase)
            case CueKind.CLAUSE:
                self._clause(phrase, before)
            case CueKind.ATTRIBUTE:
                self._attribute(phrase)
            case CueKind.WHICH:
                self.which = True
                nouns = self._unbound(phrase)
                leading = _leading(phrase, nouns) if _follows_directly(phrase) else []
                self._show(leading, named=True)
                self._join([noun for noun in nouns if noun not in leading])
            case _:
                self._show(self._unbound(phrase), listed=_listed(phrase))

    # ------------------------------------------------------------------------------------------ what is shown

    def _show(
        self, nouns: Sequence[SchemaSpan], *, named: bool = False, listed: Sequence[SchemaSpan] = ()
    ) -> None:
        """`named`: the first is asked for, even if it is a table; so are tables that are `listed` with columns."""
        for place, noun in enumerate(nouns):
            table = self.choices.table_meant(noun)
            if table:
                self.tables.append(table)
                if (named and place == 0) or noun in listed:
                    self.asked.append(Asked(table=table, named=True))
            elif place and self._describes(noun, nouns[place - 1]):
                self.held.append(noun)
            elif not self._names_next(noun, nouns[place + 1 :]):
                self.asked += [replace(asked, named=named and place == 0) for asked in self._columns_asked(noun)]

    def _describes(self, noun: SchemaSpan, before: SchemaSpan) -> bool:
        """'the types of these schools': what follows 'of' says whose the types are, also where it is a column."""
        return before.end in self.ofs and noun.first - before.end <= _OF_THE_DIFFERENT and not _is_name(before)

    def _names_next(self, noun: SchemaSpan, following: Sequence[SchemaSpan]) -> bool:
        """'the names of the cities' are the cities, where these are a column."""
        if not _is_name(noun) or not following:
            return False
        other = following[0]
        close = noun.end in self.ofs and other.first - noun.end <= _OF_THE_DIFFERENT
        return close and not self.choices.table_meant(other) and self._is_text(other)

    def _count(self, phrase: Phrase) -> None:
        nouns = self._unbound(phrase)
        if self.order is not None:
            target = nouns[0] if nouns else None
            self._order_by(replace(self.order, table=self.choices.table_meant(target) if target else None))
            self._join(nouns[1:])
            return
        if not nouns:
            self.counting = True
            return
        self.counting = False
        table = self._table_counted(nouns[0])
        if table:
            self.tables.append(table)
            self.asked.append(Asked(table=table, aggregate="count"))
        elif (asked := self._column_asked(nouns[0])) is not None and asked.column is not None:
            measure = self.names.is_measure(asked.column)  # 'how many passengers' adds them up
            counted = replace(asked, aggregate="count", distinct=True, additive=False)
            self.asked.append(replace(asked, additive=True) if measure else counted)
        self._join(nouns[1:])

    def _attribute(self, phrase: Phrase) -> None:
        """'how old is Dan', 'when was it opened'."""
        nouns = self._unbound(phrase)
        tables = [table for noun in nouns if (table := self.choices.table_meant(noun))]
        column = self._implied(phrase.cue, *tables)
        if column is not None:
            self.asked.append(Asked(column=column))
        self._join(nouns)

    def _aggregate(self, phrase: Phrase) -> None:
        nouns = self._unbound(phrase)
        if self.compared is not None:
            self._compare_with_aggregate(phrase.cue.value, nouns)
            return
        columns = [noun for noun in _leading(phrase, nouns) if self._aggregates(phrase.cue.value, noun)]
        if not columns and phrase.name is not None and not nouns and self.clause_open:
            self.held.append(phrase.name)  # 'orders with a total over 100'
            return
        if not columns and phrase.cue.implies and (implied := self._implied_amount(phrase.cue, nouns)):
            self.asked.append(Asked(column=implied, aggregate=phrase.cue.value))
            self._join(nouns)
            return
        if not columns and phrase.name is not None and not nouns:
            columns, functions = [phrase.name], [*self.aggregates]
        else:
            functions = [*self.aggregates, phrase.cue.value]
        self.aggregates = [] if columns else functions
        if columns and self.clause_open and phrase.cue.value in {"max", "min"} and functions[-1:] == [phrase.cue.value]:
            self.limit = self.limit or 1  # 'the stadium with the maximum capacity'
            self.order, functions = Ordering(descending=phrase.cue.value == "max"), []
        if self.order is not None and columns and (asked := self._column_asked(columns[0])):
            aggregate = functions[0] if functions else ""
            self._order_by(replace(self.order, column=asked.column, aggregate=aggregate))
            return
        for noun in columns:
            asked = self._column_asked(noun)
            for function in functions or [""] if asked else []:
                self.asked.append(replace(asked, aggregate=function))
        rest = [noun for noun in nouns if noun not in columns]
        counted = self.aggregates[-1:] == ["sum"]
        if not columns and rest and counted and (table := self.choices.table_meant(rest[0])):
            self.aggregates.pop()  # 'total orders' counts them
            self.asked.append(Asked(table=table, aggregate="count"))
            self.counting = False
        self._show([noun for noun in rest if noun in columns or _follows_listing(phrase, noun)])
        self._join([noun for noun in rest if not _follows_listing(phrase, noun)])

    def _aggregates(self, function: str, noun: SchemaSpan) -> bool:
        """Only numbers have a sum or a mean."""
        choice = self.choices.column(noun)
        if choice is None or choice.likeness < _AGGREGATED:
            return False
        return function in {"min", "max"} or self.names.is_numeric(choice.ref)

    # --------------------------------------------------------------------------------- grouping and order

    def _grouping(self, phrase: Phrase, before: Phrase | None) -> None:
        if before is not None and before.cue.kind is CueKind.SUPERLATIVE and self.order is not None:
            self._ordering(phrase)  # 'top 5 products by price'
            return
        if before is not None and any(isinstance(p, WordSpan) and p.word.lower in _SORT for p in before.parts):
            self._ordering(phrase)  # 'sort the rooms by price'
            return
        nouns = self._unbound(phrase)
        each = phrase.cue.value in {"each", "of each"}
        unit = next((p.cue.value for p in phrase.parts if isinstance(p, CueSpan) and p.cue.kind is CueKind.UNIT), "")
        leading = _leading(phrase, nouns)
        if unit:
            date = next((c.ref for n in leading if (c := self.choices.column(n)) and self.names.is_date(c.ref)), None)
            guessed = date or self.binder.date_column()
            self.groupings.append(Grouping(column=guessed, unit=unit, each=each, undated=date is None))
            leading = [n for n in leading if (c := self.choices.column(n)) is None or c.ref != date]
        for noun in leading:
            table = self.choices.table_meant(noun, grouped=True)
            choice = self.choices.column(noun)
            if table:
                self.groupings.append(Grouping(table=table, each=each))
            elif choice is not None:
                self.groupings.append(Grouping(column=choice.ref, each=each))
        self._join([noun for noun in nouns if noun not in leading])

    def _ordering(self, phrase: Phrase) -> None:
        order = self.order or Ordering(descending=phrase.cue.value == "desc", shown=True)
        self.order = order
        nouns = self._unbound(phrase)
        leading = _leading(phrase, nouns)
        for noun in leading:
            asked = self._column_asked(noun)
            if asked is not None:
                self._order_by(replace(order, column=asked.column, additive=asked.additive))
        self._join([noun for noun in nouns if noun not in leading])

    def _superlative(self, phrase: Phrase, before: Phrase | None) -> None:
        if phrase.bare and not self.asked and not self.tables and _lists_on(phrase):
            self.aggregates.append(_extreme(phrase.cue))  # 'the lowest and the highest price'
            return
        self.limit = _number_beside(phrase, before) or self.limit
        counted = self.limit is not None
        phrase = replace(phrase, parts=phrase.parts[1:]) if _number_beside(phrase, None) else phrase
        self.limit = self.limit or 1
        nouns = self._unbound(phrase)
        order = Ordering(descending=phrase.cue.descending)
        self.order = order  # one that still waits, as the 'top' of 'top 3 with the highest price', gives way
        alone = not self.asked and not self.tables and not counted and not (self.which and self.continuing)
        for place, noun in enumerate(nouns[:1]):
            self._superlative_of(noun, order, phrase.cue, alone=alone, counted=counted)
            self._show(nouns[place + 1 :])
        if not nouns and phrase.cue.implies:
            self._order_by(replace(order, column=self._implied(phrase.cue)))

    def _superlative_of(self, noun: SchemaSpan, order: Ordering, cue: Cue, *, alone: bool, counted: bool) -> None:
        table = self.choices.table_meant(noun)
        asked = self._column_asked(noun)
        if cue.implies and (table or asked is None or not self._implied_by(cue, asked.column)):
            self._show([noun], named=not self.asked)
            context = (table,) if table else (asked.column.table,) if asked and asked.column else ()
            self._order_by(replace(order, column=self._implied(cue, *context)))
        elif table:
            first = not self.asked and not self.tables
            self.tables.append(table)
            if cue.value == "common" and (happening := self.names.referring(table)):
                self.asked.append(Asked(table=table, named=True))
                self._order_by(replace(order, table=happening))
                return
            if first and (alone or counted):
                self.asked.append(Asked(table=table, named=True))
            else:
                self._order_by(replace(order, table=table))
        elif asked is not None and cue.value == "common":
            self.asked.append(asked)
            self._order_by(replace(order, table=asked.column.table if asked.column else None))
        elif asked is not None and counted and not self.asked and not self.tables:
            self.asked.append(asked)
            self._order_by(replace(order, column=asked.column))
        elif asked is not None and alone:
            for function in (*self.aggregates, _extreme(cue)):
                self.asked.append(replace(asked, aggregate=function, additive=False))
            self.aggregates = []
            self.limit = self.order = None
        elif asked is not None:
            self._order_by(replace(order, column=asked.column, additive=asked.additive))

    def _order_by(self, ordering: Ordering) -> None:
        self.orderings.append(ordering)
        self.order = None

    # ------------------------------------------------------------------------------------------ conditions

    def _clause(self, phrase: Phrase, before: Phrase | None) -> None:
        nouns = self._unbound(phrase)
        if phrase.cue.value == "who":
            self.which = True
        if phrase.cue.value == "who" and not self.asked and not self.tables:
            self._show(nouns, named=True)
            return
        if phrase.cue.value == "with" and _possessive(phrase):
            self._show_with(nouns)  # 'stores with their country'
            return
        if nouns:
            self._release(shown=before is not None and before.cue.value == "with")
        self._join(nouns)

    def _negation(self, phrase: Phrase) -> None:
        self.negated = True
        if phrase.bare:
            return
        conditions = len(self.conditions)
        nouns = self._unbound(phrase)
        if len(self.conditions) > conditions:
            self._show(nouns)
            return
        for noun in nouns[:1]:
            choice = self.choices.column(noun)
            if self.choices.table_meant(noun):
                self._join([noun])
            elif choice is not None:
                self._condition(Condition(column=choice.ref, operator="is_null"), negated=False)
        self._join(nouns[1:])

    def _comparison(self, phrase: Phrase, before: Phrase | None) -> None:
        wanted = 2 if phrase.cue.kind is CueKind.BETWEEN else 1
        places = [place for place, part in enumerate(phrase.parts) if literal_of(part) is not None][:wanted]
        values = [literal_of(phrase.parts[place]) for place in places]
        rest = phrase.parts[places[-1] + 1 :] if places else phrase.parts
        inside = [part for part in phrase.parts[: places[0] if places else 0] if isinstance(part, SchemaSpan)]
        if phrase.cue.kind is CueKind.LIKE and not values and rest:
            rest = rest[next((place for place, part in enumerate(rest) if not _is_article(part)), 0) :]
            values, rest = [_text_of(rest[0])], rest[1:]
        column = self._compared_column(phrase, before, inside)
        if len(values) < wanted:
            if column is not None:
                self.compared = Condition(column=column, operator=phrase.cue.value)
            self._join(self._unbound(replace(phrase, parts=rest)))
            return
        unit = rest[0] if rest and isinstance(rest[0], SchemaSpan) else None
        if column is None and unit is not None:
            rest = rest[1:]
            table = self.choices.table_meant(unit)
            if table and isinstance(values[0], int | float):
                self.tables.append(table)
                self.counts.append(CountCondition(table=table, operator=phrase.cue.value, value=values[0]))
                self._join(self._unbound(replace(phrase, parts=rest)))
                return
            choice = self.choices.column(unit)
            column = choice.ref if choice else None
        column = column or self._date_for(values[0])
        if column is None and self.continuing and isinstance(values[0], int | float):
            self.counts.append(CountCondition(table=None, operator=phrase.cue.value, value=values[0]))
            self._join(self._unbound(replace(phrase, parts=rest)))
            return
        column = column or self._measure()
        if column is not None:
            self._condition(self._compared_with(column, phrase.cue, values))
        bound = self.binder.equalities(rest, self.held)
        for condition in bound.conditions:
            self._condition(condition)
        self.held += [noun for noun in bound.nouns if not self.choices.table_meant(noun)]
        self.tables += [table for noun in bound.nouns if (table := self.choices.table_meant(noun))]

    def _compared_with(self, column: ColumnRef, cue: Cue, values: Sequence[Cell]) -> Condition:
        if cue.kind is CueKind.LIKE:
            return Condition(column=column, operator="like", values=(cue.value.format(values[0]),))
        if self.names.is_date(column) and all(is_year(value) for value in values):
            years = tuple(str(value) for value in values)
            return Condition(column=column, operator=cue.value, values=years, unit="year")
        return Condition(column=column, operator=cue.value, values=tuple(values))

    def _date_for(self, value: Cell) -> ColumnRef | None:
        if is_year(value):
            return self.binder.year_column() or self.binder.date_column()
        return self.binder.date_column() if isinstance(value, str) else None

    def _compared_column(
        self, phrase: Phrase, before: Phrase | None, inside: Sequence[SchemaSpan]
    ) -> ColumnRef | None:
        """The column that waits for a comparison, the one named inside it, the one just asked for, or the implied one."""
        for noun in [*inside, *self.held[-1:]]:
            choice = self.choices.column(noun)
            if choice is not None:
                self.held = [other for other in self.held if other is not noun]
                return choice.ref
        if phrase.cue.implies and (implied := self._implied(phrase.cue)) is not None:
            return implied
        last = before.parts[-1] if before is not None and before.parts else None
        if isinstance(last, SchemaSpan) and self.asked and self.asked[-1].column is not None:
            choice = self.choices.column(last)
            shows_else = len(self.asked) > 1 or self.continuing
            if choice is not None and choice.ref == self.asked[-1].column and shows_else:
                self.asked.pop()
                return choice.ref
        return None

    def _compare_with_aggregate(self, aggregate: str, nouns: Sequence[SchemaSpan]) -> None:
        if self.compared is not None:
            self._condition(replace(self.compared, aggregate=aggregate))
        self.compared = None

    def _condition(self, condition: Condition, *, negated: bool | None = None) -> None:
        negated = self.negated if negated is None else negated
        self.conditions.append(replace(condition, negated=negated))
        self.negated = False

    # ---------------------------------------------------------------------------------------------- names

    def _unbound(self, phrase: Phrase) -> list[SchemaSpan]:
        """The phrase's names that are no part of an equality; the equalities become conditions."""
        clause = phrase.cue.kind is CueKind.CLAUSE
        bound = self.binder.equalities(phrase.parts, self.held, clause=clause)
        for condition in bound.conditions:
            self.conditions.append(replace(condition, negated=self.negated))
        if bound.conditions:
            self.negated = False
        self.unlinked += bound.unlinked
        return bound.nouns

    def _release(self, *, shown: bool) -> None:
        """Columns that no comparison came for: 'products with their prices' shows them."""
        if shown and self.held:
            self._show_with(self.held)
        self.held = []

    def _show_with(self, nouns: Sequence[SchemaSpan]) -> None:
        """Beside the rows of the table that was named first."""
        if not self.asked and self.tables:
            self.asked.append(Asked(table=self.tables[0], named=True))
        self._show(nouns, listed=nouns)

    def _join(self, nouns: Sequence[SchemaSpan]) -> None:
        """Names after the one that the cue speaks of: tables are joined, or must have no rows; columns wait."""
        for noun in nouns:
            table = self.choices.table_meant(noun)
            if table and self.negated and (self.tables or self.asked):
                self.without.append(table)
                self.negated = False
            elif table:
                self.tables.append(table)
            else:
                self.held.append(noun)

    def _table_counted(self, noun: SchemaSpan) -> str | None:
        """After 'how many', rows are meant rather than a column, unless the words are the column's own."""
        if noun.column_score > noun.table_score + _SURER:
            return None
        return self.choices.table(noun, least=_COUNTED_TABLE)

    def _is_text(self, noun: SchemaSpan) -> bool:
        choice = self.choices.column(noun)
        return choice is not None and not self.names.is_numeric(choice.ref) and not self.names.is_date(choice.ref)

    def _columns_asked(self, noun: SchemaSpan) -> list[Asked]:
        """The column; for the name of a person all its parts."""
        asked = self._column_asked(noun)
        if asked is None or asked.column is None:
            return []
        naming = self.names.naming(asked.column.table)
        if len(naming) > 1 and asked.column in naming and noun.text.lower() in _WHOLE_NAME:
            return [replace(asked, column=ref) for ref in naming]
        return [asked]

    def _column_asked(self, noun: SchemaSpan) -> Asked | None:
        choice = self.choices.column(noun)
        if choice is None:
            return None
        own = self.names.by_ref[choice.ref].own
        business = noun.text.lower() in BUSINESS and stem(noun.text) not in {stem(word) for word in own}
        return Asked(column=choice.ref, additive=business and self.names.is_measure(choice.ref))

    def _implied(self, cue: Cue, *tables: str) -> ColumnRef | None:
        """The column that a word speaks of without naming it ('oldest': age), in the tables in question."""
        for table in dict.fromkeys([*tables, *self.tables, *self.context]):
            for wanted in cue.implies:
                for name in self.names.columns_of(table):
                    if wanted in {stem(word) for word in name.own} and not self.names.is_key(name.ref):
                        return name.ref
            if "date" in cue.implies and (dates := self.names.dates(table)):
                return dates[0]
        return None

    def _implied_amount(self, cue: Cue, nouns: Sequence[SchemaSpan]) -> ColumnRef | None:
        """'How much did the customers pay': an amount of what is named or refers to it, or of the conversation."""
        named = [table for noun in nouns if (table := self.choices.table_meant(noun))]
        referring = [table for name in named if (table := self.names.referring(name))]
        column = self._implied(cue, *named, *referring)
        return column if column is not None and self.names.is_measure(column) else None

    def _implied_by(self, cue: Cue, column: ColumnRef | None) -> bool:
        if column is None:
            return False
        said = {stem(word) for word in self.names.by_ref[column].own}
        return bool(said & set(cue.implies)) or ("date" in cue.implies and self.names.is_date(column))

    def _measure(self) -> ColumnRef | None:
        """The first measure of the tables in question, an amount before other numbers."""
        for table in [*self.tables, *self.context]:
            measures = [name.ref for name in self.names.columns_of(table) if self.names.is_measure(name.ref)]
            if measures:
                return max(measures, key=self.names.is_additive)
        return None


def _is_name(noun: SchemaSpan) -> bool:
    return noun.text.lower() in {"name", "names"}


def _leading(phrase: Phrase, nouns: Sequence[SchemaSpan]) -> list[SchemaSpan]:
    """The first name of a phrase and those listed with it: 'height and weight'."""
    leading: list[SchemaSpan] = []
    for part in phrase.parts:
        if isinstance(part, SchemaSpan):
            if leading and leading[-1].end == part.first:
                leading.pop()  # 'by customer country': the country, of the customers
            if part in nouns:
                leading.append(part)
        elif leading and not (isinstance(part, WordSpan) and part.word.lower in _LISTING):
            break
    return leading


def _follows_directly(phrase: Phrase) -> bool:
    """'which different stores', 'which of those stores', but not 'which of them have built bridges'."""
    for part in phrase.parts:
        if isinstance(part, SchemaSpan):
            return True
        beside = isinstance(part, CueSpan) or (isinstance(part, WordSpan) and part.word.lower in _BEFORE_NOUN)
        if not beside:
            return False
    return False


def _follows_listing(phrase: Phrase, noun: SchemaSpan) -> bool:
    place = phrase.parts.index(noun)
    before = phrase.parts[place - 1] if place else None
    return isinstance(before, WordSpan) and before.word.lower in _LISTING


def _listed(phrase: Phrase) -> list[SchemaSpan]:
    """A table that stands first in a list is asked for itself: 'the departments and their budgets'."""
    for place, part in enumerate(phrase.parts):
        if isinstance(part, SchemaSpan):
            following = phrase.parts[place + 1 : place + 2]
            lists = any(
                (isinstance(other, WordSpan) and other.word.lower in _LISTING)
                or (isinstance(other, CueSpan) and other.cue.kind is CueKind.ALSO)
                for other in following
            )
            return [part] if lists else []
    return []


def _number_beside(phrase: Phrase, before: Phrase | None) -> int | None:
    """'top 3', '3 cheapest'."""
    first = phrase.parts[0] if phrase.parts else None
    last = before.parts[-1] if before is not None and before.parts else None
    for piece in (first, last):
        if isinstance(piece, WordSpan) and isinstance(piece.word.number, int) and 0 < piece.word.number <= 1000:
            return piece.word.number
    return None


def _possessive(phrase: Phrase) -> bool:
    return any(isinstance(part, CueSpan) and part.cue.value == "possessive" for part in phrase.parts)


def _lists_on(phrase: Phrase) -> bool:
    return any(isinstance(part, WordSpan) and part.word.lower in _LISTING for part in phrase.parts)


def _extreme(cue: Cue) -> str:
    return "max" if cue.descending else "min"


def _is_article(piece: Piece) -> bool:
    return isinstance(piece, WordSpan) and piece.word.lower in _BEFORE_TEXT


def _text_of(piece: Piece) -> str:
    if isinstance(piece, WordSpan):
        return piece.word.text
    return piece.text if isinstance(piece, SchemaSpan | ValueSpan) else ""


def _merged(conditions: Sequence[Condition]) -> Iterator[Condition]:
    """Several values for one column are alternatives: 'in France or Germany'."""
    merged: dict[tuple[object, ...], Condition] = {}
    for place, condition in enumerate(conditions):
        same = (condition.column, condition.negated, condition.unit) if condition.operator == "=" else (place,)
        known = merged.get(same)
        if known is not None:
            condition = replace(known, values=known.values + condition.values)
        merged[same] = condition
    yield from merged.values()


def _directed(orderings: Sequence[Ordering], pieces: Sequence[Piece]) -> Iterator[Ordering]:
    """'in descending order' may stand after the column or before it; alone it orders what is shown."""
    directions = [p.cue.value for p in pieces if isinstance(p, CueSpan) and p.cue.kind is CueKind.DIRECTION]
    if not directions:
        yield from orderings
        return
    for ordering in orderings or (Ordering(shown=True),):
        yield replace(ordering, descending=directions[-1] == "desc")
