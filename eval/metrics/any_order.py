"""Value accuracy, any column order: value accuracy with the predicted columns permuted freely."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from eval.metrics.bags import bags_equal, rows_equal
from eval.metrics.result import Result, Row

RowsEqual = Callable[[Sequence[Row], Sequence[Row]], bool]


def any_order_equal(gold: Result, predicted: Result, *, ordered: bool) -> bool:
    """`ordered`: the order of rows counts; that of columns never does."""
    if len(gold.columns) != len(predicted.columns) or len(gold.rows) != len(predicted.rows):
        return False
    equal = _sequences_equal if ordered else bags_equal
    return columns_can_match(gold.rows, predicted.rows, len(gold.columns), equal)


def _sequences_equal(left: Sequence[Row], right: Sequence[Row]) -> bool:
    return all(map(rows_equal, left, right))


def columns_can_match(gold: Sequence[Row], predicted: Sequence[Row], width: int, equal: RowsEqual) -> bool:
    """Whether some permutation of the predicted columns makes the rows equal.

    Columns are chosen one by one, and a choice is given up as soon as the columns chosen so far differ: equal rows
    have equal parts. Of predicted columns that hold the same, one is tried.
    """
    same_place = list(range(width))
    if equal(gold, predicted):
        return True
    contents = [tuple(map(itemgetter(column), predicted)) for column in same_place]

    def extend(chosen: tuple[int, ...]) -> bool:
        if len(chosen) == width:
            return True
        tried = set()
        for column in same_place:
            if column in chosen or contents[column] in tried:
                continue
            tried.add(contents[column])
            longer = (*chosen, column)
            if equal(_part(gold, same_place[: len(longer)]), _part(predicted, longer)) and extend(longer):
                return True
        return False

    return extend(())


def _part(rows: Sequence[Row], columns: Sequence[int]) -> list[Row]:
    return [tuple(row[column] for column in columns) for row in rows]
