"""A reference statement in the metric language, where that can say it."""

from collections.abc import Iterator

from services.contracts.expression_text import expression_text
from services.contracts.frozen import Frozen
from services.contracts.prompt.names import spelled_name
from services.contracts.schema import Schema
from services.contracts.sketch import (
    Call,
    DerivedSource,
    Expression,
    Operation,
    Operator,
    Select,
    SourceColumn,
    Star,
    SubQuery,
    TableSource,
    rebuilt,
    walk,
)
from services.contracts.sql_plan import Unsketchable, plan_from_sketch, sketch_from_sql
from services.generator.formats.format import NotExpressible
from services.generator.formats.metric_query import MetricQuery, sketch_of
from services.generator.formats.metric_reader import metric_query

_KEYWORDS = frozenset({"show"})  # of the language, beside those of SQL


def metric_text(sql: str, schema: Schema) -> str | NotExpressible:
    """The shortest statement that, read again, is the sketch of `sql` but for labels and the order of its tables."""
    sketch = sketch_from_sql(sql, schema)
    if isinstance(sketch, Unsketchable):
        return NotExpressible(reason=sketch.reason)
    if not isinstance(sketch, Select):
        return NotExpressible(reason="a set operation")
    plain = _unlabelled(sketch)
    if reason := next(_beyond(plain), ""):
        return NotExpressible(reason=reason)
    for with_tables in (False, True):
        text = _Writer(plain, with_tables=with_tables).text()
        read = metric_query(text)
        if isinstance(read, MetricQuery) and _is_same(sketch_of(read, schema), plain, schema):
            return text
    return NotExpressible(reason="joins or expressions that the metric language has no words for")


def _beyond(select: Select) -> Iterator[str]:
    if not select.sources:
        yield "no table"
    if select.edges:
        yield "a join that is not the first that the keys give"
    if select.offset is not None:
        yield "an offset"
    for node in walk(select):
        match node:
            case SubQuery() | DerivedSource():
                yield "a sub-query"
            case TableSource() if node.name.lower() != node.table.lower():
                yield "a table twice"
            case Operation(operator=Operator.CASE | Operator.COLLATE | Operator.IS | Operator.EXISTS):
                yield f"the operator {node.operator}"


def _unlabelled(select: Select) -> Select:
    items = tuple(item.model_copy(update={"label": None}) for item in select.items)
    order = tuple(item.model_copy(update={"nulls_last": None}) for item in select.order_by)
    return select.model_copy(update={"items": items, "order_by": order})


def _is_same(found: Frozen, wanted: Select, schema: Schema) -> bool:
    if not isinstance(found, Select):
        return False
    ordered = [_with_sorted_sources(select) for select in (found, wanted)]
    joins = [
        {frozenset((join.left, join.right)) for join in plan_from_sketch(select, schema).joins}
        for select in (found, wanted)
    ]
    return ordered[0] == ordered[1] and joins[0] == joins[1]


def _with_sorted_sources(select: Select) -> Select:
    return select.model_copy(
        update={"sources": tuple(sorted(select.sources, key=lambda source: source.name))}
    )


class _Writer:
    """`with_tables`: names every table first, so that they keep their order."""

    def __init__(self, select: Select, *, with_tables: bool) -> None:
        self._tables = [source.name for source in select.sources]
        self._with_tables = with_tables
        named = {node.source for node in walk(select) if isinstance(node, SourceColumn | Star)}
        self._unnamed = [table for table in self._tables if table not in named]
        counts = [node for node in walk(select) if isinstance(node, Call) and node.arguments == (Star(),)]
        self._counted = self._unnamed.pop(0) if self._unnamed and counts and not with_tables else None
        self._select = select

    def text(self) -> str:
        select = self._select
        clauses = {
            "show": ("distinct " if select.distinct else "")
            + self._listed(i.expression for i in select.items),
            "from": ", ".join(map(_name, self._tables if self._with_tables else self._unnamed)),
            "where": "" if select.where is None else self._written(select.where),
            "by": self._listed(select.group_by),
            "having": "" if select.having is None else self._written(select.having),
            "order": ", ".join(
                self._written(item.expression) + (" desc" if item.descending else "")
                for item in select.order_by
            ),
            "limit": "" if select.limit is None else str(select.limit),
        }
        return " ".join(f"{title} {text}" for title, text in clauses.items() if text)

    def _listed(self, expressions: Iterator[Expression] | tuple[Expression, ...]) -> str:
        return ", ".join(map(self._written, expressions))

    def _written(self, expression: Expression) -> str:
        counted = self._counting(expression)
        return expression_text(counted, lambda column: f"{_name(column.source)}.{_name(column.column)}")  # type: ignore[arg-type]

    def _counting(self, node: Frozen) -> Frozen:
        """With the table whose rows are counted, where nothing else names it; stars spelled as they are written."""
        match node:
            case Call(arguments=(Star(source=None),)) if self._counted is not None:
                return node.model_copy(update={"arguments": (Star(source=_name(self._counted)),)})
            case Star(source=str(table)):
                return Star(source=_name(table))
        return rebuilt(node, self._counting)


def _name(name: str) -> str:
    return f'"{name}"' if name.lower() in _KEYWORDS else spelled_name(name)
