"""Asks each half's network about the other half: `python -m training.cross_fit .turnwise/fold-1 1`.

The folder is the exported planner of the run planner-fold-1, with a ranker. What comes out is wrong as serving is: by
a network that does not know the database. `judged-<source>-1.pkl` trains the ranker, and the plans that the training
of a generator reads come from it as well. Fold 0 is the network of all training databases, asked about the validation
databases.
"""

import logging
import pickle
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from eval.datasets.choosing import data_folder
from eval.running import QueryRunner
from services.contracts.catalogue import Catalogue
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from training.command_line import command_line, show_progress
from training.data.dialogues import ASKED, read_dialogues, validation_databases
from training.data.folds import fold_of
from training.data.linked import LinkedDialogue, linked_dialogues
from training.data.schemas import database_files
from training.judging import Judged, judged
from training.score_planner import Scorer

log = logging.getLogger("training")


def unknown_to(
    fold: int, dialogues: Iterable[LinkedDialogue], files: Mapping[str, Path], held_out: Set[str]
) -> list[LinkedDialogue]:
    """Those on databases that have a file and that the fold's network was not trained on: of fold 1 or 2 the training
    databases of the other half, of 0 the validation databases."""
    return [
        dialogue
        for dialogue in dialogues
        if dialogue.database_id in files
        and (0 if dialogue.database_id in held_out else 3 - fold_of(dialogue.database_id)) == fold
    ]


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, help="an exported planner")
    parser.add_argument("fold", type=int, choices=(0, 1, 2), help="the half that it was trained on; 0: both")
    parser.add_argument("sources", nargs="*", default=ASKED)
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    held_out, files = validation_databases(data), database_files(data, arguments.cache)
    planner = LearnedPlanner(LearnedPlannerSettings(model=arguments.folder))
    with QueryRunner() as runner:
        scorer = Scorer(planner, Catalogue.of(files), runner)
        for source in arguments.sources:
            linked = linked_dialogues(
                data, arguments.cache / f"linked-{source}.pkl", read_dialogues(data, source)
            )
            dialogues = unknown_to(arguments.fold, linked, files, held_out)
            questions: list[Judged] = []
            # Own history compounds errors, as serving does; every second dialogue is asked both ways.
            for own, of in ((False, dialogues), (True, [d for d in dialogues if len(d.turns) > 1][::2])):
                for question in judged(of, planner, scorer, own=own):
                    questions.append(question)
                    if len(questions) % 500 == 0:
                        right = sum(bool(each.right.any()) for each in questions) / len(questions)
                        log.info("%s: %d questions, one is right in %.3f", source, len(questions), right)
            path = arguments.cache / f"judged-{source}-{arguments.fold}.pkl"
            path.write_bytes(pickle.dumps(questions))
            log.info("%s: %d questions in %s", source, len(questions), path)


if __name__ == "__main__":
    main()
