"""Stages in memory that satisfy the protocols: what the conversation and the contract tests run against."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from services.contracts.errors import StatementFailed, UnknownDatabase
from services.contracts.language_model.completion import Completion, CompletionRequest, Completions
from services.contracts.language_model.tokens import estimated
from services.contracts.models import (
    Attempt,
    Diagnosis,
    DiagnosisKind,
    Draft,
    Drafts,
    ExecuteRequest,
    Execution,
    ExecutionStatus,
    FetchRequest,
    GenerateRequest,
    LinkRequest,
    Links,
    Mention,
    PlanRequest,
    Plans,
    ResultColumn,
    ResultPage,
    ValueLink,
)
from services.contracts.plan import Intent, MatchKind, Plan
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Message
from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.contracts.sql_plan import plan_from_sql

SCHEMA = Schema(
    database_id="shop",
    tables=(
        Table(
            name="orders",
            columns=(
                Column(name="order_id", type="INTEGER", primary_key=True, unique=True),
                Column(name="country", type="TEXT", samples=("FR", "DE")),
                Column(name="total", type="REAL"),
            ),
            row_count=3,
        ),
        Table(
            name="countries",
            columns=(
                Column(name="code", type="TEXT", primary_key=True, unique=True),
                Column(name="name", type="TEXT", samples=("France", "Germany")),
            ),
            row_count=2,
        ),
    ),
    foreign_keys=(
        ForeignKey(table="orders", columns=("country",), ref_table="countries", ref_columns=("code",)),
    ),
)
PLAN = plan_from_sql("SELECT sum(total) FROM orders", SCHEMA)
assert isinstance(PLAN, Plan)


class FakeValueIndex:
    """Links 'France' to orders.country = 'FR'."""

    def __init__(self, schema: Schema = SCHEMA) -> None:
        self._schema = schema
        self.requests: list[LinkRequest] = []

    async def link(self, request: LinkRequest) -> Links:
        self.requests.append(request)
        _known(request.database_id)
        start = request.question.find("France")
        if start < 0:
            return Links(snapshot=self._schema)
        link = ValueLink(
            mention=Mention(text="France", start=start, end=start + 6),
            column=ColumnRef(table="orders", column="country"),
            value="FR",
            kind=MatchKind.ALIAS,
            score=0.9,
            source=ColumnRef(table="countries", column="name"),
            via=self._schema.foreign_keys,
        )
        return Links(snapshot=self._schema, values=(link,))

    async def schema(self, database_id: str) -> Schema:
        _known(database_id)
        return self._schema


class FakePlanner:
    """Answers every question with the same plans."""

    def __init__(self, *plans: Plan) -> None:
        self._plans = plans or (PLAN,)
        self.requests: list[PlanRequest] = []

    async def plan(self, request: PlanRequest) -> Plans:
        self.requests.append(request)
        return Plans(plans=self._plans)


class FakeGenerator:
    """Its first drafts are `first`; asked again with a diagnosis, `then`."""

    def __init__(self, first: tuple[str, ...] = ("SELECT 42",), then: tuple[str, ...] = ()) -> None:
        self._first = first
        self._then = then
        self.requests: list[GenerateRequest] = []

    async def generate(self, request: GenerateRequest) -> Drafts:
        self.requests.append(request)
        texts = self._first if request.diagnosis is None else self._then
        if not any(plan.intent is Intent.ANSWER for plan in request.plans):
            texts = ()
        return Drafts(drafts=tuple(Draft(sql=text, plan=0) for text in texts))


class FakeExecutor:
    """`SELECT n` gives the one cell n; anything else does not run."""

    def __init__(self) -> None:
        self.requests: list[ExecuteRequest] = []

    async def execute(self, request: ExecuteRequest) -> Execution:
        self.requests.append(request)
        _known(request.database_id)
        attempts: list[Attempt] = []
        for index, draft in enumerate(request.drafts):
            number = draft.sql.removeprefix("SELECT ")
            if number.isdigit():
                attempts.append(
                    Attempt(
                        sql=draft.sql,
                        status=ExecutionStatus.OK,
                        draft=index,
                        round=request.round,
                        row_count=1,
                    )
                )
                page = ResultPage(columns=(ResultColumn(name=number),), rows=((int(number),),))
                return Execution(
                    status=ExecutionStatus.OK,
                    sql=draft.sql,
                    draft=index,
                    page=page,
                    row_count=1,
                    attempts=tuple(attempts),
                )
            diagnosis = Diagnosis(kind=DiagnosisKind.SYNTAX, message="that is no number.", sql=draft.sql)
            attempts.append(
                Attempt(
                    sql=draft.sql,
                    status=ExecutionStatus.INVALID,
                    draft=index,
                    round=request.round,
                    diagnosis=diagnosis,
                )
            )
        return Execution(
            status=ExecutionStatus.INVALID,
            sql=request.drafts[0].sql,
            attempts=tuple(attempts),
            diagnosis=attempts[-1].diagnosis,
        )

    async def fetch(self, request: FetchRequest) -> AsyncGenerator[ResultPage]:
        """The numbers below n, in pages."""
        number = request.sql.removeprefix("SELECT ")
        if not number.isdigit():
            raise StatementFailed("that is no number.")
        count = int(number)
        columns = (ResultColumn(name="number"),)
        for offset in range(0, count, request.page_rows):
            rows = tuple((number,) for number in range(offset, min(offset + request.page_rows, count)))
            yield ResultPage(columns=columns, rows=rows, offset=offset, last=offset + len(rows) >= count)


def _known(database_id: str) -> None:
    if database_id != SCHEMA.database_id:
        raise UnknownDatabase(
            f"There is no database '{database_id}' in the catalogue.", database_id=database_id
        )


class FakeLanguageModel:
    """Writes the same text whatever it is asked, and has room for 4,000 tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.requests: list[CompletionRequest] = []

    async def start(self) -> None:
        """Serves whatever model is named."""

    async def complete(self, request: CompletionRequest) -> Completions:
        self.requests.append(request)
        return Completions(choices=(Completion(text=self._text, log_probability=-0.1),) * request.choices)

    async def room(self, model: str, *, max_tokens: int) -> Budget:  # noqa: ARG002
        return Budget(4000, estimated)

    async def prompt_tokens(self, model: str, messages: tuple[Message, ...]) -> int | None:  # noqa: ARG002
        return None

    async def close(self) -> None:
        """Holds nothing open."""


class Stuck:
    """A stage that never answers; `cancelled` is set when its caller gives up."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def _hang(self) -> None:
        self.started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    async def plan(self, request: PlanRequest) -> Plans:  # noqa: ARG002
        await self._hang()
        raise AssertionError("a stuck stage does not answer")

    async def execute(self, request: ExecuteRequest) -> Execution:  # noqa: ARG002
        await self._hang()
        raise AssertionError("a stuck stage does not answer")


class Failing:
    """A stage that always ends in `fault`."""

    def __init__(self, fault: Callable[[], Exception]) -> None:
        self._fault = fault

    async def plan(self, request: PlanRequest) -> Plans:  # noqa: ARG002
        raise self._fault()

    async def link(self, request: LinkRequest) -> Links:  # noqa: ARG002
        raise self._fault()

    async def generate(self, request: GenerateRequest) -> Drafts:  # noqa: ARG002
        raise self._fault()
