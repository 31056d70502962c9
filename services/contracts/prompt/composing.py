"""A request as the messages of a prompt, within a budget.

What every turn of a conversation shares comes first, so that a server finds it in its prefix cache: the system text,
then the schema. What is said of the turn follows: stored values that match, hints (such as a plan), earlier turns, the
question, and for a second attempt what became of the first.

Where all of it does not fit, the loss is the smallest that helps, in this order:

1. descriptions and stored values of columns, for the whole database alike: the schema's text may take SCHEMA_SHARE of
   the budget and stays the same for every question;
2. earlier turns, oldest first, but the last one;
3. columns, ranked by what the request is about: only then does the schema's text depend on the question;
4. the last earlier turn, then matched values.

Nothing is cut in the middle. System text, hints, question and failed attempt are never dropped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Protocol

from services.contracts.models import Links, Turn
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.history_text import history_text
from services.contracts.prompt.message import Message, Prompt
from services.contracts.prompt.ranking import ranked_columns
from services.contracts.prompt.schema_text import (
    DETAILS,
    Detail,
    Shown,
    not_shown,
    schema_text,
    shown_columns,
)
from services.contracts.prompt.value_text import value_lines
from services.contracts.schema import ColumnRef, Schema

SCHEMA_SHARE = 0.6
_ENOUGH_COLUMNS = 12
_FIRST_TRY = 64
_LESS = {
    DETAILS[1]: "of each column one stored value at most",
    DETAILS[2]: "not shown: stored values of the columns",
    DETAILS[3]: "not shown: stored values and descriptions of the columns",
}

# The text of a schema in that detail: of all columns (None) or of those.
SchemaText = Callable[[Schema, Detail, Shown | None], str]


class Asked(Protocol):
    """What a PlanRequest and a GenerateRequest have in common."""

    @property
    def question(self) -> str: ...

    @property
    def links(self) -> Links: ...

    @property
    def history(self) -> tuple[Turn, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a prompt is about. `hints` stand before the history, `failed` after the question.

    `needed`: the columns that hints and failed attempt name, to be kept first.
    """

    asked: Asked
    system: str
    hints: str = ""
    failed: str = ""
    needed: Sequence[ColumnRef] = ()
    schema_text: SchemaText = schema_text


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much is told: of the schema these columns (None: all), the last turns, all matched values or none."""

    detail: Detail
    columns: Shown | None
    turns: int
    values: bool = True


def composed(subject: Subject, budget: Budget) -> Prompt:
    """The prompt with as much as fits; `too_long` where even the least does not."""
    return _Composer(subject, budget).prompt()


class _Composer:
    def __init__(self, subject: Subject, budget: Budget) -> None:
        self._subject = subject
        self._budget = budget
        self._schema = subject.asked.links.snapshot
        self._history = subject.asked.history
        self._values = "\n".join(value_lines(subject.asked.links))

    def prompt(self) -> Prompt:
        extent = self._extent()
        notes = tuple(self._notes(extent))
        needs = self._tokens(extent)
        too_long = needs > self._budget.tokens
        if too_long:
            notes += (f"too long: {needs} tokens at the least, {self._budget.tokens} have room",)
        return Prompt(messages=self._messages(extent), notes=notes, too_long=too_long)

    # ------------------------------------------------------------------------------------------- what is told

    def _extent(self) -> _Extent:
        turns = len(self._history)
        start = _Extent(*self._schema_extent(), turns)
        kept = _largest(turns, lambda count: self._fits(replace(start, turns=count)))
        if kept is not None and kept >= min(1, turns):
            return replace(start, turns=kept)
        bare = replace(start, detail=DETAILS[-1])
        for extent in (replace(bare, turns=min(1, turns)), replace(bare, turns=0)):
            columns = self._most_columns(partial(self._fits_with, extent))
            if sum(map(len, columns.values())) >= self._enough:
                return replace(extent, columns=columns)
        last = replace(bare, turns=0, values=False)
        return replace(last, columns=self._most_columns(partial(self._fits_with, last)))

    def _schema_extent(self) -> tuple[Detail, Shown | None]:
        """What of the schema takes no more than its share."""
        all_columns = sum(len(table.columns) for table in self._schema.tables)
        # No column takes less than a token: a text beyond all bounds need not be written to be counted.
        for detail in DETAILS if all_columns <= self._share else ():
            if self._has_share(detail, None):
                return detail, None
        columns = self._most_columns(partial(self._has_share, DETAILS[-1]))
        return DETAILS[-1], columns

    @cached_property
    def _share(self) -> int:
        return int(self._budget.tokens * SCHEMA_SHARE)

    def _has_share(self, detail: Detail, columns: Shown | None) -> bool:
        text = self._subject.schema_text(self._schema, detail, columns)
        return self._budget.count(text) <= self._share

    def _fits_with(self, extent: _Extent, columns: Shown) -> bool:
        return self._fits(replace(extent, columns=columns))

    def _fits(self, extent: _Extent) -> bool:
        return self._tokens(extent) <= self._budget.tokens

    def _tokens(self, extent: _Extent) -> int:
        return sum(self._budget.count(message.content) for message in self._messages(extent))

    def _most_columns(self, fits: Callable[[Shown], bool]) -> Shown:
        count = _largest(len(self._ranked), lambda count: fits(shown_columns(self._ranked[:count])))
        return shown_columns(self._ranked[: count or 0])

    @cached_property
    def _ranked(self) -> list[ColumnRef]:
        return ranked_columns(self._subject.asked.links, self._history, self._subject.needed)

    @property
    def _enough(self) -> int:
        """Fewer columns than this are worth more than the last turn and matched values."""
        return min(len(self._ranked), _ENOUGH_COLUMNS)

    # ------------------------------------------------------------------------------------------- how it is told

    def _messages(self, extent: _Extent) -> tuple[Message, ...]:
        parts = {
            "Schema": self._subject.schema_text(self._schema, extent.detail, extent.columns),
            "Values": self._values if extent.values else "",
            "": self._subject.hints,
            "History": history_text(self._history, self._schema, last=extent.turns),
        }
        told = [f"{title}:\n{text}" if title else text for title, text in parts.items() if text]
        told.append(f"Question: {self._subject.asked.question}")
        told += [self._subject.failed] if self._subject.failed else []
        return (
            Message(role="system", content=self._subject.system),
            Message(role="user", content="\n\n".join(told)),
        )

    def _notes(self, extent: _Extent) -> Iterator[str]:
        if extent.columns is not None and (note := not_shown(self._schema, extent.columns)):
            yield note
        elif extent.detail != DETAILS[0]:
            yield _LESS[extent.detail]
        if dropped := len(self._history) - extent.turns:
            yield f"not shown: {dropped} of {len(self._history)} earlier turns"
        if self._values and not extent.values:
            yield "not shown: stored values that match the question"


def _largest(limit: int, fits: Callable[[int], bool]) -> int | None:
    """The largest number up to `limit` that fits, if 0 does; what is more needs more. Tries no more than twice that."""
    if not fits(0):
        return None
    low, high = 0, min(limit, _FIRST_TRY)
    while low < limit and fits(high):
        low, high = high, min(limit, 2 * high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
