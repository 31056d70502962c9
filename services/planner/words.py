"""A question as words: where each stands, its stem, and the number or quoted phrase that it is."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

from services.planner.vocabulary import FUNCTION_WORDS, IRREGULAR_PLURALS, MONTHS, NUMBER_WORDS

_TOKEN = re.compile(
    r"""
    "(?P<double>[^"]{1,200})" | “(?P<curly>[^”]{1,200})”
    | (?<!\w)['‘](?P<single>[^'’]{1,200}(?:['’]\w[^'’]*)*)['’](?!\w)
    | (?P<date>\d{4}-\d{2}(?:-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?)?)(?![\w-])
    | (?P<number>-?(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\w])
    | (?P<word>[^\W_]+(?:['’](?!s\b)[^\W\d_]+)?(?:[.@][a-z0-9][^\W_]*)*)(?:['’]s\b)?
    | (?P<stop>[,.;:?!]) | (?P<operator>[<>]=?|!=|=)
    """,
    re.VERBOSE,
)


_SENTENCE_ENDS = frozenset(".?!:;")

Literal = int | float | str


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number, quoted phrase or mark from character `start` to `end`; `stem` is what names are matched by."""

    text: str
    lower: str
    stem: str
    start: int
    end: int
    number: int | float | None = None
    quoted: bool = False
    stop: bool = False
    starts_sentence: bool = False

    @property
    def unknown(self) -> bool:
        """It carries a meaning of its own; said of a word that names nothing in the database."""
        known = self.lower in FUNCTION_WORDS or self.month is not None
        return not self.stop and self.number is None and not known

    @property
    def month(self) -> int | None:
        """The number of the month that it names; 'may' in small letters is no month."""
        return MONTHS.get(self.lower) if self.capitalised or self.lower != "may" else None

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


def words_of(question: str) -> tuple[Word, ...]:
    """The words in order.

    >>> [word.stem for word in words_of("The stores' names, please")]
    ['the', 'store', 'name', ',', 'pleas']
    """
    words: list[Word] = []
    for match in _TOKEN.finditer(question):
        word = _word(match)
        starts = not words or words[-1].lower in _SENTENCE_ENDS
        words.append(replace(word, starts_sentence=True) if starts else word)
    return tuple(words)


def _word(match: re.Match[str]) -> Word:
    kind = match.lastgroup or "word"
    text = match[kind]
    start, end = match.span(kind)
    if kind in {"double", "curly", "single"}:
        return Word(text, text.lower(), "", start, end, number=None, quoted=True)
    if kind == "date":
        return Word(text, text, "", start, end, quoted=True)
    if kind == "number":
        digits = text.replace(",", "")
        return Word(text, text, text, start, end, number=float(digits) if "." in digits else _int(digits))
    lower = "not" if text.lower().endswith(("n't", "n’t")) else text.lower()
    return Word(text, lower, stem(lower), start, end, number=NUMBER_WORDS.get(lower), stop=kind == "stop")


def _int(digits: str) -> int | float:
    """SQLite's integers have 64 bits; what is larger is a real number there."""
    number = int(digits)
    return number if abs(number) < 2**63 else float(digits)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one word in lower case, without accents.

    >>> stem("Countries") == stem("country"), stem("people") == stem("Person")
    (True, True)
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    # A stemmer of its own per word: it keeps state while it works, and the result is cached.
    return str(EnglishStemmer().stemWord(IRREGULAR_PLURALS.get(plain, plain)))


_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")


def parts(identifier: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: split at marks, digits and changes to upper case.

    >>> parts("StuID"), parts("country_code"), parts("unitPrice2")
    (('stu', 'id'), ('country', 'code'), ('unit', 'price', '2'))
    """
    return tuple(part.lower() for part in _PART.findall(identifier))
