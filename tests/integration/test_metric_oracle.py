"""The SQL metrics against the verdicts of the official scorers on the oracle pairs of the reference data.

docs/metrics.md says that no verdict differs.
"""

import json
from typing import Any

import pytest

from eval.datasets.choosing import data_folder
from eval.metrics.esm.keys import keys_from_tables_json
from eval.pairs import read_pairs, score_pairs
from eval.scoring import SqlScores

DATA = data_folder()
ORACLE = DATA / "metric_oracle" / "open.jsonl"

pytestmark = pytest.mark.skipif(not ORACLE.is_file(), reason="no oracle pairs: set TURNWISE_DATA")

Row = dict[str, Any]


@pytest.fixture(scope="module")
def scored() -> list[tuple[Row, SqlScores]]:
    verdicts = [json.loads(line) for line in ORACLE.read_text(encoding="utf-8").splitlines()]
    scores = score_pairs(
        read_pairs(ORACLE).pairs, DATA / "databases", keys_from_tables_json(DATA / "tables.json")
    )
    return list(zip(verdicts, scores, strict=True))


def test_every_official_verdict_is_reproduced(scored: list[tuple[Row, SqlScores]]) -> None:
    assert len(scored) == 3548
    differing = {
        metric: [row["id"] for row, scores in scored if getattr(scores, metric) != row[metric]]
        for metric in ("esm", "ex", "etm")
    }
    assert differing == {"esm": [], "ex": [], "etm": []}


def test_results_are_compared_as_the_row_comparer_does_but_with_exact_integers(
    scored: list[tuple[Row, SqlScores]],
) -> None:
    for row, scores in scored:
        value = row.get("value_match_if_ints_exact", row["value_match"])
        assert (row["id"], scores.value, scores.strict) == (row["id"], value, row["strict_match"])
        assert scores.any_order or not scores.value


def test_esm_as_written_is_esm_without_the_replacement(scored: list[tuple[Row, SqlScores]]) -> None:
    replaced = [(row, scores) for row, scores in scored if "esm_no_value_subst" in row]
    assert len(replaced) == 28
    for row, scores in replaced:
        assert (row["id"], scores.esm_as_written) == (row["id"], row["esm_no_value_subst"])


def test_repaired_etm_adds_only_matches_that_give_the_same_result(
    scored: list[tuple[Row, SqlScores]],
) -> None:
    changed = [(row, scores) for row, scores in scored if scores.etm_repaired != scores.etm]
    assert changed
    for row, scores in changed:
        assert (row["id"], scores.etm_repaired, scores.value) == (row["id"], True, True)


def test_a_query_that_gives_no_result_is_named(scored: list[tuple[Row, SqlScores]]) -> None:
    for row, scores in scored:
        assert (row["id"], bool(scores.error)) == (row["id"], row["pred_error"] is not None)
        assert (row["id"], bool(scores.esm_error)) == (row["id"], row["esm"] is None)
