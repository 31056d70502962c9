"""Other names and literals for those of a conversation, the same ones wherever they stand.

A network that has seen few databases learns their names by heart. Where every document has names of its own, only
copying helps.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot.dialects import SQLite
from sqlglot.errors import TokenError
from sqlglot.tokenizer_core import TokenType

_ALIAS = re.compile(r"T[0-9]+")
_WORD = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
_LITERAL = re.compile(r"'((?:[^']|'')+)'")
# Not the numbers that say something of the plan itself, such as `nesting 1` and `Plan (80%)`.
_NUMBER = re.compile(r"(?<![\w.'%-])(?<!nesting )(?<!\()[0-9]+(?:\.[0-9]+)?(?![\w.%'])")
# Words that a prompt or SQL uses with a meaning of their own: a column of that name keeps it.
_KEPT = frozenset(
    """
    abs and as asc avg between blob bool by cast count date desc distinct filter from group having history in int is
    join keep length like limit lower max min nesting not null num of on or order pk plan private question real result
    round row rows schema select show sql strftime substr sum text total union upper values where with
    """.split()  # noqa: SIM905 - a line for each word would hide what they are
)


def names_in(sql: str) -> list[str]:
    """The tables and columns that the statement names without quotes; empty for what is no SQL."""
    try:
        tokens = SQLite().tokenize(sql)
    except TokenError:
        return []
    found = {
        token.text
        for token, following in zip(tokens, [*tokens[1:], None], strict=True)
        if token.token_type is TokenType.VAR
        and (following is None or following.token_type is not TokenType.L_PAREN)
        and not _ALIAS.fullmatch(token.text)
        and token.text.lower() not in _KEPT
    }
    return sorted(found, key=len, reverse=True)


@dataclass
class Renaming:
    """New names are put together from words of real ones (`words`), or made up; literals are drawn from `literals`."""

    words: Sequence[str]
    literals: Sequence[str]
    drawn: random.Random
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, statements: Iterable[str], drawn: random.Random) -> "Renaming":
        words: set[str] = set()
        literals: set[str] = set()
        for sql in statements:
            words.update(word.lower() for name in names_in(sql) for word in _WORD.findall(name))
            literals.update(text for text in _LITERAL.findall(sql) if len(text) < 30)
        return cls(sorted(words - _KEPT), sorted(literals), drawn)

    def renamed(self, texts: Sequence[str], sql: str) -> list[str]:
        """The texts with every name of `sql` another one, and most literals and numbers too."""
        self._taken.clear()
        names = {name: self._name() for name in names_in(sql)}
        literals = {text: self._literal() for text in set(_LITERAL.findall(sql)) if self.drawn.random() < 0.7}
        numbers = {
            text: self._number(text) for text in set(_NUMBER.findall(sql)) if self.drawn.random() < 0.7
        }
        swapped = _replaced(texts, {f"'{old}'": f"'{new}'" for old, new in literals.items()}, whole=False)
        if names:
            swapped = _replaced(swapped, names, whole=True)
        return [_NUMBER.sub(lambda found: numbers.get(found[0], found[0]), text) for text in swapped]

    def _name(self) -> str:
        while (name := self._drawn_name()) in self._taken or name.lower() in _KEPT:
            continue
        self._taken.add(name)
        return name

    def _drawn_name(self) -> str:
        """In one of the ways in which columns are spelled: `stu_name`, `Stu_Name`, `STU_NAME`, `stuName`, `name`."""
        drawn = self.drawn
        count = drawn.choices((1, 2, 3), (4, 5, 2))[0]
        words = [drawn.choice(self.words) if drawn.random() < 0.8 else self._made_up() for _ in range(count)]
        style = drawn.randrange(6)
        if style == 0:
            return "_".join(word.capitalize() for word in words)
        if style == 1:
            return "_".join(words).upper()
        if style == 2:
            return words[0] + "".join(word.capitalize() for word in words[1:])
        if style == 3:
            return "".join(word.capitalize() for word in words)
        return "_".join(words)

    def _made_up(self) -> str:
        parts = self.drawn.randint(1, 3)
        return "".join(
            self.drawn.choice("bcdfghjklmnprstvwz") + self.drawn.choice("aeiou") for _ in range(parts)
        )

    def _literal(self) -> str:
        if self.literals and self.drawn.random() < 0.6:
            return self.drawn.choice(self.literals)
        words = [self.drawn.choice(self.words) for _ in range(self.drawn.choices((1, 2, 3), (5, 3, 1))[0])]
        return " ".join(words).capitalize() if self.drawn.random() < 0.7 else " ".join(words).title()

    def _number(self, text: str) -> str:
        if "." in text:
            return f"{self.drawn.uniform(0, 100):.1f}"
        return str(self.drawn.randint(0, 10 ** self.drawn.randint(1, 4)))


def _replaced(texts: Sequence[str], swaps: dict[str, str], *, whole: bool) -> list[str]:
    if not swaps:
        return list(texts)
    either = "|".join(map(re.escape, swaps))
    pattern = re.compile(rf"(?<![A-Za-z0-9_])(?:{either})(?![A-Za-z0-9_])" if whole else either)
    return [pattern.sub(lambda found: swaps[found[0]], text) for text in texts]
