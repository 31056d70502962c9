"""The reference of the turn that is being played, for those who may look: oracles and the leak check."""

from dataclasses import dataclass, field

from eval.datasets.reference import ReferenceTurn
from services.contracts.plan import Plan


@dataclass(frozen=True, slots=True)
class Key:
    """`plan` is None where the reference has none, for the reason `missing`.

    `written`: the SQL of the earlier turns that this protocol may show, which can be the current gold SQL by right: a
    user who asks the same again, or a system that was right the turn before.
    """

    reference: ReferenceTurn
    plan: Plan | None
    missing: str
    written: frozenset[str] = frozenset()


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
