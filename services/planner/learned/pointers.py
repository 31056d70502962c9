"""What the actions of one request can point at: tables and columns of its schema, and candidate values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from services.contracts.schema import Column, Schema
from services.planner.learned.rules import RULES

Literal = int | float | str | None

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?\b")
_NUMBER = re.compile(r"\s*[-+$€£]?\s*[\d.,]*\d[\d.,]*\s*%?\s*$")


@dataclass(frozen=True)
class Pointers:
    """Actions are numbers: first the rules, then the tables, the columns (by table) and the values.

    `tables` are those that the encoder sees, by name; a schema wider than its window leaves the others out.
    """

    schema: Schema
    tables: tuple[str, ...]
    columns: tuple[tuple[int, str], ...]
    values: tuple[Literal, ...]

    @property
    def first_table(self) -> int:
        return len(RULES)

    @property
    def first_column(self) -> int:
        return len(RULES) + len(self.tables)

    @property
    def first_value(self) -> int:
        return self.first_column + len(self.columns)

    @property
    def size(self) -> int:
        """How many actions there are."""
        return self.first_value + len(self.values)

    @cached_property
    def columns_of(self) -> tuple[range, ...]:
        """The actions of each table's columns."""
        first, ranges = self.first_column, []
        owners = [owner for owner, _ in self.columns]
        for table in range(len(self.tables)):
            count = owners.count(table)
            ranges.append(range(first, first + count))
            first += count
        return tuple(ranges)

    @cached_property
    def table_action(self) -> dict[str, int]:
        """By name in lower case."""
        return {name.lower(): self.first_table + place for place, name in enumerate(self.tables)}

    @cached_property
    def column_action(self) -> dict[tuple[str, str], int]:
        """By table and column in lower case."""
        return {
            (self.tables[owner].lower(), name.lower()): self.first_column + place
            for place, (owner, name) in enumerate(self.columns)
        }

    @cached_property
    def dates(self) -> frozenset[int]:
        """The columns that hold dates, by declared type or by their values."""
        return frozenset(action for action, column in self._described if _holds_dates(column))

    @cached_property
    def stored_dates(self) -> frozenset[tuple[str, str]]:
        """The columns whose known values are dates, as table and column in lower case."""
        named = ((self.column(action), column) for action, column in self._described)
        return frozenset(
            (table.lower(), name.lower())
            for (table, name), column in named
            if column.samples and all(is_date(value) for value in column.samples if value is not None)
        )

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The columns that can be summed: none of texts alone, nor of dates."""
        return frozenset(
            action
            for action, column in self._described
            if _holds_numbers(column) and action not in self.dates
        )

    @property
    def _described(self) -> Iterator[tuple[int, Column]]:
        for place, (owner, name) in enumerate(self.columns):
            table = self.schema.table(self.tables[owner])
            column = table.column(name) if table is not None else None
            if column is not None:
                yield self.first_column + place, column

    @cached_property
    def value_actions(self) -> range:
        return range(self.first_value, self.size)

    def is_table(self, action: int) -> bool:
        return self.first_table <= action < self.first_column

    def is_column(self, action: int) -> bool:
        return self.first_column <= action < self.first_value

    def is_value(self, action: int) -> bool:
        return self.first_value <= action < self.size

    def table(self, action: int) -> str:
        return self.tables[action - self.first_table]

    def column(self, action: int) -> tuple[str, str]:
        owner, name = self.columns[action - self.first_column]
        return self.tables[owner], name

    def value(self, action: int) -> Literal:
        return self.values[action - self.first_value]


def is_date(value: object) -> bool:
    """A text that starts with year and month, as ISO 8601 writes them."""
    return isinstance(value, str) and _DATE.match(value) is not None


def _holds_dates(column: Column) -> bool:
    texts = [value for value in column.samples if isinstance(value, str)]
    if texts:
        return all(map(is_date, texts))
    declared = column.type.upper()
    return not column.samples and ("DATE" in declared or "TIME" in declared)


def _holds_numbers(column: Column) -> bool:
    """Also where nothing is known of its values: the declared type alone may be TEXT for numbers."""
    texts = [value for value in column.samples if isinstance(value, str)]
    return not texts or len(texts) < len(column.samples) or any(_NUMBER.match(text) for text in texts)
