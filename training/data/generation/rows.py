"""One row: a request put into a prompt format, and the answer to learn; or why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.contracts.frozen import Frozen
from services.contracts.models import MAX_QUESTION, GenerateRequest, Turn
from services.contracts.plan import Intent, Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message
from services.generator.formats import FORMATS
from services.generator.formats.format import NotExpressible, PromptFormat, Unreadable
from training.data.generation.arms import REPAIR, Arm, HistoryKind, PlanKind
from training.data.generation.held_out import HeldOut
from training.data.generation.mistakes import Mistake, MistakeFinder
from training.data.generation.predicted import PlansOfTurns
from training.data.generation.reference_results import ReferenceResults
from training.data.generation.turns import TaughtTurn


class TrainingRow(Frozen):
    """One line of a file of rows. The last of the messages is the assistant's: the answer to learn."""

    id: str
    database_id: str
    format: str
    plan: PlanKind
    history: HistoryKind
    messages: tuple[Message, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a turn gives no row of an arm; few different reasons, for they are counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """`dropped`: the prompt says less than there is to say, for the budget. `mistake`: what is to be repaired."""

    row: TrainingRow
    dropped: bool
    mistake: Mistake | None = None


@dataclass(frozen=True)
class Room:
    """`tokens` of a prompt and its answer, `answer_tokens` of these for the answer, as they are served."""

    budget: Budget
    answer_tokens: int

    def holds(self, answer: str) -> bool:
        return self.budget.count(answer) <= self.answer_tokens


@dataclass(frozen=True)
class RowMaker:
    """What the rows of one source are made with. `mistakes` is None where no repair rows are made."""

    room: Room
    held_out: HeldOut
    results: ReferenceResults
    predicted: PlansOfTurns = field(default_factory=dict)
    rewritten: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mistakes: MistakeFinder | None = None

    def rows(self, turn: TaughtTurn, arm: Arm) -> Iterator[Made | LeftOut]:
        """One, but for repairs: one for each different statement that was wrong."""
        request = self._request(turn, arm)
        if isinstance(request, LeftOut):
            yield request
        elif arm.format == REPAIR:
            yield from self._repairs(turn, arm, request)
        else:
            yield self._row(turn, arm, request)

    def _repairs(self, turn: TaughtTurn, arm: Arm, request: GenerateRequest) -> Iterator[Made | LeftOut]:
        outputs = self.outputs.get(turn.id, ())
        if self.mistakes is None or not outputs:
            yield LeftOut("no output of a model")
            return
        for sql in outputs:
            mistake = self.mistakes.mistake(turn, sql)
            if mistake is None:
                yield LeftOut("the output is right, or becomes so without a model")
                continue
            failed = {"diagnosis": mistake.diagnosis, "attempts": mistake.attempts}
            yield self._row(turn, arm, request.model_copy(update=failed), mistake)

    def _row(
        self, turn: TaughtTurn, arm: Arm, request: GenerateRequest, mistake: Mistake | None = None
    ) -> Made | LeftOut:
        statements = (turn.reference.gold_sql, *(each.sql for each in request.history))
        tried = (attempt.sql for attempt in request.attempts)
        questions = (turn.reference.question, request.question, *(each.question for each in request.history))
        if turn.reference.database_id not in self.held_out.validation and (
            leak := self.held_out.shows(questions, (*statements, *tried))
        ):
            return LeftOut(leak)
        format_ = FORMATS[arm.format]
        answer = self._answer(turn, format_)
        if isinstance(answer, LeftOut):
            return answer
        prompt = format_.prompt(request, self.room.budget)
        if prompt.too_long:
            return LeftOut("the prompt is longer than the budget")
        row = TrainingRow(
            id=turn.id,
            database_id=turn.reference.database_id,
            format=arm.format,
            plan=arm.plan,
            history=arm.history,
            messages=(*prompt.messages, Message(role="assistant", content=answer)),
            sql=turn.reference.gold_sql,
        )
        return Made(row, dropped=bool(prompt.notes), mistake=mistake)

    def _answer(self, turn: TaughtTurn, format_: PromptFormat) -> str | LeftOut:
        """What to say for the reference; it is read back and run, so that no row teaches other rows than its own."""
        answer = format_.answer(turn.reference.gold_sql, turn.plan, turn.schema)
        if isinstance(answer, NotExpressible):
            return LeftOut(f"the format cannot say it: {answer.reason}")
        if not self.room.holds(answer):
            return LeftOut("the answer is longer than the budget")
        sql = format_.read(answer, turn.schema)
        if isinstance(sql, Unreadable):
            return LeftOut(f"the answer cannot be read back: {sql.reason}")
        if not self.results.agrees(turn.reference, sql):
            return LeftOut("the answer, read back, gives other rows than the reference")
        return answer

    def _request(self, turn: TaughtTurn, arm: Arm) -> GenerateRequest | LeftOut:
        plans = self._plans(turn, arm.plan)
        if isinstance(plans, LeftOut):
            return plans
        asked = self._asked(turn, arm.history)
        if isinstance(asked, LeftOut):
            return asked
        question, history = asked
        if len(question) > MAX_QUESTION:
            return LeftOut("the question is too long to be asked")
        return GenerateRequest(question=question, links=turn.links, plans=plans, history=history)

    def _plans(self, turn: TaughtTurn, kind: PlanKind) -> tuple[Plan, ...] | LeftOut:
        """Flat fields only: with its sketch a plan would be the SQL in other words."""
        match kind:
            case PlanKind.NONE:
                return ()
            case PlanKind.GOLD:
                if turn.plan is None:
                    return LeftOut(f"the reference has no plan: {turn.planless}")
                found: tuple[Plan, ...] = (turn.plan,)
            case PlanKind.PREDICTED:
                found = self.predicted.get((turn.reference.dialogue, turn.reference.turn), ())
                if not found:
                    return LeftOut("no predicted plan")
                if found[0].intent is not Intent.ANSWER:
                    return LeftOut("the planner would not answer")
        return tuple(plan.model_copy(update={"sketch": None}) for plan in found)

    def _asked(self, turn: TaughtTurn, kind: HistoryKind) -> tuple[str, tuple[Turn, ...]] | LeftOut:
        match kind:
            case HistoryKind.FULL:
                return turn.reference.asked, turn.history
            case HistoryKind.NONE:
                return turn.reference.asked, ()
            case HistoryKind.REWRITTEN:
                if not turn.history:
                    return turn.reference.asked, ()
                question = self.rewritten.get(turn.id)
                return (question, ()) if question else LeftOut("no rewritten question")
