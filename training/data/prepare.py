"""Prepares the recipe's rows: `python -m training.data.prepare` (a few minutes; the links are kept for the next time).

Writes for each source `rows-<source>-train.pkl.xz` and `rows-<source>-val.pkl.xz` (the validation databases), without
any text: 7 MB in all, so that they can travel to a machine that has nothing else.
"""

import argparse
import logging
import os
from collections import Counter
from pathlib import Path

from services.planner.learned.pieces import WordPieces
from training.data.dialogues import (
    DIALOGUE_FILES,
    INTENTS,
    SPIDER_FILES,
    read_dialogues,
    validation_databases,
)
from training.data.linked import linked_dialogues
from training.data.prepared import rows_of, write_rows

SOURCES = (*DIALOGUE_FILES, *SPIDER_FILES, INTENTS)
log = logging.getLogger("training")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", default=SOURCES, help=f"of {', '.join(SOURCES)} (default: all)")
    parser.add_argument("--tokenizer", type=Path, default=Path("models/planner/tokenizer.json"))
    parser.add_argument("--out", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    data = Path(os.environ.get("TURNWISE_DATA", "../shared/data"))
    for source in arguments.sources:
        prepare_source(data, source, WordPieces.from_file(arguments.tokenizer), arguments.out)


def prepare_source(data: Path, source: str, pieces: WordPieces, out: Path) -> None:
    held_out = validation_databases(data)
    failures: Counter[str] = Counter()
    linked = linked_dialogues(data, out / f"linked-{source}.pkl", read_dialogues(data, source))
    rows = [row for dialogue in linked for row in rows_of(dialogue, pieces, failures)]
    train = [row for row in rows if row.database_id not in held_out]
    validation = [row for row in rows if row.database_id in held_out]
    write_rows(train, out / f"rows-{source}-train.pkl.xz")
    write_rows(validation, out / f"rows-{source}-val.pkl.xz")
    log.info("%s: %d rows to train on, %d to validate", source, len(train), len(validation))
    log.info("%s: left out: %s", source, dict(failures))


if __name__ == "__main__":
    main()
