"""Rules on what is selected and counted: 1, 2, 4, 6, 8, 9, 10 and 11."""

from eval.metrics.etm.keys import Marks
from eval.metrics.etm.rewriting import ONE, TRUE, identifier, rewrite, tables_of
from eval.metrics.etm.shapes import column_name, is_select, is_star, qualified, table_name
from eval.metrics.etm.tree import Breaks, Node

_COUNT_ROWS = Node("Count", this=Node("Star"), big_int=True)


def extreme_to_first_row(select: Node, marks: Marks, *, nulls_as_parsed: bool = False) -> Node:
    """1: `WHERE c = (SELECT max(c) FROM t)` to `ORDER BY c DESC LIMIT 1`, for a unique c.

    As released, the ORDER BY for min(c) equals none that was parsed, for those say where NULL goes;
    `nulls_as_parsed` says it, too.
    """
    if select.has("order") or not select.has("where") or select.has("limit"):
        return select
    extremes: list[Node] = []

    def true_if_extreme(node: Node) -> Node:
        extreme = _extreme(node, marks)
        if extreme is None:
            return node
        extremes.append(extreme)
        return TRUE

    where = rewrite(select.node("where"), {"EQ"}, true_if_extreme)
    if not extremes:
        return select
    extreme = extremes[-1]
    descending = extreme.kind == "Max"
    nulls_first = nulls_as_parsed and not descending
    ordered = Node("Ordered", this=extreme.at("this"), desc=descending, nulls_first=nulls_first)
    return select.replacing(
        where=where,
        order=Node("Order", expressions=(ordered,)),
        limit=Node("Limit", expression=ONE),
    )


def _extreme(node: Node, marks: Marks) -> Node | None:
    """The max(c) or min(c) of `c = (SELECT max(c) FROM t)`."""
    column, subquery = node.node("this"), node.node("expression")
    if subquery.kind != "Subquery":
        column, subquery = subquery, column
    if subquery.kind != "Subquery":
        return None
    inner = subquery.node("this")
    if len(inner.nodes("expressions")) != 1 or not inner.has("from") or inner.has("joins"):
        return None
    extreme = inner.nodes("expressions")[0]
    if extreme.kind not in ("Max", "Min") or not column.has("table") or extreme.at("this") != column:
        return None
    if is_select(table_name(column)) or not marks.unique(table_name(column), column_name(column)):
        return None
    return extreme


def drop_distinct(select: Node, marks: Marks) -> Node:
    """2: DISTINCT goes where a unique column of a lone table is selected or counted."""
    lone = not select.has("joins")
    # Looked up without a DISTINCT, too: that is where the script fails on a view.
    if lone and any(_selects_unique(item, marks) for item in select.nodes("expressions")):
        select = select.without("distinct") if select.has("distinct") else select

    def count_plainly(node: Node) -> Node:
        counted = node.nodes("expressions")
        if len(counted) != 1 or counted[0].kind != "Column":
            return node
        column = counted[0]
        if not column.node("table").has("this"):
            return node
        table, name = table_name(column), column_name(column)
        return column if lone and marks.unique(table, name) else node

    return rewrite(select, {"Distinct"}, count_plainly, elements=count_plainly)


def _selects_unique(item: Node, marks: Marks) -> bool:
    if item.kind != "Column" or not item.has("table") or is_select(item.at("table")):
        return False
    if is_select(table_name(item)) or is_star(item):
        return False
    return marks.unique(table_name(item), column_name(item))


def group_by_unique(select: Node, marks: Marks) -> Node:
    """4: a unique column among those grouped by makes the others needless. Not with ORDER BY."""
    if not select.has("group") or select.has("order"):
        return select
    group = select.node("group")
    for item in group.nodes("expressions"):
        if item.kind == "Column" and item.has("table"):
            table, name = table_name(item), column_name(item)
            if not is_select(table) and marks.unique(table, name):
                return select.replacing(group=group.replacing(expressions=(item,)))
    return select


