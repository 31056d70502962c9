"""What several rules ask of a node. Where it has another shape they raise Breaks, as the released script fails."""

from eval.metrics.etm.tree import Arg, Node


def is_select(value: Arg) -> bool:
    return isinstance(value, Node) and value.kind == "Select"


def is_star(column: Node) -> bool:
    return column.node("this").kind == "Star"


def table_name(column: Node) -> Arg:
    """Of a derived table's column, a SELECT."""
    return column.at("table", "this")


def column_name(column: Node) -> Arg:
    return column.at("this", "this")


def qualified(node: Arg) -> bool:
    """A column that carries a table with a name, which may still be a SELECT."""
    if not isinstance(node, Node) or node.kind != "Column" or not node.has("table"):
        return False
    return node.node("table").has("this")
