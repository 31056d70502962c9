"""Rows with some of their schema left out: a network that sees a database in many shapes learns it less by heart."""

import random
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from services.planner.learned.nodes import Kind, segments_at
from services.planner.learned.rules import RULES
from training.data.prepared import Row, Target

_LEFT_OUT = 0.4  # chance of each table that the row does not use


def without_some_tables(row: Row, random_state: random.Random) -> Row:
    """Without a random part of the tables that neither the target nor the previous plan points at."""
    kinds = row.features.kinds
    tables = np.flatnonzero(kinds == Kind.TABLE)
    used = _tables_used(row)
    out = [table for table in tables.tolist() if table not in used and random_state.random() < _LEFT_OUT]
    if not out:
        return row
    owner = row.features.owner.astype(np.int64)
    kept = ~np.isin(np.arange(len(kinds)), out) & ~((kinds == Kind.COLUMN) & np.isin(owner, out))
    return _with_nodes(row, kept, _kept_segments(row, out))


def _tables_used(row: Row) -> set[int]:
    """Those that an action points at, or at a column of."""
    taught = row.target.actions if row.target is not None else row.features.previous
    actions = np.concatenate([taught, row.features.previous]).astype(np.int64)
    nodes = actions[actions >= len(RULES)] - len(RULES)
    owner = row.features.owner.astype(np.int64)[nodes]
    return set(np.where(owner < 0, nodes, owner).tolist())


def _kept_segments(row: Row, out: list[int]) -> npt.NDArray[np.bool_]:
    """A table's segments begin with the one that holds its node; those before the first table's are questions."""
    first = segments_at(row.features, row.features.spans[row.features.kinds == Kind.TABLE, 0])
    of_segment = np.searchsorted(first, np.arange(len(row.features.segments)), side="right") - 1
    return ~np.isin(of_segment, out)


def _with_nodes(row: Row, kept: npt.NDArray[np.bool_], segments: npt.NDArray[np.bool_]) -> Row:
    features = row.features
    place = np.cumsum(kept) - 1
    pieces = np.repeat(segments, features.segments)
    piece_place = np.append(np.cumsum(pieces) - pieces, pieces.sum())
    owner = features.owner[kept].astype(np.int64)
    nodes = features.pairs[:, :2].astype(np.int64)
    there = kept[nodes].all(axis=1)
    counts = tuple(
        int((kept & (features.kinds == kind)).sum()) for kind in (Kind.TABLE, Kind.COLUMN, Kind.VALUE)
    )
    return replace(
        row,
        features=replace(
            features,
            tokens=features.tokens[pieces],
            segments=features.segments[segments],
            spans=piece_place[features.spans[kept].astype(np.int64)],
            kinds=features.kinds[kept],
            owner=np.where(owner < 0, -1, place[owner]),
            flags=features.flags[kept],
            pairs=np.column_stack([place[nodes[there]], features.pairs[there, 2]]),
            previous=_renumbered(features.previous, place),
        ),
        counts=(counts[0], counts[1], counts[2]),
        target=None if row.target is None else _with_targets(row.target, kept[: sum(row.counts)], place),
    )


def _with_targets(target: Target, kept: npt.NDArray[np.bool_], place: npt.NDArray[np.int64]) -> Target:
    allowed = np.unpackbits(target.allowed, axis=1, count=len(RULES) + len(kept)).astype(bool)
    columns = np.concatenate([np.ones(len(RULES), dtype=bool), kept])
    return replace(
        target,
        actions=_renumbered(target.actions, place),
        allowed=np.packbits(allowed[:, columns], axis=1),
        roles=target.roles[kept[: len(target.roles)]],
    )


def _renumbered(actions: npt.NDArray[np.generic], place: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    numbers = actions.astype(np.int64)
    pointers = numbers >= len(RULES)
    numbers[pointers] = len(RULES) + place[numbers[pointers] - len(RULES)]
    return numbers
