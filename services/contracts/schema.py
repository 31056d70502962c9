"""The schema snapshot: what a database holds, as every stage sees it."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import Field

from services.contracts.frozen import Cell, Frozen


class ColumnRef(Frozen):
    """One column of one table, spelled as the schema spells them. `*` as column means the rows themselves."""

    table: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


class Column(Frozen):
    """One column. `type` is the declared type, possibly empty (SQLite allows it)."""

    name: str
    type: str = ""
    not_null: bool = False
    primary_key: bool = False
    unique: bool = Field(default=False, description="alone PRIMARY KEY or UNIQUE: its values identify a row")
    description: str = ""
    excluded: bool = Field(
        default=False, description="personal data: its values are never stored, logged or sent on"
    )
    samples: tuple[Cell, ...] = Field(
        default=(), description="frequent stored values, most frequent first; not all of them"
    )


class Table(Frozen):
    """A table or view. `row_count` is None where counting would take too long or fails."""

    name: str
    columns: tuple[Column, ...]
    row_count: int | None = None
    view: bool = False
    description: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, whatever its case, as SQLite compares names."""
        wanted = name.lower()
        return next((column for column in self.columns if column.name.lower() == wanted), None)


class ForeignKey(Frozen):
    """`table.columns[i]` refers to `ref_table.ref_columns[i]`. `inferred` keys are not declared in the database."""

    table: str
    columns: tuple[str, ...] = Field(min_length=1)
    ref_table: str
    ref_columns: tuple[str, ...] = Field(min_length=1)
    inferred: bool = False


class Schema(Frozen):
    """The snapshot of one database at one content version. Equal content gives an equal `hash`."""

    database_id: str
    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, whose hash is that of its own content."""
        copy = super().model_copy(update=update, deep=deep)
        for derived in ("hash", "_by_name"):
            copy.__dict__.pop(derived, None)
        return copy

    @cached_property
    def hash(self) -> str:
        """sha256 (hex) of the canonical JSON: the snapshot's name on the wire and in stored sessions."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def table(self, name: str) -> Table | None:
        """The table of that name, whatever its case, as SQLite compares names."""
        return self._by_name.get(name.lower())

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name.lower(): table for table in self.tables}
