"""Identifiers as words, and stems of words.

The network has learned from exactly these, so they are the learned planner's own: a change raises FEATURES_VERSION.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")
# Plurals that the stemmer leaves apart from their singular.
_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "geese": "goose",
    "data": "datum",
    "indices": "index",
    "statuses": "status",
}


def parts(identifier: str) -> tuple[str, ...]:
    """In lower case: split at marks, digits and changes to upper case.

    >>> parts("StuID"), parts("country_code"), parts("unitPrice2")
    (('stu', 'id'), ('country', 'code'), ('unit', 'price', '2'))
    """
    return tuple(part.lower() for part in PART.findall(identifier))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """In lower case, without accents.

    >>> stem("Countries") == stem("country"), stem("people") == stem("Person")
    (True, True)
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    # A stemmer of its own per word: it keeps state while it works, and the result is cached.
    return str(EnglishStemmer().stemWord(_IRREGULAR.get(plain, plain)))
