"""Foreign keys that a database does not declare, inferred from names, types and stored values.

A wrong key costs more than a missing one: it joins what does not belong together. So a key is inferred only into a
column that identifies its rows, only where the names say so, and only where the stored values do not deny it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from services.contracts.schema import Column, ForeignKey, Table
from services.value_index.words import name_parts, singular

# The share of a column's distinct values that the other column must hold. Real data refers to rows that are gone.
ENOUGH_WHERE_NAMED = 0.8  # the column's name names the other table
ENOUGH = 0.9
_GENERIC_WORDS = """
    code date description id key line name no note nr num number pk position rank status title type uid uuid value year
"""
_GENERIC = frozenset(
    _GENERIC_WORDS.split()
)  # as names of columns they say nothing about which table is meant
# In such a name a table stands for how many of its rows: total_orders is no order.
_COUNTING = frozenset({"total", "num", "number", "count", "no", "max", "min", "avg", "of", "per", "rate"})


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
    TAIL = 1  # it ends in the name of the other key or table: home_team_id → team.id
    SAME = 2  # it has the very name of the other key
    NAMED = 3  # it names the other table: customer_id → customers.id, country → countries.code


@dataclass(frozen=True, slots=True)
class _Candidate:
    table: str
    column: Column
    ref_table: str
    ref: Column
    strength: _Strength


_Words = tuple[str, ...]
_Targets = dict[_Words, dict[tuple[str, str], tuple[Table, Column]]]


def inferred_keys(
    tables: Iterable[Table], declared: Iterable[ForeignKey], evidence: StoredEvidence
) -> tuple[ForeignKey, ...]:
    """Keys between tables that have no declared key between them, one per column, in the order of the columns."""
    stored = [table for table in tables if not table.view]
    keys = {table.name: _identifying(table, evidence) for table in stored}
    declared = tuple(declared)
    linked = {frozenset((key.table, key.ref_table)) for key in declared}
    taken = {(key.table, column) for key in declared for column in key.columns}
    found: dict[tuple[str, ...], ForeignKey] = {}
    targets = _targets(stored, keys)
    for table in stored:
        for column in table.columns:
            if (table.name, column.name) in taken:
                continue
            candidates = [
                candidate
                for candidate in _candidates(table, column, targets, own_key=column in keys[table.name])
                if frozenset((table.name, candidate.ref_table)) not in linked
            ]
            best = _best(candidates, evidence)
            if best is not None and _mirror(best) not in found:
                found[best.table, best.column.name, best.ref_table, best.ref.name] = _inferred(best)
    return tuple(found.values())


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


def _targets(tables: Sequence[Table], keys: dict[str, tuple[Column, ...]]) -> _Targets:
    """What can be referred to, by each way to name it, so that not every column is compared with every other."""
    targets: _Targets = defaultdict(dict)
    for table in tables:
        for ref in keys[table.name]:
            named, ref_parts, table_parts = _ways_to_name(table, ref)
            specific = () if set(ref_parts) <= _GENERIC else (ref_parts,)
            for way in (named, *specific, table_parts, ("".join(named),)):
                targets[way][table.name, ref.name] = (table, ref)
    return targets


def _candidates(table: Table, column: Column, targets: _Targets, *, own_key: bool) -> Iterator[_Candidate]:
    parts = _words(column.name)
    ways = {parts[start:] for start in range(len(parts))} | {_without_digits(parts), ("".join(parts),)}
    found = {key: target for way in sorted(ways) for key, target in targets.get(way, {}).items()}
    for other, ref in found.values():
        strength = _strength(table, column, other, ref, own_key=own_key)
        if other is not table and strength:
            yield _Candidate(table.name, column, other.name, ref, strength)


def _strength(table: Table, column: Column, other: Table, ref: Column, *, own_key: bool) -> _Strength:
    parts = _words(column.name)
    named, ref_parts, other_parts = _ways_to_name(other, ref)
    if "".join(parts) == "".join(named) or (parts == other_parts and _names_one(column, ref)):
        return _Strength.NAMED
    specific = not set(ref_parts) <= _GENERIC
    if specific and parts == ref_parts:
        # Of two keys of one name, only 'customer_details' says that it hangs on 'customers'.
        hangs_on = not own_key or _words(table.name)[: len(other_parts)] == other_parts
        return _Strength.SAME if hangs_on else _Strength.NONE
    tails = [named, *([ref_parts] if specific else []), *([other_parts] if _names_one(column, ref) else [])]
    numbered = _without_digits(parts) == named
    tail = numbered or any(_ends_in(parts, tail) for tail in tails)
    return _Strength.TAIL if tail and not own_key else _Strength.NONE


def _names_one(column: Column, ref: Column) -> bool:
    """'winning_pilot' can stand for one pilot, 'home_games' and 'total_order' stand for how many."""
    parts = name_parts(column.name)
    return ref.primary_key and not _COUNTING & set(parts) and parts[-1:] == _words(column.name)[-1:]


def _ends_in(parts: tuple[str, ...], tail: tuple[str, ...]) -> bool:
    return len(parts) > len(tail) and parts[-len(tail) :] == tail


def _ways_to_name(table: Table, ref: Column) -> tuple[_Words, _Words, _Words]:
    """The key together with its table, as 'customer id' for customers.id as for customers.customer_id; the key; the
    table."""
    ref_parts, table_parts = _words(ref.name), _words(table.name)
    named = ref_parts if ref_parts[: len(table_parts)] == table_parts else table_parts + ref_parts
    return named, ref_parts, table_parts


@lru_cache(maxsize=50_000)
def _words(name: str) -> _Words:
    return tuple(singular(part) for part in name_parts(name)) or (name.lower(),)


def _without_digits(parts: _Words) -> _Words:
    return tuple(part for part in parts if not part.isdigit())


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


def _mirror(candidate: _Candidate) -> tuple[str, ...]:
    """The same key the other way round."""
    return candidate.ref_table, candidate.ref.name, candidate.table, candidate.column.name


def _inferred(candidate: _Candidate) -> ForeignKey:
    return ForeignKey(
        table=candidate.table,
        columns=(candidate.column.name,),
        ref_table=candidate.ref_table,
        ref_columns=(candidate.ref.name,),
        inferred=True,
    )
