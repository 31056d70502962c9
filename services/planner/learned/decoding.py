"""The beam: the likeliest derivations of a request, by the trained networks together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from services.contracts.sketch import Query
from services.planner.learned.artefact import Artefact
from services.planner.learned.derivation import MAX_ACTIONS, Choice, Derivation, NotDerivable
from services.planner.learned.features import Prepared
from services.planner.learned.nodes import Features, relations
from services.planner.learned.rules import RULE_INDEX, SLOT_INDEX

Floats = npt.NDArray[np.float32]
_AT_START = -1
_KEPT = ("pointed", "pointer_keys", "memory", "memory_mask")  # of a network's reading, for its decoder


@dataclass(frozen=True)
class Hypothesis:
    """`score` is the log probability of the whole derivation."""

    sketch: Query
    actions: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class Reading:
    """What the networks see in a request, before anything is derived: the inputs of each one's decoder, and the
    probabilities of the intents."""

    decoder_inputs: tuple[dict[str, npt.NDArray[Any]], ...]
    intents: Floats


@dataclass(frozen=True)
class _Open:
    derivation: Derivation
    choice: Choice
    score: float


def read(features: Features, artefact: Artefact) -> Reading:
    """Runs the encoders and the relation-aware layers."""
    nodes = np.arange(len(features.kinds))
    previous = features.previous if len(features.previous) else np.zeros(1, dtype=np.int64)
    related = relations(features)
    inputs: dict[str, npt.NDArray[Any]] = {
        "spans": features.spans,
        "flags": features.flags.astype(np.float32) / 255,
        "kinds": features.kinds,
        "owner": np.where(features.owner < 0, nodes, features.owner),
        "relations": related,
        "previous": previous,
        "previous_mask": np.full(len(previous), float(len(features.previous) > 0), dtype=np.float32),
    }
    decoder_inputs: list[dict[str, npt.NDArray[Any]]] = []
    intents: list[Floats] = []
    for network in artefact.networks:
        pieces = network.encoder.of(features)
        batch = {name: array[None] for name, array in {"pieces": pieces, **inputs}.items()}
        *kept, scores = network.graph.run((*_KEPT, "intents"), batch)
        decoder_inputs.append({**dict(zip(_KEPT, kept, strict=True)), "relations": related})
        intents.append(np.exp(_log_softmax(scores)))
    return Reading(tuple(decoder_inputs), np.mean(intents, axis=0))


def derive(prepared: Prepared, reading: Reading, artefact: Artefact, *, beam: int) -> list[Hypothesis]:
    """Finished derivations, the likeliest first; at most `beam`. Empty only where none ends in MAX_ACTIONS."""
    past = _no_past(artefact)
    start = Derivation(prepared.pointers)
    open_ones = [_Open(start, start.choice, 0.0)] if start.choice else []
    finished: list[Hypothesis] = []
    for place in range(MAX_ACTIONS):
        if not open_ones or _settled(finished, open_ones, beam):
            break
        scores, present = _step(open_ones, place, past, reading, artefact)
        chosen = _best(open_ones, scores, beam)
        following: list[_Open] = []
        parents: list[int] = []
        for parent, action, score, derivation in _continued(open_ones, chosen):
            derivation.take(action)
            if derivation.sketch is not None:
                finished.append(Hypothesis(derivation.sketch, tuple(derivation.actions), score))
            elif derivation.choice is not None:
                following.append(_Open(derivation, derivation.choice, score))
                parents.append(parent)
        open_ones, past = following, [one[:, :, parents] for one in present]
    return sorted(finished, key=lambda hypothesis: -hypothesis.score)[:beam]


def log_probability(
    actions: Sequence[int], prepared: Prepared, reading: Reading, artefact: Artefact
) -> float:
    """That of a given derivation. Raises NotDerivable where the grammar does not allow it."""
    derivation, past, total = Derivation(prepared.pointers), _no_past(artefact), 0.0
    for place, action in enumerate(actions):
        if derivation.choice is None:
            raise NotDerivable("actions behind the end")
        one = _Open(derivation, derivation.choice, 0.0)
        scores, past = _step([one], place, past, reading, artefact)
        allowed, logs = _logs(one, scores[:, 0])
        total += float(logs[allowed == action].sum()) if action in one.choice.allowed else 0.0
        derivation.take(action)
    return total


def _settled(finished: Sequence[Hypothesis], open_ones: Sequence[_Open], beam: int) -> bool:
    """No open hypothesis can come among the best any more: a score only falls."""
    if len(finished) < beam:
        return False
    worst = sorted((hypothesis.score for hypothesis in finished), reverse=True)[beam - 1]
    return max(one.score for one in open_ones) <= worst


def _no_past(artefact: Artefact) -> list[Floats]:
    shapes = [network.shape for network in artefact.networks]
    return [
        np.zeros((shape.layers, 2, 1, shape.heads, 0, shape.hidden // shape.heads), dtype=np.float32)
        for shape in shapes
    ]


def _step(
    open_ones: Sequence[_Open], place: int, past: Sequence[Floats], reading: Reading, artefact: Artefact
) -> tuple[Floats, list[Floats]]:
    """Scores of networks × hypotheses × actions, and each network's past with this step."""

    def numbers(values: Sequence[int]) -> npt.NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    inputs = {
        "before": numbers([one.derivation.actions[-1] if place else _AT_START for one in open_ones]),
        "last": numbers([one.derivation.last_pointer for one in open_ones]),
        "slots": numbers([SLOT_INDEX[one.choice.slot] for one in open_ones]),
        "under": numbers([RULE_INDEX[one.choice.under] for one in open_ones]),
        "depth": numbers([one.choice.depth for one in open_ones]),
        "place": numbers([place] * len(open_ones)),
    }
    outputs = [
        network.step.run(("scores", "present"), {**inputs, "past": own, **kept})
        for network, own, kept in zip(artefact.networks, past, reading.decoder_inputs, strict=True)
    ]
    return np.stack([scores for scores, _ in outputs]), [present for _, present in outputs]


