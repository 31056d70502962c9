"""One turn, stage by stage. The only place that calls stages, in the order in which a turn passes them."""

from collections.abc import Callable

import structlog

from services.contracts.errors import Overloaded, StageBroken, StageUnavailable, TurnwiseError
from services.contracts.frozen import Frozen
from services.contracts.models import (
    Attempt,
    Attempted,
    Context,
    DatabaseId,
    Draft,
    Drafted,
    Drafts,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    GenerateRequest,
    Limits,
    Linked,
    LinkRequest,
    Links,
    Planned,
    PlanRequest,
    Plans,
    Stage,
    StageEvent,
    StageTiming,
    Turn,
    Usage,
)
from services.contracts.plan import Intent, Plan
from services.contracts.stages import Executor, Generator, Planner, ValueIndex
from services.conversation.steps import Steps

log = structlog.get_logger()
Emit = Callable[[StageEvent], None]

# What another draft cannot mend (a damaged file) or must not try to get around (a denied statement).
_FINAL = frozenset({ExecutionStatus.DENIED, ExecutionStatus.DAMAGED})


class TurnRequest(Frozen):
    question: str
    database_id: DatabaseId
    history: tuple[Turn, ...] = ()
    limits: Limits = Limits()
    context: Context = Context()


class TurnResult(Frozen):
    """What the stages made of one question. `execution` is None where the plan's intent is not to answer."""

    links: Links
    plan: Plan
    execution: Execution | None = None
    timing: tuple[StageTiming, ...] = ()
    usage: Usage = Usage()
    notes: tuple[str, ...] = ()


class Pipeline:
    """`repair_rounds` bounds the returns to the generator; the executor repairs what needs no model.

    `fallback` writes where the generator cannot; without one, the turn fails.
    """

    def __init__(
        self,
        value_index: ValueIndex,
        planner: Planner,
        generator: Generator,
        executor: Executor,
        *,
        fallback: Generator | None = None,
        repair_rounds: int = 1,
        heartbeat_seconds: float = 2.0,
    ) -> None:
        self.value_index = value_index
        self.planner = planner
        self.generator = generator
        self.executor = executor
        self.fallback = fallback
        self.repair_rounds = repair_rounds
        self.heartbeat_seconds = heartbeat_seconds

    async def run(self, request: TurnRequest, emit: Emit) -> TurnResult:
        """Answers one question; `emit` is called with each stage's event as it happens."""
        step = Steps(emit, self.heartbeat_seconds)
        question, history, context = request.question, request.history, request.context

        link = LinkRequest(
            question=question, database_id=request.database_id, history=history, context=context
        )
        links = await step(Stage.LINK, self.value_index.link(link), Links)
        emit(Linked(links=links))

        plan = PlanRequest(question=question, links=links, history=history, context=context)
        planned = await step(Stage.PLAN, self.planner.plan(plan), Plans)
        step.spent(planned.usage)
        plans = planned.plans
        emit(Planned(plans=plans))
        if plans[0].intent is not Intent.ANSWER:
            return TurnResult(links=links, plan=plans[0], timing=step.timing, usage=step.usage)

        execution, chosen = await self._executed(request, links, plans, step, emit)
        return TurnResult(
            links=links,
            plan=chosen,
            execution=execution,
            timing=step.timing,
            usage=step.usage,
            notes=step.notes,
        )

    async def _executed(
        self, request: TurnRequest, links: Links, plans: tuple[Plan, ...], step: Steps, emit: Emit
    ) -> tuple[Execution | None, Plan]:
        """The best of the rounds with all their attempts, and its plan.

        A round without rows is followed by one that knows why, as far as `repair_rounds` go. That nothing is found is
        an answer, too: neither a failure nor a fault in a later round replaces it.
        """
        generate = GenerateRequest(
            question=request.question,
            links=links,
            plans=plans,
            history=request.history,
            context=request.context,
        )
        best: Execution | None = None
        chosen = plans[0]
        attempts: tuple[Attempt, ...] = ()
        for number in range(self.repair_rounds + 1):
            try:
                drafts, latest = await self._round(number, request, generate, step, emit)
            except TurnwiseError as fault:
                if best is None or best.status is not ExecutionStatus.OK:
                    raise
                log.warning("repair_round_failed", round=number, fault=str(fault))
                break
            if latest is None:
                break
            attempts += latest.attempts
            if best is None or _is_better(latest, best):
                best = latest
                if latest.draft is not None:
                    chosen = _plan_of(drafts[latest.draft].plan, plans)
            if latest.status in _FINAL or latest.row_count:
                break
            generate = generate.model_copy(update={"diagnosis": best.diagnosis, "attempts": attempts})
        return best and best.model_copy(update={"attempts": attempts}), chosen

    async def _round(
        self, number: int, request: TurnRequest, generate: GenerateRequest, step: Steps, emit: Emit
    ) -> tuple[tuple[Draft, ...], Execution | None]:
        """Drafts, and what became of them; None where there is no statement among them."""
        written = await self._written(generate, step)
        step.spent(written.usage)
        step.note(*written.notes)
        emit(Drafted(drafts=written.drafts, round=number))
        if not any(draft.sql for draft in written.drafts):
            step.note(*(draft.failure for draft in written.drafts if not number))
            return written.drafts, None
        execute = ExecuteRequest(
            drafts=written.drafts,
            links=generate.links,
            database_id=request.database_id,
            limits=request.limits,
            round=number,
            tried=tuple(attempt.sql for attempt in generate.attempts),
            context=request.context,
        )
        execution = await step(Stage.EXECUTE, self.executor.execute(execute), Execution)
        for attempt in execution.attempts:
            emit(Attempted(attempt=attempt))
        return written.drafts, execution

    async def _written(self, generate: GenerateRequest, step: Steps) -> Drafts:
        try:
            return await step(Stage.GENERATE, self.generator.generate(generate), Drafts)
        except (StageUnavailable, StageBroken, Overloaded) as fault:
            if self.fallback is None:
                raise
            log.warning("generator_replaced", fault=str(fault))
            step.note(f"The fallback generator wrote this, because the usual one failed: {fault}.")
        return await step(Stage.GENERATE, self.fallback.generate(generate), Drafts)


def _is_better(latest: Execution, best: Execution) -> bool:
    """What ran gives way to rows alone; what did not run, to anything that was tried."""
    return bool(latest.row_count if best.status is ExecutionStatus.OK else latest.attempts)


def _plan_of(index: int | None, plans: tuple[Plan, ...]) -> Plan:
    return plans[index] if index is not None and index < len(plans) else plans[0]
