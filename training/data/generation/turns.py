"""The turns of a source as rows are made of them: the reference turn with its links, plan, outcome and history."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from eval.datasets.reference import Dialogue, ReferenceTurn
from eval.protocols.gold_history import gold_plan, gold_turn
from services.contracts.errors import DatabaseUnusable
from services.contracts.models import ExecutionStatus, Links, Outcome, Turn
from services.contracts.plan import Plan
from services.contracts.prompt.private import reads_private
from services.contracts.schema import Schema
from services.contracts.sql_plan import Unsketchable
from services.conversation.settings import ConversationSettings
from services.value_index.settings import ValueIndexSettings
from training.data.generation.links import KeptLinks
from training.data.generation.reference_results import ReferenceResults
from training.data.generation.sources import Source


@dataclass(frozen=True, slots=True)
class TaughtTurn:
    """`plan` is None where the reference has none, for the reason `planless`.

    `history` are the reference's earlier turns, as many as the conversation shows its stages.
    """

    id: str
    reference: ReferenceTurn
    links: Links
    plan: Plan | None
    planless: str
    history: tuple[Turn, ...]

    @property
    def schema(self) -> Schema:
        return self.links.snapshot

    @property
    def database_id(self) -> str:
        return self.reference.database_id


@dataclass(frozen=True, slots=True)
class Untaught:
    """A turn of which no row can be made, whatever the format."""

    database_id: str
    reason: str


class TurnsOfSource:
    """Use as a context manager, then iterate. Links and results of references are kept in `cache`."""

    def __init__(self, source: Source, cache: Path) -> None:
        settings = ConversationSettings()
        self._source = source
        self._history_turns = settings.history_turns
        self._links = KeptLinks(cache / f"links-{source.name}", source.catalogue, ValueIndexSettings())
        self.results = ReferenceResults(
            cache / f"reference-results-{source.name}.pkl",
            source.files,
            outcome_rows=settings.outcome_rows,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._links.close()
        finally:
            self.results.close()

    def __iter__(self) -> Iterator[TaughtTurn | Untaught]:
        """Dialogue by dialogue, each in order; the dialogues of one database follow each other."""
        for dialogue in self._source.by_database:
            yield from self._of(dialogue)

    def _of(self, dialogue: Dialogue) -> Iterator[TaughtTurn | Untaught]:
        earlier: list[Turn] = []
        for turn in dialogue:
            if not self._source.is_there(turn.database_id):
                yield Untaught(turn.database_id, "the database is not there")
                continue
            id_ = self._source.id_of(turn)
            history = tuple(earlier[-self._history_turns :]) if self._history_turns else ()
            try:
                links = self._links.of(id_, turn.asked, turn.database_id, history)
                outcome = self.results.outcome(turn) if turn.gold_sql else None
            except DatabaseUnusable as refusal:
                yield Untaught(turn.database_id, refusal.message)
                continue
            found = gold_plan(turn, links.snapshot, earlier)
            plan = None if isinstance(found, Unsketchable) else found
            planless = found.reason if isinstance(found, Unsketchable) else ""
            why_not = _why_not(turn, outcome)
            if why_not:
                yield Untaught(turn.database_id, why_not)
            else:
                yield TaughtTurn(id_, turn, links, plan, planless, history)
            earlier.append(_as_history(turn, plan, outcome, links.snapshot))


def _why_not(turn: ReferenceTurn, outcome: Outcome | None) -> str:
    if not turn.to_answer:
        return "not to be answered with SQL"
    if outcome is None:
        return "no reference SQL"
    return "" if outcome.status is ExecutionStatus.OK else "the reference SQL fails"


def _as_history(turn: ReferenceTurn, plan: Plan | None, outcome: Outcome | None, schema: Schema) -> Turn:
    """As the conversation keeps it: without the rows of a statement that reads private columns."""
    kept = gold_turn(turn, plan, None, outcome_rows=0)
    if outcome is not None and outcome.first_rows and reads_private(turn.gold_sql, schema):
        outcome = outcome.model_copy(update={"first_rows": ()})
    return kept.model_copy(update={"outcome": outcome})
