"""Why a result may be empty: the literals that the statement compares columns with."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, utils
from sqlglot import exp

from services.contracts.frozen import Cell
from services.contracts.models import Diagnosis, DiagnosisKind, Links
from services.contracts.schema import ColumnRef
from services.executor.scopes import Scopes
from services.executor.statement import Statement

_NEAR = 70  # per cent
_MOST_CANDIDATES = 5


def diagnose_empty(statement: Statement, links: Links) -> Diagnosis:
    """`place` is the first literal for which the links or samples know another stored value, else the first one;
    `evidence` are all comparisons with literals."""
    message = "The statement runs but finds no rows."
    comparisons = list(_comparisons(statement.tree, links)) if statement.tree is not None else []
    known = [(each.literal, _stored(each.column, each.literal.name, links)) for each in comparisons]
    literal, candidates = next((item for item in known if item[1]), known[0] if known else (None, ()))
    conditions = tuple(dict.fromkeys(each.condition for each in comparisons))
    if conditions:
        message = f"{message} Its conditions: {'; '.join(conditions)}."
    return Diagnosis(
        kind=DiagnosisKind.EMPTY_RESULT,
        message=message,
        sql=statement.sql,
        place=literal.sql(dialect="sqlite") if literal else "",
        evidence=conditions,
        candidates=candidates,
    )


@dataclass(frozen=True)
class _Comparison:
    """A literal in a condition, and the column of the schema beside it where there is one."""

    condition: str
    literal: exp.Literal
    column: ColumnRef | None


def _comparisons(tree: exp.Query, links: Links) -> Iterator[_Comparison]:
    scopes = Scopes(tree, links.snapshot)
    for clause in tree.find_all(exp.Where, exp.Having):
        for condition in clause.find_all(exp.Predicate):
            operands = list(condition.iter_expressions())
            columns = (_resolved(operand, scopes) for operand in operands if isinstance(operand, exp.Column))
            column = next(columns, None)
            for operand in operands:
                if isinstance(operand, exp.Literal):
                    yield _Comparison(condition.sql(dialect="sqlite"), operand, column)


def _resolved(column: exp.Column, scopes: Scopes) -> ColumnRef | None:
    for source in scopes.sources_at(column):
        if column.table and source.name.lower() != column.table.lower():
            continue
        spelled = source.column(column.name)
        if spelled and source.table:
            return ColumnRef(table=source.table.name, column=spelled)
    return None


def _stored(column: ColumnRef | None, text: str, links: Links) -> tuple[str, ...]:
    """Stored values of the column other than `text`, as SQL literals: what the links say, then near samples."""
    if column is None:
        return ()
    linked = [link.value for link in links.values if link.column == column]
    table = links.snapshot.table(column.table)
    described = table.column(column.column) if table else None
    near = [sample for sample in described.samples if _is_near(sample, text)] if described else []
    others = [value for value in dict.fromkeys([*linked, *near]) if str(value) != text]
    return tuple(exp.convert(value).sql(dialect="sqlite") for value in others[:_MOST_CANDIDATES])


def _is_near(sample: Cell, text: str) -> bool:
    return isinstance(sample, str) and fuzz.ratio(sample, text, processor=utils.default_process) >= _NEAR
