"""A column of a table that the statement does not read: the table is joined along the foreign keys."""

from collections import deque
from collections.abc import Iterator

from sqlglot import exp

from services.contracts.join_keys import KeyGraph, Way
from services.contracts.schema import Schema
from services.executor.edits import Repair, copied, identifier, sql_of
from services.executor.scopes import NamedSource, Scopes

_MOST_JOINS = 2  # the table itself, or one more between
_MOST_TABLES = 3

# A table, and how the one before it joins it.
_Path = tuple[tuple[str, Way], ...]


def with_missing_join(tree: exp.Query, place: str, schema: Schema) -> Iterator[Repair]:
    """The shortest ways first. `place` is the column as SQLite names it, with or without a table."""
    scopes = Scopes(tree, schema)
    nodes = [
        column
        for column in tree.find_all(exp.Column)
        if ".".join(part.name for part in column.parts).lower() == place.lower()
        and not scopes.resolved(column)
    ]
    selects = {id(select): select for node in nodes if (select := node.find_ancestor(exp.Select))}
    if len(selects) != 1:
        return
    (select,) = selects.values()
    sources = [source for source in scopes.sources_at(nodes[0]) if source.table and not source.outer]
    for table in _tables_with(nodes[0], schema)[:_MOST_TABLES]:
        for start in sources:
            if path := _path(start, table, schema):
                yield _joined(tree, select, nodes, start, path)
                break


def _tables_with(column: exp.Column, schema: Schema) -> list[str]:
    named = [table.name for table in schema.tables if table.name.lower() == column.table.lower()]
    holders = [table.name for table in schema.tables if table.column(column.name) and not table.view]
    return [name for name in holders if name in named] if column.table else holders


def _path(start: NamedSource, goal: str, schema: Schema) -> _Path:
    """Breadth first; empty where no key leads there in time."""
    graph = KeyGraph(schema)
    waiting: deque[tuple[str, _Path]] = deque([(start.table.name if start.table else "", ())])
    while waiting:
        table, path = waiting.popleft()
        if table == goal:
            return path
        if len(path) < _MOST_JOINS:
            waiting.extend((other, (*path, (other, way))) for other, way in graph.neighbours(table))
    return ()


def _joined(
    tree: exp.Query, select: exp.Select, nodes: list[exp.Column], start: NamedSource, path: _Path
) -> Repair:
    copy, (changed, *columns) = copied(tree, [select, *nodes])
    joins = []
    before = start.name
    for table, way in path:
        pairs = (
            exp.column(identifier(pair.left), identifier(before)).eq(
                exp.column(identifier(pair.right), identifier(table))
            )
            for pair in way.on
        )
        joins.append(exp.Join(this=exp.Table(this=identifier(table)), on=exp.and_(*pairs)))
        before = table
    changed.set("joins", [*(changed.args.get("joins") or ()), *joins])
    for column in columns:
        column.set("table", identifier(before))
    return Repair(sql_of(copy), ", ".join(f"added {sql_of(join)}" for join in joins))
