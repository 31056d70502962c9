"""What the names of one schema say: words of tables and columns, and which column names, dates or measures a row."""

from collections import deque
from dataclasses import dataclass
from functools import cached_property

from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.planner.lexical.likeness import likeness
from services.planner.vocabulary import ADDITIVE_STEMS
from services.planner.words import parts, stem

_NAMING = ("name", "title", "label")
_CODES = frozenset(("id", "code", "key", "no", "number", "ssn", "uuid"))
_DATE_PARTS = frozenset(("date", "time", "datetime", "timestamp", "on", "at", "day"))
_FAR = 9


@dataclass(frozen=True, slots=True)
class ColumnName:
    """`words` of the column; `own` are those that the table's name does not say already."""

    ref: ColumnRef
    words: tuple[str, ...]
    own: tuple[str, ...]
    table_words: tuple[str, ...]


class SchemaNames:
    """Built once per schema. Everything is derived from names, declared types and keys, never from stored rows."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.tables = {table.name: parts(table.name) for table in schema.tables}
        self.columns = tuple(
            _column_name(table, column) for table in schema.tables for column in table.columns
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a table or column, in lower case."""
        of_tables = (word for words in self.tables.values() for word in words)
        return frozenset(of_tables).union(*(name.words for name in self.columns))

    def tables_with(self, part: str) -> tuple[str, ...]:
        return self._tables_by_part.get(part, ())

    def columns_with(self, part: str) -> tuple[ColumnName, ...]:
        """Columns with that word in their own name or their table's."""
        return self._columns_by_part.get(part, ())

    def place(self, ref: ColumnRef) -> int:
        """Where the column stands in the schema."""
        return self._places[ref]

    @cached_property
    def _places(self) -> dict[ColumnRef, int]:
        return {name.ref: place for place, name in enumerate(self.columns)}

    @cached_property
    def _tables_by_part(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for table, words in self.tables.items():
            for word in dict.fromkeys(words):
                found.setdefault(word, []).append(table)
        return {word: tuple(tables) for word, tables in found.items()}

    @cached_property
    def _columns_by_part(self) -> dict[str, tuple[ColumnName, ...]]:
        found: dict[str, list[ColumnName]] = {}
        for name in self.columns:
            for word in dict.fromkeys((*name.words, *name.table_words)):
                found.setdefault(word, []).append(name)
        return {word: tuple(names) for word, names in found.items()}

    @cached_property
    def by_ref(self) -> dict[ColumnRef, ColumnName]:
        return {name.ref: name for name in self.columns}

    def columns_of(self, table: str) -> tuple[ColumnName, ...]:
        return self._by_table.get(table, ())

    def column(self, ref: ColumnRef) -> Column:
        """Raises KeyError for a column that the schema has not."""
        table = self.schema.table(ref.table)
        column = table.column(ref.column) if table else None
        if column is None:
            raise KeyError(str(ref))
        return column

    def is_numeric(self, ref: ColumnRef) -> bool:
        """By declared type; where none is declared or it says nothing, by the samples."""
        column = self.column(ref)
        declared = column.type.upper()
        if any(word in declared for word in ("INT", "REAL", "NUM", "DEC", "FLOA", "DOUB", "MONEY")):
            return True
        return bool(column.samples) and all(isinstance(value, int | float) for value in column.samples)

    def is_date(self, ref: ColumnRef) -> bool:
        """A date or time by declared type, else by name: a text called `…date…`, `…_on` or `…_at`."""
        declared = self.column(ref).type.upper()
        if "DATE" in declared or "TIME" in declared:
            return True
        words = parts(ref.column)
        if self.is_numeric(ref) or not words:
            return False
        return "date" in words or words[-1] in _DATE_PARTS

    def is_key(self, ref: ColumnRef) -> bool:
        """It identifies a row of its own or another table: not a measure, whatever its type."""
        if self.column(ref).primary_key or ref in self._references:
            return True
        return parts(ref.column)[-1:] in {("id",), ("code",), ("key",)}

    def is_flag(self, ref: ColumnRef) -> bool:
        """Yes or no as 1 or 0: by declared type, or by the samples."""
        column = self.column(ref)
        return column.type.upper().startswith("BOOL") or (
            len(column.samples) > 1 and all(sample in (0, 1) for sample in column.samples)
        )

    def is_measure(self, ref: ColumnRef) -> bool:
        return self.is_numeric(ref) and not (self.is_key(ref) or self.is_date(ref) or self.is_flag(ref))

    def is_additive(self, ref: ColumnRef) -> bool:
        """Whether its values make sense as a sum (an amount) rather than as a mean (a rate, an age)."""
        return any(stem(word) in ADDITIVE_STEMS for word in parts(ref.column))

    def naming(self, table: str) -> tuple[ColumnRef, ...]:
        """The columns that a reader knows a row by: name, title or label; called like the table; first
        and last name; nothing where there is none."""
        candidates = [name for name in self.columns_of(table) if not self.is_numeric(name.ref)]
        for wanted in _NAMING:
            for name in candidates:
                if name.own == (wanted,) or name.words == (wanted,):
                    return (name.ref,)
        for name in candidates:
            if name.words == self.tables[table]:
                return (name.ref,)
        personal = [name for name in candidates if _personal_name(name)]
        if len(personal) >= 2:
            return tuple(name.ref for name in personal[:2])
        for wanted in _NAMING:
            for name in candidates:
                if name.words[-1:] == (wanted,) or (
                    wanted == "name" and name.ref.column.lower().endswith("name")
                ):
                    return (name.ref,)
        return ()

    def key(self, table: str) -> ColumnRef | None:
        """The one column that identifies a row, if there is one."""
        return self._keys.get(table)

    @cached_property
    def _keys(self) -> dict[str, ColumnRef]:
        keys = {}
        for table in self.schema.tables:
            primary = [column for column in table.columns if column.primary_key]
            unique = [column for column in table.columns if column.unique]
            for column in primary if len(primary) == 1 else unique[:1]:
                keys[table.name] = ColumnRef(table=table.name, column=column.name)
        return keys

    def dates(self, table: str) -> tuple[ColumnRef, ...]:
        return tuple(name.ref for name in self.columns_of(table) if self.is_date(name.ref))

    def refers_to(self, ref: ColumnRef) -> ColumnRef | None:
        """The column that this one refers to by a single-column key."""
        return self._references.get(ref)

    def same_meaning(self, left: ColumnRef, right: ColumnRef) -> bool:
        """Equal, joined by a key, or the key and the name of what it refers to (orders.country, countries.name)."""
        return left == right or bool(self._entity(left) & self._entity(right))

    def distance(self, start: str, end: str) -> int:
        """Joins between two tables; a large number where no keys lead there."""
        return self._distances(start).get(end, _FAR)

    def refers(self, table: str, other: str) -> bool:
        """Whether `table` holds a key to `other`."""
        return table != other and any(
            (key.table, key.ref_table) == (table, other) for key in self.schema.foreign_keys
        )

    def referring(self, table: str) -> str | None:
        """The table with most rows that refers to this one: what happens to its rows."""
        others = [known for known in self.schema.tables if self.refers(known.name, table)]
        return max(others, key=lambda known: known.row_count or 0).name if others else None

    def joins(self, table: str, other: str) -> bool:
        """Whether keys lead from one table to the other."""
        return other in self._distances(table)

    def has_many(self, table: str, other: str) -> bool:
        """Whether one row of `table` may meet several of `other`: they join, but not by keys that lead only upwards."""
        return self.joins(table, other) and other not in self._one_of(table)

    def _one_of(self, table: str) -> set[str]:
        """The table and those of which each of its rows has one at most, by the keys that it holds, and so on."""
        reached, left = {table}, [table]
        while left:
            holder = left.pop()
            above = {key.ref_table for key in self.schema.foreign_keys if key.table == holder} - reached
            reached |= above
            left += above
        return reached

    def _entity(self, ref: ColumnRef) -> set[str]:
        """Tables whose rows the column stands for."""
        referred = self.refers_to(ref)
        tables = {referred.table} if referred else set()
        if ref == self.key(ref.table) or ref in self.naming(ref.table) or self.column(ref).unique:
            tables.add(ref.table)
        return tables

    def _distances(self, start: str) -> dict[str, int]:
        if start not in self._known_distances:
            reached = {start: 0}
            queue = deque([start])
            while queue:
                table = queue.popleft()
                for neighbour in self._neighbours.get(table, ()):
                    if neighbour not in reached:
                        reached[neighbour] = reached[table] + 1
                        queue.append(neighbour)
            self._known_distances[start] = reached
        return self._known_distances[start]

    @cached_property
    def _known_distances(self) -> dict[str, dict[str, int]]:
        return {}

    @cached_property
    def _neighbours(self) -> dict[str, list[str]]:
        neighbours: dict[str, list[str]] = {}
        for key in self.schema.foreign_keys:
            neighbours.setdefault(key.table, []).append(key.ref_table)
            neighbours.setdefault(key.ref_table, []).append(key.table)
        return neighbours

    @cached_property
    def _references(self) -> dict[ColumnRef, ColumnRef]:
        return {
            ColumnRef(table=key.table, column=key.columns[0]): ColumnRef(
                table=key.ref_table, column=key.ref_columns[0]
            )
            for key in self.schema.foreign_keys
            if len(key.columns) == 1
        }

    @cached_property
    def _by_table(self) -> dict[str, tuple[ColumnName, ...]]:
        grouped: dict[str, list[ColumnName]] = {}
        for name in self.columns:
            grouped.setdefault(name.ref.table, []).append(name)
        return {table: tuple(names) for table, names in grouped.items()}


def _column_name(table: Table, column: Column) -> ColumnName:
    words, table_words = parts(column.name), parts(table.name)
    own = tuple(word for word in words if not any(_says(table_word, word) for table_word in table_words))
    return ColumnName(ColumnRef(table=table.name, column=column.name), words, own or words, table_words)


def _says(table_word: str, word: str) -> bool:
    """The column repeats the table's name: customer_name and cust_name in customers."""
    return stem(table_word) == stem(word) or likeness(table_word, word) >= 0.7


def _personal_name(name: ColumnName) -> bool:
    """first_name, last_name, fname, lname, surname and the like."""
    joined = "".join(name.own)
    return joined in {
        "firstname",
        "lastname",
        "fname",
        "lname",
        "surname",
        "forename",
        "givenname",
        "familyname",
    }
