"""What the value index reads, keeps and answers; every setting comes from TURNWISE_VALUE_INDEX_<NAME>."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _separated(said: object) -> object:
    """A list as JSON, or with commas between."""
    if not isinstance(said, str):
        return said
    if said.lstrip().startswith("["):
        return json.loads(said)
    return [part.strip() for part in said.split(",") if part.strip()]


Patterns = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_separated)]


class ValueIndexSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TURNWISE_VALUE_INDEX_", frozen=True)

    values: bool = Field(
        default=True,
        description="False switches the values off: links hold the schema, ranked tables and columns alone",
    )
    excluded_columns: Patterns = Field(
        default=(),
        description="patterns (*, ?) of `column` or `table.column`, whatever the case, as JSON or with commas between; "
        "their values are never kept",
    )
    secret_columns: Patterns = Field(
        default=("*password*", "*passwd*", "*secret*", "*api_key*", "*access_token*", "*ssn*"),
        description="such patterns for any database; their values are never kept either",
    )

    samples: int = Field(default=5, ge=0, description="sample values per column")
    sample_characters: int = Field(default=60, ge=1, description="longer texts are no samples")
    sampled_rows: int = Field(
        default=10_000, ge=1, description="a larger table is sampled by this many rows, spread evenly"
    )
    counted_rows: int = Field(
        default=5_000_000, ge=1, description="a larger table has no row count in the snapshot"
    )

    indexed_rows: int = Field(
        default=20_000_000, ge=1, description="a larger table is indexed by a sample of its rows"
    )
    indexed_sample: int = Field(
        default=200_000, ge=1, description="how many rows of such a table are read, spread evenly"
    )
    values_per_column: int = Field(default=2_000_000, ge=1, description="distinct texts kept of one column")
    value_characters: int = Field(
        default=100, ge=1, description="longer texts are not kept whole, but by their words"
    )
    parts_per_column: int = Field(
        default=100_000,
        ge=1,
        description="words, and pairs of neighbours, kept of the longer texts of one column",
    )

    notes: Path | None = Field(
        default=None,
        description="folder of what users wrote about the databases: `<database id>.yaml` with descriptions, personal "
        "data and synonyms, or `<database id>/*.csv` with descriptions in BIRD's form",
    )
    encoder: Path | None = Field(
        default=None,
        description="folder of an encoder, such as `models/planner`: words that match nothing are then compared with "
        "categorical texts by their meaning; needs the extra `learned`",
    )
    encoded_texts: int = Field(
        default=2_000,
        ge=1,
        description="categorical texts that are compared by meaning; some 1,000 a second are read",
    )
    cells_in_memory: int = Field(
        default=500_000,
        ge=0,
        description="a database of at most so many texts is read into memory each time; of a larger one, the index is "
        "kept in the store",
    )
    store: str = Field(
        default="",
        description="where indexes are kept: a folder, or `postgresql://USER:PASSWORD@HOST/NAME`; none: the user's "
        "cache folder",
    )
    build_megabytes: int = Field(
        default=512, ge=16, description="memory for texts that wait to be written while an index is built"
    )
    wait_seconds: float = Field(
        default=20.0,
        ge=0,
        description="how long a question waits for an index that is being built; after that it is answered with the "
        "index before it, or by the schema alone, and marked as truncated",
    )

    value_links: int = Field(default=25, ge=1, description="value links of one answer, at most")
    ranked_tables: int = Field(default=50, ge=1, description="ranked tables of one answer, at most")
    ranked_columns: int = Field(default=100, ge=1, description="ranked columns of one answer, at most")
    history_turns: int = Field(default=5, ge=0, description="earlier questions whose mentions are linked too")
    open_databases: int = Field(default=16, ge=1, description="databases kept indexed at a time")

    def excludes(self, table: str, column: str) -> bool:
        """Whether the stored values of that column must not be kept or sent on."""
        names = (column.lower(), f"{table}.{column}".lower())
        patterns = (*self.excluded_columns, *self.secret_columns)
        return any(fnmatchcase(name, pattern.lower()) for pattern in patterns for name in names)
