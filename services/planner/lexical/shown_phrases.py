"""Phrases that say what is shown: 'how many …', 'how old …', 'the average …'."""

from collections.abc import Sequence
from dataclasses import replace

from services.contracts.schema import ColumnRef
from services.planner.lexical.gathered import Gathered
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.phrases import Phrase
from services.planner.lexical.request import Asked, Ordering
from services.planner.vocabulary import MONEY_TABLES

_AGGREGATED = 0.6  # likeness of a column that is preferred to a table of the same name
_COUNTED_TABLE, _SURER = 0.55, 0.15
_EXTREMES = frozenset(("min", "max"))


def counted(gathered: Gathered, phrase: Phrase) -> None:
    """'how many orders', 'the number of different cities', 'sorted by the number of orders'."""
    nouns = gathered.unbound(phrase)
    if gathered.order is not None:
        table = gathered.choices.table_meant(nouns[0]) if nouns else None
        gathered.order_by(replace(gathered.order, table=table))
        gathered.join(nouns[1:])
        return
    gathered.counting = not nouns
    for noun in nouns[:1]:
        _count(gathered, noun)
    gathered.join(nouns[1:])


def attribute(gathered: Gathered, phrase: Phrase) -> None:
    """'how old is Dan', 'when was it opened'."""
    nouns = gathered.unbound(phrase)
    tables = [table for noun in nouns if (table := gathered.choices.table_meant(noun))]
    tables += [condition.column.table for condition in gathered.conditions]
    column = gathered.implied(phrase.cue, *tables)
    if column is not None:
        gathered.asked.append(Asked(column=column))
    gathered.join(nouns)


def aggregated(gathered: Gathered, phrase: Phrase, *, after_clause: bool) -> None:
    """'the average price and weight'. `after_clause`: right after a bare 'with' or 'that has'."""
    nouns = gathered.unbound(phrase)
    function = phrase.cue.value
    if gathered.compared is not None:
        gathered.add(replace(gathered.compared, aggregate=function))
        gathered.compared = None
        return
    columns = [noun for noun in phrase.leading(nouns) if _can_aggregate(gathered, function, noun)]
    if columns and after_clause and function in _EXTREMES and gathered.order is None:
        # 'the store with the largest area'
        gathered.limit = gathered.limit or 1
        gathered.order = Ordering(descending=function == "max")
        _aggregate(gathered, [], columns[:1])
    elif columns:
        _aggregate(gathered, [*gathered.aggregates, function], columns)
    elif phrase.name is not None and not nouns:
        _named_by_cue(gathered, phrase.name, function, after_clause=after_clause)
    elif phrase.cue.implies and (amount := _implied_amount(gathered, phrase, nouns)) is not None:
        gathered.asked.append(Asked(column=amount, aggregate=function))
    elif function == "sum" and nouns and (table := gathered.choices.table_meant(nouns[0])):
        gathered.asked.append(_total_of(gathered, nouns[0], table))
        gathered.counting = False
    else:
        gathered.aggregates.append(function)
    rest = [noun for noun in nouns if noun not in columns]
    gathered.show([noun for noun in rest if phrase.follows_listing(noun)])
    gathered.join([noun for noun in rest if not phrase.follows_listing(noun)])


def _total_of(gathered: Gathered, noun: SchemaSpan, table: str) -> Asked:
    """'total orders' counts them, 'total payments' adds them up."""
    measures = [name.ref for name in gathered.names.columns_of(table) if gathered.names.is_measure(name.ref)]
    if noun.text.lower() in MONEY_TABLES and measures:
        return Asked(column=max(measures, key=gathered.names.is_additive), aggregate="sum")
    return Asked(table=table, aggregate="count")


def _count(gathered: Gathered, noun: SchemaSpan) -> None:
    table = _table_counted(gathered, noun)
    asked = gathered.column_asked(noun)
    if table:
        gathered.tables.append(table)
        gathered.asked.append(Asked(table=table, aggregate="count"))
    elif asked is not None and asked.column is not None and gathered.names.is_measure(asked.column):
        gathered.asked.append(replace(asked, additive=True))  # 'how many passengers' adds them up
    elif asked is not None:
        gathered.asked.append(replace(asked, aggregate="count", distinct=True, additive=False))


def _table_counted(gathered: Gathered, noun: SchemaSpan) -> str | None:
    """After 'how many', rows are meant rather than a column, unless the words are the column's own."""
    if noun.column_score > noun.table_score + _SURER:
        return None
    return gathered.choices.table(noun, least=_COUNTED_TABLE)


def _can_aggregate(gathered: Gathered, function: str, noun: SchemaSpan) -> bool:
    """Only numbers have a sum or a mean."""
    choice = gathered.choices.column(noun)
    if choice is None or choice.likeness < _AGGREGATED:
        return False
    return function in _EXTREMES or gathered.names.is_measure(choice.ref)


def _aggregate(gathered: Gathered, functions: Sequence[str], columns: Sequence[SchemaSpan]) -> None:
    gathered.aggregates = []
    asked = [asked for noun in columns if (asked := gathered.column_asked(noun)) is not None]
    if gathered.order is not None and asked:
        function = functions[0] if functions else ""
        gathered.order_by(replace(gathered.order, column=asked[0].column, aggregate=function))
        return
    gathered.asked += [replace(thing, aggregate=function) for thing in asked for function in functions]


def _named_by_cue(gathered: Gathered, name: SchemaSpan, function: str, *, after_clause: bool) -> None:
    """'sort by total', 'orders with a total over 100', 'the average total': here the word is the column.

    'And the total?', after the rows themselves, is both.
    """
    if after_clause:
        gathered.held.append(name)
        return
    both = gathered.continuing and gathered.order is None
    _aggregate(gathered, gathered.aggregates or [function if both else ""], [name])


def _implied_amount(gathered: Gathered, phrase: Phrase, nouns: Sequence[SchemaSpan]) -> ColumnRef | None:
    """'How much did the customers pay': an amount of what is named or refers to it, or of the conversation."""
    named = [table for noun in nouns if (table := gathered.choices.table_meant(noun))]
    referring = [table for name in named if (table := gathered.names.referring(name))]
    column = gathered.implied(phrase.cue, *named, *referring)
    return column if column is not None and gathered.names.is_measure(column) else None
