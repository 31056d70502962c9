"""Rules on joins: 13, 14, 19 and 25."""

from dataclasses import dataclass

from eval.metrics.etm.keys import Marks
from eval.metrics.etm.rewriting import (
    TRUE,
    chain,
    column,
    identifier,
    listed,
    rewrite,
    sides,
    tables_of,
    walk,
)
from eval.metrics.etm.shapes import column_name, is_select, qualified, table_name
from eval.metrics.etm.tree import Arg, Breaks, Node

_SELECTS = frozenset({"Select"})


def subquery_to_join(select: Node, marks: Marks) -> Node:
    """13: `FROM t WHERE c IN (SELECT k FROM u WHERE x)` is `FROM t JOIN u ON k = c WHERE x`, for a key t.c to u.k.

    With `=` in the place of IN, x must be an equation of a unique column.
    """
    if not select.has("from") or select.has("joins") or not select.has("where"):
        return select
    condition = select.node("where", "this")
    inner = _subselect(condition)
    if inner is None or len(inner.nodes("expressions")) != 1 or not inner.has("from"):
        return select
    outer_column, inner_column, source = (
        condition.node("this"),
        inner.nodes("expressions")[0],
        inner.node("from", "this"),
    )
    if not _named(outer_column) or source.kind == "Subquery" or not _named(inner_column):
        return select
    outer, refers_to = select.at("from", "this", "this", "this"), source.at("this", "this")
    if not marks.refers(outer, column_name(outer_column), refers_to, column_name(inner_column)):
        return select
    if condition.kind == "EQ" and not _finds_one(inner, marks):
        return select
    on = Node(
        "EQ",
        this=column(refers_to, column_name(inner_column)),
        expression=column(outer, column_name(outer_column)),
    )
    return select.replacing(
        where=select.node("where").replacing(this=inner.at("where", "this") if inner.has("where") else TRUE),
        joins=(Node("Join", this=source, on=on),),
    )


def _subselect(condition: Node) -> Node | None:
    """The SELECT of `c IN (SELECT …)` or `c = (SELECT …)`."""
    place = {"In": "query", "EQ": "expression"}.get(condition.kind)
    if place is None or not condition.has(place) or condition.node("this").kind != "Column":
        return None
    subquery = condition.node(place)
    return subquery.node("this") if subquery.kind == "Subquery" else None


def _named(node: Node) -> bool:
    """A column as far as the script asks; count(t.*) and the like are no such thing."""
    name = node.args.get("this")
    return (
        isinstance(name, Node) and name.has("this") and node.has("table") and node.node("table").has("this")
    )


def _finds_one(inner: Node, marks: Marks) -> bool:
    if not inner.has("where") or inner.node("where", "this").kind != "EQ":
        return False
    compared = inner.node("where", "this", "this")
    if compared.kind != "Column" or not compared.has("table"):
        return False
    return marks.unique(table_name(compared), column_name(compared))


@dataclass(frozen=True, slots=True)
class _Redundant:
    """A join that only looks a key up: `equation` counts as `_join_equations` does."""

    equation: int
    primary: tuple[Arg, Arg]  # table, column
    foreign: tuple[Arg, Arg]


def drop_redundant_joins(select: Node, marks: Marks) -> Node:
    """14: a table goes of which only the primary key is used, and that is joined by a foreign key to it."""
    if (
        not select.has("from")
        or not select.has("joins")
        or any(join.has("side") for join in select.nodes("joins"))
    ):
        return select
    equations = dict(enumerate(_join_equations(select)))
    redundant = [
        found for place in equations if (found := _redundant(place, equations[place], select, marks))
    ]
    for join in redundant:
        table = Node("Table", this=identifier(join.primary[0]))
        tables = tables_of(select)
        if table not in tables:
            continue
        tables.remove(table)
        gone = equations.get(join.equation)
        place = next((place for place, equation in equations.items() if equation == gone), None)
        if place is None or not tables:
            raise Breaks("a redundant join is found twice")
        del equations[place]
        select = _rename(_joined(select, tables, list(equations.values())), join)
        equations = {place: _rename(equation, join) for place, equation in equations.items()}
    return select


def _join_equations(select: Node) -> list[Node]:
    """The conditions of the joins; an AND of them forgets what was before it, and what in it is no equation."""
    found: list[Node] = []
    for join in select.nodes("joins"):
        if join.has("on"):
            on = join.node("on")
            found = equations_of(on) if on.kind == "And" else [*found, on]
    return found


