"""EX: whether two results are the same as the Spider test-suite script sees it (`exec_eval.eval_exec_match`).

Its ways, kept on purpose: any two empty results are equal; columns may be permuted; Python's equality without a
tolerance (1 = 1.0, 1 ≠ '1'); row order counts if ORDER BY stands anywhere in the gold, a sub-query or a literal
included. Settings: gold values not plugged in, DISTINCT kept.
"""

import re
from collections import Counter
from collections.abc import Sequence

from eval.metrics.any_order import columns_can_match
from eval.metrics.result import Row

_THIS_YEAR = re.compile(r"YEAR\s*\(\s*CURDATE\s*\(\s*\)\s*\)\s*", re.IGNORECASE)


def as_run(sql: str) -> str:
    """The text that the script runs: operators that a tokenizer split are joined, MySQL's current year is 2020."""
    return _THIS_YEAR.sub("2020", join_operators(sql))


def join_operators(sql: str) -> str:
    """Spider's predictions are often written as tokens: `> =`. Literals are not spared.

    >>> join_operators("SELECT a FROM t WHERE b > = 1 AND c ! = 2")
    'SELECT a FROM t WHERE b >= 1 AND c != 2'
    """
    return sql.replace("> =", ">=").replace("< =", "<=").replace("! =", "!=")


def order_counts(gold_sql: str) -> bool:
    """Whether the script looks at the order of rows.

    >>> order_counts("SELECT a FROM t WHERE b IN (SELECT b FROM u ORDER BY c LIMIT 1)")
    True
    """
    return "order by" in gold_sql.lower()


def denotations_equal(gold: Sequence[Row], predicted: Sequence[Row], *, ordered: bool) -> bool:
    """Whether the script takes the predicted rows for the gold's."""
    if not gold and not predicted:
        return True
    if len(gold) != len(predicted) or len(gold[0]) != len(predicted[0]):
        return False
    if not _passes_first_look(gold, predicted, ordered=ordered):
        return False
    equal = _same_sequence if ordered else _same_bag
    return columns_can_match(gold, predicted, len(gold[0]), equal)


def _passes_first_look(gold: Sequence[Row], predicted: Sequence[Row], *, ordered: bool) -> bool:
    """The script first compares rows with their cells sorted by text, then type.

    That is more than a short cut: (1, 10) and (1.0, 10) sort differently, so that they are not equal in the end.
    """
    left, right = [list(map(_sorted_cells, rows)) for rows in (gold, predicted)]
    return left == right if ordered else set(left) == set(right)


def _sorted_cells(row: Row) -> Row:
    return tuple(sorted(row, key=lambda cell: str(cell) + str(type(cell))))


def _same_sequence(left: Sequence[Row], right: Sequence[Row]) -> bool:
    return list(left) == list(right)


def _same_bag(left: Sequence[Row], right: Sequence[Row]) -> bool:
    return Counter(left) == Counter(right)
