"""A sketch as the actions that derive it: what training teaches, and how the previous plan is shown to the decoder."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from services.contracts.frozen import Frozen
from services.contracts.sketch import (
    Call,
    Constant,
    Edge,
    Expression,
    JoinKind,
    Operation,
    Operator,
    OrderItem,
    Query,
    Select,
    SetOperation,
    SourceColumn,
    Star,
    SubQuery,
    TableSource,
    own_nodes,
    rebuilt,
    walk,
)
from services.contracts.sketch_names import fresh
from services.planner.date_parts import unit_of
from services.planner.learned.pointers import Literal, Pointers
from services.planner.learned.rules import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    PATTERNS,
    RULE_INDEX,
    SET_OPERATORS,
    WHICH,
    Rule,
)

_SET_RULES = {operator: rule for rule, operator in SET_OPERATORS.items()}
_COMPARISON_RULES = {operator: rule for rule, operator in COMPARISONS.items()}
_ARITHMETIC_RULES = {operator: rule for rule, operator in ARITHMETIC.items()}
_AGGREGATE_RULES = {form: rule for rule, form in AGGREGATES.items()}


class Inexpressible(ValueError):
    """The sketch holds something that the action grammar, or this request's pointers, cannot say."""


def canonical(query: Query, tables: Mapping[str, int]) -> Query:
    """The query with each SELECT's sources in the order of their first use, and without labels.

    Items are read before conditions, groups and orders. Tables that nothing uses, such as those that only link two
    others, come last, in the schema's order (`tables`: place by name in lower case): an order that can be known from
    the question, as that of FROM cannot. It decides nothing but the columns of a bare `*`: such a SELECT keeps its own.
    """

    def change(node: Frozen) -> Frozen:
        node = rebuilt(node, change)
        return _sorted_sources(node, tables) if isinstance(node, Select) else node

    changed = change(query)
    assert isinstance(changed, Select | SetOperation)
    return changed


def _sorted_sources(select: Select, tables: Mapping[str, int]) -> Select:
    items = tuple(item.model_copy(update={"label": None}) for item in select.items)
    sources = [source for source in select.sources if isinstance(source, TableSource)]
    bare_star = any(item.expression == Star() for item in items)
    if bare_star or len(sources) < len(select.sources):
        return select.model_copy(update={"items": items})
    owners = {source.name: source.table.lower() for source in sources}
    used = list(dict.fromkeys(owners[name] for name in _used_names(select) if name in owners))
    unused = sorted(owners.values(), key=lambda table: tables.get(table, len(tables)))
    order = list(dict.fromkeys([*used, *unused]))
    ordered = sorted(sources, key=lambda source: order.index(source.table.lower()))
    return select.model_copy(update={"items": items, "sources": tuple(ordered)})


def _used_names(select: Select) -> Iterator[str]:
    """The sources of the columns that this SELECT itself reads, in the order of the derivation."""
    conditions = (part for part in (select.where, *select.group_by, select.having) if part is not None)
    for part in (*select.items, *conditions, *select.order_by):
        for node in own_nodes(part):
            if isinstance(node, SourceColumn | Star) and node.source is not None:
                yield node.source


def actions_of(query: Query, pointers: Pointers) -> list[int]:
    """The actions that derive the query, which must be canonical. Raises Inexpressible."""
    return list(_Reader(pointers).query(query))


def constants(query: Frozen) -> Iterator[Literal]:
    """The literals of conditions, patterns without their % signs, and limits, in order."""
    for node in walk(query):
        if isinstance(node, Operation) and node.operator is Operator.LIKE:
            pattern = node.operands[1]
            if isinstance(pattern, Constant):
                yield _pattern(pattern.value)[1]
        elif isinstance(node, Operation):
            yield from (operand.value for operand in node.operands if isinstance(operand, Constant))
        elif isinstance(node, Select) and node.limit is not None:
            yield node.limit


def same_literal(left: Literal, right: Literal) -> bool:
    """Whether SQLite compares a column with both alike: 5, 5.0 and '5' are one literal here."""
    if type(left) is type(right):
        return left == right
    if left is None or right is None:
        return False
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def _pattern(value: Literal) -> tuple[Rule, str]:
    text = str(value)
    for rule, (before, after) in PATTERNS.items():
        inner = text[len(before) : len(text) - len(after)]
        if text == before + inner + after and "%" not in inner and inner:
            return rule, inner
    raise Inexpressible("pattern")


