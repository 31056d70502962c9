"""Comparisons and sums that SQLite does without a word although the types make them meaningless.

By the declared types (section 3.1 of https://sqlite.org/datatype3.html), unless the samples show that the column holds
something else: SQLite stores a text in an INTEGER column.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from sqlglot import exp

from services.contracts.models import Diagnosis, DiagnosisKind
from services.contracts.schema import Column, ColumnRef, Schema
from services.executor.edits import sql_of
from services.executor.filters import Comparison
from services.executor.scopes import Scopes

_BY_SIZE = (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between)
_EQUAL = (exp.EQ, exp.In)


class Holds(Enum):
    NUMBERS = auto()
    TEXTS = auto()
    ANYTHING = auto()


def holds(column: Column) -> Holds:
    """What can be expected in the column."""
    declared = column.type.upper()
    if "INT" in declared or any(part in declared for part in ("REAL", "FLOA", "DOUB")):
        return Holds.ANYTHING if any(isinstance(sample, str) for sample in column.samples) else Holds.NUMBERS
    if any(part in declared for part in ("CHAR", "CLOB", "TEXT")):
        numeric = column.samples and all(_is_number(str(sample)) for sample in column.samples)
        return Holds.ANYTHING if numeric else Holds.TEXTS
    return Holds.ANYTHING


def type_clashes(
    tree: exp.Query, compared: Iterable[Comparison], scopes: Scopes, schema: Schema, sql: str
) -> Iterator[Diagnosis]:
    """`place` is the condition or the aggregate, `evidence` the column and its type."""
    for comparison in compared:
        column = _column(comparison.column, schema)
        if column and (why := _clash(comparison, column)):
            yield _diagnosis(comparison.condition, why, comparison.column, column, sql)
    for aggregate in tree.find_all(exp.Sum, exp.Avg):
        reference = scopes.column_of(aggregate.this) if isinstance(aggregate.this, exp.Column) else None
        column = _column(reference, schema)
        if column and holds(column) is Holds.TEXTS:
            yield _diagnosis(sql_of(aggregate), "it adds up texts", reference, column, sql)


def _clash(comparison: Comparison, column: Column) -> str:
    literal, predicate = comparison.literal, comparison.predicate
    if literal.is_string and not _is_number(literal.name) and holds(column) is Holds.NUMBERS:
        if isinstance(predicate, _EQUAL):
            return "no number equals a text"
        if isinstance(predicate, _BY_SIZE):
            return "every text is larger than any number"
    if not literal.is_string and holds(column) is Holds.TEXTS and isinstance(predicate, _BY_SIZE):
        return "texts are compared letter by letter"
    return ""


def _diagnosis(place: str, why: str, reference: ColumnRef | None, column: Column, sql: str) -> Diagnosis:
    return Diagnosis(
        kind=DiagnosisKind.TYPE,
        message=f"The types do not fit in {place}: {why}.",
        sql=sql,
        place=place,
        evidence=(f"{reference} is {column.type}",),
    )


def _column(reference: ColumnRef | None, schema: Schema) -> Column | None:
    table = schema.table(reference.table) if reference else None
    return table.column(reference.column) if table and reference else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
