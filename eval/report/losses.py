"""Where the turns are lost: the share of each reason, beside the share of right turns."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.attribution import Blame
from eval.report.runs import ReportedRun

TITLES = {
    Blame.REFERENCE: "reference",
    Blame.DATABASE: "database missing",
    Blame.FAULT: "fault",
    Blame.HISTORY: "history",
    Blame.VALUE_INDEX: "value index",
    Blame.PLAN_INTENT: "plan: intent",
    Blame.PLAN_TABLES: "plan: tables",
    Blame.PLAN_COLUMNS: "plan: columns",
    Blame.PLAN_VALUES: "plan: values",
    Blame.PLAN_JOINS: "plan: joins",
    Blame.PLAN_SHAPE: "plan: shape",
    Blame.GENERATION: "generation",
    Blame.EXECUTION: "execution",
    Blame.UNKNOWN: "unknown",
}
MEANINGS = {
    Blame.REFERENCE: "the gold SQL does not run, or is withheld",
    Blame.DATABASE: "the database is missing or unusable",
    Blame.FAULT: "a stage raised or took too long, or the prediction is missing or doubled",
    Blame.HISTORY: "an earlier own turn was wrong, and something of it was carried",
    Blame.VALUE_INDEX: "a literal of the gold plan is not among the links",
    Blame.PLAN_INTENT: "a question with a reference was not answered",
    Blame.PLAN_TABLES: "the plan reads other tables",
    Blame.PLAN_COLUMNS: "the plan reads other columns",
    Blame.PLAN_VALUES: "the plan compares with other values",
    Blame.PLAN_JOINS: "the plan joins otherwise",
    Blame.PLAN_SHAPE: "something else of the plan differs",
    Blame.GENERATION: "the plan is right, or none was asked for, and the SQL is not",
    Blame.EXECUTION: "the SQL is right, what came of it is not",
    Blame.UNKNOWN: "there is no gold plan to hold the plan against",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """`primary`: turns of which this is the first reason; `contributing`: of which it is one of the reasons."""

    blame: Blame
    primary: int
    contributing: int

    @property
    def title(self) -> str:
        return TITLES[self.blame]

    @property
    def meaning(self) -> str:
        return MEANINGS[self.blame]

    @property
    def style(self) -> str:
        """The name of its colour in the style sheet."""
        return self.blame.value.replace(":", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Losses:
    """Of one run. `right` and the primary reasons sum up to `n`, the turns to be answered."""

    run: ReportedRun
    n: int
    right: int
    losses: tuple[Loss, ...]

    def of(self, blame: Blame) -> Loss | None:
        return next((loss for loss in self.losses if loss.blame is blame), None)

    def share(self, turns: int) -> float:
        """In percent of the turns to be answered."""
        return round(100 * turns / self.n, 3) if self.n else 0.0


def losses(run: ReportedRun) -> Losses:
    found, accuracy = run.figures["attribution"], run.figures["accuracy"]["value"]
    return Losses(
        run=run,
        n=accuracy["n"],
        right=accuracy["right"],
        losses=tuple(
            Loss(blame, found["primary"].get(blame, 0), found["contributing"].get(blame, 0))
            for blame in Blame
            if found["contributing"].get(blame)
        ),
    )


def named(all_losses: Sequence[Losses]) -> tuple[Blame, ...]:
    """The reasons that any run has."""
    return tuple(blame for blame in Blame if any(each.of(blame) for each in all_losses))
