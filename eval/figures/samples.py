"""Every share and mean among the figures of a run as what it is made of, so that it can be resampled and paired.

A name is the path of the figure in `all_figures`, such as `accuracy.value.qm` or `planner.components.tables`.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.figures.accuracy import METRICS, VARIANTS, right, whole_dialogues, with_reference
from eval.figures.intervals import Combine, Sample, Scored, mean_of_means, weighted_gaps
from eval.figures.planner_scores import (
    PLANNER_METRICS,
    REQUIRED_OF_MACRO,
    PlannedTurn,
    plan_asked,
    planned_turns,
    stated_probabilities,
)
from eval.figures.stages import VALUE_RECALLS, executor_shares, generator_shares, literals_by_kind
from eval.metrics.statistics import BINS, bin_of
from eval.rows import RunRow
from services.contracts.plan import Intent


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts once, a turn, a dialogue or a literal, by an id that is the same in every run."""

    id: Hashable
    dialogue: Hashable
    score: float


Units = tuple[Unit, ...]


@dataclass(frozen=True)
class FigureOf:
    """`own`: what is counted is the run's own doing, such as its failed drafts, so that units are not paired."""

    parts: tuple[Units, ...]
    combine: Combine = mean_of_means
    own: bool = False

    @property
    def ids(self) -> frozenset[Hashable]:
        return frozenset(unit.id for part in self.parts for unit in part)

    @property
    def size(self) -> int:
        """Of all parts together: turns, dialogues or literals, each once."""
        return len(self.ids)

    @property
    def value(self) -> float:
        return self.sample.value

    @property
    def sample(self) -> Sample:
        return Sample(
            [[Scored(unit.dialogue, unit.score) for unit in part] for part in self.parts], self.combine
        )

    @property
    def binary(self) -> bool:
        return len(self.parts) == 1 and all(unit.score in (0.0, 1.0) for unit in self.parts[0])

    def within(self, other: "FigureOf") -> "FigureOf":
        """The same of those units alone that the other run's figure counts as well."""
        if self.own:
            return self
        shared = [{unit.id for unit in part} for part in other.parts]
        parts = zip(self.parts, shared, strict=True)
        return FigureOf(
            tuple(tuple(unit for unit in part if unit.id in ids) for part, ids in parts), self.combine
        )


def samples_of(rows: Sequence[RunRow], only: Collection[str] = ()) -> dict[str, FigureOf]:
    """By name; all of them where none are named. One of nothing has no units; it is there all the same."""
    wanted = {name.partition(".")[0] for name in only} or _SECTIONS.keys()
    found = (
        (name, figure)
        for section in _SECTIONS
        if section in wanted
        for name, figure in _SECTIONS[section](rows)
    )
    return {name: figure for name, figure in found if not only or name in only}


def _of_rows(rows: Iterable[tuple[RunRow, bool]], *, own: bool = False) -> FigureOf:
    """A share of turns."""
    return FigureOf((tuple(Unit(row.id, row.dialogue, float(holds)) for row, holds in rows),), own=own)


def _accuracy(rows: Sequence[RunRow]) -> Iterator[tuple[str, FigureOf]]:
    answerable = with_reference(rows)
    for metric in (*METRICS, *VARIANTS):
        whole = whole_dialogues(answerable, metric)
        yield f"accuracy.{metric}.qm", _of_rows((row, right(row, metric)) for row in answerable)
        yield (
            f"accuracy.{metric}.im",
            FigureOf((tuple(Unit(each, each, float(every)) for each, every in whole.items()),)),
        )


def _planner(rows: Sequence[RunRow]) -> Iterator[tuple[str, FigureOf]]:
    turns = planned_turns(rows)
    for name in PLANNER_METRICS:
        yield f"planner.{name}", FigureOf((_of_turns(turns, name),))
    yield "planner.required_only", FigureOf(tuple(_of_turns(turns, name) for name in REQUIRED_OF_MACRO))
    yield "planner.calibration.expected_error", _calibration(rows)
    asked = [(row, row.plan.intent if row.plan else None) for row in rows if plan_asked(row)]
    for intent in (Intent.CLARIFY, Intent.UNANSWERABLE, Intent.CHITCHAT):
        wanted = [(row, found is intent) for row, found in asked if row.reference.intent is intent]
        given = [(row, row.reference.intent is intent) for row, found in asked if found is intent]
        yield f"planner.intent.{intent.value}.recall", _of_rows(wanted)
        yield f"planner.intent.{intent.value}.precision", _of_rows(given, own=True)


def _of_turns(turns: Sequence[PlannedTurn], name: str) -> Units:
    return tuple(
        Unit(turn.row.id, turn.row.dialogue, value)
        for turn in turns
        if (value := turn.scores[name]) is not None
    )


def _calibration(rows: Sequence[RunRow]) -> FigureOf:
    bins: list[list[Unit]] = [[] for _ in range(BINS)]
    for row, probability, holds in stated_probabilities(rows):
        bins[bin_of(probability)].append(Unit(row.id, row.dialogue, probability - holds))
    return FigureOf(tuple(map(tuple, bins)), weighted_gaps, own=True)


def _value_links(rows: Sequence[RunRow]) -> Iterator[tuple[str, FigureOf]]:
    for kind, found in literals_by_kind(rows).items():
        for name, within in VALUE_RECALLS.items():
            units = (
                Unit((each.row.id, each.number), each.row.dialogue, float(within(each.literal)))
                for each in found
            )
            yield f"value_index.recall.{kind}.{name}", FigureOf((tuple(units),))


def _generator(rows: Sequence[RunRow]) -> Iterator[tuple[str, FigureOf]]:
    for name, counted in generator_shares(rows).items():
        yield f"generator.{name}", _of_rows(counted, own=True)


def _executor(rows: Sequence[RunRow]) -> Iterator[tuple[str, FigureOf]]:
    for name, counted in executor_shares(rows).items():
        yield f"executor.{name}", _of_rows(counted, own=True)


# By the first word of their names.
_SECTIONS: Mapping[str, Callable[[Sequence[RunRow]], Iterator[tuple[str, FigureOf]]]] = {
    "accuracy": _accuracy,
    "planner": _planner,
    "value_index": _value_links,
    "generator": _generator,
    "executor": _executor,
}
