"""Foreign keys as Spider's script uses them: each column that takes part in one is mapped to one of its group."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from services.contracts.errors import InvalidRequest
from services.contracts.schema import Schema

Representatives = Mapping[str, str]  # `table.column` → the first column of its group, in lower case


def keys_from_tables_json(path: Path) -> dict[str, Representatives]:
    """For each database id of a file in the form of Spider's tables.json. Raises InvalidRequest for another form."""
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_text())
        if not isinstance(entries, list):
            raise TypeError("not a list")
        return {entry["db_id"]: _of_entry(entry) for entry in entries}
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InvalidRequest(
            f"{path} is no schema file in the form of Spider's tables.json: {error}"
        ) from error


def keys_from_schema(schema: Schema) -> Representatives:
    """From the keys that the database declares, for one that no tables.json knows."""
    columns = {table.name: [column.name for column in table.columns] for table in schema.tables}
    declared = [
        (f"{key.table}.{column}", f"{key.ref_table}.{referred}")
        for key in schema.foreign_keys
        if not key.inferred
        for column, referred in zip(key.columns, key.ref_columns, strict=True)
    ]
    return keys_from_declared(columns, declared)


def keys_from_declared(
    columns: Mapping[str, Sequence[str]], foreign_keys: Iterable[tuple[str, str]]
) -> Representatives:
    """From the columns by table, and pairs of `table.column`, the key and what it refers to, in any spelling."""
    names = [f"{table}.{column}".lower() for table, listed in columns.items() for column in listed]
    places = {name: place for place, name in enumerate(names)}
    keys = [(key.lower(), referred.lower()) for key, referred in foreign_keys]
    known = [
        (places[key], places[referred]) for key, referred in keys if key in places and referred in places
    ]
    return _representatives(names, known)


def _of_entry(entry: Mapping[str, Any]) -> Representatives:
    tables = entry["table_names_original"]
    columns = [
        f"{tables[table]}.{column}".lower() if table >= 0 else column
        for table, column in entry["column_names_original"]
    ]
    return _representatives(columns, entry["foreign_keys"])


def _representatives(columns: Sequence[str], keys: Sequence[Sequence[int]]) -> Representatives:
    """A key joins the first group that has one of its columns; two groups that it connects stay two."""
    groups: list[set[int]] = []
    for key in keys:
        group = next((group for group in groups if not group.isdisjoint(key)), None)
        if group is None:
            group = set()
            groups.append(group)
        group.update(key)
    return {columns[place]: columns[min(group)] for group in groups for place in group}
