"""What questions can be asked of a database: its tables with measures, dimensions, dates and real values."""

import random
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.contracts.sketch import Call, Item, Operator, Select, SourceColumn, TableSource
from services.generator.compiler import CompileFailure, compile_sketch
from services.planner.date_parts import date_part
from services.planner.learned.name_words import parts
from services.planner.vocabulary import word_set
from training.data.synthetic.views import Condition, Named, Subject

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T].*)?$")
_NO_MEASURE = word_set("advisor major key id code number no num year phone zip postcode rank month day")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Stored:
    """A database that is open for reading."""

    schema: Schema
    connection: sqlite3.Connection

    def finds(self, sql: str) -> bool:
        """Whether the query gives more than NULL or 0."""
        try:
            return self.connection.execute(sql).fetchone() not in (None, (None,), (0,))
        except sqlite3.Error:
            return False


def subjects(stored: Stored, chance: random.Random) -> Iterator[Subject]:
    """The tables that have rows and something to measure or to group by. Values are drawn once for all dialogues."""
    schema = stored.schema
    keys = {(key.table, column) for key in schema.foreign_keys for column in key.columns}
    for table in schema.tables:
        if table.view or not table.row_count or table.row_count < 4 or not table.columns:
            continue
        own = [
            column
            for column in table.columns
            if not column.primary_key and (table.name, column.name) not in keys
        ]
        measures = tuple(_named(table, c) for c in own if _is_measure(c))
        dates = tuple(_named(table, c) for c in own if _is_date(c))
        texts = [c for c in own if _is_text(c)]
        near = [
            k
            for k in schema.foreign_keys
            if k.table == table.name and len(k.columns) == 1 and k.ref_table != k.table
        ]
        once = [k for k in near if sum(o.ref_table == k.ref_table for o in near) == 1]
        coded = [key for key in once if _is_coded(schema, key)]
        linked = [named for key in once if key not in coded and (named := _name_of(schema, key)) is not None]
        codes = [(_named(table, column), key) for key in coded if (column := table.column(key.columns[0]))]
        grouped = [_named(table, c) for c in texts if _repeats(stored, table.name, c.name)]
        shown = tuple(_named(table, c) for c in texts[:5])
        if not measures and not grouped and not linked and not codes:
            continue
        conditions = [
            *(c for named in (*grouped, *linked) for c in _equal(stored, named, chance)),
            *(c for named, key in codes for c in _named_codes(stored, named, key, chance)),
            *(c for named in measures for c in _compared(stored, named, chance)),
            *(c for named in dates for c in _dated(stored, named, chance)),
        ]
        dimensions = (*grouped, *(named for named, _ in codes), *linked)
        yield Subject(table.name, _plural(table.name), measures, dimensions, shown, dates, tuple(conditions))


def _named(table: Table, column: Column) -> Named:
    return Named(SourceColumn(source=table.name, column=column.name), " ".join(parts(column.name)))


def _name_of(schema: Schema, key: ForeignKey) -> Named | None:
    """The name of what a key refers to, called by its table."""
    table = schema.table(key.ref_table)
    if table is None:
        return None
    names = [c for c in table.columns if _is_text(c) and {"name", "title"} & set(parts(c.name))]
    if not names:
        return None
    return Named(SourceColumn(source=table.name, column=names[0].name), _singular(table.name))


def _is_coded(schema: Schema, key: ForeignKey) -> bool:
    """A key of text that is called as what it refers to, such as a country's code in a column `country`: people say
    the name and mean the code."""
    table = schema.table(key.table)
    column = table.column(key.columns[0]) if table is not None else None
    said = _singular(key.ref_table).split()
    return (
        column is not None
        and _is_text(column)
        and list(parts(column.name))[: len(said)] == said
        and _name_of(schema, key) is not None
    )


def _is_measure(column: Column) -> bool:
    numeric = bool(column.samples) and all(isinstance(v, int | float) for v in column.samples)
    words = parts(column.name)
    return numeric and bool(words) and not _NO_MEASURE & set(words)


def _is_date(column: Column) -> bool:
    return bool(column.samples) and all(isinstance(v, str) and _DATE.match(v) for v in column.samples)


