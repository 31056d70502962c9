"""`plan`: as `direct`, with the planner's plan as a hint, and what else it held possible."""

from collections.abc import Iterator, Sequence

from services.contracts.models import GenerateRequest
from services.contracts.plan import Intent, Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.schema import ColumnRef, Schema
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.plan_lines import plan_lines
from services.generator.formats.sql_answer import select_in, shortest_answer

ALTERNATIVES = 2

_SYSTEM = (
    "Answer the question with one SQLite SELECT and nothing else. Use the tables, columns and stored values as they "
    "are spelled. A planner says which tables, columns and values are meant, and how sure it is; it can be wrong: the "
    "question decides. A follow-up question keeps the conditions of the turns before unless it changes them."
)


class PlanFormat:
    name = "plan"

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        subject = Subject(
            asked=in_one_spelling(request),
            system=_SYSTEM,
            hints=plans_text(request),
            needed=tuple(planned_columns(request.plans)),
        )
        return composed(subject, budget)

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        return select_in(answer, schema)

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:  # noqa: ARG002
        return shortest_answer(sql, schema)


def plans_text(request: GenerateRequest) -> str:
    """The first plan that is to answer, and of the next ones what they say otherwise; flat fields, never the sketch.

    Empty where no plan is to answer.
    """
    schema = request.links.snapshot
    plans = [plan for plan in request.plans if plan.intent is Intent.ANSWER][: 1 + ALTERNATIVES]
    if not plans:
        return ""
    first, *others = [plan_lines(plan, schema) for plan in plans]
    lines = [f"Plan ({_percent(plans[0])}):", *(f"{title} {text}" for title, text in first.items())]
    for plan, other in zip(plans[1:], others, strict=True):
        changed = [f"{title} {text}" for title, text in other.items() if first.get(title) != text]
        changed += [f"no {title}" for title in first if title not in other]
        if changed:
            lines += [f"Or ({_percent(plan)}):", *changed]
    return "\n".join(lines)


def planned_columns(plans: Sequence[Plan]) -> Iterator[ColumnRef]:
    return (planned.column for plan in plans for planned in plan.columns)


def _percent(plan: Plan) -> str:
    return f"{plan.probability:.0%}"
