"""Two runs on identical rows: every figure paired, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from eval.compare import changed_turns, compare_runs
from eval.figures.all_figures import all_figures
from eval.figures.samples import samples_of
from eval.rows import GoldLiteral, LiteralKind, Oracle, Outcome, PlanSource, Problem, RunRow, Verdicts
from eval.run_folder import Run
from services.contracts.errors import InvalidRequest
from services.contracts.models import Attempt, Draft, ExecutionStatus
from services.contracts.plan import Change, Intent, Plan
from tests.eval_rows import TOTAL, manifest_of, plan_of, row

FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"
FAILED = Attempt(sql="SELECT totl FROM orders", status=ExecutionStatus.INVALID)
RAN = Attempt(sql=TOTAL, status=ExecutionStatus.OK)
MENDED = RAN.model_copy(update={"repair": "totl → total"})


def run_of(*rows: RunRow, oracle: tuple[Oracle, ...] = ()) -> Run:
    return Run(Path("run"), manifest_of(*rows, oracle=oracle), rows)


def linked(rank: int | None) -> tuple[GoldLiteral, ...]:
    literal = GoldLiteral(column="orders.country", operator="=", value="FR", kind=LiteralKind.EXACT)
    return (literal.model_copy(update={"rank": rank, "rank_any_case": rank}),)


def sure(sql: str, probability: float) -> tuple[Plan, ...]:
    return (plan_of(sql).model_copy(update={"probability": probability}),)


def mixed(dialogue: str, *, better: bool) -> list[RunRow]:
    """A dialogue of three turns with something of every stage; wrong in most of it, or in little."""
    france = plan_of(FRANCE).model_copy(update={"change": (Change.ADD_FILTER,)})
    found = france if better else plan_of(TOTAL)
    return [
        row(
            dialogue,
            1,
            plans=sure(TOTAL, 0.9),
            drafts=(Draft(sql=TOTAL, plan=0),),
            attempts=(RAN,),
            sql=TOTAL,
        ),
        row(
            dialogue,
            2,
            value=better,
            gold_plan=france,
            plans=(found.model_copy(update={"probability": 0.4}),),
            literals=linked(1 if better else None),
            drafts=(Draft(sql=FRANCE, plan=0),),
            attempts=(FAILED, MENDED) if better else (FAILED,),
            predicted=Outcome(row_count=1) if better else Outcome(failure="invalid"),
            sql=TOTAL,
        ),
        row(dialogue, 3, value=better, plans=sure(TOTAL, 0.6) if better else (Plan(intent=Intent.CLARIFY),)),
    ]


WORSE = run_of(*(each for dialogue in "abcdef" for each in mixed(dialogue, better=False)))
BETTER = run_of(*(each for dialogue in "abcdef" for each in mixed(dialogue, better=dialogue != "a")))


def test_every_sampled_figure_is_the_one_of_the_figures() -> None:
    thanks = row("t").reference.model_copy(update={"gold_sql": "", "intent": Intent.CHITCHAT})
    rows = (
        *BETTER.rows,
        row("t", value=None, reference=thanks, plans=(Plan(intent=Intent.CHITCHAT),)),
        row("u", gold_plan=None, gold_plan_missing="a blob"),
        row("v", plan_source=PlanSource.NONE),
    )
    figures = all_figures(rows, manifest_of(*rows))
    samples = samples_of(rows)
    assert sum(sample.size > 0 for sample in samples.values()) > 80
    for name, sample in samples.items():
        place: Any = figures
        for each in name.split("."):
            place = place[each]
        if not sample.size:
            assert place is None or place["value"] is None, name
            continue
        assert place["value"] == pytest.approx(sample.value, abs=1e-4), name
        assert place["low"] <= place["value"] <= place["high"], name


@pytest.mark.parametrize(
    "name",
    [
        "accuracy.value.qm",
        "accuracy.value.im",
        "planner.macro",
        "planner.required_only",
        "planner.components.values",
        "planner.components_required.values",
        "planner.carry_over_f1.all",
        "planner.change_accuracy",
        "planner.recall_at_plans.values@1",
        "value_index.recall.all.recall@5",
        "executor.repaired",
    ],
)
def test_every_figure_is_compared_with_its_interval(name: str) -> None:
    found = compare_runs(WORSE, BETTER)["figures"][name]
    difference = found["difference"]
    assert difference["value"] == pytest.approx(found["second"]["value"] - found["first"]["value"], abs=2e-4)
    assert difference["low"] < difference["value"] < difference["high"]
    assert difference["low"] > 0


def test_turns_dialogues_and_literals_that_are_right_or_wrong_have_mcnemars_p() -> None:
    figures = compare_runs(WORSE, BETTER)["figures"]
    for name, n in (
        ("accuracy.value.qm", 18),
        ("accuracy.value.im", 6),
        ("value_index.recall.all.recall@1", 6),
    ):
        assert figures[name]["first"]["n"] == figures[name]["second"]["n"] == n
    assert (figures["accuracy.value.qm"]["fixed"], figures["accuracy.value.qm"]["regressed"]) == (10, 0)
    assert figures["accuracy.value.qm"]["p"] == pytest.approx(2 / 2**10)
    assert figures["accuracy.value.im"]["fixed"] == 5
    assert "p" not in figures["planner.macro"]


def test_calibration_and_repairs_have_their_own_turns() -> None:
    figures = compare_runs(WORSE, BETTER)["figures"]
    assert figures["planner.calibration.expected_error"]["difference"]["value"] != 0
    assert (figures["executor.repaired"]["first"], figures["executor.repaired"]["second"]) == (
        {"value": 0.0, "n": 6},
        {"value": 0.8333, "n": 6},
    )
    assert "p" not in figures["executor.repaired"]


def test_what_one_run_does_not_count_is_left_out_on_both_sides_and_named() -> None:
    lost = RunRow(reference=row("a", 2).reference, history=row("a").history, problems=(Problem.LOST,))
    rows = tuple(lost if each.id == lost.id else each for each in BETTER.rows)
    figures = compare_runs(WORSE, Run(BETTER.folder, BETTER.manifest, rows))["figures"]
    recall = figures["value_index.recall.all.recall@5"]
    assert (recall["first"]["n"], recall["second"]["n"], recall["unpaired"]) == (5, 5, 1)
    assert figures["accuracy.value.qm"]["second"]["n"] == 18
    assert "unpaired" not in figures["accuracy.value.qm"]


def test_what_only_one_run_has_is_named() -> None:
    unplanned = tuple(each.model_copy(update={"plan_source": PlanSource.NONE}) for each in BETTER.rows)
    compared = compare_runs(WORSE, Run(BETTER.folder, BETTER.manifest, unplanned))
    assert compared["not_compared"]["planner.macro"] == "first only"
    assert "planner.macro" not in compared["figures"]


def test_rows_are_paired_by_id() -> None:
    before = run_of(row("a", value=False), row("b"), row("c", value=False))
    after = Run(before.folder, before.manifest, (row("c", value=False), row("b", value=False), row("a")))
    value = compare_runs(before, after)["figures"]["accuracy.value.qm"]
    assert (value["difference"]["value"], value["fixed"], value["regressed"], value["p"]) == (0.0, 1, 1, 1.0)
    fixed, regressed = changed_turns(before, after, "value")
    assert [pair[0].id for pair in fixed] == ["mine/a/1"]
    assert [pair[0].id for pair in regressed] == ["mine/b/1"]


def test_runs_that_differ_in_data_are_refused_with_the_row() -> None:
    with pytest.raises(InvalidRequest, match=r"differ in data: .*; only the first has 'mine/a/1' and 1 more"):
        compare_runs(run_of(row("a")), run_of(row("b")))
    other = row("a").reference.model_copy(update={"question": "Sum?"})
    with pytest.raises(InvalidRequest, match="ids are the same, their questions or references are not"):
        compare_runs(run_of(row("a")), run_of(row("a", reference=other)))


def test_an_unfinished_run_is_refused() -> None:
    whole = run_of(row("a"), row("b"))
    with pytest.raises(InvalidRequest, match="has 1 of 2 rows"):
        compare_runs(Run(whole.folder, whole.manifest, whole.rows[:1]), whole)


def test_an_oracle_run_is_compared_on_demand_only() -> None:
    clean = run_of(row("a", value=False))
    oracle = run_of(row("a", oracle=(Oracle.PLAN,)), oracle=(Oracle.PLAN,))
    with pytest.raises(InvalidRequest, match="--across-oracles"):
        compare_runs(clean, oracle)
    compared = compare_runs(clean, oracle, across_oracles=True)
    assert "oracle" in compared["differ_in"]
    assert compared["second"]["oracle"] == ["plan"]


def test_right_answers_that_a_repair_lost_are_a_share_too() -> None:
    kept = row("a", attempts=(RAN,), sql=TOTAL).model_copy(
        update={"verdicts": Verdicts(value=True, first_draft_value=True)}
    )
    lost = kept.model_copy(
        update={"sql": "SELECT 1", "verdicts": Verdicts(value=False, first_draft_value=True)}
    )
    share = compare_runs(run_of(kept), run_of(lost))["figures"]["executor.lost_share"]
    assert (share["first"], share["second"]) == ({"value": 0.0, "n": 1}, {"value": 1.0, "n": 1})
