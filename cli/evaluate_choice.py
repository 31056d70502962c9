"""What every command that plays or scores dialogues does first: choose rows, plan the run, show how far it is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from eval.databases import DatabaseFiles
from eval.datasets.choosing import data_folder, read_data_set
from eval.datasets.database_words import check_pet_shop, databases_named
from eval.datasets.reference import DataSet
from eval.datasets.slices import slice_of
from services.contracts.errors import InvalidRequest


def chosen_rows(
    data: str, dbs: Sequence[str] | None, slice_name: str | None, limit: int | None
) -> tuple[DataSet, DatabaseFiles]:
    folder = data_folder()
    named = databases_named(dbs or [], folder)
    chosen = read_data_set(data, folder, database_id=named.own_id)
    if named.ids is not None:
        chosen = chosen.of_databases(named.ids)
    if slice_name is not None:
        chosen = slice_of(chosen, slice_name)
    if limit is not None:
        chosen = chosen.first_dialogues(limit)
    if not chosen.rows:
        raise InvalidRequest(f"no rows of {data} are left by --dbs, --slice and --limit")
    files = named.files_for(chosen)
    check_pet_shop(chosen, files)
    return chosen, files


def database_ids(data: DataSet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.database_id for row in data.rows))


class Bar:
    """Turns done, turns per second of this process, and the time left."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def __call__(self, *, done: int, total: int, resumed: int) -> None:
        task = self._progress.tasks[self._task]
        elapsed = task.elapsed or 0.0
        rate = (done - resumed) / elapsed if elapsed > 0 else 0.0
        self._progress.update(self._task, completed=done, total=total, rate=f"{rate:.1f} turns/s")


@contextmanager
def progress_of(description: str) -> Iterator[Bar]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bar(progress, progress.add_task(description, rate=""))
