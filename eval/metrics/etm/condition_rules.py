"""Rules on conditions and single expressions: 7, 12, 15 to 18, 20 and 22 to 24."""

from eval.metrics.etm.keys import Marks
from eval.metrics.etm.rewriting import TRUE, chain, rewrite, rewrite_outermost, sides
from eval.metrics.etm.shapes import column_name, table_name
from eval.metrics.etm.tree import Breaks, Node

_SUBQUERIES = frozenset({"Subquery"})
_OPPOSITES = {"EQ": "NEQ", "NEQ": "EQ", "GT": "LTE", "LTE": "GT", "GTE": "LT", "LT": "GTE"}
_BOUNDS = ("GTE", "LTE", "GT", "LT")


def drop_not_null(select: Node, marks: Marks) -> Node:
    """7: `c IS NOT NULL` of a non-null c is true."""

    def true(node: Node) -> Node:
        if node.node("this").kind != "Is":
            return node
        tested = node.node("this")
        if tested.node("this").kind != "Column" or tested.node("expression").kind != "Null":
            return node
        column = tested.node("this")
        return TRUE if marks.not_null(table_name(column), column_name(column)) else node

    if not select.has("where"):
        return select
    return select.replacing(where=rewrite(select.node("where"), {"Not"}, true, unless_in=_SUBQUERIES))


def numbers_as_reals(select: Node, _marks: Marks) -> Node:
    """12: 150, 150.0 and '150' are one, but nothing that starts with 0. Elements of lists are not looked at."""

    def real(node: Node) -> Node:
        if str(node.at("this")).startswith("0"):
            return node
        try:
            number = Node("Literal", this=str(float(str(node.at("this")))))
        except ValueError:
            return node
        return node if number == node else number

    return rewrite(select, {"Literal"}, real)


def join_substrings(select: Node, _marks: Marks) -> Node:
    """15: `substr(c, 1, 4) = '2011' AND substr(c, 5, 3) >= '-01'` is `c >= '2011-01'`."""

    return rewrite_outermost(select, "And", _with_joined_bounds)


def _with_joined_bounds(conjunction: Node) -> Node:
    conditions = _conjuncts(conjunction)
    on_parts = [node for node in conditions if node.kind in ("EQ", *_BOUNDS) and _substring(node)]
    if len(on_parts) < 2:
        return conjunction
    for part in on_parts:
        _check_length(part)
    for prefix in [node for node in on_parts if node.kind == "EQ"]:
        for bound in [node for node in on_parts if node.kind in _BOUNDS]:
            joined = _joined_bound(prefix, bound)
            if joined is not None:
                conditions = [node for node in conditions if node not in (prefix, bound)] + [joined]
    return chain("And", conditions)


def _conjuncts(conjunction: Node) -> list[Node]:
    """Those of an AND itself before those of the ANDs in it, of which the right one comes first."""
    waiting = [conjunction]
    found: list[Node] = []
    while waiting:
        for side in sides(waiting.pop()):
            (waiting if side.kind == "And" else found).append(side)
    return found


def _substring(comparison: Node) -> tuple[Node, Node] | None:
    """The SUBSTR of a comparison, and what it is compared with."""
    left, right = sides(comparison)
    if comparison.kind == "EQ" and right.kind == "Substring":
        return right, left
    if left.kind == "Substring":
        return left, right
    return (right, left) if right.kind == "Substring" else None


def _check_length(comparison: Node) -> None:
    found = _substring(comparison)
    if found is not None:
        found[0].at("start")
        found[0].at("length")


def _joined_bound(prefix: Node, bound: Node) -> Node | None:
    first, second = _substring(prefix), _substring(bound)
    assert first is not None
    assert second is not None
    (head, start_text), (tail, end_text) = first, second
    if head.at("this") != tail.at("this") or _number(head, "start") != 1.0:
        return None
    if _number(head, "start") + _number(head, "length") != _number(tail, "start"):
        return None
    literal = Node("Literal", this=_digits(start_text) + _digits(end_text), is_string=True)
    return Node(bound.kind, this=tail.at("this"), expression=literal)


def _number(substring: Node, name: str) -> float:
    try:
        return float(str(substring.at(name, "this")))
    except ValueError as error:
        raise Breaks(f"the {name} of a SUBSTR is no number") from error


def _digits(literal: Node) -> str:
    text = literal.at("this")
    if not isinstance(text, str):
        raise Breaks("SUBSTR is compared with no literal")
    return text.removesuffix(".0")


