"""Foreign keys that a database does not declare, inferred from names, types and stored values.

A wrong key costs more than a missing one: it joins what does not belong together. So a key is inferred only into a
column that identifies its rows, only where the names say so, and only where the stored values do not deny it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from services.contracts.schema import Column, ForeignKey, Table

# The share of a column's distinct values that the other column must hold. Real data refers to rows that are gone.
ENOUGH_WHERE_NAMED = 0.8  # the column's name names the other table
ENOUGH = 0.9
_GENERIC = frozenset({"id", "key", "code", "no", "nr", "num", "number", "name", "pk", "uid", "uuid"})
_GENERIC |= {
    "type",
    "date",
    "year",
    "status",
    "title",
    "description",
    "rank",
    "position",
    "value",
    "line",
    "note",
}
# In such a name a table stands for how many of its rows: total_orders is no order.
_COUNTING = frozenset({"total", "num", "number", "count", "no", "max", "min", "avg", "of", "per", "rate"})
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")

# The share of the distinct values of the first column that the second column holds, by table and column;
# None where nothing is stored or it cannot be told.
Contained = Callable[[str, str, str, str], float | None]


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """What the stored values say, each answer None where it cannot be told.

    `contained(table, column, ref_table, ref_column)`: the share of the distinct values of the first column that the
    second holds; None where either is empty. `identifies(table, column)`: whether no value stands twice.
    """

    contained: Callable[[str, str, str, str], float | None]
    identifies: Callable[[str, str], bool | None]


class _Strength(IntEnum):
    """How surely the names say that a column refers to another."""

    NONE = 0
    TAIL = (
        1  # it ends in the name of the other key: home_team_id → team.team_id, winning_pilot → pilot.pilot_id
    )
    SAME = 2  # it has the very name of the other key
    NAMED = 3  # it names the other table: customer_id → customers.id, country → countries.code


@dataclass(frozen=True, slots=True)
class _Candidate:
    table: str
    column: Column
    ref_table: str
    ref: Column
    strength: _Strength


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name in lower case.

    >>> name_parts("ShipTo_customerID")
    ('ship', 'to', 'customer', 'id')
    """
    return tuple(part.lower() for part in _PART.findall(name))


