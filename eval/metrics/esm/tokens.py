"""The words of a query as Spider's script sees them: NLTK's `word_tokenize`, around string literals.

What follows from it: `=` is no punctuation, so that `a=1` is one word; a comma before a digit splits nothing; all
quotes are the same, and their number must be even. Sentences are not looked for: in SQL, a break would change
nothing but a word such as `t1.`, which the parser refuses either way.
"""

import re

from eval.metrics.esm.tree import Unparsable

_PLACEHOLDER = "__val_{}__"
# In the order of precedence; everything else that is not blank sticks together.
_WORD = re.compile(
    r"""
      --                              # a dash alone is a letter like others
    | \.{2,}
    | [;@#$%&?!*\[\](){}<>«»“”‘’„]
    | `+
    | [:,](?!\d)
    | (?:(?!--|\.\.|[:,](?!\d)) [^\s;@#$%&?!*\[\](){}<>«»“”‘’„`])+
    """,
    re.VERBOSE,
)
_FINAL_STOP = re.compile(r"(?<=[^.])\.(?=[\])}>»”’ ]*\s*$)")
_CONTRACTIONS = re.compile(
    r"\b(can)(not)\b|\b(gim|lem)(me)\b|\b(gon|wan)(na)\b|\b(got)(ta)\b|\b(d)('ye)\b", re.I
)
_COMPARISONS = ("!", ">", "<")


def words(sql: str) -> tuple[str, ...]:
    """Words in lower case, string literals as they stand, in double quotes. Raises Unparsable for an odd quote.

    >>> words("SELECT name FROM t WHERE a >= 1 AND b='x Y'")
    ('select', 'name', 'from', 't', 'where', 'a', '>=', '1', 'and', 'b=__val_1__')
    """
    parts = sql.replace("'", '"').split('"')
    if len(parts) % 2 == 0:
        raise Unparsable("a quote is not closed")
    literals = {_PLACEHOLDER.format(index): f'"{parts[index]}"' for index in range(1, len(parts), 2)}
    parts[1::2] = literals
    text = _FINAL_STOP.sub(" . ", "".join(parts))
    text = _CONTRACTIONS.sub(lambda found: " ".join(filter(None, found.groups())), text)
    found = [literals.get(word, word) for word in map(str.lower, _WORD.findall(text))]
    return tuple(_join_comparisons(found))


def _join_comparisons(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if word == "=" and joined and joined[-1] in _COMPARISONS:
            joined[-1] += "="
        else:
            joined.append(word)
    return joined
