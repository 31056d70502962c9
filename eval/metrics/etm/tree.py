"""The trees that ETM compares: immutable, equal by value, made from sqlglot's.

Own nodes rather than sqlglot's because the rules run to a fixpoint: comparing and sharing immutable trees is cheap,
and a rule cannot change what another one still looks at. Kinds and argument names are those of sqlglot's classes.
"""

from collections.abc import Mapping
from typing import Final, Union

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

Arg = Union["Node", "tuple[Arg, ...]", str, bool, int]
_NO_KINDS: Final = frozenset[str]()
_SPELLED: Final = frozenset(
    {"Identifier", "Literal"}
)  # upper and lower case count; elsewhere sqlglot ignores it


class Unreadable(Exception):
    """sqlglot does not parse the text."""


class Breaks(Exception):
    """A rule meets a tree that it was not written for; the released script fails there."""


class Node:
    """Absent, false and empty arguments do not count in comparisons, but `has` tells an empty list from no list."""

    __slots__ = ("_hash", "_key", "_kinds", "_text", "args", "kind")

    def __init__(self, kind: str, /, **args: Arg) -> None:
        self.kind: Final = kind
        self.args: Final[Mapping[str, Arg]] = args
        self._key: tuple[object, ...] | None = None
        self._hash: int | None = None
        self._text: str | None = None
        self._kinds: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(f'{name}={value!r}' for name, value in self.args.items())})"

    def _identity(self) -> tuple[object, ...]:
        if self._key is None:
            counting = [(name, value) for name, value in self.args.items() if value not in (False, ())]
            self._key = (self.kind, *sorted(counting, key=lambda pair: pair[0]))
        return self._key

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Node) and hash(self) == hash(other) and self._identity() == other._identity()

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self._identity())
        return self._hash

    def has(self, name: str) -> bool:
        return name in self.args

    def at(self, *path: str) -> Arg:
        """What stands below `path`. Raises Breaks where nothing does."""
        found: Arg = self
        for name in path:
            if not isinstance(found, Node) or name not in found.args:
                raise Breaks(f"no {'.'.join(path)} in {self.kind}")
            found = found.args[name]
        return found

    def node(self, *path: str) -> "Node":
        """As `at`, for what must be a node."""
        found = self.at(*path)
        if not isinstance(found, Node):
            raise Breaks(f"{'.'.join(path)} of {self.kind} is no node")
        return found

    def nodes(self, name: str) -> "tuple[Node, ...]":
        """A list of nodes, empty where there is none."""
        found = self.args.get(name, ())
        return tuple(item for item in found if isinstance(item, Node)) if isinstance(found, tuple) else ()

    def replacing(self, /, **changes: Arg) -> "Node":
        return Node(self.kind, **{**self.args, **changes})

    def without(self, *names: str) -> "Node":
        return Node(self.kind, **{name: value for name, value in self.args.items() if name not in names})

    @property
    def kinds(self) -> frozenset[str]:
        """Its own, and those of all nodes below it."""
        if self._kinds is None:
            self._kinds = frozenset({self.kind}).union(*map(_kinds_below, self.args.values()))
        return self._kinds

    @property
    def text(self) -> str:
        """About the SQL text of the node: what siblings of one kind are sorted by."""
        if self._text is None:
            self._text = _text(self)
        return self._text


def parse(sql: str) -> Node:
    """The first statement, read without a dialect. Raises Unreadable."""
    try:
        statement = sqlglot.parse(sql)[0]
        if statement is None:
            raise Unreadable("no statement")
        return _from_sqlglot(statement)
    except (SqlglotError, RecursionError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _from_sqlglot(node: exp.Expr) -> Node:
    spelled = type(node).__name__ in _SPELLED
    args: dict[str, Arg] = {}
    for name, value in node.args.items():
        converted = _convert(value, spelled=spelled)
        if converted is not None:
            args[name.rstrip("_")] = converted  # from_ and with_, which are keywords of Python
    negated = args.pop("negate", False)
    own = Node(type(node).__name__, **args)
    return Node("Not", this=own) if negated else own  # NOT LIKE as NOT IN, which sqlglot writes in two ways


def _convert(value: object, *, spelled: bool) -> Arg | None:
    if value is None or value is False:
        return None
    if isinstance(value, exp.Expr):
        return _from_sqlglot(value)
    if isinstance(value, list):
        return tuple(item for item in (_convert(item, spelled=spelled) for item in value) if item is not None)
    if isinstance(value, bool | int):
        return value
    text = value if isinstance(value, str) else str(getattr(value, "value", value))
    return text if spelled else text.lower()


def _kinds_below(value: Arg) -> frozenset[str]:
    if isinstance(value, Node):
        return value.kinds
    return _NO_KINDS.union(*map(_kinds_below, value)) if isinstance(value, tuple) else _NO_KINDS


_OPERATORS = {
    "EQ": "=", "NEQ": "<>", "GT": ">", "GTE": ">=", "LT": "<", "LTE": "<=", "And": "AND", "Or": "OR",
    "Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Mod": "%", "DPipe": "||", "Is": "IS", "Like": "LIKE",
}  # fmt: skip
_NAMES = {"Anonymous": "", "Distinct": "DISTINCT", "Not": "NOT", "Neg": "-"}


def _text(node: Node) -> str:
    parts = [_arg_text(value) for value in node.args.values() if not isinstance(value, bool | int)]
    match node.kind:
        case "Identifier":
            return f'"{parts[0]}"' if node.args.get("quoted") else parts[0]
        case "Star":
            return "*"
        case "Column":
            return ".".join(reversed(parts))
        case "Literal":
            return f"'{parts[0]}'" if node.args.get("is_string") else parts[0]
        case kind if kind in _OPERATORS:
            return f" {_OPERATORS[kind]} ".join(parts)
        case "Table" | "Ordered" | "Join" | "Where" | "From":
            return " ".join(parts)
        case kind if kind in _NAMES:
            return " ".join((_NAMES[kind], *parts)).strip()
        case kind:
            return f"{kind.upper()}({', '.join(parts)})"


def _arg_text(value: Arg) -> str:
    if isinstance(value, Node):
        return value.text
    if isinstance(value, tuple):
        return ", ".join(map(_arg_text, value))
    return str(value)
