"""The one SELECT in what a model wrote, and the spelling in which a model is taught to write it."""

import re
from collections.abc import Iterator
from itertools import islice

from sqlglot import exp

from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.contracts.sql_plan.text import MAX_SQL, UnsketchableError, parsed
from services.generator.compiler import compile_sketch
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.sql_spelling import NotBetween, NotIn, spelled

MAX_ANSWER = 4 * MAX_SQL  # characters; what is longer never came to an end

# Bounds of the search: prose is full of 'with' and 'select'.
_MAX_STARTS = 6
_MAX_LINES = 8
_MAX_STATEMENTS = 6

_REASONING_END = re.compile(r"</(?:think|thinking|reasoning)>", re.IGNORECASE)
_REASONING_START = re.compile(r"<(?:think|thinking|reasoning)>", re.IGNORECASE)
_FENCE = re.compile(r"(?:```|~~~)(?:[ \t]*sql\w*\b|[ \t]*\w+[ \t]*(?=\n))?", re.IGNORECASE)
# At the beginning of a line or behind a mark in whatever case; within prose only in capitals.
_START = re.compile(
    r"(?:(?:^|[:;>`])[ \t]*(?P<first>\(*\s*(?i:SELECT|WITH)\b))|\b(?P<inside>SELECT|WITH)\b", re.MULTILINE
)
_WITHIN = re.compile(r"(?:\(|\b(?:UNION|ALL|EXCEPT|INTERSECT|AS|IN|EXISTS))\s*\Z", re.IGNORECASE)
# Where a statement may end before its text does, and how many such places are tried: a semicolon, an empty line, the
# end of a sentence. The end of a line ends no statement that the next line goes on with.
_ENDS = ((re.compile(r";"), 4), (re.compile(r"\n\s*\n"), 2), (re.compile(r"\.\s"), 2))
_LINE_END = re.compile(r"\n")
_CONTINUES = re.compile(
    r"\s*(?:UNION|EXCEPT|INTERSECT|WHERE|GROUP|HAVING|ORDER|LIMIT|JOIN|LEFT|INNER|CROSS|ON|AND|OR|FROM|\))(?!\w)",
    re.I,
)
_OTHER = re.compile(
    r"\s*(CREATE|DROP|ALTER)\s+(?:TEMP\w*\s+|UNIQUE\s+)?(?:TABLE|VIEW|INDEX|TRIGGER)\b|\s*(INSERT|REPLACE)\s+INTO\b"
    r"|\s*(UPDATE)\s+\S+\s+SET\b|\s*(DELETE)\s+FROM\b|\s*(PRAGMA|ATTACH|DETACH|VACUUM)\b",
    re.IGNORECASE,
)


def select_in(answer: str, schema: Schema) -> str | Unreadable:
    """The statement that the answer gives, parsed and written anew in one line. Never raises.

    Reasoning before the answer is passed over. Fenced blocks count before bare text, and of several the last one:
    models end with what they settled on. Of several statements in a row the first counts. A statement whose tables the
    schema has goes before one whose tables it has not, which may be prose ('select the name from the list').
    """
    texts = spoken_texts(answer)
    if isinstance(texts, Unreadable):
        return texts
    found = list(islice((tree for text in texts for tree in _selects(text)), _MAX_STATEMENTS))
    if found:
        tree = next((tree for tree in found if _has_tables(tree, schema)), found[0])
        return _written(tree)
    return Unreadable(reason=_why_none(texts))


def spoken_texts(answer: str) -> list[str] | Unreadable:
    """The parts of an answer, those that count most first: fenced blocks, the last one first, then all bare text.

    Reasoning is left out.
    """
    if len(answer) > MAX_ANSWER:
        return Unreadable(reason=f"longer than {MAX_ANSWER} characters")
    spoken = _REASONING_END.split(answer)[-1]
    if not spoken.strip():  # it reasoned after it had answered
        spoken = _REASONING_START.split(answer)[0]
    if _REASONING_START.search(spoken):
        return Unreadable(reason="it ends within its reasoning")
    parts = _FENCE.split(spoken)
    texts = [text for text in (*reversed(parts[1::2]), " \n".join(parts[::2])) if text.strip()]
    return texts or Unreadable(reason="it is empty")