class _Reader:
    def __init__(self, pointers: Pointers) -> None:
        self._pointers = pointers
        self._sources: list[TableSource] = []

    def query(self, query: Query) -> Iterator[int]:
        if isinstance(query, SetOperation):
            if query.order_by or query.limit is not None:
                raise Inexpressible("order or limit of a set operation")
            yield RULE_INDEX[_SET_RULES[query.operator]]
            for side in (query.left, query.right):
                if isinstance(side, SetOperation):
                    raise Inexpressible("set operation of three")
                yield from self.query(side)
        else:
            yield from self._select(query)

    def _select(self, select: Select) -> Iterator[int]:
        outer, self._sources = self._sources, self._own_sources(select)
        yield RULE_INDEX[Rule.SELECT_DISTINCT if select.distinct else Rule.SELECT]
        yield from (self._table(source.table) for source in self._sources)
        for edge in select.edges:
            yield from self._edge(edge)
        yield RULE_INDEX[Rule.END]
        for item in select.items:
            yield from self._expression(item.expression)
        yield RULE_INDEX[Rule.END]
        if select.where is not None:
            yield RULE_INDEX[Rule.WHERE]
            yield from self._condition(select.where)
        if select.group_by:
            yield RULE_INDEX[Rule.GROUP]
            for group in select.group_by:
                yield from self._expression(group)
            yield RULE_INDEX[Rule.END]
        if select.having is not None:
            yield RULE_INDEX[Rule.HAVING]
            yield from self._condition(select.having)
        if select.order_by:
            yield from self._orders(select.order_by)
        yield from self._limit(select)
        self._sources = outer

    def _own_sources(self, select: Select) -> list[TableSource]:
        sources = [source for source in select.sources if isinstance(source, TableSource)]
        if len(sources) != len(select.sources) or not sources:
            raise Inexpressible("derived source" if select.sources else "no source")
        tables = [table for table, _ in groupby(source.table for source in sources)]
        if len(set(tables)) < len(tables):
            raise Inexpressible("sources of one table apart")
        names: list[str] = []
        for source in sources:
            names.append(fresh(source.table, {name.lower() for name in names}))
            if source.name != names[-1]:
                raise Inexpressible("correlated sub-query")
        return sources

    def _table(self, name: str) -> int:
        action = self._pointers.table_action.get(name.lower())
        if action is None:
            raise Inexpressible("table out of the window")
        return action

    def _edge(self, edge: Edge) -> Iterator[int]:
        if edge.kind is JoinKind.CROSS or len(edge.on) != 1 or edge.condition is not None:
            raise Inexpressible("edge that is not one pair of columns")
        yield RULE_INDEX[Rule.LEFT_EDGE if edge.kind is JoinKind.LEFT else Rule.EDGE]
        yield from self._column(SourceColumn(source=edge.left, column=edge.on[0].left))
        yield from self._column(
            SourceColumn(source=edge.right, column=edge.on[0].right), other_than=edge.left
        )

    def _column(self, column: SourceColumn, *, other_than: str = "") -> Iterator[int]:
        owner = next((source for source in self._sources if source.name == column.source), None)
        if owner is None:
            raise Inexpressible("correlated sub-query")
        action = self._pointers.column_action.get((owner.table.lower(), column.column.lower()))
        if action is None:
            raise Inexpressible("column out of the window")
        yield action
        names = [
            source.name
            for source in self._sources
            if source.table == owner.table and source.name != other_than
        ]
        if len(names) > len(WHICH):
            raise Inexpressible("more than three sources of one table")
        if len(names) > 1:
            yield RULE_INDEX[WHICH[names.index(column.source)]]

    def _expression(self, expression: Expression) -> Iterator[int]:
        match expression:
            case SourceColumn():
                yield from self._column(expression)
            case Constant():
                yield self._value(expression.value)
            case Star(source=None):
                yield RULE_INDEX[Rule.STAR]
            case Star():
                yield from self._star_of(expression)
            case Call() | Operation() if (part := unit_of(expression)) is not None:
                yield RULE_INDEX[Rule(part[0])]
                yield from self._column(part[1])
            case Call():
                yield from self._call(expression)
            case SubQuery():
                yield RULE_INDEX[Rule.SUBQUERY]
                yield from self.query(expression.query)
            case Operation() if expression.operator in _ARITHMETIC_RULES:
                yield RULE_INDEX[_ARITHMETIC_RULES[expression.operator]]
                for operand in expression.operands:
                    yield from self._expression(operand)
            case _:
                raise Inexpressible(f"expression {expression.kind}")

    def _star_of(self, star: Star) -> Iterator[int]:
        owner = next((source for source in self._sources if source.name == star.source), None)
        if owner is None or owner.name != owner.table:
            raise Inexpressible("* of a second source")
        yield RULE_INDEX[Rule.STAR_OF]
        yield self._table(owner.table)

    def _call(self, call: Call) -> Iterator[int]:
        if call == Call(name="count", arguments=(Star(),)):
            yield RULE_INDEX[Rule.COUNT_ROWS]
            return
        rule = _AGGREGATE_RULES.get((call.name, call.distinct))
        if rule is None or len(call.arguments) != 1:
            raise Inexpressible(f"function {call.name}")
        yield RULE_INDEX[rule]
        yield from self._expression(call.arguments[0])

    def _condition(self, condition: Expression) -> Iterator[int]:
        if not isinstance(condition, Operation):
            raise Inexpressible("condition without an operator")
        operator, operands = condition.operator, condition.operands
        if operator not in (*_COMPARISON_RULES, *_CONDITION_OPERATORS):
            raise Inexpressible(f"operator {operator}")
        yield RULE_INDEX[Rule(operator.value)]
        match operator:
            case Operator.AND | Operator.OR:
                for operand in operands:
                    yield from self._condition(operand)
                yield RULE_INDEX[Rule.END]
            case Operator.NOT:
                yield from self._condition(operands[0])
            case Operator.EXISTS:
                yield from self._nested(operands[0])
            case Operator.LIKE:
                yield from self._like(operands)
            case Operator.IN:
                yield from self._expression(operands[0])
                yield from self._members(operands[1:])
            case _:
                for operand in operands:
                    yield from self._expression(operand)

    def _nested(self, operand: Expression) -> Iterator[int]:
        if not isinstance(operand, SubQuery):
            raise Inexpressible("condition on no query")
        yield from self.query(operand.query)

    def _like(self, operands: tuple[Expression, ...]) -> Iterator[int]:
        if len(operands) != 2 or not isinstance(operands[1], Constant):
            raise Inexpressible("pattern that is no literal")
        yield from self._expression(operands[0])
        rule, inner = _pattern(operands[1].value)
        yield RULE_INDEX[rule]
        yield self._value(inner)

    def _members(self, members: tuple[Expression, ...]) -> Iterator[int]:
        if isinstance(members[0], SubQuery):
            yield from self._expression(members[0])
            return
        for member in members:
            if not isinstance(member, Constant):
                raise Inexpressible("member that is no literal")
            yield self._value(member.value)
        yield RULE_INDEX[Rule.END]

    def _value(self, value: Literal) -> int:
        for action in self._pointers.value_actions:
            if self._pointers.value(action) == value and type(self._pointers.value(action)) is type(value):
                return action
        for action in self._pointers.value_actions:
            if same_literal(self._pointers.value(action), value):
                return action
        raise Inexpressible("value")

    def _orders(self, orders: tuple[OrderItem, ...]) -> Iterator[int]:
        yield RULE_INDEX[Rule.ORDER]
        for order in orders:
            if order.nulls_last is not None:
                raise Inexpressible("order of NULL")
            yield RULE_INDEX[Rule.DESCENDING if order.descending else Rule.ASCENDING]
            yield from self._expression(order.expression)
        yield RULE_INDEX[Rule.END]

    def _limit(self, select: Select) -> Iterator[int]:
        if select.offset is not None:
            raise Inexpressible("offset")
        if select.limit == 1:
            yield RULE_INDEX[Rule.LIMIT_ONE]
        elif select.limit is not None:
            yield RULE_INDEX[Rule.LIMIT]
            yield self._value(select.limit)
        else:
            yield RULE_INDEX[Rule.END]


_CONDITION_OPERATORS = frozenset(
    {
        *(Operator.AND, Operator.OR, Operator.NOT, Operator.EXISTS, Operator.LIKE),
        *(Operator.IN, Operator.BETWEEN, Operator.IS_NULL),
    }
)
