"""Rows with a planner's own mistakes as history: `python -m training.data.own_history models/planner [SOURCE …]`.

Reads what `training.cross_fit` judged. Where a network that did not know the database would have answered a turn
wrongly, the next turn becomes a row whose earlier plan is that wrong one: `rows-<source>_own-train.pkl.xz`.
"""

import logging
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from eval.datasets.choosing import data_folder
from services.contracts.sketch import Query
from services.planner.learned.artefact import METADATA, TOKENIZER, Metadata
from services.planner.learned.pieces import WordPieces
from services.planner.learned.ranking_features import Feature
from training.command_line import command_line, show_progress
from training.data.dialogues import DIALOGUE_FILES, WRITTEN, read_dialogues
from training.data.linked import linked_dialogues
from training.data.prepared import rows_after_mistakes, write_rows
from training.judging import Judged, chosen_candidate, read_judged

log = logging.getLogger("training")


def mistaken_turns(questions: list[Judged], metadata: Metadata) -> dict[int, dict[int, Query]]:
    """By dialogue and turn: the sketch that would be answered, where it is wrong."""
    found: dict[int, dict[int, Query]] = defaultdict(dict)
    for question in questions:
        likely = (
            question.features[:, Feature.LOG_PROBABILITY].astype(np.float64)
            if metadata.ranker is None
            else metadata.ranker.scores(question.features)
        )
        first = chosen_candidate(question, likely)
        if not question.right[first]:
            found[question.dialogue][question.turn] = question.unpacked()[0][first].sketch
    return found


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, help="the planner whose ranker chooses")
    parser.add_argument(
        "sources",
        nargs="*",
        default=tuple(DIALOGUE_FILES),
        help=f"of {', '.join((*DIALOGUE_FILES, WRITTEN))} [default: the published ones]",
    )
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    metadata = Metadata.model_validate_json((arguments.folder / METADATA).read_bytes())
    pieces = WordPieces.from_file(arguments.folder / TOKENIZER)
    for source in arguments.sources:
        judged = read_judged(arguments.cache.glob(f"judged-{source}-[12].pkl"))
        if not judged:
            parser.error(f"{arguments.cache} holds no judged-{source}-1.pkl: run training.cross_fit first")
        mistaken = mistaken_turns([question for question in judged if not question.own], metadata)
        failures: Counter[str] = Counter()
        linked = linked_dialogues(
            data, arguments.cache / f"linked-{source}.pkl", read_dialogues(data, source)
        )
        rows = [
            row
            for dialogue in linked
            if dialogue.number in mistaken
            for row in rows_after_mistakes(dialogue, mistaken[dialogue.number], pieces, failures)
        ]
        write_rows(rows, arguments.cache / f"rows-{source}_own-train.pkl.xz")
        log.info("%s: %d rows after a mistake; left out: %s", source, len(rows), dict(failures))


if __name__ == "__main__":
    main()
