"""What general English words stand for in a question about a database. Nothing here knows a schema.

Cues are phrases in lower case; the longest one at a place counts.
"""

from dataclasses import dataclass
from enum import Enum, auto


class CueKind(Enum):
    SHOW = auto()  # what a question starts with
    COUNT = auto()
    AGGREGATE = auto()
    DISTINCT = auto()
    GROUP = auto()  # by, per, for each
    ORDER = auto()  # sorted by
    DIRECTION = auto()  # descending
    SUPERLATIVE = auto()  # the most, the oldest
    COMPARE = auto()  # more than
    BETWEEN = auto()
    LIKE = auto()
    NOT = auto()
    CLAUSE = auto()  # whose, with, in: a column after it is a condition's
    UNIT = auto()  # month, year: a part of a date
    PERIOD = auto()  # monthly: by month
    WHICH = auto()
    ALSO = auto()
    ONLY = auto()
    INSTEAD = auto()
    REMOVE = auto()
    PRONOUN = auto()
    ABOUT = auto()  # what about
    EVERYTHING = auto()  # all columns
    ATTRIBUTE = auto()  # how old, when: a column that the word implies
    NOTHING = auto()  # in this table, I mean
    EMPTY = auto()  # that looks empty
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Cue:
    """`value`: aggregate, operator, direction or unit. `implies`: stems of the columns that the word speaks of."""

    kind: CueKind
    value: str = ""
    implies: tuple[str, ...] = ()
    descending: bool = False
    after: bool = False  # it stands after its number: '3 or more'


