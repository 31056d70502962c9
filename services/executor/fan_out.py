"""Joins that count rows several times: an aggregate over a table whose rows another join multiplies.

`sum(customers.credit)` over customers joined with their orders adds each credit once per order. An edge multiplies the
rows of one side where its columns on the other side are no key. Only what the statement and the schema say is used:
equal columns of base tables; a derived table, which may well have one row per key, is taken for harmless.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from services.contracts.models import Diagnosis, DiagnosisKind
from services.contracts.schema import Table
from services.executor.edits import sql_of
from services.executor.scopes import NamedSource, Scopes

# min() and max() do not mind, and count(*) means the joined rows.
_MINDING = (exp.Sum, exp.Avg, exp.Count, exp.GroupConcat)


@dataclass(frozen=True)
class _Hop:
    """A way from a source to another, by equal columns."""

    target: NamedSource
    columns: tuple[str, ...]  # of the target
    text: str

    @property
    def multiplies(self) -> bool:
        return self.target.table is not None and not _identifies(self.target.table, self.columns)


def fan_outs(scopes: Scopes, sql: str) -> Iterator[Diagnosis]:
    """One for each aggregate that counts rows several times; `place` is the aggregate, `evidence` the edge."""
    for select in scopes.selects():
        if not select.args.get("joins"):
            continue
        hops = _hops(select, scopes)
        grouped = _grouped(select, scopes)
        for aggregate in select.find_all(*_MINDING):
            own = aggregate.find_ancestor(exp.Select) is select
            source = _summed(aggregate, scopes) if own else None
            if source and (hop := _multiplying(source, hops, grouped)):
                yield _diagnosis(aggregate, source, hop, sql)


def _diagnosis(aggregate: exp.Expr, source: str, hop: _Hop, sql: str) -> Diagnosis:
    text = sql_of(aggregate)
    return Diagnosis(
        kind=DiagnosisKind.FAN_OUT,
        message=f"{text} may count rows of {source} several times: the join {hop.text} can give each of them "
        f"several rows of {hop.target.name}.",
        sql=sql,
        place=text,
        evidence=(hop.text,),
    )


def _summed(aggregate: exp.Expr, scopes: Scopes) -> str | None:
    """The one source whose columns are aggregated, each row of it."""
    if isinstance(aggregate.this, exp.Distinct):
        return None
    names = {
        found[0].name
        for column in aggregate.find_all(exp.Column)
        if (found := scopes.resolved(column)) and not found[0].outer
    }
    return names.pop() if len(names) == 1 else None


def _multiplying(start: str, hops: dict[str, list[_Hop]], grouped: set[tuple[str, str]]) -> _Hop | None:
    """The nearest edge that multiplies the rows of `start`, unless the groups hold one row of its target each."""
    seen, waiting = {start}, [start]
    while waiting:
        for hop in hops[waiting.pop(0)]:
            table = hop.target.table
            if hop.target.name in seen or table is None:
                continue
            alone = _identifies(table, [column for name, column in grouped if name == hop.target.name])
            if hop.multiplies and not alone:
                return hop
            seen.add(hop.target.name)
            waiting.append(hop.target.name)
    return None


def _hops(select: exp.Select, scopes: Scopes) -> dict[str, list[_Hop]]:
    """By the name of the source that they start from. All equalities between two sources are one edge."""
    edges: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    sources: dict[str, NamedSource] = {}
    for (left, left_column), (right, right_column) in _equalities(select, scopes):
        sources |= {left.name: left, right.name: right}
        edges[left.name, right.name].append((left_column, right_column))
        edges[right.name, left.name].append((right_column, left_column))
    hops: defaultdict[str, list[_Hop]] = defaultdict(list)
    for (start, end), pairs in edges.items():
        text = " AND ".join(f"{start}.{near} = {end}.{far}" for near, far in pairs)
        hops[start].append(_Hop(sources[end], tuple(far for _, far in pairs), text))
    return hops


_Side = tuple[NamedSource, str]


def _equalities(select: exp.Select, scopes: Scopes) -> Iterator[tuple[_Side, _Side]]:
    for join in select.args["joins"]:
        yield from _pairs(join.args.get("on"), scopes)
        for column in join.args.get("using") or ():
            holders = [source for source in scopes.sources_at(join) if source.column(column.name)]
            joined = [source for source in holders if source.name == join.alias_or_name]
            if joined and holders[0] is not joined[0]:
                yield (holders[0], column.name), (joined[0], column.name)
    where = select.args.get("where")
    yield from _pairs(where.this if where else None, scopes)


def _pairs(condition: exp.Expr | None, scopes: Scopes) -> Iterator[tuple[_Side, _Side]]:
    for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
        if (
            isinstance(part, exp.EQ)
            and isinstance(part.left, exp.Column)
            and isinstance(part.right, exp.Column)
        ):
            left, right = scopes.resolved(part.left), scopes.resolved(part.right)
            if left and right and left[0].name != right[0].name:
                yield left, right


def _grouped(select: exp.Select, scopes: Scopes) -> set[tuple[str, str]]:
    group = select.args.get("group")
    columns = [key for key in group.expressions if isinstance(key, exp.Column)] if group else []
    return {(found[0].name, found[1]) for column in columns if (found := scopes.resolved(column))}


def _identifies(table: Table, columns: list[str] | tuple[str, ...]) -> bool:
    """Whether there is one row at most for a value of these columns."""
    held = {column.lower() for column in columns}
    key = {column.name.lower() for column in table.columns if column.primary_key}
    unique = {column.name.lower() for column in table.columns if column.unique}
    return bool(held & unique) or (bool(key) and key <= held)
