"""The sketch: a SELECT as a typed tree that names tables and columns but leaves the joins to the compiler.

In the spirit of NatSQL (Gan et al., 2021): a Select lists the tables it reads; how they join follows from the
keys (`join_graph`). An explicit `Edge` stands only where the keys leave a choice: two foreign keys to one table, a
self-join, an outer join, a join that is no key. No node holds SQL text. The grammar knows no schema; `sql_plan` and
the compiler check the names.

Scopes follow SQL: a `Column` names a source of the nearest enclosing Select that has one of that name, so a
correlated sub-query refers to an outer source by its name.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from services.contracts.frozen import Frozen

GRAMMAR_VERSION = 1  # raised when a stored sketch could be read wrongly by newer code

AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "total", "group_concat"})
AFFINITIES = frozenset({"TEXT", "NUMERIC", "INTEGER", "REAL", "BLOB"})  # what a CAST in SQLite can aim at


class Operator(StrEnum):
    """What an Operation does. Negations are `NOT` around the positive form; `IS NOT NULL` is NOT(IS_NULL)."""

    AND = "and"  # 2 or more operands
    OR = "or"  # 2 or more operands
    NOT = "not"
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    IS = "is"  # equal, and NULL is equal to NULL
    LIKE = "like"  # value, pattern, and the ESCAPE character where there is one
    GLOB = "glob"
    BETWEEN = "between"  # value, low, high
    IN = "in"  # value, then one SubQuery of which all rows count, or one or more expressions
    IS_NULL = "is_null"
    EXISTS = "exists"  # one SubQuery
    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"
    MOD = "%"
    CONCAT = "||"
    NEG = "neg"
    CASE = "case"  # condition, value, …, and the ELSE value last when their number is odd
    COLLATE = "collate"  # value, Constant(name of the collation)


_ARITY: dict[Operator, tuple[int, int | None]] = {
    Operator.AND: (2, None),
    Operator.OR: (2, None),
    Operator.IN: (2, None),
    Operator.CASE: (2, None),
    Operator.NOT: (1, 1),
    Operator.NEG: (1, 1),
    Operator.IS_NULL: (1, 1),
    Operator.EXISTS: (1, 1),
    Operator.BETWEEN: (3, 3),
    Operator.LIKE: (2, 3),
}


class SetOperator(StrEnum):
    UNION = "union"
    UNION_ALL = "union all"
    INTERSECT = "intersect"
    EXCEPT = "except"


class JoinKind(StrEnum):
    INNER = "inner"
    LEFT = "left"
    CROSS = "cross"


class SourceColumn(Frozen):
    """A column of a source. In a derived source, the label of one of its projected items."""

    kind: Literal["column"] = "column"
    source: str
    column: str


class Star(Frozen):
    """`*`, or `source.*`: in count(*) and as a projected item."""

    kind: Literal["star"] = "star"
    source: str | None = None


class Constant(Frozen):
    """A literal. None is NULL."""

    kind: Literal["constant"] = "constant"
    value: int | float | str | None


class Call(Frozen):
    """A function or aggregate; `name` in lower case.

    CAST(x AS T) is Call('cast', (x, Constant(T))) with one of AFFINITIES as T. CURRENT_DATE is date('now'), and
    `f(x) FILTER (WHERE c)` is f(CASE WHEN c THEN x END).
    """

    kind: Literal["call"] = "call"
    name: str
    arguments: tuple["Expression", ...] = ()
    distinct: bool = False

    @property
    def is_aggregate(self) -> bool:
        """min and max with several arguments are SQLite's scalar functions."""
        return self.name in AGGREGATES and (self.name not in {"min", "max"} or len(self.arguments) == 1)


class Operation(Frozen):
    kind: Literal["operation"] = "operation"
    operator: Operator
    operands: tuple["Expression", ...]

    @model_validator(mode="after")
    def _arity(self) -> "Operation":
        low, high = _ARITY.get(self.operator, (2, 2))
        if len(self.operands) < low or (high is not None and len(self.operands) > high):
            raise ValueError(
                f"'{self.operator}' takes {low} to {high or 'any number of'} operands, not {len(self.operands)}"
            )
        return self


def orders_nothing(expression: "Expression") -> bool:
    """Whether it is a constant, which in GROUP BY and ORDER BY could be read as the position of a column.

    >>> orders_nothing(Operation(operator=Operator.NEG, operands=(Constant(value=1),)))
    True
    """
    # SQLite reads -1, 1 COLLATE NOCASE and 'a' IS NULL as numbers, too.
    through = (Operator.NEG, Operator.COLLATE, Operator.NOT, Operator.IS_NULL)
    while isinstance(expression, Operation) and expression.operator in through:
        expression = expression.operands[0]
    return isinstance(expression, Constant)


class SubQuery(Frozen):
    """A query in parentheses: a scalar, the right side of IN, or the operand of EXISTS."""

    kind: Literal["subquery"] = "subquery"
    query: "Query"


