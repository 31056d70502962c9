"""Plays one dialogue through the pipeline, turn by turn, and scores every turn."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from eval.datasets.reference import Dialogue, ReferenceTurn
from eval.literals import gold_literals
from eval.metrics.result import Result
from eval.protocols.answer_key import AnswerKey, Key
from eval.protocols.gold_history import gold_plan, gold_turn
from eval.protocols.leaks import Leaked
from eval.protocols.recorder import Recorder
from eval.protocols.turn_scores import TurnScorer, hardness_of
from eval.rows import HistoryMode, Oracle, Problem, RunRow, Status
from eval.running import Failure
from eval.scoring import EvaluationDatabase
from services.contracts.errors import DatabaseUnusable, TurnwiseError
from services.contracts.models import Context, ExecutionStatus, Limits, Turn
from services.contracts.plan import Intent
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable
from services.conversation.answer import answer_of, kept_of, turn_of
from services.conversation.conversation import clean_question
from services.conversation.pipeline import Pipeline, TurnRequest, TurnResult
from services.conversation.settings import ConversationSettings

# A result may be as large as the executor lets it be: a cut one cannot be compared.
LIMITS = Limits(seconds=30.0, rows=100_000, bytes=64_000_000)
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
    own_sql: list[str] = field(default_factory=list)

    def written(self, mode: HistoryMode, earlier: Dialogue) -> frozenset[str]:
        """The SQL that the history may hold by right (see `answer_key.Key`), from another source than the history."""
        gold = (turn.gold_sql for turn in earlier)
        return frozenset(filter(None, gold if mode is HistoryMode.GOLD else self.own_sql))

    def history(self, mode: HistoryMode, turns: int) -> tuple[Turn, ...]:
        shown = self.gold if mode is HistoryMode.GOLD else self.own
        return tuple(shown[-turns:]) if turns else ()


@dataclass(frozen=True)
class DialoguePlayer:
    """`schema` gives the whole schema of a database, whatever oracle stands in the pipeline."""

    pipeline: Pipeline
    settings: ConversationSettings
    protocol: Protocol
    key: AnswerKey
    scorer: TurnScorer
    database: Callable[[str], EvaluationDatabase]
    schema: Callable[[str], Awaitable[Schema]]
    indexed: set[str] = field(default_factory=set)

    async def play(self, dialogue: Dialogue) -> list[RunRow]:
        """A row per turn, whatever happens; raises Leaked only, which voids the run."""
        played = _Played()
        return [await self._turn(reference, played, dialogue) for reference in dialogue]

    async def _turn(self, reference: ReferenceTurn, played: _Played, dialogue: Dialogue) -> RunRow:
        row = RunRow(reference=reference, history=self.protocol.history, oracle=self.protocol.oracle)
        database = self.database(reference.database_id)
        if not database.main.path.is_file():
            return row.model_copy(update={"problems": (Problem.DATABASE_MISSING,)})
        try:
            schema, index_ms = await self._schema(reference.database_id)
            row = row.model_copy(update={"index_ms": index_ms})
            row = self._with_reference(row, schema, database, played)
        except DatabaseUnusable as refusal:
            problem = {"problems": (Problem.DATABASE_UNUSABLE,), "detail": refusal.message}
            return row.model_copy(update=problem)
        mode = self.protocol.history
        history = played.history(mode, self.settings.history_turns)
        written = played.written(mode, dialogue[: reference.turn - 1])
        self.key.show(Key(reference, row.gold_plan, row.gold_plan_missing, written))
        row, result = await self._ask(row, history)
        row = self._scored(row, result, database, schema, dialogue)
        self._remember(row, result, played, database)
        return row

    async def _schema(self, database_id: str) -> tuple[Schema, float | None]:
        """With the time that it took where it was the first call for that database."""
        started = time.perf_counter()
        schema = await self.schema(database_id)
        if database_id in self.indexed:
            return schema, None
        self.indexed.add(database_id)
        return schema, round((time.perf_counter() - started) * 1000, 3)

    def _with_reference(
        self, row: RunRow, schema: Schema, database: EvaluationDatabase, played: _Played
    ) -> RunRow:
        plan = gold_plan(row.reference, schema, played.gold)
        missing = isinstance(plan, Unsketchable)
        return row.model_copy(
            update={
                "hardness": hardness_of(row.reference.gold_sql, database) if row.has_reference else "",
                "gold_plan": None if missing else plan,
                "gold_plan_missing": plan.reason if isinstance(plan, Unsketchable) else "",
            }
        )

    async def _ask(self, row: RunRow, history: tuple[Turn, ...]) -> tuple[RunRow, TurnResult | None]:
        recorder = Recorder()
        result: TurnResult | None = None
        failed: dict[str, object] = {}
        try:
            request = TurnRequest(
                question=clean_question(row.reference.asked),
                database_id=row.reference.database_id,
                history=history,
                limits=self.protocol.limits,
                context=Context(seed=self.protocol.seed),
            )
            async with asyncio.timeout(self.settings.turn_seconds):
                result = await self.pipeline.run(request, recorder)
        except TimeoutError:
            seconds = f"the turn took longer than {self.settings.turn_seconds:g} s"
            failed = {"problems": (Problem.TURN_TIMEOUT,), "detail": seconds}
        except TurnwiseError as error:
            if isinstance(error.__cause__, Leaked):
                raise error.__cause__ from None
            failed = {"problems": (Problem.STAGE_FAILED,), "detail": f"{error.reason}: {error.message}"}
        return _with_stages(row, recorder, result).model_copy(update=failed), result

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
                row.gold_plan, row.links, questions, schema, lambda sql: self._run(database, sql)
            )
            row = row.model_copy(update={"literals": literals})
        if row.has_reference:
            return self.scorer.of_execution(row, result.execution if result else None, database)
        if row.reference.to_answer:
            return row.model_copy(update={"problems": (*row.problems, Problem.NO_REFERENCE)})
        return row

    def _run(self, database: EvaluationDatabase, sql: str) -> Result | Failure:
        return self.scorer.queries.run(database.main, sql)

    def _remember(
        self, row: RunRow, result: TurnResult | None, played: _Played, database: EvaluationDatabase
    ) -> None:
        """A turn that failed leaves nothing in its own history, as in a session."""
        reference, rows = row.reference, self.settings.outcome_rows
        gold = self._run(database, reference.gold_sql) if reference.gold_sql else None
        played.gold.append(gold_turn(reference, row.gold_plan, gold, outcome_rows=rows))
        if result is not None:
            answer = answer_of(
                result, session_id="eval", request_id="eval", number=reference.turn, question=reference.asked
            )
            kept = kept_of(answer, result, rows=self.settings.stored_rows)
            played.own_sql.append(kept.sql)
            played.own.append(turn_of(kept, result, outcome_rows=rows))


def _with_stages(row: RunRow, recorder: Recorder, result: TurnResult | None) -> RunRow:
    links, plans = recorder.links, recorder.plans
    found: dict[str, object] = {
        "plans": plans[:KEPT_PLANS],
        "drafts": recorder.drafts,
        "attempts": recorder.attempts,
    }
    if links is not None:
        found["links"] = links.values
        found["ranked_tables"] = tuple(ranked.table for ranked in links.tables[:KEPT_RANKED])
        found["ranked_columns"] = tuple(str(ranked.column) for ranked in links.columns[:KEPT_RANKED])
    if result is not None:
        execution = result.execution
        answered = execution is not None and execution.status is ExecutionStatus.OK
        found["status"] = _STATUS.get(result.plan.intent, Status.ANSWERED if answered else Status.FAILED)
        found["chosen_plan"] = next((n for n, plan in enumerate(plans) if plan == result.plan), None)
        found["sql"] = execution.sql if execution else ""
        found["timing"], found["usage"] = result.timing, result.usage
    return row.model_copy(update=found)
