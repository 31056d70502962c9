"""Which numeric columns can hold a number of the question."""

from dataclasses import dataclass

from services.contracts.schema import ColumnRef


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """The numbers of a column. `values` is empty where it holds more distinct ones than are kept.

    `identifies`: the column tells the rows apart or refers to one that does, so that its numbers mean little.
    """

    column: ColumnRef
    low: int | float
    high: int | float
    values: frozenset[int | float] = frozenset()
    whole: bool = False
    identifies: bool = False

    def could_hold(self, number: int | float) -> bool:
        """Within the range, and whole where all stored numbers are."""
        return self.low <= number <= self.high and (not self.whole or number == int(number))

    def stores(self, number: int | float) -> bool:
        return number in self.values
