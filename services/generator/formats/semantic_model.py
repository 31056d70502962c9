"""A semantic model: what a database is about, in the words of those who ask. Derived from the schema, or given."""

import re
from collections import defaultdict
from collections.abc import Set

from services.contracts.frozen import Frozen
from services.contracts.prompt.schema_text import short_type
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table

_NUMBERS = frozenset({"int", "real", "num"})
# Numbers that name something: a sum of them means nothing.
_NAMING = frozenset(
    {"id", "no", "nr", "number", "code", "year", "month", "day", "zip", "phone", "rank", "key", "index"}
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Dimension(Frozen):
    """A column to group and filter by. `name`: what people call it, where that is not the column's name."""

    column: str
    name: str = ""
    description: str = ""


class Measure(Frozen):
    """A column to aggregate; or with `expression` a figure that is defined once, such as `sum(orders.total)`."""

    column: str = ""
    name: str = ""
    expression: str = ""
    columns: tuple[ColumnRef, ...] = ()
    description: str = ""


class Entity(Frozen):
    """What the rows of a table stand for. Of a link, whose rows say that others belong together, `is_link`."""

    table: str
    name: str = ""
    key: tuple[str, ...] = ()
    description: str = ""
    dimensions: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    is_link: bool = False


class SemanticModel(Frozen):
    """`joins` lead from many to one: each row of the first table has at most one of the second."""

    entities: tuple[Entity, ...]
    joins: tuple[ForeignKey, ...] = ()


def derived_model(schema: Schema) -> SemanticModel:
    """Every table is an entity, or a link where its columns are all keys. Numbers are measures unless their names say
    that they name something; all other columns are dimensions."""
    joining: dict[str, set[str]] = defaultdict(set)
    for key in schema.foreign_keys:
        joining[key.table].update(key.columns)
    entities = tuple(_entity(table, joining[table.name]) for table in schema.tables)
    return SemanticModel(entities=entities, joins=schema.foreign_keys)


def _entity(table: Table, joining: Set[str]) -> Entity:
    key = tuple(column.name for column in table.columns if column.primary_key)
    others = [column for column in table.columns if column.name not in {*key, *joining}]
    measures = [column for column in others if is_measure(column)]
    return Entity(
        table=table.name,
        key=key,
        description=table.description,
        dimensions=tuple(_dimension(column) for column in others if column not in measures),
        measures=tuple(Measure(column=column.name, description=column.description) for column in measures),
        is_link=len(joining) > 1 and not others,
    )


def _dimension(column: Column) -> Dimension:
    return Dimension(column=column.name, description=column.description)


def is_measure(column: Column) -> bool:
    """Whether a sum or an average of its values means something, as far as type and name tell.

    >>> is_measure(Column(name="unitPrice", type="REAL")), is_measure(Column(name="Founded_Year", type="INT"))
    (True, False)
    """
    words = {word.lower() for word in _WORD.findall(column.name)}
    return short_type(column.type) in _NUMBERS and not words & _NAMING
