"""Phrases that say which rows: 'with …', 'not …', 'more than …', 'containing …'."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.contracts.schema import ColumnRef
from services.planner.lexical.binding import is_year, no_date_note
from services.planner.lexical.cues import WHO, Cue, CueKind
from services.planner.lexical.gathered import Gathered
from services.planner.lexical.name_spans import SchemaSpan
from services.planner.lexical.phrases import Phrase, literal_of
from services.planner.lexical.pieces import Piece, ValueSpan, WordSpan
from services.planner.lexical.request import Condition, CountCondition
from services.planner.vocabulary import word_set
from services.planner.words import Literal

_WHOLE_NAME = 0.9
_BEFORE_TEXT = word_set("a an the letter letters word words string phrase substring text character of")


def clause(gathered: Gathered, phrase: Phrase, before: Phrase | None) -> None:
    nouns = gathered.unbound(phrase)
    if phrase.cue.value == WHO:
        gathered.which = True
        if gathered.nothing_named:
            gathered.show(nouns, named=True)  # 'who are the vets'
            return
    if phrase.cue.value == "with" and phrase.possessive:
        gathered.show_beside(nouns)
        return
    if nouns:
        gathered.release(before)
    gathered.join(nouns)


def negation(gathered: Gathered, phrase: Phrase) -> None:
    """'not from France', 'without orders', 'no email'; a bare 'not' negates the next condition."""
    gathered.negated = True
    if phrase.bare:
        return
    known = len(gathered.conditions)
    nouns = gathered.unbound(phrase)
    if len(gathered.conditions) > known:
        gathered.show(nouns)
        return
    choice = gathered.choices.column(nouns[0]) if nouns else None
    if choice is not None and not gathered.choices.table_meant(nouns[0]):
        noun, nouns = nouns[0], nouns[1:]
        elsewhere = choice.likeness < _WHOLE_NAME and choice.ref.table not in gathered.tables
        if gathered.names.is_flag(choice.ref):
            gathered.add_flag(noun)
        elif elsewhere and not gathered.nothing_named:
            gathered.without.append(
                choice.ref.table
            )  # 'products that were never sold', where orders have sold_by
            gathered.negated = False
        else:
            gathered.add(Condition(column=choice.ref, operator="is_null"))
    gathered.join(nouns)


def relative_time(gathered: Gathered, cue: Cue, now: datetime) -> None:
    """'last year', 'this month', 'yesterday', counted back from `now`."""
    date = gathered.binder.date_column()
    unit, back = cue.value.split()
    if date is None:
        gathered.notes.append(no_date_note(f"{'last' if int(back) else 'this'} {unit}"))
        return
    years = {"year": now.year - int(back), "month": now.year - (now.month <= int(back))}
    values = {
        "year": f"{years['year']:04}",
        "month": f"{years['month']:04}-{(now.month - int(back) - 1) % 12 + 1:02}",
        "day": (now - timedelta(days=int(back))).strftime("%Y-%m-%d"),
    }
    condition = Condition(column=date, operator="=", values=(values[unit],), unit=unit, undated=True)
    gathered.add(replace(condition, negated=gathered.negated))


@dataclass(frozen=True, slots=True)
class _Compared:
    """A comparison taken apart: names before the values, the values, and the pieces after them."""

    inside: tuple[SchemaSpan, ...]
    values: tuple[Literal, ...]
    rest: tuple[Piece, ...]


def comparison(gathered: Gathered, phrase: Phrase, before: Phrase | None) -> None:
    compared = _taken_apart(phrase)
    column = _column_before(gathered, phrase, before, compared.inside)
    if not compared.values:
        # 'older than the average': the aggregate comes with the next phrase.
        waits = column is not None and phrase.cue.kind is CueKind.COMPARE
        gathered.compared = Condition(column=column, operator=phrase.cue.value) if column and waits else None
        gathered.join(gathered.unbound(replace(phrase, parts=compared.rest)))
        return
    unit = compared.rest[0] if compared.rest and isinstance(compared.rest[0], SchemaSpan) else None
    if column is None and unit is not None:
        compared = replace(compared, rest=compared.rest[1:])
        column = _column_after(gathered, phrase, unit, compared.values)
    elif column is None:
        column = _column_unsaid(gathered, phrase, compared.values)
    if column is not None:
        condition = _condition(gathered, column, phrase.cue, compared.values)
        gathered.add(replace(condition, negated=gathered.negated))
    gathered.join(gathered.unbound(replace(phrase, parts=compared.rest)))


def _taken_apart(phrase: Phrase) -> _Compared:
    wanted = 2 if phrase.cue.kind is CueKind.BETWEEN else 1
    places = [place for place, part in enumerate(phrase.parts) if literal_of(part) is not None][:wanted]
    if phrase.cue.kind is CueKind.LIKE and not places:
        text = [place for place, part in enumerate(phrase.parts) if not _is_article(part)][:1]
        values: tuple[Literal, ...] = tuple(_text_of(phrase.parts[place]) for place in text)
        return _Compared((), values, phrase.parts[text[0] + 1 :] if text else ())
    if len(places) < wanted:
        return _Compared((), (), phrase.parts)
    inside = tuple(part for part in phrase.parts[: places[0]] if isinstance(part, SchemaSpan))
    values = tuple(value for place in places if (value := literal_of(phrase.parts[place])) is not None)
    return _Compared(inside, values, phrase.parts[places[-1] + 1 :])


def _column_before(
    gathered: Gathered, phrase: Phrase, before: Phrase | None, inside: Sequence[SchemaSpan]
) -> ColumnRef | None:
    """The column named in the comparison, the one that waits for it, the one it implies, or the one just shown."""
    for noun in [*inside, *gathered.held[-1:]]:
        choice = gathered.choices.column(noun)
        if choice is not None:
            gathered.held = [other for other in gathered.held if other is not noun]
            return choice.ref
    if phrase.cue.implies and (implied := gathered.implied(phrase.cue)) is not None:
        return implied
    last = before.parts[-1] if before is not None and before.parts else None
    choice = gathered.choices.column(last) if isinstance(last, SchemaSpan) else None
    shows_else = len(gathered.asked) > 1 or (gathered.asked and gathered.continuing)
    if choice is not None and shows_else and gathered.asked[-1].column == choice.ref:
        gathered.asked.pop()
        return choice.ref
    return None


def _column_after(
    gathered: Gathered, phrase: Phrase, unit: SchemaSpan, values: tuple[Literal, ...]
) -> ColumnRef | None:
    """'more than 300 pages'; 'more than 3 orders' is a condition on their number instead."""
    table = gathered.choices.table_meant(unit)
    if table and _counts(phrase, values):
        gathered.tables.append(table)
        gathered.counts.append(CountCondition(table=table, operator=phrase.cue.value, values=values))
        return None
    choice = gathered.choices.column(unit)
    return choice.ref if choice else None


def _column_unsaid(gathered: Gathered, phrase: Phrase, values: tuple[Literal, ...]) -> ColumnRef | None:
    """A date, what was measured before, or a measure of the tables in question: 'orders over 100'."""
    binder = gathered.binder
    if is_year(values[0]) and (column := binder.year_column() or binder.date_column()) is not None:
        return column
    if not _counts(phrase, values):
        return binder.date_column()
    if gathered.continuing:
        gathered.counts.append(CountCondition(table=None, operator=phrase.cue.value, values=values))
        return None
    return gathered.measure()


def _counts(phrase: Phrase, values: tuple[Literal, ...]) -> bool:
    """Whether it compares with numbers, and not with a text."""
    return phrase.cue.kind is not CueKind.LIKE and all(isinstance(value, int | float) for value in values)


def _condition(gathered: Gathered, column: ColumnRef, cue: Cue, values: Sequence[Literal]) -> Condition:
    if cue.kind is CueKind.LIKE:
        return Condition(column=column, operator="like", values=(cue.value.format(values[0]),))
    if gathered.names.is_date(column) and all(is_year(value) for value in values):
        years = tuple(str(value) for value in values)
        return Condition(column=column, operator=cue.value, values=years, unit="year")
    return Condition(column=column, operator=cue.value, values=tuple(values))


def _is_article(piece: Piece) -> bool:
    return isinstance(piece, WordSpan) and (piece.word.lower in _BEFORE_TEXT or piece.word.stop)


def _text_of(piece: Piece) -> str:
    if isinstance(piece, WordSpan):
        return piece.word.text
    return piece.text if isinstance(piece, SchemaSpan | ValueSpan) else ""
