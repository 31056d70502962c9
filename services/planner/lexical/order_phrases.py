"""Phrases that say how rows are grouped and ordered: 'by month', 'sorted by price', 'the 3 cheapest …'."""

from dataclasses import replace

from services.contracts.schema import ColumnRef
from services.planner.lexical.binding import no_date_note
from services.planner.lexical.cues import COMMON, CUES, EACH, Cue, CueKind
from services.planner.lexical.gathered import Gathered
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.phrases import Phrase
from services.planner.lexical.pieces import CueSpan, WordSpan
from services.planner.lexical.request import Asked, Grouping, Ordering

_FIRST = CUES[("first",)]
_SORT = frozenset(("sort", "arrange", "rank", "sorted", "ranked"))


def grouping(gathered: Gathered, phrase: Phrase, before: Phrase | None) -> None:
    if before is not None and _orders(gathered, before):
        ordering(gathered, phrase)
        return
    nouns = gathered.unbound(phrase)
    leading = phrase.leading(nouns)
    each = phrase.cue.value in EACH
    if each and phrase.bare and gathered.continuing:
        gathered.groupings.append(Grouping(table=gathered.focus[0], each=True))  # 'how many orders for each?'
    if (unit := _unit(phrase)) is not None:
        dates = [noun for noun in leading if _is_date(gathered, noun)]
        leading = [noun for noun in leading if noun not in dates]
        gathered.groupings.append(_in_time(gathered, unit, dates[:1], each=each))
    for noun in leading:
        table, choice = gathered.choices.table_meant(noun, grouped=True), gathered.choices.column(noun)
        if table:
            gathered.groupings.append(Grouping(table=table, each=each))
        elif choice is not None:
            gathered.groupings.append(Grouping(column=choice.ref, each=each))
    gathered.join([noun for noun in nouns if noun not in phrase.leading(nouns)])


def period(gathered: Gathered, unit: str) -> None:
    """'monthly revenue'"""
    gathered.groupings.append(_in_time(gathered, unit, [], each=False))


def ordering(gathered: Gathered, phrase: Phrase) -> None:
    order = gathered.order or Ordering(descending=phrase.cue.value == "desc", shown=True)
    gathered.order = order
    nouns = gathered.unbound(phrase)
    leading = phrase.leading(nouns)
    for noun in leading:
        asked = gathered.column_asked(noun)
        if asked is not None:
            gathered.order_by(replace(order, column=asked.column, additive=asked.additive))
    gathered.join([noun for noun in nouns if noun not in leading])


def superlative(gathered: Gathered, phrase: Phrase, before: Phrase | None) -> None:
    """'the highest price', 'which store has the most orders', 'the 3 oldest customers', 'top 5 products by price'."""
    if phrase.bare and phrase.lists and gathered.nothing_named:
        gathered.aggregates.append(_extreme(phrase.cue))  # 'the lowest and the highest price'
        return
    if before is not None and before.cue.kind is CueKind.SUPERLATIVE and before.bare and phrase.cue == _FIRST:
        gathered.limit = None  # 'most expensive first'
        return
    number = phrase.row_number()
    rest = replace(phrase, parts=phrase.parts[1:]) if number else phrase
    number = number or (before.last_number() if before else None) or gathered.limit
    nouns = gathered.unbound(rest)
    # An order that still waits, as the 'top' of 'top 3 with the highest price', gives way.
    gathered.order = Ordering(descending=phrase.cue.descending)
    gathered.limit = number or 1
    if nouns:
        _superlative_of(gathered, nouns[0], phrase.cue, gathered.order, several=number is not None)
        gathered.show(nouns[1:])
    elif phrase.cue.implies:
        column = _just_asked(gathered, phrase.cue) or gathered.implied(phrase.cue)
        gathered.order_by(replace(gathered.order, column=column))


def _just_asked(gathered: Gathered, cue: Cue) -> ColumnRef | None:
    """'which store opened first': what 'opened' names is the date, and is not asked for."""
    held = gathered.choices.column(gathered.held[-1]) if gathered.held else None
    if held is not None and gathered.is_implied(cue, held.ref):
        gathered.held.pop()
        return held.ref
    last = gathered.asked[-1].column if gathered.asked else None
    if last is None or not gathered.which or not gathered.is_implied(cue, last):
        return None
    gathered.asked.pop()
    return last


def _superlative_of(
    gathered: Gathered, noun: SchemaSpan, cue: Cue, order: Ordering, *, several: bool
) -> None:
    """`noun` is what is ranked, or what it is ranked by. `several`: a number of rows is asked for."""
    table, asked = gathered.choices.table_meant(noun), gathered.column_asked(noun)
    column = asked.column if asked else None
    if cue.implies and (table or column is None or not gathered.is_implied(cue, column)):
        gathered.show([noun], named=not gathered.asked)
        place = table or (column.table if column else "")
        gathered.order_by(replace(order, column=gathered.implied(cue, place)))
    elif table:
        _superlative_of_table(gathered, table, cue, order)
    elif asked is None:
        return
    elif cue.value == COMMON:
        gathered.asked.append(asked)
        gathered.order_by(replace(order, table=column.table if column else None))
    elif gathered.nothing_named and several:
        gathered.asked.append(asked)
        gathered.order_by(replace(order, column=column))
    elif gathered.nothing_named and not (gathered.which and gathered.continuing):
        functions = [*gathered.aggregates, _extreme(cue)]
        gathered.asked += [replace(asked, aggregate=function, additive=False) for function in functions]
        gathered.aggregates, gathered.limit, gathered.order = [], None, None
    else:
        gathered.order_by(replace(order, column=column, additive=asked.additive))


def _superlative_of_table(gathered: Gathered, table: str, cue: Cue, order: Ordering) -> None:
    """The table is what is ranked where nothing was named before, else its rows are counted."""
    happening = gathered.names.referring(table) if cue.value == COMMON else None
    first = gathered.nothing_named and not (gathered.which and gathered.continuing)
    gathered.tables.append(table)
    if happening or first:
        gathered.asked.append(Asked(table=table, named=True))
    if happening or not first:
        gathered.order_by(replace(order, table=happening or table))


def _orders(gathered: Gathered, before: Phrase) -> bool:
    """'top 5 products by price', 'sort the rooms by price'"""
    ranked = before.cue.kind is CueKind.SUPERLATIVE and gathered.order is not None
    return ranked or any(isinstance(part, WordSpan) and part.word.lower in _SORT for part in before.parts)


def _unit(phrase: Phrase) -> str | None:
    cues = [part.cue for part in phrase.parts if isinstance(part, CueSpan)]
    return next((cue.value for cue in cues if cue.kind is CueKind.UNIT), None)


def _is_date(gathered: Gathered, noun: SchemaSpan) -> bool:
    choice = gathered.choices.column(noun)
    return choice is not None and gathered.names.is_date(choice.ref)


def _in_time(gathered: Gathered, unit: str, dates: list[SchemaSpan], *, each: bool) -> Grouping:
    choice = gathered.choices.column(dates[0]) if dates else None
    date = choice.ref if choice else gathered.binder.date_column()
    if date is None:
        gathered.notes.append(no_date_note(f"by {unit}"))
    return Grouping(column=date, unit=unit, each=each, undated=choice is None)


def _extreme(cue: Cue) -> str:
    return "max" if cue.descending else "min"
