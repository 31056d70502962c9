"""Equality of cells, of rows, and of bags of rows.

Numbers within a tolerance do not fall into classes (a ≈ b and b ≈ c leave a ≈ c open), so two bags are equal if
their rows can be paired off: a perfect matching in the bipartite graph of equal rows.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import starmap
from operator import itemgetter
from typing import cast

from eval.metrics.result import Row
from services.contracts.frozen import Cell

TOLERANCE = 1e-6  # absolute, and relative to the larger of the two
_REACH = 1.00001 * TOLERANCE  # a little wider: for finding candidates, which are then compared exactly


def cells_equal(left: Cell, right: Cell) -> bool:
    """Integers compare exactly, other numbers within TOLERANCE (an int with a float, too), the rest by type and value.

    >>> cells_equal(1, 1.0000001), cells_equal(1_000_000_000, 1_000_000_001), cells_equal(1, "1")
    (True, False, False)
    """
    if isinstance(left, float | int) and isinstance(right, float | int):
        if left == right:
            return True
        if isinstance(left, int) and isinstance(right, int):
            return False
        allowed = TOLERANCE * max(1.0, abs(left), abs(right))
        return abs(left - right) <= allowed < math.inf
    return type(left) is type(right) and left == right


def rows_equal(left: Row, right: Row) -> bool:
    return len(left) == len(right) and all(map(cells_equal, left, right))


def bags_equal(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether the rows can be paired off so that each pair is equal."""
    if len(left) != len(right):
        return False
    if Counter(left) == Counter(right):  # Python's 1 == 1.0 is equality here as well
        return True
    groups = defaultdict[Hashable, tuple[list[Row], list[Row]]](lambda: ([], []))
    for side, rows in enumerate((left, right)):
        for row in rows:
            groups[_kind(row)][side].append(row)
    return all(starmap(_same_kind_equal, groups.values()))


def _kind(row: Row) -> Hashable:
    """What equal rows have in common: all but their numbers."""
    return tuple(float if isinstance(cell, float | int) else (type(cell), cell) for cell in row)


def _same_kind_equal(left: list[Row], right: list[Row]) -> bool:
    if len(left) != len(right):
        return False
    numbers = [index for index, cell in enumerate(left[0]) if isinstance(cell, float | int)]
    if not any(isinstance(row[index], float) for row in (*left, *right) for index in numbers):
        return Counter(left) == Counter(right)
    in_order = itemgetter(*numbers)
    ranked = sorted(right, key=in_order)
    if all(map(rows_equal, sorted(left, key=in_order), ranked)):
        return True
    candidates = _candidates(left, right, numbers)
    return candidates is not None and _perfect_matching(candidates, len(right))


def _candidates(left: list[Row], right: list[Row], numbers: list[int]) -> list[list[int]] | None:
    """For each row of `left` the rows of `right` that are equal to it; None if a row has none."""
    column = max(numbers, key=lambda index: len({row[index] for row in right}))
    values = sorted((cast("float", row[column]), index) for index, row in enumerate(right))
    found = []
    for row in left:
        value = cast("float", row[column])
        reach = _REACH * max(1.0, abs(value)) if abs(value) < math.inf else 0.0
        first = bisect_left(values, value - reach, key=itemgetter(0))
        last = bisect_right(values, value + reach, key=itemgetter(0))
        equal = [index for _, index in values[first:last] if rows_equal(row, right[index])]
        if not equal:
            return None
        found.append(equal)
    return found


def _perfect_matching(candidates: list[list[int]], size: int) -> bool:
    """Whether every left row can have a right row of its own: augmenting paths, breadth first (Berge 1957)."""
    partner: list[int | None] = [None] * size
    return all(_augment(start, candidates, partner) for start in range(len(candidates)))


def _augment(start: int, candidates: list[list[int]], partner: list[int | None]) -> bool:
    """Finds a place for left row `start`, moving others where needed; `partner`: of each right row."""
    wanted_by: dict[int, int] = {}  # right row → the left row that would take it
    held: dict[int, int] = {}  # left row that would move → the right row it has now
    wanting = [start]
    for row in wanting:  # grows while it is walked
        for place in candidates[row]:
            if place in wanted_by:
                continue
            wanted_by[place] = row
            holder = partner[place]
            if holder is None:
                _shift(place, start, wanted_by, held, partner)
                return True
            held[holder] = place
            wanting.append(holder)
    return False


def _shift(
    place: int, start: int, wanted_by: dict[int, int], held: dict[int, int], partner: list[int | None]
) -> None:
    row = partner[place] = wanted_by[place]
    while row != start:
        place = held[row]
        row = partner[place] = wanted_by[place]
