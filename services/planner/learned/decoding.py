"""The beam: the likeliest derivations of a request, by the trained network."""

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


@dataclass(frozen=True)
class Hypothesis:
    """`score` is the log probability of the whole derivation."""

    sketch: Query
    actions: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class Reading:
    """What the network sees in a request, before anything is derived: `intents` and `roles` as log odds."""

    decoder_inputs: dict[str, npt.NDArray[Any]]
    intents: Floats
    roles: Floats


@dataclass(frozen=True)
class _Open:
    derivation: Derivation
    choice: Choice
    score: float


def read(features: Features, artefact: Artefact) -> Reading:
    """Runs the encoder (on what it has not seen before) and the relation-aware layers."""
    pieces = artefact.encoder.encode(features.tokens.tolist(), features.segments.tolist())
    nodes = np.arange(len(features.kinds))
    previous = features.previous if len(features.previous) else np.zeros(1, dtype=np.int64)
    related = relations(features)
    inputs: dict[str, npt.NDArray[Any]] = {
        "pieces": pieces,
        "spans": features.spans,
        "flags": features.flags.astype(np.float32) / 255,
        "kinds": features.kinds,
        "owner": np.where(features.owner < 0, nodes, features.owner),
        "relations": related,
        "previous": previous,
        "previous_mask": np.full(len(previous), float(len(features.previous) > 0), dtype=np.float32),
    }
    names = ("pointed", "pointer_keys", "memory", "memory_mask", "intents", "roles")
    outputs = artefact.graph.run(names, {name: array[None] for name, array in inputs.items()})
    found = dict(zip(names, outputs, strict=True))
    kept = {name: found[name] for name in ("pointed", "pointer_keys", "memory", "memory_mask")}
    return Reading(
        {**kept, "relations": related},
        found["intents"],
        found["roles"],
    )


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
        open_ones, past = following, present[:, :, parents]
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
        allowed, logs = _logs(one, scores[0])
        total += float(logs[allowed == action].sum()) if action in one.choice.allowed else 0.0
        derivation.take(action)
    return total


def _settled(finished: Sequence[Hypothesis], open_ones: Sequence[_Open], beam: int) -> bool:
    """No open hypothesis can come among the best any more: a score only falls."""
    if len(finished) < beam:
        return False
    worst = sorted((hypothesis.score for hypothesis in finished), reverse=True)[beam - 1]
    return max(one.score for one in open_ones) <= worst


def _no_past(artefact: Artefact) -> Floats:
    metadata = artefact.metadata
    width = metadata.hidden // metadata.heads
    return np.zeros((metadata.layers, 2, 1, metadata.heads, 0, width), dtype=np.float32)


def _step(
    open_ones: Sequence[_Open], place: int, past: Floats, reading: Reading, artefact: Artefact
) -> tuple[Floats, Floats]:
    def numbers(values: Sequence[int]) -> npt.NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    inputs = {
        "before": numbers([one.derivation.actions[-1] if place else _AT_START for one in open_ones]),
        "last": numbers([one.derivation.last_pointer for one in open_ones]),
        "slots": numbers([SLOT_INDEX[one.choice.slot] for one in open_ones]),
        "under": numbers([RULE_INDEX[one.choice.under] for one in open_ones]),
        "depth": numbers([one.choice.depth for one in open_ones]),
        "place": numbers([place] * len(open_ones)),
        "past": past,
        **reading.decoder_inputs,
    }
    scores, present = artefact.step.run(("scores", "present"), inputs)
    return scores, present


def _best(open_ones: Sequence[_Open], scores: Floats, beam: int) -> list[tuple[float, int, int]]:
    """The best continuations over all hypotheses: score, hypothesis, action."""
    found: list[tuple[float, int, int]] = []
    for number, one in enumerate(open_ones):
        allowed, logs = _logs(one, scores[number])
        likely = np.argsort(-logs)[:beam]
        found += zip(logs[likely].tolist(), [number] * len(likely), allowed[likely].tolist(), strict=True)
    return sorted(found, key=lambda entry: -entry[0])[:beam]


def _logs(one: _Open, scores: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The allowed actions, and the log probability of the derivation with each of them."""
    allowed = np.array(one.choice.allowed)
    raw = scores[allowed].astype(np.float64)
    shifted = raw - raw.max()
    return allowed, one.score + shifted - np.log(np.exp(shifted).sum())


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
