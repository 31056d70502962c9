"""The parts of a question that look like stored values, whatever is stored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# 'one' alone is rather the one than 1.
_NUMBER_WORDS = {word: number for word, number in (_UNITS | _TENS | _LARGE).items() if word != "one"}
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
    """'twenty', 'twenty-five', 'two hundred'; neighbours are read together."""
    place = 0
    while place < len(words):
        run = [
            word for word in words[place : place + 2] if word.folded in _NUMBER_WORDS or word.folded == "one"
        ]
        value = _value_in_words([word.folded for word in run]) if len(run) == 2 else None
        if value is not None and not question[run[0].end : run[1].start].strip(" -"):
            yield Number(Span(question[run[0].start : run[1].end], run[0].start, run[1].end), value)
            place += 2
            continue
        word = words[place]
        if word.folded in _NUMBER_WORDS:
            yield Number(word.span, _NUMBER_WORDS[word.folded])
        place += 1


def _value_in_words(words: Sequence[str]) -> int | None:
    first, second = words
    if first in _TENS and 0 < _UNITS.get(second, 0) < 10:
        return _TENS[first] + _UNITS[second]
    if second in _LARGE and first in _UNITS | _TENS:
        return (_UNITS | _TENS)[first] * _LARGE[second]
    return None


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
