"""The JSON that a model is asked for. Bounded everywhere, or a model may run on."""

import json
import re
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from services.contracts.frozen import Frozen
from services.contracts.plan import Intent
from services.contracts.sketch import SetOperator

_REASONING = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)

Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=500)]
Value = Annotated[str, Field(max_length=200)] | int | float | None
Aggregate = Literal["", "count", "sum", "avg", "min", "max"]
Comparison = Literal[
    "=", "!=", "<", ">", "<=", ">=", "like", "in", "between", "is null",
    "not like", "not in", "not between", "not is null",
]  # fmt: skip


class Shown(Frozen):
    column: Name
    aggregate: Aggregate
    distinct: bool


class Condition(Frozen):
    column: Name
    operator: Comparison
    value: Value


class GroupCondition(Frozen):
    of: Shown
    operator: Comparison
    value: Value


class Order(Frozen):
    by: Shown
    descending: bool


class Join(Frozen):
    left: Name
    right: Name


class PlanReply(Frozen):
    """Every field is asked for, as strict structured output demands."""

    intent: Intent
    message: Text
    tables: tuple[Name, ...] = Field(max_length=20)
    joins: tuple[Join, ...] = Field(max_length=20)
    select: tuple[Shown, ...] = Field(max_length=20)
    distinct: bool
    where: tuple[Condition, ...] = Field(max_length=20)
    group_by: tuple[Name, ...] = Field(max_length=20)
    having: tuple[GroupCondition, ...] = Field(max_length=20)
    order_by: tuple[Order, ...] = Field(max_length=20)
    limit: int | None
    set_operator: SetOperator | None
    nested: bool


class Invalid(Frozen):
    """Why an answer is no plan on this schema, in words for the model that wrote it."""

    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "; ".join(self.reasons)


def read_reply(answer: str) -> PlanReply | Invalid:
    """The JSON object in an answer: alone, in a fence or in prose, after reasoning. Never raises."""
    spoken = _REASONING.sub("", answer)
    start, end = spoken.find("{"), spoken.rfind("}")
    if start < 0 or end < start:
        return Invalid(reasons=("there is no JSON object in it" if spoken.strip() else "it is empty",))
    try:
        return PlanReply.model_validate(json.loads(spoken[start : end + 1]))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:5]
        return Invalid(
            reasons=tuple(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        )
    except (ValueError, RecursionError) as error:
        return Invalid(reasons=(f"it is not valid JSON: {error}",))
