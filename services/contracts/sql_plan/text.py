"""SQL text as a sqlglot tree in which every function stays what was written."""

from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.parsers.sqlite import SQLiteParser
from sqlglot.tokenizer_core import TokenType

from services.contracts.frozen import Frozen

MAX_SQL = 16_000  # characters; what is longer is no question's answer


_STARTS = frozenset({TokenType.SELECT, TokenType.WITH, TokenType.L_PAREN})


class Unsketchable(Frozen):
    """Why a statement has no sketch. A value, for every text that is not a SELECT within the sketch's grammar."""

    reason: str


class UnsketchableError(Exception):
    """Carries the reason out of the readers; never leaves `statement`."""


class AsWritten(SQLite):
    """SQLite, without sqlglot's rewriting of functions: `substr(x, 1)` stays a call of `substr`."""

    class Parser(SQLiteParser):
        FUNCTIONS: ClassVar = {}
        FUNCTION_PARSERS: ClassVar = {"CAST": SQLiteParser.FUNCTION_PARSERS["CAST"]}


def parsed(sql: str) -> exp.Query:
    """The tree of the one SELECT in `sql`. Raises UnsketchableError; RecursionError on absurd nesting."""
    if len(sql) > MAX_SQL:
        raise UnsketchableError(f"longer than {MAX_SQL} characters")
    if "\0" in sql or (not sql.isascii() and not _is_text(sql)):
        raise UnsketchableError("not text")
    dialect = AsWritten()
    try:
        tokens = dialect.tokenize(sql)
        if tokens and tokens[0].token_type not in _STARTS:
            raise UnsketchableError(f"begins with {tokens[0].text}, not a SELECT")
        trees = dialect.parser().parse(tokens, sql)
    except ParseError as error:
        place = error.errors[0] if error.errors else {}
        raise UnsketchableError(
            f"not valid SQL at line {place.get('line')}, column {place.get('col')}"
        ) from error
    except SqlglotError as error:
        raise UnsketchableError("not valid SQL") from error
    # A comment at the end becomes a Semicolon.
    statements = [tree for tree in trees if tree is not None and not isinstance(tree, exp.Semicolon)]
    if len(statements) != 1:
        raise UnsketchableError("not one statement")
    tree = statements[0]
    if not isinstance(tree, exp.Query):
        raise UnsketchableError(f"a {described(tree)}, not a SELECT")
    return tree


def _is_text(sql: str) -> bool:
    """Whether every character can be stored: not half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in sql)


_NAMES: dict[type[exp.Expr], str] = {
    exp.HexString: "blob",
    exp.JSONExtract: "json operator",
    exp.Placeholder: "parameter",
    exp.Tuple: "row value",
    exp.Window: "window function",
}


def described(node: exp.Expr) -> str:
    """What kind of syntax a node is, for a reason.

    >>> described(exp.Window()), described(exp.BitwiseAnd())
    ('window function', 'bitwise and')
    """
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(node).__name__)
    return _NAMES.get(type(node), words.strip())


def only(node: exp.Expr, *names: str) -> None:
    """Refuse a node that says more than these of its parts: syntax that the sketch has no place for."""
    for name, value in node.args.items():
        if name not in names and value not in (None, False, []):
            raise UnsketchableError(f"{described(node)} with {name.strip('_')}")
