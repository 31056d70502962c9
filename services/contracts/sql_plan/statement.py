"""SQL text to its sketch: names resolved, aliases gone, joins left to the keys where the keys give them."""

from collections.abc import Iterator
from itertools import count

from sqlglot import exp

from services.contracts.frozen import Frozen
from services.contracts.join_graph import JoinGraph
from services.contracts.schema import Schema
from services.contracts.sketch import (
    DerivedSource,
    Expression,
    Item,
    OutputColumn,
    Query,
    Select,
    SetOperation,
    SetOperator,
    Source,
    Star,
    TableSource,
    children,
    walk,
)
from services.contracts.sketch_names import label, named, output_items, output_labels, relabelled
from services.contracts.sql_plan.clauses import (
    bare,
    group_terms,
    integer,
    is_distinct,
    limits,
    order_item,
    order_items,
    order_terms,
    output_at,
)
from services.contracts.sql_plan.edges import FromClause, joined
from services.contracts.sql_plan.expressions import ExpressionReader, collated, conjunction, conjuncts
from services.contracts.sql_plan.from_clause import FromReader
from services.contracts.sql_plan.scope import Scope
from services.contracts.sql_plan.text import Unsketchable, UnsketchableError, described, only, parsed

MAX_DEPTH = 100  # of the sketch: deeper trees overrun SQLite's limits, and Python's recursion elsewhere
MAX_NODES = 20_000  # a few CTEs that use each other twice grow beyond all bounds

_SET_OPERATORS: dict[tuple[type[exp.Expr], bool], SetOperator] = {
    (exp.Union, True): SetOperator.UNION,
    (exp.Union, False): SetOperator.UNION_ALL,
    (exp.Intersect, True): SetOperator.INTERSECT,
    (exp.Except, True): SetOperator.EXCEPT,
}


def sketch_from_sql(sql: str, schema: Schema) -> Query | Unsketchable:
    """The sketch of one SELECT, with the names of the schema. Never raises, whatever the text.

    A double-quoted name that is no column in reach is text, as in stock SQLite. Common table expressions become
    derived sources, a right join a left join, a simple CASE a searched one; an inner join's conditions beside equal
    columns stand in WHERE; ORDER BY and GROUP BY by name or position stand as the expression. A statement beyond the
    grammar (window functions, recursion, row values, …) gives the reason.
    """
    try:
        query = named(_Statement(sql, schema).read(parsed(sql), Scope()))
        return Unsketchable(reason="nested too deeply") if _depth(query) > MAX_DEPTH else query
    except UnsketchableError as error:
        return Unsketchable(reason=str(error))
    except RecursionError:
        return Unsketchable(reason="nested too deeply")


