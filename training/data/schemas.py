"""Schemas of the data sets' databases: from the SQLite file where there is one, else from `tables.json`."""

import json
from pathlib import Path
from typing import Any

from services.contracts.schema import Column, ForeignKey, Schema, Table
from training.data.written import written_databases

# Declared types that SQLite reads as the affinity which the listing's type words mean.
_TYPES = {"number": "NUMERIC", "text": "TEXT", "time": "DATETIME", "boolean": "BOOLEAN", "others": ""}


def published_files(folder: Path) -> dict[str, Path]:
    """The SQLite files of the data folder, by database id."""
    return {path.stem: path for path in sorted((folder / "databases").glob("*/*.sqlite"))}


def database_files(folder: Path, cache: Path) -> dict[str, Path]:
    """Those, and the databases written for this project, which are built below the cache."""
    return published_files(folder) | written_databases(cache / "written")


def listed_schemas(folder: Path) -> dict[str, Schema]:
    """Every schema of `tables.json`, without rows or samples."""
    entries = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
    return {entry["db_id"]: _schema(entry) for entry in entries}


def _schema(entry: dict[str, Any]) -> Schema:
    names: list[str] = entry["table_names_original"]
    columns: list[list[Any]] = entry["column_names_original"]
    keys = set(entry["primary_keys"])
    tables = tuple(
        Table(
            name=name,
            columns=tuple(
                Column(name=column, type=_TYPES[entry["column_types"][place]], primary_key=place in keys)
                for place, (owner, column) in enumerate(columns)
                if owner == number
            ),
        )
        for number, name in enumerate(names)
    )
    foreign_keys = tuple(
        ForeignKey(
            table=names[columns[left][0]],
            columns=(columns[left][1],),
            ref_table=names[columns[right][0]],
            ref_columns=(columns[right][1],),
        )
        for left, right in entry["foreign_keys"]
    )
    return Schema(database_id=entry["db_id"], tables=tables, foreign_keys=foreign_keys)
