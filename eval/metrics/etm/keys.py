"""What the declared keys of a schema say of its columns. All names in lower case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.metrics.etm.tree import Arg, Breaks


@dataclass(frozen=True, slots=True)
class TableKeys:
    """`foreign_keys`: column → `table.column`. A column is unique or non-null by itself, not as part of a key."""

    columns: tuple[str, ...]
    primary_key: frozenset[str] = frozenset()
    foreign_keys: Mapping[str, str] = field(default_factory=dict)
    unique: frozenset[str] = frozenset()
    not_null: frozenset[str] = frozenset()


SchemaKeys = Mapping[str, TableKeys]  # by table


class Marks:
    """The keys during one comparison: rule 19 hands the marks of a column on to those that it is joined with."""

    def __init__(self, keys: SchemaKeys) -> None:
        self._keys = keys
        self._unique = {(table, column) for table, known in keys.items() for column in known.unique}
        self._not_null = {(table, column) for table, known in keys.items() for column in known.not_null}

    def table(self, name: Arg) -> TableKeys:
        """Raises Breaks for anything but a table: a view, a CTE, a derived table."""
        if not isinstance(name, str) or name not in self._keys:
            raise Breaks(f"no such table: {name}")
        return self._keys[name]

    def unique(self, table: Arg, column: Arg) -> bool:
        """This and the following raise Breaks as `table` does."""
        self.table(table)
        return (table, column) in self._unique

    def not_null(self, table: Arg, column: Arg) -> bool:
        self.table(table)
        return (table, column) in self._not_null

    def refers(self, table: Arg, column: Arg, to_table: Arg, to_column: Arg) -> bool:
        """Whether the column is a foreign key to the other, which is part of its table's primary key."""
        if to_column not in self.table(to_table).primary_key:
            return False
        return (
            isinstance(column, str)
            and self.table(table).foreign_keys.get(column) == f"{to_table}.{to_column}"
        )

    def share(self, table: Arg, column: Arg, other_table: Arg, other_column: Arg) -> None:
        """What one of two equal columns is, unique or non-null, the other is as well."""
        self.table(table)
        self.table(other_table)
        ends = {(str(table), str(column)), (str(other_table), str(other_column))}
        for marked in (self._unique, self._not_null):
            if marked & ends:
                marked |= ends
