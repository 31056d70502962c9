"""`brief`: the model writes down what it is going to say, clause by clause, and then the SQL."""

from collections.abc import Iterator

from services.contracts.models import GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.plan_lines import plan_lines
from services.generator.formats.sql_answer import select_in, shortest_answer

_MARK = "SQL: "
_SYSTEM = (
    "Answer the question with one SQLite SELECT. First write a brief, one line for each part that is needed: keep "
    "(what stays from which turn), from, join, show, where, group, having, order, limit, with (other clauses), also "
    "(other columns); then a line that begins with SQL: and holds the statement. Use the tables, columns and stored "
    "values as they are spelled."
)


class BriefFormat:
    name = "brief"

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        return composed(Subject(asked=in_one_spelling(request), system=_SYSTEM), budget)

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        """What follows the last `SQL:`; of an answer without one, the statement wherever it stands."""
        _, mark, sql = answer.rpartition(_MARK)
        if mark and sql.strip() and not isinstance(found := select_in(sql, schema), Unreadable):
            return found
        return select_in(answer, schema)

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:
        """`plan` gives what is kept from earlier turns; the other lines come from the statement where it is None."""
        written = shortest_answer(sql, schema)
        if isinstance(written, NotExpressible):
            return written
        told = plan_from_sql(sql, schema) if plan is None else plan
        if isinstance(told, Unsketchable):
            return NotExpressible(reason=f"no brief: {told.reason}")
        return "\n".join([*_brief(told, schema), f"{_MARK}{written}"])


def _brief(plan: Plan, schema: Schema) -> Iterator[str]:
    kept: dict[int, dict[str, None]] = {}
    for item in plan.carried:
        kept.setdefault(item.turn, {})[item.item] = None
    if kept:
        yield "keep " + "; ".join(f"of {turn}: {', '.join(items)}" for turn, items in sorted(kept.items()))
    yield from (f"{title} {text}" for title, text in plan_lines(plan, schema).items())
