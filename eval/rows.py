"""What a run writes of each turn: one JSON object per line of `rows.jsonl`. docs/evaluation.md explains the fields."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from eval.datasets.reference import Exchange, ReferenceTurn
from eval.metrics.result import Result
from eval.running import Failure
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Cell, Frozen
from services.contracts.models import Attempt, Draft, StageTiming, Truncated, Usage, ValueLink
from services.contracts.plan import Plan

FORMAT = 2  # of rows.jsonl and manifest.json; raised when older readers could read a row wrongly
ROWS_FILE = "rows.jsonl"
KEPT_ROWS = 20  # first rows of a result that a row keeps
KEPT_CHARACTERS = 200  # of a text in them; a longer one ends with …


class HistoryMode(StrEnum):
    """Whose earlier turns a system sees: the reference's (teacher-forced), or what it made of them itself."""

    GOLD = "gold"
    OWN = "own"


class Oracle(StrEnum):
    """What a diagnostic run takes from the reference of the current turn."""

    PLAN = "plan"
    SCHEMA = "schema"
    VALUES = "values"


class Problem(StrEnum):
    """Why a row is wrong, or not scored, for another reason than the answer it got."""

    DATABASE_MISSING = "database_missing"
    DATABASE_UNUSABLE = "database_unusable"
    NO_REFERENCE = "no_reference"  # to be answered, but the data set withholds the SQL
    GOLD_FAILS = "gold_fails"
    GOLD_TOO_LARGE = "gold_too_large"  # more rows or bytes than the reference may have
    NO_PREDICTION = "no_prediction"  # no SQL was written
    PREDICTION_MISSING = "prediction_missing"  # of an imported file: no line for this turn
    PREDICTION_DOUBLED = "prediction_doubled"  # of an imported file: several lines for this turn
    PREDICTION_MISPLACED = "prediction_misplaced"  # of an imported file: a line about another database
    PREDICTION_FAILS = "prediction_fails"
    PREDICTION_TRUNCATED = "prediction_truncated"  # more rows than the executor may give
    NOT_ANSWERED = "not_answered"  # a clarifying question, 'unanswerable' or small talk instead
    TURN_TIMEOUT = "turn_timeout"
    STAGE_FAILED = "stage_failed"
    LOST = "lost"  # the process that worked on the dialogue died or was stopped
    UNSCORED = "unscored"  # the scorer gives no verdict on results


class Status(StrEnum):
    """What the system did with the question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    CHITCHAT = "chitchat"
    FAILED = "failed"


class LiteralKind(StrEnum):
    """How a literal of the reference stands in the questions so far."""

    EXACT = "exact"
    CASE = "case"
    FUZZY = "fuzzy"
    ALIAS = "alias"
    NONE = "none"


class PlanSource(StrEnum):
    """Where the plans of a row come from."""

    PLANNER = "planner"  # or from the oracle in its place
    NONE = "none"  # no planner was asked: `plans` holds an empty one
    SQL = "sql"  # of an imported prediction: read off its SQL, for people to see


class Outcome(Frozen):
    """One side's result: the first rows, and a digest of all (sha256 of labels and rows in order)."""

    columns: tuple[str, ...] = ()
    row_count: int | None = None
    first_rows: tuple[tuple[Cell, ...], ...] = ()
    digest: str = ""
    failure: str = ""

    @classmethod
    def of(cls, result: Result | Failure) -> Self:
        if isinstance(result, Failure):
            return cls(failure=f"{result.kind}: {result.message}")
        return cls(
            columns=result.columns,
            row_count=len(result.rows),
            first_rows=tuple(tuple(map(_short, row)) for row in result.rows[:KEPT_ROWS]),
            digest=hashlib.sha256(repr((result.columns, list(result.rows))).encode()).hexdigest(),
        )


class Verdicts(Frozen):
    """One per metric; None where there is none, for a reason that stands in `reasons`.

    `value`, `strict` and `any_order` are those of the executor's rows; `value_stock` is value accuracy of the same
    SQL in SQLite's stock mode, as the other metrics see it. Of an imported prediction both are the stock mode's.
    """

    value: bool | None = None
    strict: bool | None = None
    any_order: bool | None = None
    ex: bool | None = None
    esm: bool | None = None
    etm: bool | None = None
    esm_as_written: bool | None = None
    etm_repaired: bool | None = None
    value_stock: bool | None = None
    first_draft_value: bool | None = None
    reasons: dict[str, str] = Field(default_factory=dict)


