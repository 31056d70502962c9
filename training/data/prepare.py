"""Prepares the recipe's rows: `python -m training.data.prepare` (a few minutes; the links are kept for the next time).

Writes for each source `rows-<source>-train.pkl.xz` and `rows-<source>-val.pkl.xz` (the validation databases), without
any text: 18 MB in all, so that they can travel to a machine that has nothing else.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.datasets.choosing import data_folder
from services.planner.learned.pieces import WordPieces
from training.command_line import command_line, show_progress
from training.data.dialogues import (
    DIALOGUE_FILES,
    INTENTS,
    SPIDER_FILES,
    WRITTEN,
    Dialogue,
    read_dialogues,
    validation_databases,
)
from training.data.linked import Linker, linked_dialogues
from training.data.prepared import rows_of, write_rows
from training.data.schemas import database_files, listed_schemas
from training.data.synthetic import SYNTHETIC, synthetic_dialogues

SOURCES = (*DIALOGUE_FILES, *SPIDER_FILES, INTENTS, WRITTEN, SYNTHETIC)
_SYNTHETIC_EACH = 30  # dialogues of one database
log = logging.getLogger("training")


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("sources", nargs="*", default=SOURCES, help=f"of {', '.join(SOURCES)} (default: all)")
    parser.add_argument("--tokenizer", type=Path, default=Path("models/planner/tokenizer.json"))
    parser.add_argument("--dialogues", type=int, default=0, help="a sample of each source; 0: all")
    parser.add_argument("--out", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    for source in arguments.sources:
        prepare_source(
            data, source, WordPieces.from_file(arguments.tokenizer), arguments.out, arguments.dialogues
        )


def prepare_source(data: Path, source: str, pieces: WordPieces, out: Path, most: int = 0) -> None:
    """`most` dialogues of the source, drawn at random; 0: all."""
    held_out = validation_databases(data)
    failures: Counter[str] = Counter()
    dialogues = list(made_up(data, out) if source == SYNTHETIC else read_dialogues(data, source))
    if most and len(dialogues) > most:
        dialogues = random.Random(0).sample(dialogues, most)
    linked = linked_dialogues(data, out / f"linked-{source}.pkl", dialogues)
    rows = [row for dialogue in linked for row in rows_of(dialogue, pieces, failures)]
    train = [row for row in rows if row.database_id not in held_out]
    validation = [row for row in rows if row.database_id in held_out]
    write_rows(train, out / f"rows-{source}-train.pkl.xz")
    write_rows(validation, out / f"rows-{source}-val.pkl.xz")
    log.info("%s: %d rows to train on, %d to validate", source, len(train), len(validation))
    log.info("%s: left out: %s", source, dict(failures))


def made_up(data: Path, cache: Path) -> Iterator[Dialogue]:
    """Synthetic dialogues over the databases that are neither for validation nor for Spider's test."""
    apart = validation_databases(data) | {
        dialogue.database_id for dialogue in read_dialogues(data, "spider_test")
    }
    files = {name: path for name, path in database_files(data, cache).items() if name not in apart}
    linker = Linker(files, listed_schemas(data))
    schemas = {name: asyncio.run(linker.schema(name)) for name in files}
    return synthetic_dialogues(files, schemas, each=_SYNTHETIC_EACH)


if __name__ == "__main__":
    main()
