"""Rows as padded tensors, in batches of similar length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from services.planner.learned.nodes import relations
from services.planner.learned.previous import ROLES
from services.planner.learned.rules import RULES
from training.data.prepared import Row


@dataclass
class Inputs:
    """What `PlannerModel.encode` takes beside the pieces, by the same names."""

    spans: Tensor
    flags: Tensor
    kinds: Tensor
    owner: Tensor
    relations: Tensor
    node_mask: Tensor
    previous: Tensor
    previous_mask: Tensor


@dataclass
class Targets:
    """`weights` is 1 at the steps of a row and 0 behind them; `answered` is 1 where there is something to derive."""

    actions: Tensor
    slots: Tensor
    under: Tensor
    depth: Tensor
    allowed: Tensor
    weights: Tensor
    roles: Tensor
    role_mask: Tensor
    intents: Tensor
    answered: Tensor


@dataclass
class Batch:
    inputs: Inputs
    targets: Targets

    def to(self, device: torch.device) -> "Batch":
        for part in (self.inputs, self.targets):
            for field in fields(part):
                setattr(part, field.name, getattr(part, field.name).to(device, non_blocking=True))
        return self


def batches(rows: Sequence[Row], *, size: int, random_state: random.Random | None) -> Iterator[list[Row]]:
    """Every row once. With a random state in a new order; rows of similar length stay together."""
    order = list(range(len(rows)))
    if random_state is not None:
        random_state.shuffle(order)
    pool = size * 50 if random_state is not None else len(rows)
    chunks: list[list[int]] = []
    for start in range(0, len(order), pool):
        near = sorted(order[start : start + pool], key=lambda number: len(rows[number].features.kinds))
        chunks += [near[place : place + size] for place in range(0, len(near), size)]
    if random_state is not None:
        random_state.shuffle(chunks)
    for chunk in chunks:
        yield [rows[number] for number in chunk]


def collate(rows: Sequence[Row]) -> Batch:
    return Batch(inputs_of(rows), _targets_of(rows))


def inputs_of(rows: Sequence[Row]) -> Inputs:
    features = [row.features for row in rows]
    nodes = max(len(f.kinds) for f in features)
    owner = np.stack([_padded(_owner(row), nodes, 0) for row in rows])
    matrices = np.zeros((len(rows), nodes, nodes), dtype=np.int64)
    for number, row in enumerate(rows):
        count = len(row.features.kinds)
        matrices[number, :count, :count] = relations(row.features)
    previous = max(1, *(len(f.previous) for f in features))
    return Inputs(
        spans=_tensor(np.stack([_padded(f.spans, nodes, 0) for f in features])),
        flags=_tensor(np.stack([_padded(f.flags, nodes, 0) for f in features])).float() / 255,
        kinds=_tensor(np.stack([_padded(f.kinds, nodes, 0) for f in features])),
        owner=_tensor(owner),
        relations=_tensor(matrices),
        node_mask=_masks([len(f.kinds) for f in features]).float(),
        previous=_tensor(np.stack([_padded(f.previous, previous, 0) for f in features])),
        previous_mask=_masks([len(f.previous) for f in features], previous).float(),
    )


def _owner(row: Row) -> npt.NDArray[np.int64]:
    """With the node itself where a node has no table."""
    owner = row.features.owner.astype(np.int64)
    return np.where(owner < 0, np.arange(len(owner)), owner)


def _targets_of(rows: Sequence[Row]) -> Targets:
    steps = max(1, *(len(row.target.actions) for row in rows if row.target is not None), 1)
    nodes = max(len(row.features.kinds) for row in rows)
    size = len(RULES) + nodes
    arrays = {
        name: np.zeros((len(rows), steps), dtype=np.int64) for name in ("actions", "slots", "under", "depth")
    }
    allowed = np.zeros((len(rows), steps, size), dtype=bool)
    allowed[:, :, 0] = True
    weights = np.zeros((len(rows), steps), dtype=np.float32)
    roles = np.zeros((len(rows), nodes, len(ROLES)), dtype=np.float32)
    role_mask = np.zeros((len(rows), nodes), dtype=np.float32)
    for number, row in enumerate(rows):
        target = row.target
        if target is None:
            continue
        count = len(target.actions)
        for name, array in arrays.items():
            array[number, :count] = getattr(target, name)
        width = len(RULES) + sum(row.counts)
        allowed[number, :count] = False
        allowed[number, :count, :width] = np.unpackbits(target.allowed, axis=1, count=width)
        weights[number, :count] = 1
        played = len(target.roles)
        roles[number, :played] = target.roles[:, None] >> np.arange(len(ROLES))[None, :] & 1
        role_mask[number, :played] = 1
    return Targets(
        **{name: torch.from_numpy(array) for name, array in arrays.items()},
        allowed=torch.from_numpy(allowed),
        weights=torch.from_numpy(weights),
        roles=torch.from_numpy(roles),
        role_mask=torch.from_numpy(role_mask),
        intents=torch.tensor([row.intent for row in rows]),
        answered=torch.tensor([float(row.target is not None) for row in rows]),
    )


def _padded(array: npt.NDArray[np.generic], length: int, value: int) -> npt.NDArray[np.generic]:
    widths = [(0, length - len(array))] + [(0, 0)] * (array.ndim - 1)
    return np.pad(array, widths, constant_values=value)


def _masks(lengths: Sequence[int], longest: int | None = None) -> Tensor:
    width = longest or max(lengths)
    return torch.from_numpy((np.arange(width)[None, :] < np.array(lengths)[:, None]).astype(np.int64))


def _tensor(array: npt.NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(array.astype(np.int64))
