"""A small chart where one suits the result: a Vega-Lite specification with its data."""

import re

from services.contracts.frozen import Cell
from services.contracts.models import ResultPage

_MOST_BARS = 40
_MOST_POINTS = 1000
_PERIOD = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def chart_of(page: ResultPage, title: str) -> str:
    """Bars for a label and a number, a line for periods and a number; otherwise nothing ('').

    A period is a year, month or day as ISO 8601 writes it.
    """
    if len(page.columns) != 2 or len(page.rows) < 2:
        return ""
    labels, numbers = zip(*page.rows, strict=True)
    if not all(isinstance(number, int | float) for number in numbers):
        return ""
    if _are_periods(labels) and len(labels) <= _MOST_POINTS:
        return _specification(page, title, "line")
    if len(set(labels)) == len(labels) <= _MOST_BARS and not all(
        isinstance(label, float) for label in labels
    ):
        return _specification(page, title, "bar")
    return ""


def _are_periods(labels: tuple[Cell, ...]) -> bool:
    return all(isinstance(label, str) and _PERIOD.match(label) for label in labels)


def _specification(page: ResultPage, title: str, mark: str) -> str:
    import altair  # takes most of a second to import, and most answers need no chart

    rows = [{"label": "–" if label is None else str(label), "number": number} for label, number in page.rows]
    base = altair.Chart(altair.Data(values=rows), title=title)  # type: ignore[no-untyped-call]
    label_title, number_title = (column.name for column in page.columns)
    number = altair.Y("number:Q", title=number_title)
    if mark == "line":
        chart = base.mark_line(point=True).encode(x=altair.X("label:O", title=label_title), y=number)
    else:
        chart = base.mark_bar().encode(x=altair.X("label:N", title=label_title, sort=None), y=number)
    return str(chart.to_json(indent=None))
