"""Figures of the stages, each measured alone."""

import pytest

from eval.figures.planner_scores import planned_turns, stated_probabilities
from eval.figures.planning import planner_figures
from eval.figures.stages import executor_figures, generator_figures, literals_left_out, value_link_figures
from eval.metrics.planner import MACRO
from eval.rows import GoldLiteral, LiteralKind, PlanSource, Problem, RunRow, Verdicts
from services.contracts.models import Attempt, Draft, ExecutionStatus
from services.contracts.plan import Change, Intent, Plan
from tests.eval_rows import TOTAL, plan_of, row

FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"


def test_planner_figures() -> None:
    first = row("a", 1)
    second = row("a", 2, gold_plan=plan_of(FRANCE), plans=(plan_of(TOTAL), plan_of(FRANCE)))
    figures = planner_figures(
        [first, second, row("b", gold_plan=None, gold_plan_missing="a window function")]
    )
    assert figures["n"] == 3
    assert figures["left_out"] == {"a window function": 1}
    assert (tables := figures["components"]["tables"])["value"] == 0.6667
    assert (tables["n"], tables["scored"]) == (3, {"value": 1.0, "n": 2})
    for name, value in (("values@1", 0.0), ("values@3", 1.0)):
        assert (recall := figures["recall_at_plans"][name])["value"] == value
        assert recall["n"] == 1
    assert figures["components_required"]["values"]["n"] == 1
    assert figures["change_accuracy"]["n"] == figures["carry_over_f1"]["all"]["n"] == 1


def test_macro_is_the_unweighted_mean_of_eight() -> None:
    joined = plan_of("SELECT sum(total) FROM orders JOIN countries ON country = code")
    without_joins = joined.model_copy(update={"joins": ()})
    rows = [row("a", gold_plan=joined, plans=(without_joins,)), row("b")]
    figures = planner_figures(rows)
    assert len(MACRO) == 8
    assert figures["macro"]["value"] == 0.9375  # seven times 1, and 0.5 for the joins
    # No gold plan groups or removes duplicates; one has a join, and that is wrong.
    assert figures["required_only"]["value"] == round((5 + 0.0) / 6, 4)
    assert planner_figures([])["macro"]["value"] is None


def test_no_turn_that_was_asked_for_a_plan_leaves_the_denominator() -> None:
    lost = RunRow(reference=row("c").reference, problems=(Problem.LOST,))
    failed = row("d", plans=(), chosen_plan=None, problems=(Problem.STAGE_FAILED,))
    figures = planner_figures([row("a"), row("b", gold_plan=None, gold_plan_missing="a blob"), lost, failed])
    assert figures["left_out"] == {"a blob": 1, "lost": 1}
    macro, required = figures["macro"], figures["required_only"]
    assert (macro["value"], macro["n"], macro["scored"]) == (0.25, 4, {"value": 0.5, "n": 2})
    assert required == {"value": 0.5, "n": 2}  # of the others nobody knows what the gold requires
    assert figures["calibration"]["left_out"] == {"lost": 1, "stage_failed": 1}


def test_a_follow_up_of_a_turn_without_a_gold_plan_counts_too() -> None:
    rows = [
        row("a", 1, gold_plan=None, gold_plan_missing="a blob"),
        row("a", 2),
        row("a", 3),
        row("b", 1),
    ]
    figures = planner_figures(rows)
    assert figures["left_out"] == {"a blob": 1, "the turn before has no gold plan": 1}
    change = figures["change_accuracy"]
    assert (change["value"], change["n"], change["scored"]) == (0.5, 2, {"value": 1.0, "n": 1})
    assert figures["components"]["tables"]["scored"]["n"] == 3


def test_small_talk_between_two_questions_is_no_turn_before() -> None:
    thanks = row("a", 2).reference.model_copy(update={"gold_sql": "", "intent": Intent.CHITCHAT})
    rows = [row("a", 1), row("a", 2, reference=thanks, gold_plan=Plan(intent=Intent.CHITCHAT)), row("a", 3)]
    assert [turn.previous and turn.previous.id for turn in planned_turns(rows)] == [None, "mine/a/1"]


def test_what_is_asked_of_one_turn() -> None:
    plans = (plan_of(TOTAL), plan_of(FRANCE))
    gold = plan_of(FRANCE).model_copy(update={"change": (Change.ADD_FILTER,)})
    first, second = planned_turns([row("a", 1), row("a", 2, gold_plan=gold, plans=plans)])
    assert first.scores["macro"] == 1.0
    assert first.scores["components_required.values"] is None
    assert first.scores["change_accuracy"] is None
    assert second.scores["recall_at_plans.values@1"] == 0.0
    assert second.scores["recall_at_plans.values@3"] == 1.0
    assert second.scores["change_accuracy"] == 0.0
    assert second.scores["carry_over_f1.required_only"] == 1.0
    assert first.left_out == second.left_out == {}


@pytest.mark.parametrize("source", [PlanSource.NONE, PlanSource.SQL])
def test_a_run_without_a_planner_says_so(source: PlanSource) -> None:
    figures = planner_figures([row("a", plan_source=source), row("b", value=False, plan_source=source)])
    assert (figures["n"], figures["left_out"]) == (0, {"no plan asked": 2})
    assert (figures["macro"], figures["required_only"]) == ({"value": None, "n": 0},) * 2
    assert figures["calibration"]["n"] == 0
    assert figures["intent"]["chitchat"]["predicted"] == 0


def test_calibration_is_of_the_plan_that_was_carried_out() -> None:
    unsure, sure = (plan_of(TOTAL).model_copy(update={"probability": each}) for each in (0.25, 0.75))
    wrong = row("b", value=False, plans=(sure, unsure), chosen_plan=1, gold_plan=None)
    stated = stated_probabilities([row("a", plans=(unsure, sure), chosen_plan=1), wrong])
    assert [(probability, right) for _, probability, right in stated] == [(0.75, True), (0.25, False)]
    assert planner_figures([row("a", plans=(sure,))])["calibration"]["expected_error"] == 0.25


