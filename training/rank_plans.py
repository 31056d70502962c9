"""Trains the ranker of candidate plans: `python -m training.rank_plans models/planner`.

Its rows are the candidates of Spider's and Spider-Syn's questions on the validation databases, which the network has
not been trained on, each with whether its result is the reference's. No question that a score is reported on is among
them. With --report it says what a ranker fitted without a question's database makes of it (five folds by database).
"""

import argparse
import json
import logging
import math
import os
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from eval.metrics.result import Result
from eval.metrics.statistics import calibration_error
from eval.running import QueryRunner
from services.contracts.models import PlanRequest, Turn
from services.planner.learned import LearnedPlanner, LearnedPlannerSettings
from services.planner.learned.artefact import METADATA, Metadata
from services.planner.learned.decoding import read
from services.planner.learned.features import prepare
from services.planner.learned.ranking import Feature, Ranker, Rows, features_of
from training.data.dialogues import read_dialogues, validation_databases
from training.data.linked import LinkedDialogue, linked_dialogues
from training.data.schemas import catalogue_of, database_files
from training.score_planner import Scorer, right

SOURCES = ("spider", "spider_syn")
_FLATTEST = math.log(0.05)
log = logging.getLogger("training")


@dataclass(frozen=True)
class Judged:
    """The candidates of one question: their features, and whether each gives the reference's result or any rows."""

    database_id: str
    features: Rows
    right: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.int64]  # -1: it failed


def judged(dialogues: Sequence[LinkedDialogue], planner: LearnedPlanner, scorer: Scorer) -> Iterator[Judged]:
    artefact = planner.artefact
    for dialogue in dialogues:
        database = scorer.catalogue.database(dialogue.database_id)
        gold: list[Turn] = []
        for turn in dialogue.turns:
            request = PlanRequest(question=turn.question[:4000], links=turn.links, history=tuple(gold))
            prepared = prepare(request, artefact.pieces)
            reading = read(prepared.features, artefact)
            rated = planner.rated(request, prepared, reading, planner.opinions(request))
            target = scorer.runner.run(database, turn.sql)
            if rated and isinstance(target, Result):
                found = [scorer.run(one.plan, turn, database) for one in rated]
                yield Judged(
                    dialogue.database_id,
                    features_of(rated, request, prepared.previous),
                    np.array([right(result, turn, target) for result in found]),
                    np.array([len(result.rows) if isinstance(result, Result) else -1 for result in found]),
                )
            gold.append(scorer.gold_turn(turn, gold))


def fitted(questions: Sequence[Judged]) -> Ranker:
    """The weights by which the right candidates get the largest share of the softmax; then slope and intercept, from
    the shares that five folds of databases give to the first candidates of questions that they were not fitted on."""
    log_odds, right = zip(*_first_shares(questions), strict=True)
    slope, intercept = _platt(np.array(log_odds), np.array(right))
    return Ranker(weights=tuple(_weights(questions).tolist()), slope=slope, intercept=intercept)


def _first_shares(questions: Sequence[Judged]) -> Iterator[tuple[float, bool]]:
    """The log odds of the largest share, question by question, and whether that candidate is right."""
    for fitted_on, tested in folds(questions):
        ranker = Ranker(weights=tuple(_weights(fitted_on).tolist()))
        for question in tested:
            shares = np.clip(ranker.probabilities(question.features), 1e-9, 1 - 1e-9)
            first = int(shares.argmax())
            yield math.log(shares[first] / (1 - shares[first])), bool(question.right[first])


def folds(questions: Sequence[Judged]) -> Iterator[tuple[list[Judged], list[Judged]]]:
    """Five times: the questions on some databases, and those on the others."""
    databases = sorted({question.database_id for question in questions})
    for fold in range(5):
        out = set(databases[fold::5])
        yield (
            [question for question in questions if question.database_id not in out],
            [question for question in questions if question.database_id in out],
        )


def _weights(questions: Sequence[Judged], *, decay: float = 1e-3) -> npt.NDArray[np.float64]:
    """For the features as they are; `decay` is of the weights for features of unit variance."""
    useful = [question for question in questions if question.right.any()]
    features = np.concatenate([question.features for question in useful]).astype(np.float64)
    scale = features.std(axis=0) + 1e-6
    rows = torch.tensor(features / scale)
    right = torch.tensor(np.concatenate([question.right for question in useful]))
    of = torch.tensor(np.repeat(np.arange(len(useful)), [len(question.right) for question in useful]))
    weights = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scores = rows @ weights
        masses = torch.zeros(2, len(useful), dtype=torch.float64)
        exponentials = (scores - scores.max().detach()).exp()
        masses = masses.index_put((torch.zeros_like(of), of), exponentials, accumulate=True)
        masses = masses.index_put((torch.ones_like(of), of), exponentials * right, accumulate=True)
        value = (masses[0].log() - masses[1].log()).mean() + decay * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)
    found: npt.NDArray[np.float64] = weights.detach().numpy() / scale
    return found


