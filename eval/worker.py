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
from eval.oracle import with_oracles
from eval.protocols.answer_key import AnswerKey
from eval.protocols.dialogue import DialoguePlayer, Protocol
from eval.protocols.leaks import GuardedGenerator, GuardedPlanner, GuardedValueIndex, Leaked
from eval.protocols.recent_results import RememberingRunner
from eval.protocols.turn_scores import TurnScorer
from eval.rows import RunRow
from eval.running import QueryRunner, RunLimits
from eval.scoring import EvaluationDatabase
from services.conversation.build import build_conversation
from services.conversation.pipeline import Pipeline
from services.conversation.settings import ConversationSettings

REFERENCE_LIMITS = RunLimits()
Played = list[RunRow] | Leaked


@dataclass(frozen=True)
class RunPlan:
    """Everything that a worker process needs to know; pickled."""

    settings: ConversationSettings
    protocol: Protocol
    files: DatabaseFiles
    database_ids: tuple[str, ...]
    descriptions: Mapping[str, tuple[ColumnDescription, ...]] = field(default_factory=dict)
    reference_limits: RunLimits = REFERENCE_LIMITS


@contextmanager
def workshop(plan: RunPlan) -> Iterator[Callable[[Dialogue], Played]]:
    """Plays one dialogue after the other. A leak comes back as a value, for it ends the whole run."""
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know is no news: the rows say it
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # as above
    built = build_conversation(plan.settings, plan.files.catalogue(plan.database_ids))
    with asyncio.Runner() as loop, RememberingRunner(plan.reference_limits) as queries:
        player = _player(plan, built.pipeline, queries)

        def play(dialogue: Dialogue) -> Played:
            try:
                return loop.run(player.play(dialogue))
            except Leaked as leak:
                return leak

        loop.run(built.__aenter__())
        try:
            yield play
        finally:
            loop.run(built.__aexit__(None, None, None))


def _player(plan: RunPlan, built: Pipeline, queries: QueryRunner) -> DialoguePlayer:
    key = AnswerKey()
    described = DescribedValueIndex(built.value_index, plan.descriptions)

    @cache
    def database(database_id: str) -> EvaluationDatabase:
        return plan.files.database(database_id)

    return DialoguePlayer(
        pipeline=_guarded(plan, built, described, key),
        settings=plan.settings,
        protocol=plan.protocol,
        key=key,
        scorer=TurnScorer(queries),
        database=database,
        schema=described.schema,
    )


def _guarded(plan: RunPlan, built: Pipeline, described: DescribedValueIndex, key: AnswerKey) -> Pipeline:
    """With the oracles around the stages, or, in a clean run, the leak check."""
    value_index, planner = with_oracles(described, built.planner, key, plan.protocol.oracle)
    generator = built.generator
    if not plan.protocol.oracle:
        value_index = GuardedValueIndex(value_index, key)
        planner = GuardedPlanner(planner, key)
        generator = GuardedGenerator(generator, key)
    return Pipeline(
        value_index,
        planner,
        generator,
        built.executor,
        repair_rounds=built.repair_rounds,
        heartbeat_seconds=built.heartbeat_seconds,
    )
