"""Which columns may show no values, and what reads them."""

from collections.abc import Iterable

from services.contracts.schema import ColumnRef, Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql


def is_private(column: ColumnRef, schema: Schema) -> bool:
    """`table.*` is private where one column of the table is."""
    table = schema.table(column.table)
    if table is None:
        return False
    return any(
        known.excluded for known in table.columns if column.column.lower() in ("*", known.name.lower())
    )


def shows_private(columns: Iterable[ColumnRef], schema: Schema) -> bool:
    return any(is_private(column, schema) for column in columns)


def reads_private(sql: str, schema: Schema) -> bool:
    """Whether a statement reads a private column; yes where it cannot be told."""
    if not any(column.excluded for table in schema.tables for column in table.columns):
        return False
    plan = plan_from_sql(sql, schema)
    return isinstance(plan, Unsketchable) or shows_private(
        (planned.column for planned in plan.columns), schema
    )
