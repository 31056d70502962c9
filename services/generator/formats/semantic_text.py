"""A semantic model as a model reads it: a line for each entity, then the joins.

products key product_id; by name text 'Salmon bites', category text 'food'; measure price num
order_lines links order_id, product_id
joins: order_lines.product_id -> products.product_id, orders.store_id -> stores.store_id
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.contracts.prompt.names import spelled_column, spelled_name
from services.contracts.prompt.schema_text import Detail, Shown, column_text, is_shown, joins_shown, not_shown
from services.contracts.schema import ColumnRef, ForeignKey, Schema, Table
from services.generator.formats.semantic_model import Dimension, Entity, Measure, SemanticModel


def semantic_text(model: SemanticModel, schema: Schema, detail: Detail, shown: Shown | None) -> str:
    """All of the model, or what stands on the columns of `shown`, with a line that says how many are not there."""
    joining: dict[str, list[str]] = defaultdict(list)
    for key in schema.foreign_keys:
        joining[key.table] += key.columns
    lines = [_EntityLine(each, joining[each.table], schema, detail, shown).text() for each in model.entities]
    lines = [line for line in lines if line]
    joins = [_join(key) for key in model.joins if joins_shown(key, shown)]
    if joins:
        lines.append(f"joins: {', '.join(joins)}")
    if shown is not None and (note := not_shown(schema, shown)):
        lines.append(f"({note})")
    return "\n".join(lines)


@dataclass(frozen=True)
class _EntityLine:
    entity: Entity
    joining: Sequence[str]
    schema: Schema
    detail: Detail
    shown: Shown | None

    def text(self) -> str:
        """Nothing where no column is shown."""
        table = self.schema.table(self.entity.table)
        if table is None:
            return ""
        parts = {
            "links" if self.entity.is_link else "key": [spelled_name(key) for key in self._keys(table)],
            "by": [text for each in self.entity.dimensions if (text := self._column(table, each))],
            "measure": [text for each in self.entity.measures if (text := self._measure(table, each))],
        }
        told = "; ".join(f"{title} {', '.join(texts)}" for title, texts in parts.items() if texts)
        return f"{self._name()} {told}" if told else ""

    def _name(self) -> str:
        told = [f"'{self.entity.name}'"] if self.entity.name else []
        told += [self.entity.description] if self.entity.description and self.detail.descriptions else []
        words = ", ".join(told)
        return spelled_name(self.entity.table) + (f" ({words})" if words else "")

    def _keys(self, table: Table) -> Iterable[str]:
        """The columns that identify a row; of a link, and where there is no key, those that lead elsewhere."""
        for column in dict.fromkeys([*self.entity.key, *self.joining]):
            if is_shown(table.name, (column,), self.shown):
                yield column

    def _measure(self, table: Table, measure: Measure) -> str:
        if not measure.expression:
            return self._column(table, measure)
        if not all(is_shown(each.table, (each.column,), self.shown) for each in measure.columns):
            return ""
        about = f" ({measure.description})" if measure.description and self.detail.descriptions else ""
        return f"'{measure.name}' = {measure.expression}{about}"

    def _column(self, table: Table, told: Dimension | Measure) -> str:
        column = table.column(told.column)
        if column is None or not is_shown(table.name, (column.name,), self.shown):
            return ""
        described = column.model_copy(update={"description": told.description, "primary_key": False})
        text = column_text(described, (), self.detail)
        return f"'{told.name}' = {text}" if told.name else text


def _join(key: ForeignKey) -> str:
    own = (ColumnRef(table=key.table, column=column) for column in key.columns)
    refs = (ColumnRef(table=key.ref_table, column=column) for column in key.ref_columns)
    pairs = zip(own, refs, strict=True)
    return " and ".join(f"{spelled_column(left)} -> {spelled_column(right)}" for left, right in pairs)
