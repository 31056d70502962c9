"""How the compiler's SQL is spelled: names quoted only where they must be, functions in lower case, `NOT IN`."""

from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.generators.sqlite import SQLiteGenerator

from services.contracts.prompt.names import is_plain


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
    """The SQL text, without comments, of a tree in which functions are Anonymous."""
    return tree.sql(dialect=_Spelling, normalize_functions=False, comments=False)


def name(text: str) -> exp.Identifier:
    """An identifier, quoted where it must be.

    >>> spelled(name("total")), spelled(name("order")), spelled(name("Date of birth"))
    ('total', '"order"', '"Date of birth"')
    """
    return exp.Identifier(this=text, quoted=not is_plain(text))
