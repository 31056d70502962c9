"""A user's semantic model from a YAML file, checked against the schema.

    entities:
      - table: orders
        name: order
        description: one purchase
        dimensions: [country, {column: st, name: status, description: 'o: open, c: closed'}]
        measures: [total, {name: revenue, expression: sum(orders.total), description: without VAT}]
    joins:
      - {many: orders.customer_id, one: customers.id}

Only what it names is shown to the model. Keys come from the schema, and so do the joins unless they are given.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from pydantic import Field, ValidationError, model_validator
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from services.contracts.errors import TurnwiseError
from services.contracts.frozen import Frozen
from services.contracts.schema import ColumnRef, ForeignKey, Schema, Table
from services.generator.formats.semantic_model import Dimension, Entity, Measure, SemanticModel


class InvalidSemanticModel(TurnwiseError):
    """A file of the operator's is no semantic model, or names what the schema has not. The message names the file."""

    reason = "INVALID_SEMANTIC_MODEL"


class _Named(Frozen):
    """A column in the file: its name alone, or with what people call it."""

    column: str = ""
    name: str = ""
    expression: str = ""
    description: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        return {"column": given} if isinstance(given, str) else given


class _EntityInFile(Frozen):
    table: str
    name: str = ""
    description: str = ""
    dimensions: tuple[_Named, ...] = ()
    measures: tuple[_Named, ...] = ()


class _JoinInFile(Frozen):
    many: str
    one: str


class _File(Frozen):
    entities: tuple[_EntityInFile, ...] = Field(min_length=1)
    joins: tuple[_JoinInFile, ...] | None = None


def model_from_file(file: Path, schema: Schema) -> SemanticModel:
    """Raises InvalidSemanticModel where the file is no such model or names what the schema has not; OSError."""
    try:
        given = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidSemanticModel(f"{file}: not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise InvalidSemanticModel(f"{file}: {place}: {first['msg']}") from error
    return _Checked(file, schema).model(given)


class _Checked:
    """Finds what the file names in the schema."""

    def __init__(self, file: Path, schema: Schema) -> None:
        self._file = file
        self._schema = schema

    def model(self, given: _File) -> SemanticModel:
        entities = tuple(self._entity(entity) for entity in given.entities)
        if given.joins is not None:
            return SemanticModel(entities=entities, joins=tuple(self._join(join) for join in given.joins))
        named = {entity.table for entity in entities}
        keys = self._schema.foreign_keys
        return SemanticModel(
            entities=entities, joins=tuple(key for key in keys if {key.table, key.ref_table} <= named)
        )

    def _fault(self, message: str) -> InvalidSemanticModel:
        return InvalidSemanticModel(f"{self._file}: {message}")

    def _entity(self, given: _EntityInFile) -> Entity:
        table = self._table(given.table)
        return Entity(
            table=table.name,
            name=given.name,
            key=tuple(column.name for column in table.columns if column.primary_key),
            description=given.description,
            dimensions=tuple(
                Dimension(
                    column=self._column(table, each.column).column,
                    name=each.name,
                    description=each.description,
                )
                for each in given.dimensions
            ),
            measures=tuple(self._measure(table, each) for each in given.measures),
        )

    def _measure(self, table: Table, given: _Named) -> Measure:
        if bool(given.column) is bool(given.expression) or (given.expression and not given.name):
            raise self._fault(f"a measure of {table.name} needs a column, or a name and an expression")
        known = self._column(table, given.column).column if given.column else ""
        columns = tuple(self._columns(given.expression)) if given.expression else ()
        return Measure(
            column=known,
            name=given.name,
            expression=given.expression,
            columns=columns,
            description=given.description,
        )

    def _columns(self, expression: str) -> Iterator[ColumnRef]:
        try:
            tree = parse_one(expression, dialect="sqlite")
        except SqlglotError as error:
            raise self._fault(f"'{expression}' is no expression in SQL") from error
        for column in dict.fromkeys(tree.find_all(exp.Column)):
            yield self._ref(f"{column.table}.{column.name}")

    def _join(self, given: _JoinInFile) -> ForeignKey:
        many, one = self._ref(given.many), self._ref(given.one)
        return ForeignKey(
            table=many.table, columns=(many.column,), ref_table=one.table, ref_columns=(one.column,)
        )

    def _ref(self, name: str) -> ColumnRef:
        """`table.column`; either may hold dots itself."""
        places = (place for place, letter in enumerate(name) if letter == ".")
        for place in places:
            table = self._schema.table(name[:place])
            if table is not None and (column := table.column(name[place + 1 :])) is not None:
                return ColumnRef(table=table.name, column=column.name)
        raise self._fault(f"the schema has no column '{name}' (written table.column)")

    def _table(self, name: str) -> Table:
        table = self._schema.table(name)
        if table is None:
            raise self._fault(f"the schema has no table '{name}'; it has {_some(self._schema.tables)}")
        return table

    def _column(self, table: Table, name: str) -> ColumnRef:
        column = table.column(name)
        if column is None:
            raise self._fault(f"{table.name} has no column '{name}'; it has {_some(table.columns)}")
        return ColumnRef(table=table.name, column=column.name)


def _some(named: Iterable[object]) -> str:
    names = [str(getattr(each, "name", each)) for each in named]
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
