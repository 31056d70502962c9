"""The sketch: a SELECT as a typed tree that names tables and columns but leaves the joins to the compiler.

In the spirit of NatSQL (Gan et al., 2021): a Select lists the tables it reads; how they join follows from the
keys. An explicit `Edge` stands only where the keys leave a choice: two foreign keys to one table, a self-join,
an outer join, a join that is no key. No node holds SQL text. The grammar knows no schema; `sql_plan` and the
compiler check the names.

Scopes follow SQL: a `Column` names a source of the nearest enclosing Select that has one of that name, so a
correlated sub-query refers to an outer source by its name.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from services.contracts.frozen import Frozen

GRAMMAR_VERSION = 1  # raised when a stored sketch could be read wrongly by newer code

AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "total", "group_concat"})


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
    IS = "is"
    LIKE = "like"
    GLOB = "glob"
    BETWEEN = "between"  # value, low, high
    IN = "in"  # value, then one SubQuery or one or more expressions
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
    """A function or aggregate; `name` in lower case. CAST(x AS T) is Call('cast', (x, Constant('T')))."""

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
    """A table of the schema under `name`: the table's own name, with `#2`, `#3`, … from its second use on."""

    kind: Literal["table"] = "table"
    name: str
    table: str


class DerivedSource(Frozen):
    """A query in FROM. Common table expressions become these."""

    kind: Literal["derived"] = "derived"
    name: str
    query: "Query"


Source = Annotated[TableSource | DerivedSource, Field(discriminator="kind")]


class ColumnPair(Frozen):
    """Equal columns of an edge: `left` of its left source, `right` of its right source."""

    left: str
    right: str


class Edge(Frozen):
    """A join that the keys do not give. A left join keeps every row of `left`; `condition`: what else ON demands."""

    left: str
    right: str
    kind: JoinKind = JoinKind.INNER
    on: tuple[ColumnPair, ...] = ()
    condition: Expression | None = None


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


def selects(query: Frozen) -> Iterator[Select]:
    """Every SELECT of the tree, the outermost first."""
    return (node for node in walk(query) if isinstance(node, Select))
