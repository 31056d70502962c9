"""Which of a model's drafts come first: what the model held for likely, and what the plans name."""

import math
from collections.abc import Sequence

from sqlglot import exp

from services.contracts.frozen import Cell, Frozen
from services.contracts.models import Draft
from services.contracts.plan import Plan
from services.contracts.schema import ColumnRef
from services.contracts.sql_plan.text import parsed


class Named(Frozen):
    """What a statement or a plan names, in lower case; literals as text, without the signs of LIKE."""

    tables: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()

    def share_outside(self, other: "Named") -> float:
        """The part of all that is named here which is not named there, from 0 to 1."""
        missing = (self.tables - other.tables, self.columns - other.columns, self.values - other.values)
        everything = len(self.tables) + len(self.columns) + len(self.values)
        return sum(map(len, missing)) / everything if everything else 0.0

    @staticmethod
    def of_all(several: Sequence["Named"]) -> "Named":
        return Named(
            tables=frozenset().union(*(each.tables for each in several)),
            columns=frozenset().union(*(each.columns for each in several)),
            values=frozenset().union(*(each.values for each in several)),
        )


def ranked(
    drafts: Sequence[tuple[str, float | None]], plans: Sequence[tuple[int, Plan]], *, weight: float
) -> tuple[Draft, ...]:
    """Each statement once, with the plan that it follows best.

    `drafts` are statements with the mean log-probability of their tokens. The score is the geometric mean of the
    tokens' probabilities, times e^(-weight · s), s being the share of what a statement names that no plan names.
    """
    named_by_plans = [(number, named_by_plan(plan)) for number, plan in plans]
    everything = Named.of_all([named for _, named in named_by_plans])
    best: dict[str, Draft] = {}
    for sql, log_probability in drafts:
        named = named_by_sql(sql)
        outside = named.share_outside(everything) if plans else 0.0
        score = math.exp((log_probability or 0.0) - weight * outside)
        if sql not in best or best[sql].score < score:
            closest = min(named_by_plans, key=lambda each: named.share_outside(each[1]), default=None)
            best[sql] = Draft(sql=sql, plan=closest[0] if closest else None, score=score)
    return tuple(sorted(best.values(), key=lambda draft: -draft.score))


def named_by_sql(sql: str) -> Named:
    """Of one SELECT that a format has read."""
    tree = parsed(sql)
    own = {each.alias.lower() for each in tree.find_all(exp.CTE, exp.Alias)}
    return Named(
        tables=frozenset(table.name.lower() for table in tree.find_all(exp.Table)) - own,
        columns=frozenset(column.name.lower() for column in tree.find_all(exp.Column)) - own - {"*"},
        values=frozenset(_as_text(literal.this) for literal in tree.find_all(exp.Literal)),
    )


def named_by_plan(plan: Plan) -> Named:
    named = [planned.column for planned in plan.columns] + [value.column for value in plan.values]
    named += [side for join in plan.joins for side in (join.left, join.right)]
    values: list[Cell] = [value.value for value in plan.values] + [having.value for having in plan.having]
    return Named(
        tables=frozenset(table.lower() for table in plan.tables),
        columns=frozenset(_column(column) for column in named),
        values=frozenset(_as_text(value) for value in [*values, plan.limit]),
    )


def _column(column: ColumnRef) -> str:
    return column.column.lower()


def _as_text(value: Cell) -> str:
    """'%FR%' and 'fr' alike, 5.0 and 5 alike."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip("%").lower().removesuffix(".0")
