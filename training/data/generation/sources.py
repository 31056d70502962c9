"""From the words of a command line to the sets that rows are made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.databases import DatabaseFiles
from eval.datasets.choosing import FILES, read_data_set
from eval.datasets.database_words import databases_named
from eval.datasets.reference import DataSet, Dialogue, ReferenceTurn
from services.contracts.catalogue import Catalogue
from services.contracts.errors import InvalidRequest

USUAL = ("cosql:train", "sparc:train", "spider:train", "spider:train_others")
# As the planner's data call them; they begin the ids of rows.
NAMES: Mapping[str, str] = {
    "cosql:train": "cosql",
    "sparc:train": "sparc",
    "spider:train": "spider",
    "spider:train_others": "spider_others",
    "spider_syn:train": "spider_syn",
}


@dataclass(frozen=True)
class Source:
    """`name` begins the ids of its rows."""

    name: str
    words: str
    data: DataSet
    files: DatabaseFiles

    def id_of(self, turn: ReferenceTurn) -> str:
        return f"{self.name}:{turn.dialogue}:{turn.turn}"

    def is_there(self, database_id: str) -> bool:
        return self.files.path(database_id).is_file()

    @property
    def catalogue(self) -> Catalogue:
        return self.files.catalogue(dict.fromkeys(row.database_id for row in self.data.rows))

    @property
    def by_database(self) -> list[Dialogue]:
        """The dialogues; those of one database follow each other."""
        return sorted(self.data.dialogues, key=lambda dialogue: dialogue[0].database_id)


def sources_of(
    words: Sequence[str], dbs: Sequence[str], folder: Path, *, limit: int | None = None
) -> tuple[Source, ...]:
    """`words` and `dbs` as in `turnwise eval run`; `limit`: the first so many dialogues of each.

    Raises InvalidRequest: for a test set, and for two sources whose rows would have the same ids.
    """
    found: dict[str, Source] = {}
    for source in _sources(words, dbs, folder):
        if source.name in found:
            raise InvalidRequest(f"{source.words}: there are rows '{source.name}:…' already; rename the file")
        data = source.data if limit is None else source.data.first_dialogues(limit)
        found[source.name] = replace(source, data=data)
    left = tuple(source for source in found.values() if source.data.rows)
    if not left:
        raise InvalidRequest(f"no rows of {', '.join(words)} are left by --dbs")
    return left


def _sources(words: Sequence[str], dbs: Sequence[str], folder: Path) -> Iterator[Source]:
    named = databases_named(dbs, folder)
    for each in words:
        _refuse_test_sets(each)
        data = read_data_set(each, folder, database_id=named.own_id)
        if named.ids is not None:
            data = data.of_databases(named.ids)
        name = NAMES.get(each) or data.name.replace(":", "-")
        yield Source(name, each, data, named.files_for(data))


def _refuse_test_sets(words: str) -> None:
    family, _, split = words.partition(":")
    if split in FILES.get(family, {}) and not split.startswith("train"):
        raise InvalidRequest(f"{words} is kept for evaluation: no rows are made of it")
    if split == "validation":
        raise InvalidRequest(
            f"{words}: the rows of validation databases come with {family}:train, in files of their own"
        )
