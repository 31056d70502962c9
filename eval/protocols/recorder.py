"""What the stages of one turn gave, gathered from the pipeline's events."""

from services.contracts.models import (
    Attempt,
    Attempted,
    Draft,
    Drafted,
    Linked,
    Links,
    Planned,
    StageEvent,
)
from services.contracts.plan import Plan


class Recorder:
    """To be given to the pipeline as `emit`. Keeps what came before a stage failed as well."""

    def __init__(self) -> None:
        self.links: Links | None = None
        self.plans: tuple[Plan, ...] = ()
        self.drafts: tuple[Draft, ...] = ()
        self.attempts: tuple[Attempt, ...] = ()

    def __call__(self, event: StageEvent) -> None:
        match event:
            case Linked(links=links):
                self.links = links
            case Planned(plans=plans):
                self.plans = plans
            case Drafted(drafts=drafts):
                self.drafts += drafts
            case Attempted(attempt=attempt):
                self.attempts += (attempt,)
