"""What the values of a column are like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import apsw

from services.contracts.frozen import Cell
from services.contracts.schema import ColumnRef
from services.value_index.stored_dates import date_format
from services.value_index.stored_values import Rows, answer, decodes, quoted, text_encoding

_LOOKED_AT = 50  # texts, by which the format is told
_MOST = 0.9  # of them have it
_FREE_TEXT = 8  # words on average
_LOW_HIGH_CHARACTERS = 60
_URL = re.compile(r"(?:https?|ftp)://\S+|www\.\S+\.\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CODE = re.compile(r"(?=.*[A-Z0-9])[A-Z0-9][A-Z0-9_./-]{0,19}")


class TextFormat(StrEnum):
    NONE = ""  # no texts, or words and names of no particular form
    DATE = "date"
    CODE = "code"
    FREE_TEXT = "free text"
    URL = "URL"
    EMAIL = "e-mail"


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """`types`: how many of the rows read hold a value of each type of SQLite, NULL among them. `low` and `high` are of
    the values as SQLite orders them, None where they are long texts or blobs; `distinct` without NULL."""

    column: ColumnRef
    types: dict[str, int]
    distinct: int
    low: Cell
    high: Cell
    format: TextFormat

    @property
    def nulls(self) -> int:
        return self.types.get("null", 0)


def column_profile(connection: apsw.Connection, rows: Rows, column: ColumnRef) -> ColumnProfile | None:
    """From three readings of the rows; None where they cannot be read."""
    name = quoted(column.column)

    def ask(projection: str, rest: str = "") -> list[tuple[Cell, ...]] | None:
        sql = f"SELECT {projection} FROM {rows.sql} {rest}"
        return answer(connection, sql, rows.parameters, instructions=rows.instructions)

    counted = ask(f"typeof({name}), count(*)", "GROUP BY 1 ORDER BY 1")
    ends = ask(f"count(DISTINCT {name}), {_end('min', name)}, {_end('max', name)}")
    texts = ask(
        f"CAST({name} AS BLOB)",
        f"WHERE typeof({name}) = 'text' AND octet_length({name}) <= 4000 LIMIT {_LOOKED_AT}",
    )
    if counted is None or ends is None or texts is None:
        return None
    encoding = text_encoding(connection)
    said = [text.decode(encoding) for (text,) in texts if decodes(text, encoding)]
    distinct, low, high = ends[0]
    return ColumnProfile(
        column=column,
        types={str(kind): int(str(number)) for kind, number in counted},
        distinct=int(str(distinct)),
        low=_shown(low, encoding),
        high=_shown(high, encoding),
        format=text_format(said),
    )


def text_format(texts: Sequence[str]) -> TextFormat:
    """
    >>> text_format(["FR", "DE"]), text_format(["a@b.org"]), text_format(["2024-01-05", "2023-11-30"])
    (<TextFormat.CODE: 'code'>, <TextFormat.EMAIL: 'e-mail'>, <TextFormat.DATE: 'date'>)
    """
    said = [text.strip() for text in texts if text.strip()]
    if not said:
        return TextFormat.NONE
    if date_format(said) is not None:
        return TextFormat.DATE
    for pattern, form in ((_URL, TextFormat.URL), (_EMAIL, TextFormat.EMAIL), (_CODE, TextFormat.CODE)):
        if sum(pattern.fullmatch(text) is not None for text in said) >= _MOST * len(said):
            return form
    words = sum(len(text.split()) for text in said)
    return TextFormat.FREE_TEXT if words >= _FREE_TEXT * len(said) else TextFormat.NONE


def _end(which: str, name: str) -> str:
    """Texts as bytes, for they need not be valid."""
    end = f"{which}({name})"
    return f"CASE typeof({end}) WHEN 'text' THEN CAST({end} AS BLOB) WHEN 'blob' THEN NULL ELSE {end} END"


def _shown(end: Cell, encoding: str) -> Cell:
    if not isinstance(end, bytes):
        return end
    text = end.decode(encoding) if decodes(end, encoding) else None
    return text if text is not None and len(text) <= _LOW_HIGH_CHARACTERS else None
