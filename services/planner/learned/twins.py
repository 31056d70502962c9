"""Plans that say the same: a code where the other joins the table that keeps the code's name, a total that is stored
where the other computes it from its lines."""

from collections import defaultdict
from collections.abc import Sequence

from services.contracts.frozen import Cell
from services.contracts.models import Links
from services.contracts.plan import Plan, PlannedValue
from services.contracts.schema import ColumnRef

Stored = tuple[ColumnRef, Cell]


def simpler_twin(plan: Plan, others: Sequence[Plan], links: Links) -> Plan | None:
    """Of the others, one with fewer tables that differs in nothing but codes for names: `orders.country = 'FR'` for
    `countries.name = 'France'`, where the links know the one through the other."""
    codes = _codes(links)
    return next((other for other in others if codes and _is_twin(other, plan, codes)), None)


def stores_it(simpler: Plan, plan: Plan) -> bool:
    """Whether it sums a column where the plan joins further tables to sum what it computes from their columns, under
    the same conditions, for as many groups and rows: `sum(orders.total)` for `sum(lines.quantity * lines.price)`, which
    knows nothing of a discount."""
    return (
        set(simpler.tables) < set(plan.tables)
        and _summed(plan) == {True}
        and _summed(simpler) == {False}
        and (len(simpler.group_by), simpler.limit) == (len(plan.group_by), plan.limit)
        and _conditions(simpler) == _conditions(plan)
    )


def _conditions(plan: Plan) -> set[tuple[object, ...]]:
    return {(value.column, value.operator, value.value) for value in plan.values}


def _summed(plan: Plan) -> set[bool]:
    """Of each sum that is shown, whether it is of something computed from columns."""
    return {len(item.columns) > 1 for item in plan.projection if item.aggregate == "sum"}


def _codes(links: Links) -> dict[Stored, set[Stored]]:
    """For a stored name the codes that the same words were linked to through it."""
    found: dict[Stored, set[Stored]] = defaultdict(set)
    for alias in links.values:
        for named in links.values:
            if alias.source == named.column and alias.mention == named.mention:
                found[named.column, named.value].add((alias.column, alias.value))
    return found


def _is_twin(simpler: Plan, plan: Plan, codes: dict[Stored, set[Stored]]) -> bool:
    return (
        set(simpler.tables) < set(plan.tables)
        and _shape(simpler) == _shape(plan)
        and len(simpler.values) == len(plan.values)
        and all(any(_stands_for(own, value, codes) for own in simpler.values) for value in plan.values)
    )


def _shape(plan: Plan) -> tuple[object, ...]:
    return (
        *(plan.projection, plan.distinct, plan.group_by, plan.having, plan.order_by, plan.limit),
        *(plan.set_operator, plan.nesting),
    )


def _stands_for(own: PlannedValue, value: PlannedValue, codes: dict[Stored, set[Stored]]) -> bool:
    same = (own.column, own.value) == (value.column, value.value)
    coded = (own.column, own.value) in codes.get((value.column, value.value), set())
    return own.operator == value.operator and (same or coded)
