"""The leak check: a clean run's stages must not be given the current gold SQL or its plan.

What a system wrote itself may well equal the reference. So the check looks at what the stages are given from outside
of this turn: question, history and links. The plans and drafts within a turn come from the stages themselves.
"""

from collections.abc import Iterator

from eval.protocols.answer_key import AnswerKey, Key
from services.contracts.frozen import Frozen
from services.contracts.models import (
    Drafts,
    GenerateRequest,
    LinkRequest,
    Links,
    PlanRequest,
    Plans,
    Turn,
)
from services.contracts.plan import Intent, Plan
from services.contracts.schema import Schema
from services.contracts.stages import Generator, Planner, ValueIndex


class Leaked(Exception):
    """A stage of a clean run was about to see the reference: the run is void.

    No TurnwiseError: it is no fault that a turn may have. The pipeline wraps it as StageBroken, with this as the cause.
    """


class GuardedValueIndex:
    def __init__(self, inner: ValueIndex, key: AnswerKey) -> None:
        self._inner, self._key = inner, key

    async def link(self, request: LinkRequest) -> Links:
        check(request.question, request.history, self._key.current)
        return await self._inner.link(request)

    async def schema(self, database_id: str) -> Schema:
        return await self._inner.schema(database_id)


class GuardedPlanner:
    def __init__(self, inner: Planner, key: AnswerKey) -> None:
        self._inner, self._key = inner, key

    async def plan(self, request: PlanRequest) -> Plans:
        check(request.question, request.history, self._key.current)
        check_links(request.links, self._key.current)
        return await self._inner.plan(request)


class GuardedGenerator:
    def __init__(self, inner: Generator, key: AnswerKey) -> None:
        self._inner, self._key = inner, key

    async def generate(self, request: GenerateRequest) -> Drafts:
        check(request.question, request.history, self._key.current)
        check_links(request.links, self._key.current)
        return await self._inner.generate(request)


def check(question: str, history: tuple[Turn, ...], key: Key) -> None:
    """Raises Leaked where the question holds the gold SQL and the data set's does not, where the history holds a turn
    that is not over, or the gold in a part of a turn that `key.written` does not explain.
    """
    if _holds(question, key) and not _holds(key.reference.asked, key):
        raise Leaked(f"{key.reference.id}: the question holds the current gold SQL")
    for turn in history:
        if turn.number >= key.reference.turn:
            raise Leaked(f"{key.reference.id}: the history holds turn {turn.number}, which is not over")
        for part in _leaking_parts(turn, key):
            raise Leaked(
                f"{key.reference.id}: turn {turn.number} of the history holds the current gold in its {part}"
            )


def check_links(links: Links, key: Key) -> None:
    """Raises Leaked where texts of the links are the gold SQL."""
    for text in _texts(links):
        if _holds(text, key):
            raise Leaked(f"{key.reference.id}: the links hold the current gold SQL")


def _texts(links: Links) -> Iterator[str]:
    for link in (*links.values, *links.possible):
        yield str(link.value)
        yield link.mention.text
    for table in links.snapshot.tables:
        yield table.description
        yield from (column.description for column in table.columns)


def _leaking_parts(turn: Turn, key: Key) -> Iterator[str]:
    """That a turn's SQL stands there by right says nothing of its words, nor of a plan that is not of this SQL."""
    by_right = [each for each in key.written if (each.turn, each.sql) == (turn.number, turn.sql)]
    if _holds(turn.question, key):
        yield "question"
    if _holds(turn.sql, key) and not by_right:
        yield "SQL"
    if _holds(turn.reply, key):
        yield "reply"
    plans = (plan for each in by_right for plan in each.plans)
    if (
        turn.plan is not None
        and _is_gold(turn.plan, key)
        and not any(same_query(turn.plan, one) for one in plans)
    ):
        yield "plan"


def _is_gold(plan: Plan, key: Key) -> bool:
    """A gold plan that answers nothing tells no query: an intent alone may well be that of an earlier turn."""
    return key.plan is not None and key.plan.intent is Intent.ANSWER and same_query(plan, key.plan)


def _holds(text: str, key: Key) -> bool:
    gold = _plain(key.reference.gold_sql)
    return bool(gold) and gold in _plain(text)


def _plain(sql: str) -> str:
    return " ".join(sql.lower().rstrip("; \n").split())


def same_query(one: Plan, other: Plan) -> bool:
    """Whether two plans ask for the same: by the sketch where both have one, else by the flat fields."""
    if one.sketch is not None and other.sketch is not None:
        return one.sketch == other.sketch
    return _flat(one) == _flat(other)


def _flat(plan: Plan) -> Frozen:
    context = {"probability": 1.0, "change": (), "carried": (), "notes": (), "sketch": None}
    return plan.model_copy(update=context)