def equations_of(condition: Node) -> list[Node]:
    """Those of an AND, the last first."""
    waiting, found = [condition], []
    while waiting:
        node = waiting.pop()
        if node.kind == "And":
            waiting += sides(node)
        elif node.kind == "EQ":
            found.append(node)
    return found


def _redundant(place: int, equation: Node, select: Node, marks: Marks) -> _Redundant | None:
    ends = [equation.args.get("this"), equation.args.get("expression")]
    if not all(isinstance(end, Node) and qualified(end) and not is_select(table_name(end)) for end in ends):
        return None
    one, other = [(table_name(end), column_name(end)) for end in ends if isinstance(end, Node)]
    for primary, foreign in ((one, other), (other, one)):
        if marks.refers(*foreign, *primary):
            alone = len(marks.table(primary[0]).primary_key) == 1
            return _Redundant(place, primary, foreign) if alone and _only_key_used(select, *primary) else None
    return None


def _only_key_used(select: Node, table: Arg, key: Arg) -> bool:
    """Outside sub-queries."""
    used = [
        node for node in walk(select, unless_in=_SELECTS) if qualified(node) and table_name(node) == table
    ]
    return all(node.node("this").has("this") and column_name(node) == key for node in used)


def _joined(select: Node, tables: list[Node], equations: list[Node]) -> Node:
    first, *others = tables
    joins = [Node("Join", this=table) for table in others]
    if joins:
        joins[0] = joins[0].replacing(on=chain("And", equations) if equations else TRUE)
    return select.replacing(**{"from": select.node("from").replacing(this=first)}, joins=tuple(joins))


def _rename(root: Node, join: _Redundant) -> Node:
    """The primary key by the foreign key, in sub-queries as well."""
    new = column(*join.foreign)

    def rename(node: Node) -> Node:
        if not qualified(node) or not node.node("this").has("this"):
            return node
        return new if (table_name(node), column_name(node)) == join.primary else node

    return rewrite(root, {"Column"}, rename, elements=rename)


def one_of_equal_columns(select: Node, marks: Marks) -> Node:
    """19: of two columns that a join makes equal, the first is written; what one is by its keys, the other is as well.

    The joins of sub-queries count here, too.
    """
    for place in range(len(list(listed(select, "Join")))):
        join = list(listed(select, "Join"))[place]
        if not join.has("on") or join.has("side"):
            continue
        equations = equations_of(join.node("on"))
        for equation in equations:
            kept, dropped = sides(equation)
            if qualified(kept) and qualified(dropped):
                _share_marks(kept, dropped, marks)
            if dropped.kind == "Column":
                select = _replace_column(select, dropped, kept, equations)
    return select


def _share_marks(one: Node, other: Node, marks: Marks) -> None:
    ends = (table_name(one), column_name(one), table_name(other), column_name(other))
    if not is_select(ends[0]) and not is_select(ends[2]):
        marks.share(*ends)


def _replace_column(root: Node, old: Node, new: Node, equations: list[Node]) -> Node:
    """Not in the join's own equations, and not in sub-queries."""
    own = root in equations

    def replaced(value: Arg) -> Arg:
        if not isinstance(value, Node):
            return value
        return new if value == old else _replace_column(value, old, new, equations)

    changed: dict[str, Arg] = {}
    for name, value in root.args.items():
        if isinstance(value, tuple):
            changed[name] = tuple(map(replaced, value))
        elif isinstance(value, Node) and value.kind != "Select" and not (own and value == old):
            changed[name] = replaced(value)
    return root.replacing(**changed) if changed else root


def outer_join_to_not_in(select: Node, _marks: Marks) -> Node:
    """25: `FROM a LEFT JOIN b ON a.x = b.y WHERE b.z IS NULL` is `FROM a WHERE NOT a.x IN (SELECT y FROM b)`."""
    joins = select.nodes("joins")
    if not select.has("where") or len(joins) != 1 or joins[0].args.get("side") != "left":
        return select
    condition = select.node("where", "this")
    if condition.kind != "Is" or condition.node("expression").kind != "Null" or not joins[0].has("on"):
        return select
    on = joins[0].node("on")
    if on.kind != "EQ" or not select.has("from"):
        return select
    kept, missing = sides(on)
    source, tested = select.at("from", "this", "this", "this"), table_name(condition.node("this"))
    if table_name(kept) != source:
        kept, missing = missing, kept
    if table_name(missing) != tested:
        return select
    table = Node("Table", this=identifier(tested))
    inner = Node("Select", expressions=(missing,), **{"from": Node("From", this=table)})
    excluded = Node("Not", this=Node("In", this=kept, query=Node("Subquery", this=inner)))
    return select.without("joins").replacing(where=Node("Where", this=excluded))
