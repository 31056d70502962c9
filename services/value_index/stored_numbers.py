"""Which numeric columns can hold a number of the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.frozen import Cell
from services.contracts.schema import ColumnRef


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """The numbers of a column. `values` is empty where it holds more distinct ones than are kept.

    `identifies`: the column tells the rows apart or refers to one that does, so that its numbers mean little.
    `as_texts`: it stores its numbers as texts, so that their range is not known.
    """

    column: ColumnRef
    low: int | float
    high: int | float
    values: frozenset[int | float] = frozenset()
    whole: bool = False
    identifies: bool = False
    as_texts: bool = False

    @property
    def of_years(self) -> bool:
        return self.whole and self.low >= 1000 and self.high <= 2999

    def could_hold(self, number: int | float) -> bool:
        """Within the range, and whole where all stored numbers are."""
        return (
            not self.as_texts
            and self.low <= number <= self.high
            and (not self.whole or number == int(number))
        )

    def stores(self, number: int | float) -> bool:
        return number in self.values


def are_numbers(texts: Sequence[Cell]) -> bool:
    """Whether these are the samples of a column that stores numbers as texts."""
    return bool(texts) and all(isinstance(text, str) and _is_number(text) for text in texts)


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
