"""A result as an Arrow table, for pandas, DuckDB and the like. Needs the extra `arrow` (pyarrow).

    table = await arrow_table(executor.fetch(request))

The whole result is in memory then; who wants a result of any length reads its pages.
"""

from collections.abc import AsyncIterable, Sequence

import pyarrow as pa

from services.contracts.frozen import Cell
from services.contracts.models import ResultPage

_TYPES: dict[type, pa.DataType] = {int: pa.int64(), float: pa.float64(), str: pa.string(), bytes: pa.binary()}
_EXACT = 1 << 53  # from here on a float64 does not hold every integer


async def arrow_table(pages: AsyncIterable[ResultPage]) -> pa.Table:
    """A column of one kind of cells has its type. Numbers of both kinds are float64 where that holds them exactly.

    SQLite may store texts among numbers: such a column is a dense union, in which NULL is of the first kind. Columns
    keep their names, also where two have the same.
    """
    names: tuple[str, ...] = ()
    chunks: list[list[tuple[Cell, ...]]] = []
    async for page in pages:
        names = tuple(column.name for column in page.columns)
        chunks.append(list(zip(*page.rows, strict=True)) or [()] * len(names))
    columns = [[cell for chunk in chunks for cell in chunk[place]] for place in range(len(names))]
    return pa.Table.from_arrays([_array(column) for column in columns], names=list(names))


def _array(cells: Sequence[Cell]) -> pa.Array:
    kinds = {type(cell) for cell in cells} - {type(None)}
    if not kinds:
        return pa.nulls(len(cells))
    if len(kinds) == 1:
        return pa.array(cells, type=_TYPES[kinds.pop()])
    if kinds == {int, float} and all(abs(cell) <= _EXACT for cell in cells if isinstance(cell, int)):
        return pa.array(cells, type=pa.float64())
    return _union(cells, [kind for kind in _TYPES if kind in kinds])


def _union(cells: Sequence[Cell], kinds: list[type]) -> pa.Array:
    children: list[list[Cell]] = [[] for _ in kinds]
    places, offsets = [], []
    for cell in cells:
        place = 0 if cell is None else kinds.index(type(cell))
        places.append(place)
        offsets.append(len(children[place]))
        children[place].append(cell)
    return pa.UnionArray.from_dense(
        pa.array(places, type=pa.int8()),
        pa.array(offsets, type=pa.int32()),
        [pa.array(child, type=_TYPES[kind]) for child, kind in zip(children, kinds, strict=True)],
        field_names=[str(_TYPES[kind]) for kind in kinds],
    )
