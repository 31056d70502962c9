"""What a sub-query gives should be of the kind that it is compared with: keys of the same thing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from services.contracts.schema import Schema
from services.contracts.sketch import (
    Operation,
    Operator,
    Query,
    Select,
    SetOperation,
    SourceColumn,
    SubQuery,
    TableSource,
    own_nodes,
    selects,
    walk,
)

Name = tuple[str, str]  # table and column, in lower case


def unrelated_pairs(sketch: Query, schema: Schema) -> int:
    """Columns that are looked for in a sub-query, or set beside those of another query, of another kind: neither of the
    same name nor keys of one table. `species_id NOT IN (SELECT sold_by FROM orders)` compares animals with people."""
    pairs = [(one, other) for one, other in _pairs(sketch) if one[1] != other[1]]
    if not pairs:
        return 0
    beside = _keys(schema)
    return sum(other not in _kind(one, beside) for one, other in pairs)


def _keys(schema: Schema) -> dict[Name, set[Name]]:
    """For each column what a foreign key of one column makes equal to it."""
    beside: dict[Name, set[Name]] = defaultdict(set)
    for key in schema.foreign_keys:
        if len(key.columns) == 1:
            one = (key.table.lower(), key.columns[0].lower())
            other = (key.ref_table.lower(), key.ref_columns[0].lower())
            beside[one].add(other)
            beside[other].add(one)
    return beside


def _kind(name: Name, beside: Mapping[Name, set[Name]]) -> set[Name]:
    """All columns that keys lead to from this one."""
    found, waiting = {name}, [name]
    while waiting:
        new = beside.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _pairs(sketch: Query) -> Iterator[tuple[Name, Name]]:
    for select in selects(sketch):
        for part in (select.where, select.having):
            for node in own_nodes(part) if part is not None else ():
                if not isinstance(node, Operation) or node.operator is not Operator.IN:
                    continue
                column, *among = node.operands
                if isinstance(column, SourceColumn) and isinstance(among[0], SubQuery):
                    yield from _beside(_named(column, select), _shown(among[0].query))
    for node in walk(sketch):
        if isinstance(node, SetOperation):
            yield from _beside(_shown(node.left), _shown(node.right))


def _beside(one: Name | None, other: Name | None) -> Iterator[tuple[Name, Name]]:
    if one is not None and other is not None:
        yield one, other


def _shown(query: Query) -> Name | None:
    """The first item of a query's first SELECT, where it is a column."""
    while isinstance(query, SetOperation):
        query = query.left
    first = query.items[0].expression
    return _named(first, query) if isinstance(first, SourceColumn) else None


def _named(column: SourceColumn, select: Select) -> Name | None:
    """None for a column of a sub-query in FROM, or of a query around this one."""
    for source in select.sources:
        if isinstance(source, TableSource) and source.name == column.source:
            return source.table.lower(), column.column.lower()
    return None
