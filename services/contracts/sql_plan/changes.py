"""What a plan changes against the turn before, and what it keeps of it: one rule for gold and predicted plans.

Only the flat fields are compared, so that plans with and without a sketch are treated alike.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.contracts.expression_text import constant_text
from services.contracts.frozen import Cell
from services.contracts.models import ExecutionStatus, Turn
from services.contracts.plan import (
    CarriedItem,
    CarriedKind,
    Change,
    ColumnRole,
    Intent,
    Plan,
)


class _Filter(NamedTuple):
    """`condition` is `operator value`, empty where the column is compared with something that is no literal."""

    subject: str
    condition: str

    def __str__(self) -> str:
        return f"{self.subject} {self.condition}".rstrip()


def changes(plan: Plan, previous: Plan | None) -> tuple[Change, ...]:
    """The edits that lead from `previous` to `plan`, in the order of the enumeration. REPAIR is not among them: it
    shows in the outcome of the turn before (`in_context`).

    - new topic: no turn before, or no table in common; then there is no other change.
    - filters: the values, the conditions of HAVING, and the filtered columns without a literal. Of a column that has
      filters only in `plan`, one was added; only in `previous`, dropped; different ones in both, replaced.
    - columns: what is projected and is neither aggregated nor grouped by. New ones only: added; missing ones only:
      dropped; both: replaced.
    - aggregate: the projected aggregates differ.
    - regroup: the grouping differs. reorder/limit: the order or the limit does.
    """
    if previous is None or not set(plan.tables) & set(previous.tables):
        return (Change.NEW_TOPIC,)
    found = {*_filter_changes(_filters(plan), _filters(previous))}
    found |= {*_column_changes(_plain(plan), _plain(previous))}
    if _aggregates(plan) != _aggregates(previous):
        found.add(Change.CHANGE_AGGREGATE)
    if _grouping(plan) != _grouping(previous):
        found.add(Change.REGROUP)
    if (plan.order_by, plan.limit) != (previous.order_by, previous.limit):
        found.add(Change.REORDER_LIMIT)
    return tuple(change for change in Change if change in found)


def carried(plan: Plan, earlier: Sequence[tuple[int, Plan]]) -> tuple[CarriedItem, ...]:
    """The tables, projected columns, filters and grouping that stand in the latest of the `earlier` plans as well,
    each with the turn from which on it has stood in every plan. `earlier`: number of the turn and its plan, in order.
    """
    if not earlier:
        return ()
    runs = [(number, set(_items(before))) for number, before in earlier]
    found = []
    for kind, item in dict.fromkeys(_items(plan)):
        since = None
        for number, items in reversed(runs):
            if (kind, item) not in items:
                break
            since = number
        if since is not None:
            found.append(CarriedItem(kind=kind, item=item, turn=since))
    return tuple(found)


def in_context(plan: Plan, history: Sequence[Turn]) -> Plan:
    """The plan with `change` and `carried` against the turns that were planned to be answered.

    REPAIR is added where the last turn's statement failed or found nothing, and this plan stays on its topic and
    changes something. A plan that is not to answer has neither.
    """
    if plan.intent is not Intent.ANSWER:
        return plan
    earlier = [
        (turn.number, turn.plan) for turn in history if turn.plan and turn.plan.intent is Intent.ANSWER
    ]
    change = changes(plan, earlier[-1][1] if earlier else None)
    if history and _went_wrong(history[-1]) and change and Change.NEW_TOPIC not in change:
        change = (*change, Change.REPAIR)
    return plan.model_copy(update={"change": change, "carried": carried(plan, earlier)})


def _went_wrong(turn: Turn) -> bool:
    return turn.outcome is not None and (turn.outcome.empty or turn.outcome.status is not ExecutionStatus.OK)


def _filters(plan: Plan) -> set[_Filter]:
    found = {_Filter(str(value.column), _condition(value.operator, value.value)) for value in plan.values} | {
        _Filter(having.expression.expression, _condition(having.operator, having.value))
        for having in plan.having
    }
    compared = {each.subject for each in found}
    columns = {str(column.column) for column in plan.columns if ColumnRole.FILTER in column.roles}
    return found | {_Filter(column, "") for column in columns - compared}


def _condition(operator: str, value: Cell) -> str:
    return operator if operator.endswith("is null") else f"{operator} {constant_text(value)}"


def _filter_changes(now: set[_Filter], before: set[_Filter]) -> Iterator[Change]:
    subjects_now, subjects_before = ({each.subject for each in side} for side in (now, before))
    if subjects_now - subjects_before:
        yield Change.ADD_FILTER
    if subjects_before - subjects_now:
        yield Change.DROP_FILTER
    changed = {each.subject for each in now ^ before}
    if changed & subjects_now & subjects_before:
        yield Change.REPLACE_FILTER


def _column_changes(now: set[str], before: set[str]) -> Iterator[Change]:
    if now - before and before - now:
        yield Change.REPLACE_COLUMN
    elif now - before:
        yield Change.ADD_COLUMN
    elif before - now:
        yield Change.DROP_COLUMN


def _plain(plan: Plan) -> set[str]:
    grouping = _grouping(plan)
    return {shown.expression for shown in plan.projection if not shown.aggregate} - grouping


def _aggregates(plan: Plan) -> set[str]:
    return {shown.expression for shown in plan.projection if shown.aggregate}


def _grouping(plan: Plan) -> set[str]:
    return {grouped.expression for grouped in plan.group_by}


def _items(plan: Plan) -> Iterator[tuple[CarriedKind, str]]:
    for table in plan.tables:
        yield CarriedKind.TABLE, table
    for column in plan.columns:
        if ColumnRole.SELECT in column.roles:
            yield CarriedKind.COLUMN, str(column.column)
    for each in sorted(_filters(plan)):
        yield CarriedKind.FILTER, str(each)
    for grouped in plan.group_by:
        yield CarriedKind.GROUPING, grouped.expression
