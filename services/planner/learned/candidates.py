"""Candidate values: what a literal of the sketch may be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.models import Links, Turn, ValueLink
from services.contracts.schema import ColumnRef, Schema
from services.contracts.sketch import Query
from services.planner.learned.actions import constants, same_literal
from services.planner.learned.pointers import Literal
from services.planner.vocabulary import MONTHS

_QUOTED = re.compile(r"\"([^\"]{1,80})\"|(?<!\w)'([^']{1,80})'(?!\w)|[“‘]([^”’]{1,80})[”’]")
_NUMBER = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w])")
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ISO_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
_MONTH = re.compile(
    r"(?<!\w)(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>" + "|".join(MONTHS) + r")\b\.?"
    r"(?:\s+(?P<after>[0-3]?\d)(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:of\s+)?(?P<year>[12]\d{3})\b)?",
    re.IGNORECASE,
)
_SMALL_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS: dict[str, int | float] = {
    **{word: number for number, word in enumerate(_SMALL_NUMBERS)},
    **{"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100},
    **{"once": 1, "twice": 2, "thousand": 1000, "million": 1000000, "half": 0.5},
}
_LONGEST = 40  # candidates of one request, at most
_CODES, _CODE_LENGTH = 4, 6  # a column with more or longer values holds no codes
_CODE_CANDIDATES = 12


class Origin(StrEnum):
    """Where a candidate comes from."""

    LINKED = "linked"  # a stored value that words of a question stand for
    NUMBER = "number"
    QUOTED = "quoted"
    UNMATCHED = "unmatched"  # looks like a value and is not stored
    PREVIOUS = "previous"  # a literal of the previous plan
    CODE = "code"  # one of the few short texts that a column holds, such as 'F' and 'M'
    FIXED = "fixed"
    DATE = "date"  # a day or month that the question spells, as ISO 8601 writes it


@dataclass(frozen=True, slots=True)
class Said:
    """Characters `start` to `end` of a question, `back` turns ago (0: this one)."""

    back: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A literal with the columns that store it (and how sure the link is)."""

    value: Literal
    origin: Origin
    said: Said | None = None
    columns: tuple[tuple[ColumnRef, float], ...] = ()
    in_previous: bool = False


_FIXED: tuple[Literal, ...] = (1, 0, 2, 3, 5, 10)


def candidates(
    question: str, history: Sequence[Turn], links: Links, previous: Query | None
) -> tuple[Candidate, ...]:
    """Each literal once, the most likely first; never empty."""
    found: list[Candidate] = list(_linked(links.values, len(history)))
    found += _dates(question)
    found += _spelled(question)
    found += [
        Candidate(mention.text, Origin.UNMATCHED, Said(0, mention.start, mention.end))
        for mention in links.unmatched
    ]
    found += _codes(links.snapshot)
    kept: list[Candidate] = []
    for candidate in found:
        if not any(_same(candidate.value, other.value) for other in kept):
            kept.append(candidate)
    before = list(dict.fromkeys(constants(previous))) if previous is not None else []
    kept = kept[: _LONGEST - len(_FIXED) - len(before)]
    return tuple(_with_fixed(_with_previous(kept, before)))


def _linked(values: Sequence[ValueLink], turns: int) -> Iterator[Candidate]:
    """Stored values, each with all its columns; as the latest question mentions it."""
    by_value: dict[tuple[type, Literal], list[ValueLink]] = {}
    for link in values:
        if not isinstance(link.value, bytes):
            by_value.setdefault((type(link.value), link.value), []).append(link)
    for (_, value), links in by_value.items():
        mention = links[0].mention
        back = 0 if mention.turn == 0 else turns - mention.turn + 1
        yield Candidate(
            value,
            Origin.LINKED,
            Said(back, mention.start, mention.end),
            tuple((link.column, link.score) for link in links),
        )


def _spelled(question: str) -> Iterator[Candidate]:
    for match in _QUOTED.finditer(question):
        group = match.lastindex or 1
        yield Candidate(match[group].strip(), Origin.QUOTED, Said(0, match.start(group), match.end(group)))
    for match in _NUMBER.finditer(question):
        yield Candidate(_number(match[0]), Origin.NUMBER, Said(0, match.start(), match.end()))
    for match in _WORD.finditer(question):
        number = _NUMBER_WORDS.get(match[0].lower())
        if number is not None:
            yield Candidate(number, Origin.NUMBER, Said(0, match.start(), match.end()))


def _codes(schema: Schema) -> list[Candidate]:
    """Codes are meant without being said ('female' is 'F'), so every one of the schema is a candidate."""
    columns: dict[str, list[tuple[ColumnRef, float]]] = {}
    for table in schema.tables:
        for column in table.columns:
            texts = [value for value in column.samples if isinstance(value, str) and value]
            if 1 < len(texts) <= _CODES and all(len(text) <= _CODE_LENGTH for text in texts):
                for text in texts:
                    ref = ColumnRef(table=table.name, column=column.name)
                    columns.setdefault(text, []).append((ref, 1.0))
    found = [Candidate(text, Origin.CODE, columns=tuple(refs)) for text, refs in columns.items()]
    return sorted(found, key=lambda candidate: len(str(candidate.value)))[:_CODE_CANDIDATES]


def _dates(question: str) -> Iterator[Candidate]:
    """'2025-12-24', '24 December 2025', 'December 2025'; a month alone by its number."""
    for match in _ISO_DATE.finditer(question):
        yield Candidate(match[0], Origin.DATE, Said(0, match.start(), match.end()))
    for match in _MONTH.finditer(question):
        month = MONTHS[match["month"].lower()]
        day = match["day"] or match["after"]
        value: Literal = month
        if match["year"]:
            value = f"{match['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
        elif match["month"] == "may":
            continue  # more often the verb
        yield Candidate(value, Origin.DATE, Said(0, match.start(), match.end()))


def _number(digits: str) -> int | float:
    """SQLite's integers have 64 bits; what is larger is a real number there."""
    plain = digits.replace(",", "")
    number = float(plain) if "." in plain else int(plain)
    return number if abs(number) < 2**63 else float(number)


def _same(left: Literal, right: Literal) -> bool:
    return same_literal(left, right) and isinstance(left, str) == isinstance(right, str)


def _with_previous(kept: list[Candidate], before: Sequence[Literal]) -> list[Candidate]:
    marked = [
        Candidate(
            candidate.value,
            candidate.origin,
            candidate.said,
            candidate.columns,
            in_previous=any(same_literal(candidate.value, value) for value in before),
        )
        for candidate in kept
    ]
    for value in before:
        if not any(_same(value, candidate.value) for candidate in marked):
            marked.append(Candidate(value, Origin.PREVIOUS, in_previous=True))
    return marked


def _with_fixed(kept: list[Candidate]) -> Iterator[Candidate]:
    yield from kept
    for value in _FIXED:
        if not any(_same(value, candidate.value) for candidate in kept):
            yield Candidate(value, Origin.FIXED)
