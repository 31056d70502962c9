"""What a user writes down about a database: descriptions, personal data, synonyms of stored values.

In the folder of notes, `<database id>.yaml`, `<database id>/*.csv` in BIRD's form (one file per table), or both:

    tables:
      orders:
        description: one row per order
        columns:
          country: {description: where it is sent, values: {FR: [France, "the Hexagon"]}}
          note: {excluded: true}
    synonyms:
      cancelled: [called off, void]     # whichever column stores it
"""

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.contracts.errors import InvalidRequest
from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.value_index.text_entries import entry_key

_BIRD = ".csv"


@dataclass(frozen=True, slots=True)
class Synonym:
    """The words stand for the stored `value`, of that column or of any."""

    words: str
    value: str
    column: ColumnRef | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """Names are in lower case, as SQLite compares them."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()
    synonyms: Mapping[str, tuple[Synonym, ...]] = field(default_factory=dict)  # by key

    def excluding(self, schema: Schema) -> Schema:
        """Without the samples of excluded columns; nor of any view, which can show one under another name."""

        def column_without(table: Table, column: Column) -> Column:
            if (table.name.lower(), column.name.lower()) in self.excluded:
                return column.model_copy(update={"excluded": True, "samples": ()})
            return column.model_copy(update={"samples": ()}) if table.view else column

        return _changed(schema, column_without) if self.excluded else schema

    def described(self, schema: Schema) -> Schema:
        def column_described(table: Table, column: Column) -> Column:
            text = self.columns.get((table.name.lower(), column.name.lower()), column.description)
            return column.model_copy(update={"description": text})

        if not (self.tables or self.columns):
            return schema
        return _changed(schema, column_described, self.tables)


def _changed(
    schema: Schema,
    changed: Callable[[Table, Column], Column],
    descriptions: Mapping[str, str] = MappingProxyType({}),
) -> Schema:
    tables = tuple(
        table.model_copy(
            update={
                "description": descriptions.get(table.name.lower(), table.description),
                "columns": tuple(changed(table, column) for column in table.columns),
            }
        )
        for table in schema.tables
    )
    # Not a copy, which would keep the hash of the schema as it was.
    return Schema(database_id=schema.database_id, tables=tables, foreign_keys=schema.foreign_keys)


NO_NOTES = Notes()


class _Column(BaseModel):
    model_config = ConfigDict(extra="forbid")

    description: str = ""
    excluded: bool = False
    values: dict[str | int | float, list[str]] = Field(default_factory=dict)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    description: str = ""
    columns: dict[str, _Column] = Field(default_factory=dict)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tables: dict[str, _Table] = Field(default_factory=dict)
    synonyms: dict[str | int | float, list[str]] = Field(default_factory=dict)


def read_notes(folder: Path | None, database_id: str) -> Notes:
    """None of them where there are no files of that database. Raises InvalidRequest for a file that cannot be read, and
    where there is no such folder."""
    files = _files(folder, database_id)
    if not files:
        return NO_NOTES
    columns = {name: text for path in files if path.suffix == _BIRD for name, text in _bird_columns(path)}
    file = next((_read_yaml(path) for path in files if path.suffix != _BIRD), _File())
    tables: dict[str, str] = {}
    excluded: set[tuple[str, str]] = set()
    for table, about in file.tables.items():
        tables[table.lower()] = about.description
        for column, said in about.columns.items():
            if said.description:
                columns[table.lower(), column.lower()] = said.description
            if said.excluded:
                excluded.add((table.lower(), column.lower()))
    synonyms: dict[str, list[Synonym]] = {}
    for synonym in _synonyms(file):
        synonyms.setdefault(entry_key(synonym.words), []).append(synonym)
    return Notes(
        tables={name: text for name, text in tables.items() if text},
        columns=columns,
        excluded=frozenset(excluded),
        synonyms={key: tuple(found) for key, found in synonyms.items()},
    )


def notes_version(folder: Path | None, database_id: str) -> str:
    """Opaque; changes with the files, by inode, size and time. Raises InvalidRequest where there is no such folder."""
    files = _files(folder, database_id).items()
    return repr([(path.name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in files])


def _files(folder: Path | None, database_id: str) -> dict[Path, os.stat_result]:
    if folder is None:
        return {}
    if not folder.is_dir():  # what it excludes would be kept
        raise InvalidRequest(f"There is no folder of notes {folder}.", field="notes")
    found: dict[Path, os.stat_result] = {}
    for path in (folder / f"{database_id}.yaml", *sorted((folder / database_id).glob(f"*{_BIRD}"))):
        with suppress(FileNotFoundError):
            found[path] = path.stat()
    return found


def _synonyms(file: _File) -> Iterator[Synonym]:
    for value, said in file.synonyms.items():
        yield from (Synonym(words, str(value)) for words in said)
    for table, about in file.tables.items():
        for column, described in about.columns.items():
            for value, said in described.values.items():
                reference = ColumnRef(table=table, column=column)
                yield from (Synonym(words, str(value), reference) for words in said)


def _read_yaml(path: Path) -> _File:
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise InvalidRequest(f"The notes {path.name}: {place}: {fault['msg']}.", field="notes") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise InvalidRequest(f"The notes {path.name} cannot be read: {error}", field="notes") from error


def _bird_columns(path: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """The columns of the table that the file is named after. Some of BIRD's files are not UTF-8."""
    try:
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
        for row in csv.DictReader(text.splitlines(keepends=True)):
            name = (row.get("original_column_name") or "").strip()
            said = (row.get("column_description"), row.get("value_description"))
            texts = [" ".join(text.split()) for text in said if text and text.strip()]
            if name and texts:
                yield (path.stem.lower(), name.lower()), "; ".join(texts)
    except (OSError, csv.Error) as error:
        raise InvalidRequest(f"The notes {path.name} cannot be read: {error}", field="notes") from error