def _cues() -> dict[tuple[str, ...], Cue]:
    cues: dict[tuple[str, ...], Cue] = {}

    def add(phrases: str, cue: Cue) -> None:
        for phrase in phrases.split(", "):
            cues[tuple(phrase.split())] = cue

    def superlative(phrases: str, implies: str, *, descending: bool) -> None:
        add(phrases, Cue(CueKind.SUPERLATIVE, implies=tuple(implies.split()), descending=descending))

    def compare(operator: str, phrases: str, implies: str = "") -> None:
        add(phrases, Cue(CueKind.COMPARE, operator, implies=tuple(implies.split())))

    add("how many, number of, numbers of, total number of, the number of, count, counts, count of", Cue(CueKind.COUNT))
    add("how many times, how often", Cue(CueKind.COUNT))
    for aggregate, phrases in {
        "sum": "sum, sum of, total, totals, total of, total amount of, combined, overall",
        "avg": "average, averages, average of, avg, mean, on average",
        "max": "maximum, max, maximal",
        "min": "minimum, min, minimal",
    }.items():
        add(phrases, Cue(CueKind.AGGREGATE, aggregate))
    for implies, phrases in {
        "age": "how old",
        "length durat time": "how long",
        "height": "how tall, how high",
        "weight": "how heavy",
        "price cost fee": "how expensive",
        "date time year": "when, what time, what date",
        "locat citi address place": "where",
    }.items():
        add(phrases, Cue(CueKind.ATTRIBUTE, implies=tuple(implies.split())))
    add("in this table, in the table, on the table, in this database, in the database, in the file", Cue(CueKind.NOTHING))
    add("in file, i mean, do you mean, did you mean, you mean", Cue(CueKind.NOTHING))
    add("how much", Cue(CueKind.AGGREGATE, "sum", implies=("total", "amount", "price", "cost")))
    add("distinct, different, unique, various", Cue(CueKind.DISTINCT))
    add("by, per, in terms of, according to", Cue(CueKind.GROUP))
    add("by each, for each, in each, from each, each, for every, every, in every", Cue(CueKind.GROUP, "each"))
    add("of each, of every", Cue(CueKind.GROUP, "of each"))
    add("grouped by, group by, grouped, broken down by, break down by, breakdown by, split by", Cue(CueKind.GROUP))
    add("break it down by, break that down by, break them down by, split it by, split that by", Cue(CueKind.GROUP))
    add("group it by, group them by, group that by, group these by, group those by", Cue(CueKind.GROUP))
    add("ordered by, order by, order them by, sorted by, sort by, sort them by, sort it by", Cue(CueKind.ORDER))
    add("order these by, order those by, sort these by, sort those by, sort that by", Cue(CueKind.ORDER))
    add("ranked by, rank by, rank them by, in order of, in the order of, sorted", Cue(CueKind.ORDER))
    add("in alphabetical order, alphabetically, in ascending alphabetical order, alphabetical order, in alphabetical order of", Cue(CueKind.ORDER, "asc"))
    add("in alphabetical order by, alphabetically by, in lexicographical order", Cue(CueKind.ORDER, "asc"))
    add("in ascending order of, in ascending order by, in ascending alphabetical order of", Cue(CueKind.ORDER, "asc"))
    add("in increasing order of, ascending order of", Cue(CueKind.ORDER, "asc"))
    add("in descending order of, in descending order by, in decreasing order of", Cue(CueKind.ORDER, "desc"))
    add("ascending, in ascending order, asc, increasing, from lowest to highest, lowest first", Cue(CueKind.DIRECTION, "asc"))
    add("smallest first, oldest first, from oldest to newest, from least to most", Cue(CueKind.DIRECTION, "asc"))
    add("from youngest to oldest, from smallest to largest, from low to high", Cue(CueKind.DIRECTION, "asc"))
    add("descending, in descending order, desc, decreasing, from highest to lowest", Cue(CueKind.DIRECTION, "desc"))
    add("highest first, largest first, biggest first, most first, newest first", Cue(CueKind.DIRECTION, "desc"))
    add("from oldest to youngest, from largest to smallest, from high to low", Cue(CueKind.DIRECTION, "desc"))
    add("from newest to oldest, from most to least, latest first", Cue(CueKind.DIRECTION, "desc"))
    superlative("highest, largest, biggest, greatest, most, top, best, maximum number of", "", descending=True)
    superlative("largest number of, greatest number of, highest number of, most number of", "", descending=True)
    superlative("lowest, smallest, least, fewest, worst, bottom, minimum number of", "", descending=False)
    superlative("least number of, smallest number of, lowest number of, fewest number of", "", descending=False)
    common = "most popular, most common, most frequent, most frequently used, most used, most often"
    add(common, Cue(CueKind.SUPERLATIVE, "common", descending=True))
    add("least popular, least common, least frequent, least used", Cue(CueKind.SUPERLATIVE, "common"))
    superlative("most expensive, priciest, costliest", "price cost fee", descending=True)
    superlative("cheapest, least expensive", "price cost fee", descending=False)
    superlative("oldest", "age", descending=True)
    superlative("youngest", "age", descending=False)
    superlative("tallest, highest up", "height", descending=True)
    superlative("heaviest", "weight", descending=True)
    superlative("lightest", "weight", descending=False)
    superlative("longest", "length durat time", descending=True)
    superlative("shortest", "length durat height time", descending=False)
    superlative("fastest", "speed time", descending=True)
    superlative("richest", "money worth income", descending=True)
    superlative("latest, newest, most recent, most recently, last", "date time year on at", descending=True)
    superlative("earliest, first", "date time year on at", descending=False)
    compare(">", "more than, greater than, larger than, higher than, bigger than, over, above, exceeding, >")
    compare(">", "better than, in excess of, exceeds, exceed")
    compare(">", "older than", "age")
    compare(">", "taller than", "height")
    compare(">", "heavier than", "weight")
    compare(">", "longer than", "length durat time")
    compare(">", "more expensive than", "price cost fee")
    compare(">", "after, later than, newer than", "date time year on at")
    compare("<", "less than, fewer than, smaller than, lower than, under, below, <")
    compare("<", "younger than", "age")
    compare("<", "shorter than", "length durat height time")
    compare("<", "cheaper than, less expensive than", "price cost fee")
    compare("<", "before, earlier than, prior to", "date time year on at")
    compare(">=", "at least, no less than, no fewer than, not less than, minimum of, >=, greater than or equal to")
    compare(">=", "more than or equal to, higher than or equal to, larger than or equal to")
    compare(">=", "since", "date time year on at")
    compare("<=", "at most, no more than, not more than, up to, maximum of, <=, less than or equal to, smaller than or equal to, lower than or equal to")
    compare("<=", "until", "date time year on at")
    add("or more, or above, or greater, or higher, or later", Cue(CueKind.COMPARE, ">=", after=True))
    add("or less, or fewer, or below, or lower, or earlier", Cue(CueKind.COMPARE, "<=", after=True))
    compare("=", "exactly, equal to, equals, equal, =")
    compare("!=", "not equal to, !=, different from")
    add("between", Cue(CueKind.BETWEEN, "between"))
    add("contain, contains, containing, substring, the substring, contain the word, contains the word", Cue(CueKind.LIKE, "%{}%"))
    add("containing the word, includes the word, have the letter, has the letter, have the word, has the word, with the word, with the substring, have the substring", Cue(CueKind.LIKE, "%{}%"))
    add("start with, starts with, starting with, begin with, begins with, beginning with", Cue(CueKind.LIKE, "{}%"))
    add("end with, ends with, ending with", Cue(CueKind.LIKE, "%{}"))
    add("not, no, never, without, except, except for, excluding, other than, exclude, neither, nor", Cue(CueKind.NOT))
    add("with", Cue(CueKind.CLAUSE, "with"))
    add("whose, where, who, that, having, in, from, at, named, called, on, during", Cue(CueKind.CLAUSE))
    add("that are, that is, that have, which have, that has, which has", Cue(CueKind.CLAUSE))
    add("who are, who is, who have, who has, which are, which is", Cue(CueKind.CLAUSE, "who"))
    for unit, phrases, adjectives in (
        ("year", "year, years", "yearly, annual, annually, year by year"),
        ("month", "month, months", "monthly, month by month"),
        ("day", "day, days", "daily, day by day"),
        ("quarter", "quarter, quarters", "quarterly, quarter by quarter"),
        ("weekday", "weekday, weekdays, day of the week, day of week", "on which weekday"),
        ("week", "week, weeks", "weekly, week by week"),
    ):
        add(phrases, Cue(CueKind.UNIT, unit))
        add(adjectives, Cue(CueKind.PERIOD, unit))
    add("which, which of, who, what kind of, which one, which ones", Cue(CueKind.WHICH))
    add("also, too, as well, as well as, include, additionally, in addition, along with, add", Cue(CueKind.ALSO))
    add("and also, and their, and its, including, plus, together with", Cue(CueKind.ALSO))
    add("only, just, limit to, limit it to, restrict to, narrow it down to, filter by, filter to", Cue(CueKind.ONLY))
    add("instead, rather", Cue(CueKind.INSTEAD))
    add("empty, no rows, no results, nothing there, no result, blank", Cue(CueKind.EMPTY))
    add("all, any, for all, across all", Cue(CueKind.ALL))
    add("remove, drop, forget, ignore, clear, undo, take away, leave out, get rid of", Cue(CueKind.REMOVE))
    add("those, them, these, they, it, ones, theirs, he, she", Cue(CueKind.PRONOUN))
    add("their, its, his, her", Cue(CueKind.PRONOUN, "possessive"))
    add("this, of that, that one, this one, the same, same, above results, this list, that list", Cue(CueKind.PRONOUN))
    add("what about, how about, and what about", Cue(CueKind.ABOUT))
    add("all the information, all information, all details, all the details, everything, all columns", Cue(CueKind.EVERYTHING))
    add("all the info, all info, complete information, full information, information, details, info", Cue(CueKind.EVERYTHING))
    return cues


