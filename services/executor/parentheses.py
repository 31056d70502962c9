"""Parentheses that do not match: one is added or left out where the statement becomes readable by it."""

from collections.abc import Iterator

from sqlglot import Token, TokenType

from services.executor.edits import Repair, sql_of
from services.executor.statement import parsed

_CLAUSES = frozenset(
    {
        *(
            TokenType.FROM,
            TokenType.WHERE,
            TokenType.GROUP_BY,
            TokenType.HAVING,
            TokenType.ORDER_BY,
            TokenType.LIMIT,
        ),
        *(
            TokenType.UNION,
            TokenType.INTERSECT,
            TokenType.EXCEPT,
            TokenType.ON,
            TokenType.JOIN,
            TokenType.ALIAS,
        ),
        *(TokenType.AND, TokenType.OR, TokenType.COMMA),
    }
)
_MOST_TRIED = 16  # places; a statement has a few clauses


def balanced(sql: str, tokens: list[Token]) -> Iterator[Repair]:
    """With one closing parenthesis more, before a clause or at the end; or with one of a surplus left out.

    Nothing for a statement that lacks more than one, or none.
    """
    depth = sum(_step(token) for token in tokens)
    if depth == 1:
        closing = Token(TokenType.R_PAREN, ")")
        for place in _places_to_close(tokens):
            before = f"before {tokens[place].text}" if place < len(tokens) else "at the end"
            yield from _readable(sql, [*tokens[:place], closing, *tokens[place:]], f"added ')' {before}")
    elif depth == -1:
        surplus = [place for place, token in enumerate(tokens) if token.token_type is TokenType.R_PAREN]
        for place in surplus[:_MOST_TRIED]:
            yield from _readable(sql, [*tokens[:place], *tokens[place + 1 :]], "left out a ')'")


def _places_to_close(tokens: list[Token]) -> list[int]:
    """From the first clause after the parenthesis that stays open; a clause of a sub-query closes the latter."""
    depth, opened = 0, 0
    for place, token in enumerate(tokens):
        if depth == 0:
            opened = place
        depth += _step(token)
    clauses = [
        place for place, token in enumerate(tokens) if place > opened + 1 and token.token_type in _CLAUSES
    ]
    return [*clauses[:_MOST_TRIED], len(tokens)]


def _step(token: Token) -> int:
    return (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)


def _readable(sql: str, tokens: list[Token], change: str) -> Iterator[Repair]:
    if (tree := parsed(sql, tokens)) is not None:
        yield Repair(sql_of(tree), change)
