"""Trains the ranker of candidate plans: `python -m training.rank_plans models/planner`.

Its rows are those of `training.cross_fit`: candidates of networks that did not know the database, for the training
databases. How much it trusts the shipped networks, and how sure it is, is fitted to their own candidates for every
second validation database; those for the others report it.
"""

import json
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from eval.datasets.choosing import data_folder
from eval.metrics.statistics import calibration_error
from services.planner.learned.artefact import METADATA, Metadata
from services.planner.learned.ranking import Ranker
from services.planner.learned.ranking_features import FEATURES, Feature
from training.command_line import command_line, show_progress
from training.data.dialogues import fitting_databases
from training.judging import Judged, chosen_candidate, read_judged

_FLATTEST = math.log(0.05)
_HELD_OUT = 8  # every eighth training database ends the training
_AS_WELL = 0.004  # a smaller difference of shares is chance
_BATCH = 64
_DIGITS = 5  # of the weights in the artefact
_CALIBRATION = ("slope", "intercept", "first", "before")  # of Ranker
_ROUNDS = 5  # of fitting the calibration, as each needs the probabilities of the turns before
_SECOND = 2  # the turn before it is the first, which has no history of either kind
log = logging.getLogger("training")


class Network(nn.Module):
    """What Ranker computes, over features of mean 0 and variance 1."""

    def __init__(self, mean: Tensor, scale: Tensor, units: int) -> None:
        super().__init__()
        self.mean, self.scale = nn.Buffer(mean), nn.Buffer(scale)
        self.hidden = nn.Linear(FEATURES, units)
        self.dropout = nn.Dropout(0.2)
        self.output = nn.Linear(units, 1, bias=False)

    def forward(self, rows: Tensor) -> Tensor:
        scores: Tensor = self.output(
            self.dropout(functional.relu(self.hidden((rows - self.mean) / self.scale)))
        )
        return scores.squeeze(-1)

    def ranker(self) -> Ranker:
        """With the scaling taken into the weights."""
        with torch.no_grad():
            weights = self.hidden.weight / self.scale
            bias = self.hidden.bias - weights @ self.mean
            rows = torch.cat([weights, bias.unsqueeze(-1)], dim=1).double().tolist()
            output = self.output.weight[0].double().tolist()
        return Ranker(
            hidden=tuple(tuple(round(value, _DIGITS) for value in row) for row in rows),
            output=tuple(round(value, _DIGITS) for value in output),
        )


def fitted(questions: Sequence[Judged], *, networks: int = 5, units: int = 32) -> Ranker:
    """The mean of several networks, which is one network with the units of all of them."""
    parts = [_fitted(questions, units=units, seed=seed) for seed in range(networks)]
    return Ranker(
        hidden=tuple(row for part in parts for row in part.hidden),
        output=tuple(round(weight / networks, _DIGITS) for part in parts for weight in part.output),
    )


def _fitted(
    questions: Sequence[Judged], *, units: int, epochs: int = 25, decay: float = 1e-2, seed: int
) -> Ranker:
    """The weights by which the right candidates get the largest share of the softmax, as far as that holds for the
    databases that are held out of it."""
    torch.manual_seed(seed)
    databases = sorted({question.database_id for question in questions})
    out = set(databases[seed % _HELD_OUT :: _HELD_OUT]) if len(databases) >= _HELD_OUT else set()
    useful = [question for question in questions if question.right.any() and not question.right.all()]
    train = [question for question in useful if question.database_id not in out]
    held_out = [question for question in questions if question.database_id in out] or train
    features, there, right = _padded(train)
    network = Network(features[there].mean(0), features[there].std(0) + 1e-3, units)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=decay)
    best, kept = -1.0, network.ranker()
    for epoch in range(epochs):
        network.train()
        order = torch.randperm(len(train))
        for start in range(0, len(train), _BATCH):
            places = order[start : start + _BATCH]
            loss = _loss(network(features[places]), there[places], right[places])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        network.eval()
        ranker = network.ranker()
        found = accuracy(held_out, [ranker.scores(question.features) for question in held_out])
        if found > best:
            best, kept = found, ranker
            log.info("epoch %d: %.4f on the databases held out", epoch, found)
    return kept


