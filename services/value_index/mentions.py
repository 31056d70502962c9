"""The parts of a question that look like stored values, whatever is stored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from services.value_index.words import SMALL_WORDS, Span, Word

# An opening quote follows no letter and a closing one precedes none, so that an apostrophe is neither.
_QUOTED = re.compile(
    r"""
    (?<!\w) (?:
        "([^"]{1,200})" | “([^”]{1,200})” | «([^»]{1,200})» | ‘([^’]{1,200})’
        | '(?=\S)((?:[^']|(?<=\w)'(?=\w)){1,200})(?<=\S)'
    ) (?!\w)
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?<![\w.])(?<!\d[-/:.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w]|[-/:.,]\d)")
_DIGITS = 15  # more are a code: a REAL cannot tell such numbers apart
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_UNITS = {word: n for n, word in enumerate((*_SMALL.split(), "seventeen", "eighteen", "nineteen"))}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * n for n, word in enumerate(_ROUND.split(), start=2)}
_BELOW_HUNDRED = _UNITS | _TENS
_LARGE = {"dozen": 12, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SAYS_NUMBER = frozenset({*_BELOW_HUNDRED, "hundred", *_LARGE})
_SHORT_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?(%|percent\b|k\b|m\b|bn\b)", re.IGNORECASE)
_FACTORS = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_JOINING = frozenset({"of", "the", "and", "de", "la", "du", "von", "van", "for"})


@dataclass(frozen=True, slots=True)
class Number:
    span: Span
    value: int | float


def quoted(question: str) -> tuple[Span, ...]:
    """What stands in quotes, without them.

    >>> [span.text for span in quoted("Is 'Rock'n'Roll' in Bob's list?")]
    ["Rock'n'Roll"]
    """
    found = []
    for match in _QUOTED.finditer(question):
        start, end = next(span for span in (match.span(group) for group in range(1, 6)) if span != (-1, -1))
        if question[start:end].strip():
            found.append(Span(question[start:end], start, end))
    return tuple(found)


def numbers(question: str, words: Sequence[Word]) -> tuple[Number, ...]:
    """Written in digits or in words, in order; parts of dates, times and codes are none. A percentage is two: as it
    is said, and as a share.

    >>> [number.value for number in numbers("over 1,500.5 in 2012-03-01, 1.5k, 5%", ())]
    [1500.5, 1500, 5, 0.05]
    """
    found = [
        Number(Span(match[0], match.start(), match.end()), _number(match[0].replace(",", "")))
        for match in _NUMBER.finditer(question)
        if len(match[0]) <= _DIGITS
    ]
    found = [*_short_numbers(question), *_in_words(question, words), *found]
    # Of readings that overlap the first counts: '5%' is not 5 once more.
    kept: list[Number] = []
    for number in found:
        if not any(number.span != other.span and _overlap(number.span, other.span) for other in kept):
            kept.append(number)
    return tuple(sorted(kept, key=lambda number: number.span.start))


def _short_numbers(question: str) -> Iterator[Number]:
    for match in _SHORT_NUMBER.finditer(question):
        span = Span(match[0], match.start(), match.end())
        number, sign = _number(match[1]), match[2].lower()
        if sign in _FACTORS:
            yield Number(span, _whole(number * _FACTORS[sign]))
        else:
            yield Number(span, number)
            yield Number(span, round(number / 100, 9))


def _in_words(question: str, words: Sequence[Word]) -> Iterator[Number]:
    """'twenty', 'twenty-five', 'two thousand ten'; not across 'and', as in 'between two hundred and three hundred'."""
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and words[end].folded in _SAYS_NUMBER:
            if end > place and question[words[end - 1].end : words[end].start].strip(" -"):
                break
            end += 1
        said = [word.folded for word in words[place:end]]
        number, value = _number_in_words(said)
        if number and said[:number] != ["one"]:  # which is rather the one than 1
            first, last = words[place], words[place + number - 1]
            yield Number(Span(question[first.start : last.end], first.start, last.end), value)
        place += max(1, number)


def _number_in_words(words: Sequence[str]) -> tuple[int, int]:
    """How many of the first words say one number, and which.

    >>> _number_in_words(["two", "thousand", "twenty", "four", "two"])
    (4, 2024)
    """
    closed, group = 0, 0  # what thousands and millions closed, and what is being said below them
    factor = inf
    for place, word in enumerate(words):
        if word in _BELOW_HUNDRED:
            number = _BELOW_HUNDRED[word]
            if not number and not place:
                return 1, 0
            tens = group % 100
            if not number or (tens and not (number < 10 and tens >= 20 and tens % 10 == 0)):
                return place, closed + group
            group += number
        elif place and not group:
            return place, closed
        elif word == "hundred":
            if group >= 100:
                return place, closed + group
            group = max(1, group) * 100
        else:
            if _LARGE[word] >= factor:
                return place, closed + group
            factor = _LARGE[word]
            closed, group = closed + max(1, group) * factor, 0
    return len(words), closed + group


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


def _number(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)


def names(question: str, words: Sequence[Word]) -> tuple[Span, ...]:
    """Runs of words that are capitalised where a sentence does not ask for it, and codes such as 'AB12'.

    Where most words are capitalised, that says nothing, and only codes are left.
    """
    telling = capitals_tell(words)
    return tuple(
        Span(question[run[0].start : run[-1].end], run[0].start, run[-1].end)
        for run in _runs(question, words, telling=telling)
    )


def capitals_tell(words: Sequence[Word]) -> bool:
    """Whether a capital is a sign of a name: not where most of the small words have one too."""
    small = [word for word in words if word.folded in SMALL_WORDS and not word.starts_sentence]
    return 2 * sum(word.capitalised for word in small) <= len(small)


def named(word: Word, *, capitals: bool) -> bool:
    """Whether the word looks like a name or code by itself. `capitals`: a capital is a sign (capitals_tell)."""
    if any(c.isdigit() for c in word.text):
        return any(c.isalpha() for c in word.text)
    return capitals and word.capitalised and not word.starts_sentence and word.text != "I"


def _runs(question: str, words: Sequence[Word], *, telling: bool) -> Iterator[list[Word]]:
    run: list[Word] = []
    joining: list[Word] = []
    for word in words:
        if run and question[(joining or run)[-1].end : word.start].strip(" -&.'’"):
            yield run
            run, joining = [], []
        if named(word, capitals=telling) and (run or word.folded not in SMALL_WORDS):
            run, joining = [*run, *joining, word], []
        elif run and word.folded in _JOINING:
            joining.append(word)
        elif run:
            yield run
            run, joining = [], []
    if run:
        yield run
