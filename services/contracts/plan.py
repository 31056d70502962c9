"""The plan: what the generator needs to know about one turn, and nothing it should decide for itself.

The flat fields are derived from the sketch by `sql_plan.plan_from_sketch`, so that the two cannot disagree. A planner
that has no sketch (an LLM's JSON) fills the flat fields alone.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.frozen import Cell, Frozen
from services.contracts.schema import ColumnRef
from services.contracts.sketch import JoinKind, Query, SetOperator

GRAMMAR_VERSION = 1  # of the flat fields; raised with sketch.GRAMMAR_VERSION's rule


class Intent(StrEnum):
    ANSWER = "answer"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    CHITCHAT = "chitchat"


class Change(StrEnum):
    """One edit against the turn before. Derived by `sql_plan.changes` from two plans, gold or predicted alike."""

    NEW_TOPIC = "new_topic"
    ADD_FILTER = "add_filter"
    DROP_FILTER = "drop_filter"
    REPLACE_FILTER = "replace_filter"
    ADD_COLUMN = "add_column"
    DROP_COLUMN = "drop_column"
    REPLACE_COLUMN = "replace_column"
    CHANGE_AGGREGATE = "change_aggregate"
    REGROUP = "regroup"
    REORDER_LIMIT = "reorder_limit"
    REPAIR = "repair"


class ColumnRole(StrEnum):
    SELECT = "select"
    FILTER = "filter"
    JOIN = "join"
    GROUP = "group"
    ORDER = "order"
    HAVING = "having"


class SkeletonFlag(StrEnum):
    SELECT = "select"
    JOIN = "join"
    WHERE = "where"
    GROUP_BY = "group_by"
    HAVING = "having"
    ORDER_BY = "order_by"
    LIMIT = "limit"
    NESTED = "nested"
    DISTINCT = "distinct"
    SET_OPERATION = "set_operation"


class CarriedKind(StrEnum):
    TABLE = "table"
    COLUMN = "column"
    FILTER = "filter"
    GROUPING = "grouping"


class MatchKind(StrEnum):
    """How a mention was matched to a stored value."""

    EXACT = "exact"
    CASE = "case"
    INFLECTED = "inflected"
    NUMBER = "number"
    DATE = "date"
    FUZZY = "fuzzy"
    ABBREVIATION = "abbreviation"
    ALIAS = "alias"
    CODE_LIST = "code_list"
    SYNONYM = "synonym"
    MEANING = "meaning"
    NONE = "none"


class PlannedColumn(Frozen):
    column: ColumnRef
    roles: tuple[ColumnRole, ...]


class PlannedJoin(Frozen):
    """A join of equal columns. `fan_out`: it multiplies what is aggregated, or rows of both sides at once; the rule is
    that of `sql_plan.joins.planned_joins`."""

    left: ColumnRef
    right: ColumnRef
    kind: JoinKind = JoinKind.INNER
    fan_out: bool = False


class PlannedExpression(Frozen):
    """One expression in words of the schema, such as `sum(orders.total)`."""

    expression: str
    aggregate: str | None = None
    distinct: bool = False
    columns: tuple[ColumnRef, ...] = ()


class PlannedCondition(Frozen):
    """A comparison with a literal. Operators in lower case; a negated one starts with `not `."""

    expression: PlannedExpression
    operator: str
    value: Cell


class PlannedOrder(Frozen):
    expression: PlannedExpression
    descending: bool = False


class PlannedValue(Frozen):
    """A literal of the question: `column operator value`. `mention` is empty where no words stand for it.

    Operators as in PlannedCondition. BETWEEN and IN give one of these for each literal; `is null` has the value None.
    """

    mention: str = ""
    column: ColumnRef
    operator: str
    value: Cell
    match: MatchKind = MatchKind.NONE
    score: float = 1.0


class CarriedItem(Frozen):
    """Something that stands in this plan because it stood in the plan of turn `turn` (from 1)."""

    kind: CarriedKind
    item: str = Field(description="table; table.column; or `table.column operator value` for a filter")
    turn: int


class Clarification(Frozen):
    """A question back to the user, with the readings it cannot decide between."""

    question: str
    options: tuple[str, ...] = ()


class Plan(Frozen):
    intent: Intent = Intent.ANSWER
    clarification: Clarification | None = None
    reason: str = Field(
        default="", description="why the question cannot be answered, or what to say to chit-chat"
    )
    probability: float = Field(default=1.0, ge=0, le=1)

    tables: tuple[str, ...] = ()
    columns: tuple[PlannedColumn, ...] = ()
    joins: tuple[PlannedJoin, ...] = ()
    values: tuple[PlannedValue, ...] = ()
    projection: tuple[PlannedExpression, ...] = ()
    distinct: bool = False
    group_by: tuple[PlannedExpression, ...] = ()
    having: tuple[PlannedCondition, ...] = ()
    order_by: tuple[PlannedOrder, ...] = ()
    limit: int | None = None
    set_operator: SetOperator | None = None
    nesting: int = Field(default=0, description="how deep sub-queries go; 0: none")
    skeleton: tuple[SkeletonFlag, ...] = ()

    change: tuple[Change, ...] = ()
    carried: tuple[CarriedItem, ...] = ()
    notes: tuple[str, ...] = Field(
        default=(), description="what the user should know, such as 'the result was not empty'"
    )

    sketch: Query | None = None
