"""Puts the intervals of shares and means into the figures of a run."""

from collections.abc import Sequence
from typing import Any

from eval.figures.intervals import intervals, rounded
from eval.figures.samples import samples_of
from eval.rows import RunRow


def add_bounds(figures: dict[str, Any], rows: Sequence[RunRow]) -> None:
    """A share becomes `value`, `low`, `high`, `n`; what says more keeps it, and what is of nothing stays as it is."""
    samples = samples_of(rows)
    for name, interval in intervals({name: figure.sample for name, figure in samples.items()}).items():
        *path, last = name.split(".")
        place = figures
        for each in path:
            place = place[each]
        said = place[last] if isinstance(place[last], dict) else {"n": samples[name].size}
        place[last] = said | rounded(interval)
