"""What passes between the stages of one turn. All frozen; `wire.py` holds the protobuf form of each."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from services.contracts.frozen import Cell, Frozen
from services.contracts.plan import CarriedItem, MatchKind, Plan
from services.contracts.schema import ColumnRef, ForeignKey, Schema

DatabaseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$")]
SessionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RequestId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
MAX_QUESTION = 4000  # characters
UNNAMED = "-"  # the request id of a request that is never repeated


class Context(Frozen):
    """What every request carries beside its subject.

    `now` makes 'last year' mean the same on every run; None is the wall clock. `seed` fixes what is drawn at random.
    A deadline is not a field: local callers use asyncio.timeout, gRPC carries its own.
    """

    request_id: RequestId = UNNAMED
    now: datetime | None = None
    locale: str = "en"
    seed: int = 0


# ---------------------------------------------------------------------------------------------- results of SQL


class ResultColumn(Frozen):
    """`type` is the declared type of the column it comes from, or '' for an expression."""

    name: str
    type: str = ""


class ResultPage(Frozen):
    """Rows of a result from row `offset` on; `last` when nothing follows."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    offset: int = 0
    last: bool = True


class DiagnosisKind(StrEnum):
    SYNTAX = "syntax"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_COLUMN = "unknown_column"
    AMBIGUOUS_COLUMN = "ambiguous_column"
    TYPE = "type"
    EMPTY_RESULT = "empty_result"
    FAN_OUT = "fan_out"
    TIMEOUT = "timeout"
    ROW_LIMIT = "row_limit"
    DENIED = "denied"
    FAILED = "failed"


class Diagnosis(Frozen):
    """What is wrong with a statement, where, on what evidence, and what would mend it. A value, never an exception."""

    kind: DiagnosisKind
    message: str
    sql: str = ""
    place: str = Field(default="", description="the part of the SQL that is meant, as written there")
    evidence: tuple[str, ...] = ()
    candidates: tuple[str, ...] = Field(default=(), description="replacements for `place`, best first")


class ExecutionStatus(StrEnum):
    OK = "ok"
    DENIED = "denied"  # the sandbox does not allow it
    INVALID = "invalid"  # not one SELECT that SQLite can prepare on this schema
    TIMEOUT = "timeout"
    LIMIT = "limit"  # memory or another bound of the sandbox
    DAMAGED = "damaged"  # the database file
    FAILED = "failed"  # the worker died or SQLite reported another fault


class Attempt(Frozen):
    """One statement that was tried."""

    sql: str
    status: ExecutionStatus
    round: int = Field(default=0, description="0: first drafts; n: after the n-th return to the generator")
    draft: int = Field(default=0, description="index into the drafts of that round")
    repair: str = Field(
        default="", description="what the executor changed before this attempt; empty: as drafted"
    )
    row_count: int | None = None
    elapsed_ms: float = 0.0
    diagnosis: Diagnosis | None = None


class Limits(Frozen):
    """Bounds of one call, all statements that it tries together; a server's own settings are upper bounds of these."""

    seconds: float = Field(default=10.0, gt=0)
    rows: int = Field(default=10_000, gt=0)
    bytes: int = Field(default=16_000_000, gt=0, description="of all cells together")


class Execution(Frozen):
    """What became of the drafts. With status OK, `page` holds the rows of `sql`, all that the limits allow."""

    status: ExecutionStatus
    sql: str = ""
    draft: int | None = None
    page: ResultPage | None = None
    row_count: int = 0
    truncated: bool = Field(default=False, description="the result has more rows than `page`")
    attempts: tuple[Attempt, ...] = ()
    diagnosis: Diagnosis | None = Field(
        default=None, description="set on failure, on an empty result, and beside rows that are doubtful"
    )
    elapsed_ms: float = 0.0


# --------------------------------------------------------------------------------------------------- history


class Outcome(Frozen):
    """How a turn's SQL ended, short enough for a prompt."""

    status: ExecutionStatus
    columns: tuple[str, ...] = ()
    row_count: int = 0
    truncated: bool = False
    first_rows: tuple[tuple[Cell, ...], ...] = ()
    error: str = ""

    @property
    def empty(self) -> bool:
        return self.status is ExecutionStatus.OK and self.row_count == 0


class Turn(Frozen):
    """An earlier turn of the same conversation: the system's own, never a gold answer outside of evaluation."""

    number: int = Field(ge=1)
    question: str
    plan: Plan | None = None
    sql: str = ""
    outcome: Outcome | None = Field(default=None, description="None: nothing was run")
    reply: str = Field(default="", description="what was said to the user, such as a clarifying question")


# ----------------------------------------------------------------------------------------------------- links


class Mention(Frozen):
    """Words of a question, from character `start` to `end`. `turn` is 0 for this question, else the earlier turn."""

    text: str
    start: int = 0
    end: int = 0
    turn: int = 0


class ValueLink(Frozen):
    """A mention stands for the stored `value` of `column`.

    `via` are the keys an alias came through: 'France' → orders.country = 'FR' via orders.country → countries.code,
    with `source` = countries.name where the mention itself is stored.
    """

    mention: Mention
    column: ColumnRef
    value: Cell
    kind: MatchKind
    score: float = Field(ge=0, le=1)
    source: ColumnRef | None = None
    via: tuple[ForeignKey, ...] = ()
    part: bool = Field(
        default=False,
        description="no stored value equals `value`: those that are meant hold it, as LIKE compares",
    )


class RankedTable(Frozen):
    table: str
    score: float


class RankedColumn(Frozen):
    column: ColumnRef
    score: float


class Truncated(Frozen):
    """Which of the lists had more to give."""

    values: bool = False
    tables: bool = False
    columns: bool = False


