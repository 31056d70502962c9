"""Trains the ranker of candidate plans: `python -m training.rank_plans models/planner`.

Its rows are those of `training.cross_fit`: candidates of networks that did not know the database, for the training
databases. The shipped network's own, for the validation databases, only report it.
"""

import json
import logging
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from eval.metrics.statistics import calibration_error
from services.planner.learned.artefact import METADATA, Metadata
from services.planner.learned.ranking import Ranker
from services.planner.learned.ranking_features import FEATURES, Feature
from training.command_line import command_line, show_progress
from training.data.dialogues import DIALOGUE_FILES
from training.data.folds import fold_of
from training.judging import Judged, chosen_candidate, read_judged

_FLATTEST = math.log(0.05)
_HELD_OUT = 8  # every eighth training database ends the training
_DIGITS = 5  # of the weights in the artefact
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
    features = torch.tensor(np.concatenate([question.features for question in train]))
    network = Network(features.mean(0), features.std(0) + 1e-3, units)
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=decay)
    order, best, kept = random.Random(seed), -1.0, network.ranker()
    for epoch in range(epochs):
        network.train()
        order.shuffle(train)
        for start in range(0, len(train), 64):
            loss = _loss(network, train[start : start + 64])
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


def _loss(network: Network, questions: Sequence[Judged]) -> Tensor:
    """Minus the logarithm of the share that the right candidates have together, per question."""
    widest = max(len(question.right) for question in questions)
    rows = torch.zeros(len(questions), widest, FEATURES)
    there = torch.zeros(len(questions), widest, dtype=torch.bool)
    right = torch.zeros(len(questions), widest, dtype=torch.bool)
    for place, question in enumerate(questions):
        count = len(question.right)
        rows[place, :count] = torch.from_numpy(question.features)
        there[place, :count] = True
        right[place, :count] = torch.from_numpy(question.right)
    scores = network(rows)
    everything = scores.masked_fill(~there, float("-inf")).logsumexp(-1)
    return (everything - scores.masked_fill(~right, float("-inf")).logsumexp(-1)).mean()


def cross_calibrated(questions: Sequence[Judged]) -> Ranker:
    """Fitted on all of them; its slope and intercept are the means of those that fit rankers of one half of the
    databases to the dialogues about the other half."""
    halves = [[q for q in questions if fold_of(q.database_id) == fold] for fold in (1, 2)]
    across = [
        calibrated(fitted(half), [q for q in other if q.source in DIALOGUE_FILES and not q.own])
        for half, other in zip(halves, halves[::-1], strict=True)
    ]
    slope, intercept = (fmean(getattr(one, name) for one in across) for name in ("slope", "intercept"))
    return fitted(questions).model_copy(
        update={"slope": round(slope, _DIGITS), "intercept": round(intercept, _DIGITS)}
    )


def calibrated(ranker: Ranker, questions: Sequence[Judged]) -> Ranker:
    """With the slope and the intercept that fit the first candidates of these questions."""
    log_odds, right = [], []
    plain = ranker.model_copy(update={"slope": 1.0, "intercept": 0.0})
    for question in questions:
        shares = np.clip(plain.probabilities(question.features), 1e-9, 1 - 1e-9)
        first = int(shares.argmax())
        log_odds.append(math.log(shares[first] / (1 - shares[first])))
        right.append(bool(question.right[first]))
    slope, intercept = _platt(np.array(log_odds), np.array(right))
    return ranker.model_copy(update={"slope": round(slope, _DIGITS), "intercept": round(intercept, _DIGITS)})


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


def accuracy(questions: Sequence[Judged], scores: Iterable[npt.NDArray[np.float64]]) -> float:
    """Of the candidates that would be answered."""
    right = 0
    for question, score in zip(questions, scores, strict=True):
        first = chosen_candidate(question, score)
        right += bool(question.right[first]) and question.rows[first] >= 0
    return float(right / max(1, len(questions)))


def report(ranker: Ranker, questions: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """Per source and kind of history: the network alone, the ranker, the best candidate of all."""
    for source, own in sorted({(question.source, question.own) for question in questions}):
        of_it = [question for question in questions if (question.source, question.own) == (source, own)]
        chances = [ranker.probabilities(question.features) for question in of_it]
        firsts = [int(chance.argmax()) for chance in chances]
        network = (question.features[:, Feature.LOG_PROBABILITY].astype(np.float64) for question in of_it)
        yield {
            "source": source,
            "history": "own" if own else "gold",
            "questions": len(of_it),
            "network": round(accuracy(of_it, network), 4),
            "ranked": round(accuracy(of_it, chances), 4),
            "any_right": round(sum(bool(one.right.any()) for one in of_it) / len(of_it), 4),
            "calibration_error": round(
                calibration_error(
                    [float(chance[first]) for chance, first in zip(chances, firsts, strict=True)],
                    [bool(question.right[first]) for question, first in zip(of_it, firsts, strict=True)],
                ),
                4,
            ),
        }


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
    log.info("%d questions to fit, %d to report", len(train), len(validation))
    ranker = cross_calibrated(train)
    for line in report(ranker, validation):
        print(json.dumps(line))
    ranked = metadata.model_copy(update={"ranker": ranker})
    path.write_text(ranked.model_dump_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
