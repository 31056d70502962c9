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
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
} | {"zero": 0, "eleven": 11, "twelve": 12, "hundred": 100, "thousand": 1000}
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
    """Written in digits or as small number words, in order; parts of dates, times and codes are none.

    >>> [number.value for number in numbers("over 1,500.5 in 2012-03-01", ())]
    [1500.5]
    """
    found = [
        Number(Span(match[0], match.start(), match.end()), _number(match[0].replace(",", "")))
        for match in _NUMBER.finditer(question)
        if len(match[0]) <= _DIGITS
    ]
    spelled = (word for word in words if word.folded in _NUMBER_WORDS)
    found += [Number(Span(word.text, word.start, word.end), _NUMBER_WORDS[word.folded]) for word in spelled]
    return tuple(sorted(found, key=lambda number: number.span.start))


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
