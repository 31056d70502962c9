"""All figures of a run as one JSON object."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.figures.accuracy import accuracies, counts, groupings
from eval.figures.bounds import add_bounds
from eval.figures.planning import planner_figures
from eval.figures.stages import (
    attribution_figures,
    executor_figures,
    generator_figures,
    index_figures,
    latency_figures,
    literals_left_out,
    truncated_figures,
    usage_figures,
    value_link_figures,
)
from eval.manifest import Manifest
from eval.rows import RunRow
from services.contracts.errors import InvalidRequest

FIGURES_FILE = "figures.json"


def all_figures(rows: Sequence[RunRow], manifest: Manifest) -> dict[str, Any]:
    """Raises InvalidRequest for rows that mix oracle and clean turns, or are not those of the manifest."""
    check_unmixed(rows, manifest)
    ordered = sorted(rows, key=lambda row: row.id)  # however many processes wrote them
    figures = {
        "run": {
            "kind": manifest.kind,
            "data": manifest.data.name,
            "history": manifest.history,
            "oracle": list(manifest.oracle),
            "stages": {name: stage.name for name, stage in manifest.stages.items()},
            "user": manifest.user.name if manifest.user else None,
            "commit": manifest.code.commit,
            "dirty": manifest.code.dirty,
        },
        "rows": counts(ordered)
        | {
            "expected": manifest.data.rows,
            "remarks": manifest.data.remarks | manifest.prediction_remarks,
        },
        "accuracy": accuracies(ordered),
        "planner": planner_figures(ordered),
        "value_index": {
            "recall": value_link_figures(ordered),
            "left_out": literals_left_out(ordered),
            "truncated": truncated_figures(ordered),
            "build": index_figures(ordered),
        },
        "generator": generator_figures(ordered),
        "executor": executor_figures(ordered),
        "attribution": attribution_figures(ordered),
        "by": groupings(ordered),
        "latency_ms": latency_figures(ordered),
        "usage": usage_figures(ordered),
    }
    add_bounds(figures, ordered)
    return figures


def check_unmixed(rows: Sequence[RunRow], manifest: Manifest) -> None:
    for row in rows:
        if row.oracle != manifest.oracle:
            raise InvalidRequest(
                f"row '{row.id}' was made with oracle {_names(row.oracle)}, and the run with "
                f"{_names(manifest.oracle)}: oracle and clean rows are never mixed"
            )
        if row.history != manifest.history:
            raise InvalidRequest(
                f"row '{row.id}' has {row.history} history, and the run {manifest.history} history"
            )


def save_figures(figures: dict[str, Any], folder: Path) -> None:
    (folder / FIGURES_FILE).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _names(oracle: Sequence[str]) -> str:
    return ", ".join(oracle) or "none"