def _is_text(column: Column) -> bool:
    return (
        bool(column.samples)
        and not _is_date(column)
        and all(isinstance(v, str) and 0 < len(v) <= 40 for v in column.samples)
    )


def _repeats(stored: Stored, table: str, column: str) -> bool:
    source = Select(
        items=(
            Item(expression=Call(name="count", arguments=(SourceColumn(source=table, column=column),))),
            Item(
                expression=Call(
                    name="count", arguments=(SourceColumn(source=table, column=column),), distinct=True
                )
            ),
        ),
        sources=(TableSource(name=table, table=table),),
    )
    rows = _rows(stored, source)
    return bool(rows) and 1 < rows[0][1] <= min(60, 0.8 * rows[0][0])


def _rows(stored: Stored, select: Select) -> list[tuple[Any, ...]]:
    sql = compile_sketch(select, stored.schema)
    try:
        return [] if isinstance(sql, CompileFailure) else stored.connection.execute(sql).fetchmany(400)
    except sqlite3.Error:
        return []


def _values(stored: Stored, column: SourceColumn) -> list[object]:
    select = Select(
        items=(Item(expression=column),),
        sources=(TableSource(name=column.source, table=column.source),),
        distinct=True,
    )
    return [row[0] for row in _rows(stored, select) if row[0] is not None]


def _equal(stored: Stored, named: Named, chance: random.Random) -> Iterator[Condition]:
    texts = [v for v in _values(stored, named.column) if isinstance(v, str) and 0 < len(v.strip()) <= 40]
    for value in chance.sample(texts, min(4, len(texts))):
        said = value if chance.random() < 0.7 else value.lower()
        if len(value) <= 2:
            said = f"{named.said} {said}"
        yield Condition(named.column, Operator.EQ, (value,), said)


def _named_codes(stored: Stored, named: Named, key: ForeignKey, chance: random.Random) -> Iterator[Condition]:
    """The code, called by the name that stands beside it where the key refers to."""
    name = _name_of(stored.schema, key)
    if name is None:
        return
    code = SourceColumn(source=key.ref_table, column=key.ref_columns[0])
    pairs = _rows(
        stored,
        Select(
            items=(Item(expression=name.column), Item(expression=code)),
            sources=(TableSource(name=key.ref_table, table=key.ref_table),),
        ),
    )
    used = set(_values(stored, named.column))
    known = [(said, value) for said, value in pairs if isinstance(said, str) and value in used]
    for said, value in chance.sample(known, min(4, len(known))):
        yield Condition(named.column, Operator.EQ, (value,), said)


def _compared(stored: Stored, named: Named, chance: random.Random) -> Iterator[Condition]:
    numbers = sorted(v for v in _values(stored, named.column) if isinstance(v, int | float))
    if len(numbers) < 4:
        return
    for _ in range(2):
        value = chance.choice(numbers[len(numbers) // 5 : -(len(numbers) // 5) or None])
        value = round(value, -1) if isinstance(value, int) and value > 50 and chance.random() < 0.5 else value
        more = chance.random() < 0.6
        words = ("over", "above", "more than") if more else ("under", "below", "less than")
        said = f"those with {named.said} {chance.choice(words)} {value}"
        yield Condition(named.column, Operator.GT if more else Operator.LT, (value,), said)


def _dated(stored: Stored, named: Named, chance: random.Random) -> Iterator[Condition]:
    dates = sorted(v for v in _values(stored, named.column) if isinstance(v, str) and _DATE.match(v))
    for value in chance.sample(dates, min(2, len(dates))):
        year, month = value[:4], int(value[5:7])
        yield Condition(date_part("year", named.column), Operator.EQ, (year,), year)
        if 1 <= month <= 12:
            said = f"{_MONTHS[month - 1]} {year}"
            yield Condition(date_part("month", named.column), Operator.EQ, (value[:7],), said)


def _plural(name: str) -> str:
    words = " ".join(parts(name))
    if words.endswith(("s", "people", "staff", "data", "information")):
        return words
    return words[:-1] + "ies" if words.endswith("y") and words[-2:-1] not in "aeiou" else words + "s"


def _singular(name: str) -> str:
    words = " ".join(parts(name))
    if words.endswith("ies"):
        return words[:-3] + "y"
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words
