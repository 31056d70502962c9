"""When a chart is drawn, and of what kind."""

import json

import pytest

from services.contracts.frozen import Cell
from services.contracts.models import ResultColumn, ResultPage
from services.conversation.chart import chart_of

Rows = tuple[tuple[Cell, ...], ...]


def page(*rows: tuple[Cell, ...]) -> ResultPage:
    columns = tuple(ResultColumn(name=name) for name in ("what", "how much", "more")[: len(rows[0])])
    return ResultPage(columns=columns, rows=rows)


def test_labels_and_numbers_are_bars_in_the_order_of_the_rows() -> None:
    chart = json.loads(chart_of(page(("FR", 3), (None, 2.5)), "Revenue"))
    assert chart["mark"]["type"] == "bar"
    assert chart["data"]["values"] == [{"label": "FR", "number": 3}, {"label": "–", "number": 2.5}]
    assert chart["encoding"]["x"]["sort"] is None
    assert chart["encoding"]["y"]["title"] == "how much"
    assert chart["title"] == "Revenue"


@pytest.mark.parametrize("periods", [("2024", "2025"), ("2024-01", "2024-02"), ("2024-01-01", "2024-01-02")])
def test_periods_are_a_line(periods: tuple[str, str]) -> None:
    chart = json.loads(chart_of(page((periods[0], 1), (periods[1], 2)), ""))
    assert chart["mark"]["type"] == "line"


@pytest.mark.parametrize(
    "rows",
    [
        (("FR", 3),),  # nothing to compare
        (("FR", 3), ("DE", None)),
        (("FR", "x"), ("DE", "y")),
        (("FR", 3), ("FR", 4)),  # two bars of one name
        (("FR", 3, 1), ("DE", 4, 1)),
        ((0.5, 3), (0.6, 4)),  # measurements are no labels
        tuple((f"label {n}", n) for n in range(41)),
    ],
)
def test_otherwise_there_is_no_chart(rows: Rows) -> None:
    assert chart_of(page(*rows), "") == ""
