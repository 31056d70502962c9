"""Questions, stored texts and names as words.

Stored texts are compared by `key`, which forgives case, accents, marks and the simple plural; names of the schema by
`stem`, which forgives more.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

_RUN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
# A full stop after one or two letters is that of 'Dr.' or an initial.
_SENTENCE_START = re.compile(r"(?:^|[?!:|]\s|(?<!\b\w)(?<!\b\w\w)\.\s)[\s\"'“‘(]*$")

# Words that carry a question rather than name a stored value.
_STOP_WORDS = """
    a about above after again all also am among an and another any anyone are as ask at average avg away back be
    because been before being below best between both but by can cannot could count current d data did different
    distinct do does doing done down during each either else equal ever every everyone exactly exist fewest few find
    first follow following for found from full further get give given go good greater group had has have having he
    help her here hers highest him his hold how i id ids if in include including info information instead into is it
    item items its itself just kind know known last latest least less let like list ll look lowest m made make many
    match max maximum may me mean mention min minimum more most much must my name names need neither never new next
    no none nor not now number numbers of off ok okay on once one ones only or order ordered other others our out
    over own part people per person please possible provide rather re record records repeat result results return s
    same see select separate set she should show shown shows so some something sort sorted still such sum sure t
    table take taken tell than thank thanks that the their them themselves then there these they thing things this
    those though through thus to together too top total toward try two type types under unique until up us use used
    using value values ve very want was way we well were what when where whether which while who whole whom whose
    why will with within without would yes yet you your yours
    """
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Of these, the ones that mean nothing by themselves and are written small in a title.
_SMALL_WORDS = (
    "an and are at by for from how in is just many me of on only or that the their to what which with"
)
SMALL_WORDS = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a text from character `start` to `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or digits from character `start` to `end`."""

    text: str
    start: int
    end: int
    folded: str
    key: str
    starts_sentence: bool = False

    @property
    def span(self) -> Span:
        return Span(self.text, self.start, self.end)

    @property
    def capitalised(self) -> bool:
        return self.text[0].isupper()


def words_of(text: str) -> tuple[Word, ...]:
    """The words in order.

    >>> [(word.text, word.key) for word in words_of("Cafés in São Paulo?")]
    [('Cafés', 'cafe'), ('in', 'in'), ('São', 'sao'), ('Paulo', 'paulo')]
    """
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for run in _RUN.finditer(text):
        plain = folded(run[0])
        starts = bool(_SENTENCE_START.search(text[max(0, run.start() - 8) : run.start()]))
        yield Word(run[0], run.start(), run.end(), plain, singular(plain), starts)


def key_of(text: str) -> tuple[str, ...]:
    """What two texts have in common when one is a spelling of the other; empty for a text of marks alone.

    >>> key_of("St. Mary's  Colleges") == key_of("ST MARY'S COLLEGE")
    True
    """
    if text.isascii():  # most texts are, and then the words need no folding one by one
        return tuple(map(singular, _RUN.findall(text.lower())))
    return tuple(singular(folded(run)) for run in _RUN.findall(text))


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Without case and accents, and with one space for every white space."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def singular(word: str) -> str:
    """A rule of thumb, good enough to tell that two words in lower case mean the same thing; no spelling.

    >>> [singular(word) for word in ("countries", "movies", "movie", "boxes", "campuses", "orders", "address")]
    ['country', 'movy', 'movy', 'box', 'campus', 'order', 'address']
    """
    if len(word) > 4 and word.endswith(("ies", "ie")):
        return word.removesuffix("s").removesuffix("ie") + "y"
    if len(word) > 4 and word.endswith(("xes", "sses", "ches", "shes", "puses", "tuses", "ruses", "nuses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word. A stemmer of its own per word: it keeps state while it works."""
    return str(EnglishStemmer().stemWord(word))


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a table's or column's name in lower case.

    >>> name_parts("ShipTo_customerID"), name_parts("unit_price2")
    (('ship', 'to', 'customer', 'id'), ('unit', 'price', '2'))
    """
    return tuple(folded(part) for part in _PART.findall(name))
