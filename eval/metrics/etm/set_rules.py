"""Rules on whole statements: 21, 3 and 5 on set operations, 26 on common table expressions."""

from eval.metrics.etm.keys import Marks
from eval.metrics.etm.rewriting import rewrite
from eval.metrics.etm.shapes import column_name, is_star, table_name
from eval.metrics.etm.tree import Node


def inline_ctes(statement: Node) -> Node:
    """26: the name of a CTE becomes its query, wherever it stands: in FROM, and in columns that are qualified by it."""
    if not statement.has("with"):
        return statement
    for cte in statement.node("with").nodes("expressions"):
        if cte.kind == "CTE":
            statement = _inline(statement, cte.node("alias"), cte.node("this"))
    return statement.without("with")


def _inline(statement: Node, alias: Node, query: Node) -> Node:
    name = alias.at("this")

    def refer(node: Node) -> Node:
        return Node("Subquery", this=query) if node == name else node

    return rewrite(statement, {"Identifier"}, refer, unless_in={"TableAlias"})


def same_twice(statement: Node, _marks: Marks) -> Node:
    """21: `q INTERSECT q` and `q UNION q` are q, with UNION ALL as well."""
    if statement.kind in ("Intersect", "Union") and statement.at("this") == statement.at("expression"):
        return statement.node("this")
    return statement


def set_operation_to_condition(statement: Node, marks: Marks, *, where_with_or: bool = False) -> Node:
    """3: `SELECT c FROM t WHERE a INTERSECT SELECT c FROM t WHERE b`, for a unique c, is one SELECT with a AND b.

    As released, the OR of a UNION takes the place of the whole WHERE clause, where no parser would put it;
    `where_with_or` puts it into one.
    """
    if statement.kind not in ("Intersect", "Union"):
        return statement
    left, right = statement.node("this"), statement.node("expression")
    if not _select_same_unique(left, right, marks) or left.at("from") != right.at("from"):
        return statement
    if not left.has("where") or not right.has("where"):
        return statement
    connective = "Or" if statement.kind == "Union" else "And"
    both = Node(connective, this=left.at("where", "this"), expression=right.at("where", "this"))
    if connective == "Or" and not where_with_or:
        return left.replacing(where=both)
    return left.replacing(where=left.node("where").replacing(this=both))


def _select_same_unique(left: Node, right: Node, marks: Marks) -> bool:
    items = left.nodes("expressions")
    if len(items) != 1 or items != right.nodes("expressions"):
        return False
    return _is_unique(items[0], marks)


def _is_unique(item: Node, marks: Marks) -> bool:
    if item.kind != "Column" or not item.has("table"):
        return False
    table = table_name(item)
    return not is_star(item) and marks.unique(table, column_name(item))


def except_to_not_in(statement: Node, marks: Marks) -> Node:
    """5: `SELECT c FROM t EXCEPT q`, for a unique non-null c, is `SELECT c FROM t WHERE NOT c IN (q)`."""
    if statement.kind != "Except":
        return statement
    outer = statement.node("this")
    items = outer.nodes("expressions")
    if len(items) != 1 or not _is_unique(items[0], marks):
        return statement
    if not marks.not_null(table_name(items[0]), column_name(items[0])):
        return statement
    member = Node("In", this=items[0], query=Node("Subquery", this=statement.at("expression")))
    excluded = Node("Not", this=member)
    if outer.has("where"):
        excluded = Node("And", this=excluded, expression=outer.at("where", "this"))
    return outer.replacing(where=Node("Where", this=excluded))
