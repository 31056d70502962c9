"""Writes the plans of networks that did not know the database: `python -m training.predicted_plans models/planner`.

A generator that was trained on gold plans alone trusts wrong ones; these are wrong as often as serving's are. One file
for each source, `plans-<source>.jsonl.gz`; a line holds the dialogue, the turn (from 1) and its plans, best first.
"""

import gzip
import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from services.planner.learned.artefact import METADATA, Metadata
from services.planner.learned.ranking import Ranker
from training.command_line import command_line, show_progress
from training.judging import Judged, read_judged

_KEPT = 3  # plans of one question
log = logging.getLogger("training")


def lines_of(questions: list[Judged], ranker: Ranker) -> Iterator[str]:
    """Of the questions that were asked with the reference's history."""
    for question in sorted(questions, key=lambda each: (each.dialogue, each.turn)):
        if question.own:
            continue
        rated, _ = question.unpacked()
        likely = ranker.probabilities(question.features, first=question.turn == 1)
        best = sorted(range(len(rated)), key=lambda place: -likely[place])[:_KEPT]
        plans = [
            rated[place].plan.model_copy(update={"probability": round(float(likely[place]), 4)})
            for place in best
        ]
        # Without the sketch: a model is never shown one.
        dumped = [plan.model_dump(mode="json", exclude={"sketch"}, exclude_defaults=True) for plan in plans]
        yield json.dumps({"dialogue": question.dialogue, "turn": question.turn, "plans": dumped})


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, help="the trained planner, for its ranker")
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    parser.add_argument("--out", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    ranker = Metadata.model_validate_json((arguments.folder / METADATA).read_bytes()).ranker
    if ranker is None:
        parser.error(f"{arguments.folder} has no ranker: run training.rank_plans first")
    by_source: dict[str, list[Judged]] = defaultdict(list)
    for question in read_judged(arguments.cache.glob("judged-*-[012].pkl")):
        by_source[question.source].append(question)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for source, questions in by_source.items():
        path = arguments.out / f"plans-{source}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            count = sum(1 for line in lines_of(questions, ranker) if file.write(line + "\n"))
        log.info("%s: plans of %d questions", path, count)


if __name__ == "__main__":
    main()
