"""Words of a question that speak for a shape of its answer, whatever the schema."""

import re

_PATTERNS = {
    "how many": r"how many|number of|count",
    "average": r"average|mean|avg",
    "sum": r"total|sum|altogether|overall|how much",
    "each": r"\beach\b|\bevery\b|\bper\b|\bby\b|for all",
    "most": r"\b\w+est\b|\bmost\b|\btop\b|maximum|\bmax\b",
    "least": r"least|lowest|fewest|minimum|\bmin\b|smallest|youngest|bottom",
    "order": r"\border|sort|rank|descend|ascend|alphabet|\bfirst\b|\blast\b",
    "different": r"different|distinct|unique",
    "not": r"\bnot\b|n't|never|without|\bno\b|except|exclud|other than",
    "both": r"\bboth\b|\bor\b|either|common",
    "more than": r"more than|less than|above|below|over|under|at least|at most|greater|fewer|higher|lower",
    "only": r"\bonly\b|\bjust\b|\bthose\b|\bthem\b|\bthese\b|\bwhich of\b|\bof those\b",
    "also": r"\balso\b|\btoo\b|as well|\badd\b|along with|together with|in addition|include",
    "goes on": r"^(and|what about|how about|but|now|then|ok|okay|same|instead|no\b|of those|among)",
    "pronoun": r"\b(it|its|their|they|his|her|him|she|he|that|this)\b",
    "names": r"\bnames?\b|\bwho\b|\blist\b",
    "all": r"\ball\b|everything|\binfo|detail",
    "when": r"\bwhen\b|\bdate|\byear|\bmonth|\bday",
    "percent": r"percent|ratio|share|proportion|difference",
    "several questions": r"\?.+\?|\|",
}
CUES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS.values())


def cues_of(question: str) -> list[bool]:
    """One for each of CUES."""
    return [cue.search(question) is not None for cue in CUES]
