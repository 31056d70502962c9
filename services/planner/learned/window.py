"""Which tables the encoder sees: all of them where they fit, else the ones that matter most to the question."""

from collections.abc import Sequence

from services.contracts.models import Links
from services.contracts.schema import Schema
from services.contracts.sketch import Query, SourceColumn, TableSource, walk
from services.planner.learned.name_words import parts


def tables_in_window(links: Links, previous: Query | None, *, most_columns: int) -> tuple[str, ...]:
    """Names in the schema's order, with at most that many columns together.

    A schema that does not fit is ranked: tables of the previous plan, then those that hold a linked value or are
    ranked by the links, then what a key joins to these, then the rest. A single table that is wider by itself stays,
    with the columns that `columns_in_window` leaves.
    """
    schema = links.snapshot
    sizes = {table.name: len(table.columns) for table in schema.tables}
    if sum(sizes.values()) <= most_columns:
        return tuple(sizes)
    chosen: set[str] = set()
    room = most_columns
    for name in _ranked(links, previous):
        if name not in chosen and (sizes[name] <= room or not chosen):
            chosen.add(name)
            room -= sizes[name]
    return tuple(name for name in sizes if name in chosen)


def _ranked(links: Links, previous: Query | None) -> list[str]:
    first: list[str] = []
    if previous is not None:
        first += [node.table for node in walk(previous) if isinstance(node, TableSource)]
    known = {table.name for table in links.snapshot.tables}
    strong: dict[str, float] = {}
    for value in links.values:
        strong[value.column.table] = max(strong.get(value.column.table, 0.0), value.score)
    for ranked in links.tables:
        strong[ranked.table] = max(strong.get(ranked.table, 0.0), ranked.score)
    first += sorted(strong, key=lambda name: -strong[name])
    seeds = [name for name in dict.fromkeys(first) if name in known]
    neighbours = _neighbours(links.snapshot, seeds)
    rest = sorted(known, key=lambda name: len(parts(name)))
    return list(dict.fromkeys([*seeds, *neighbours, *rest]))


def _neighbours(schema: Schema, seeds: Sequence[str]) -> list[str]:
    """Tables one key away from the first few, in the order of these."""
    found: list[str] = []
    for seed in seeds[:8]:
        for key in schema.foreign_keys:
            if key.table == seed:
                found.append(key.ref_table)
            elif key.ref_table == seed:
                found.append(key.table)
    return found


def columns_in_window(
    links: Links, tables: Sequence[str], previous: Query | None, *, most_columns: int
) -> tuple[tuple[int, str], ...]:
    """The columns of these tables in the form of `Pointers.columns`.

    Only a single table that is wider than the window loses some: those that neither the previous plan nor the links
    name, the last ones first.
    """
    every = [
        (place, column.name)
        for place, name in enumerate(tables)
        if (table := links.snapshot.table(name)) is not None
        for column in table.columns
    ]
    if len(every) <= most_columns:
        return tuple(every)
    wanted = {ranked.column.column for ranked in links.columns} | {
        link.column.column for link in links.values
    }
    if previous is not None:
        wanted |= {node.column for node in walk(previous) if isinstance(node, SourceColumn)}
    ranked = sorted(range(len(every)), key=lambda place: (every[place][1] not in wanted, place))
    return tuple(every[place] for place in sorted(ranked[:most_columns]))