def _best(open_ones: Sequence[_Open], scores: Floats, beam: int) -> list[tuple[float, int, int]]:
    """The best continuations over all hypotheses: score, hypothesis, action."""
    found: list[tuple[float, int, int]] = []
    for number, one in enumerate(open_ones):
        allowed, logs = _logs(one, scores[:, number])
        likely = np.argsort(-logs)[:beam]
        found += zip(logs[likely].tolist(), [number] * len(likely), allowed[likely].tolist(), strict=True)
    return sorted(found, key=lambda entry: -entry[0])[:beam]


def _logs(one: _Open, scores: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The allowed actions, and the log probability of the derivation with each of them: that of a step is the geometric
    mean of the networks' probabilities, so that it must be likely to each (Hinton, 2002). `scores`: networks × actions.
    """
    allowed = np.array(one.choice.allowed)
    return allowed, one.score + _log_softmax(_log_softmax(scores[:, allowed]).mean(axis=0))


def _log_softmax(scores: Floats) -> npt.NDArray[np.float64]:
    shifted = scores.astype(np.float64) - scores.max(axis=-1, keepdims=True)
    found: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return found


def _continued(
    open_ones: Sequence[_Open], chosen: Sequence[tuple[float, int, int]]
) -> Iterator[tuple[int, int, float, Derivation]]:
    """Each chosen continuation with a derivation of its own: the first of a hypothesis takes over its derivation."""
    derivations: dict[int, list[Derivation]] = {}
    for number in {number for _, number, _ in chosen}:
        count = sum(1 for _, other, _ in chosen if other == number)
        derivation = open_ones[number].derivation
        derivations[number] = [derivation, *(derivation.fork() for _ in range(count - 1))]
    for score, number, action in chosen:
        yield number, action, score, derivations[number].pop()
