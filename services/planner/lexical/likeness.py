"""How alike a word of a question and a part of a name are, by rules that hold for any schema."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from services.planner.vocabulary import SYNONYMS
from services.planner.words import stem

EQUAL = 1.0
_PREFIX = 0.85
_TYPO = 0.8
_TYPED = 5  # letters of a word in which a wrong one is forgiven
_SUFFIX = 0.8
_SYNONYM, _SYNONYM_STEP = 0.85, 0.05
_ABBREVIATION = 0.7
_JOINED = 0.95


@lru_cache(maxsize=100_000)
def likeness(word: str, part: str) -> float:
    """0 (nothing to do with each other) to 1 (the same word, plurals aside). Both in lower case.

    >>> likeness("countries", "country"), likeness("customer", "cust"), likeness("price", "city")
    (1.0, 0.85, 0.0)
    """
    if stem(word) == stem(part):
        return EQUAL
    names = SYNONYMS.get(word, ())
    if stem(part) in (stems := [stem(name) for name in names]):
        return _SYNONYM - _SYNONYM_STEP * stems.index(stem(part))
    if (len(part) >= 3 and word.startswith(part)) or (len(word) >= 4 and part.startswith(word)):
        return _PREFIX
    if len(word) >= 4 and part.endswith(stem(word)) and len(part) - len(word) <= 4:
        return _SUFFIX
    if stem(word) == "id" and part.endswith("id") and len(part) <= 5:
        return _SUFFIX
    if (
        min(len(word), len(part)) >= _TYPED
        and word[0] == part[0]
        and OSA.distance(word, part, score_cutoff=1) <= 1
    ):
        return _TYPO
    return _ABBREVIATION if _abbreviates(part, word) else 0.0


def joined_likeness(words: Sequence[str], part: str) -> float:
    """Whether `part` is written for several words together, the first ones cut short: fname, custid, lastname.

    >>> joined_likeness(["first", "names"], "fname"), joined_likeness(["first", "name"], "lname")
    (0.95, 0.0)
    """
    if len(words) != 2:
        return 0.0
    first, last = words[0], stem(words[1])
    cut = len(part) - len(last)
    return _JOINED if cut >= 1 and part.endswith(last) and first.startswith(part[:cut]) else 0.0


def _abbreviates(part: str, word: str) -> bool:
    """dept, qty, amt: three to five letters of the word in order, the first and the last among them."""
    if not 3 <= len(part) <= 5 or len(word) < len(part) + 2 or part[0] != word[0] or part[-1] != word[-1]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in part)
