"""How fast the SQL metrics are, and how often they agree with the official scorers.

    python -m bench.scorers            1,000 pairs of a gold and a predicted query, all metrics, two processes

The pairs are the first of `metric_oracle/open.jsonl` below TURNWISE_DATA. Agreement counts the pairs for which the
official scorer gives a verdict; value and strict accuracy are compared with integers exact.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from bench.gold_queries import data_folder
from bench.report import show_figures, show_table
from eval.metrics.esm.keys import keys_from_tables_json
from eval.pairs import read_pairs, score_pairs
from eval.scoring import SqlScores

Row = Mapping[str, Any]
_OFFICIAL: Mapping[str, Callable[[Row], bool | None]] = {
    "esm": lambda row: row["esm"],
    "ex": lambda row: row["ex"],
    "etm": lambda row: row["etm"],
    "value": lambda row: row.get("value_match_if_ints_exact", row["value_match"]),
    "strict": lambda row: row["strict_match"],
}


def scorers(
    pairs: Annotated[int, typer.Option(help="how many", min=1)] = 1000,
    workers: Annotated[int, typer.Option(help="scoring processes", min=1)] = 2,
) -> None:
    """Time all SQL metrics on the oracle pairs."""
    folder = data_folder()
    oracle = folder / "metric_oracle" / "open.jsonl"
    rows = [json.loads(line) for line in oracle.read_text(encoding="utf-8").splitlines()[:pairs]]
    todo = read_pairs(oracle).pairs[:pairs]
    keys = keys_from_tables_json(folder / "tables.json")
    print(f"scoring {len(todo):,} pairs with {workers} processes ...", file=sys.stderr)
    start = time.monotonic()
    scores = list(score_pairs(todo, folder / "databases", keys, processes=workers))
    seconds = time.monotonic() - start
    _show(rows, scores, seconds, workers)


def _show(rows: Sequence[Row], scores: Sequence[SqlScores], seconds: float, workers: int) -> None:
    agreement = {metric: _agreement(metric, rows, scores) for metric in _OFFICIAL}
    show_table(
        f"SQL metrics: {len(rows):,} pairs in {seconds:.1f} s with {workers} processes, start included",
        ("metric", "verdicts", "agree", "share"),
        [(metric, total, agree, f"{agree / total:.2%}") for metric, (agree, total) in agreement.items()],
    )
    figures = {
        "pairs": len(rows),
        "workers": workers,
        "seconds": round(seconds, 1),
        "seconds_per_1000": round(1000 * seconds / len(rows), 1),
        **{f"{metric}_agreement": round(agree / total, 5) for metric, (agree, total) in agreement.items()},
    }
    show_figures("scorers", figures)


def _agreement(metric: str, rows: Sequence[Row], scores: Sequence[SqlScores]) -> tuple[int, int]:
    """How many verdicts agree, and of how many."""
    pairs = [(_OFFICIAL[metric](row), getattr(ours, metric)) for row, ours in zip(rows, scores, strict=True)]
    given = [(official, ours) for official, ours in pairs if official is not None]
    return sum(official == ours for official, ours in given), len(given)


if __name__ == "__main__":
    typer.run(scorers)