class Links(Frozen):
    """What the user's words match, each list best first.

    `values` are what the words rather mean, `possible` what they might mean besides: other columns of a number,
    numbers of earlier questions, dates, parts of texts, other forms of ordinary words. `unmatched` look like values and
    have no link in `values`, nor as a date in `possible`.
    """

    snapshot: Schema
    values: tuple[ValueLink, ...] = ()
    possible: tuple[ValueLink, ...] = ()
    tables: tuple[RankedTable, ...] = ()
    columns: tuple[RankedColumn, ...] = ()
    unmatched: tuple[Mention, ...] = ()
    truncated: Truncated = Truncated()


# ------------------------------------------------------------------------------------- requests and replies


class LinkRequest(Frozen):
    question: str = Field(max_length=MAX_QUESTION)
    database_id: DatabaseId
    history: tuple[Turn, ...] = ()
    context: Context = Context()


class PlanRequest(Frozen):
    question: str = Field(max_length=MAX_QUESTION)
    links: Links
    history: tuple[Turn, ...] = ()
    context: Context = Context()


class Usage(Frozen):
    """What a model call cost; zero for embedded stages. `cost` in the currency that the operator's price list uses."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0


class Plans(Frozen):
    """At least one plan, most probable first. A clarifying question or 'unanswerable' is a plan of that intent."""

    plans: tuple[Plan, ...] = Field(min_length=1)
    usage: Usage = Usage()


class GenerateRequest(Frozen):
    """`diagnosis` and `attempts` are set when earlier drafts of this turn failed or found nothing."""

    question: str = Field(max_length=MAX_QUESTION)
    links: Links
    plans: tuple[Plan, ...]
    history: tuple[Turn, ...] = ()
    diagnosis: Diagnosis | None = None
    attempts: tuple[Attempt, ...] = ()
    context: Context = Context()


class Draft(Frozen):
    """A statement to try, and the index of the plan it was written from. `failure` says why there is no SQL."""

    sql: str
    plan: int | None = None
    score: float = 0.0
    failure: str = ""


class Drafts(Frozen):
    """Best first; empty when no plan can be written as SQL (or, after a diagnosis, when nothing new is left to try)."""

    drafts: tuple[Draft, ...]
    usage: Usage = Usage()
    notes: tuple[str, ...] = Field(
        default=(), description="what the user should know, such as what of the schema the writer did not see"
    )


class ExecuteRequest(Frozen):
    """Drafts are tried in order; links give the executor the schema and the stored values for its own repairs."""

    drafts: tuple[Draft, ...]
    links: Links
    database_id: DatabaseId
    limits: Limits = Limits()
    round: int = 0
    tried: tuple[str, ...] = Field(default=(), description="SQL of earlier rounds, never tried again")
    context: Context = Context()


class FetchRequest(Frozen):
    """The pages of a statement that `execute` answered."""

    database_id: DatabaseId
    sql: str
    page_rows: int = Field(default=1000, gt=0, le=10_000)
    limits: Limits = Limits()
    context: Context = Context()


# -------------------------------------------------------------------------------------------- conversation


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # only in a session: the process died, or the asker left, during that turn
    RUNNING = "running"  # only in a session: being answered now


class Stage(StrEnum):
    LINK = "link"
    PLAN = "plan"
    GENERATE = "generate"
    EXECUTE = "execute"


class StageTiming(Frozen):
    stage: Stage
    ms: float


class Answer(Frozen):
    """The end of one turn."""

    session_id: SessionId
    request_id: RequestId
    turn: int
    question: str
    status: AnswerStatus
    text: str
    options: tuple[str, ...] = ()
    sql: str = ""
    page: ResultPage | None = None
    row_count: int = 0
    truncated: bool = False
    chart: str = Field(default="", description="a Vega-Lite specification as JSON with its data, or nothing")
    plan: Plan | None = None
    plan_text: str = ""
    attempts: tuple[Attempt, ...] = ()
    timing: tuple[StageTiming, ...] = ()
    usage: Usage = Usage()
    carried: tuple[CarriedItem, ...] = ()
    notes: tuple[str, ...] = ()


class AskRequest(Frozen):
    """`context.request_id` names the request: asked again, it is answered from the session without a second run."""

    session_id: SessionId
    question: str = Field(max_length=MAX_QUESTION)
    limits: Limits = Limits()
    context: Context = Context()


class Linked(Frozen):
    kind: Literal["linked"] = "linked"
    links: Links


class Planned(Frozen):
    kind: Literal["planned"] = "planned"
    plans: tuple[Plan, ...]


class Drafted(Frozen):
    kind: Literal["drafted"] = "drafted"
    drafts: tuple[Draft, ...]
    round: int = 0


class Attempted(Frozen):
    kind: Literal["attempt"] = "attempt"
    attempt: Attempt


class Answered(Frozen):
    kind: Literal["answered"] = "answered"
    answer: Answer


class Heartbeat(Frozen):
    """A stage is still at work after `elapsed_ms`."""

    kind: Literal["heartbeat"] = "heartbeat"
    stage: Stage
    elapsed_ms: float


StageEvent = Annotated[
    Linked | Planned | Drafted | Attempted | Answered | Heartbeat, Field(discriminator="kind")
]


class StoredTurn(Frozen):
    """A turn as the session keeps it: the answer, or the question of a turn that was interrupted."""

    number: int
    question: str
    status: AnswerStatus
    answer: Answer | None = None


class Session(Frozen):
    """A conversation about one database. `schema_hash` is the snapshot that the last turn was answered on."""

    session_id: SessionId
    database_id: DatabaseId
    created_at: datetime
    schema_hash: str = ""
    turns: tuple[StoredTurn, ...] = ()
