"""Models to messages and back, field by field: a model's field and its message's field have one name.

A codec is made from the message's descriptor and the model of the same name, and refuses to be made when the two do
not fit. Fields that are absent on the wire are left to the model's default; a model without one refuses them.
"""

import re
import types
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import Enum
from functools import cache, cached_property, partial
from typing import Any, Literal, Protocol, cast, get_args, get_origin

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from services.contracts import models, plan, schema, sketch
from services.contracts.frozen import Frozen
from services.contracts.models import Links, ResultPage
from services.contracts.schema import Schema
from services.contracts.wire.cells import read_cell, read_rows, write_cell, write_rows

_CONTRACTS: tuple[types.ModuleType, ...] = (schema, sketch, plan, models)
# What only the messages have: the schema's name in place of the schema, and what the caller knows of it.
_WIRE_ONLY = {("Links", "schema_hash"), ("LinkRequest", "known_schema"), ("AskRequest", "known_schema")}


class Unwritable(ValueError):
    """A value that no message can hold, such as an integer over 64 bits."""


class Unreadable(ValueError):
    """A message that gives no model. `field` is the path of what is wrong, where it is one field."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Codec(Protocol):
    def write(self, value: Any, message: Any) -> None:
        """Fills an empty message. ValueError: the value does not fit the message."""
        ...

    def read(self, message: Any, schema: Schema | None) -> Any:
        """What the model's validator takes. `schema` is what Links in it are about. ValueError: nothing to take."""
        ...


@cache
def codec(descriptor: Descriptor) -> Codec:
    if descriptor.name == "Cell":
        return _Plain(write_cell, read_cell)
    if descriptor.name == "Rows":
        return _Plain(write_rows, read_rows)
    if descriptor.name == "Links":
        return _LinksCodec(descriptor, Links)
    if descriptor.name == "ResultPage":
        return _PageCodec(descriptor, ResultPage)
    model = _contract(descriptor.name)
    if model is None:
        return _Union(descriptor)
    return _Model(descriptor, model)


def _contract(name: str) -> Any:
    """The contract's class of that name; None for a union, which has no class."""
    found = (vars(module).get(name) for module in _CONTRACTS)
    return next((item for item in found if isinstance(item, type)), None)


class _Plain:
    """A message that stands for a plain value."""

    def __init__(self, write: Callable[[Any, Any], None], read: Callable[[Any], Any]) -> None:
        self.write = write
        self._read = read

    def read(self, message: Any, schema: Schema | None) -> Any:  # noqa: ARG002
        return self._read(message)


class _Union:
    """A message with one oneof, `kind`, whose fields are called like the `kind` of the models."""

    def __init__(self, descriptor: Descriptor) -> None:
        self._name = descriptor.name
        self._members = {field.name: _Child(field) for field in descriptor.oneofs_by_name["kind"].fields}

    def write(self, value: Any, message: Any) -> None:
        self._members[value.kind].write(value, message)

    def read(self, message: Any, schema: Schema | None) -> Any:
        kind = message.WhichOneof("kind")
        if kind is None:
            raise ValueError(f"{self._name}: nothing is set")
        return {"kind": kind, **self._members[kind].read(getattr(message, kind), schema)}


class _Child:
    """A field that holds a message, or several."""

    def __init__(self, field: FieldDescriptor) -> None:
        self.name = field.name
        self._repeated = field.is_repeated
        self._descriptor = cast("Descriptor", field.message_type)
        # The database's NULL is a cell; elsewhere None is what is not sent.
        self.takes_none = self._descriptor.name == "Cell" and not field.is_repeated

    @cached_property
    def _codec(self) -> Codec:
        return codec(self._descriptor)  # not before it is needed: messages contain themselves

    def write(self, value: Any, message: Any) -> None:
        child = getattr(message, self.name)
        if self._repeated:
            for item in value:
                self._codec.write(item, child.add())
        else:
            child.SetInParent()
            self._codec.write(value, child)

    def read(self, value: Any, schema: Schema | None) -> Any:
        read = self._codec.read
        return tuple([read(item, schema) for item in value]) if self._repeated else read(value, schema)


class _Scalar:
    """A field that holds a text, number, flag, enum or time, or several."""

    takes_none = False

    def __init__(
        self, field: FieldDescriptor, outward: Callable[[Any], Any], inward: Callable[[Any], Any]
    ) -> None:
        self.name = field.name
        self._repeated = field.is_repeated
        self._outward, self._inward = outward, inward

    def write(self, value: Any, message: Any) -> None:
        if self._repeated:
            getattr(message, self.name).extend(map(self._outward, value))
        else:
            setattr(message, self.name, self._outward(value))

    def read(self, value: Any, _: Schema | None) -> Any:
        return tuple(map(self._inward, value)) if self._repeated else self._inward(value)


