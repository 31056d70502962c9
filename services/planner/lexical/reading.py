"""From the pieces of a question to a request: every phrase is read by the cue that opens it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.planner.lexical.binding import Binder
from services.planner.lexical.choices import Choices
from services.planner.lexical.condition_phrases import clause, comparison, negation, relative_time
from services.planner.lexical.cues import CueKind
from services.planner.lexical.gathered import Gathered
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.order_phrases import grouping, ordering, period, superlative
from services.planner.lexical.phrases import Phrase, phrases_of
from services.planner.lexical.pieces import CueSpan, Piece, WordSpan
from services.planner.lexical.request import Asked, Ordering, Request
from services.planner.lexical.shown_phrases import aggregated, attribute, counted


def read(
    pieces: Sequence[Piece],
    names: SchemaNames,
    choices: Choices,
    *,
    now: datetime,
    focus: Sequence[str] = (),
) -> Request:
    """What the question asks for. `focus`: tables of the conversation so far, for what the question leaves out."""
    tables = tuple(dict.fromkeys([*choices.tables_named(pieces), *focus]))
    gathered = Gathered(
        names=names,
        choices=choices,
        binder=Binder(names, choices, tables),
        context=tables,
        focus=tuple(focus),
        of_places=frozenset(p.first for p in pieces if isinstance(p, WordSpan) and p.word.lower == "of"),
    )
    before: Phrase | None = None
    for phrase in phrases_of(pieces):
        _read_phrase(gathered, phrase, before)
        before = phrase
    gathered.release(before)
    return _finished(gathered, [piece for piece in pieces if isinstance(piece, CueSpan)], now)


def _read_phrase(gathered: Gathered, phrase: Phrase, before: Phrase | None) -> None:
    match phrase.cue.kind:
        case CueKind.COMPARE | CueKind.BETWEEN | CueKind.LIKE:
            comparison(gathered, phrase, before)
        case CueKind.GROUP:
            grouping(gathered, phrase, before)
        case CueKind.ORDER:
            ordering(gathered, phrase)
        case CueKind.SUPERLATIVE:
            superlative(gathered, phrase, before)
        case CueKind.COUNT:
            counted(gathered, phrase)
        case CueKind.AGGREGATE:
            after_clause = before is not None and before.cue.kind is CueKind.CLAUSE and before.bare
            aggregated(gathered, phrase, after_clause=after_clause)
        case CueKind.NOT:
            negation(gathered, phrase)
        case CueKind.CLAUSE:
            clause(gathered, phrase, before)
        case CueKind.ATTRIBUTE:
            attribute(gathered, phrase)
        case CueKind.WHICH:
            gathered.which = True
            nouns = gathered.unbound(phrase)
            leading = phrase.leading(nouns) if phrase.names_directly else []
            gathered.show(leading, named=True)
            gathered.join([noun for noun in nouns if noun not in leading])
        case _:
            gathered.show(gathered.unbound(phrase), listed=phrase.listed_first())


def _finished(gathered: Gathered, cues: Sequence[CueSpan], now: datetime) -> Request:
    for span in cues:
        if span.cue.kind is CueKind.PERIOD:
            period(gathered, span.cue.value)
        elif span.cue.kind is CueKind.RELATIVE:
            relative_time(gathered, span.cue, now)
    if gathered.order is not None:
        gathered.order_by(gathered.order)
    if gathered.counting and not gathered.asked:
        gathered.asked.append(Asked(aggregate="count"))
    _measure_order(gathered)
    _date(gathered)
    _direct(gathered, [span.cue.value for span in cues if span.cue.kind is CueKind.DIRECTION])
    return gathered.request(frozenset(span.cue.kind for span in cues))


def _measure_order(gathered: Gathered) -> None:
    """'the most expensive on average'"""
    last = gathered.orderings[-1] if gathered.orderings else None
    if gathered.aggregates and last is not None and last.column is not None and not last.aggregate:
        gathered.orderings[-1] = replace(last, aggregate=gathered.aggregates.pop())


def _date(gathered: Gathered) -> None:
    """Where no date is named, that of what is measured is meant: spending in 2024, not customers of 2024."""
    names = gathered.names
    measured = [
        thing.column.table for thing in gathered.asked if thing.column is not None and thing.aggregate
    ]
    for date in [date for table in measured for date in names.dates(table)][:1]:
        gathered.conditions = [
            replace(condition, column=date)
            if condition.undated and names.is_date(condition.column)
            else condition
            for condition in gathered.conditions
        ]
        gathered.groupings = [
            replace(grouping, column=date) if grouping.undated else grouping
            for grouping in gathered.groupings
        ]


def _direct(gathered: Gathered, directions: Sequence[str]) -> None:
    """'in descending order' may stand after the column or before it; alone it orders what is shown."""
    if directions:
        orderings = gathered.orderings or [Ordering(shown=True)]
        descending = directions[-1] == "desc"
        gathered.orderings = [replace(ordering, descending=descending) for ordering in orderings]
