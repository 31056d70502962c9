"""A model's JSON → the plan that it stands for, every name held against the schema."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from services.contracts.expression_text import constant_text
from services.contracts.models import Links
from services.contracts.plan import (
    Clarification,
    ColumnRole,
    Intent,
    Plan,
    PlannedColumn,
    PlannedCondition,
    PlannedExpression,
    PlannedJoin,
    PlannedOrder,
    PlannedValue,
    SkeletonFlag,
)
from services.contracts.schema import ColumnRef, Schema
from services.planner.llm.reply import Condition, Invalid, PlanReply, Shown

_MOST_REASONS = 8


def plan_of(reply: PlanReply, links: Links) -> Plan | Invalid:
    """Without a sketch. Names come in the spelling of the schema; tables that only columns name are added."""
    if reply.intent is not Intent.ANSWER:
        return _unanswered(reply)
    reading = _Reading(reply, links)
    plan = reading.plan()
    reasons = tuple(dict.fromkeys(reading.reasons))[:_MOST_REASONS]
    return Invalid(reasons=reasons) if reasons else plan


def _unanswered(reply: PlanReply) -> Plan | Invalid:
    if not reply.message:
        return Invalid(reasons=(f"message is empty, and the intent is '{reply.intent}'",))
    asked = Clarification(question=reply.message) if reply.intent is Intent.CLARIFY else None
    return Plan(intent=reply.intent, clarification=asked, reason=reply.message)


class _Reading:
    """`reasons` collects what is wrong while the plan is made."""

    def __init__(self, reply: PlanReply, links: Links) -> None:
        self._reply = reply
        self._schema = links.snapshot
        self._links = [*links.values, *links.possible]
        self._columns = _columns_by_name(links.snapshot)
        self.reasons: list[str] = []

    def plan(self) -> Plan:
        reply = self._reply
        if not reply.select:
            self.reasons.append("select is empty: say what is shown")
        if reply.limit is not None and reply.limit < 0:
            self.reasons.append(f"limit is {reply.limit}")
        named = [self._table(name) for name in reply.tables]
        joins = tuple(
            PlannedJoin(left=self._column(join.left), right=self._column(join.right)) for join in reply.joins
        )
        columns = tuple(self._planned_columns())
        tables = dict.fromkeys([*named, *(planned.column.table for planned in columns)])
        return Plan(
            tables=tuple(tables),
            columns=columns,
            joins=joins,
            values=tuple(map(self._value, reply.where)),
            projection=tuple(map(self._expression, reply.select)),
            distinct=reply.distinct,
            group_by=tuple(self._expression(_bare(name)) for name in reply.group_by),
            having=tuple(
                PlannedCondition(
                    expression=self._expression(each.of),
                    operator=each.operator,
                    value=None if each.operator.endswith("is null") else each.value,
                )
                for each in reply.having
            ),
            order_by=tuple(
                PlannedOrder(expression=self._expression(each.by), descending=each.descending)
                for each in reply.order_by
            ),
            limit=reply.limit,
            set_operator=reply.set_operator,
            nesting=int(reply.nested),
            skeleton=tuple(_skeleton(reply, tables)),
        )

    def _table(self, name: str) -> str:
        known = self._schema.table(name.strip().strip('"'))
        if known is None:
            names = [table.name for table in self._schema.tables]
            self.reasons.append(f"there is no table '{name}'{_meant(name, names)}")
        return known.name if known else name

    def _column(self, name: str) -> ColumnRef:
        """`table.column`; a bare name where one table of the plan has it."""
        wanted = name.strip().replace('"', "").lower()
        found = self._columns.get(wanted)
        if found is None and "." not in wanted:
            refs = [self._columns.get(f"{table}.{wanted}".lower()) for table in self._reply.tables]
            known = [ref for ref in refs if ref is not None]
            found = known[0] if len(known) == 1 else None
        if found is None:
            names = [str(ref) for ref in self._columns.values()]
            self.reasons.append(f"there is no column '{name}'{_meant(name, names)}")
        return found or ColumnRef(table="", column=name)

    def _expression(self, shown: Shown) -> PlannedExpression:
        """`*` is no column."""
        column = None if shown.column.strip() in ("*", "") else self._column(shown.column)
        inner = f"{'distinct ' if shown.distinct else ''}{column or '*'}"
        return PlannedExpression(
            expression=f"{shown.aggregate}({inner})" if shown.aggregate else str(column or "*"),
            aggregate=shown.aggregate or None,
            distinct=shown.distinct,
            columns=(column,) if column else (),
        )

    def _value(self, condition: Condition) -> PlannedValue:
        """With the words that stand for the value, where the links know them."""
        column = self._column(condition.column)
        value = None if condition.operator.endswith("is null") else condition.value
        if value is None and not condition.operator.endswith("is null"):
            self.reasons.append(f"where compares '{condition.column}' with null: use 'is null'")
        link = next((each for each in self._links if each.column == column and each.value == value), None)
        if link is None:
            return PlannedValue(column=column, operator=condition.operator, value=value)
        return PlannedValue(
            mention=link.mention.text,
            column=column,
            operator=condition.operator,
            value=value,
            match=link.kind,
            score=link.score,
        )

    def _planned_columns(self) -> Iterator[PlannedColumn]:
        roles: dict[ColumnRef, set[ColumnRole]] = {}
        for role, names in self._names_by_role():
            for name in names:
                if name.strip() not in ("*", ""):
                    roles.setdefault(self._column(name), set()).add(role)
        for column, of_it in roles.items():
            yield PlannedColumn(column=column, roles=tuple(role for role in ColumnRole if role in of_it))

    def _names_by_role(self) -> Iterator[tuple[ColumnRole, Iterable[str]]]:
        reply = self._reply
        yield ColumnRole.SELECT, [shown.column for shown in reply.select]
        yield ColumnRole.FILTER, [condition.column for condition in reply.where]
        yield ColumnRole.JOIN, [side for join in reply.joins for side in (join.left, join.right)]
        yield ColumnRole.GROUP, reply.group_by
        yield ColumnRole.HAVING, [each.of.column for each in reply.having]
        yield ColumnRole.ORDER, [order.by.column for order in reply.order_by]


def _bare(name: str) -> Shown:
    return Shown(column=name, aggregate="", distinct=False)


def _columns_by_name(schema: Schema) -> dict[str, ColumnRef]:
    """By `table.column` in lower case, whatever dots the names themselves have."""
    return {
        f"{table.name}.{column.name}".replace('"', "").lower(): ColumnRef(
            table=table.name, column=column.name
        )
        for table in schema.tables
        for column in table.columns
    }


def _meant(name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, n=3)
    return f" (there is {', '.join(map(constant_text, close))})" if close else ""


def _skeleton(reply: PlanReply, tables: Iterable[str]) -> Iterator[SkeletonFlag]:
    stands = {
        SkeletonFlag.SELECT: True,
        SkeletonFlag.JOIN: bool(reply.joins) or len(list(tables)) > 1,
        SkeletonFlag.WHERE: bool(reply.where),
        SkeletonFlag.GROUP_BY: bool(reply.group_by),
        SkeletonFlag.HAVING: bool(reply.having),
        SkeletonFlag.ORDER_BY: bool(reply.order_by),
        SkeletonFlag.LIMIT: reply.limit is not None,
        SkeletonFlag.NESTED: reply.nested,
        SkeletonFlag.DISTINCT: reply.distinct or any(each.distinct for each in reply.select),
        SkeletonFlag.SET_OPERATION: reply.set_operator is not None,
    }
    yield from (flag for flag in SkeletonFlag if stands[flag])