def _platt(log_odds: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept. The slope is positive, so that probabilities keep the order of the shares."""
    fitted = torch.tensor([0.0, 0.0], dtype=torch.float64, requires_grad=True)  # log slope, intercept
    optimizer = torch.optim.LBFGS([fitted], max_iter=100, line_search_fn="strong_wolfe")
    inputs, targets = torch.tensor(log_odds), torch.tensor(right, dtype=torch.float64)

    def loss() -> Tensor:
        optimizer.zero_grad()
        scores = fitted[0].clamp(min=_FLATTEST).exp() * inputs + fitted[1]
        value = functional.binary_cross_entropy_with_logits(scores, targets)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)
    log_slope, intercept = fitted.detach().tolist()
    return math.exp(max(log_slope, _FLATTEST)), intercept


def accuracy(questions: Sequence[Judged], scores: Sequence[npt.NDArray[np.float64]]) -> float:
    """Of the candidate that would be chosen: the best that finds rows, else the best that runs."""
    right = 0
    for question, score in zip(questions, scores, strict=True):
        order = sorted(
            range(len(score)), key=lambda n: (question.rows[n] < 0, question.rows[n] == 0, -score[n])
        )
        right += bool(question.right[order[0]]) and question.rows[order[0]] >= 0
    return float(right / max(1, len(questions)))


def report(questions: Sequence[Judged]) -> dict[str, float]:
    """The network alone, the ranker by five folds of databases, and the best candidate of all."""
    ordered: list[Judged] = []
    scores: list[npt.NDArray[np.float64]] = []
    for fitted_on, tested in folds(questions):
        ranker = fitted(fitted_on)
        ordered += tested
        scores += [ranker.probabilities(question.features) for question in tested]
    network = [question.features[:, Feature.LOG_PROBABILITY].astype(np.float64) for question in ordered]
    chosen = [int(score.argmax()) for score in scores]
    return {
        "questions": len(ordered),
        "network": round(accuracy(ordered, network), 4),
        "ranked": round(accuracy(ordered, scores), 4),
        "any_right": round(sum(bool(one.right.any()) for one in ordered) / max(1, len(ordered)), 4),
        "calibration_error": round(
            calibration_error(
                [float(score[place]) for score, place in zip(scores, chosen, strict=True)],
                [bool(question.right[place]) for question, place in zip(ordered, chosen, strict=True)],
            ),
            4,
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the trained planner; its planner.json gets the ranker")
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    parser.add_argument("--rows", type=int, default=0, help="questions of each source, at most; 0: all")
    parser.add_argument("--kept", type=Path, help="file of judged candidates, made where it is missing")
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    if arguments.kept is not None and arguments.kept.exists():
        questions: list[Judged] = pickle.loads(arguments.kept.read_bytes())
    else:
        questions = _judge_all(arguments.folder, arguments.cache, arguments.rows)
        if arguments.kept is not None:
            arguments.kept.write_bytes(pickle.dumps(questions))
    log.info("%d questions, %d candidates", len(questions), sum(len(one.right) for one in questions))
    if arguments.report:
        print(json.dumps(report(questions)))
    path = arguments.folder / METADATA
    metadata = Metadata.model_validate_json(path.read_bytes())
    ranked = metadata.model_copy(update={"ranker": fitted(questions)})
    path.write_text(ranked.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _judge_all(folder: Path, cache: Path, rows: int) -> list[Judged]:
    data = Path(os.environ.get("TURNWISE_DATA", "../shared/data"))
    held_out, files = validation_databases(data), database_files(data)
    planner = LearnedPlanner(LearnedPlannerSettings(model=folder))
    questions: list[Judged] = []
    with QueryRunner() as runner:
        scorer = Scorer(planner, catalogue_of(data), runner)
        for source in SOURCES:
            linked = linked_dialogues(data, cache / f"linked-{source}.pkl", read_dialogues(data, source))
            dialogues = [d for d in linked if d.database_id in held_out and d.database_id in files]
            questions += judged(dialogues[: rows or None], planner, scorer)
            log.info("%s: %d questions so far", source, len(questions))
    return questions


if __name__ == "__main__":
    main()
