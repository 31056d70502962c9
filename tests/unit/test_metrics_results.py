"""Comparison of results: value, strict and any-order accuracy, and EX."""

import json
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.any_order import any_order_equal
from eval.metrics.bags import bags_equal, cells_equal, rows_equal
from eval.metrics.result import Result, Row
from eval.metrics.test_suite import as_run, denotations_equal, join_operators, order_counts
from eval.metrics.value import orders_rows, strict_equal, value_equal

GOLDEN = Path(__file__).parents[1] / "golden" / "metrics" / "results.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text().splitlines()]


def result(written: dict[str, Any]) -> Result:
    return Result(tuple(written["columns"]), [tuple(row) for row in written["rows"]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_golden_results(case: dict[str, Any]) -> None:
    gold, predicted, ordered = result(case["gold"]), result(case["predicted"]), case["ordered"]
    assert value_equal(gold, predicted, ordered=ordered) is case["value"]
    assert strict_equal(gold, predicted, ordered=ordered) is case["strict"]
    assert any_order_equal(gold, predicted, ordered=ordered) is case["any_order"]
    assert denotations_equal(gold.rows, predicted.rows, ordered=ordered) is case["ex"]


def test_blobs_are_neither_text_nor_numbers() -> None:
    assert cells_equal(b"a", b"a")
    assert not cells_equal(b"a", "a")
    assert not cells_equal(b"1", 1)


# Numbers a little less and a little more than the tolerance apart, so that their order and their likeness differ.
close_numbers = st.integers(0, 6).map(lambda step: 1.0 + step * 0.6e-6) | st.integers(1, 2)
cells = close_numbers | st.sampled_from(["x", None])
tables = st.integers(1, 3).flatmap(
    lambda width: st.tuples(*[st.lists(st.tuples(*[cells] * width), max_size=5)] * 2)
)


@given(tables)
def test_bags_are_equal_if_some_order_of_the_rows_is(rows: tuple[list[Row], list[Row]]) -> None:
    left, right = rows
    some = any(all(map(rows_equal, left, order)) for order in permutations(right))
    assert bags_equal(left, right) is (len(left) == len(right) and some)


@given(tables, st.booleans())
def test_any_order_is_value_accuracy_of_some_permutation(
    rows: tuple[list[Row], list[Row]], ordered: bool
) -> None:
    left, right = rows
    width = len((left or right or [()])[0])
    labels = tuple("abc"[:width])
    gold, predicted = Result(labels, left), Result(labels, right)
    permuted = [
        Result(labels, [tuple(row[column] for column in order) for row in right])
        for order in permutations(range(width))
    ]
    some = any(value_equal(gold, one, ordered=ordered) for one in permuted)
    assert any_order_equal(gold, predicted, ordered=ordered) is some


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5), st.randoms())
def test_ex_forgives_any_order_of_rows_and_columns(rows: list[tuple[int, int]], random: Any) -> None:
    shuffled = [(second, first) for first, second in random.sample(rows, len(rows))]
    assert denotations_equal(rows, shuffled, ordered=False)
    one_changed = [(9, 9), *shuffled[1:]]
    assert not denotations_equal(rows, one_changed, ordered=False)
    assert Counter(rows) != Counter(one_changed)


def test_many_close_rows_are_compared_at_once() -> None:
    gold = [(index % 50 + 0.1, "x") for index in range(20_000)]
    predicted = [(index % 50 + 0.1000001, "x") for index in reversed(range(20_000))]
    assert bags_equal(gold, predicted)
    assert not bags_equal(gold, [*predicted[1:], (77.0, "x")])


def test_twenty_columns_of_zeros_and_ones_are_matched_at_once() -> None:
    rows = [tuple((row >> column) & 1 for column in range(20)) for row in range(0, 4000, 7)]
    turned = [tuple(reversed(row)) for row in rows]
    labels = tuple(map(str, range(20)))
    assert any_order_equal(Result(labels, rows), Result(labels, turned), ordered=False)


@pytest.mark.parametrize(
    ("sql", "outermost", "anywhere"),
    [
        ("SELECT a FROM t", False, False),
        ("SELECT a FROM t ORDER BY b", True, True),
        ("select a from t order\n by b limit 1", True, False),
        ("SELECT a FROM t WHERE b IN (SELECT b FROM u ORDER BY c LIMIT 1)", False, True),
        ("SELECT a FROM t UNION SELECT a FROM u ORDER BY a", True, True),
        ("SELECT rank() OVER (ORDER BY b) FROM t", False, True),
        ("WITH w AS (SELECT a FROM t ORDER BY a LIMIT 3) SELECT a FROM w", False, True),
        ("SELECT 'order by' FROM t", False, True),
        ("SELECT a FROM t -- order by", False, True),
        ("SELECT `order by` FROM t", False, True),
    ],
)
def test_where_order_by_counts(sql: str, outermost: bool, anywhere: bool) -> None:
    assert orders_rows(sql) is outermost
    assert order_counts(sql) is anywhere


def test_texts_as_the_script_runs_them() -> None:
    assert join_operators("a > = 1 AND b < = 2 AND c ! = 3") == "a >= 1 AND b <= 2 AND c != 3"
    assert as_run("SELECT year ( CURDATE( ) ) - born FROM t") == "SELECT 2020- born FROM t"
