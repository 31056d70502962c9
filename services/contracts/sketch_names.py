"""Names in a sketch: of sources, and of what a query puts out."""

from collections.abc import Mapping, Sequence

from services.contracts.frozen import Frozen
from services.contracts.schema import Schema
from services.contracts.sketch import (
    DerivedSource,
    Edge,
    Item,
    Query,
    SetOperation,
    Source,
    SourceColumn,
    Star,
    SubQuery,
    TableSource,
    own_nodes,
    rebuilt,
)

DERIVED = "derived"


def label(item: Item) -> str:
    """The name of an output as SQLite gives it; '' for an expression without AS, which has no name to rely on."""
    if item.label is not None:
        return item.label
    return item.expression.column if isinstance(item.expression, SourceColumn) else ""


def output_items(query: Query, schema: Schema) -> list[Item]:
    """The items of the query (of its first SELECT), each `*` spelled out. Unknown tables have no columns."""
    while isinstance(query, SetOperation):
        query = query.left
    found: list[Item] = []
    for item in query.items:
        if not isinstance(item.expression, Star):
            found.append(item)
            continue
        for source in query.sources:
            if item.expression.source in (None, source.name):
                columns = source_columns(source, schema)
                found += [Item(expression=SourceColumn(source=source.name, column=name)) for name in columns]
    return found


def output_labels(query: Query, schema: Schema) -> tuple[str, ...]:
    return tuple(label(item) for item in output_items(query, schema))


def source_columns(source: Source, schema: Schema) -> tuple[str, ...]:
    """The names of a source's columns, in order."""
    if isinstance(source, DerivedSource):
        return output_labels(source.query, schema)
    table = schema.table(source.table)
    return () if table is None else tuple(column.name for column in table.columns)


def relabelled(query: Query, labels: Sequence[str], schema: Schema) -> Query:
    """The query with these names for its outputs. Raises ValueError when their number differs."""
    if isinstance(query, SetOperation):
        return query.model_copy(update={"left": relabelled(query.left, labels, schema)})
    items = [
        item.model_copy(update={"label": None if label(bare) == name else name})
        for item, name in zip(output_items(query, schema), labels, strict=True)
        for bare in (item.model_copy(update={"label": None}),)
    ]
    return query.model_copy(update={"items": tuple(items)})


def named(query: Query, outer: Mapping[str, str] | None = None) -> Query:
    """The query with its sources named by the grammar's rule. Their names before must be unique in the whole query.

    `outer`: the new names of the sources around it, by the old ones.
    """
    outer = outer or {}
    if isinstance(query, SetOperation):
        sides = {"left": named(query.left, outer), "right": named(query.right, outer)}
        return query.model_copy(update=sides)
    taken = {outer[name].lower() for name in outer_sources(query) if name in outer}
    own: dict[str, str] = {}
    for source in query.sources:
        own[source.name] = fresh(source.table if isinstance(source, TableSource) else DERIVED, taken)
        taken.add(own[source.name].lower())
    names = {**outer, **own}

    def rename(node: Frozen) -> Frozen:
        match node:
            case SubQuery():
                return SubQuery(query=named(node.query, names))
            case DerivedSource():
                return DerivedSource(name=names[node.name], query=named(node.query, outer))
            case TableSource():
                return node.model_copy(update={"name": names[node.name]})
            case SourceColumn():
                return node.model_copy(update={"source": names[node.source]})
            case Star(source=str(source)):
                return Star(source=names[source])
            case Edge():
                sides = {"left": names[node.left], "right": names[node.right]}
                return rebuilt(node, rename).model_copy(update=sides)
        return rebuilt(node, rename)

    return rebuilt(query, rename)


def fresh(name: str, taken: set[str]) -> str:
    """The name, or with `#2`, `#3`, … the first that is not taken; `taken` in lower case.

    >>> fresh("orders", {"orders", "orders#2"})
    'orders#3'
    """
    number, result = 1, name
    while result.lower() in taken:
        number += 1
        result = f"{name}#{number}"
    return result


def outer_sources(query: Query) -> set[str]:
    """The names of sources around the query that it refers to."""
    if isinstance(query, SetOperation):
        return outer_sources(query.left) | outer_sources(query.right)
    referred: set[str] = set()
    behind: set[str] = set()  # what queries in FROM refer to: they do not see the sources beside them
    for node in own_nodes(query):
        match node:
            case SourceColumn(source=name) | Star(source=str(name)):
                referred.add(name)
            case SubQuery():
                referred |= outer_sources(node.query)
            case DerivedSource():
                behind |= outer_sources(node.query)
    return (referred - {source.name for source in query.sources}) | behind
