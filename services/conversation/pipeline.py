"""One turn, stage by stage. The only place that calls stages, in the order in which a turn passes them."""

from collections.abc import Callable

from services.contracts.frozen import Frozen
from services.contracts.models import (
    Attempted,
    Context,
    DatabaseId,
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

Emit = Callable[[StageEvent], None]

# What another draft cannot mend (a damaged file) or must not try to get around (a denied statement).
_FINAL = frozenset({ExecutionStatus.OK, ExecutionStatus.DENIED, ExecutionStatus.DAMAGED})


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


class Pipeline:
    """`repair_rounds` bounds the returns to the generator; the executor repairs what needs no model."""

    def __init__(
        self,
        value_index: ValueIndex,
        planner: Planner,
        generator: Generator,
        executor: Executor,
        *,
        repair_rounds: int = 1,
        heartbeat_seconds: float = 2.0,
    ) -> None:
        self.value_index = value_index
        self.planner = planner
        self.generator = generator
        self.executor = executor
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
        plans = (await step(Stage.PLAN, self.planner.plan(plan), Plans)).plans
        emit(Planned(plans=plans))
        if plans[0].intent is not Intent.ANSWER:
            return TurnResult(links=links, plan=plans[0], timing=step.timing)

        generate = GenerateRequest(
            question=question, links=links, plans=plans, history=history, context=context
        )
        execute = ExecuteRequest(
            drafts=(), links=links, database_id=request.database_id, limits=request.limits, context=context
        )
        execution: Execution | None = None
        chosen: Plan = plans[0]
        for round_number in range(self.repair_rounds + 1):
            drafts = await step(Stage.GENERATE, self.generator.generate(generate), Drafts)
            step.spent(drafts.usage)
            emit(Drafted(drafts=drafts.drafts, round=round_number))
            if not any(draft.sql for draft in drafts.drafts):
                break

            execute = execute.model_copy(update={"drafts": drafts.drafts, "round": round_number})
            latest = await step(Stage.EXECUTE, self.executor.execute(execute), Execution)
            for attempt in latest.attempts:
                emit(Attempted(attempt=attempt))
            execution = _with_earlier(latest, execution)
            if execution.draft is not None:
                chosen = _plan_of(drafts.drafts[execution.draft].plan, plans)
            if execution.status in _FINAL:
                break
            tried = tuple(attempt.sql for attempt in execution.attempts)
            execute = execute.model_copy(update={"tried": tried})
            generate = generate.model_copy(
                update={"diagnosis": execution.diagnosis, "attempts": execution.attempts}
            )

        return TurnResult(links=links, plan=chosen, execution=execution, timing=step.timing, usage=step.usage)


def _with_earlier(latest: Execution, earlier: Execution | None) -> Execution:
    """All rounds' attempts belong to the answer."""
    if earlier is None:
        return latest
    return latest.model_copy(update={"attempts": earlier.attempts + latest.attempts})


def _plan_of(index: int | None, plans: tuple[Plan, ...]) -> Plan:
    return plans[index] if index is not None and index < len(plans) else plans[0]
