"""What kinds of rows there are: a prompt format, whose plan it shows, and how much of the dialogue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.errors import InvalidRequest

PLAN, REPAIR = "plan", "repair"
VALIDATION = "val"


class PlanKind(StrEnum):
    """Whose plan is in the prompt: read off the reference, a planner's, or no one's."""

    GOLD = "gold"
    PREDICTED = "predicted"
    NONE = "none"


class HistoryKind(StrEnum):
    """Earlier turns in full; none, with the question said anew so that it needs none; or none at all."""

    FULL = "full"
    REWRITTEN = "rewritten"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Arm:
    """The rows of one file. Its order is that of the file's name."""

    format: str
    plan: PlanKind
    history: HistoryKind

    def file(self, *, validation: bool) -> str:
        """
        >>> Arm("plan", PlanKind.GOLD, HistoryKind.FULL).file(validation=True)
        'rows-plan-gold-full-val.jsonl'
        """
        words = ["rows", self.format, self.plan.value, self.history.value]
        return "-".join([*words, VALIDATION] if validation else words) + ".jsonl"


# Only the plan format shows plans; the others answer without one.
_USUAL = (PlanKind.GOLD, PlanKind.PREDICTED)


def arms_of(
    formats: Sequence[str], plans: Sequence[PlanKind], histories: Sequence[HistoryKind]
) -> Iterator[Arm]:
    """Every format with every history and, where the format shows plans, with every kind of these.

    Raises InvalidRequest where plans are asked for and none of the formats shows any.
    """
    if plans and PLAN not in formats and set(plans) != {PlanKind.NONE}:
        raise InvalidRequest(f"--plans is for the format '{PLAN}': {', '.join(formats)} shows no plan")
    for name in formats:
        for kind in (tuple(plans) or _USUAL) if name == PLAN else (PlanKind.NONE,):
            for history in histories:
                yield Arm(name, kind, history)
