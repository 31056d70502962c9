"""What `--dbs` may say: which databases, and where they lie. What it is shows in the thing itself, not in its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.databases import DatabaseFiles
from eval.datasets.choosing import PET_SHOP, read_ids
from eval.datasets.reference import DataSet
from services.contracts.errors import InvalidRequest

_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True)
class NamedDatabases:
    """`ids`: those that count, None for all. `file`: one database for dialogues of one's own."""

    ids: frozenset[str] | None
    folder: Path
    tables: Path | None
    file: Path | None

    @property
    def own_id(self) -> str | None:
        """What the single file is called where the data set does not say."""
        return self.file.stem if self.file else None

    def files_for(self, data: DataSet) -> DatabaseFiles:
        """Raises InvalidRequest where one file stands for several databases."""
        if self.file is None:
            return DatabaseFiles(self.folder, self.tables)
        wanted = {row.database_id for row in data.rows}
        if len(wanted) > 1:
            raise InvalidRequest(f"{data.name} is about {len(wanted)} databases, and --dbs names one file")
        return DatabaseFiles(self.folder, self.tables, dict.fromkeys(wanted, self.file.resolve()))


def databases_named(words: Sequence[str], data_folder: Path) -> NamedDatabases:
    """Raises InvalidRequest for two folders or files, and for a path that is not there."""
    ids: set[str] = set()
    folders: list[Path] = []
    files: list[Path] = []
    for each in words:
        path = Path(each)
        if path.is_dir():
            folders.append(path)
        elif path.is_file():
            if _is_sqlite(path):
                files.append(path)
            else:
                ids |= set(read_ids(path))
        elif path.suffix or "/" in each:
            raise InvalidRequest(f"--dbs {each}: there is no such file or folder")
        else:
            ids |= {name.strip() for name in each.split(",") if name.strip()}
    if len(folders) > 1 or len(files) > 1:
        raise InvalidRequest("--dbs: one folder and one SQLite file at most")
    folder = folders[0] if folders else data_folder / "databases"
    return NamedDatabases(
        ids=frozenset(ids) or None,
        folder=folder,
        tables=next(
            (file for file in (folder / "tables.json", folder.parent / "tables.json") if file.is_file()), None
        ),
        file=files[0] if files else None,
    )


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def check_pet_shop(data: DataSet, files: DatabaseFiles) -> None:
    """Raises InvalidRequest with the way to the database, which is built by a script and not kept."""
    if data.name == PET_SHOP and not files.path(PET_SHOP).is_file():
        raise InvalidRequest(
            "the pet shop's database is not there: python -m examples.pet_shop pet_shop.sqlite builds it; "
            "then say --dbs pet_shop.sqlite"
        )
