"""One question put to the pipeline, and again with what a simulated user said to whatever was asked back.

The question then goes on as CoSQL writes such turns: question, what was asked back, and the reply, joined by ` | `.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.datasets.reference import Exchange, ReferenceTurn
from eval.hosted.users import SimulatedUser
from eval.protocols.recorder import Recorder
from services.contracts.models import StageTiming, Usage
from services.contracts.plan import Intent
from services.conversation.conversation import clean_question
from services.conversation.pipeline import Pipeline, TurnRequest, TurnResult

_JOINED = " | "


@dataclass
class Passes:
    """What came of one turn so far, kept when a stage fails: the last pass as recorded, the exchanges before it, and
    the time and tokens of all passes; those of the user apart.
    """

    recorder: Recorder = field(default_factory=Recorder)
    exchanges: list[Exchange] = field(default_factory=list)
    timing: tuple[StageTiming, ...] = ()
    usage: Usage = field(default_factory=Usage)
    user_usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Clarifier:
    """`user` is None where nobody answers what is asked back. `at_most`: exchanges of one turn.

    `turn_seconds` bounds each pass through the pipeline; a simulated user has limits of its own.
    """

    pipeline: Pipeline
    turn_seconds: float
    user: SimulatedUser | None = None
    at_most: int = 3

    async def ask(self, request: TurnRequest, turn: ReferenceTurn, passes: Passes) -> TurnResult:
        """The result of the last pass. Raises TimeoutError, and TurnwiseError where a stage or the user fails."""
        while True:
            question = clean_question(asked_with(turn, passes.exchanges))
            passes.recorder = Recorder()
            async with asyncio.timeout(self.turn_seconds):
                result = await self.pipeline.run(
                    request.model_copy(update={"question": question}), passes.recorder
                )
            passes.timing += result.timing
            passes.usage = _both(passes.usage, result.usage)
            asked = result.plan.clarification if result.plan.intent is Intent.CLARIFY else None
            if self.user is None or asked is None or len(passes.exchanges) == self.at_most:
                return result
            said = await self.user.reply(turn, asked.question)
            passes.user_usage = _both(passes.user_usage, said.usage)
            passes.exchanges.append(Exchange(question=asked.question, reply=said.text))


def asked_with(turn: ReferenceTurn, exchanges: Sequence[Exchange]) -> str:
    """
    >>> shown = ReferenceTurn(id="1", data_set="mine", database_id="zoo", dialogue="a", turn=1, question="The big ones")
    >>> asked_with(shown, [Exchange(question="By weight?", reply="Yes")])
    'The big ones | By weight? | Yes'
    """
    return _JOINED.join([turn.asked, *(text for each in exchanges for text in (each.question, each.reply))])


def _both(one: Usage, other: Usage) -> Usage:
    return Usage(
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
        cost=one.cost + other.cost,
    )
