"""'That looks empty. Try the country code instead': a filter moves to another column that means the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.models import Links, Turn, ValueLink
from services.contracts.schema import ColumnRef
from services.contracts.sketch import Expression, Operation, Operator, Select, SourceColumn
from services.planner.lexical.clauses import with_needed_sources
from services.planner.lexical.conditions import refs_in, values_of
from services.planner.lexical.cues import CueKind
from services.planner.lexical.expressions import condition_of, conjunction, conjuncts
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.request import Condition, Request
from services.planner.words import Literal

_MOVED = frozenset({Operator.EQ, Operator.IN, Operator.LIKE})


@dataclass(frozen=True, slots=True)
class Repaired:
    """The query with its filter moved, or as it was where nothing can be moved, and what the user should know."""

    query: Select
    notes: tuple[str, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class _Filter:
    column: ColumnRef
    values: tuple[Literal, ...]
    mention: str


def not_empty_note(request: Request, turn: Turn) -> tuple[str, ...]:
    """What to say to 'that looks empty' when it is not so."""
    outcome = turn.outcome
    if CueKind.EMPTY not in request.cues or outcome is None or outcome.empty or outcome.error:
        return ()
    rows = f"at least {outcome.row_count}" if outcome.truncated else str(outcome.row_count)
    return (f"The last result was not empty: it has {rows} row{'' if rows == '1' else 's'}.",)


def repaired(
    request: Request, previous: Select, turn: Turn, links: Links, names: SchemaNames
) -> Repaired | None:
    """None where the request is no repair: it says neither 'instead' nor 'empty', or asks for something else."""
    asks_else = request.conditions or request.groupings or request.aggregates or request.orderings
    if asks_else or not request.cues & {CueKind.INSTEAD, CueKind.EMPTY}:
        return None
    notes = not_empty_note(request, turn)
    named = [thing.column for thing in request.asked if thing.column is not None and not thing.aggregate]
    named += [ref for table in request.tables for ref in names.naming(table)[:1]]
    conditions = list(conjuncts(previous.where))
    for place, condition in enumerate(conditions):
        found = _filter_of(condition, previous, turn, links)
        if found is None or not all(names.same_meaning(found.column, ref) for ref in named):
            continue
        moved = _moved(found, named[:1], turn, links, names)
        if moved is None:
            return Repaired(previous, (*notes, f"It is filtered by {_described(found)} already."))
        conditions[place] = condition_of(moved)
        changed = previous.model_copy(update={"where": conjunction(conditions)})
        return Repaired(
            with_needed_sources(changed, previous, ()), (*notes, _moved_note(found, moved)), moved
        )
    return Repaired(previous, notes) if notes and not named else None


def _filter_of(condition: Expression, query: Select, turn: Turn, links: Links) -> _Filter | None:
    """A condition that compares one column with values, and the words of the user that it stands for."""
    if not isinstance(condition, Operation) or condition.operator not in _MOVED:
        return None
    refs, values = refs_in(condition, query), values_of(condition)
    if not isinstance(condition.operands[0], SourceColumn) or len(refs) != 1 or not values:
        return None
    planned = turn.plan.values if turn.plan else ()
    mentions = [v.mention for v in planned if v.column == refs[0] and v.value in values and v.mention]
    mentions += [
        link.mention.text for link in links.values if (link.column, link.value) == (refs[0], values[0])
    ]
    return _Filter(refs[0], values, mentions[0] if mentions else str(values[0]))


def _moved(
    found: _Filter, named: list[ColumnRef], turn: Turn, links: Links, names: SchemaNames
) -> Condition | None:
    """The other reading of the same words: by the value links; without any, the name that a code column refers to."""
    readings = [
        link
        for link in links.values
        if link.mention.text.lower() == found.mention.lower() and isinstance(link.value, Literal)
    ]
    here = any(link.column == found.column for link in readings)
    if here and named and _alike(found.column, named[0], names):
        return None
    others = [
        link
        for link in readings
        if link.column != found.column
        and names.same_meaning(link.column, found.column)
        and all(_alike(link.column, ref, names) for ref in named)
    ]
    if others:
        return _condition(_nearest(others, found.column, named, names), found)
    empty = turn.outcome is not None and turn.outcome.empty
    referred = names.refers_to(found.column)
    if empty and not here and referred is not None:
        naming = [ref for ref in names.naming(referred.table) if ref != referred]
        if naming:
            return Condition(column=naming[0], operator="=", values=found.values, mention=found.mention)
    return None


def _alike(column: ColumnRef, named: ColumnRef, names: SchemaNames) -> bool:
    """Both codes or both names."""
    return names.is_key(column) == names.is_key(named)


def _nearest(
    links: Iterable[ValueLink], column: ColumnRef, named: list[ColumnRef], names: SchemaNames
) -> ValueLink:
    return max(
        links,
        key=lambda link: (link.column in named, -names.distance(column.table, link.column.table), link.score),
    )


def _condition(link: ValueLink, found: _Filter) -> Condition:
    value = link.value if isinstance(link.value, Literal) else found.mention
    return Condition(column=link.column, operator="=", values=(value,), mention=found.mention, link=link)


def _described(found: _Filter) -> str:
    return f"{found.column} = {', '.join(map(repr, found.values))}"


def _moved_note(found: _Filter, moved: Condition) -> str:
    values = ", ".join(map(repr, moved.values))
    return f"Now filtered by {moved.column} = {values} instead of {_described(found)}."
