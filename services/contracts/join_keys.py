"""The graph of foreign keys: the ways in which two tables can join."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from services.contracts.schema import ForeignKey, Schema
from services.contracts.sketch import ColumnPair


class Rank(IntEnum):
    DECLARED = 0
    INFERRED = 1
    SIBLINGS = 2


# A use of a key by the source that holds it.
Use = tuple[str, ForeignKey]


@dataclass(frozen=True, slots=True)
class Way:
    """How one table joins another: the columns, and the key with the side that holds it, if it is one."""

    rank: Rank
    on: tuple[ColumnPair, ...]
    key: ForeignKey | None = None
    held_by_left: bool = True

    def use(self, left: str, right: str) -> Use | None:
        return None if self.key is None else (left if self.held_by_left else right, self.key)


@dataclass(frozen=True)
class KeyGraph:
    schema: Schema

    @cached_property
    def _keys(self) -> dict[str, list[ForeignKey]]:
        keys: dict[str, list[ForeignKey]] = defaultdict(list)
        for key in self.schema.foreign_keys:
            keys[key.table].append(key)
            if key.ref_table != key.table:
                keys[key.ref_table].append(key)
        return keys

    @cached_property
    def _ways(self) -> dict[tuple[str, str], list[Way]]:
        return {}

    def neighbours(self, table: str) -> Iterator[tuple[str, Way]]:
        """The tables that a key joins with this one, in the schema's order of keys."""
        for key in self._keys.get(table, []):
            if key.table == table:
                yield key.ref_table, _way(key, held_by_left=True)
            if key.ref_table == table:
                yield key.table, _way(key, held_by_left=False)

    def ways(self, left: str, right: str) -> list[Way]:
        """What joins the two tables directly: keys in the schema's order, then siblings."""
        if (left, right) not in self._ways:
            self._ways[left, right] = [*self._by_key(left, right), *self._by_siblings(left, right)]
        return self._ways[left, right]

    def _by_key(self, left: str, right: str) -> Iterator[Way]:
        for key in self._keys.get(left, []):
            if (key.table, key.ref_table) == (left, right):
                yield _way(key, held_by_left=True)
            elif (key.ref_table, key.table) == (left, right):
                yield _way(key, held_by_left=False)

    def _by_siblings(self, left: str, right: str) -> Iterator[Way]:
        held = [key for key in self._keys.get(right, []) if key.table == right]
        for one in self._keys.get(left, []):
            for other in held if one.table == left else []:
                if one.ref_table == other.ref_table and set(one.ref_columns) == set(other.ref_columns):
                    yield Way(Rank.SIBLINGS, _sibling_pairs(one, other))


def _way(key: ForeignKey, *, held_by_left: bool) -> Way:
    pairs = tuple(
        ColumnPair(left=column, right=ref) for column, ref in zip(key.columns, key.ref_columns, strict=True)
    )
    rank = Rank.INFERRED if key.inferred else Rank.DECLARED
    return Way(rank, pairs if held_by_left else turned(pairs), key, held_by_left)


def turned(pairs: Iterable[ColumnPair]) -> tuple[ColumnPair, ...]:
    return tuple(ColumnPair(left=pair.right, right=pair.left) for pair in pairs)


def _sibling_pairs(one: ForeignKey, other: ForeignKey) -> tuple[ColumnPair, ...]:
    held = dict(zip(other.ref_columns, other.columns, strict=True))
    return tuple(
        ColumnPair(left=column, right=held[ref])
        for column, ref in zip(one.columns, one.ref_columns, strict=True)
    )