def _field(field: FieldDescriptor, info: FieldInfo) -> _Child | _Scalar:
    if field.message_type is not None:
        return _Child(field)
    if field.enum_type is not None:
        numbers, members = _enum_tables(field.enum_type)
        return _Scalar(field, numbers.__getitem__, partial(_member, members, field.name))
    if datetime in (info.annotation, *get_args(info.annotation)):
        return _Scalar(field, datetime.isoformat, datetime.fromisoformat)
    return _Scalar(field, _same, _same)


class _Model:
    """A message and the model of its name."""

    _left_out: frozenset[str] = frozenset()

    def __init__(self, descriptor: Descriptor, model: type[Frozen]) -> None:
        wanted = {
            name: info
            for name, info in model.model_fields.items()
            if get_origin(info.annotation) is not Literal and name not in self._left_out
        }
        given = {
            name: field
            for name, field in descriptor.fields_by_name.items()
            if (descriptor.name, name) not in _WIRE_ONLY and name not in self._left_out
        }
        _demand_same(given.keys(), wanted.keys(), descriptor.full_name)
        self._fields = {given[name]: _field(given[name], wanted[name]) for name in wanted}
        # Zeros and empty lists are not sent, so a model that requires such a field gets it from here.
        self._zeros: dict[str, Any] = {}
        for name, field in given.items():
            if field.has_presence or (field.enum_type and not field.is_repeated):
                continue
            zero = () if field.is_repeated else field.default_value
            if wanted[name].is_required():
                self._zeros[name] = zero
            elif wanted[name].default != zero:
                raise TypeError(
                    f"{field.full_name}: the contract's default is not {zero!r}; make it `optional`"
                )

    def write(self, value: Any, message: Any) -> None:
        for field in self._fields.values():
            item = getattr(value, field.name)
            if item is not None or field.takes_none:
                field.write(item, message)

    def read(self, message: Any, schema: Schema | None) -> Any:
        values = dict(self._zeros)
        for descriptor, value in message.ListFields():
            field = self._fields.get(descriptor)
            if field is not None:
                values[field.name] = field.read(value, schema)
        return values


class _LinksCodec(_Model):
    """Links name their schema by its hash; whoever reads them has found it by that name."""

    _left_out = frozenset({"snapshot"})

    def write(self, value: Any, message: Any) -> None:
        super().write(value, message)
        message.schema_hash = value.snapshot.hash

    def read(self, message: Any, schema: Schema | None) -> Any:
        if schema is None or schema.hash != message.schema_hash:
            raise ValueError("the links are about another schema")
        return {**super().read(message, schema), "snapshot": schema}


class _PageCodec(_Model):
    """Rows are as wide as the page has columns."""

    def read(self, message: Any, schema: Schema | None) -> Any:
        if message.rows.columns and len(message.rows.columns) != len(message.columns):
            raise ValueError(
                f"rows of {len(message.rows.columns)} cells under {len(message.columns)} columns"
            )
        return super().read(message, schema)


def _same(value: Any) -> Any:
    return value


def _demand_same(given: AbstractSet[str], wanted: AbstractSet[str], message: str) -> None:
    differing = sorted(given ^ wanted)
    if differing:
        raise TypeError(f"{message} and its contract differ in: {', '.join(differing)}")


@cache
def _enum_tables(descriptor: EnumDescriptor) -> tuple[Mapping[Enum, int], Mapping[int, Enum]]:
    """Members to numbers and back. SET_OPERATOR_UNION_ALL is SetOperator.UNION_ALL; 0 is UNSPECIFIED, no member."""
    members: Any = _contract(descriptor.name)
    prefix = re.sub("(?<!^)(?=[A-Z])", "_", descriptor.name).upper() + "_"
    named = {value.name.removeprefix(prefix): value.number for value in descriptor.values if value.number}
    _demand_same(named.keys(), members.__members__.keys(), descriptor.full_name)
    numbers = {member: named[name] for name, member in members.__members__.items()}
    return numbers, {number: member for member, number in numbers.items()}


def _member(members: Mapping[int, Enum], field: str, number: int) -> Enum:
    try:
        return members[number]
    except KeyError:
        raise ValueError(f"{field}: there is no value {number}") from None


@cache
def _validator(descriptor: Descriptor) -> TypeAdapter[Any]:
    return TypeAdapter(
        next(vars(module)[descriptor.name] for module in _CONTRACTS if descriptor.name in vars(module))
    )


def fill(value: Any, message: Message) -> None:
    """Writes the value into an empty message of its kind. Raises Unwritable."""
    try:
        codec(message.DESCRIPTOR).write(value, message)
    except (ValueError, RecursionError) as error:
        raise Unwritable(f"{message.DESCRIPTOR.name}: {error}") from error


def read(message: Message, schema: Schema | None = None) -> Any:
    """What the message says, as the contract's model. Raises Unreadable."""
    try:
        # One validation of the whole is faster than one for each model in it.
        return _validator(message.DESCRIPTOR).validate_python(codec(message.DESCRIPTOR).read(message, schema))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Unreadable(f"{field or message.DESCRIPTOR.name}: {first['msg']}", field=field) from error
    except ValueError as error:
        raise Unreadable(f"{message.DESCRIPTOR.name}: {error}") from error