def prefix_pattern_to_substring(select: Node, _marks: Marks) -> Node:
    """16: `c LIKE 'ab%'` is `substr(c, 1, 2) = 'ab'`."""

    def substring(node: Node) -> Node:
        pattern = node.at("expression", "this")
        if not isinstance(pattern, str):
            raise Breaks("the pattern of a LIKE is no literal")
        if pattern.find("%") != len(pattern) - 1 or not pattern:
            return node
        length = Node("Literal", this=f"{len(pattern) - 1}.0", is_string=True)
        start = Node("Literal", this="1.0", is_string=True)
        part = Node("Substring", this=node.at("this"), start=start, length=length)
        return Node("EQ", this=part, expression=Node("Literal", this=pattern[:-1], is_string=True))

    return rewrite(select, {"Like"}, substring)


def order_by_day(select: Node, _marks: Marks) -> Node:
    """17: ORDER BY julianday(c) alone is ORDER BY c."""
    if not select.has("order"):
        return select
    orders = select.node("order").nodes("expressions")
    if len(orders) != 1 or orders[0].node("this").kind != "Anonymous":
        return select
    call = orders[0].node("this")
    if call.at("this") != "julianday":
        return select
    if not call.nodes("expressions"):
        raise Breaks("julianday without an argument")
    ordered = orders[0].replacing(this=call.nodes("expressions")[0])
    return select.replacing(order=select.node("order").replacing(expressions=(ordered,)))


def lists_to_comparisons(select: Node, _marks: Marks) -> Node:
    """18: `c IN (1, 2)` is `c = 1 OR c = 2`; with NOT, `c <> 1 AND c <> 2`."""

    def spell_out(node: Node) -> Node:
        if _is_list(node.node("this")):
            return _comparisons(node.node("this"), "And", "NEQ")
        return node

    def compare(node: Node) -> Node:
        return _comparisons(node, "Or", "EQ") if _is_list(node) else node

    return rewrite(rewrite(select, {"Not"}, spell_out), {"In"}, compare)


def _is_list(node: Node) -> bool:
    return node.kind == "In" and node.has("expressions")


def _comparisons(member: Node, connective: str, comparison: str) -> Node:
    values = member.nodes("expressions")
    if not values:
        raise Breaks("IN with an empty list")
    compared = [Node(comparison, this=member.at("this"), expression=value) for value in values]
    return chain(connective, compared)


def subquery_on_itself(select: Node, _marks: Marks) -> Node:
    """20: `t.c IN (SELECT c FROM t WHERE x)` is x."""

    def unfold(node: Node) -> Node:
        if not node.has("query"):
            return node
        inner = node.node("query").node("this")
        if inner.kind != "Select" or len(inner.nodes("expressions")) != 1 or not inner.has("from"):
            return node
        if inner.nodes("expressions")[0] != node.at("this"):
            return node
        if inner.at("from", "this", "this") != node.at("this", "table") or not inner.has("where"):
            return node
        return inner.node("where", "this")

    if not select.has("where"):
        return select
    return select.replacing(where=rewrite(select.node("where"), {"In"}, unfold, unless_in=_SUBQUERIES))


def between_to_bounds(select: Node, _marks: Marks) -> Node:
    """22: `c BETWEEN a AND b` is `c >= a AND c <= b`."""

    def bounds(node: Node) -> Node:
        low = Node("GTE", this=node.at("this"), expression=node.at("low"))
        high = Node("LTE", this=node.at("this"), expression=node.at("high"))
        return Node("And", this=low, expression=high)

    return rewrite(select, {"Between"}, bounds)


def negated_comparisons(select: Node, _marks: Marks) -> Node:
    """23: `NOT a = b` is `a <> b`, and so on."""

    def turn(node: Node) -> Node:
        if node.node("this").kind not in _OPPOSITES:
            return node
        left, right = sides(node.node("this"))
        return Node(_OPPOSITES[node.node("this").kind], this=left, expression=right)

    return rewrite(select, {"Not"}, turn)


def iif_to_case(select: Node, _marks: Marks) -> Node:
    """24: IIF(x, a, b) is CASE WHEN x THEN a ELSE b END, but not as an element of a list."""

    def case(node: Node) -> Node:
        if not node.has("false"):
            return node
        branch = Node("If", this=node.at("this"), true=node.at("true"))
        return Node("Case", ifs=(branch,), default=node.at("false"))

    return rewrite(select, {"If"}, case)
