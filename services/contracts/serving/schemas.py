"""The schemas that a process has seen: on the wire links name theirs by its hash."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, TypeVar

from turnwise.v1 import common_pb2

from services.contracts import wire
from services.contracts.errors import SchemaUnknown
from services.contracts.schema import Schema

SIZE = 64  # a schema of 10,000 columns takes a few megabytes
MOST_OWED = 64

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values that were used last, by name; the one that was not used for longest is forgotten first."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._values: OrderedDict[str, Value] = OrderedDict()

    def get(self, name: str) -> Value | None:
        if name in self._values:
            self._values.move_to_end(name)
        return self._values.get(name)

    def keep(self, name: str, value: Value) -> Value:
        self._values[name] = value
        self._values.move_to_end(name)
        if len(self._values) > self._size:
            self._values.popitem(last=False)
        return value


class ReceivedSchemas:
    """What a servicer knows: every schema that a request has brought, by its hash."""

    def __init__(self, size: int = SIZE) -> None:
        self._known: Recent[Schema] = Recent(size)

    def of(self, links: common_pb2.Links) -> Schema:
        """The schema of a request's links. SchemaUnknown: send it. wire.Unreadable: it is not what the hash says."""
        known = self._known.get(links.schema_hash)
        if known is not None:
            return known
        embedded = wire.embedded_schema(links)
        if embedded is None:
            raise SchemaUnknown("send the request again with the snapshot", schema_hash=links.schema_hash)
        return self._known.keep(links.schema_hash, embedded)


class LatestSchemas:
    """What a client knows: the schema that each database, or session, had when it was last asked about."""

    def __init__(self, size: int = SIZE) -> None:
        self._latest: Recent[Schema] = Recent(size)

    def hash(self, name: str) -> str:
        """For the request's `known_schema`; '' when none is known."""
        known = self._latest.get(name)
        return known.hash if known is not None else ""

    def of(self, name: str, links: common_pb2.Links) -> Schema:
        """The schema of a reply's links. wire.Unreadable: it was left out although it is not the known one."""
        known = self._latest.get(name)
        if known is not None and known.hash == links.schema_hash:
            return known
        embedded = wire.embedded_schema(links)
        if embedded is None:
            raise wire.Unreadable("the links come without their schema", field="links.snapshot")
        return self._latest.keep(name, embedded)


class OwedSchemas:
    """When a client sends a schema along without being asked.

    Replicas take turns: the one that asked for a schema is not the one that gets the repeated request. So each time
    one asks for the same again, twice as many of the next requests bring it along, until all replicas have it.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._owed: Recent[_Owed] = Recent(size)

    def asked_for(self, schema_hash: str) -> None:
        owed = self._owed.get(schema_hash)
        again = 0 if owed is None else min(MOST_OWED, max(1, 2 * owed.promised))
        self._owed.keep(schema_hash, _Owed(promised=again, left=again))

    def is_due(self, schema_hash: str) -> bool:
        """For one request; counts it."""
        owed = self._owed.get(schema_hash)
        if owed is None or not owed.left:
            return False
        self._owed.keep(schema_hash, _Owed(promised=owed.promised, left=owed.left - 1))
        return True


@dataclass(frozen=True)
class _Owed:
    promised: int
    left: int