class OutputColumn(Frozen):
    """The n-th projected item (from 0). Only in the ORDER BY of a SetOperation, where SQL allows nothing else."""

    kind: Literal["output"] = "output"
    index: int = Field(ge=0)


Expression = Annotated[
    SourceColumn | Star | Constant | Call | Operation | SubQuery | OutputColumn, Field(discriminator="kind")
]


class Item(Frozen):
    """One projected expression; `label` is its name in the result where the question or an outer query needs one."""

    expression: Expression
    label: str | None = None


class OrderItem(Frozen):
    expression: Expression
    descending: bool = False
    nulls_last: bool | None = Field(default=None, description="None: SQLite's default, NULL sorts lowest")


class TableSource(Frozen):
    """A table of the schema under `name`: the table's own name, with `#2`, `#3`, … from its second use on.

    Inside a sub-query the first use too is numbered where the plain name would hide an outer source that the
    sub-query refers to.
    """

    kind: Literal["table"] = "table"
    name: str
    table: str


class DerivedSource(Frozen):
    """A query in FROM, under the name `derived`, `derived#2`, …. Common table expressions become these."""

    kind: Literal["derived"] = "derived"
    name: str
    query: "Query"


Source = Annotated[TableSource | DerivedSource, Field(discriminator="kind")]


class ColumnPair(Frozen):
    """Equal columns of an edge: `left` of its left source, `right` of its right source."""

    left: str
    right: str


class Edge(Frozen):
    """A join that the keys do not give.

    A left join keeps every row of `left`; `condition` is what else its ON demands. What an inner join demands beside
    equal columns stands in WHERE. The edges of a Select form no cycle.
    """

    left: str
    right: str
    kind: JoinKind = JoinKind.INNER
    on: tuple[ColumnPair, ...] = ()
    condition: Expression | None = None

    @model_validator(mode="after")
    def _kind_fits(self) -> "Edge":
        if self.condition is not None and self.kind is not JoinKind.LEFT:
            raise ValueError(f"only a left join has a condition of its own, not {self.kind}")
        if bool(self.on) is (self.kind is JoinKind.CROSS) and self.kind is not JoinKind.LEFT:
            raise ValueError(f"{self.kind} join {'with' if self.on else 'without'} equal columns")
        return self


class Select(Frozen):
    kind: Literal["select"] = "select"
    items: tuple[Item, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(
        default=(), description="in FROM order, which decides the columns of `*`"
    )
    edges: tuple[Edge, ...] = ()
    where: Expression | None = None
    group_by: tuple[Expression, ...] = ()
    having: Expression | None = None
    order_by: tuple[OrderItem, ...] = ()
    limit: int | None = None
    offset: int | None = None
    distinct: bool = False

    @model_validator(mode="after")
    def _sources_are_unique(self) -> "Select":
        names = [source.name for source in self.sources]
        if len(set(names)) != len(names):
            raise ValueError(f"two sources of one name: {', '.join(names)}")
        return self


class SetOperation(Frozen):
    kind: Literal["set_operation"] = "set_operation"
    operator: SetOperator
    left: "Query"
    right: "Query"
    order_by: tuple[OrderItem, ...] = ()
    limit: int | None = None
    offset: int | None = None


Query = Annotated[Select | SetOperation, Field(discriminator="kind")]
Node = Expression | Item | OrderItem | Source | Edge | Query
NodeT = TypeVar("NodeT", bound=Frozen)

for _model in (Call, Operation, SubQuery, Item, OrderItem, DerivedSource, Edge, Select, SetOperation):
    _model.model_rebuild()


def children(node: Frozen) -> Iterator[Frozen]:
    """The nodes directly below, in the order in which they are written.

    >>> [child.kind for child in children(Operation(operator=Operator.NOT, operands=(Constant(value=1),)))]
    ['constant']
    """
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, Frozen):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Frozen))


def walk(node: Frozen) -> Iterator[Frozen]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def own_nodes(node: Frozen) -> Iterator[Frozen]:
    """The node and what stands below it in the same SELECT: a query inside counts as a node, what it says does not."""
    yield node
    if not isinstance(node, SubQuery | DerivedSource):
        for child in children(node):
            yield from own_nodes(child)


def rebuilt(node: NodeT, change: Callable[[Frozen], Frozen]) -> NodeT:
    """The node with each child replaced by `change(child)`.

    >>> one = Operation(operator=Operator.NOT, operands=(Constant(value=1),))
    >>> rebuilt(one, lambda child: Constant(value=2)).operands
    (Constant(kind='constant', value=2),)
    """
    update: dict[str, object] = {}
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, Frozen):
            update[name] = change(value)
        elif isinstance(value, tuple) and any(isinstance(item, Frozen) for item in value):
            update[name] = tuple(change(item) if isinstance(item, Frozen) else item for item in value)
    return node.model_copy(update=update)


def selects(query: Frozen) -> Iterator[Select]:
    """Every SELECT of the tree, the outermost first."""
    return (node for node in walk(query) if isinstance(node, Select))
