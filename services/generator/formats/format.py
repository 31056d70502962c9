"""What a prompt format is: how a request becomes messages, and a model's answer SQL."""

from typing import Protocol

from services.contracts.frozen import Frozen
from services.contracts.models import GenerateRequest
from services.contracts.plan import Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema


class Unreadable(Frozen):
    """Why there is no SELECT in what the model wrote."""

    reason: str


class NotExpressible(Frozen):
    """Why a format cannot say what a reference statement says."""

    reason: str


class PromptFormat(Protocol):
    """One way to ask for SQL, the same in serving and in training."""

    @property
    def name(self) -> str: ...

    def prompt(self, request: GenerateRequest, budget: Budget) -> Prompt:
        """Within the budget, or the least that the format can say (the notes say that it is too long)."""
        ...

    def read(self, answer: str, schema: Schema) -> str | Unreadable:
        """The assistant's text as one SELECT in SQLite's dialect. Never raises, whatever the text."""
        ...

    def answer(self, sql: str, plan: Plan | None, schema: Schema) -> str | NotExpressible:
        """What the assistant should say for this reference SQL; `read` reads it. `plan` is that of the SQL."""
        ...
