"""One question, taken apart once for all kinds of matching."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.value_index.mentions import capitals_tell, named, names, quoted
from services.value_index.words import STOP_WORDS, Span, Word, words_of

# Words after which a part of a value is said: 'titles that contain Monadic', 'names that start with S'.
_CUE = r"contain(?:s|ed|ing)?|substrings?|letters?|word|phrase|prefix|suffix|keyword"
_PART_CUE = re.compile(
    rf"\b(?:(?:{_CUE}|includ(?:e|es|ed|ing)|(?:start|begin|end)(?:s|ing)?|like|anywhere|part\s+of)\b|ha(?:s|ve)\s+[\"'“])",
    re.IGNORECASE,
)
_CUED = re.compile(rf"\b(?:{_CUE})\s+(?:of\s+)?(?!(?:{_CUE}|the|an?)\b)([^\W_]+)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """`turn` is 0 for this question, else the number of an earlier turn."""

    text: str
    turn: int = 0

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return words_of(self.text)

    @cached_property
    def capitals(self) -> bool:
        return capitals_tell(self.words)

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        return quoted(self.text)

    @cached_property
    def names(self) -> tuple[Span, ...]:
        return names(self.text, self.words)

    @cached_property
    def says_parts(self) -> bool:
        return _PART_CUE.search(self.text) is not None

    @cached_property
    def cued(self) -> tuple[Span, ...]:
        """Words that are called so: 'the letter e', 'the word court'."""
        found = (Span(match[1], match.start(1), match.end(1)) for match in _CUED.finditer(self.text))
        return tuple(span for span in found if len(span.text) == 1 or span.text.lower() not in STOP_WORDS)

    def within(self, span: Span) -> tuple[Word, ...]:
        return tuple(word for word in self.words if overlap(span, word.span))

    def span(self, words: Sequence[Word]) -> Span:
        start, end = words[0].start, words[-1].end
        return Span(self.text[start:end], start, end)

    def named(self, words: Iterable[Word]) -> bool:
        return any(named(word, capitals=self.capitals) for word in words)

    def runs(self, longest: int) -> Iterator[tuple[Word, ...]]:
        """Neighbouring words, the longest runs first."""
        for length in range(min(longest, len(self.words)), 0, -1):
            yield from (self.words[start : start + length] for start in range(len(self.words) - length + 1))

    def tells(self, word: Word) -> bool:
        """Whether it is no word that only carries the question: 'us' is one, 'US' is none."""
        shouted = self.capitals and len(word.text) > 1 and word.text.isupper()
        return shouted or word.folded not in STOP_WORDS


def overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end
