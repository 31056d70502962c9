"""`direct`: the schema, the dialogue and the question; the answer is SQL and nothing else."""

from services.contracts.models import GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.composing import Subject, composed
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema
from services.generator.formats.format import NotExpressible, Unreadable
from services.generator.formats.one_spelling import in_one_spelling
from services.generator.formats.sql_answer import select_in, shortest_answer

_SYSTEM = (
    "Answer the question with one SQLite SELECT and nothing else. Use the tables, columns and stored values as they "
    "are spelled. Select exactly what is asked for, in the order in which it is asked for. A follow-up question keeps "
    "the conditions of the turns before unless it changes them."
)


class DirectFormat:
    """Does not look at the plans, neither for hints nor for what to leave out."""

    name = "direct"

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        return composed(Subject(asked=in_one_spelling(request), system=_SYSTEM), budget)

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        return select_in(answer, schema)

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:  # noqa: ARG002
        return shortest_answer(sql, schema)
