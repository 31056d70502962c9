"""What can be chosen in the expressions and conditions of one SELECT."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.planner.learned.pointers import Pointers
from services.planner.learned.rules import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    DATE_PARTS,
    RULE_INDEX,
    Rule,
    Slot,
)

MAX_DEPTH = 3  # of queries in queries


def numbers_of(rules: Iterable[Rule]) -> tuple[int, ...]:
    return tuple(RULE_INDEX[rule] for rule in rules)


NESTED = numbers_of((Rule.SUBQUERY,))
_AGGREGATED = numbers_of((Rule.COUNT_ROWS, *AGGREGATES))
_CALCULATED = numbers_of(ARITHMETIC)
_PARTS = numbers_of(DATE_PARTS)
_STARS = numbers_of((Rule.STAR, Rule.STAR_OF))
_TESTS = (*COMPARISONS, Rule.LIKE, Rule.BETWEEN, Rule.IN, Rule.IS_NULL)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one SELECT: names and, for each, its table's action."""

    names: tuple[str, ...]
    tables: tuple[int, ...]

    def of_table(self, table: int) -> list[str]:
        return [name for name, action in zip(self.names, self.tables, strict=True) if action == table]


class Reach:
    """What expressions of one SELECT can use."""

    def __init__(self, pointers: Pointers, sources: Sources, depth: int) -> None:
        self.sources = sources
        self.depth = depth
        self._pointers = pointers
        self.columns = tuple(
            action for table in dict.fromkeys(sources.tables) for action in self.columns_of(table)
        )
        self.dates = tuple(action for action in self.columns if action in pointers.dates)
        self._parts = _PARTS if self.dates else ()

    def columns_of(self, table: int) -> range:
        return self._pointers.columns_of[table - self._pointers.first_table]

    def expressions(self, slot: Slot) -> tuple[int, ...]:
        """The actions that may begin an expression at this place."""
        nested = NESTED if self.depth < MAX_DEPTH else ()
        values = tuple(self._pointers.value_actions)
        match slot:
            case Slot.ITEM | Slot.MORE_ITEMS:
                return (*_STARS, *_AGGREGATED, *_CALCULATED, *self._parts, *self.columns)
            case Slot.ORDER | Slot.HAVING_LEFT:
                return (*_AGGREGATED, *_CALCULATED, *self._parts, *self.columns)
            case Slot.OPERAND:
                return (*_AGGREGATED, *_CALCULATED, *nested, *self.columns, *values)
            case Slot.ARGUMENT:
                return (*_CALCULATED, *self.columns, *values)
            case Slot.WHERE_LEFT:
                return (*_CALCULATED, *self._parts, *self.columns)
            case Slot.WHERE_RIGHT:
                return (*_CALCULATED, *nested, *self.columns, *values)
            case Slot.HAVING_RIGHT:
                return (*_AGGREGATED, *_CALCULATED, *nested, *self.columns, *values)
        return (*self._parts, *self.columns)  # GROUP BY

    def summable(self) -> tuple[int, ...]:
        """What may begin the argument of a sum or average."""
        return tuple(
            action
            for action in self.expressions(Slot.ARGUMENT)
            if not self._pointers.is_column(action) or action in self._pointers.numbers
        )

    def conditions(self, slot: Slot, under: Rule) -> tuple[int, ...]:
        """The actions that may begin a condition. AND never stands directly in AND, NOT never in NOT."""
        nested = self.depth < MAX_DEPTH
        lists = (rule for rule in (Rule.AND, Rule.OR) if rule is not under)
        exists = (Rule.EXISTS,) if nested and slot is Slot.WHERE else ()
        negation = (Rule.NOT,) if under is not Rule.NOT else ()
        return numbers_of((*lists, *negation, *exists, *_TESTS))
