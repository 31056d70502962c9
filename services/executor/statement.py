"""A statement before it is run: what it is made of, and whether it is worth a worker's time.

A courtesy that gives clear messages and a tree for repairs. What keeps statements from doing harm is the worker.
"""

import logging
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import ErrorLevel, Token, TokenType, exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.errors import SqlglotError

from services.contracts.models import Diagnosis, DiagnosisKind, ExecutionStatus
from services.executor.diagnosis import Verdict

# Every first word of a SQLite statement but SELECT, WITH, VALUES and '('.
_OTHER_STATEMENTS = """ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DELETE DETACH DROP END EXPLAIN INSERT PRAGMA REINDEX
    RELEASE REPLACE ROLLBACK SAVEPOINT UPDATE VACUUM"""
_NOT_READING = frozenset(_OTHER_STATEMENTS.split())

# Nothing else is done while a statement is looked at: some 10 ms to read it, up to 200 ms for repairs of the worst.
_MOST_BYTES = 8_000
_MOST_TOKENS = 600
_MOST_LEVELS = 120  # of a tree; what people write has some 20
_EXACT = frozenset({TokenType.STRING, TokenType.IDENTIFIER, TokenType.HEX_STRING})

# What it cannot read is told as a diagnosis.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

TokenKey = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Statement:
    """`key` is equal for statements that differ in blanks, comments and case only. `tree` must not be changed; it is
    None where sqlglot cannot read what SQLite perhaps can, and for a statement too long or too deep to be looked at."""

    sql: str
    key: TokenKey
    tokens: tuple[Token, ...]
    tree: exp.Query | None

    @property
    def is_short(self) -> bool:
        """Whether it can be looked at in time. Else SQLite alone judges it."""
        return 0 < len(self.tokens) <= _MOST_TOKENS


@lru_cache(maxsize=256)
def read_statement(sql: str, *, max_bytes: int) -> Statement | Verdict:
    """A verdict on what is not worth running. Never raises, whatever the text."""
    try:
        size = len(sql.encode())
    except UnicodeEncodeError:
        return _invalid(sql, "The statement is not valid Unicode text.")
    if size > max_bytes:
        return _refused(
            sql,
            ExecutionStatus.LIMIT,
            f"The statement has {size:,} bytes; {max_bytes:,} are allowed.",
            DiagnosisKind.FAILED,
        )
    if "\0" in sql:
        return _invalid(sql, "The statement contains a NUL character.")
    if size > _MOST_BYTES:
        return Statement(sql, (("SQL", sql),), (), None)
    try:
        tokens = SQLite().tokenize(sql)
    except SqlglotError:
        return _invalid(
            sql, "The statement ends within quotes or a comment, or holds a character SQL does not have."
        )
    statements = _split(tokens)
    if refusal := _refusal(sql, statements):
        return refusal
    (found,) = statements
    return Statement(sql, _key(found), tuple(found), _tree(sql, found))


def _split(tokens: list[Token]) -> list[list[Token]]:
    statements: list[list[Token]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.SEMICOLON:
            statements.append([])
        else:
            statements[-1].append(token)
    return [statement for statement in statements if statement]


def _refusal(sql: str, statements: list[list[Token]]) -> Verdict | None:
    if not statements:
        return _invalid(sql, "The statement is empty.")
    for statement in statements:
        word = statement[0].text.upper()
        if word in _NOT_READING:
            message = f"Only a SELECT may run; this is {word}."
            return _refused(
                sql, ExecutionStatus.DENIED, message, DiagnosisKind.DENIED, place=statement[0].text
            )
    if len(statements) > 1:
        return _invalid(sql, f"There are {len(statements)} statements; exactly one may run.")
    return None


def _tree(sql: str, tokens: list[Token]) -> exp.Query | None:
    return parsed(sql, tokens) if len(tokens) <= _MOST_TOKENS else None


def parsed(sql: str, tokens: list[Token]) -> exp.Query | None:
    """The tree of one query; None for anything else, what sqlglot cannot read, and what it could not write again."""
    try:
        trees = SQLite().parser(error_level=ErrorLevel.IMMEDIATE).parse(tokens, sql)
    except (SqlglotError, RecursionError):
        return None
    query = trees[0] if len(trees) == 1 else None
    return query if isinstance(query, exp.Query) and not is_deep(query) else None


def is_deep(tree: exp.Expr) -> bool:
    """Whether writing it as SQL, several calls for each level, could use up Python's stack."""
    level, levels = [tree], 0
    while level and levels <= _MOST_LEVELS:
        level = [child for node in level for child in node.iter_expressions()]
        levels += 1
    return levels > _MOST_LEVELS


def _key(tokens: list[Token]) -> TokenKey:
    return tuple(
        (token.token_type.name, token.text if token.token_type in _EXACT else token.text.upper())
        for token in tokens
    )


def _invalid(sql: str, message: str) -> Verdict:
    return _refused(sql, ExecutionStatus.INVALID, message, DiagnosisKind.SYNTAX)


def _refused(
    sql: str, status: ExecutionStatus, message: str, kind: DiagnosisKind, *, place: str = ""
) -> Verdict:
    return Verdict(status, Diagnosis(kind=kind, message=message, sql=sql, place=place))
