"""Which roles tables and columns play in a sketch: what the encoder is told about the previous plan."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.frozen import Frozen
from services.contracts.models import Turn
from services.contracts.sketch import (
    Call,
    Query,
    Select,
    SetOperation,
    SourceColumn,
    TableSource,
    children,
    selects,
    walk,
)


class Role(StrEnum):
    SOURCE = "source"
    SELECT = "select"
    WHERE = "where"
    GROUP = "group"
    HAVING = "having"
    ORDER = "order"
    AGGREGATE = "aggregate"
    NESTED = "nested"


ROLES: tuple[Role, ...] = tuple(Role)


@dataclass(frozen=True)
class Roles:
    """Names in lower case."""

    tables: frozenset[str]
    columns: dict[tuple[str, str], frozenset[Role]]


def previous_sketch(history: Sequence[Turn]) -> Query | None:
    """The sketch of the latest turn that was planned to be answered."""
    plans = (turn.plan for turn in reversed(history))
    return next((plan.sketch for plan in plans if plan is not None and plan.sketch is not None), None)


def roles_of(query: Query) -> Roles:
    found: dict[tuple[str, str], set[Role]] = defaultdict(set)
    tables = {node.table.lower() for node in walk(query) if isinstance(node, TableSource)}
    outermost = {id(select) for select in _outermost(query)}
    for select in selects(query):
        names = {source.name: source.table for source in select.sources if isinstance(source, TableSource)}
        for role, nodes in _clauses(select):
            for node in nodes:
                _collect(
                    node, names, {role} | ({Role.NESTED} if id(select) not in outermost else set()), found
                )
    return Roles(frozenset(tables), {column: frozenset(roles) for column, roles in found.items()})


def _outermost(query: Query) -> list[Select]:
    if isinstance(query, SetOperation):
        return [*_outermost(query.left), *_outermost(query.right)]
    return [query]


def _clauses(select: Select) -> list[tuple[Role, tuple[Frozen, ...]]]:
    return [
        (Role.SELECT, select.items),
        (Role.WHERE, (select.where,) if select.where is not None else ()),
        (Role.GROUP, select.group_by),
        (Role.HAVING, (select.having,) if select.having is not None else ()),
        (Role.ORDER, select.order_by),
    ]


def _collect(
    node: Frozen, names: dict[str, str], roles: set[Role], found: dict[tuple[str, str], set[Role]]
) -> None:
    """The columns of this SELECT below the node; queries inside it speak for themselves."""
    if isinstance(node, Select | SetOperation):
        return
    if isinstance(node, SourceColumn):
        if node.source in names:
            found[names[node.source].lower(), node.column.lower()] |= roles
        return
    inner = roles | {Role.AGGREGATE} if isinstance(node, Call) and node.is_aggregate else roles
    for child in children(node):
        _collect(child, names, inner, found)
