"""The vocabulary of the action grammar: what a decoder may choose beside pointing at a table, column or value."""

from enum import StrEnum

from services.contracts.sketch import Operator, SetOperator

# Raised when the same numbers would mean other rules: a trained model of another version cannot be used.
ACTIONS_VERSION = 2


class Rule(StrEnum):
    END = "end"
    # queries
    SELECT = "select"
    SELECT_DISTINCT = "select_distinct"
    UNION = "union"
    UNION_ALL = "union_all"
    INTERSECT = "intersect"
    EXCEPT = "except"
    # sources and clauses
    EDGE = "edge"
    LEFT_EDGE = "left_edge"
    WHERE = "where"
    GROUP = "group"
    HAVING = "having"
    ORDER = "order"
    LIMIT = "limit"
    LIMIT_ONE = "limit_one"
    ASCENDING = "ascending"
    DESCENDING = "descending"
    # which of several sources of one table
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    # expressions
    STAR = "star"
    STAR_OF = "star_of"
    COUNT_ROWS = "count_rows"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"
    SUBQUERY = "subquery"
    # parts of a date
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    MONTH_OF_YEAR = "month of year"
    WEEK = "week"
    DAY = "day"
    WEEKDAY = "weekday"
    HOUR = "hour"
    # conditions
    AND = "and"
    OR = "or"
    NOT = "not"
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    LIKE = "like"
    BETWEEN = "between"
    IN = "in"
    IS_NULL = "is_null"
    EXISTS = "exists"
    # patterns of LIKE around a value
    CONTAINS = "contains"
    STARTS = "starts"
    ENDS = "ends"
    SPELLS = "spells"


class Slot(StrEnum):
    """Where in a sketch a choice is made. The decoder sees it, and it decides what may be chosen."""

    QUERY = "query"
    SOURCE = "source"
    MORE_SOURCES = "more_sources"
    EDGE_LEFT = "edge_left"
    EDGE_RIGHT = "edge_right"
    WHICH = "which"
    ITEM = "item"
    MORE_ITEMS = "more_items"
    STAR_OF = "star_of"
    CLAUSE = "clause"
    ARGUMENT = "argument"
    DATED = "dated"
    OPERAND = "operand"
    WHERE = "where"
    WHERE_MORE = "where_more"
    WHERE_LEFT = "where_left"
    WHERE_RIGHT = "where_right"
    HAVING = "having"
    HAVING_MORE = "having_more"
    HAVING_LEFT = "having_left"
    HAVING_RIGHT = "having_right"
    PATTERN = "pattern"
    PATTERN_VALUE = "pattern_value"
    LOW = "low"
    HIGH = "high"
    MEMBERS = "members"
    MORE_MEMBERS = "more_members"
    GROUP = "group"
    MORE_GROUPS = "more_groups"
    DIRECTION = "direction"
    MORE_DIRECTIONS = "more_directions"
    ORDER = "order"
    LIMIT = "limit"


RULES: tuple[Rule, ...] = tuple(Rule)
SLOTS: tuple[Slot, ...] = tuple(Slot)
RULE_INDEX = {rule: index for index, rule in enumerate(RULES)}
SLOT_INDEX = {slot: index for index, slot in enumerate(SLOTS)}

SET_OPERATORS = {
    Rule.UNION: SetOperator.UNION,
    Rule.UNION_ALL: SetOperator.UNION_ALL,
    Rule.INTERSECT: SetOperator.INTERSECT,
    Rule.EXCEPT: SetOperator.EXCEPT,
}
COMPARISONS = {
    Rule.EQ: Operator.EQ,
    Rule.NE: Operator.NE,
    Rule.LT: Operator.LT,
    Rule.LE: Operator.LE,
    Rule.GT: Operator.GT,
    Rule.GE: Operator.GE,
}
ARITHMETIC = {
    Rule.ADD: Operator.ADD,
    Rule.SUB: Operator.SUB,
    Rule.MUL: Operator.MUL,
    Rule.DIV: Operator.DIV,
}
# Of a column that holds dates: the units of services.planner.date_parts.
DATE_PARTS = (
    *(Rule.YEAR, Rule.QUARTER, Rule.MONTH, Rule.MONTH_OF_YEAR),
    *(Rule.WEEK, Rule.DAY, Rule.WEEKDAY, Rule.HOUR),
)
# Aggregates of one argument, with DISTINCT or without.
AGGREGATES = {
    Rule.COUNT: ("count", False),
    Rule.COUNT_DISTINCT: ("count", True),
    Rule.SUM: ("sum", False),
    Rule.AVG: ("avg", False),
    Rule.MIN: ("min", False),
    Rule.MAX: ("max", False),
}
WHICH = (Rule.FIRST, Rule.SECOND, Rule.THIRD)
# What LIKE puts before and after the value.
PATTERNS = {
    Rule.CONTAINS: ("%", "%"),
    Rule.STARTS: ("", "%"),
    Rule.ENDS: ("%", ""),
    Rule.SPELLS: ("", ""),
}
