"""What a query gives: the side of every comparison of results."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.frozen import Cell

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Column labels as SQLite reports them, and all rows in the order in which they came."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
