"""The tables and columns that a question names, or whose values it names, best first."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest

from services.contracts.models import RankedColumn, RankedTable, ValueLink
from services.contracts.schema import ColumnRef
from services.value_index.schema_names import Closeness

_LEAST = 0.2  # a name that is matched less is not ranked for its name
_BY_NAME, _BY_TABLE, _BY_VALUE = 0.7, 0.15, 0.3
_BY_COLUMN = 0.15


def ranked_columns(
    closeness: Closeness, links: Iterable[ValueLink], *, at_most: int
) -> tuple[tuple[RankedColumn, ...], bool]:
    """The best, and whether there are more."""
    values = _best_values(links)
    named = {
        name for name, score in closeness.names.items() if isinstance(name, ColumnRef) and score >= _LEAST
    }
    scores = {
        column: _BY_NAME * closeness.of(column)
        + _BY_TABLE * closeness.of(column.table)
        + _BY_VALUE * values.get(column, 0.0)
        for column in named | values.keys()
    }
    best = nsmallest(
        at_most, scores, key=lambda column: (-round(scores[column], 4), column.table, column.column)
    )
    ranked = (RankedColumn(column=column, score=round(min(1.0, scores[column]), 4)) for column in best)
    return tuple(ranked), len(scores) > at_most


def ranked_tables(
    closeness: Closeness, links: Iterable[ValueLink], *, at_most: int
) -> tuple[tuple[RankedTable, ...], bool]:
    """The best, and whether there are more."""
    best_columns: dict[str, float] = defaultdict(float)
    values: dict[str, float] = defaultdict(float)
    named = set()
    for name, score in closeness.names.items():
        if isinstance(name, str):
            named |= {name} if score >= _LEAST else set()
        elif score >= _LEAST:
            best_columns[name.table] = max(best_columns[name.table], score)
    for column, score in _best_values(links).items():
        values[column.table] = max(values[column.table], score)
        best_columns[column.table] = max(best_columns[column.table], closeness.of(column))
    scores = {
        table: _BY_NAME * closeness.of(table)
        + _BY_COLUMN * best_columns.get(table, 0.0)
        + _BY_VALUE * values.get(table, 0.0)
        for table in named | best_columns.keys() | values.keys()
    }
    best = nsmallest(at_most, scores, key=lambda table: (-round(scores[table], 4), table))
    ranked = (RankedTable(table=table, score=round(min(1.0, scores[table]), 4)) for table in best)
    return tuple(ranked), len(scores) > at_most


def _best_values(links: Iterable[ValueLink]) -> dict[ColumnRef, float]:
    best: dict[ColumnRef, float] = {}
    for link in links:
        best[link.column] = max(link.score, best.get(link.column, 0.0))
    return best