def _padded(questions: Sequence[Judged]) -> tuple[Tensor, Tensor, Tensor]:
    """Features (questions x candidates x features), which candidates there are, and which of them are right."""
    widest = max(len(question.right) for question in questions)
    features = torch.zeros(len(questions), widest, FEATURES)
    there = torch.zeros(len(questions), widest, dtype=torch.bool)
    right = torch.zeros(len(questions), widest, dtype=torch.bool)
    for place, question in enumerate(questions):
        count = len(question.right)
        features[place, :count] = torch.from_numpy(question.features)
        there[place, :count] = True
        right[place, :count] = torch.from_numpy(question.right)
    return features, there, right


def _loss(scores: Tensor, there: Tensor, right: Tensor) -> Tensor:
    """Minus the logarithm of the share that the right candidates have together, per question."""
    everything = scores.masked_fill(~there, float("-inf")).logsumexp(-1)
    return (everything - scores.masked_fill(~right, float("-inf")).logsumexp(-1)).mean()


def trusting(ranker: Ranker, questions: Sequence[Judged]) -> Ranker:
    """With a weight for the network's log probability besides: the least that answers these questions as well as any.

    The ranker has learned from networks that knew half of the databases; the shipped ones are more often right.
    """
    weights = [number / 10 for number in range(11)]
    own = [ranker.scores(question.features) for question in questions]
    network = [question.features[:, Feature.LOG_PROBABILITY].astype(np.float64) for question in questions]
    found = [
        accuracy(questions, [one + weight * other for one, other in zip(own, network, strict=True)])
        for weight in weights
    ]
    place = next(place for place, share in enumerate(found) if share >= max(found) - _AS_WELL)
    weight = weights[place]
    log.info(
        "weight %.1f of the network's log probability: %.4f, %.4f without", weight, found[place], found[0]
    )
    # Log probabilities are negative: one unit more, which rectifies nothing.
    unit = [0.0] * (FEATURES + 1)
    unit[Feature.LOG_PROBABILITY] = -1.0
    return Ranker(hidden=(*ranker.hidden, tuple(unit)), output=(*ranker.output, -weight))


def calibrated(ranker: Ranker, questions: Sequence[Judged]) -> Ranker:
    """With the slope, the intercept and the rest that fit the first candidates of these questions.

    What is before a follow-up is known where the history was the planner's own; the reference's is right.
    """
    odds = [ranker.log_odds(question.features) for question in questions]
    log_odds = np.array([each.max() for each in odds])
    right = np.array(
        [bool(question.right[each.argmax()]) for question, each in zip(questions, odds, strict=True)]
    )
    opens = np.array([float(question.turn == 1) for question in questions])
    earlier = _turns_before(questions)
    before = np.zeros(len(questions))
    weights = np.zeros(len(_CALIBRATION))
    for _ in range(_ROUNDS):
        signs = np.stack([log_odds, np.ones(len(questions)), opens, before], axis=1)
        weights = _logistic(signs, right)
        log_probabilities = -np.logaddexp(0.0, -(signs @ weights))
        before = np.where(earlier >= 0, log_probabilities[earlier], 0.0)
    return ranker.model_copy(
        update={name: round(float(value), _DIGITS) for name, value in zip(_CALIBRATION, weights, strict=True)}
    )


def _turns_before(questions: Sequence[Judged]) -> npt.NDArray[np.int64]:
    """The place of the turn before each, in a conversation with the planner's own history; -1: there is none."""
    places = {(q.source, q.dialogue, q.turn, q.own): place for place, q in enumerate(questions)}
    return np.array(
        [
            places.get((q.source, q.dialogue, q.turn - 1, q.turn > _SECOND), -1) if q.own else -1
            for q in questions
        ]
    )


