"""Where the databases of a run lie, and which of them are there."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from eval.metrics import esm
from eval.metrics.esm.keys import keys_from_schema, keys_from_tables_json
from eval.scoring import EvaluationDatabase
from services.contracts.catalogue import Catalogue, Database, open_readonly
from services.contracts.errors import DatabaseUnusable
from services.value_index.snapshot import read_schema


@dataclass(frozen=True)
class SingleFile(EvaluationDatabase):
    """A database that is one file of any name; its neighbours in the folder are none of its test suite."""

    file: Path = field(default_factory=Path)

    @cached_property
    def main(self) -> Database:
        return Database(self.id, self.file)

    @cached_property
    def suite(self) -> list[Database]:
        return [self.main]


@dataclass(frozen=True)
class DatabaseFiles:
    """The databases of a run: `folder` holds `<id>/<id>.sqlite`; `single` are files by the id that rows give them.

    `tables` is a tables.json as Spider's, from which ESM takes the keys; a database that it does not know has those
    that it declares itself.
    """

    folder: Path
    tables: Path | None = None
    single: Mapping[str, Path] = field(default_factory=dict)

    def path(self, database_id: str) -> Path:
        return self.single.get(database_id) or self.folder / database_id / f"{database_id}.sqlite"

    def catalogue(self, wanted: Iterable[str]) -> Catalogue:
        """Those that are there."""
        return Catalogue.of({each: path for each in wanted if (path := self.path(each)).is_file()})

    def database(self, database_id: str) -> EvaluationDatabase:
        representatives = self._keys.get(database_id)
        if representatives is None:
            representatives = self._declared(database_id)
        if database_id in self.single:
            file = self.single[database_id]
            return SingleFile(database_id, file.parent, representatives, file)
        return EvaluationDatabase(database_id, self.folder / database_id, representatives)

    @cached_property
    def _keys(self) -> Mapping[str, esm.Representatives]:
        return keys_from_tables_json(self.tables) if self.tables else {}

    def _declared(self, database_id: str) -> esm.Representatives | None:
        try:
            connection = open_readonly(Database(database_id, self.path(database_id)))
        except DatabaseUnusable:
            return None  # nothing of it can be scored, for a reason that every row says
        with closing(connection):
            return keys_from_schema(read_schema(connection, database_id))