def singular(word: str) -> str:
    """A rule of thumb, good enough to tell that two names mean the same thing.

    >>> [singular(word) for word in ("countries", "boxes", "campuses", "orders", "address")]
    ['country', 'box', 'campus', 'order', 'address']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("xes", "sses", "ches", "shes", "puses", "tuses", "ruses", "nuses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def inferred_keys(
    tables: Iterable[Table], declared: Iterable[ForeignKey], evidence: StoredEvidence
) -> tuple[ForeignKey, ...]:
    """Keys between tables that have no declared key between them, one per column, in the order of the columns."""
    stored = [table for table in tables if not table.view]
    keys = {table.name: _identifying(table, evidence) for table in stored}
    declared = tuple(declared)
    linked = {frozenset((key.table, key.ref_table)) for key in declared}
    taken = {(key.table, column) for key in declared for column in key.columns}
    found: list[ForeignKey] = []
    for table in stored:
        for column in table.columns:
            if (table.name, column.name) in taken:
                continue
            candidates = [
                candidate
                for other in stored
                if other is not table and frozenset((table.name, other.name)) not in linked
                for candidate in _candidates(table, column, other, keys)
            ]
            best = _best(candidates, evidence)
            if best is not None and not any(_mirrors(best, key) for key in found):
                found.append(_inferred(best))
    return tuple(found)


def _identifying(table: Table, evidence: StoredEvidence) -> tuple[Column, ...]:
    """The columns a key can point to: the unique ones; where nothing is declared, what is named like the table's key
    and holds no value twice."""
    unique = tuple(column for column in table.columns if column.unique)
    if unique or any(column.primary_key for column in table.columns):
        return unique
    own = "".join(_words(table.name))
    named = [column for column in table.columns if _follows("".join(_words(column.name)), own) in _GENERIC]
    return tuple(column for column in named if evidence.identifies(table.name, column.name) is not False)


def _follows(name: str, start: str) -> str | None:
    """What stands after `start`: 'id' in 'dormid' after 'dorm'."""
    return name[len(start) :] if name.startswith(start) else None


def _candidates(
    table: Table, column: Column, other: Table, keys: dict[str, tuple[Column, ...]]
) -> Iterator[_Candidate]:
    for ref in keys[other.name]:
        strength = _strength(table, column, other, ref, own_key=column in keys[table.name])
        if strength:
            yield _Candidate(table.name, column, other.name, ref, strength)


def _strength(table: Table, column: Column, other: Table, ref: Column, *, own_key: bool) -> _Strength:
    parts, ref_parts, other_parts = _words(column.name), _words(ref.name), _words(other.name)
    named = ref_parts if ref_parts[: len(other_parts)] == other_parts else other_parts + ref_parts
    if "".join(parts) == "".join(named) or (parts == other_parts and ref.primary_key):
        return _Strength.NAMED
    specific = not set(ref_parts) <= _GENERIC
    if specific and parts == ref_parts:
        # Of two keys of one name, only 'customer_details' says that it hangs on 'customers'.
        hangs_on = not own_key or _words(table.name)[: len(other_parts)] == other_parts
        return _Strength.SAME if hangs_on else _Strength.NONE
    tails = [named, *([ref_parts] if specific else []), *([other_parts] if _names_one(column, ref) else [])]
    numbered = tuple(part for part in parts if not part.isdigit()) == named
    tail = numbered or any(_ends_in(parts, tail) for tail in tails)
    return _Strength.TAIL if tail and not own_key else _Strength.NONE


def _names_one(column: Column, ref: Column) -> bool:
    """'winning_pilot' can stand for one pilot, 'home_games' and 'total_order' stand for how many."""
    parts = name_parts(column.name)
    return ref.primary_key and not _COUNTING & set(parts) and parts[-1:] == _words(column.name)[-1:]


def _ends_in(parts: tuple[str, ...], tail: tuple[str, ...]) -> bool:
    return len(parts) > len(tail) and parts[-len(tail) :] == tail


def _words(name: str) -> tuple[str, ...]:
    return tuple(singular(part) for part in name_parts(name)) or (name.lower(),)


def _best(candidates: list[_Candidate], evidence: StoredEvidence) -> _Candidate | None:
    """The strongest candidate that the stored values allow; none where two are equally strong."""
    allowed = [candidate for candidate in candidates if _allowed(candidate, evidence)]
    allowed.sort(key=lambda candidate: -candidate.strength)
    if not allowed or (len(allowed) > 1 and allowed[0].strength == allowed[1].strength):
        return None
    return allowed[0]


def _allowed(candidate: _Candidate, evidence: StoredEvidence) -> bool:
    """Without stored values to look at, only sure names of one type are enough."""
    share = evidence.contained(
        candidate.table, candidate.column.name, candidate.ref_table, candidate.ref.name
    )
    if share is None:
        return candidate.strength > _Strength.TAIL and _is_text(candidate.column) == _is_text(candidate.ref)
    return share >= (ENOUGH_WHERE_NAMED if candidate.strength is _Strength.NAMED else ENOUGH)


def _is_text(column: Column) -> bool:
    """By affinity (https://www.sqlite.org/datatype3.html#determination_of_column_affinity)."""
    kind = column.type.upper()
    return "INT" not in kind and any(part in kind for part in ("CHAR", "CLOB", "TEXT"))


def _mirrors(candidate: _Candidate, key: ForeignKey) -> bool:
    return (key.ref_table, key.ref_columns, key.table, key.columns) == (
        candidate.table,
        (candidate.column.name,),
        candidate.ref_table,
        (candidate.ref.name,),
    )


def _inferred(candidate: _Candidate) -> ForeignKey:
    return ForeignKey(
        table=candidate.table,
        columns=(candidate.column.name,),
        ref_table=candidate.ref_table,
        ref_columns=(candidate.ref.name,),
        inferred=True,
    )