class _Statement:
    """Reads the queries of one statement. Sources have numbers for names until `named` gives the final ones."""

    def __init__(self, sql: str, schema: Schema) -> None:
        self._sql = sql
        self._schema = schema
        self._graph = JoinGraph(schema)
        self._numbers = count()
        self._inlined = 0

    def read(self, node: exp.Expr, scope: Scope) -> Query:
        """The query, in the scope around it."""
        if isinstance(node, exp.Subquery):
            only(node, "this")
            return self.read(node.this, scope)
        if not isinstance(node, exp.Select | exp.SetOperation):
            raise UnsketchableError(described(node))
        if node.args.get("with_") is not None:
            scope = self._with_ctes(node.args["with_"], scope)
        return self._select(node, scope) if isinstance(node, exp.Select) else self._set_operation(node, scope)

    def _with_ctes(self, clause: exp.With, outer: Scope) -> Scope:
        if clause.args.get("recursive"):
            raise UnsketchableError("recursion")
        only(clause, "expressions")
        scope = Scope(parent=outer)
        for cte in clause.expressions:
            only(cte, "this", "alias", "materialized")
            scope.ctes[cte.alias.lower()] = self._relabelled(self.read(cte.this, scope), cte.args["alias"])
        return scope

    def _relabelled(self, query: Query, alias: exp.TableAlias) -> Query:
        if not alias.columns:
            return query
        try:
            return relabelled(query, [column.name for column in alias.columns], self._schema)
        except ValueError as error:
            raise UnsketchableError("a list of column names of another length") from error

    # ------------------------------------------------------------------------------------------------ SELECT

    def _select(self, node: exp.Select, outer: Scope) -> Select:
        only(
            node,
            *("expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset"),
            *("distinct", "with_", "operation_modifiers"),
        )
        scope = Scope(parent=outer)
        reader = ExpressionReader(self._sql, scope, self.read)
        clause = FromReader(self._schema, scope, reader, self._source)
        clause.read(node)
        if not node.expressions:
            raise UnsketchableError("no columns")
        items = [(tree, reader.read(tree.unalias())) for tree in node.expressions]
        for tree, read in items:
            if tree.alias:
                scope.outputs.setdefault(tree.alias.lower(), read)
        where = conjuncts(_condition(node, "where", reader))
        from_where = joined(FromClause(clause.sources, clause.left_joins, clause.on, where), self._graph)
        select = Select(
            items=tuple(
                item
                for tree, read in items
                for item in (clause.star(from_where.sources) if read == Star() else [_item(tree, read)])
            ),
            sources=from_where.sources,
            edges=from_where.edges,
            where=conjunction(from_where.conditions),
            having=_condition(node, "having", reader),
            distinct=is_distinct(node),
        )
        outputs = output_items(select, self._schema)
        limit, offset = limits(node)
        return select.model_copy(
            update={
                "group_by": tuple(group_terms(node, reader, outputs)),
                "order_by": tuple(order_items(node, reader, scope, outputs)),
                "limit": limit,
                "offset": offset,
            }
        )

    def _source(self, node: exp.Expr, scope: Scope) -> Source:
        """A source of the SELECT that has this scope. A query in FROM sees what is around that SELECT."""
        name = str(next(self._numbers))
        if isinstance(node, exp.Subquery):
            only(node, "this", "alias")
            query = self.read(node.this, scope.parent or Scope())
            alias = node.args.get("alias")
            return DerivedSource(name=name, query=self._relabelled(query, alias) if alias else query)
        if not isinstance(node, exp.Table):
            raise UnsketchableError(f"{described(node)} in from")
        if not isinstance(node.this, exp.Identifier):
            raise UnsketchableError("table function")
        only(node, "this", "alias", "db", "joins")
        if node.db.lower() not in ("", "main"):
            raise UnsketchableError(f"another database, {node.db}")
        query_of_cte = None if node.db else scope.cte(node.name)
        if query_of_cte is not None:
            self._count_inlined(query_of_cte)
            return DerivedSource(name=name, query=query_of_cte)
        table = self._schema.table(node.name)
        if table is None:
            raise UnsketchableError(f"unknown table {node.name}")
        return TableSource(name=name, table=table.name)

    def _count_inlined(self, query: Query) -> None:
        self._inlined += sum(1 for _ in walk(query))
        if self._inlined > MAX_NODES:
            raise UnsketchableError("too large")

    # ----------------------------------------------------------------------------------------- set operations

    def _set_operation(self, node: exp.SetOperation, scope: Scope) -> SetOperation:
        only(node, "this", "expression", "distinct", "order", "limit", "offset", "with_")
        operator = _SET_OPERATORS.get((type(node), bool(node.args.get("distinct"))))
        if operator is None:
            raise UnsketchableError(f"{described(node)} all")
        left, right = self.read(node.this, scope), self.read(node.expression, scope)
        operation = SetOperation(operator=operator, left=left, right=right)
        limit, offset = limits(node)
        order = tuple(
            order_item(term, self._output(term.this, node, operation)) for term in order_terms(node)
        )
        return operation.model_copy(update={"order_by": order, "limit": limit, "offset": offset})

    def _output(self, term: exp.Expr, node: exp.SetOperation, operation: SetOperation) -> Expression:
        """What the ORDER BY of a set operation means: a position, or what one of its SELECTs puts out."""
        term = bare(term)
        if isinstance(term, exp.Collate):
            return collated(self._output(term.this, node, operation), term)
        position = integer(term)
        if position is not None:
            output_at(position, output_items(operation, self._schema))
            return OutputColumn(index=position - 1)
        for select, tree in zip(_selects(operation), _select_trees(node), strict=True):
            labels = [name.lower() for name in output_labels(select, self._schema)]
            if isinstance(term, exp.Column) and term.name.lower() in labels:
                return OutputColumn(index=labels.index(term.name.lower()))
            written = [item.unalias() for item in tree.expressions]
            if term in written and len(written) == len(labels):
                return OutputColumn(index=written.index(term))
        raise UnsketchableError("set operation ordered by what it does not put out")


def _item(tree: exp.Expr, expression: Expression) -> Item:
    unlabelled = Item(expression=expression)
    own = tree.alias in ("", label(unlabelled))
    return unlabelled if own else unlabelled.model_copy(update={"label": tree.alias})


def _condition(node: exp.Select, clause: str, reader: ExpressionReader) -> Expression | None:
    found = node.args.get(clause)
    return None if found is None else reader.read(found.this)


def _selects(query: Query) -> Iterator[Select]:
    if isinstance(query, Select):
        yield query
    else:
        yield from _selects(query.left)
        yield from _selects(query.right)


def _select_trees(node: exp.Expr) -> Iterator[exp.Select]:
    if isinstance(node, exp.Select):
        yield node
    elif isinstance(node, exp.SetOperation):
        yield from _select_trees(node.this)
        yield from _select_trees(node.expression)
    else:
        yield from _select_trees(node.this)


def _depth(node: Frozen) -> int:
    return 1 + max(map(_depth, children(node)), default=0)
