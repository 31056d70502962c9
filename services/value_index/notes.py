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
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.contracts.errors import InvalidRequest
from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.value_index.text_entries import entry_key


@dataclass(frozen=True, slots=True)
class Synonym:
    """The words stand for the stored `value`, of that column or of any."""

    words: str
    value: str
    column: ColumnRef | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """Names are in lower case, as SQLite compares them. `digest` changes with the files."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()
    synonyms: Mapping[str, tuple[Synonym, ...]] = field(default_factory=dict)  # by key
    digest: str = ""

    def applied(self, schema: Schema) -> Schema:
        """The schema with the descriptions and exclusions; itself where there are none."""
        if not (self.tables or self.columns or self.excluded):
            return schema
        tables = tuple(map(self._described, schema.tables))
        # A view can show an excluded column under another name.
        private = bool(self.excluded)
        return schema.model_copy(
            update={
                "tables": tuple(_unsampled(table) if private and table.view else table for table in tables)
            }
        )

    def _described(self, table: Table) -> Table:
        def described(column: Column) -> Column:
            name = (table.name.lower(), column.name.lower())
            changed: dict[str, object] = {"description": self.columns.get(name, column.description)}
            if name in self.excluded:
                changed |= {"excluded": True, "samples": ()}
            return column.model_copy(update=changed)

        description = self.tables.get(table.name.lower(), table.description)
        columns = tuple(map(described, table.columns))
        return table.model_copy(update={"description": description, "columns": columns})


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
    """None of them where there are no files of that database. Raises InvalidRequest for a file that cannot be read."""
    if folder is None:
        return NO_NOTES
    written, described = folder / f"{database_id}.yaml", folder / database_id
    files = [path for path in (written, *sorted(described.glob("*.csv"))) if path.is_file()]
    if not files:
        return NO_NOTES
    columns = {name: text for path in files if path != written for name, text in _bird_columns(path)}
    file = _read_yaml(written) if written in files else _File()
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
        digest="-".join(f"{zlib.crc32(path.read_bytes()):08x}" for path in files),
    )


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


def _unsampled(table: Table) -> Table:
    columns = tuple(column.model_copy(update={"samples": ()}) for column in table.columns)
    return table.model_copy(update={"columns": columns})
