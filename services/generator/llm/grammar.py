"""A grammar that holds an answer to the names of the schema, and leaves the SQL free.

A full grammar of SQL would cost accuracy; this one only keeps a model from inventing tables, columns and functions. It
is written in the EBNF of vLLM's structured outputs.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from services.contracts.prompt.names import is_plain
from services.contracts.schema import Schema

SQL_ALONE = frozenset({"direct", "plan", "repair"})  # formats whose whole answer is one statement

_KEYWORDS = frozenset(
    """
    SELECT DISTINCT FROM WHERE AND OR NOT IN IS NULL LIKE GLOB BETWEEN EXISTS CASE WHEN THEN ELSE END AS ON USING
    JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL GROUP BY HAVING ORDER ASC DESC NULLS FIRST LAST LIMIT OFFSET
    UNION ALL INTERSECT EXCEPT WITH OVER PARTITION ROWS RANGE PRECEDING FOLLOWING CURRENT ROW UNBOUNDED
    INTEGER REAL TEXT NUMERIC
    """.split()  # noqa: SIM905
)
_FUNCTIONS = frozenset(
    """
    COUNT SUM AVG MIN MAX TOTAL GROUP_CONCAT ABS ROUND LENGTH LOWER UPPER TRIM SUBSTR SUBSTRING REPLACE INSTR COALESCE
    IFNULL NULLIF IIF CAST DATE TIME DATETIME JULIANDAY STRFTIME PRINTF ROW_NUMBER RANK DENSE_RANK LAG LEAD
    """.split()  # noqa: SIM905
)
_OPERATORS = ("=", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "/", "%", "||", "*")
_ALIASES = 'alias ::= "T" [1-9] | "t" [1-9]'
_STRING = """string ::= "'" [^'\\n]{0,120} ("''" [^'\\n]{0,120}){0,4} "'\""""
_NUMBER = 'number ::= "-"? [0-9]{1,15} ("." [0-9]{1,15})?'


@lru_cache(maxsize=64)
def grammar_of(schema: Schema) -> str:
    """Words, separated by one blank; brackets and commas belong to the word beside them."""
    tables = dict.fromkeys(form for table in schema.tables for form in _spelled(table.name))
    columns = dict.fromkeys(
        form for table in schema.tables for column in table.columns for form in _spelled(column.name)
    )
    return "\n".join(
        (
            'root ::= ("SELECT" | "WITH" | "select" | "with") (" " word)+ ";"?',
            'word ::= (function? "(")* (keyword | name | string | number | operator) ")"* ","?',
            'name ::= ((table | alias) ".")? (column | "*") | table | alias',
            _rule("keyword", _both_cases(_KEYWORDS)),
            _rule("function", _both_cases(_FUNCTIONS)),
            _rule("operator", _OPERATORS),
            _rule("table", tables),
            _rule("column", columns),
            _ALIASES,
            _STRING,
            _NUMBER,
        )
    )


def _rule(name: str, alternatives: Iterable[str]) -> str:
    return f"{name} ::= {' | '.join(map(_quoted, alternatives))}"


def _both_cases(words: Iterable[str]) -> Iterator[str]:
    for word in sorted(words):
        yield from (word, word.lower())


def _spelled(name: str) -> Iterator[str]:
    """Bare where SQLite reads it bare, and in double quotes."""
    if is_plain(name):
        yield name
    yield '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