def test_intents() -> None:
    thanks = row("b").reference.model_copy(update={"gold_sql": "", "intent": Intent.CHITCHAT})
    rows = [
        row("a", plans=(Plan(intent=Intent.CLARIFY),)),
        row("b", reference=thanks, plans=(Plan(intent=Intent.CHITCHAT),)),
    ]
    figures = planner_figures(rows)["intent"]
    assert figures["chitchat"] == {"precision": 1.0, "recall": 1.0, "gold": 1, "predicted": 1}
    assert figures["clarify"] == {"precision": 0.0, "recall": None, "gold": 0, "predicted": 1}
    assert figures["asked_back_with_reference"] == 1


def test_value_link_recall_by_kind() -> None:
    literals = [
        GoldLiteral(
            column="orders.country", operator="=", value="FR", kind=kind, rank=rank, rank_any_case=any_case
        )
        for kind, rank, any_case in (
            (LiteralKind.EXACT, 1, 1),
            (LiteralKind.EXACT, 7, 4),
            (LiteralKind.CASE, None, 2),
        )
    ]
    figures = value_link_figures([row(literals=tuple(literals))])
    assert figures["exact"] == {
        "n": 2,
        "recall@1": 0.5,
        "recall_any_case@1": 0.5,
        "recall@5": 0.5,
        "recall_any_case@5": 1.0,
        "recall@20": 1.0,
        "recall_any_case@20": 1.0,
    }
    assert (figures["case"]["recall@20"], figures["case"]["recall_any_case@5"]) == (0.0, 1.0)
    assert (figures["all"]["recall@20"], figures["all"]["recall_any_case@20"]) == (0.6667, 1.0)


def test_what_the_recall_of_links_is_silent_about_is_counted() -> None:
    rows = [
        row("a", literals_left_out={"null": 1, "no_stored_column": 2}),
        row("b", literals_left_out={"null": 1}),
        row("c", gold_plan=None, problems=(Problem.DATABASE_MISSING,)),
        row("d", gold_plan=None, plan_source=PlanSource.SQL),
    ]
    assert literals_left_out(rows) == {
        "comparisons": {"null": 2, "no_stored_column": 2},
        "turns": {"database_missing": 1},
    }


def test_the_generator_is_measured_by_the_plan_that_it_carried_out() -> None:
    other, gold = plan_of("SELECT count(*) FROM countries"), plan_of(TOTAL)
    drafts = (Draft(sql=TOTAL, plan=1),)
    rows = [
        row("a", plans=(other, gold), chosen_plan=1, drafts=drafts),
        row("b", value=False, plans=(gold, other), chosen_plan=1, drafts=drafts),
        row("c", value=False, plans=(gold,), drafts=(Draft(sql="", failure="no join"),)),
        row("d", plans=(Plan(intent=Intent.CLARIFY),), value=False),
        row("e", plans=(), chosen_plan=None, value=False, problems=(Problem.STAGE_FAILED,)),
        row("f", plan_source=PlanSource.SQL),
    ]
    figures = generator_figures(rows)
    assert (figures["right_when_planned"], figures["plans_right"]) == (0.5, 2)
    assert (figures["drafted"], figures["n"], figures["drafts"]) == (0.6667, 3, 2)
    assert figures["left_out"] == {"the plan is clarify": 1, "stage_failed": 1, "imported": 1}
    assert figures["failures"] == {"no join": 1}


def test_without_a_planner_no_plan_is_the_gold_plan() -> None:
    figures = generator_figures([row("a", plan_source=PlanSource.NONE, drafts=(Draft(sql=TOTAL),))])
    assert (figures["n"], figures["drafted"], figures["plans_right"]) == (1, 1.0, 0)


def test_repairs() -> None:
    failed = Attempt(sql="SELECT totl FROM orders", status=ExecutionStatus.INVALID)
    mended = Attempt(sql=TOTAL, status=ExecutionStatus.OK, repair="totl → total")
    lost = row("b", sql=TOTAL, attempts=(mended.model_copy(update={"sql": "SELECT 1", "repair": ""}),))
    verdicts = Verdicts(value=False, first_draft_value=True)
    figures = executor_figures(
        [
            row("a", sql=TOTAL, attempts=(failed, mended), predicted={"row_count": 1}),
            lost.model_copy(update={"verdicts": verdicts}),
        ]
    )
    assert (figures["failed_first_drafts"], figures["repaired"], figures["repaired_and_right"]) == (
        1,
        1.0,
        1.0,
    )
    assert (figures["right_lost"], figures["lost_share"], figures["first_drafts_right"]) == (1, 1.0, 1)
    assert figures["right_lost_of_empty"] == 0
    assert (figures["right_gained"], figures["gained_share"]) == (0, 0.0)


@pytest.mark.parametrize(("row_count", "of_empty"), [(0, 1), (1, 0), (None, 0)])
def test_a_right_answer_of_no_rows_may_be_lost(row_count: int | None, of_empty: int) -> None:
    attempts = (
        Attempt(sql="SELECT 1 WHERE 0", status=ExecutionStatus.OK, row_count=row_count),
        Attempt(sql=TOTAL, status=ExecutionStatus.OK, row_count=1),
    )
    lost = row(sql=TOTAL, attempts=attempts).model_copy(
        update={"verdicts": Verdicts(value=False, first_draft_value=True)}
    )
    figures = executor_figures([lost])
    assert (figures["right_lost"], figures["right_lost_of_empty"]) == (1, of_empty)