CUES = _cues()
LONGEST_CUE = max(len(phrase) for phrase in CUES)

# Business words and the columns that hold what they speak of, the better one first (stems of column words).
SYNONYMS: dict[str, tuple[str, ...]] = {
    word: tuple(names.split())
    for words, names in {
        "revenue sales turnover income earnings takings proceeds earn earned earns": "total amount revenue sale price cost",
        "cost costs expense expenses spending": "cost price amount expense fee",
        "price prices": "price cost fee rate charge",
        "salary salaries wage wages pay": "salary wage pay income",
        "phone telephone mobile": "phone telephone mobile cell",
        "email mail": "email mail",
        "client clients customer customers buyer buyers": "customer client",
        "employee employees worker workers": "employee staff worker",
        "shop shops": "store shop",
        "nation nations": "country",
        "town towns": "city",
        "quantity": "quantity qty amount",
        "kind kinds type types category categories": "type kind category",
        "sex gender": "sex gender",
        "birthday birthdays": "birth",
        "date dates": "date on at time",
    }.items()
    for word in words.split()
}

# Business words for what comes in or goes out: a sum wherever nothing else is said.
BUSINESS = frozenset("revenue sales turnover income earnings takings proceeds earn earned earns spending".split())

# Stems of column words whose values make sense as a sum; other measures are averaged.
ADDITIVE_STEMS = frozenset("total amount quantiti sale revenu cost fee budget profit qti count point".split())

CHITCHAT = {
    "thanks": "You are welcome.",
    "thank": "You are welcome.",
    "thx": "You are welcome.",
    "cheers": "You are welcome.",
    "hello": "Hello. Ask me about the data.",
    "hi": "Hello. Ask me about the data.",
    "hey": "Hello. Ask me about the data.",
    "bye": "Good-bye.",
    "goodbye": "Good-bye.",
    "great": "Good.",
    "perfect": "Good.",
    "awesome": "Good.",
    "nice": "Good.",
    "cool": "Good.",
    "good": "Good.",
    "ok": "Good.",
    "okay": "Good.",
    "excellent": "Good.",
    "wonderful": "Good.",
}

# What may stand beside those words without asking for anything.
CHITCHAT_FILLERS = frozenset(
    """you very much so a lot that is all for now your help the it i got this was very really helpful morning afternoon
    evening everything today have day nice one job work and again there how are doing no yes well done see later us me
    what whats up need just to know""".split()
)

# Column words that a preposition before a value speaks of: 'from Rome to Oslo'.
PREPOSITIONS = {
    "from": frozenset("origin source from departure start".split()),
    "to": frozenset("destination dest to arrival end".split()),
}
