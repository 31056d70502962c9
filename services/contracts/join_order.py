"""The order in which the joins of a tree are written."""

from collections import defaultdict
from dataclasses import dataclass

from services.contracts.join_keys import turned
from services.contracts.sketch import Edge, JoinKind, Select, Source, SourceColumn, walk


@dataclass(frozen=True, slots=True)
class JoinTree:
    """`edges[i]` attaches `sources[i + 1]` to a source before it.

    Sources that the Select does not have are link tables.
    """

    sources: tuple[Source, ...]
    edges: tuple[Edge, ...]


def in_order(select: Select, sources: list[Source], edges: list[Edge]) -> JoinTree | None:
    """From the first source on that lets all others be attached. The optional side of a left join can only be attached
    by that join, after what the join's condition refers to: None where the left joins leave no such order."""
    optional = {edge.right for edge in edges if edge.kind is JoinKind.LEFT}
    own = {source.name for source in select.sources}
    for first in sources:
        if first.name not in optional:
            tree = _attached(first, [source for source in sources if source is not first], edges, own)
            if len(tree.sources) == len(sources):
                return tree
    return None if sources else JoinTree(sources=(), edges=())


def _attached(first: Source, waiting: list[Source], edges: list[Edge], own: set[str]) -> JoinTree:
    """What can be attached to the first source, each as early as it can be."""
    touching: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        touching[edge.left].append(edge)
        touching[edge.right].append(edge)
    placed, by, names = [first], list[Edge](), {first.name}
    while waiting:
        candidates = (
            (source, _attaching(edge, source.name, names, own))
            for source in waiting
            for edge in touching[source.name]
        )
        found = next(((source, edge) for source, edge in candidates if edge is not None), None)
        if found is None:
            break
        waiting.remove(found[0])
        placed.append(found[0])
        names.add(found[0].name)
        by.append(found[1])
    return JoinTree(sources=tuple(placed), edges=tuple(by))


def _attaching(edge: Edge, name: str, placed: set[str], own: set[str]) -> Edge | None:
    """The edge with `name` on its right, if it can attach that source to the placed ones."""
    if edge.kind is JoinKind.LEFT:
        if edge.right != name or edge.left not in placed:
            return None
        needed = _referred(edge) & own
        return edge if needed <= placed | {name} else None
    if edge.right == name and edge.left in placed:
        return edge
    if edge.left == name and edge.right in placed:
        return Edge(left=edge.right, right=edge.left, kind=edge.kind, on=turned(edge.on))
    return None


def _referred(edge: Edge) -> set[str]:
    return {node.source for node in walk(edge) if isinstance(node, SourceColumn)}
