"""The JSON that a hosted planner is asked for, and the plan that it stands for."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from services.contracts.frozen import Frozen
from services.contracts.plan import (
    Clarification,
    ColumnRole,
    Intent,
    Plan,
    PlannedColumn,
    PlannedExpression,
    PlannedJoin,
    PlannedOrder,
    PlannedValue,
    SkeletonFlag,
)
from services.contracts.schema import ColumnRef, Schema, Table
from services.contracts.sketch import SetOperator

_TEXT = 200  # characters: bounded, or a model may run on
_ITEMS = 20


class Shown(Frozen):
    """A column, `*`, or an aggregate of one."""

    column: str = Field(max_length=_TEXT)
    aggregate: str = Field(max_length=20)
    distinct: bool


class Condition(Frozen):
    column: str = Field(max_length=_TEXT)
    operator: str = Field(max_length=20)
    value: str | float | int | None


class Order(Frozen):
    by: Shown
    descending: bool


class Join(Frozen):
    left: str = Field(max_length=_TEXT)
    right: str = Field(max_length=_TEXT)


class PlanReply(Frozen):
    """Every field is asked for, as strict structured output demands."""

    intent: Intent
    message: str = Field(max_length=500)
    tables: tuple[str, ...] = Field(max_length=_ITEMS)
    joins: tuple[Join, ...] = Field(max_length=_ITEMS)
    select: tuple[Shown, ...] = Field(max_length=_ITEMS)
    distinct: bool
    where: tuple[Condition, ...] = Field(max_length=_ITEMS)
    group_by: tuple[str, ...] = Field(max_length=_ITEMS)
    order_by: tuple[Order, ...] = Field(max_length=_ITEMS)
    limit: int | None
    set_operator: SetOperator | None
    nested: bool


def plan_of(reply: PlanReply, schema: Schema) -> Plan:
    """Names in the spelling of the schema; those that it does not have stay as they are: the SQL will show it."""
    if reply.intent is not Intent.ANSWER:
        asked = Clarification(question=reply.message) if reply.intent is Intent.CLARIFY else None
        return Plan(intent=reply.intent, clarification=asked, reason=reply.message)
    names = _Names(schema)
    joins = tuple(
        PlannedJoin(left=names.column(join.left), right=names.column(join.right)) for join in reply.joins
    )
    return Plan(
        tables=tuple(map(names.table, reply.tables)),
        columns=tuple(_columns(_roles(reply, names))),
        joins=joins,
        values=tuple(
            PlannedValue(column=names.column(each.column), operator=each.operator.lower(), value=each.value)
            for each in reply.where
        ),
        projection=tuple(names.expression(each) for each in reply.select),
        distinct=reply.distinct,
        group_by=tuple(
            names.expression(Shown(column=each, aggregate="", distinct=False)) for each in reply.group_by
        ),
        order_by=tuple(
            PlannedOrder(expression=names.expression(each.by), descending=each.descending)
            for each in reply.order_by
        ),
        limit=reply.limit,
        set_operator=reply.set_operator,
        nesting=int(reply.nested),
        skeleton=tuple(_skeleton(reply)),
    )


class _Names:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def table(self, name: str) -> str:
        known = self._schema.table(name)
        return known.name if known else name

    def column(self, text: str) -> ColumnRef:
        """`table.column`; a bare name goes to the first table that has it."""
        table, _, column = text.rpartition(".")
        known = self._schema.table(table) if table else self._with_column(column)
        found = known.column(column) if known else None
        return ColumnRef(table=known.name if known else table, column=found.name if found else column)

    def expression(self, shown: Shown) -> PlannedExpression:
        """`*` alone is no column."""
        bare = shown.column.strip() in ("*", "")
        column = None if bare else self.column(shown.column)
        inner = f"{'distinct ' if shown.distinct else ''}{column or '*'}"
        aggregate = shown.aggregate.strip().lower() or None
        return PlannedExpression(
            expression=f"{aggregate}({inner})" if aggregate else str(column or "*"),
            aggregate=aggregate,
            distinct=shown.distinct,
            columns=(column,) if column else (),
        )

    def _with_column(self, name: str) -> Table | None:
        return next((table for table in self._schema.tables if table.column(name)), None)


def _roles(reply: PlanReply, names: _Names) -> Iterator[tuple[ColumnRef, ColumnRole]]:
    for shown in reply.select:
        yield from ((column, ColumnRole.SELECT) for column in names.expression(shown).columns)
    for condition in reply.where:
        yield names.column(condition.column), ColumnRole.FILTER
    for join in reply.joins:
        yield names.column(join.left), ColumnRole.JOIN
        yield names.column(join.right), ColumnRole.JOIN
    for grouped in reply.group_by:
        yield names.column(grouped), ColumnRole.GROUP
    for order in reply.order_by:
        yield from ((column, ColumnRole.ORDER) for column in names.expression(order.by).columns)


def _columns(roles: Iterable[tuple[ColumnRef, ColumnRole]]) -> Iterator[PlannedColumn]:
    found: dict[ColumnRef, set[ColumnRole]] = {}
    for column, role in roles:
        found.setdefault(column, set()).add(role)
    for column, of_it in found.items():
        yield PlannedColumn(column=column, roles=tuple(role for role in ColumnRole if role in of_it))


def _skeleton(reply: PlanReply) -> Iterator[SkeletonFlag]:
    stands = {
        SkeletonFlag.SELECT: True,
        SkeletonFlag.JOIN: bool(reply.joins) or len(reply.tables) > 1,
        SkeletonFlag.WHERE: bool(reply.where),
        SkeletonFlag.GROUP_BY: bool(reply.group_by),
        SkeletonFlag.ORDER_BY: bool(reply.order_by),
        SkeletonFlag.LIMIT: reply.limit is not None,
        SkeletonFlag.NESTED: reply.nested,
        SkeletonFlag.DISTINCT: reply.distinct or any(each.distinct for each in reply.select),
        SkeletonFlag.SET_OPERATION: reply.set_operator is not None,
    }
    yield from (flag for flag in SkeletonFlag if stands.get(flag, False))
