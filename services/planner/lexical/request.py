"""What one question asks for, read from its pieces: columns, conditions, grouping, order. Not yet a query."""

from dataclasses import dataclass, field

from services.contracts.models import ValueLink
from services.contracts.schema import ColumnRef
from services.planner.lexical.cues import CueKind
from services.planner.words import Literal


@dataclass(frozen=True, slots=True)
class Asked:
    """A thing to show: a column, perhaps aggregated; the rows counted; or, with neither, a table's rows."""

    column: ColumnRef | None = None
    table: str | None = None
    aggregate: str = ""
    distinct: bool = False
    additive: bool = False  # a business word such as 'revenue': a sum wherever there is something to sum over
    named: bool = False  # 'which store': the rows are shown by their name


@dataclass(frozen=True, slots=True)
class Condition:
    """`column operator values`. With `aggregate` the value is that aggregate of the same column; no values: IS NULL."""

    column: ColumnRef
    operator: str
    values: tuple[Literal, ...] = ()
    negated: bool = False
    unit: str = ""  # the value is a year, month, … of the date
    aggregate: str = ""
    mention: str = ""
    link: ValueLink | None = None
    undated: bool = False  # no date was named: the column is a guess


@dataclass(frozen=True, slots=True)
class Grouping:
    """By a column, by the rows of a table (its key, shown by name), or by a unit of a date."""

    column: ColumnRef | None = None
    table: str | None = None
    unit: str = ""
    undated: bool = False  # as in Condition
    each: bool = False  # 'for each store' may just mean 'of the stores', 'by store' never does


@dataclass(frozen=True, slots=True)
class Ordering:
    """By a column, perhaps aggregated, or by how many rows of `table` there are.

    With neither: by what is measured, or with `shown` by whatever is shown.
    """

    column: ColumnRef | None = None
    table: str | None = None
    aggregate: str = ""
    descending: bool = False
    additive: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class CountCondition:
    """How many rows of `table` belong to one row of what is asked for; without a table, what was measured before."""

    table: str | None
    operator: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """`tables` in the order in which they are named. `cues` are those that decide how a follow-up edits."""

    asked: tuple[Asked, ...] = ()
    tables: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    orderings: tuple[Ordering, ...] = ()
    counts: tuple[CountCondition, ...] = ()
    without: tuple[str, ...] = ()
    limit: int | None = None
    distinct: bool = False
    everything: bool = False
    aggregates: tuple[str, ...] = ()  # named without a column: 'the average instead'
    unlinked: tuple[str, ...] = ()  # phrases that look like values and match none
    notes: tuple[str, ...] = ()  # what the question says and the database has no place for
    cues: frozenset[CueKind] = field(default_factory=frozenset)

    @property
    def empty(self) -> bool:
        return self == Request(cues=self.cues)
