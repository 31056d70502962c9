"""Dates that a question says: '2024-03-05', 'March 2024', 'in 1995', 'last year'."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.value_index.asked import overlap
from services.value_index.words import Span

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
MONTH_NAMES = frozenset(_MONTHS)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|2\d{3})"
_NAMED_MONTH = rf"(?P<month>{_MONTH})\.?"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w/-]){pattern}(?![\w/-])", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        rf"{_NAMED_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_NAMED_MONTH}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_NAMED_MONTH}(?:\s+of|,)?\s+{_YEAR}",
        _YEAR,
        r"(?P<which>this|last|next)\s+(?P<unit>year|month)",
        r"(?P<which>today|yesterday|tomorrow)",
    )
)
_STEPS = {"this": 0, "last": -1, "next": 1, "today": 0, "yesterday": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A day, a month (without `day`) or a year (without `month` too). `relative`: counted from now."""

    span: Span
    year: int
    month: int | None = None
    day: int | None = None
    relative: bool = False

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)


def said_dates(question: str, now: datetime) -> tuple[SaidDate, ...]:
    """In order; the most exact reading of the same words.

    >>> from datetime import datetime
    >>> found = said_dates("March 2024 or last year", datetime(2026, 5, 1))
    >>> [(said.span.text, said.year, said.month) for said in found]
    [('March 2024', 2024, 3), ('last year', 2025, None)]
    """
    found: list[SaidDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(question):
            span = Span(match[0], match.start(), match.end())
            if not any(overlap(span, other.span) for other in found):
                found += _read(match, span, now)
    return tuple(sorted(found, key=lambda said: said.span.start))


def _read(match: re.Match[str], span: Span, now: datetime) -> Iterator[SaidDate]:
    groups = match.groupdict()
    if "which" in groups:
        yield _relative(span, groups["which"].lower(), (groups.get("unit") or "day").lower(), now)
        return
    month, day = groups.get("month"), groups.get("day")
    said = SaidDate(
        span,
        int(groups["year"]),
        None if month is None else _MONTHS.get(month.lower()) or int(month),
        None if day is None else int(day),
    )
    try:
        _ = said.first_day
    except ValueError:
        return  # the 31st of June
    yield said


def _relative(span: Span, which: str, unit: str, now: datetime) -> SaidDate:
    step = _STEPS[which]
    if unit == "year":
        return SaidDate(span, now.year + step, relative=True)
    if unit == "month":
        months = 12 * now.year + now.month - 1 + step
        return SaidDate(span, months // 12, months % 12 + 1, relative=True)
    day = (now + timedelta(days=step)).date()
    return SaidDate(span, day.year, day.month, day.day, relative=True)
