"""A statement of the metric language as a typed tree, and as a sketch of the schema it is asked of."""

from collections.abc import Iterator

from services.contracts.frozen import Frozen
from services.contracts.schema import Schema
from services.contracts.sketch import (
    Call,
    Expression,
    Item,
    OrderItem,
    Select,
    SourceColumn,
    Star,
    TableSource,
    rebuilt,
    walk,
)


class MetricQuery(Frozen):
    """What is shown, in order, of which rows. The source of a column, or of `table.*`, is its table's name.

    `tables`: those that nothing else names.
    """

    terms: tuple[Expression, ...]
    distinct: bool = False
    tables: tuple[str, ...] = ()
    where: Expression | None = None
    by: tuple[Expression, ...] = ()
    having: Expression | None = None
    order: tuple[OrderItem, ...] = ()
    limit: int | None = None


class UnknownName(Frozen):
    """A table or column that the schema does not have."""

    reason: str


def sketch_of(query: MetricQuery, schema: Schema) -> Select | UnknownName:
    """The SELECT with each table once, in the order in which the statement names them; the keys join them."""
    try:
        spelling = _Spelling(schema)
        tables = [spelling.table(name) for name in _tables(query)]
        return Select(
            items=tuple(Item(expression=spelling.of(term)) for term in query.terms),
            sources=tuple(TableSource(name=table, table=table) for table in dict.fromkeys(tables)),
            where=None if query.where is None else spelling.of(query.where),
            group_by=tuple(map(spelling.of, query.by)),
            having=None if query.having is None else spelling.of(query.having),
            order_by=tuple(rebuilt(item, spelling.change) for item in query.order),
            limit=query.limit,
            distinct=query.distinct,
        )
    except _UnknownNameError as error:
        return UnknownName(reason=str(error))


def _tables(query: MetricQuery) -> Iterator[str]:
    yield from query.tables
    parts = (*query.terms, query.where, *query.by, query.having, *query.order)
    for part in parts:
        for node in walk(part) if part is not None else ():
            match node:
                case SourceColumn(source=table) | Star(source=str(table)):
                    yield table


class _UnknownNameError(Exception):
    pass


class _Spelling:
    """Spells names as the schema does. Raises _UnknownNameError."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def table(self, name: str) -> str:
        table = self._schema.table(name)
        if table is None:
            raise _UnknownNameError(f"there is no table {name}")
        return table.name

    def of(self, expression: Expression) -> Expression:
        changed = self.change(expression)
        assert isinstance(changed, type(expression))
        return changed

    def change(self, node: Frozen) -> Frozen:
        match node:
            case SourceColumn(source=table, column=name):
                known = self._schema.table(self.table(table))
                column = known.column(name) if known is not None else None
                if known is None or column is None:
                    raise _UnknownNameError(f"there is no column {table}.{name}")
                return SourceColumn(source=known.name, column=column.name)
            case Call(name="count", arguments=(Star(source=str(table)),)):  # the rows, however it is named
                self.table(table)
                return node.model_copy(update={"arguments": (Star(),)})
            case Star(source=str(table)):
                return Star(source=self.table(table))
        return rebuilt(node, self.change)
