"""The schema as a model reads it: a line for each table, its columns with type, keys and stored values.

    products: product_id int pk, name text 'Salmon bites' 'Rope toy', category text 'food'
    order_lines: order_id int pk -> orders.order_id, product_id int pk -> products.product_id
    loans: book_id int, edition int, (book_id, edition) -> editions(book_id, number)

Names are spelled as SQL must spell them. The text depends on the schema and the detail alone, so that every turn of a
conversation begins with the same prompt, unless `shown` leaves columns out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from services.contracts.prompt.cell_text import cell_text, is_short
from services.contracts.prompt.names import spelled_name
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table

# The columns of a selection by table, spelled as the schema spells them; a table without any is not there.
Shown = Mapping[str, AbstractSet[str]]


class Detail(NamedTuple):
    """What is told of a column beside its name, type and keys. `samples`: how many stored texts."""

    samples: int
    descriptions: bool


DETAILS = (  # from rich to bare
    Detail(samples=2, descriptions=True),
    Detail(samples=1, descriptions=True),
    Detail(samples=0, descriptions=True),
    Detail(samples=0, descriptions=False),
)

# SQLite's rules of affinity by the declared type, in their order, with dates and booleans told apart.
_TYPES = (
    ("int", ("INT",)),
    ("text", ("CHAR", "CLOB", "TEXT")),
    ("blob", ("BLOB",)),
    ("real", ("REAL", "FLOA", "DOUB")),
    ("date", ("DATE", "TIME")),
    ("bool", ("BOOL",)),
)


def schema_text(schema: Schema, detail: Detail, shown: Shown | None = None) -> str:
    """All columns, or those of `shown` in the schema's order with a line that says how many are not there."""
    keys: dict[str, list[ForeignKey]] = defaultdict(list)
    for key in schema.foreign_keys:
        if joins_shown(key, shown):
            keys[key.table].append(key)
    lines = [line for table in schema.tables if (line := _table_line(table, keys[table.name], detail, shown))]
    if shown is not None and (note := not_shown(schema, shown)):
        lines.append(f"({note})")
    return "\n".join(lines)


def shown_columns(columns: Iterable[ColumnRef]) -> Shown:
    shown: dict[str, set[str]] = defaultdict(set)
    for column in columns:
        shown[column.table].add(column.column)
    return shown


def is_shown(table: str, columns: Iterable[str], shown: Shown | None) -> bool:
    """Whether all of these columns are."""
    return shown is None or shown.get(table, frozenset()) >= set(columns)


def not_shown(schema: Schema, shown: Shown) -> str:
    """How much of the schema is left out, or nothing."""
    all_columns = sum(len(table.columns) for table in schema.tables)
    columns = all_columns - sum(map(len, shown.values()))
    if not columns:
        return ""
    tables = len(schema.tables) - len(shown)
    whole = f", {tables} of {len(schema.tables)} tables" if tables else ""
    return f"not shown: {columns} of {all_columns} columns{whole}"


def short_type(declared: str) -> str:
    """The declared type in a word; nothing where none is declared.

    >>> short_type("VARCHAR(20)"), short_type("bigint"), short_type("DECIMAL(10,2)"), short_type("datetime")
    ('text', 'int', 'num', 'date')
    """
    upper = declared.upper()
    known = next((word for word, marks in _TYPES if any(mark in upper for mark in marks)), "num")
    return known if upper else ""


def _table_line(table: Table, keys: list[ForeignKey], detail: Detail, shown: Shown | None) -> str | None:
    columns = [column for column in table.columns if is_shown(table.name, (column.name,), shown)]
    if not columns:
        return None
    parts = [column_text(column, keys, detail) for column in columns]
    parts += [_composite_key(key) for key in keys if len(key.columns) > 1]
    about = f" ({table.description})" if table.description and detail.descriptions else ""
    return f"{'view ' if table.view else ''}{spelled_name(table.name)}{about}: {', '.join(parts)}"


def joins_shown(key: ForeignKey, shown: Shown | None) -> bool:
    """A key is told where both of its ends are."""
    return is_shown(key.table, key.columns, shown) and is_shown(key.ref_table, key.ref_columns, shown)


def column_text(column: Column, keys: Iterable[ForeignKey], detail: Detail) -> str:
    """One column: name, type, key, what it refers to by those keys, description, stored values."""
    return " ".join(filter(None, _column_words(column, keys, detail)))


def _column_words(column: Column, keys: Iterable[ForeignKey], detail: Detail) -> Iterator[str]:
    yield spelled_name(column.name)
    yield short_type(column.type)
    if column.primary_key:
        yield "pk"
    for key in keys:
        if key.columns == (column.name,):
            yield f"-> {spelled_name(key.ref_table)}.{spelled_name(key.ref_columns[0])}"
    if detail.descriptions and column.description:
        yield f"({column.description})"
    if column.excluded:
        yield "private"
        return
    texts = [cell for cell in column.samples if isinstance(cell, str) and cell and is_short(cell)]
    yield from map(cell_text, texts[: detail.samples])


def _composite_key(key: ForeignKey) -> str:
    own = ", ".join(map(spelled_name, key.columns))
    refs = ", ".join(map(spelled_name, key.ref_columns))
    return f"({own}) -> {spelled_name(key.ref_table)}({refs})"