def count_rows(select: Node, marks: Marks) -> Node:
    """6: count(c) of a non-null c is count(*)."""

    def count(node: Node) -> Node:
        counted = node.node("this")
        if counted.kind != "Column" or not counted.has("table") or is_select(counted.at("table")):
            return node
        table, name = table_name(counted), column_name(counted)
        return _COUNT_ROWS if not is_select(table) and marks.not_null(table, name) else node

    return rewrite(select, {"Count"}, count, elements=count)


def divide_to_average(select: Node, marks: Marks) -> Node:
    """8: CAST(sum(c) AS FLOAT) / count(*) of a non-null c is avg(c)."""

    def average(node: Node) -> Node:
        if node.node("this").kind != "Cast" or node.node("expression").kind != "Count":
            return node
        total, into, rows = (
            node.node("this", "this"),
            node.node("this", "to"),
            node.node("expression", "this"),
        )
        if total.kind != "Sum" or into.at("this") != "float" or rows.kind != "Star":
            return node
        summed = total.node("this")
        if summed.kind != "Column" or not summed.has("table"):
            return node
        return Node("Avg", this=summed) if marks.not_null(table_name(summed), column_name(summed)) else node

    return rewrite(select, {"Div"}, average, elements=average)


def count_to_sum(select: Node, marks: Marks) -> Node:
    """9: count(CASE WHEN x THEN 1 END), or of a non-null column, is sum(CASE WHEN x THEN 1 ELSE 0 END)."""

    def total(node: Node) -> Node:
        if node.node("this").kind != "Case":
            return node
        case = node.node("this")
        branches = case.nodes("ifs")
        if len(branches) != 1 or (case.has("default") and case.node("default").kind != "Null"):
            return node
        if not _always_counts(branches[0].node("true"), marks):
            return node
        branch = Node("If", this=branches[0].at("this"), true=ONE)
        return Node("Sum", this=Node("Case", ifs=(branch,), default=Node("Literal", this="0")))

    return rewrite(select, {"Count"}, total, elements=total)


def _always_counts(value: Node, marks: Marks) -> bool:
    if value.kind == "Literal":
        return value.at("this") == "1.0"
    if not qualified(value) or not value.node("this").has("this") or is_select(table_name(value)):
        return False
    return marks.not_null(table_name(value), column_name(value))


def first_row_to_extreme(select: Node, _marks: Marks) -> Node:
    """10: `SELECT c … ORDER BY c LIMIT 1` is `SELECT min(c) …`, whatever else is selected."""
    if not select.has("from") or not select.has("order") or not select.has("limit"):
        return select
    orders = select.node("order").nodes("expressions")
    limit = select.node("limit")
    if len(orders) != 1 or not limit.has("expression") or limit.at("expression", "this") != "1.0":
        return select
    column = orders[0].at("this")
    extreme = "Max" if orders[0].args.get("desc") else "Min"
    items = select.nodes("expressions")
    if column not in items:
        return select
    if items.count(orders[0].node("this")) > 1:
        raise Breaks("the ordering column is selected twice")
    changed = tuple(Node(extreme, this=item) if item == column else item for item in items)
    return select.without("order", "limit").replacing(expressions=changed)


def expand_stars(select: Node, marks: Marks) -> Node:
    """11: `*` is all columns of its table, or of all tables."""
    items: list[Node] = []
    for item in select.nodes("expressions"):
        if item.kind != "Column" or not is_star(item):
            items.append(item)
        elif item.has("table"):
            known = marks.table(table_name(item))
            items += [Node("Column", this=identifier(name), table=item.at("table")) for name in known.columns]
        else:
            items += _all_columns(select, marks)
    return select.replacing(expressions=tuple(items))


def _all_columns(select: Node, marks: Marks) -> list[Node]:
    if not select.has("joins"):
        raise Breaks("SELECT * from a derived table")
    return [
        Node("Column", this=identifier(name), table=table.at("this"))
        for table in tables_of(select)
        for name in marks.table(table.at("this", "this")).columns
    ]
