"""Column descriptions of a data set, put into the schema snapshot that the stages see."""

from collections.abc import Mapping

from eval.datasets.reference import ColumnDescription
from services.contracts.models import LinkRequest, Links
from services.contracts.schema import Column, Schema, Table
from services.contracts.stages import TellsItsSize, ValueIndex


class DescribedValueIndex:
    """Implements stages.ValueIndex: another one, with descriptions where the database has none of its own."""

    def __init__(self, inner: ValueIndex, descriptions: Mapping[str, tuple[ColumnDescription, ...]]) -> None:
        self._inner = inner
        self._texts = {
            database_id: {(each.table.lower(), each.column.lower()): each.text for each in described}
            for database_id, described in descriptions.items()
            if described
        }
        self._schemas: dict[str, Schema] = {}

    async def schema(self, database_id: str) -> Schema:
        return self._described(database_id, await self._inner.schema(database_id))

    async def index_bytes(self, database_id: str) -> int | None:
        """None where the value index does not tell."""
        return await self._inner.index_bytes(database_id) if isinstance(self._inner, TellsItsSize) else None

    async def link(self, request: LinkRequest) -> Links:
        links = await self._inner.link(request)
        snapshot = self._described(request.database_id, links.snapshot)
        return links if snapshot is links.snapshot else links.model_copy(update={"snapshot": snapshot})

    def _described(self, database_id: str, schema: Schema) -> Schema:
        texts = self._texts.get(database_id)
        if not texts:
            return schema
        if schema.hash not in self._schemas:
            tables = tuple(_with_texts(table, texts) for table in schema.tables)
            # Not a copy, which would keep the hash of the schema without descriptions.
            self._schemas[schema.hash] = Schema(
                database_id=schema.database_id, tables=tables, foreign_keys=schema.foreign_keys
            )
        return self._schemas[schema.hash]


def _with_texts(table: Table, texts: Mapping[tuple[str, str], str]) -> Table:
    def described(column: Column) -> Column:
        text = texts.get((table.name.lower(), column.name.lower()), "")
        return column.model_copy(update={"description": column.description or text})

    return table.model_copy(update={"columns": tuple(map(described, table.columns))})
