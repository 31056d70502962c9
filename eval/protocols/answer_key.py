"""The reference of the turn that is being played, for those who may look: oracles and the leak check."""

from dataclasses import dataclass, field

from eval.datasets.reference import ReferenceTurn
from services.contracts.plan import Plan


@dataclass(frozen=True, slots=True)
class Written:
    """What the history may show of an earlier turn, though it be the current gold: that turn's SQL, and the plans of
    exactly this SQL, be it written from them or they read off it. From another source than the history itself."""

    turn: int
    sql: str
    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """`plan` is None where the reference has none, for the reason `missing`.

    `written`: the earlier turns as this protocol may show them. They can hold the current gold by right: of a user who
    asks the same again, or a system that was right the turn before.
    """

    reference: ReferenceTurn
    plan: Plan | None
    missing: str
    written: tuple[Written, ...] = ()


@dataclass(slots=True)
class AnswerKey:
    """Set by the one who plays a dialogue before each turn. One per pipeline: turns are played one at a time."""

    _current: Key | None = field(default=None)

    def show(self, key: Key) -> None:
        self._current = key

    @property
    def current(self) -> Key:
        if self._current is None:
            raise RuntimeError("a stage was asked before a turn was begun")
        return self._current
