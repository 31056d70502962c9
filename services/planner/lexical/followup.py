"""A follow-up edits the query of the turn before: conditions, columns, grouping and order, each if it is asked for."""

from collections.abc import Sequence
from dataclasses import replace

from services.contracts.sketch import (
    Call,
    DerivedSource,
    Expression,
    Item,
    Select,
    Star,
    TableSource,
)
from services.planner.lexical.clauses import (
    group_of,
    having_of,
    measured,
    measures_of,
    order_of,
    row_of,
    rows_once,
    shown,
    with_needed_sources,
    with_sources,
)
from services.planner.lexical.conditions import edited_conditions, refs_in, without_conditions
from services.planner.lexical.cues import CueKind
from services.planner.lexical.expressions import aggregates, conjunction, conjuncts, count_rows, without_rows
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.request import Asked, Ordering, Request

_EXTREMES = {"min": "max", "max": "min"}


def edited(previous: Select, request: Request, names: SchemaNames) -> Select:
    """The previous query with the request's edits; equal to it where the request asks for none."""
    edit = _Edit(previous, request, names)
    if CueKind.REMOVE in request.cues or edit.widens():
        return with_needed_sources(edit.reduced(), previous, ())
    query = edit.filtered(previous)
    if edit.counts_rows():
        return edit.row_count(query)
    return edit.with_tables(edit.ordered(edit.grouped(edit.shown(query))))


