"""Changed copies of a statement's tree. The tree itself is shared by everybody who reads the same SQL."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import apsw
from sqlglot import ErrorLevel, exp

Node = TypeVar("Node", bound=exp.Expr)

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Repair:
    """A statement that might do better. `change` says what is different, for the attempts.

    `replacement` stands in it for the diagnosis' `place`; empty where the change is another one. One that is not
    `safe` could change the question: a candidate to be told, not to be tried.
    """

    sql: str
    change: str
    replacement: str = ""
    safe: bool = True


def copied(tree: exp.Query, nodes: Sequence[Node]) -> tuple[exp.Query, list[Node]]:
    """A copy to change, and what `nodes` of the tree are in it, in the order of the tree."""
    places = {id(node) for node in nodes}
    positions = {position for position, node in enumerate(tree.walk()) if id(node) in places}
    copy = tree.copy()
    return copy, [node for position, node in enumerate(copy.walk()) if position in positions]  # type: ignore[misc]


def sql_of(node: exp.Expr) -> str:
    return node.sql(dialect="sqlite", unsupported_level=ErrorLevel.IGNORE)


def identifier(name: str) -> exp.Identifier:
    return exp.to_identifier(name, quoted=not _PLAIN_NAME.fullmatch(name) or name.upper() in apsw.keywords)
