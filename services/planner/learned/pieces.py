"""The encoder's word-pieces: the words of the question and of the schema's names, each with its place."""

import re
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from services.contracts.errors import InvalidRequest
from services.planner.learned.name_words import stem

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
CLS, SEP = "[CLS]", "[SEP]"


class WordPieces:
    """Splits words as the encoder was trained to. A word that is longer than `longest` pieces is cut."""

    def __init__(self, tokenizer: Tokenizer, *, longest: int = 8) -> None:
        self._tokenizer = tokenizer
        self._longest = longest
        self.cls = _marker(tokenizer, CLS)
        self.sep = _marker(tokenizer, SEP)
        self.of = lru_cache(maxsize=100_000)(self._of)

    @classmethod
    def from_file(cls, path: Path) -> "WordPieces":
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(tokenizer)

    def _of(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids[: self._longest])


def _marker(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise InvalidRequest(f"the tokenizer knows no {name}", field="model")
    return number


class Spoken:
    """One question as words with their stems; `back` turns ago."""

    def __init__(self, text: str, back: int, *, most_words: int) -> None:
        matches = list(_WORD.finditer(text))[:most_words]
        self.back = back
        self.words = tuple(match[0].lower() for match in matches)
        self.spans = tuple(match.span() for match in matches)
        self.stems = tuple(stem(word) if word[0].isalnum() else "" for word in self.words)

    def within(self, start: int, end: int) -> range:
        """The places of the words that overlap these characters."""
        inside = [n for n, (left, right) in enumerate(self.spans) if left < end and start < right]
        return range(inside[0], inside[-1] + 1) if inside else range(0)
