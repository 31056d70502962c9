"""Which derivations are worth ranking: the grammar can say more than anyone means."""

from services.contracts.frozen import Frozen
from services.contracts.join_graph import Unjoinable, join_tree
from services.contracts.sketch import (
    Constant,
    Operation,
    Operator,
    Query,
    Select,
    SourceColumn,
    TableSource,
    own_nodes,
    selects,
    walk,
)
from services.planner.date_parts import unit_of
from services.planner.learned.pointers import Pointers, is_date

_EQUALITIES = (Operator.EQ, Operator.NE, Operator.IN)
_COMPARISONS = (Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.BETWEEN)
_OF_DIFFERENT_OPERANDS = (
    *(Operator.AND, Operator.OR, *_EQUALITIES, *_COMPARISONS),
    *(Operator.ADD, Operator.SUB, Operator.MUL, Operator.DIV),
)


def is_sensible(sketch: Query, pointers: Pointers) -> bool:
    """Not where it could not be written as SQL, as no key joins its sources, and not where it says a thing twice,
    demands two values of one column at once, or looks for what is no date among dates."""
    for select in selects(sketch):
        if isinstance(join_tree(select, pointers.schema), Unjoinable) or _misses_dates(select, pointers):
            return False
    return not any(_says_twice(node) or _contradicts(node) or _mixes_dates(node) for node in walk(sketch))


def _says_twice(node: Frozen) -> bool:
    """The same item, grouping or condition in one list, or something compared or multiplied with itself."""
    if isinstance(node, Operation) and node.operator in _OF_DIFFERENT_OPERANDS:
        return len(set(node.operands)) < len(node.operands)
    if isinstance(node, Select):
        return len(set(node.items)) < len(node.items) or len(set(node.group_by)) < len(node.group_by)
    return False


def _mixes_dates(node: Frozen) -> bool:
    """A part of a date shown beside the groups of something else: any row's would stand there."""
    if not isinstance(node, Select) or not node.group_by:
        return False
    parts = [item.expression for item in node.items if unit_of(item.expression) is not None]
    return any(part not in node.group_by for part in parts)


def _contradicts(node: Frozen) -> bool:
    """One expression equal to two different literals."""
    if not isinstance(node, Operation) or node.operator is not Operator.AND:
        return False
    fixed = [
        operand.operands[0]
        for operand in node.operands
        if isinstance(operand, Operation)
        and operand.operator is Operator.EQ
        and isinstance(operand.operands[1], Constant)
    ]
    return len(set(fixed)) < len(fixed)


def _misses_dates(select: Select, pointers: Pointers) -> bool:
    """A column of dates equal to '2025' or to 7, or before 7: dates are texts and have no such values. Before '2025' is
    well said."""
    tables = {
        source.name: source.table.lower() for source in select.sources if isinstance(source, TableSource)
    }
    return any(
        isinstance(node, Operation)
        and node.operator in (*_EQUALITIES, *_COMPARISONS)
        and isinstance(column := node.operands[0], SourceColumn)
        and (tables.get(column.source, ""), column.column.lower()) in pointers.stored_dates
        and any(isinstance(each, Constant) and _is_no_date(each, node.operator) for each in node.operands[1:])
        for part in (select.where, select.having)
        if part is not None
        for node in own_nodes(part)
    )


def _is_no_date(constant: Constant, operator: Operator) -> bool:
    """The beginning of a date is enough for what is before or after it."""
    if operator in _EQUALITIES:
        return not is_date(constant.value)
    return isinstance(constant.value, int | float)
