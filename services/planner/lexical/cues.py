"""Cues: words and phrases of general English that say what a question does with the names beside them.

Nothing here knows a schema. Phrases are in lower case; of those that start at one word, the longest counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto


class CueKind(Enum):
    SHOW = auto()  # what a question starts with
    COUNT = auto()
    AGGREGATE = auto()
    ATTRIBUTE = auto()  # how old, when: a column that the word implies
    WHICH = auto()
    EVERYTHING = auto()  # all columns
    DISTINCT = auto()
    GROUP = auto()  # by, per, for each
    UNIT = auto()  # month, year: a part of a date
    PERIOD = auto()  # monthly: by month
    RELATIVE = auto()  # last year: a part of time as many units back as `value` says
    ORDER = auto()  # sorted by
    DIRECTION = auto()  # descending
    SUPERLATIVE = auto()  # the most, the oldest
    COMPARE = auto()  # more than
    BETWEEN = auto()
    LIKE = auto()
    NOT = auto()
    CLAUSE = auto()  # whose, with, in: a column after it belongs to a condition
    ALSO = auto()
    ONLY = auto()
    ALL = auto()
    INSTEAD = auto()
    REMOVE = auto()
    PRONOUN = auto()
    ABOUT = auto()  # what about
    EMPTY = auto()  # that looks empty
    NOTHING = auto()  # in this table, I mean


@dataclass(frozen=True, slots=True)
class Cue:
    """`value`: the aggregate, operator, pattern, direction or unit. `implies`: stems of the columns it speaks of."""

    kind: CueKind
    value: str = ""
    implies: tuple[str, ...] = ()
    descending: bool = False
    after: bool = False  # it stands after its number: '3 or more'


POSSESSIVE = "possessive"  # value of a pronoun: their
WHO = "who"  # value of a clause that asks where a question starts with it: who are
COMMON = "common"  # value of a superlative: most popular
EACH = frozenset(("each", "of each"))  # values of a grouping that may just say which rows are meant

_DATES = ("date", "time", "year", "on", "at")
_PRICES = ("price", "cost", "fee")
_LENGTHS = ("length", "durat", "time")

_SHOWN = (
    (
        Cue(CueKind.COUNT),
        "how many, number of, numbers of, total number of, the number of, count, counts, count of",
    ),
    (Cue(CueKind.COUNT), "how many times, how often"),
    (
        Cue(CueKind.AGGREGATE, "sum"),
        "sum, sum of, total, totals, total of, total amount of, combined, overall",
    ),
    (Cue(CueKind.AGGREGATE, "sum", ("total", "amount", "price", "cost")), "how much"),
    (Cue(CueKind.AGGREGATE, "avg"), "average, averages, average of, avg, mean, on average"),
    (Cue(CueKind.AGGREGATE, "max"), "maximum, max, maximal"),
    (Cue(CueKind.AGGREGATE, "min"), "minimum, min, minimal"),
    (Cue(CueKind.ATTRIBUTE, implies=("age",)), "how old"),
    (Cue(CueKind.ATTRIBUTE, implies=_LENGTHS), "how long"),
    (Cue(CueKind.ATTRIBUTE, implies=("height",)), "how tall, how high"),
    (Cue(CueKind.ATTRIBUTE, implies=("weight",)), "how heavy"),
    (Cue(CueKind.ATTRIBUTE, implies=_PRICES), "how expensive"),
    (Cue(CueKind.ATTRIBUTE, implies=_DATES), "when, what time, what date"),
    (Cue(CueKind.ATTRIBUTE, implies=("locat", "citi", "address", "place")), "where"),
    (Cue(CueKind.WHICH), "which, which of, who, what kind of, which one, which ones"),
    (
        Cue(CueKind.EVERYTHING),
        "all the information, all information, all details, all the details, everything",
    ),
    (Cue(CueKind.EVERYTHING), "all columns, all the info, all info, complete information, full information"),
    (Cue(CueKind.EVERYTHING), "information, details, info"),
    (Cue(CueKind.DISTINCT), "distinct, different, unique, various"),
)

_GROUPS = (
    (Cue(CueKind.GROUP), "by, per, in terms of, according to"),
    (
        Cue(CueKind.GROUP),
        "grouped by, group by, grouped, broken down by, break down by, breakdown by, split by",
    ),
    (
        Cue(CueKind.GROUP),
        "break it down by, break that down by, break them down by, split it by, split that by",
    ),
    (Cue(CueKind.GROUP), "group it by, group them by, group that by, group these by, group those by"),
    (Cue(CueKind.GROUP, "each"), "by each, for each, in each, from each, each, for every, every, in every"),
    (Cue(CueKind.GROUP, "of each"), "of each, of every"),
    (Cue(CueKind.UNIT, "year"), "year, years"),
    (Cue(CueKind.UNIT, "quarter"), "quarter, quarters"),
    (Cue(CueKind.UNIT, "month"), "month, months"),
    (Cue(CueKind.UNIT, "week"), "week, weeks"),
    (Cue(CueKind.UNIT, "weekday"), "weekday, weekdays, day of the week, day of week"),
    (Cue(CueKind.UNIT, "day"), "day, days"),
    (Cue(CueKind.PERIOD, "year"), "yearly, annual, annually, year by year"),
    (Cue(CueKind.PERIOD, "quarter"), "quarterly, quarter by quarter"),
    (Cue(CueKind.PERIOD, "month"), "monthly, month by month"),
    (Cue(CueKind.PERIOD, "week"), "weekly, week by week"),
    (Cue(CueKind.PERIOD, "day"), "daily, day by day"),
    (Cue(CueKind.RELATIVE, "year 0"), "this year, in this year, the current year"),
    (Cue(CueKind.RELATIVE, "year 1"), "last year, in the last year, the previous year"),
    (Cue(CueKind.RELATIVE, "month 0"), "this month, in this month, the current month"),
    (Cue(CueKind.RELATIVE, "month 1"), "last month, in the last month, the previous month"),
    (Cue(CueKind.RELATIVE, "day 0"), "today"),
    (Cue(CueKind.RELATIVE, "day 1"), "yesterday"),
)

_ORDERS = (
    (Cue(CueKind.ORDER), "ordered by, order by, order them by, order these by, order those by"),
    (
        Cue(CueKind.ORDER),
        "sorted by, sort by, sort them by, sort it by, sort these by, sort those by, sort that by",
    ),
    (Cue(CueKind.ORDER), "ranked by, rank by, rank them by, in order of, in the order of, sorted"),
    (Cue(CueKind.ORDER, "asc"), "in alphabetical order, alphabetical order, in alphabetical order of"),
    (Cue(CueKind.ORDER, "asc"), "in ascending alphabetical order, in ascending alphabetical order of"),
    (
        Cue(CueKind.ORDER, "asc"),
        "in alphabetical order by, alphabetically, alphabetically by, in lexicographical order",
    ),
    (Cue(CueKind.ORDER, "asc"), "in ascending order of, in ascending order by, in increasing order of"),
    (Cue(CueKind.ORDER, "desc"), "in descending order of, in descending order by, in decreasing order of"),
    (
        Cue(CueKind.DIRECTION, "asc"),
        "ascending, in ascending order, asc, increasing, lowest first, smallest first",
    ),
    (Cue(CueKind.DIRECTION, "asc"), "oldest first, from lowest to highest, from oldest to newest"),
    (Cue(CueKind.DIRECTION, "asc"), "from youngest to oldest, from smallest to largest, from least to most"),
    (Cue(CueKind.DIRECTION, "asc"), "from low to high"),
    (Cue(CueKind.DIRECTION, "desc"), "descending, in descending order, desc, decreasing, highest first"),
    (Cue(CueKind.DIRECTION, "desc"), "largest first, biggest first, most first, newest first, latest first"),
    (
        Cue(CueKind.DIRECTION, "desc"),
        "from highest to lowest, from oldest to youngest, from largest to smallest",
    ),
    (Cue(CueKind.DIRECTION, "desc"), "from newest to oldest, from most to least, from high to low"),
)

# What follows is the same for the highest and the lowest, the least frequent words for both.
_SUPERLATIVES = (
    ("", (), "highest, largest, biggest, greatest, most, top, best, largest number of, most number of",
     "lowest, smallest, least, fewest, worst, bottom, smallest number of, least number of"),
    ("", (), "greatest number of, highest number of, maximum number of",
     "lowest number of, fewest number of, minimum number of"),
    (COMMON, (), "most popular, most common, most frequent, most frequently used, most used, most often",
     "least popular, least common, least frequent, least used"),
    ("", _PRICES, "most expensive, priciest, costliest", "cheapest, least expensive"),
    ("", ("age",), "oldest", "youngest"),
    ("", ("height",), "tallest", ""),
    ("", ("weight",), "heaviest", "lightest"),
    ("", (*_LENGTHS, "height"), "longest", "shortest"),
    ("", ("speed", "time"), "fastest", "slowest"),
    ("", ("money", "worth", "income"), "richest", "poorest"),
    ("", _DATES, "latest, newest, most recent, most recently, last", "earliest, first"),
)  # fmt: skip

_COMPARISONS = (
    (">", (), "more than, greater than, larger than, higher than, bigger than, better than, over, above, >"),
    (">", (), "exceeding, exceeds, exceed, in excess of"),
    ("<", (), "less than, fewer than, smaller than, lower than, under, below, <"),
    (
        ">=",
        (),
        "at least, no less than, no fewer than, not less than, minimum of, >=, greater than or equal to",
    ),
    (">=", (), "more than or equal to, higher than or equal to, larger than or equal to"),
    ("<=", (), "at most, no more than, not more than, up to, maximum of, <=, less than or equal to"),
    ("<=", (), "smaller than or equal to, lower than or equal to"),
    ("=", (), "exactly, equal to, equals, equal, ="),
    ("!=", (), "not equal to, !=, different from"),
    (">", ("age",), "older than"),
    ("<", ("age",), "younger than"),
    (">", ("height",), "taller than"),
    (">", ("weight",), "heavier than"),
    (">", _LENGTHS, "longer than"),
    ("<", (*_LENGTHS, "height"), "shorter than"),
    (">", _PRICES, "more expensive than"),
    ("<", _PRICES, "cheaper than, less expensive than"),
    (">", _DATES, "after, later than, newer than"),
    ("<", _DATES, "before, earlier than, prior to"),
    (">=", _DATES, "since"),
    ("<=", _DATES, "until"),
)

_CONDITIONS = (
    (Cue(CueKind.COMPARE, ">=", after=True), "or more, or above, or greater, or higher, or later"),
    (Cue(CueKind.COMPARE, "<=", after=True), "or less, or fewer, or below, or lower, or earlier"),
    (Cue(CueKind.BETWEEN, "between"), "between"),
    (Cue(CueKind.LIKE, "%{}%"), "contain, contains, containing, contain the word, contains the word"),
    (
        Cue(CueKind.LIKE, "%{}%"),
        "containing the word, includes the word, have the word, has the word, with the word",
    ),
    (Cue(CueKind.LIKE, "%{}%"), "have the letter, has the letter, with the substring, have the substring"),
    (Cue(CueKind.LIKE, "%{}%"), "substring, the substring"),
    (
        Cue(CueKind.LIKE, "{}%"),
        "start with, starts with, starting with, begin with, begins with, beginning with",
    ),
    (Cue(CueKind.LIKE, "%{}"), "end with, ends with, ending with"),
    (
        Cue(CueKind.NOT),
        "not, no, never, without, except, except for, excluding, other than, exclude, neither, nor",
    ),
    (Cue(CueKind.CLAUSE, "with"), "with"),
    (Cue(CueKind.CLAUSE), "whose, that, having, in, from, at, named, called, on, during"),
    (Cue(CueKind.CLAUSE), "that are, that is, that have, that has, which have, which has"),
    (Cue(CueKind.CLAUSE, WHO), "who are, who is, who have, who has, which are, which is"),
)

_EDITS = (
    (
        Cue(CueKind.ALSO),
        "also, too, as well, as well as, include, including, additionally, in addition, add, plus",
    ),
    (Cue(CueKind.ALSO), "along with, together with, and also, and their, and its"),
    (
        Cue(CueKind.ONLY),
        "only, just, limit to, limit it to, restrict to, narrow it down to, filter by, filter to",
    ),
    (Cue(CueKind.ALL), "all, any, for all, across all"),
    (Cue(CueKind.INSTEAD), "instead, rather"),
    (Cue(CueKind.REMOVE), "remove, drop, forget, ignore, clear, undo, take away, leave out, get rid of"),
    (Cue(CueKind.PRONOUN), "those, them, these, they, it, ones, theirs, he, she, this, that one, this one"),
    (Cue(CueKind.PRONOUN), "of that, the same, same, above results, this list, that list"),
    (Cue(CueKind.PRONOUN, POSSESSIVE), "their, its, his, her"),
    (Cue(CueKind.ABOUT), "what about, how about, and what about"),
    (Cue(CueKind.EMPTY), "empty, no rows, no results, no result, nothing there, blank"),
    (Cue(CueKind.NOTHING), "in this table, in the table, on the table, in this database, in the database"),
    (Cue(CueKind.NOTHING), "in the file, in file, i mean, do you mean, did you mean, you mean"),
)


def _listed() -> Iterator[tuple[Cue, str]]:
    yield from (*_SHOWN, *_GROUPS, *_ORDERS)
    for value, implies, highest, lowest in _SUPERLATIVES:
        cue = Cue(CueKind.SUPERLATIVE, value, implies)
        yield replace(cue, descending=True), highest
        yield cue, lowest
    for operator, implies, phrases in _COMPARISONS:
        yield Cue(CueKind.COMPARE, operator, implies), phrases
    yield from (*_CONDITIONS, *_EDITS)


CUES = {tuple(phrase.split()): cue for cue, phrases in _listed() for phrase in phrases.split(", ") if phrase}
LONGEST_CUE = max(map(len, CUES))
