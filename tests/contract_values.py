"""Hypothesis strategies for the contract's models, made from their fields, so that a new field is covered at once."""

import re
import types
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from hypothesis import strategies as st

from services.contracts import sketch
from services.contracts.frozen import Cell, Frozen
from services.contracts.models import Links, Outcome, ResultColumn, ResultPage
from services.contracts.sketch import Edge, JoinKind, Operation, Operator
from tests.fakes import SCHEMA

DEPTH = 1  # of expressions and queries inside each other
INT32, INT64 = 2**31 - 1, 2**63 - 1
_RECURSIVE = (
    sketch.Call,
    sketch.Operation,
    sketch.SubQuery,
    sketch.DerivedSource,
    sketch.SetOperation,
)

TEXTS = st.text(max_size=8)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.integers(-INT64 - 1, INT64), st.floats(), TEXTS, st.binary(max_size=8)
)


def rows(width: int) -> st.SearchStrategy[tuple[tuple[Cell, ...], ...]]:
    return st.lists(st.tuples(*[CELLS] * width), max_size=4).map(tuple)


@st.composite
def pages(draw: st.DrawFn) -> ResultPage:
    columns = draw(st.lists(model(ResultColumn), min_size=1, max_size=3))
    return ResultPage(
        columns=tuple(columns),
        rows=draw(rows(len(columns))),
        offset=draw(st.integers(0, INT64)),
        last=draw(st.booleans()),
    )


@st.composite
def operations(draw: st.DrawFn, depth: int) -> Operation:
    operator = draw(st.sampled_from(Operator))
    low, high = sketch._ARITY.get(operator, (2, 2))
    operands = st.lists(of(sketch.Expression, depth=depth), min_size=low, max_size=high or 4)
    return Operation(operator=operator, operands=tuple(draw(operands)))


@st.composite
def edges(draw: st.DrawFn, depth: int) -> Edge:
    kind = draw(st.sampled_from(JoinKind))
    on = st.lists(
        model(sketch.ColumnPair), min_size=kind is JoinKind.INNER, max_size=2 * (kind is not JoinKind.CROSS)
    )
    condition = of(sketch.Expression, depth=depth) if kind is JoinKind.LEFT else st.none()
    return Edge(left=draw(TEXTS), right=draw(TEXTS), kind=kind, on=tuple(draw(on)), condition=draw(condition))


@cache
def model(kind: type[Frozen], *, depth: int = DEPTH) -> st.SearchStrategy[Any]:
    """Any valid value of that model. Links are always about SCHEMA."""
    if kind in _RECURSIVE:
        depth -= 1
    if kind is ResultPage:
        return pages()
    if kind is Operation:
        return operations(depth)
    if kind is Edge:
        return edges(depth)
    fields = {
        name: of(info.annotation, info.metadata, depth=depth) for name, info in kind.model_fields.items()
    }
    if kind is Links:
        fields["snapshot"] = st.just(SCHEMA)
    if kind is Outcome:
        fields["first_rows"] = st.integers(1, 3).flatmap(rows)
    if kind is sketch.Select:
        fields["sources"] = st.lists(
            of(sketch.Source, depth=depth), max_size=2, unique_by=lambda source: source.name
        ).map(tuple)
    return st.builds(kind, **fields)


def of(annotation: Any, metadata: Any = (), *, depth: int = DEPTH) -> st.SearchStrategy[Any]:
    """Any value that a field of that annotation can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return of(arguments[0], arguments[1:], depth=depth)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, depth)
    if origin is tuple:
        low, high = _first(MinLen, metadata, "min_length", 0), 2
        return st.lists(of(arguments[0], depth=depth), min_size=low, max_size=high).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return model(annotation, depth=depth)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return _scalar(annotation, metadata)


@cache  # each model once at each depth, or the strategies themselves grow without end
def _one_of(arguments: tuple[Any, ...], depth: int) -> st.SearchStrategy[Any]:
    allowed = [argument for argument in arguments if depth > 0 or argument not in _RECURSIVE]
    return st.one_of(*[of(argument, depth=depth) for argument in allowed])


def _scalar(annotation: Any, metadata: Any) -> st.SearchStrategy[Any]:
    low = _first(Ge, metadata, "ge", _first(Gt, metadata, "gt", None))
    high = _first(Le, metadata, "le", None)
    pattern = next((item.pattern for item in metadata if getattr(item, "pattern", None)), None)
    if annotation is str:
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True) if pattern else TEXTS
    if annotation is int:
        return st.integers(-INT32 if low is None else low + 1, min(INT32, high or INT32))
    if annotation is float:
        return st.floats(low, high, exclude_min=any(isinstance(item, Gt) for item in metadata))
    if annotation is datetime:
        offsets = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
        # ISO 8601 cannot say which of an hour that the clock shows twice is meant.
        return st.datetimes(timezones=st.none() | offsets).map(lambda time: time.replace(fold=0))
    return {bool: st.booleans(), bytes: st.binary(max_size=8), type(None): st.none()}[annotation]


def _first(kind: type, metadata: Any, name: str, otherwise: Any) -> Any:
    return next((getattr(item, name) for item in metadata if isinstance(item, kind)), otherwise)
