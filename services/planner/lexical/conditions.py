"""How a follow-up changes the conditions of the query before it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.contracts.schema import ColumnRef
from services.contracts.sketch import (
    Constant,
    Expression,
    Operation,
    Operator,
    Select,
    SourceColumn,
    TableSource,
)
from services.planner.lexical.cues import CueKind
from services.planner.lexical.expressions import columns_in, condition_of, conjuncts
from services.planner.lexical.names import SchemaNames
from services.planner.lexical.request import Condition, Request
from services.planner.words import Literal

_EQUALITIES = frozenset({Operator.EQ, Operator.IN, Operator.LIKE, Operator.NE})
_LOWER_BOUNDS = frozenset({Operator.GT, Operator.GE})
_UPPER_BOUNDS = frozenset({Operator.LT, Operator.LE})


def edited_conditions(
    existing: Sequence[Expression], request: Request, query: Select, names: SchemaNames
) -> tuple[Expression, ...]:
    """A new condition takes the place of one of its kind on the same thing; 'also Germany' adds an alternative."""
    kept = list(existing)
    about = CueKind.ABOUT in request.cues
    for condition in request.conditions:
        new = condition_of(condition)
        replaced = [
            old
            for old in kept
            if not condition.negated and _same_kind(old, new, condition, query, names, about)
        ]
        if replaced and CueKind.ALSO in request.cues and condition.operator == "=":
            values = [*values_of(replaced[-1]), *condition.values]
            new = condition_of(replace(condition, values=tuple(dict.fromkeys(values))))
        place = kept.index(replaced[0]) if replaced else len(kept)
        kept = [old for old in kept if old not in replaced]
        kept.insert(min(place, len(kept)), new)
    return tuple(kept)


def without_conditions(
    existing: Sequence[Expression], about: Iterable[ColumnRef], query: Select, names: SchemaNames
) -> tuple[Expression, ...]:
    """The conditions that say nothing of those columns."""
    dropped = tuple(about)
    return tuple(
        old
        for old in existing
        if not any(names.same_meaning(ref, other) for ref in refs_in(old, query) for other in dropped)
    )


def conversation_column(query: Select, names: SchemaNames) -> ColumnRef | None:
    """The text column that the conversation is about: what is grouped by, then what is filtered, then what is shown."""
    shown = [item.expression for item in query.items]
    for expression in (*query.group_by, *conjuncts(query.where), *shown):
        for ref in refs_in(expression, query):
            if not names.is_numeric(ref) and not names.is_date(ref):
                return ref
    return None


def refs_in(expression: Expression, query: Select) -> list[ColumnRef]:
    """The schema's columns that an expression of the query names."""
    tables = {source.name: source.table for source in query.sources if isinstance(source, TableSource)}
    return [
        ColumnRef(table=tables[node.source], column=node.column)
        for node in columns_in(expression)
        if node.source in tables
    ]


def values_of(condition: Expression) -> tuple[Literal, ...]:
    """The literals that a condition compares with."""
    operands = condition.operands if isinstance(condition, Operation) else ()
    return tuple(
        operand.value for operand in operands if isinstance(operand, Constant) and operand.value is not None
    )


def _same_kind(
    old: Expression, new: Expression, condition: Condition, query: Select, names: SchemaNames, about: bool
) -> bool:
    """Equalities of one meaning, or bounds of one side; an equality, and after 'what about' anything, replaces any."""
    if not isinstance(old, Operation) or not isinstance(new, Operation):
        return False
    if isinstance(old.operands[0], SourceColumn) != isinstance(new.operands[0], SourceColumn):
        return False
    if not any(names.same_meaning(ref, condition.column) for ref in refs_in(old, query)):
        return False
    if about or new.operator in _EQUALITIES:
        return old.operator in _EQUALITIES | _LOWER_BOUNDS | _UPPER_BOUNDS
    return any(
        {old.operator, new.operator} <= side | _EQUALITIES for side in (_LOWER_BOUNDS, _UPPER_BOUNDS)
    ) or Operator.BETWEEN in {old.operator, new.operator}
