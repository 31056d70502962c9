"""How the compiler's SQL is spelled: names quoted only where they must be, functions in lower case, `NOT IN`."""

import re
from typing import ClassVar

import apsw
from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.generators.sqlite import SQLiteGenerator

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Words that SQLite or sqlglot would not read as a name.
_RESERVED = frozenset({"TRUE", "FALSE", *apsw.keywords}) | frozenset(
    word
    for word, kind in SQLite.Tokenizer.KEYWORDS.items()
    if kind not in SQLite.Parser.ID_VAR_TOKENS or kind in SQLite.Parser.NO_PAREN_FUNCTIONS
)


class NotIn(exp.Expression, exp.Binary, exp.Predicate):
    """`value NOT IN (…)`; the right side is a Tuple or a Subquery."""


class NotBetween(exp.Expression, exp.Binary, exp.Predicate):
    """`value NOT BETWEEN low AND high`; the right side is the And of the two."""


class _Spelling(SQLite):
    class Generator(SQLiteGenerator):
        TRANSFORMS: ClassVar = {
            **SQLiteGenerator.TRANSFORMS,
            exp.NEQ: lambda self, node: self.binary(node, "!="),
            exp.Exists: lambda self, node: f"EXISTS {self.wrap(node)}",
            NotIn: lambda self, node: self.binary(node, "NOT IN"),
            NotBetween: lambda self, node: self.binary(node, "NOT BETWEEN"),
        }


def spelled(tree: exp.Expr) -> str:
    """The SQL text of a tree in which functions are Anonymous."""
    return tree.sql(dialect=_Spelling, normalize_functions=False)


def name(text: str) -> exp.Identifier:
    """An identifier, quoted where it must be.

    >>> spelled(name("total")), spelled(name("order")), spelled(name("Date of birth"))
    ('total', '"order"', '"Date of birth"')
    """
    plain = _PLAIN_NAME.fullmatch(text) is not None and text.upper() not in _RESERVED
    return exp.Identifier(this=text, quoted=not plain)
