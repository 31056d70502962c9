"""How the parts of a view are called, and which of them a question takes."""

import random
from collections.abc import Sequence

from services.contracts.sketch import Expression
from services.planner.date_parts import date_part
from services.planner.learned.name_words import parts
from services.planner.vocabulary import SYNONYMS, word_set
from training.data.synthetic.phrases import UNDER
from training.data.synthetic.views import Measure, Named, Subject, View

_SUMMED = word_set(
    """total amount price cost sale sales revenue fee quantity budget points profit payment salary income money
    attendance votes profits earnings"""
)
_UNFIT = word_set("value values worth quantity earn earns earned")
_BUSINESS_WORDS = {
    word: [said for said, names in SYNONYMS.items() if word in names and said not in _UNFIT]
    for word in ("total", "amount", "revenue", "sale", "price", "cost", "fee", "salary", "wage", "income")
}


def draw_measure(subject: Subject, chance: random.Random) -> Measure:
    if not subject.measures or chance.random() < 0.35:
        return "count", None
    column = chance.choice(subject.measures)
    summed = bool(_SUMMED & set(parts(column.column.column)))
    return chance.choice(("sum", "sum", "sum", "avg") if summed else ("avg", "avg", "max", "min")), column


def business_words(subject: Subject, chance: random.Random) -> dict[str, str]:
    """A business word for a column of money, the same one all through a dialogue."""
    words: dict[str, str] = {}
    for named in subject.measures:
        known = [said for part in parts(named.column.column) for said in _BUSINESS_WORDS.get(part, ())]
        if known and chance.random() < 0.6:
            words[str(named.column)] = chance.choice(known)
    return words


def called(view: View, measure: Measure) -> str:
    name, column = measure
    if column is None:
        return f"number of {view.subject.said}"
    own = view.words.get(str(column.column))
    said = own or column.said
    if name == "sum":
        return said if own else f"total {said}".replace("total total", "total")
    return {"avg": "average ", "max": "highest ", "min": "lowest "}[name] + said


def draw_dimension(subject: Subject, chance: random.Random) -> tuple[Expression, str] | None:
    if subject.dates and chance.random() < 0.4:
        date = chance.choice(subject.dates)
        unit = chance.choice(("month", "month", "year", "year", "quarter", "day", "weekday"))
        return date_part(unit, date.column), unit
    if not subject.dimensions:
        return None
    named = chance.choice(subject.dimensions)
    return named.column, named.said


def under(view: View, chance: random.Random) -> str:
    """The conditions at the end of a question."""
    said = [condition.said for condition in view.conditions]
    return "".join(chance.choice(UNDER) + words for words in said)


def some(named: Sequence[Named], chance: random.Random, *, most: int) -> tuple[Named, ...]:
    return tuple(chance.sample(named, min(len(named), chance.randint(1, most))))


def listed(words: Sequence[str]) -> str:
    return " and ".join(words)
