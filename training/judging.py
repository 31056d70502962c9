"""The candidate plans of questions that a network was not trained on, and which of them are right."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.metrics.result import Result
from services.contracts.models import PlanRequest, Turn
from services.contracts.plan import Plan
from services.contracts.sketch import Query
from services.planner.learned import LearnedPlanner
from services.planner.learned.decoding import read
from services.planner.learned.features import prepare
from services.planner.learned.ranking_features import Rated, Rows, features_of
from services.planner.learned.rated_plans import Judge
from training.data.linked import LinkedDialogue, LinkedTurn
from training.score_planner import Found, Scorer, chosen, chosen_by_rows, right, row_count


@dataclass(frozen=True)
class Judged:
    """The candidates of one question: their features, and whether each gives the reference's result or any rows.

    `own` says that the history was the planner's own. `packed` holds the candidates and the sketch before.
    """

    source: str
    dialogue: int
    turn: int
    own: bool
    database_id: str
    features: Rows
    right: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.int64]  # -1: it failed
    packed: bytes

    def unpacked(self) -> tuple[list[Rated], Query | None]:
        rated, previous = pickle.loads(zlib.decompress(self.packed))
        return rated, previous


def pack(rated: Sequence[Rated], previous: Query | None) -> bytes:
    """What `Judged.unpacked` gives back."""
    return zlib.compress(pickle.dumps((list(rated), previous)), 1)


def read_judged(paths: Iterable[Path]) -> list[Judged]:
    """Written by `training.cross_fit`, this project's own: pickle is safe here."""
    return [question for path in sorted(paths) for question in pickle.loads(path.read_bytes())]


def judged(
    dialogues: Iterable[LinkedDialogue], planner: LearnedPlanner, scorer: Scorer, *, own: bool = False
) -> Iterator[Judged]:
    """Question by question; `own`: with the planner's own earlier plans instead of the reference's, which is another
    question from the second turn on."""
    for dialogue in dialogues:
        database = scorer.catalogue.database(dialogue.database_id)
        history: list[Turn] = []
        for place, turn in enumerate(dialogue.turns):
            request = PlanRequest(question=turn.question[:4000], links=turn.links, history=tuple(history))
            rated, previous = candidates(request, planner)
            target = scorer.runner.run(database, turn.sql)
            found = [scorer.run(one.plan, turn, database) for one in rated]
            if rated and isinstance(target, Result) and (place or not own):
                yield Judged(
                    dialogue.source,
                    dialogue.number,
                    place + 1,
                    own,
                    dialogue.database_id,
                    features_of(rated, request, previous),
                    np.array([right(result, turn, target) for result in found]),
                    np.array([row_count(result) for result in found]),
                    pack(rated, previous),
                )
            if own:
                history.append(
                    _own_turn(turn, place + 1, planner.ranked(rated, request, previous), rated, found)
                )
            else:
                history.append(scorer.gold_turn(turn, history))


def candidates(request: PlanRequest, planner: LearnedPlanner) -> tuple[list[Rated], Query | None]:
    """The candidates, and the canonical sketch of the turn before."""
    prepared = prepare(request, planner.artefact.pieces)
    judge = Judge(prepared, read(prepared.features, planner.artefact), planner.artefact)
    return planner.rated(request, judge, planner.opinions(request)), judge.previous


def chosen_candidate(question: Judged, scores: npt.NDArray[np.float64]) -> int:
    """The one that would be answered: of the five best, the best that finds rows, else the best that runs; the best
    where none does."""
    best = np.argsort(-scores, kind="stable")[:5]
    return int(best[chosen_by_rows(question.rows[best].tolist()) or 0])


def _own_turn(
    turn: LinkedTurn, number: int, plans: Sequence[Plan], rated: Sequence[Rated], found: Sequence[Found]
) -> Turn:
    """With the plan whose statement the executor would choose among the first plans."""
    results = {id(one.plan.sketch): result for one, result in zip(rated, found, strict=True)}
    first = plans[:5]
    place = chosen([results[id(plan.sketch)] for plan in first])
    return Turn(number=number, question=turn.question, plan=first[place or 0] if first else None)
