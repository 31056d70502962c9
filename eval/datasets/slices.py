"""Slices: fixed choices of rows, so that two runs that name one slice have run the same rows.

A manifest is a JSON object `{"name", "data_set", "rows": [row ids], "hash"}`; the hash is that of the ids.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, ValidationError

from eval.datasets.records import read_object
from eval.datasets.reference import DataSet, hash_of
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen

COSQL_DEV_SHA256 = "fd93ff8534f1fb4031b1ff52e8520c98aa8d082162599061e753b44ea26ce96d"


class SliceManifest(Frozen):
    model_config = ConfigDict(extra="ignore")

    name: str
    data_set: str
    rows: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class PublishedSlice:
    """Dialogues `first` to `last` (counted from 0, both included) of the file with that hash."""

    file_sha256: str
    first: int
    last: int
    turns: int

    def of(self, data: DataSet, *, name: str) -> DataSet:
        """Raises InvalidRequest for another file, and where the number of turns is not the published one."""
        if self.file_sha256 not in data.files.values():
            raise InvalidRequest(
                f"the slice '{name}' is one of another file: sha256 {self.file_sha256[:12]}…, not "
                + ", ".join(f"{found[:12]}… ({file})" for file, found in data.files.items())
            )
        wanted = {str(number) for number in range(self.first, self.last + 1)}
        chosen = data.with_rows((row for row in data.rows if row.dialogue in wanted), name=name)
        if len(chosen.rows) != self.turns:
            raise InvalidRequest(
                f"the slice '{name}' has {len(chosen.rows)} turns here, and {self.turns} as published"
            )
        return chosen


# Dialogue indexes of CoSQL's sql_state_tracking/cosql_dev.json, with the published numbers of turns.
PUBLISHED = {
    "cosql-dev-0-31": PublishedSlice(COSQL_DEV_SHA256, 0, 31, 100),
    "cosql-dev-100-111": PublishedSlice(COSQL_DEV_SHA256, 100, 111, 43),
    "cosql-dev-100-292": PublishedSlice(COSQL_DEV_SHA256, 100, 292, 680),
}


def slice_of(data: DataSet, name_or_file: str) -> DataSet:
    """The rows of a published slice, or of a manifest file. Raises InvalidRequest."""
    published = PUBLISHED.get(name_or_file)
    if published is not None:
        return published.of(data, name=name_or_file)
    path = Path(name_or_file)
    if not path.is_file():
        known = ", ".join(PUBLISHED)
        raise InvalidRequest(f"there is no slice '{name_or_file}': name a manifest file, or one of {known}")
    return _of_manifest(data, path)


def write_slice(data: DataSet, path: Path) -> None:
    """Raises InvalidRequest for a place that cannot be written to."""
    manifest = SliceManifest(
        name=path.stem, data_set=data.name, rows=tuple(row.id for row in data.rows), hash=data.ids_hash
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(manifest.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidRequest(f"the manifest cannot be written: {error}") from error


def _of_manifest(data: DataSet, path: Path) -> DataSet:
    content, _ = read_object(path)
    try:
        manifest = SliceManifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidRequest(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if hash_of(manifest.rows) != manifest.hash:
        raise InvalidRequest(f"{path}: the hash is not that of its rows: they were changed by hand")
    wanted = frozenset(manifest.rows)
    missing = wanted - {row.id for row in data.rows}
    if missing:
        raise InvalidRequest(f"{path}: {data.name} has no row '{min(missing)}', and {len(missing) - 1} more")
    chosen = data.with_rows((row for row in data.rows if row.id in wanted), name=manifest.name)
    for dialogue in chosen.dialogues:
        if [row.turn for row in dialogue] != list(range(1, len(dialogue) + 1)):
            raise InvalidRequest(
                f"{path}: turns before the last one of dialogue {dialogue[0].dialogue} are left out"
            )
    return chosen
