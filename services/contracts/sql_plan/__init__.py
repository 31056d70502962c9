"""SQL → sketch → plan.

Used at run time for earlier turns, in training for gold plans, in evaluation for scoring; always by the same rules.
The way back, sketch → SQL, is `services.generator.compiler`.
"""

from services.contracts.plan import Plan
from services.contracts.schema import Schema
from services.contracts.sql_plan.changes import carried, changes, in_context
from services.contracts.sql_plan.fields import plan_from_sketch
from services.contracts.sql_plan.statement import sketch_from_sql
from services.contracts.sql_plan.text import Unsketchable

__all__ = [
    "Unsketchable",
    "carried",
    "changes",
    "in_context",
    "plan_from_sketch",
    "plan_from_sql",
    "sketch_from_sql",
]


def plan_from_sql(sql: str, schema: Schema) -> Plan | Unsketchable:
    """The plan that a statement carries out. Never raises, whatever the text."""
    sketch = sketch_from_sql(sql, schema)
    return sketch if isinstance(sketch, Unsketchable) else plan_from_sketch(sketch, schema)
