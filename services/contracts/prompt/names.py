"""Names as SQL must spell them: in a prompt exactly as in the answer that is asked for."""

import re

from sqlglot.dialects.sqlite import SQLite

from services.contracts.schema import ColumnRef

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# SQLite's own list (sqlite3_keyword_name); most of it could stand without quotes in some places.
_SQLITE_KEYWORDS = frozenset(
    """
    ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE
    CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME
    CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE
    EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP
    GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN
    KEY LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS
    OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE
    RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO
    TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHOUT
    """.split()  # noqa: SIM905 - a line for each word would hide the rule below
)
# Words that SQLite or sqlglot would not read as a name.
_RESERVED = (
    frozenset({"TRUE", "FALSE"})
    | _SQLITE_KEYWORDS
    | frozenset(
        word
        for word, kind in SQLite.Tokenizer.KEYWORDS.items()
        if kind not in SQLite.Parser.ID_VAR_TOKENS or kind in SQLite.Parser.NO_PAREN_FUNCTIONS
    )
)


def is_plain(name: str) -> bool:
    """Whether the name can stand in SQL without quotes."""
    return _PLAIN_NAME.fullmatch(name) is not None and name.upper() not in _RESERVED


def spelled_name(name: str) -> str:
    """The name as an identifier, quoted where it must be.

    >>> spelled_name("total"), spelled_name("order"), spelled_name('5" disk')
    ('total', '"order"', '"5"" disk"')
    """
    return name if is_plain(name) else '"' + name.replace('"', '""') + '"'


def spelled_column(column: ColumnRef) -> str:
    """`table.column`; `*` is no name.

    >>> spelled_column(ColumnRef(table="order", column="*"))
    '"order".*'
    """
    name = "*" if column.column == "*" else spelled_name(column.column)
    return f"{spelled_name(column.table)}.{name}"
