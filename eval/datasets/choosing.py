"""From the words of a command line to a data set: `cosql:train`, `spider:test`, `pet_shop`, `cosql:FILE`, `FILE`."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from eval.datasets.bird_interact import read_recorded_rows, read_tasks
from eval.datasets.dialogues import read_interactions, read_whole_dialogues
from eval.datasets.own import read_own
from eval.datasets.reference import DataSet
from eval.datasets.single_turn import read_bird, read_spider
from services.contracts.errors import InvalidRequest

Reader = Callable[[Path, str], DataSet]
REPOSITORY = Path(__file__).parents[2]
VALIDATION = "validation"
VALIDATION_LIST = "validation_databases.txt"
PET_SHOP = "pet_shop"
_ACTS = "cosql/dialogues.json"

# The files of each set below the data folder, by split. `validation` is `train` on the validation databases.
FILES: Mapping[str, Mapping[str, str]] = {
    "cosql": {"train": "cosql/train.json", "dev": "cosql/dev.json"},
    "cosql_acts": {"train": _ACTS},
    "sparc": {"train": "sparc/train.json", "dev": "sparc/dev.json"},
    "spider": {
        "train": "spider/train.json",
        "train_others": "spider/train_others.json",
        "dev": "spider/dev.json",
        "test": "spider/test.json",
    },
    "spider_syn": {"train": "spider/spider_syn_train.json"},
    "bird": {"dev": "bird_mini_dev/bird_dev_full.json", "mini_dev": "bird_mini_dev/mini_dev_sqlite.json"},
    "bird_interact": {
        "a_samples": "bird_interact/a_interact_samples.json",
        "c_samples": "bird_interact/c_interact_samples.json",
    },
    "bird_interact_tasks": {"mini": "bird_interact/mini_interact.jsonl"},
}
_READERS: Mapping[str, Reader] = {
    "cosql_acts": read_whole_dialogues,
    "sparc": read_interactions,
    "spider": read_spider,
    "spider_syn": read_spider,
    "bird": read_bird,
    "bird_interact": read_recorded_rows,
    "bird_interact_tasks": read_tasks,
}


def data_folder() -> Path:
    """TURNWISE_DATA, by default ../shared/data beside the repository. It need not exist."""
    return Path(os.environ.get("TURNWISE_DATA") or REPOSITORY.parent / "shared" / "data")


def read_data_set(words: str, folder: Path, *, database_id: str | None = None) -> DataSet:
    """`words`: `SET:SPLIT`, `SET:FILE`, `pet_shop`, or a file of one's own dialogues about `database_id`.

    Raises InvalidRequest, which lists what there is.
    """
    family, separator, split = words.partition(":")
    if separator and family in FILES:
        return _published(family, split, folder)
    if words == PET_SHOP:
        return read_own(REPOSITORY / "examples" / "pet_shop_dialogues.json", PET_SHOP, database_id=PET_SHOP)
    path = Path(words)
    if path.is_file():
        return read_own(path, path.stem, database_id=database_id)
    raise InvalidRequest(
        f"there is no data set '{words}': name a JSON file of your own, or one of {_known()}"
    )


def validation_databases(folder: Path) -> tuple[str, ...]:
    return read_ids(folder / VALIDATION_LIST)


def read_ids(path: Path) -> tuple[str, ...]:
    """One id per line. Raises InvalidRequest."""
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"the list of databases {path} cannot be read: {error}") from error


def _published(family: str, split: str, folder: Path) -> DataSet:
    files = FILES[family]
    if split == VALIDATION and "train" in files:
        train = _reader(family, folder)(folder / files["train"], f"{family}:train")
        chosen = train.of_databases(validation_databases(folder))
        return chosen.with_rows(chosen.rows, name=f"{family}:{VALIDATION}")
    if split in files:
        return _reader(family, folder)(folder / files[split], f"{family}:{split}")
    path = Path(split)
    if path.is_file():
        return _reader(family, folder)(path, f"{family}:{path.stem}")
    splits = ", ".join((*files, *((VALIDATION,) if "train" in files else ())))
    raise InvalidRequest(f"{family} has no split '{split}': name a file, or one of {splits}")


def _reader(family: str, folder: Path) -> Reader:
    if family == "cosql":
        whole = folder / _ACTS
        return partial(read_interactions, whole=whole if whole.is_file() else None)
    return _READERS[family]


def _known() -> str:
    return ", ".join(
        (PET_SHOP, *(f"{family}:{split}" for family, splits in FILES.items() for split in splits))
    )
