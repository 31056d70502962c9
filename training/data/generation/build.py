"""Builds the files of rows: every turn of every source, put into every arm."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from services.contracts.errors import InvalidRequest
from services.contracts.language_model.tokens import TEMPLATE_TOKENS, counted_by, estimated
from services.contracts.prompt.budget import Budget
from services.generator.formats import FORMATS
from training.data.generation.arms import REPAIR, Arm, PlanKind
from training.data.generation.given_lines import read_outputs, read_rewritten
from training.data.generation.held_out import HeldOut, held_out
from training.data.generation.manifest import (
    BudgetDescription,
    FileDescription,
    circumstances,
    known_files,
    sha256_of,
    write_manifest,
)
from training.data.generation.mistakes import MistakeFinder
from training.data.generation.predicted import PlansOfTurns, plans_file, read_plans
from training.data.generation.progress import Counter, Progress
from training.data.generation.row_files import RowFiles
from training.data.generation.rows import Room, RowMaker
from training.data.generation.sources import Source, sources_of
from training.data.generation.turns import TaughtTurn, TurnsOfSource, Untaught

_NO_LIMIT = 1 << 40


@dataclass(frozen=True)
class BuildPlan:
    """What is to be built. `data` and `dbs` as in `turnwise eval run`; `validation`: databases to keep out besides.

    `cache` holds links and results of references between builds, and the files of predicted plans where `plans` names
    no other folder. `tokens` bound prompt and answer together, None: unbounded.
    """

    data: tuple[str, ...]
    folder: Path
    cache: Path
    arms: tuple[Arm, ...]
    out: Path
    dbs: tuple[str, ...] = ()
    validation: tuple[str, ...] = ()
    plans: Path | None = None
    rewritten: Path | None = None
    outputs: Path | None = None
    tokenizer: Path | None = None
    tokens: int | None = None
    answer_tokens: int = 256
    limit: int | None = None

    @property
    def room(self) -> Room:
        """Raises InvalidRequest where nothing is left for the prompt."""
        count = counted_by(self.tokenizer) if self.tokenizer else estimated
        left = _NO_LIMIT if self.tokens is None else self.tokens - self.answer_tokens - TEMPLATE_TOKENS
        if left <= 0:
            raise InvalidRequest(
                f"of {self.tokens} tokens, {self.answer_tokens} are for the answer and {TEMPLATE_TOKENS} for the "
                "chat template: none is left for the prompt"
            )
        return Room(Budget(left, count), _NO_LIMIT if self.tokens is None else self.answer_tokens)

    @property
    def budget(self) -> BudgetDescription:
        tokenizer = self.tokenizer
        if tokenizer is not None and tokenizer.is_dir():
            tokenizer /= "tokenizer.json"
        return BudgetDescription(
            tokens=self.tokens,
            answer_tokens=self.answer_tokens,
            tokenizer=sha256_of(tokenizer) if tokenizer else "",
        )


def build(plan: BuildPlan, progress: Progress) -> dict[str, FileDescription]:
    """What the files hold that were written, by name; those of no rows are told of, too, and are not there.

    Raises InvalidRequest for what cannot be read (with the line), and for rows of databases that are kept for tests.
    """
    for arm in plan.arms:
        if arm.format not in FORMATS:
            raise InvalidRequest(f"there is no format '{arm.format}': choose of {', '.join(FORMATS)}")
    known_files(plan.out)  # a folder of another format is refused before the work, not after
    room = plan.room
    sources = sources_of(plan.data, plan.dbs, plan.folder, limit=plan.limit)
    away = held_out(plan.folder, (row for source in sources for row in source.data.rows), plan.validation)
    _refuse_test_databases(sources, away)
    given = Given.read(plan, sources)
    of = circumstances(sources, plan.budget, away, given.hashes)
    with RowFiles(plan.out) as files:
        counter = Counter(progress, sum(len(source.data.rows) for source in sources))
        builder = _Builder(plan, room, away, given, files, counter)
        for source in sources:
            builder.write(source)
        made = {
            name: FileDescription.describing(files.named(name), arm, of, validation=validation)
            for arm in plan.arms
            for validation in (False, True)
            for name in [arm.file(validation=validation)]
        }
        kept = {name: each for name, each in known_files(plan.out).items() if name not in made}
        write_manifest(plan.out, kept)  # nothing is described that is just being replaced
        files.settle()
        write_manifest(plan.out, kept | {name: each for name, each in made.items() if each.rows})
    return made


@dataclass(frozen=True)
class Given:
    """What was read of files that others made; `hashes`: theirs."""

    plans: dict[str, PlansOfTurns]
    rewritten: dict[str, str]
    outputs: dict[str, tuple[str, ...]]
    hashes: dict[str, str]

    @classmethod
    def read(cls, plan: BuildPlan, sources: Sequence[Source]) -> "Given":
        """Raises InvalidRequest with the line that is broken."""
        hashes: dict[str, str] = {}
        plans: dict[str, PlansOfTurns] = {}
        if any(arm.plan is PlanKind.PREDICTED for arm in plan.arms):
            for source in sources:
                if path := plans_file(plan.plans or plan.cache, source.name):
                    plans[source.name] = read_plans(path)
                    hashes[path.name] = sha256_of(path)
        for path in (plan.rewritten, plan.outputs):
            if path is not None:
                hashes[path.name] = sha256_of(path)
        return cls(
            plans,
            dict(read_rewritten(plan.rewritten)) if plan.rewritten else {},
            dict(read_outputs(plan.outputs)) if plan.outputs else {},
            hashes,
        )


@dataclass(frozen=True)
class _Builder:
    plan: BuildPlan
    room: Room
    held_out: HeldOut
    given: Given
    files: RowFiles
    counter: Counter

    def write(self, source: Source) -> None:
        with ExitStack() as opened:
            turns = opened.enter_context(TurnsOfSource(source, self.plan.cache))
            mistakes = None
            if self.given.outputs and any(arm.format == REPAIR for arm in self.plan.arms):
                mistakes = opened.enter_context(MistakeFinder(source.catalogue, turns.results))
            maker = RowMaker(
                self.room,
                self.held_out,
                turns.results,
                self.given.plans.get(source.name, {}),
                self.given.rewritten,
                self.given.outputs,
                mistakes,
            )
            for turn in turns:
                self._write_turn(turn, maker, source)
                self.counter.turn()

    def _write_turn(self, turn: TaughtTurn | Untaught, maker: RowMaker, source: Source) -> None:
        for arm in self.plan.arms:
            validation = turn.database_id in self.held_out.validation
            file = self.files.named(arm.file(validation=validation))
            if isinstance(turn, Untaught):
                file.left_out[turn.reason] += 1
                continue
            for made in maker.rows(turn, arm):
                file.add(made, source.name)


def _refuse_test_databases(sources: Iterable[Source], away: HeldOut) -> None:
    for source in sources:
        found = {row.database_id for row in source.data.rows} & away.test
        if found:
            raise InvalidRequest(
                f"{source.words} is about {', '.join(sorted(found))}: kept for tests, no rows are made of it"
            )