def _logistic(signs: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The weights of a logistic regression, of which the first, the slope, is positive, so that probabilities keep the
    order of the shares."""
    free = torch.zeros(signs.shape[1], dtype=torch.float64, requires_grad=True)  # the slope's logarithm first
    inputs, targets = torch.tensor(signs), torch.tensor(right, dtype=torch.float64)
    optimizer = torch.optim.LBFGS([free], max_iter=100, line_search_fn="strong_wolfe")

    def weights() -> Tensor:
        return torch.cat([free[:1].clamp(min=_FLATTEST).exp(), free[1:]])

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(inputs @ weights(), targets)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)
    found: npt.NDArray[np.float64] = weights().detach().numpy()
    return found


def accuracy(questions: Sequence[Judged], scores: Iterable[npt.NDArray[np.float64]]) -> float:
    """Of the candidates that would be answered."""
    right = 0
    for question, score in zip(questions, scores, strict=True):
        first = chosen_candidate(question, score)
        right += bool(question.right[first]) and question.rows[first] >= 0
    return float(right / max(1, len(questions)))


def report(ranker: Ranker, questions: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """Per source and kind of history: the network alone, the ranker, the best candidate of all."""
    stated = first_probabilities(ranker, questions)
    kinds = [(question.source, question.own) for question in questions]
    for source, own in sorted(set(kinds)):
        places = [place for place, kind in enumerate(kinds) if kind == (source, own)]
        of_it = [questions[place] for place in places]
        scores = [ranker.scores(question.features) for question in of_it]
        network = (question.features[:, Feature.LOG_PROBABILITY].astype(np.float64) for question in of_it)
        yield {
            "source": source,
            "history": "own" if own else "gold",
            "questions": len(of_it),
            "network": round(accuracy(of_it, network), 4),
            "ranked": round(accuracy(of_it, scores), 4),
            "any_right": round(sum(bool(one.right.any()) for one in of_it) / len(of_it), 4),
            "calibration_error": round(
                calibration_error(
                    stated[places].tolist(),
                    [bool(one.right[score.argmax()]) for one, score in zip(of_it, scores, strict=True)],
                ),
                4,
            ),
        }


def first_probabilities(ranker: Ranker, questions: Sequence[Judged]) -> npt.NDArray[np.float64]:
    """Of each question's first candidate; where the history is the planner's own, with the plan before in it."""
    found = np.array(
        [ranker.probabilities(question.features, first=question.turn == 1).max() for question in questions]
    )
    earlier = _turns_before(questions)
    for place in np.argsort([question.turn for question in questions], kind="stable"):
        if earlier[place] >= 0:
            found[place] = ranker.in_conversation(found[place], found[earlier[place]])
    return found


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, help="the trained planner; its planner.json gets the ranker")
    parser.add_argument("--cache", type=Path, default=Path(".turnwise/training"))
    arguments = parser.parse_args()
    show_progress()
    train = read_judged(arguments.cache.glob("judged-*-[12].pkl"))
    validation = read_judged(arguments.cache.glob("judged-*-0.pkl"))
    path = arguments.folder / METADATA
    metadata = Metadata.model_validate_json(path.read_bytes())
    fitting = fitting_databases(data_folder())
    fitted_on, others = (
        [question for question in validation if (question.database_id in fitting) is which]
        for which in (True, False)
    )
    log.info("%d questions to fit, %d to calibrate, %d to report", len(train), len(fitted_on), len(others))
    ranker = calibrated(trusting(fitted(train), fitted_on), fitted_on)
    for line in report(ranker, others):
        print(json.dumps(line))
    ranked = metadata.model_copy(update={"ranker": ranker})
    path.write_text(ranked.model_dump_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
