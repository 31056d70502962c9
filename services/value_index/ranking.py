"""The tables and columns that a question names, or whose values it names, best first."""

from collections import defaultdict
from collections.abc import Iterable

from services.contracts.models import RankedColumn, RankedTable, ValueLink
from services.contracts.schema import ColumnRef
from services.value_index.schema_names import Closeness

_LEAST = 0.2  # a name that is matched less is not ranked for its name
_BY_NAME, _BY_TABLE, _BY_VALUE = 0.7, 0.15, 0.3
_BY_COLUMN = 0.15


def ranked_columns(closeness: Closeness, links: Iterable[ValueLink]) -> tuple[RankedColumn, ...]:
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
    order = sorted(scores, key=lambda column: (-round(scores[column], 4), column.table, column.column))
    return tuple(RankedColumn(column=column, score=round(min(1.0, scores[column]), 4)) for column in order)


def ranked_tables(
    closeness: Closeness, columns: Iterable[RankedColumn], links: Iterable[ValueLink]
) -> tuple[RankedTable, ...]:
    best_columns: dict[str, float] = defaultdict(float)
    for ranked in columns:
        table = ranked.column.table
        best_columns[table] = max(best_columns[table], closeness.of(ranked.column))
    values: dict[str, float] = defaultdict(float)
    for column, score in _best_values(links).items():
        values[column.table] = max(values[column.table], score)
    named = {name for name, score in closeness.names.items() if isinstance(name, str) and score >= _LEAST}
    scores = {
        table: _BY_NAME * closeness.of(table)
        + _BY_COLUMN * best_columns.get(table, 0.0)
        + _BY_VALUE * values.get(table, 0.0)
        for table in named | best_columns.keys() | values.keys()
    }
    order = sorted(scores, key=lambda table: (-round(scores[table], 4), table))
    return tuple(RankedTable(table=table, score=round(min(1.0, scores[table]), 4)) for table in order)


def _best_values(links: Iterable[ValueLink]) -> dict[ColumnRef, float]:
    best: dict[ColumnRef, float] = {}
    for link in links:
        best[link.column] = max(link.score, best.get(link.column, 0.0))
    return best
