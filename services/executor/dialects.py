"""What models write for other databases, in SQLite's words: YEAR(d), TOP 5, ILIKE, LEFT(name, 3), d::date.

sqlglot reads the other dialects and knows most of what SQLite calls them. What it leaves as it was is spelled out here,
after the manuals of MySQL, PostgreSQL and SQL Server.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from sqlglot import ErrorLevel, TokenType, exp, parse_one
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import SqlglotError, UnsupportedError

from services.executor.edits import Repair, copied, sql_of
from services.executor.policy import FUNCTIONS
from services.executor.statement import is_deep

_WORDS_BEFORE_A_PARENTHESIS = frozenset({"cast", "in", "exists", "and", "or", "not", "then", "else", "when"})


def translated_function(tree: exp.Query, name: str) -> Iterator[Repair]:
    """Every call of a function that SQLite does not have, by one that it has. At most one repair."""
    calls = calls_of(tree, name)
    for dialect in ("sqlite", "postgres", "tsql", "mysql") if calls else ():
        found = [translation for call in calls if (translation := _translated(call, dialect)) is not None]
        if len(found) < len(calls):
            continue
        copy, places = copied(tree, calls)
        for place, translation in zip(places, found, strict=True):
            place.replace(translation)
        text = sql_of(found[0])
        yield Repair(sql_of(copy), f"{name}() → {text}", text)
        return


def calls_of(tree: exp.Query, name: str) -> list[exp.Func]:
    return [node for node in tree.find_all(exp.Func) if name.lower() in _names(node)]


def translated_statement(sql: str, tree: exp.Query | None) -> Iterator[Repair]:
    """A statement in syntax that SQLite does not have."""
    if tree is not None:
        yield Repair(sql_of(_spelled_out(tree)), "written for another database → SQLite")
        return
    for dialect, name in (("tsql", "SQL Server"), ("postgres", "PostgreSQL"), ("mysql", "MySQL")):
        foreign = _parsed(sql, dialect)
        if isinstance(foreign, exp.Query):
            yield Repair(sql_of(_spelled_out(foreign)), f"written for {name} → SQLite")


def _translated(call: exp.Func, dialect: str) -> exp.Expr | None:
    """The call alone: the rest of the statement is SQLite's, where a name in double quotes is no text and || no OR."""
    foreign: exp.Expr | None = call
    if dialect != "sqlite":
        text = call.sql(dialect=dialect, unsupported_level=ErrorLevel.IGNORE)
        misread = dialect == "mysql" and ('"' in text or "||" in text)
        foreign = None if misread else _parsed(text, dialect)
    if foreign is None:
        return None
    translation = _spelled_out(foreign)
    try:
        written = translation.sql(dialect="sqlite", unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError:
        return None
    return None if translation.find(exp.RegexpLike) or _called(written) - FUNCTIONS else translation


def _names(node: exp.Func) -> tuple[str, ...]:
    """By which the function can be called, in lower case."""
    if isinstance(node, exp.Anonymous):
        return (node.name.lower(),)
    return tuple(name.lower() for name in node.sql_names())


def _called(sql: str) -> set[str]:
    tokens = SQLite().tokenize(sql)
    before_parenthesis = (
        token.text.lower()
        for token, following in pairwise(tokens)
        if following.token_type is TokenType.L_PAREN and token.text[:1].isalpha()
    )
    return set(before_parenthesis) - _WORDS_BEFORE_A_PARENTHESIS


def _parsed(sql: str, dialect: str) -> exp.Expr | None:
    try:
        tree = parse_one(sql, read=dialect, error_level=ErrorLevel.IMMEDIATE)
    except (SqlglotError, RecursionError):
        return None
    return None if is_deep(tree) else tree


# --------------------------------------------------------------------------------------------------- spelled out

_PARTS = {
    "YEAR": "%Y",
    "MONTH": "%m",
    "DAY": "%d",
    "HOUR": "%H",
    "MINUTE": "%M",
    "SECOND": "%S",
    "WEEK": "%W",
    "DOW": "%w",
    "DOY": "%j",
}
_STARTS = {"YEAR": "%Y-01-01", "MONTH": "%Y-%m-01", "DAY": "%Y-%m-%d"}


def _spelled_out(tree: exp.Expr) -> exp.Expr:
    return tree.transform(_in_sqlite)


def _in_sqlite(node: exp.Expr) -> exp.Expr:
    spell = _SPELLINGS.get(type(node))
    return (spell(node) if spell else None) or node


def _part(unit: str, moment: exp.Expr) -> exp.Expr | None:
    """As a number, which other databases give."""
    if unit.upper() == "QUARTER":
        months = exp.paren(exp.Add(this=_part("MONTH", moment), expression=_number(2)))
        return exp.paren(exp.Div(this=months, expression=_number(3), typed=True))
    form = _PARTS.get(unit.upper())
    return exp.cast(_call("STRFTIME", _text(form), moment), "INTEGER") if form else None


def _of_part(unit: str) -> Callable[[exp.Expr], exp.Expr | None]:
    return lambda node: _part(unit, node.this)


def _truncated(node: exp.Expr) -> exp.Expr | None:
    form = _STARTS.get(node.text("unit").upper())
    return _call("STRFTIME", _text(form), node.this) if form else None


def _moved(sign: str, moment: exp.Expr, amount: exp.Expr, unit: str) -> exp.Expr | None:
    """By a number of units, as in '-3 MONTH'."""
    if isinstance(amount, exp.Interval):
        amount, unit = amount.this, amount.text("unit")
    if not isinstance(amount, exp.Literal) or not unit:
        return None
    return _call("DATE", moment, _text(f"{sign}{amount.name} {unit.upper()}"))


def _arithmetic(sign: str) -> Callable[[exp.Expr], exp.Expr | None]:
    def spell(node: exp.Expr) -> exp.Expr | None:
        interval = node.args["expression"]
        return _moved(sign, node.this, interval, "") if isinstance(interval, exp.Interval) else None

    return spell


def _date_arithmetic(sign: str) -> Callable[[exp.Expr], exp.Expr | None]:
    return lambda node: _moved(sign, node.this, node.args["expression"], node.text("unit"))


def _start_of_text(node: exp.Expr) -> exp.Expr:
    return _call("SUBSTR", node.this, _number(1), node.args["expression"])


def _end_of_text(node: exp.Expr) -> exp.Expr:
    return _call("SUBSTR", node.this, exp.Neg(this=node.args["expression"]))


def _last_day(node: exp.Expr) -> exp.Expr:
    return _call("DATE", node.this, *map(_text, ("start of month", "+1 month", "-1 day")))


def _date_of_text(node: exp.Expr) -> exp.Expr | None:
    return _call("DATE", node.this) if node.text("format") == "%Y-%m-%d" else None


def _named(node: exp.Expr) -> exp.Expr | None:
    if node.name.upper() in {"NOW", "GETDATE", "SYSDATE"}:
        return exp.CurrentTimestamp()
    return exp.CurrentDate() if node.name.upper() == "CURDATE" else None


def _call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _text(text: str) -> exp.Literal:
    return exp.Literal.string(text)


def _number(number: int) -> exp.Expr:
    return exp.Literal.number(number)


_SPELLINGS: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr | None]] = {
    exp.Year: _of_part("YEAR"),
    exp.Month: _of_part("MONTH"),
    exp.Day: _of_part("DAY"),
    exp.DayOfMonth: _of_part("DAY"),
    exp.DayOfYear: _of_part("DOY"),
    exp.Quarter: _of_part("QUARTER"),
    exp.Hour: _of_part("HOUR"),
    exp.Minute: _of_part("MINUTE"),
    exp.Second: _of_part("SECOND"),
    exp.Extract: lambda node: _part(node.name, node.args["expression"]),
    exp.DateTrunc: _truncated,
    exp.TimestampTrunc: _truncated,
    exp.DateAdd: _date_arithmetic("+"),
    exp.DateSub: _date_arithmetic("-"),
    exp.Add: _arithmetic("+"),
    exp.Sub: _arithmetic("-"),
    exp.Left: _start_of_text,
    exp.Right: _end_of_text,
    exp.National: lambda node: _text(node.name),
    exp.LastDay: _last_day,
    exp.StrToDate: _date_of_text,
    exp.Anonymous: _named,
}
