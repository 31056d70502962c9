"""What one process of a run holds: the stages, the scorers, and the oracles or the leak check around the stages."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import structlog

from eval.databases import DatabaseFiles
from eval.datasets.reference import ColumnDescription, Dialogue
from eval.described import DescribedValueIndex
from eval.hosted.users import Exchanges, SimulatedUser, build_user
from eval.manifest import StageDescription, describe_stage
from eval.oracle import NO_PLANNER, with_oracles
from eval.protocols.answer_key import AnswerKey
from eval.protocols.clarifying import Clarifier
from eval.protocols.dialogue import REFERENCE_LIMITS, DialoguePlayer, Protocol
from eval.protocols.leaks import GuardedGenerator, GuardedPlanner, GuardedValueIndex, Leaked
from eval.protocols.recent_results import RememberingRunner
from eval.protocols.turn_scores import TurnScorer
from eval.rows import Oracle, PlanSource, RunRow
from eval.running import QueryRunner, RunLimits
from eval.scoring import EvaluationDatabase
from services.conversation.build import build_conversation
from services.conversation.pipeline import Pipeline
from services.conversation.settings import ConversationSettings

Played = list[RunRow] | Leaked


@dataclass(frozen=True)
class RunPlan:
    """Everything that a worker process needs to know; pickled.

    `user`: the name of a simulated user (see `build_user`), who answers at most `clarifications` times in a turn; where
    it is empty, nobody does. `exchanges` are what a recorded user has to say.
    """

    settings: ConversationSettings
    protocol: Protocol
    files: DatabaseFiles
    database_ids: tuple[str, ...]
    descriptions: Mapping[str, tuple[ColumnDescription, ...]] = field(default_factory=dict)
    reference_limits: RunLimits = REFERENCE_LIMITS
    user: str = ""
    clarifications: int = 3
    exchanges: Exchanges = field(default_factory=dict)

    @property
    def plan_source(self) -> PlanSource:
        asked = Oracle.PLAN in self.protocol.oracle or self.settings.planner != NO_PLANNER
        return PlanSource.PLANNER if asked else PlanSource.NONE

    def simulated_user(self) -> SimulatedUser | None:
        """Raises InvalidRequest for a name that means nothing."""
        return build_user(self.user, self.exchanges) if self.user else None


def described_stages(plan: RunPlan) -> dict[str, StageDescription]:
    """What really runs: an oracle where it stands for a stage. Raises InvalidRequest for a name that is no stage's."""
    names, oracles = plan.settings, plan.protocol.oracle
    built = build_conversation(names, plan.files.catalogue(plan.database_ids)).pipeline
    value_index, planner = with_oracles(built.value_index, built.planner, AnswerKey(), oracles)
    stages = {
        "value_index": describe_stage(names.value_index, built.value_index),
        "planner": describe_stage(names.planner, built.planner),
        "generator": describe_stage(names.generator, built.generator),
        "executor": describe_stage(names.executor, built.executor),
    }
    if value_index is not built.value_index:
        replaced = " and ".join(each for each in oracles if each is not Oracle.PLAN)
        stages["value_index"] = describe_stage(
            f"oracle {replaced}", value_index, inside=stages["value_index"]
        )
    if planner is not built.planner:
        stages["planner"] = describe_stage("oracle", planner)
    return stages


def described_user(plan: RunPlan) -> StageDescription | None:
    user = plan.simulated_user()
    return None if user is None else describe_stage(f"{plan.user}, {plan.clarifications} times a turn", user)


@contextmanager
def workshop(plan: RunPlan) -> Iterator[Callable[[Dialogue], Played]]:
    """Plays one dialogue after the other. A leak comes back as a value, for it ends the whole run."""
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know is no news: the rows say it
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # as above
    built = build_conversation(plan.settings, plan.files.catalogue(plan.database_ids))
    user = plan.simulated_user()
    with asyncio.Runner() as loop, RememberingRunner(plan.reference_limits) as queries:
        player = _player(plan, built.pipeline, user, queries)

        def play(dialogue: Dialogue) -> Played:
            try:
                return loop.run(player.play(dialogue))
            except Leaked as leak:
                return leak

        loop.run(built.__aenter__())
        try:
            yield play
        finally:
            if user is not None:
                loop.run(user.close())
            loop.run(built.__aexit__(None, None, None))


def _player(
    plan: RunPlan, built: Pipeline, user: SimulatedUser | None, queries: QueryRunner
) -> DialoguePlayer:
    key = AnswerKey()
    described = DescribedValueIndex(built.value_index, plan.descriptions)

    @cache
    def database(database_id: str) -> EvaluationDatabase:
        return plan.files.database(database_id)

    return DialoguePlayer(
        clarifier=Clarifier(
            _guarded(plan, built, described, key), plan.settings.turn_seconds, user, plan.clarifications
        ),
        settings=plan.settings,
        protocol=plan.protocol,
        key=key,
        scorer=TurnScorer(queries),
        database=database,
        schema=described.schema,
        index_bytes=described.index_bytes,
        plan_source=plan.plan_source,
    )


def _guarded(plan: RunPlan, built: Pipeline, described: DescribedValueIndex, key: AnswerKey) -> Pipeline:
    """With the oracles around the stages, or, in a clean run, the leak check."""
    value_index, planner = with_oracles(described, built.planner, key, plan.protocol.oracle)
    generator, fallback = built.generator, built.fallback
    if not plan.protocol.oracle:
        value_index = GuardedValueIndex(value_index, key)
        planner = GuardedPlanner(planner, key)
        generator = GuardedGenerator(generator, key)
        fallback = fallback and GuardedGenerator(fallback, key)
    return Pipeline(
        value_index,
        planner,
        generator,
        built.executor,
        fallback=fallback,
        repair_rounds=built.repair_rounds,
        heartbeat_seconds=built.heartbeat_seconds,
    )
