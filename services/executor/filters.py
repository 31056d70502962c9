"""The literals that a statement compares columns with: why a result may be empty, and what is stored instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, utils
from sqlglot import exp

from services.contracts.frozen import Cell
from services.contracts.models import Diagnosis, DiagnosisKind, Links, ValueLink
from services.contracts.schema import ColumnRef
from services.executor.edits import sql_of
from services.executor.scopes import Scopes

_NEAR = 70  # per cent
_REPEATED = 90  # a plural, a sign more
_MOST_CANDIDATES = 5


@dataclass(frozen=True)
class Comparison:
    """A literal beside a column, or alone, in a condition. The node belongs to the statement's tree."""

    predicate: exp.Predicate
    literal: exp.Literal
    column: ColumnRef | None

    @cached_property
    def condition(self) -> str:
        return sql_of(self.predicate)


def comparisons(tree: exp.Query, scopes: Scopes) -> Iterator[Comparison]:
    """Of WHERE, HAVING and ON, in the order of the tree."""
    for clause in tree.find_all(exp.Where, exp.Having, exp.Join):
        conditions = clause.args.get("on") if isinstance(clause, exp.Join) else clause
        for predicate in conditions.find_all(exp.Predicate) if conditions else ():
            operands = list(predicate.iter_expressions())
            columns = (scopes.column_of(operand) for operand in operands if isinstance(operand, exp.Column))
            column = next(columns, None)
            for operand in operands:
                if isinstance(operand, exp.Literal):
                    yield Comparison(predicate, operand, column)


def diagnose_empty(sql: str, compared: tuple[Comparison, ...], links: Links) -> Diagnosis:
    """`place` is the first literal for which the links or samples know another stored value, else the first one;
    `evidence` are all comparisons with literals."""
    known = [(each, _perhaps_meant(each, links)) for each in compared]
    first, candidates = next((item for item in known if item[1]), known[0] if known else (None, ()))
    predicates = {
        id(each.predicate): each.predicate for each in compared
    }  # a list of literals is written out once
    conditions = tuple(dict.fromkeys(map(sql_of, predicates.values())))
    message = "The statement runs but finds no rows."
    if conditions:
        message = f"{message} Its conditions: {'; '.join(conditions)}."
    return Diagnosis(
        kind=DiagnosisKind.EMPTY_RESULT,
        message=message,
        sql=sql,
        place=sql_of(first.literal) if first else "",
        evidence=conditions,
        candidates=candidates,
    )


def stored_instead(comparison: Comparison, links: Links) -> tuple[str, ...]:
    """What is stored in the column for the mention that the literal repeats, as SQL literals, best first.

    Nothing where the links say that the literal itself is stored, or nothing about it.
    """
    text = comparison.literal.name
    about = _links_to(comparison.column, links.values)
    if any(str(link.value) == text for link in (*about, *_links_to(comparison.column, links.possible))):
        return ()
    return _as_sql([link.value for link in about if _likeness(link.mention.text, text) >= _REPEATED])


def _links_to(column: ColumnRef | None, found: tuple[ValueLink, ...]) -> list[ValueLink]:
    """Those whose value is stored as it stands there."""
    return [link for link in found if link.column == column and not link.part]


def _perhaps_meant(comparison: Comparison, links: Links) -> tuple[str, ...]:
    """Other values of the column: what the links say, then near samples."""
    column, text = comparison.column, comparison.literal.name
    table = links.snapshot.table(column.table) if column else None
    described = table.column(column.column) if table and column else None
    linked = [link.value for link in _links_to(column, links.values)]
    near = [sample for sample in described.samples if _is_near(sample, text)] if described else []
    return _as_sql([value for value in [*linked, *near] if str(value) != text])


def _is_near(sample: Cell, text: str) -> bool:
    return isinstance(sample, str) and _likeness(sample, text) >= _NEAR


def _likeness(left: str, right: str) -> float:
    """From 0 to 100, whatever the case and the signs around the words."""
    return fuzz.ratio(left, right, processor=utils.default_process)


def _as_sql(values: list[Cell]) -> tuple[str, ...]:
    return tuple(sql_of(exp.convert(value)) for value in list(dict.fromkeys(values))[:_MOST_CANDIDATES])
