"""Plays one dialogue through the pipeline, turn by turn, and scores every turn."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from eval.datasets.reference import Dialogue, ReferenceTurn
from eval.literals import gold_literals, literals_left_out
from eval.protocols.answer_key import AnswerKey, Key, Written
from eval.protocols.clarifying import Clarifier, Passes, asked_with
from eval.protocols.gold_history import gold_plan, gold_turn
from eval.protocols.leaks import Leaked
from eval.protocols.turn_scores import TurnScorer, hardness_of
from eval.rows import HistoryMode, Oracle, PlanSource, Problem, RunRow, Status
from eval.running import RunLimits
from eval.scoring import EvaluationDatabase
from services.contracts import deadline
from services.contracts.errors import DatabaseUnusable, StageBroken, TurnwiseError
from services.contracts.models import Context, ExecutionStatus, Limits, Stage, Turn
from services.contracts.plan import Intent
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable, plan_from_sql
from services.conversation.answer import answer_of, kept_of, turn_of
from services.conversation.pipeline import TurnRequest, TurnResult
from services.conversation.settings import ConversationSettings

# A cut result cannot be compared: a system may give as much as the reference, which is what an executor gives by its
# default settings.
LIMITS = Limits(seconds=30.0, rows=100_000, bytes=64_000_000)
REFERENCE_LIMITS = RunLimits(seconds=LIMITS.seconds, rows=LIMITS.rows, bytes=LIMITS.bytes)
INDEX_SECONDS = 3600.0  # that an index may take to be made, while the run waits
KEPT_PLANS = 5
KEPT_RANKED = 20  # tables and columns that a row keeps of the links
_STATUS = {
    Intent.CLARIFY: Status.CLARIFY,
    Intent.UNANSWERABLE: Status.UNANSWERABLE,
    Intent.CHITCHAT: Status.CHITCHAT,
}


@dataclass(frozen=True)
class Protocol:
    """How the turns of a run are asked."""

    history: HistoryMode
    oracle: tuple[Oracle, ...] = ()
    limits: Limits = LIMITS
    seed: int = 0


@dataclass
class _Played:
    """What is left of the turns so far: as the reference has them, and as the system made them."""

    gold: list[Turn] = field(default_factory=list)
    own: list[Turn] = field(default_factory=list)
    written_gold: list[Written] = field(default_factory=list)
    written_own: list[Written] = field(default_factory=list)

    def written(self, mode: HistoryMode) -> tuple[Written, ...]:
        return tuple(self.written_gold if mode is HistoryMode.GOLD else self.written_own)

    def history(self, mode: HistoryMode, turns: int) -> tuple[Turn, ...]:
        shown = self.gold if mode is HistoryMode.GOLD else self.own
        return tuple(shown[-turns:]) if turns else ()


@dataclass(frozen=True)
class DialoguePlayer:
    """`schema` gives the whole schema of a database, whatever oracle stands in the pipeline; `index_bytes` the size of
    its index when that is made, None where it cannot be told."""

    clarifier: Clarifier
    settings: ConversationSettings
    protocol: Protocol
    key: AnswerKey
    scorer: TurnScorer
    database: Callable[[str], EvaluationDatabase]
    schema: Callable[[str], Awaitable[Schema]]
    index_bytes: Callable[[str], Awaitable[int | None]]
    plan_source: PlanSource
    indexed: set[str] = field(default_factory=set)

    async def play(self, dialogue: Dialogue) -> list[RunRow]:
        """A row per turn, whatever happens; raises Leaked only, which voids the run."""
        played = _Played()
        return [await self._turn(reference, played, dialogue) for reference in dialogue]

    async def _turn(self, reference: ReferenceTurn, played: _Played, dialogue: Dialogue) -> RunRow:
        row = RunRow(
            reference=reference,
            history=self.protocol.history,
            oracle=self.protocol.oracle,
            plan_source=self.plan_source,
        )
        database = self.database(reference.database_id)
        if not database.main.path.is_file():
            return row.model_copy(update={"problems": (Problem.DATABASE_MISSING,)})
        try:
            if row.has_reference:
                row = row.model_copy(update={"hardness": hardness_of(reference.gold_sql, database)})
            schema, of_index = await self._schema(reference.database_id)
        except DatabaseUnusable as refusal:
            problem = {"problems": (Problem.DATABASE_UNUSABLE,), "detail": refusal.message}
            return row.model_copy(update=problem)
        except TurnwiseError as error:  # nothing can be asked; the reference runs all the same
            row = self._against_reference(row.model_copy(update=_stage_failed(error)), None, database)
            self._remember(row, None, played, database)
            return row
        row = _with_gold_plan(row.model_copy(update=of_index), schema, played)
        mode = self.protocol.history
        history = played.history(mode, self.settings.history_turns)
        self.key.show(Key(reference, row.gold_plan, row.gold_plan_missing, played.written(mode)))
        row, result = await self._ask(row, history)
        row = self._scored(row, result, database, schema, dialogue)
        self._remember(row, result, played, database)
        return row

    async def _schema(self, database_id: str) -> tuple[Schema, dict[str, float | int | None]]:
        """With what the first call for that database says of the index: the time until it was made, and the bytes.

        Raises TurnwiseError: anybody's value index may stand there, and what it raises beside is StageBroken.
        """
        started = time.perf_counter()
        try:
            schema = await self.schema(database_id)
            if database_id in self.indexed:
                return schema, {}
            async with deadline.within(INDEX_SECONDS):
                size = await self.index_bytes(database_id)
            took = round((time.perf_counter() - started) * 1000, 3)
        except TurnwiseError:
            raise
        except Exception as error:
            broken = f"the value index is broken ({type(error).__name__}: {error})"
            raise StageBroken(broken, stage=Stage.LINK.value) from error
        self.indexed.add(database_id)
        return schema, {"index_ms": took, "index_bytes": size}

    async def _ask(self, row: RunRow, history: tuple[Turn, ...]) -> tuple[RunRow, TurnResult | None]:
        passes = Passes()
        result: TurnResult | None = None
        failed: dict[str, object] = {}
        try:
            request = TurnRequest(
                question=row.reference.asked,
                database_id=row.reference.database_id,
                history=history,
                limits=self.protocol.limits,
                context=Context(seed=self.protocol.seed),
            )
            result = await self.clarifier.ask(request, row.reference, passes)
        except TimeoutError:
            seconds = f"the turn took longer than {self.settings.turn_seconds:g} s"
            failed = {"problems": (Problem.TURN_TIMEOUT,), "detail": seconds}
        except TurnwiseError as error:
            if isinstance(error.__cause__, Leaked):
                raise error.__cause__ from None
            failed = _stage_failed(error)
        return _with_stages(row, passes, result).model_copy(update=failed), result

    def _scored(
        self,
        row: RunRow,
        result: TurnResult | None,
        database: EvaluationDatabase,
        schema: Schema,
        dialogue: Dialogue,
    ) -> RunRow:
        if row.gold_plan is not None:
            questions = [turn.asked for turn in dialogue[: row.reference.turn]]
            literals = gold_literals(
                row.gold_plan, row.links, questions, schema, partial(self.scorer.queries.run, database.main)
            )
            left_out = literals_left_out(row.gold_plan, schema)
            row = row.model_copy(update={"literals": literals, "literals_left_out": left_out})
        return self._against_reference(row, result, database)

    def _against_reference(
        self, row: RunRow, result: TurnResult | None, database: EvaluationDatabase
    ) -> RunRow:
        if row.has_reference:
            return self.scorer.of_execution(row, result.execution if result else None, database)
        if row.reference.to_answer:
            return row.model_copy(update={"problems": (*row.problems, Problem.NO_REFERENCE)})
        return row

    def _remember(
        self, row: RunRow, result: TurnResult | None, played: _Played, database: EvaluationDatabase
    ) -> None:
        """A turn that failed leaves nothing in its own history, as in a session."""
        reference, rows = row.reference, self.settings.outcome_rows
        gold = self.scorer.run(reference.gold_sql, database) if reference.gold_sql else None
        played.gold.append(gold_turn(reference, row.gold_plan, gold, outcome_rows=rows))
        plans = () if row.gold_plan is None else (row.gold_plan,)
        played.written_gold.append(Written(reference.turn, reference.gold_sql, plans))
        if result is not None:
            played.written_own.append(_written(reference.turn, result))
            question = asked_with(reference, row.exchanges)
            answer = answer_of(
                result, session_id="eval", request_id="eval", number=reference.turn, question=question
            )
            kept = kept_of(answer, result, rows=self.settings.stored_rows)
            played.own.append(turn_of(kept, result, outcome_rows=rows))


def _with_gold_plan(row: RunRow, schema: Schema, played: _Played) -> RunRow:
    plan = gold_plan(row.reference, schema, played.gold)
    if isinstance(plan, Unsketchable):
        return row.model_copy(update={"gold_plan_missing": plan.reason})
    return row.model_copy(update={"gold_plan": plan})


def _stage_failed(error: TurnwiseError) -> dict[str, object]:
    return {"problems": (Problem.STAGE_FAILED,), "detail": f"{error.reason}: {error.message}"}


def _written(turn: int, result: TurnResult) -> Written:
    sql = result.execution.sql if result.execution else ""
    read_off = plan_from_sql(sql, result.links.snapshot)
    plans = (result.plan,) if isinstance(read_off, Unsketchable) else (result.plan, read_off)
    return Written(turn, sql, plans)


def _with_stages(row: RunRow, passes: Passes, result: TurnResult | None) -> RunRow:
    recorder = passes.recorder
    links, plans = recorder.links, recorder.plans
    chosen = next((n for n, plan in enumerate(plans) if result and plan == result.plan), None)
    found: dict[str, object] = {
        "plans": plans[: max(KEPT_PLANS, 0 if chosen is None else chosen + 1)],
        "chosen_plan": chosen,
        "drafts": recorder.drafts,
        "attempts": recorder.attempts,
        "exchanges": tuple(passes.exchanges),
        "timing": passes.timing,
        "usage": passes.usage,
        "user_usage": passes.user_usage,
    }
    if links is not None:
        found["links"] = links.values
        found["truncated"] = links.truncated
        found["ranked_tables"] = tuple(ranked.table for ranked in links.tables[:KEPT_RANKED])
        found["ranked_columns"] = tuple(str(ranked.column) for ranked in links.columns[:KEPT_RANKED])
    if result is not None:
        execution = result.execution
        answered = execution is not None and execution.status is ExecutionStatus.OK
        found["status"] = _STATUS.get(result.plan.intent, Status.ANSWERED if answered else Status.FAILED)
        found["sql"] = execution.sql if execution else ""
    return row.model_copy(update=found)
