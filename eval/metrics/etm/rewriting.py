"""Walking and rewriting trees.

The rules tell where a node stands: as an argument (`where` of a SELECT, `this` of COUNT) or as an element of a list
(one of the SELECT's expressions). Many of them see arguments only.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from operator import is_

from eval.metrics.etm.tree import Arg, Node

Change = Callable[[Node], Node]
ONE = Node("Literal", this="1.0")
TRUE = Node("EQ", this=ONE, expression=ONE)
_NOTHING: frozenset[str] = frozenset()


def rewrite(
    root: Node,
    kinds: AbstractSet[str],
    change: Change,
    *,
    elements: Change | None = None,
    unless_in: AbstractSet[str] = _NOTHING,
) -> Node:
    """The tree with all nodes of some kinds below `root` changed, innermost first.

    Arguments are changed by `change`, elements by `elements`, if at all. What stands in an argument of the kinds
    `unless_in` is left as it is; so are the parts of such elements.
    """
    if root.kinds.isdisjoint(kinds):
        return root

    def below(node: Node) -> Node:
        return rewrite(node, kinds, change, elements=elements, unless_in=unless_in)

    def argument(node: Node) -> Node:
        if node.kind in unless_in:
            return node
        node = below(node)
        return change(node) if node.kind in kinds else node

    def element(value: Arg) -> Arg:
        if not isinstance(value, Node):
            return value
        node = value if value.kind in unless_in else below(value)
        return elements(node) if elements and node.kind in kinds else node

    changed: dict[str, Arg] = {}
    for name, value in root.args.items():
        new = value
        if isinstance(value, Node):
            new = argument(value)
        elif isinstance(value, tuple):
            listed_anew = tuple(map(element, value))
            new = value if all(map(is_, listed_anew, value)) else listed_anew
        if new is not value:
            changed[name] = new
    return root.replacing(**changed) if changed else root


def rewrite_outermost(root: Node, kind: str, change: Change) -> Node:
    """As `rewrite` of arguments, but from the root down: what `change` has changed is not looked into."""
    if kind not in root.kinds:
        return root

    def descend(value: Arg) -> Arg:
        return rewrite_outermost(value, kind, change) if isinstance(value, Node) else value

    changed: dict[str, Arg] = {}
    for name, value in root.args.items():
        if isinstance(value, Node):
            new = change(value) if value.kind == kind else value
            changed[name] = descend(value) if new is value else new
        elif isinstance(value, tuple):
            changed[name] = tuple(map(descend, value))
    return root.replacing(**changed) if changed else root


def parents(root: Node, *, unless_in: AbstractSet[str] = _NOTHING) -> Iterator[Node]:
    """`root` and all nodes below it, but for arguments of the kinds `unless_in`; of several children the last first."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node, unless_in=unless_in))


def children(node: Node, *, unless_in: AbstractSet[str] = _NOTHING) -> Iterator[Node]:
    for value in node.args.values():
        if isinstance(value, Node) and value.kind not in unless_in:
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(root: Node, *, unless_in: AbstractSet[str] = _NOTHING) -> Iterator[Node]:
    """Everything below `root`, in the order in which the script looks at it."""
    for parent in parents(root, unless_in=unless_in):
        yield from children(parent, unless_in=unless_in)


def listed(root: Node, kind: str) -> Iterator[Node]:
    """The nodes of a kind that are elements of lists, in the order of `walk`."""
    if kind not in root.kinds:
        return
    for parent in parents(root):
        for value in parent.args.values():
            if isinstance(value, tuple):
                yield from (item for item in value if isinstance(item, Node) and item.kind == kind)


def sort_key(node: Node) -> tuple[str, str]:
    return node.kind, node.text


def chain(kind: str, operands: Sequence[Node]) -> Node:
    """`a AND b AND c`, leaning to the left."""
    first, *others = operands
    for other in others:
        first = Node(kind, this=first, expression=other)
    return first


def identifier(name: Arg) -> Node:
    return Node("Identifier", this=name)


def column(table: Arg, name: Arg) -> Node:
    return Node("Column", this=identifier(name), table=identifier(table))


def tables_of(select: Node) -> list[Node]:
    """What stands in FROM and in the joins."""
    return [select.node("from", "this"), *(join.node("this") for join in select.nodes("joins"))]


def with_table(select: Node, place: int, table: Node) -> Node:
    """`place` counts as `tables_of` does."""
    if place == 0:
        return select.replacing(**{"from": select.node("from").replacing(this=table)})
    joins = list(select.nodes("joins"))
    joins[place - 1] = joins[place - 1].replacing(this=table)
    return select.replacing(joins=tuple(joins))


def sides(node: Node) -> list[Node]:
    return [node.node("this"), node.node("expression")]
