"""Columns that store dates as texts, and how they write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.contracts.frozen import Cell
from services.contracts.schema import ColumnRef
from services.value_index.said_dates import SaidDate

# Those that sort by time come first; of the others, days before months, for a day above 12 tells them apart.
_FORMATS = (
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d", "%Y%m%d"),
    *(
        "%d.%m.%Y",
        "%m/%d/%Y",
        "%d/%m/%Y",
        "%d %B, %Y",
        "%B %d, %Y",
        "%d %B %Y",
        "%d %b %Y",
        "%b %d, %Y",
        "%Y",
    ),
)
_FEWEST = 2  # texts that must be dates before a column is one of dates


@dataclass(frozen=True, slots=True)
class DateColumn:
    """`format` is that of strptime; `low` and `high` are the first and last year stored."""

    column: ColumnRef
    format: str
    low: int
    high: int

    def holds(self, year: int) -> bool:
        return self.low <= year <= self.high

    def written(self, said: SaidDate) -> str | None:
        """The date as the column's texts write it, or begin with it, or, a year, hold it; None where they cannot."""
        day = said.first_day
        if said.day is not None:
            return day.strftime(self.format.split("%H")[0].rstrip(" T"))
        if said.month is None:
            return str(said.year)
        numbered = "%m" in self.format and self.format.startswith("%Y")
        return day.strftime(self.format[: self.format.index("%m") + 2]) if numbered else None


def date_format(texts: Sequence[Cell]) -> str | None:
    """The first format in which all of them are dates of a plausible year."""
    said = [text.strip() for text in texts if isinstance(text, str)]
    if len(said) < _FEWEST or len(said) < len(texts):
        return None
    return next((form for form in _FORMATS if all(_is_date(text, form) for text in said)), None)


def _is_date(text: str, form: str) -> bool:
    if form == "%Y" and len(text) != 4:
        return False
    try:
        return 1000 <= datetime.strptime(text, form).year <= 2999
    except ValueError:
        return False