class GoldLiteral(Frozen):
    """A literal of the gold plan.

    `rank` (from 1) is its place among the value links, None where it is not among them; `rank_any_case` that of the
    first link which differs from it in nothing but case.
    """

    column: str
    operator: str
    value: Cell
    kind: LiteralKind
    rank: int | None = None
    rank_any_case: int | None = None


class RunRow(Frozen):
    """One turn of one run.

    `history` is None where it is not known, as of imported predictions. `index_ms`: what reading and indexing the
    database took, in the row for which a process did it; `index_bytes` there: the size, where the index tells it.
    `truncated`: which lists of the links were cut short, be it because the index was still being made.
    `literals_left_out` counts, by cause, what the gold compares with and no value link can stand for. `exchanges`: what
    was asked back before the plans below, and what a simulated user said, whose tokens are `user_usage`; `timing` and
    `usage` are those of every pass.
    """

    reference: ReferenceTurn
    history: HistoryMode | None = None
    oracle: tuple[Oracle, ...] = ()
    hardness: str = ""
    gold_plan: Plan | None = None
    gold_plan_missing: str = ""
    gold: Outcome | None = None
    literals: tuple[GoldLiteral, ...] = ()
    literals_left_out: dict[str, int] = Field(default_factory=dict)

    status: Status = Status.FAILED
    problems: tuple[Problem, ...] = ()
    detail: str = ""
    links: tuple[ValueLink, ...] = ()
    truncated: Truncated = Truncated()
    ranked_tables: tuple[str, ...] = ()
    ranked_columns: tuple[str, ...] = ()
    plan_source: PlanSource = PlanSource.PLANNER
    plans: tuple[Plan, ...] = ()
    chosen_plan: int | None = None
    drafts: tuple[Draft, ...] = ()
    sql: str = ""
    attempts: tuple[Attempt, ...] = ()
    predicted: Outcome | None = None
    verdicts: Verdicts = Verdicts()
    timing: tuple[StageTiming, ...] = ()
    usage: Usage = Usage()
    exchanges: tuple[Exchange, ...] = ()
    user_usage: Usage = Usage()
    index_ms: float | None = None
    index_bytes: int | None = None

    @model_validator(mode="after")
    def _chosen_plan_is_there(self) -> Self:
        if self.chosen_plan is not None and not 0 <= self.chosen_plan < len(self.plans):
            raise ValueError(f"plan {self.chosen_plan} was chosen, of {len(self.plans)}")
        return self

    @property
    def id(self) -> str:
        return self.reference.id

    @property
    def dialogue(self) -> tuple[str, str]:
        return self.reference.data_set, self.reference.dialogue

    @property
    def has_reference(self) -> bool:
        """Whether the SQL metrics say anything about this turn."""
        return bool(self.reference.gold_sql)

    @property
    def plan(self) -> Plan | None:
        """The planner's first plan."""
        return self.plans[0] if self.plans else None

    @property
    def carried_out(self) -> Plan | None:
        """The plan of the SQL that ran, or else the first."""
        return self.plan if self.chosen_plan is None else self.plans[self.chosen_plan]

    def to_line(self) -> str:
        """Without the fields that say nothing. What a field holds is written in full, for a plan's sketch is read back
        by the kinds of its nodes, which are defaults."""
        fields = json.loads(self.model_dump_json())
        return json.dumps({name: value for name, value in fields.items() if value != _UNSAID[name]})


_NOTHING = ReferenceTurn(id="", data_set="", database_id="_", dialogue="", turn=1, question="")
_UNSAID = json.loads(RunRow(reference=_NOTHING).model_dump_json())


def read_rows(path: Path, *, cut_short: bool = False) -> tuple[RunRow, ...]:
    """Raises InvalidRequest with the line that is no row, or has the id of another.

    `cut_short`: a killed process wrote the file, whose last line may lack its end and is then left out.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"the rows {path} cannot be read: {error}") from error
    if cut_short and lines and not lines[-1].endswith("\n"):
        lines.pop()
    return tuple(_read(lines, path.name))


def _read(lines: Sequence[str], file: str) -> Iterator[RunRow]:
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = RunRow.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise InvalidRequest(f"{file}, line {number}: no row of a run: {reason}") from error
        if row.id in seen:
            raise InvalidRequest(
                f"{file}, line {number}: row '{row.id}' stands in line {seen[row.id]} already"
            )
        seen[row.id] = number
        yield row


def _short(cell: Cell) -> Cell:
    if isinstance(cell, str) and len(cell) > KEPT_CHARACTERS:
        return cell[:KEPT_CHARACTERS] + "…"
    if isinstance(cell, bytes) and len(cell) > KEPT_CHARACTERS:
        return f"<blob of {len(cell):,} bytes>"
    return cell
