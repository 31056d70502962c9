"""A query as Spider's `evaluation.py` compares it. Equality of these is the script's equality of its tuples and dicts.

Columns and tables are named as in the schema, in lower case: `table.column`, `table`; `*` stands for all columns.
"""

from dataclasses import dataclass

ALL = "*"


class Unparsable(Exception):
    """The script's parser does not understand the text."""


class ScriptFails(Exception):
    """The script's comparison ends with an error."""


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """`distinct` is None once the comparison has dropped it."""

    aggregate: str
    column: str
    distinct: bool | None


@dataclass(frozen=True, slots=True)
class ValueUnit:
    """One column unit, or two with an operator between them; `operator` is 'none' for one."""

    operator: str
    left: ColumnUnit
    right: ColumnUnit | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """`high` is the second value of BETWEEN."""

    negated: bool
    operator: str
    unit: ValueUnit
    low: "Value"
    high: "Value" = None


@dataclass(frozen=True, slots=True)
class Item:
    aggregate: str
    unit: ValueUnit


@dataclass(frozen=True, slots=True)
class Order:
    """The last direction written holds for all units."""

    direction: str
    units: tuple[ValueUnit, ...]


# Conditions at even places and connectives at odd ones. The parser can break that: it takes two conditions without
# a connective for two conditions.
Conditions = tuple[Condition | str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    distinct: bool | None
    items: tuple[Item, ...]
    tables: "tuple[str | Query, ...]" = ()
    on: Conditions = ()
    where: Conditions = ()
    group_by: tuple[ColumnUnit, ...] = ()
    having: Conditions = ()
    order: Order | None = None
    limited: bool = False
    combined: "Combined | None" = None


@dataclass(frozen=True, slots=True)
class Combined:
    """What follows on the query after INTERSECT, UNION or EXCEPT."""

    operator: str
    query: Query


Value = Query | ColumnUnit | str | float | None
EMPTY = Query(distinct=False, items=())


def only(conditions: Conditions) -> tuple[Condition | str, ...]:
    """What stands where conditions should."""
    return conditions[::2]


def connectives(conditions: Conditions) -> tuple[Condition | str, ...]:
    """What stands where connectives should."""
    return conditions[1::2]
