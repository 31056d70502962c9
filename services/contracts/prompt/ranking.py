"""Which columns a prompt keeps first where it cannot hold them all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.contracts.models import Links, Turn
from services.contracts.schema import ColumnRef, Schema, Table


def ranked_columns(links: Links, history: Sequence[Turn], needed: Iterable[ColumnRef]) -> list[ColumnRef]:
    """Every column of the schema, most useful first.

    Columns that are needed for sure (of plans, of a failed statement), of matched values and of earlier turns; the
    keys of their tables and of tables that link two of them; columns that the question's words resemble, best first,
    each with the keys of its table; then the rest of each table, keys first: tables in the order of the links, then
    those that a key joins with one that is certain, then all.
    """
    schema = links.snapshot
    keys = _keys(schema)
    certain = list(_known(_certain(links, history, needed), schema))
    tables = list(dict.fromkeys(column.table for column in certain))
    ranked = [*certain, *(column for table in tables for column in keys[table])]
    ranked += [column for table in _link_tables(set(tables), schema) for column in keys[table]]
    for column in _known((ranked.column for ranked in links.columns), schema):
        ranked += [column, *keys[column.table]]
    linked = [table for each in links.tables if (table := schema.table(each.table)) is not None]
    own = [table for name in tables if (table := schema.table(name)) is not None]
    neighbours = _neighbours(set(tables), schema)
    near = [table for table in schema.tables if table.name in neighbours]
    for table in (*own, *linked, *near, *schema.tables):
        ranked += [*keys[table.name], *_columns(table)]
    return list(dict.fromkeys(ranked))


def _certain(links: Links, history: Sequence[Turn], needed: Iterable[ColumnRef]) -> Iterator[ColumnRef]:
    yield from needed
    yield from (link.column for link in links.values)
    for turn in reversed(history):
        if turn.plan is not None:
            yield from (planned.column for planned in turn.plan.columns)


def _known(columns: Iterable[ColumnRef], schema: Schema) -> Iterator[ColumnRef]:
    """Those of the schema, spelled as it spells them; a star stands for no column."""
    for column in columns:
        table = schema.table(column.table)
        known = table.column(column.column) if table is not None else None
        if table is not None and known is not None:
            yield ColumnRef(table=table.name, column=known.name)


def _columns(table: Table) -> Iterator[ColumnRef]:
    return (ColumnRef(table=table.name, column=column.name) for column in table.columns)


def _keys(schema: Schema) -> Mapping[str, Sequence[ColumnRef]]:
    """By table: the columns by which its rows are identified and joined with each other or anything else."""
    keys: dict[str, list[ColumnRef]] = {
        table.name: [
            ColumnRef(table=table.name, column=column.name) for column in table.columns if column.primary_key
        ]
        for table in schema.tables
    }
    for key in schema.foreign_keys:
        keys[key.table] += [ColumnRef(table=key.table, column=column) for column in key.columns]
        keys[key.ref_table] += [ColumnRef(table=key.ref_table, column=column) for column in key.ref_columns]
    return keys


def _neighbours(tables: set[str], schema: Schema) -> set[str]:
    joined = [(key.table, key.ref_table) for key in schema.foreign_keys]
    return {other for pair in joined for one, other in (pair, pair[::-1]) if one in tables}


def _link_tables(tables: set[str], schema: Schema) -> Iterator[str]:
    """Those that refer to two of the tables."""
    referred: dict[str, set[str]] = {}
    for key in schema.foreign_keys:
        if key.ref_table in tables and key.table not in tables:
            referred.setdefault(key.table, set()).add(key.ref_table)
    return (table for table, others in referred.items() if len(others) > 1)
