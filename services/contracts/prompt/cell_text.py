"""Stored values in a prompt: whole, or not at all."""

from services.contracts.expression_text import constant_text
from services.contracts.frozen import Cell

MAX_TEXT = 40  # characters of a value that stands for others; longer ones tell little for what they cost


def is_short(cell: Cell) -> bool:
    """Whether a value can be shown as it is: short, in one line."""
    return not isinstance(cell, str | bytes) or (
        isinstance(cell, str) and len(cell) <= MAX_TEXT and cell.isprintable()
    )


def cell_text(cell: Cell) -> str:
    """As SQL writes it; what is long, of several lines or binary only as what it is.

    >>> cell_text("O'Hara"), cell_text(None), cell_text(b"12"), cell_text("x" * 99)
    ("'O''Hara'", 'null', '(blob of 2 bytes)', '(text of 99 characters)')
    """
    if isinstance(cell, bytes):
        return f"(blob of {len(cell)} bytes)"
    if isinstance(cell, str) and not is_short(cell):
        return f"(text of {len(cell)} characters)"
    return constant_text(cell)
