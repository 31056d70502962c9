"""When a planner does not answer: `python -m training.calibrate models/planner` writes the thresholds.

Nothing is fitted where it is reported. The probabilities from which on a question is not answered, and the one below
which the planner asks back, come from CoSQL's and the written dialogues about every second validation database, where
at most `ASKED` of the turns with a reference may be refused; the others report them. The ranker, which gives the
probabilities, is trained before.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.choosing import data_folder
from services.contracts.models import PlanRequest, Turn
from services.contracts.plan import Intent, Plan
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from services.planner.learned.artefact import METADATA, Artefact, Metadata
from services.planner.learned.decoding import read
from services.planner.learned.features import prepare
from services.planner.learned.intents import INTENTS
from training.command_line import command_line, show_progress
from training.data.dialogues import INTENTS as COSQL_INTENTS
from training.data.dialogues import WRITTEN, fitting_databases, read_dialogues, validation_databases
from training.data.linked import LinkedDialogue, LinkedTurn, linked_dialogues

ASKED = 0.03
DIALOGUES_WITH_INTENTS = (COSQL_INTENTS, WRITTEN)
_UNSURE = 0.015  # of it, the share of turns for which no plan is likely enough
_FEWEST = 10  # turns found, for a threshold
log = logging.getLogger("training")


@dataclass(frozen=True)
class Judged:
    """One user turn: what was meant, and the network's probability of each intent."""

    intent: Intent
    likely: dict[Intent, float]


def best_threshold(judged: Sequence[Judged], intent: Intent, *, refused: float) -> float | None:
    """The lowest probability of `intent` at which at most that share of the turns to answer is taken for it.

    None where turns of that intent are not found more often than others even then, or too few to tell.
    """
    answered = sorted((turn.likely[intent] for turn in judged if turn.intent is Intent.ANSWER), reverse=True)
    if not answered:
        return None
    threshold = max(0.35, answered[min(len(answered) - 1, int(refused * len(answered)))] + 1e-4)
    found = [turn for turn in judged if turn.likely[intent] >= threshold]
    right = sum(turn.intent is intent for turn in found)
    return round(threshold, 4) if len(found) >= _FEWEST and 2 * right >= len(found) else None


def judged_turns(dialogues: Sequence[LinkedDialogue], artefact: Artefact) -> list[Judged]:
    """Every user turn with the gold plans before it."""
    found = []
    for turn, request in _asked(dialogues):
        shares = read(prepare(request, artefact.pieces).features, artefact).intents
        likely = dict(zip(INTENTS, shares.tolist(), strict=True))
        found.append(Judged(turn.intent, likely))
    return found


def best_probabilities(planner: LearnedPlanner, dialogues: Sequence[LinkedDialogue]) -> Iterator[float]:
    """That of the likeliest plan, for every turn that is to be answered, with the gold plans before it."""
    for turn, request in _asked(dialogues):
        if turn.intent is Intent.ANSWER:
            yield planner.plans(request).plans[0].probability


def _asked(dialogues: Sequence[LinkedDialogue]) -> Iterator[tuple[LinkedTurn, PlanRequest]]:
    for dialogue in dialogues:
        history: list[Turn] = []
        for place, turn in enumerate(dialogue.turns):
            yield (
                turn,
                PlanRequest(question=turn.question[:4000], links=turn.links, history=tuple(history)),
            )
            plan = Plan(sketch=turn.sketch) if turn.sketch is not None else None
            history.append(Turn(number=place + 1, question=turn.question, plan=plan))


def figures_of(judged: Sequence[Judged], thresholds: dict[Intent, float | None]) -> dict[str, float]:
    """Precision and recall of each intent, and the share of the turns to answer that are not answered."""
    figures: dict[str, float] = {}
    refused: set[int] = set()
    for intent, threshold in thresholds.items():
        taken = {
            n for n, turn in enumerate(judged) if threshold is not None and turn.likely[intent] >= threshold
        }
        right = sum(judged[n].intent is intent for n in taken)
        figures[f"{intent.value}_precision"] = round(right / max(1, len(taken)), 3)
        figures[f"{intent.value}_recall"] = round(right / max(1, sum(t.intent is intent for t in judged)), 3)
        refused |= {n for n in taken if judged[n].intent is Intent.ANSWER}
    figures["asked"] = round(len(refused) / max(1, sum(t.intent is Intent.ANSWER for t in judged)), 4)
    return figures


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    data = data_folder()
    path = arguments.folder / METADATA
    plain = Metadata.model_validate_json(path.read_bytes()).model_copy(
        update={"clarify_from": None, "unanswerable_from": None, "chitchat_from": None, "unsure_below": 0.0}
    )
    path.write_text(plain.model_dump_json() + "\n", encoding="utf-8")

    planner = LearnedPlanner(LearnedPlannerSettings(model=arguments.folder))
    fitting = fitting_databases(data)
    reporting = validation_databases(data) - fitting
    dialogues = [
        dialogue
        for source in DIALOGUES_WITH_INTENTS
        for dialogue in linked_dialogues(
            data, arguments.cache / f"linked-{source}.pkl", read_dialogues(data, source)
        )
    ]
    fitted_on, others = (
        [dialogue for dialogue in dialogues if dialogue.database_id in half] for half in (fitting, reporting)
    )
    fitted, reported = (judged_turns(half, planner.artefact) for half in (fitted_on, others))
    thresholds: dict[Intent, float | None] = {
        intent: best_threshold(fitted, intent, refused=(ASKED - _UNSURE) / 3)
        for intent in INTENTS
        if intent is not Intent.ANSWER
    }
    log.info("thresholds %s: %s on the other databases", thresholds, figures_of(reported, thresholds))
    best = sorted(best_probabilities(planner, fitted_on))
    unsure_below = round(best[int(_UNSURE * len(best))], 4) if best else 0.0
    log.info("asks back where no plan has a probability of %.4f", unsure_below)
    calibrated = plain.model_copy(
        update={
            "clarify_from": thresholds[Intent.CLARIFY],
            "unanswerable_from": thresholds[Intent.UNANSWERABLE],
            "chitchat_from": thresholds[Intent.CHITCHAT],
            "unsure_below": unsure_below,
        }
    )
    path.write_text(calibrated.model_dump_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
