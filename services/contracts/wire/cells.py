"""Cells and rows on the wire. Rows go column by column, so that one page costs a few messages, not one per cell."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

from google.protobuf.struct_pb2 import NULL_VALUE
from turnwise.v1 import common_pb2 as pb

from services.contracts.frozen import Cell

# The byte of CellColumn.kinds for each type. bool is missing on purpose: SQLite has none.
_KINDS: dict[type, int] = {type(None): 0, int: 1, float: 2, str: 3, bytes: 4}


def write_cell(cell: Cell, message: pb.Cell) -> None:
    if cell is None:
        message.null = NULL_VALUE
    elif isinstance(cell, int):
        message.integer = cell
    elif isinstance(cell, float):
        message.real = cell
    elif isinstance(cell, str):
        message.text = cell
    else:
        message.blob = cell


def read_cell(message: pb.Cell) -> Cell:
    """Raises ValueError for a cell that holds nothing: a kind of a newer version, which must not pass for NULL."""
    kind = message.WhichOneof("value")
    if kind is None:
        raise ValueError("a cell without a value")
    return None if kind == "null" else getattr(message, kind)


def write_rows(rows: Sequence[Sequence[Cell]], message: pb.Rows) -> None:
    """Raises ValueError for rows of unequal length, and for what no SQLite cell can hold."""
    for column in zip(*rows, strict=True):
        _write_column(column, message.columns.add())


def read_rows(message: pb.Rows) -> tuple[tuple[Cell, ...], ...]:
    return tuple(zip(*map(_read_column, message.columns), strict=True))


def _write_column(column: tuple[Cell, ...], message: pb.CellColumn) -> None:
    try:
        kinds = bytes([_KINDS[type(cell)] for cell in column])
    except KeyError as error:
        raise ValueError(f"no cell can hold a {error.args[0].__name__}") from error
    lists = _lists(message)
    present = set(kinds)
    if present == {0} or len(present) > 1:
        message.kinds = kinds
    for kind in present - {0}:
        cells = (
            column
            if len(present) == 1
            else [cell for cell, its in zip(column, kinds, strict=True) if its == kind]
        )
        lists[kind].extend(cells)


def _read_column(message: pb.CellColumn) -> tuple[Cell, ...]:
    kinds, lists = message.kinds, _lists(message)
    if not kinds:
        filled = [cells for cells in lists.values() if cells]
        if len(filled) > 1:
            raise ValueError("a column of several kinds of cells does not say which is where")
        return tuple(filled[0]) if filled else ()
    if not set(kinds) <= {0, *lists} or any(kinds.count(kind) != len(cells) for kind, cells in lists.items()):
        raise ValueError("the kinds of a column do not fit its cells")
    following: dict[int, Iterator[Cell]] = {
        0: repeat(None),
        **{kind: iter(cells) for kind, cells in lists.items()},
    }
    return tuple([next(following[kind]) for kind in kinds])


def _lists(message: pb.CellColumn) -> dict[int, Any]:
    return {1: message.integers, 2: message.reals, 3: message.texts, 4: message.blobs}
