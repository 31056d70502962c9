"""A question read as a query: what it asks for, as a plan, and the decisions that could have gone otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.contracts.models import Links, Turn
from services.contracts.plan import Intent, Plan, PlannedValue
from services.contracts.schema import ColumnRef
from services.contracts.sketch import DerivedSource, Select, TableSource
from services.contracts.sql_plan import in_context, plan_from_sketch, sketch_from_sql
from services.planner.lexical.choices import Choices
from services.planner.lexical.conditions import conversation_column
from services.planner.lexical.expressions import count_rows, without_rows
from services.planner.lexical.followup import edited
from services.planner.lexical.intents import clarification, unanswerable, unknown_measure, unrecognised
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.pieces import ValueSpan, pieces_of
from services.planner.lexical.reading import read
from services.planner.lexical.repair import not_empty_note, repaired
from services.planner.lexical.request import Condition, Request
from services.planner.lexical.standalone import entity_of, new_query
from services.planner.lexical.topic import continues
from services.planner.words import Word

NOTHING_TO_CHANGE = "I cannot tell what to change in the last answer."
NOTHING_TO_SHOW = "I cannot tell what to show."

# Words of the question that are not to be read as a column.
Avoided = frozenset[tuple[str, ColumnRef]]


@dataclass(frozen=True, slots=True)
class Decision:
    """The words `text` were read as `ref` although another column was close, by `margin`."""

    text: str
    ref: ColumnRef
    margin: float


@dataclass(frozen=True, slots=True)
class Reading:
    plan: Plan
    decisions: tuple[Decision, ...] = ()


class Question:
    """What all readings of one question share. `clarify_margin`: as in the settings."""

    def __init__(
        self,
        words: Sequence[Word],
        links: Links,
        history: Sequence[Turn],
        names: SchemaNames,
        *,
        now: datetime,
        clarify_margin: float,
    ) -> None:
        self._links = links
        self._history = history
        self._names = names
        self._now = now
        self._clarify_margin = clarify_margin
        self._pieces = pieces_of(words, names, links)

    def read(self, avoided: Avoided = frozenset()) -> Reading:
        """The best reading that takes none of the `avoided` words for those columns."""
        reason = unrecognised(self._pieces)
        previous = _previous(self._history, self._names)
        if previous is not None:
            turn, query = previous
            tables = [source.table for source in query.sources if isinstance(source, TableSource)]
            choices = Choices(self._names, self._pieces, focus=tables, avoided=avoided)
            if continues(self._pieces, choices, tables):
                return self._follow_up(query, turn, choices, tables, reason)
        if reason:
            return Reading(unanswerable(reason))
        return self._new_topic(Choices(self._names, self._pieces, avoided=avoided))

    def _new_topic(self, choices: Choices) -> Reading:
        unclear = clarification(choices, self._names, margin=self._clarify_margin)
        if unclear is not None:
            return Reading(unclear)
        request = read(self._pieces, self._names, choices, now=self._now)
        if request.aggregates and not request.asked:
            return Reading(unanswerable(unknown_measure(self._pieces)))
        entity = entity_of(request)
        naming = self._names.naming(entity)[:1] if entity else ()
        request, notes = _with_unlinked(request, naming[0] if naming else None)
        notes = (*request.notes, *notes, *self._unjoined(request, entity))
        query = new_query(request, self._names)
        if query is None:
            return Reading(unanswerable(NOTHING_TO_SHOW))
        return self._reading(query, request.conditions, notes, choices)

    def _follow_up(
        self, query: Select, turn: Turn, choices: Choices, tables: Sequence[str], reason: str
    ) -> Reading:
        request = read(self._pieces, self._names, choices, now=self._now, focus=tables)
        repair = repaired(request, query, turn, self._links, self._names)
        if repair is not None:
            conditions = (repair.condition,) if repair.condition else ()
            return self._reading(repair.query, conditions, repair.notes, choices)
        request, notes = _with_unlinked(request, conversation_column(query, self._names))
        changed = edited(query, request, self._names)
        if changed == query and request.empty:
            return Reading(unanswerable(reason or NOTHING_TO_CHANGE))
        said = (*not_empty_note(request, turn), *request.notes, *notes, *self._unjoined(request, tables[0]))
        return self._reading(changed, request.conditions, said, choices)

    def _unjoined(self, request: Request, entity: str | None) -> Iterator[str]:
        for table in request.without:
            if entity is None or without_rows(entity, table, self._names.schema) is None:
                yield f"'without {table}' is left out: no key joins them to {entity}."

    def _reading(
        self, query: Select, conditions: Sequence[Condition], notes: Sequence[str], choices: Choices
    ) -> Reading:
        plan = plan_from_sketch(query, self._names.schema)
        earlier = [value for turn in self._history if turn.plan for value in turn.plan.values]
        values = tuple(_explained(value, conditions, earlier) for value in plan.values)
        plan = plan.model_copy(update={"values": values, "notes": (*notes, *_value_notes(conditions))})
        return Reading(in_context(plan, self._history), tuple(self._decisions(conditions, choices)))

    def _decisions(self, conditions: Sequence[Condition], choices: Choices) -> Iterator[Decision]:
        for choice in choices.all():
            if choice.next_ref is not None:
                yield Decision(choice.span.text, choice.ref, choice.margin)
        for span in self._pieces:
            taken = [c for c in conditions if isinstance(span, ValueSpan) and c.link in span.links]
            if not isinstance(span, ValueSpan) or not taken or taken[0].link is None:
                continue
            link = taken[0].link
            others = [o for o in span.links if not self._names.same_meaning(o.column, link.column)]
            if others:
                best = max(other.score + choices.pull(other.column) for other in others)
                yield Decision(
                    span.text, link.column, max(0.0, link.score + choices.pull(link.column) - best)
                )


def _previous(history: Sequence[Turn], names: SchemaNames) -> tuple[Turn, Select] | None:
    """The last turn that asked the database something, and its query, if it is one SELECT."""
    for turn in reversed(history):
        if turn.plan is None or turn.plan.intent is not Intent.ANSWER:
            continue
        sketch = turn.plan.sketch or sketch_from_sql(turn.sql, names.schema)
        query = _listed(sketch) if isinstance(sketch, Select) else None
        return (turn, query) if query is not None and _reads_tables(query) else None
    return None


def _listed(query: Select) -> Select:
    """Behind 'how many are there' the rows that were counted: what is asked next is asked of them."""
    source = query.sources[0] if len(query.sources) == 1 else None
    counted = [item.expression for item in query.items] == [count_rows()]
    if counted and isinstance(source, DerivedSource) and isinstance(source.query, Select):
        return source.query
    return query


def _reads_tables(query: Select) -> bool:
    return bool(query.sources) and all(isinstance(source, TableSource) for source in query.sources)


def _with_unlinked(request: Request, column: ColumnRef | None) -> tuple[Request, tuple[str, ...]]:
    """What looks like a value and is none that is known is looked for where the conversation is, and that is said."""
    if not request.unlinked:
        return request, ()
    if column is None:
        return request, tuple(f"{phrase!r} is not understood." for phrase in request.unlinked)
    condition = Condition(
        column=column, operator="=", values=request.unlinked, mention=" ".join(request.unlinked)
    )
    notes = tuple(
        f"No stored value is known for {phrase!r}: it is looked for in {column}."
        for phrase in request.unlinked
    )
    return replace(request, conditions=(*request.conditions, condition), unlinked=()), notes


def _explained(
    value: PlannedValue, conditions: Sequence[Condition], earlier: Sequence[PlannedValue]
) -> PlannedValue:
    """The planned value with the user's words for it, of this turn or of the one that brought it."""
    for condition in conditions:
        if condition.column == value.column and value.value in condition.values:
            update: dict[str, object] = {"mention": condition.mention}
            if condition.link is not None:
                update |= {"match": condition.link.kind, "score": condition.link.score}
            return value.model_copy(update=update)
    for old in reversed(earlier):
        if (old.column, old.value) == (value.column, value.value) and old.mention:
            return value.model_copy(update={"mention": old.mention, "match": old.match, "score": old.score})
    return value


def _value_notes(conditions: Sequence[Condition]) -> Iterator[str]:
    """Stored values that are spelled otherwise than the question does."""
    for condition in conditions:
        link = condition.link
        if link is not None and str(link.value).lower() != condition.mention.lower():
            yield f"{condition.mention!r} is read as {link.column} = {link.value!r}."
