"""The action grammar: a sketch derived top-down by one choice after the other.

One definition serves all: training reads which actions were allowed at each step, the beam asks what may come next, and
the finished derivation is the sketch. The schema constrains every step: columns come from the sources in reach,
which are chosen first.

Beyond the grammar, and so never predicted: derived sources, correlated sub-queries, functions other than the five
aggregates and parts of dates, CASE, window-like constructs, OFFSET, ORDER BY and LIMIT of a set operation.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from services.contracts.sketch import (
    Call,
    ColumnPair,
    Constant,
    Edge,
    Expression,
    Item,
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
)
from services.contracts.sketch_names import fresh
from services.planner.date_parts import as_part, date_part
from services.planner.learned.pointers import Pointers
from services.planner.learned.reach import MAX_DEPTH, NESTED, Reach, Sources, numbers_of
from services.planner.learned.rules import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    DATE_PARTS,
    PATTERNS,
    RULE_INDEX,
    RULES,
    SET_OPERATORS,
    WHICH,
    Rule,
    Slot,
)

MAX_ACTIONS = 120
_MAX_SOURCES = 7


@dataclass(frozen=True, slots=True)
class Choice:
    """What may come next: numbers of actions. `under` is the rule that opened this place, `depth` that of the query."""

    slot: Slot
    under: Rule
    depth: int
    allowed: tuple[int, ...]


Step = Generator[Choice, int, Query]


class NotDerivable(ValueError):
    """An action that the grammar does not allow at its place."""


class Derivation:
    """One sketch in the making. `choice` is what may come next, None when `sketch` is complete."""

    def __init__(self, pointers: Pointers, actions: Iterable[int] = ()) -> None:
        self.pointers = pointers
        self.actions: list[int] = []
        self.sketch: Query | None = None
        self._steps = _Writer(pointers).query(0, Rule.SELECT)
        self.choice: Choice | None = next(self._steps)
        for action in actions:
            self.take(action)

    def take(self, action: int) -> None:
        """Raises NotDerivable where the action is not allowed."""
        if self.choice is None or action not in self.choice.allowed:
            raise NotDerivable(f"action {action} at {self.choice and self.choice.slot}")
        self.actions.append(action)
        try:
            self.choice = self._steps.send(action)
        except StopIteration as finished:
            self.choice, self.sketch = None, finished.value

    @property
    def last_pointer(self) -> int:
        """The node that was pointed at last, -1 for none."""
        return next((action - len(RULES) for action in reversed(self.actions) if action >= len(RULES)), -1)

    def fork(self) -> "Derivation":
        """The same choices again, to be continued in another way."""
        return Derivation(self.pointers, self.actions)


_END = RULE_INDEX[Rule.END]
_QUERIES = numbers_of((Rule.SELECT, Rule.SELECT_DISTINCT, *SET_OPERATORS))
_SELECTS = numbers_of((Rule.SELECT, Rule.SELECT_DISTINCT))
_EDGES = numbers_of((Rule.EDGE, Rule.LEFT_EDGE))
_CLAUSES = (Rule.WHERE, Rule.GROUP, Rule.HAVING, Rule.ORDER, Rule.LIMIT_ONE, Rule.LIMIT)
_DIRECTIONS = numbers_of((Rule.ASCENDING, Rule.DESCENDING))


class _Writer:
    """Asks for one action after the other and builds the sketch from the answers."""

    def __init__(self, pointers: Pointers) -> None:
        self._pointers = pointers
        self._tables = tuple(range(pointers.first_table, pointers.first_column))
        self._values = tuple(pointers.value_actions)
        self._numbers = tuple(
            action
            for action in pointers.value_actions
            if isinstance(value := pointers.value(action), int) and value >= 0 and value != 1
        )

    def query(self, depth: int, under: Rule) -> Step:
        allowed = _QUERIES if under not in SET_OPERATORS else _SELECTS
        rule = RULES[(yield Choice(Slot.QUERY, under, depth, allowed))]
        if rule in SET_OPERATORS:
            left = yield from self.query(depth, rule)
            right = yield from self.query(depth, rule)
            return SetOperation(operator=SET_OPERATORS[rule], left=left, right=right)
        return (yield from self._select(depth, distinct=rule is Rule.SELECT_DISTINCT))

    def _select(self, depth: int, *, distinct: bool) -> Generator[Choice, int, Select]:
        sources, edges = yield from self._from(depth)
        reach = Reach(self._pointers, sources, depth)
        items = [(yield from self._expression(reach, Slot.ITEM, Rule.SELECT))]
        while (more := (yield from self._more(reach, Slot.MORE_ITEMS, Rule.SELECT))) is not None:
            items.append(more)
        where = having = None
        group_by: list[Expression] = []
        order_by: list[OrderItem] = []
        limit: int | None = None
        clauses = [clause for clause in _CLAUSES if clause is not Rule.LIMIT or self._numbers]
        last = Rule.SELECT
        while clauses:
            allowed = numbers_of((Rule.END, *(c for c in clauses if c is not Rule.HAVING or group_by)))
            last = RULES[(yield Choice(Slot.CLAUSE, last, depth, allowed))]
            if last is Rule.END:
                break
            clauses = clauses[clauses.index(last) + 1 :]
            match last:
                case Rule.WHERE:
                    where = yield from self._condition(reach, Slot.WHERE, last)
                case Rule.GROUP:
                    group_by = yield from self._groups(reach)
                case Rule.HAVING:
                    having = yield from self._condition(reach, Slot.HAVING, last)
                case Rule.ORDER:
                    order_by = yield from self._orders(reach)
                case _:
                    limit = yield from self._limit(last, depth)
                    break
        return Select(
            items=tuple(Item(expression=item) for item in items),
            sources=tuple(
                TableSource(name=name, table=self._pointers.table(action))
                for name, action in zip(sources.names, sources.tables, strict=True)
            ),
            edges=edges,
            where=where,
            group_by=tuple(group_by),
            having=having,
            order_by=tuple(order_by),
            limit=limit,
            distinct=distinct,
        )

    # ------------------------------------------------------------------------------------------- sources, joins

    def _from(self, depth: int) -> Generator[Choice, int, tuple[Sources, tuple[Edge, ...]]]:
        tables = [(yield Choice(Slot.SOURCE, Rule.SELECT, depth, self._tables))]
        edge: int = _END
        while True:
            again = self._joinable_after(tables)
            edges = _EDGES if len(tables) > 1 else ()
            edge = yield Choice(Slot.MORE_SOURCES, Rule.SELECT, depth, (_END, *edges, *again))
            if not self._pointers.is_table(edge):
                break
            tables.append(edge)
        names: list[str] = []
        for table in tables:
            names.append(fresh(self._pointers.table(table), {name.lower() for name in names}))
        sources = Sources(tuple(names), tuple(tables))
        found: list[Edge] = []
        while edge != _END:
            found.append((yield from self._edge(Reach(self._pointers, sources, depth), RULES[edge])))
            left = len(found) < len(tables) - 1
            edge = yield Choice(Slot.MORE_SOURCES, Rule.EDGE, depth, (_END, *(_EDGES if left else ())))
        return sources, tuple(found)

    def _joinable_after(self, tables: Sequence[int]) -> tuple[int, ...]:
        """Each other table, or the last one again: of no table more sources than `WHICH` tells apart."""
        if len(tables) == _MAX_SOURCES:
            return ()
        again = tables[-1:] if tables.count(tables[-1]) < len(WHICH) else ()
        return (*(table for table in self._tables if table not in tables), *again)

    def _edge(self, reach: Reach, rule: Rule) -> Generator[Choice, int, Edge]:
        left = yield from self._column(reach, Slot.EDGE_LEFT, rule, reach.columns)
        others = tuple(
            action
            for name, table in zip(reach.sources.names, reach.sources.tables, strict=True)
            if name != left.source
            for action in reach.columns_of(table)
        )
        right = yield from self._column(
            reach, Slot.EDGE_RIGHT, rule, tuple(dict.fromkeys(others)), left.source
        )
        return Edge(
            left=left.source,
            right=right.source,
            kind=JoinKind.LEFT if rule is Rule.LEFT_EDGE else JoinKind.INNER,
            on=(ColumnPair(left=left.column, right=right.column),),
        )

    def _column(
        self, reach: Reach, slot: Slot, under: Rule, allowed: tuple[int, ...], other_than: str = ""
    ) -> Generator[Choice, int, SourceColumn]:
        action = yield Choice(slot, under, reach.depth, allowed)
        return (yield from self._of_source(reach, action, under, other_than))

    def _of_source(
        self, reach: Reach, action: int, under: Rule, other_than: str = ""
    ) -> Generator[Choice, int, SourceColumn]:
        """The column, of the one source of its table or of the one that is chosen."""
        table, column = self._pointers.column(action)
        names = reach.sources.of_table(self._pointers.table_action[table.lower()])
        names = [name for name in names if name != other_than]
        if len(names) == 1:
            return SourceColumn(source=names[0], column=column)
        which = yield Choice(Slot.WHICH, under, reach.depth, numbers_of(WHICH[: len(names)]))
        return SourceColumn(source=names[WHICH.index(RULES[which])], column=column)

    # -------------------------------------------------------------------------------------------- expressions

    def _more(self, reach: Reach, slot: Slot, under: Rule) -> Generator[Choice, int, Expression | None]:
        action = yield Choice(slot, under, reach.depth, (_END, *reach.expressions(slot)))
        return None if action == _END else (yield from self._read(reach, action, slot))

    def _expression(self, reach: Reach, slot: Slot, under: Rule) -> Generator[Choice, int, Expression]:
        action = yield Choice(slot, under, reach.depth, reach.expressions(slot))
        return (yield from self._read(reach, action, slot))

    def _read(self, reach: Reach, action: int, slot: Slot) -> Generator[Choice, int, Expression]:
        """The expression that this action begins."""
        if self._pointers.is_value(action):
            return Constant(value=self._pointers.value(action))
        if action >= len(RULES):
            return (yield from self._of_source(reach, action, Rule.SELECT))
        rule = RULES[action]
        if rule is Rule.STAR:
            return Star()
        if rule is Rule.STAR_OF:
            table = yield Choice(Slot.STAR_OF, rule, reach.depth, tuple(dict.fromkeys(reach.sources.tables)))
            return Star(source=reach.sources.of_table(table)[0])
        if rule is Rule.COUNT_ROWS:
            return Call(name="count", arguments=(Star(),))
        if rule is Rule.SUBQUERY:
            return SubQuery(query=(yield from self.query(reach.depth + 1, rule)))
        if rule in AGGREGATES:
            name, distinct = AGGREGATES[rule]
            summed = rule in (Rule.SUM, Rule.AVG)
            allowed = reach.summable() if summed else reach.expressions(Slot.ARGUMENT)
            first = yield Choice(Slot.ARGUMENT, rule, reach.depth, allowed)
            argument = yield from self._read(reach, first, Slot.ARGUMENT)
            return Call(name=name, arguments=(argument,), distinct=distinct)
        if rule in DATE_PARTS:
            return date_part(rule.value, (yield from self._column(reach, Slot.DATED, rule, reach.dates)))
        inner = Slot.ARGUMENT if slot in (Slot.ARGUMENT, Slot.WHERE_LEFT, Slot.WHERE_RIGHT) else Slot.OPERAND
        left = yield from self._expression(reach, inner, rule)
        right = yield from self._expression(reach, inner, rule)
        return Operation(operator=ARITHMETIC[rule], operands=(left, right))

    # --------------------------------------------------------------------------------------------- conditions

    def _condition(self, reach: Reach, slot: Slot, under: Rule) -> Generator[Choice, int, Expression]:
        action = yield Choice(slot, under, reach.depth, reach.conditions(slot, under))
        return (yield from self._test(reach, slot, RULES[action]))

    def _test(self, reach: Reach, slot: Slot, rule: Rule) -> Generator[Choice, int, Expression]:
        having = slot in (Slot.HAVING, Slot.HAVING_MORE)
        first, more, left_slot, right_slot = (
            (Slot.HAVING, Slot.HAVING_MORE, Slot.HAVING_LEFT, Slot.HAVING_RIGHT)
            if having
            else (Slot.WHERE, Slot.WHERE_MORE, Slot.WHERE_LEFT, Slot.WHERE_RIGHT)
        )
        if rule in (Rule.AND, Rule.OR):
            one = yield from self._condition(reach, first, rule)
            operands = [one, (yield from self._condition(reach, first, rule))]
            while True:
                action = yield Choice(more, rule, reach.depth, (_END, *reach.conditions(first, rule)))
                if action == _END:
                    return Operation(operator=Operator(rule.value), operands=tuple(operands))
                operands.append((yield from self._test(reach, first, RULES[action])))
        if rule is Rule.NOT:
            return Operation(
                operator=Operator.NOT, operands=((yield from self._condition(reach, first, rule)),)
            )
        if rule is Rule.EXISTS:
            nested = SubQuery(query=(yield from self.query(reach.depth + 1, rule)))
            return Operation(operator=Operator.EXISTS, operands=(nested,))
        left = yield from self._expression(reach, left_slot, rule)
        match rule:
            case Rule.IS_NULL:
                return Operation(operator=Operator.IS_NULL, operands=(left,))
            case Rule.LIKE:
                return Operation(operator=Operator.LIKE, operands=(left, (yield from self._pattern(reach))))
            case Rule.BETWEEN:
                low = yield Choice(Slot.LOW, rule, reach.depth, self._values)
                high = yield Choice(Slot.HIGH, rule, reach.depth, self._values)
                bounds = (_beside(left, self._constant(value)) for value in (low, high))
                return Operation(operator=Operator.BETWEEN, operands=(left, *bounds))
            case Rule.IN:
                members = yield from self._members(reach)
                return Operation(
                    operator=Operator.IN, operands=(left, *(_beside(left, member) for member in members))
                )
        right = yield from self._expression(reach, right_slot, rule)
        return Operation(operator=COMPARISONS[rule], operands=(left, _beside(left, right)))

    def _pattern(self, reach: Reach) -> Generator[Choice, int, Constant]:
        rule = RULES[(yield Choice(Slot.PATTERN, Rule.LIKE, reach.depth, numbers_of(PATTERNS)))]
        value = self._constant((yield Choice(Slot.PATTERN_VALUE, rule, reach.depth, self._values))).value
        before, after = PATTERNS[rule]
        return Constant(value=f"{before}{value}{after}")

    def _members(self, reach: Reach) -> Generator[Choice, int, Sequence[Expression]]:
        nested = NESTED if reach.depth < MAX_DEPTH else ()
        action = yield Choice(Slot.MEMBERS, Rule.IN, reach.depth, (*nested, *self._values))
        if action in NESTED:
            return [SubQuery(query=(yield from self.query(reach.depth + 1, Rule.IN)))]
        members = [self._constant(action)]
        while (
            action := (yield Choice(Slot.MORE_MEMBERS, Rule.IN, reach.depth, (_END, *self._values)))
        ) != _END:
            members.append(self._constant(action))
        return members

    def _constant(self, action: int) -> Constant:
        return Constant(value=self._pointers.value(action))

    # ------------------------------------------------------------------------------------- group, order, limit

    def _groups(self, reach: Reach) -> Generator[Choice, int, list[Expression]]:
        groups = [(yield from self._expression(reach, Slot.GROUP, Rule.GROUP))]
        while (more := (yield from self._more(reach, Slot.MORE_GROUPS, Rule.GROUP))) is not None:
            groups.append(more)
        return groups

    def _orders(self, reach: Reach) -> Generator[Choice, int, list[OrderItem]]:
        direction: int = yield Choice(Slot.DIRECTION, Rule.ORDER, reach.depth, _DIRECTIONS)
        orders: list[OrderItem] = []
        while direction != _END:
            expression = yield from self._expression(reach, Slot.ORDER, RULES[direction])
            orders.append(OrderItem(expression=expression, descending=RULES[direction] is Rule.DESCENDING))
            direction = yield Choice(Slot.MORE_DIRECTIONS, Rule.ORDER, reach.depth, (_END, *_DIRECTIONS))
        return orders

    def _limit(self, rule: Rule, depth: int) -> Generator[Choice, int, int]:
        if rule is Rule.LIMIT_ONE:
            return 1
        value = self._pointers.value((yield Choice(Slot.LIMIT, rule, depth, self._numbers)))
        assert isinstance(value, int)
        return value


def _beside(left: Expression, right: Expression) -> Expression:
    """The right side of a comparison; beside a part of a date a number is text."""
    return Constant(value=as_part(left, right.value)) if isinstance(right, Constant) else right
