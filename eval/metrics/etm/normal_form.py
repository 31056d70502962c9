"""Rules 100 to 108: one way of writing what can be written in several. Each takes and gives the tree of one SELECT."""

from eval.metrics.etm.keys import Marks
from eval.metrics.etm.rewriting import (
    chain,
    identifier,
    listed,
    rewrite,
    sides,
    sort_key,
    tables_of,
    walk,
    with_table,
)
from eval.metrics.etm.tree import Arg, Breaks, Node

_COMMUTATIVE = frozenset({"EQ", "And", "Or"})


def lower_case(select: Node, _marks: Marks) -> Node:
    """100: names in lower case."""

    def lower(node: Node) -> Node:
        name = node.args.get("this")
        if not isinstance(name, str) or name.islower():
            return node
        return node.replacing(this=name.lower())

    return rewrite(select, {"Identifier"}, lower, elements=lower)


def qualify_columns(select: Node, marks: Marks) -> Node:
    """101: a column gets the name of its table: the only one in FROM, or the only one that has such a column."""
    if not select.has("from"):
        return select

    def qualify(node: Node) -> Node:
        if node.kind != "Column" or node.has("table"):
            return node
        table = _table_for(node, select, marks)
        return node if table is None else node.replacing(table=identifier(table))

    def qualify_element(node: Node) -> Node:
        return qualify(Node("Column", this=node) if node.kind == "Star" else node)

    return rewrite(select, {"Column", "Star"}, qualify, elements=qualify_element)


def _table_for(column: Node, select: Node, marks: Marks) -> Arg | None:
    if not select.has("joins"):
        source = select.node("from", "this")
        return None if source.kind == "Subquery" else source.at("this", "this")
    owners = []
    for table in tables_of(select):
        if table.kind == "Subquery":
            continue
        known = marks.table(table.at("this", "this"))
        if column.node("this").kind == "Star":
            return None
        if column.at("this", "this") in known.columns:
            owners.append(table.at("this", "this"))
            if len(owners) == 2:
                return None
    return owners[0] if owners else None


def sort_items(select: Node, _marks: Marks) -> Node:
    """102: the order of the selected expressions does not count."""
    items = sorted(select.nodes("expressions"), key=sort_key)
    return select.replacing(expressions=tuple(items))


def resolve_table_aliases(select: Node, _marks: Marks) -> Node:
    """103: a table's alias becomes its name. A derived table has no name: columns then carry the whole sub-query."""
    if not select.has("from"):
        return select
    for place in range(len(tables_of(select))):
        table = tables_of(select)[place]
        if table.has("alias"):
            alias, name = table.node("alias", "this"), table.node("this")
            select = with_table(select, place, table.without("alias"))
            select = _replace_identifier(select, alias, name)
    return select


def _replace_identifier(select: Node, old: Node, new: Node) -> Node:
    def replace(node: Node) -> Node:
        return new if node == old else node

    return rewrite(select, {"Identifier"}, replace, unless_in={"TableAlias"})


def order_joins(select: Node, _marks: Marks) -> Node:
    """104: tables by name, all join conditions in one AND at the first join. Not with an outer join."""
    if not select.has("from") or not select.has("joins"):
        return select
    joins = select.nodes("joins")
    if any(join.has("side") for join in joins):
        return select
    first, *others = sorted(tables_of(select), key=sort_key)
    conditions = sorted((join.node("on") for join in joins if join.has("on")), key=sort_key)
    joined = [Node("Join", this=table) for table in others]
    if joined and conditions:
        joined[0] = joined[0].replacing(on=chain("And", conditions))
    return with_table(select, 0, first).replacing(joins=tuple(joined))


def commute(select: Node, _marks: Marks) -> Node:
    """105: the sides of =, AND and OR in one order. Elements of lists are not looked at."""

    def sort(node: Node) -> Node:
        return chain(node.kind, sorted(_operands(node, node.kind), key=sort_key))

    return rewrite(select, _COMMUTATIVE, sort)


def _operands(node: Node, kind: str) -> list[Node]:
    return [deep for side in sides(node) for deep in _operands(side, kind)] if node.kind == kind else [node]


def drop_labels(select: Node, _marks: Marks) -> Node:
    """106: labels of expressions go, and what refers to one gets the expression in the place of the name."""
    while (label := next(listed(select, "Alias"), None)) is not None:
        select = _without_label(select, label.node("alias"), label.node("this"))
    return select


def _without_label(select: Node, name: Node, expression: Node) -> Node:
    def refer(node: Node) -> Node:
        return expression if node == name else node

    def unlabel(node: Node) -> Node:
        return expression if node.kind == "Alias" and node.at("this") == expression else node

    return rewrite(select, {"Identifier", "Alias"}, refer, elements=unlabel, unless_in={"Alias"})


def drop_parentheses(select: Node, _marks: Marks) -> Node:
    """107"""

    def bare(node: Node) -> Node:
        return node.node("this")

    return rewrite(select, {"Paren"}, bare, elements=bare)


def unquote(select: Node, _marks: Marks) -> Node:
    """108: quotes around a name do not count."""

    def bare(node: Node) -> Node:
        return node.without("quoted") if node.has("quoted") else node

    return rewrite(select, {"Identifier"}, bare)


def drop_true_conditions(select: Node, _marks: Marks) -> Node:
    """The end of every round: `x = x` goes, from OR as from AND; it is what rules leave behind."""

    def simplify(node: Node) -> Node:
        left, right = sides(node)
        return right if _is_true(left) else left if _is_true(right) else node

    emptied = any(node.kind == "Where" and _is_true(node.node("this")) for node in walk(select))
    if emptied and not select.has("where"):
        raise Breaks("the condition of a sub-query is always true")
    select = rewrite(select, {"And", "Or"}, simplify)
    return select.without("where") if emptied else select


def _is_true(node: Node) -> bool:
    return node.kind == "EQ" and node.at("this") == node.at("expression")