def shortest_answer(sql: str, schema: Schema) -> str | NotExpressible:
    """The statement as a model is taught to write it: one spelling for all that mean the same where a sketch tells.

    That is the compiler's: names as the schema spells them, aliases T1, T2, …, only where a SELECT reads several
    tables. What has no sketch stays as written, in one line.
    """
    sketch = sketch_from_sql(sql, schema)
    if not isinstance(sketch, Unsketchable):
        compiled = compile_sketch(sketch, schema)
        if isinstance(compiled, str):
            return compiled
    try:
        return _written(parsed(sql))
    except (UnsketchableError, RecursionError) as error:
        return NotExpressible(reason=str(error) or "nested too deeply")


def _written(tree: exp.Query) -> str:
    return spelled(tree.transform(_with_not_inside))


def _with_not_inside(node: exp.Expr) -> exp.Expr:
    """`x NOT IN (…)`, as people and the compiler write it, for `NOT x IN (…)`."""
    inner = node.this if isinstance(node, exp.Not) else None
    if isinstance(inner, exp.In) and (query := inner.args.get("query")) is not None:
        return NotIn(this=inner.this, expression=query)
    if isinstance(inner, exp.In) and inner.expressions:
        return NotIn(this=inner.this, expression=exp.Tuple(expressions=inner.expressions))
    if isinstance(inner, exp.Between) and not inner.args.get("symmetric"):
        bounds = exp.And(this=inner.args["low"], expression=inner.args["high"])
        return NotBetween(this=inner.this, expression=bounds)
    return node


def _selects(text: str) -> Iterator[exp.Query]:
    """The statements in a text, in order; none where it is a statement of another kind."""
    if _OTHER.match(text):
        return
    end = 0
    for start, is_quoted in islice(_starts(text), _MAX_STARTS):
        for candidate in _candidates(text[start:], is_quoted) if start >= end else ():
            try:
                tree = parsed(candidate)
            except UnsketchableError:
                continue
            except RecursionError:
                return
            if _is_whole(tree):
                yield tree
                end = start + len(candidate)
                break


def _is_whole(tree: exp.Query) -> bool:
    """Whether it says what to select, and columns of something: sqlglot parses 'select' and 'select the name', too."""
    has_source = tree.find(exp.Table) is not None or tree.find(exp.Column) is None
    return has_source and all(select.expressions for select in tree.find_all(exp.Select))


def _starts(text: str) -> Iterator[tuple[int, bool]]:
    """Where a statement may begin, and whether a backtick stands before it."""
    for match in _START.finditer(text):
        start = match.start("first") if match["first"] else match.start("inside")
        before = text[max(0, start - 20) : start]
        if not _WITHIN.search(before):
            yield start, before.rstrip().endswith("`")


def _candidates(text: str, is_quoted: bool) -> Iterator[str]:
    """The text up to where the statement may end, each once: whole, then up to the marks of _ENDS."""
    ends = [text.find("`")] if is_quoted else []
    ends.append(len(text))
    for mark, at_most in _ENDS:
        ends += [match.start() for match in islice(mark.finditer(text), at_most)]
    lines = [match.start() for match in islice(_LINE_END.finditer(text), _MAX_LINES)]
    ends += reversed([end for end in lines if not _CONTINUES.match(text, end)])
    yield from dict.fromkeys(text[:end].rstrip(" \t\n.`") for end in ends if end >= 0)


def _has_tables(tree: exp.Query, schema: Schema) -> bool:
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    return all(
        table.name.lower() in own or schema.table(table.name) is not None
        for table in tree.find_all(exp.Table)
    )


def _why_none(texts: list[str]) -> str:
    for text in texts:
        if other := _OTHER.match(text):
            return f"a statement of the kind {next(filter(None, other.groups())).upper()}, not a SELECT"
    for text in texts:
        for start, _ in _starts(text):
            try:
                parsed(text[start:])
            except UnsketchableError as error:
                return str(error)
            except RecursionError:
                return "nested too deeply"
    return "there is no SELECT in it"