class _Edit:
    """Each step takes a query and returns it edited. `entity`: the table whose rows the previous query is about."""

    def __init__(self, previous: Select, request: Request, names: SchemaNames) -> None:
        self.previous = previous
        self.request = request
        self.names = names
        self.tables = [source.table for source in previous.sources if isinstance(source, TableSource)]
        self.entity = self.tables[0] if self.tables else ""
        self.asked = [measured(thing, request.groupings, names) for thing in request.asked]
        self.adds = CueKind.ALSO in request.cues
        measured_rows = any(aggregates(item.expression) for item in previous.items)
        if CueKind.ONLY in request.cues and measured_rows and self.asked == [Asked(aggregate="count")]:
            self.asked = []  # 'only count vets' filters what is counted already

    # ------------------------------------------------------------------------------------------ conditions

    def filtered(self, query: Select) -> Select:
        conditions = edited_conditions(conjuncts(query.where), self.request, query, self.names)
        absent = [without_rows(self.entity, table, self.names.schema) for table in self.request.without]
        measured_rows = any(aggregates(item.expression) for item in query.items)
        over = [] if measured_rows else measures_of(self.request.counts, self.entity, self.names)
        where = conjunction([*conditions, *(part for part in absent if part is not None), *over])
        query = query.model_copy(update={"where": where})
        if not self.request.counts or over:
            return query
        by = query.group_by or row_of(self._plain_asked(), self.entity, self.names, counted=None)
        having = conjunction(having_of(self.request.counts, [item.expression for item in query.items]))
        return query.model_copy(update={"having": having, "group_by": by})

    def widens(self) -> bool:
        """'What about all countries': nothing but the columns of a condition, after 'all'."""
        alone = replace(self.request, asked=(), tables=(), cues=frozenset()).empty
        return CueKind.ALL in self.request.cues and alone and self.reduced() != self.previous

    def reduced(self) -> Select:
        """Without the conditions on what is named, or without that column; if nothing is, the last condition goes."""
        existing = conjuncts(self.previous.where)
        named = [thing.column for thing in self.asked if thing.column is not None]
        named += [condition.column for condition in self.request.conditions]
        named += [ref for table in self.request.tables for ref in self.names.naming(table)]
        kept = without_conditions(existing, named, self.previous, self.names)
        items = [
            item
            for item in self.previous.items
            if not set(refs_in(item.expression, self.previous)) & set(named)
        ]
        if len(kept) == len(existing) and named and 0 < len(items) < len(self.previous.items):
            return self.previous.model_copy(update={"items": tuple(items)})
        if not named:
            kept = tuple(existing[:-1])
        return self.previous.model_copy(update={"where": conjunction(list(kept))})

    # ---------------------------------------------------------------------------------------------- columns

    def counts_rows(self) -> bool:
        """'How many are there', 'how many of those customers'."""
        only = self.asked[0] if len(self.asked) == 1 else None
        if only is None or only.aggregate != "count" or only.column is not None or self.adds:
            return False
        return not self.request.groupings and (only.table is None or only.table in self.tables)

    def row_count(self, query: Select) -> Select:
        """One number: the rows of the query, or its groups. Every join stays, for it decides which rows there are."""
        query = with_sources(query, [source.name for source in query.sources])
        plain = query.model_copy(update={"order_by": (), "limit": None})
        if query.group_by and not query.having and not query.limit and len(query.group_by) == 1:
            count = Call(name="count", arguments=query.group_by, distinct=True)
            return plain.model_copy(update={"items": (Item(expression=count),), "group_by": ()})
        if query.distinct or query.group_by or query.limit is not None:
            rows = DerivedSource(name="rows", query=query)
            return Select(items=(Item(expression=count_rows()),), sources=(rows,))
        return plain.model_copy(update={"items": (Item(expression=count_rows()),)})

    def shown(self, query: Select) -> Select:
        if self.request.everything and not self.asked:
            return _listing(query, [Star()])
        if self.asked:
            asked = [expression for thing in self.asked for expression in shown(thing, self.names)]
            query = self._with_asked(query, asked)
            return query.model_copy(update={"distinct": True}) if self._distinct(asked) else query
        if self.request.aggregates:
            return self._with_functions(query)
        new = [table for table in self.request.tables if table not in self.tables]
        if new and replace(self.request, tables=(), cues=frozenset()).empty:
            counted = [item.expression for item in query.items] == [count_rows()]
            thing = Asked(table=new[0], aggregate="count") if counted else Asked(table=new[0], named=True)
            return _listing(query, shown(thing, self.names))
        return query

    def _distinct(self, asked: Sequence[Expression]) -> bool:
        return self.request.distinct and not any(map(aggregates, asked))

    def _with_asked(self, query: Select, asked: Sequence[Expression]) -> Select:
        old = [item.expression for item in query.items]
        counted = any(map(aggregates, asked))
        if self.adds:
            asked = [item for item in asked if not isinstance(item, Star)]
        if self.adds and not (all(map(aggregates, old)) and not query.group_by and not counted):
            by = query.group_by
            if counted and not by and not any(map(aggregates, old)):
                by = tuple(expression for expression in old if not isinstance(expression, Star))
            return query.model_copy(update={"items": _items([*old, *asked]), "group_by": by})
        if counted:
            update = {"group_by": (), "having": None, "order_by": (), "limit": None, "distinct": False}
            return query.model_copy(update={"items": _items(asked), **update})
        measures = [item for item in old if aggregates(item)]
        if query.group_by and measures and self._ranks():
            return query.model_copy(update={"items": _items([*asked, *measures])})
        breakdown = query.group_by and not query.having and query.limit is None
        if breakdown or (all(map(aggregates, old)) and not query.group_by):
            return _listing(query, asked)
        return query.model_copy(update={"items": _items(asked)})

    def _ranks(self) -> bool:
        """'Which store has the lowest?': of what was measured before."""
        return any(ordering.column is None and ordering.table is None for ordering in self.request.orderings)

    def _with_functions(self, query: Select) -> Select:
        """'The average instead': of what was aggregated, else of the last number shown."""
        functions = self.request.aggregates
        items = [item.expression for item in query.items]
        measured_items = [item for item in items if isinstance(item, Call) and item.is_aggregate]
        if measured_items:
            arguments = [item for item in measured_items[0].arguments if not isinstance(item, Star)]
            calls = (
                [Call(name=function, arguments=tuple(arguments)) for function in functions]
                if arguments
                else []
            )
            if not calls:
                return query
            kept = [item for item in items if item not in measured_items]
            return query.model_copy(update={"items": _items([*kept, *calls])})
        numbers = [item for item in items if any(map(self.names.is_measure, refs_in(item, query)))]
        if not numbers:
            return query
        calls = [Call(name=function, arguments=(numbers[-1],)) for function in functions]
        return _listing(query, calls).model_copy(update={"order_by": (), "limit": None})

    # ------------------------------------------------------------------------------------ grouping and order

    def grouped(self, query: Select) -> Select:
        groups = [group for grouping in self.request.groupings if (group := group_of(grouping, self.names))]
        plain = [thing for thing in self.asked if not thing.aggregate]
        if not groups or (plain and all(grouping.each for grouping in self.request.groupings)):
            return query
        old = [item.expression for item in query.items]
        measures = [item for item in old if aggregates(item)] or [count_rows()]
        heads = [item for item in old if item in query.group_by] if self.adds else []
        heads += [expression for group in groups for expression in group.shown]
        by = [*(query.group_by if self.adds else ()), *(e for group in groups for e in group.by)]
        return query.model_copy(
            update={
                "items": _items([*heads, *measures]),
                "group_by": tuple(dict.fromkeys(by)),
                "order_by": tuple(item for group in groups for item in group.order),
                "limit": None,
                "distinct": False,
            }
        )

    def ordered(self, query: Select) -> Select:
        if not self.request.orderings:
            return query
        items = [item.expression for item in query.items]
        first = self.request.orderings[0]
        only = items[0] if len(items) == 1 else None
        if (
            isinstance(only, Call)
            and only.name in _EXTREMES
            and not query.group_by
            and self.request.limit == 1
        ):
            function = "max" if first.descending else "min"  # 'and the highest?' after 'the lowest price'
            return query.model_copy(update={"items": _items([only.model_copy(update={"name": function})])})
        if all(map(aggregates, items)) and not query.group_by:
            items = list(shown(Asked(table=self.entity, named=True), self.names))
        order = [
            query.order_by[0].model_copy(update={"descending": ordering.descending})
            if self._turns(ordering, query)
            else order_of(ordering, items, self.entity, self.names, grouped=bool(query.group_by))
            for ordering in self.request.orderings
        ]
        by = query.group_by
        known = [item for item in order if item is not None]
        if not by and any(aggregates(item) for item in known):
            by = row_of(self._plain_asked(), self.entity, self.names, counted=first.table)
        if CueKind.WHICH in self.request.cues and by and self.request.limit == 1:
            items = [item for item in items if not aggregates(item)] or items
        if not known:
            return query
        limit = self.request.limit if self.request.limit is not None else query.limit
        return query.model_copy(
            update={"items": _items(items), "group_by": by, "order_by": tuple(known), "limit": limit}
        )

    def _turns(self, ordering: Ordering, query: Select) -> bool:
        """'Descending': the order that there is, unless the question ranks by what is measured instead."""
        if ordering.column is not None or ordering.table is not None or not query.order_by:
            return False
        measured_rows = any(aggregates(item.expression) for item in query.items)
        return ordering.shown or aggregates(query.order_by[0].expression) or not measured_rows

    def _plain_asked(self) -> list[Asked]:
        if self.asked:
            return self.asked
        refs = [ref for item in self.previous.items for ref in refs_in(item.expression, self.previous)]
        return [Asked(column=ref) for ref in refs]

    # ----------------------------------------------------------------------------------------------- sources

    def with_tables(self, query: Select) -> Select:
        joined = [ordering.table for ordering in self.request.orderings if ordering.table]
        joined += [table for table in self.request.tables if table not in self.request.without]
        joined = [table for table in joined if self.names.joins(self.entity or table, table)]
        edited_query = with_needed_sources(query, self.previous, joined)
        filters = self.request.conditions and not self.request.asked
        joins_more = filters and len(edited_query.sources) > len(self.previous.sources)
        return rows_once(edited_query, self.names) if joins_more else edited_query


def _items(expressions: Sequence[Expression]) -> tuple[Item, ...]:
    return tuple(Item(expression=expression) for expression in dict.fromkeys(expressions))


def _listing(query: Select, expressions: Sequence[Expression]) -> Select:
    """The rows themselves: no groups, and no order by what is aggregated."""
    order = tuple(item for item in query.order_by if not aggregates(item))
    return query.model_copy(
        update={"items": _items(expressions), "group_by": (), "having": None, "order_by": order}
    )
