"""Figures from rows: accuracies and their intervals, attribution, what is refused."""

from pathlib import Path
from typing import Any

import pytest

from eval.attribution import Blame, contributions
from eval.compare import Run, changed_turns, compare_runs
from eval.figures.accuracy import accuracies, groupings
from eval.figures.all_figures import all_figures
from eval.figures.intervals import Scored, clustered
from eval.figures.planning import planner_figures
from eval.figures.stages import executor_figures, value_link_figures
from eval.manifest import read_manifest
from eval.rows import (
    GoldLiteral,
    HistoryMode,
    LiteralKind,
    Oracle,
    Problem,
    RunRow,
    Status,
    Verdicts,
    read_rows,
    whole_dialogues,
)
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.models import Attempt, ExecutionStatus
from services.contracts.plan import CarriedItem, CarriedKind, Change, Intent, Plan
from tests.eval_rows import TOTAL, manifest_of, plan_of, row

FRANCE = "SELECT sum(total) FROM orders WHERE country = 'FR'"

# -------------------------------------------------------------------------------------------------------- accuracies


def test_turns_and_interactions() -> None:
    rows = [row("a", 1), row("a", 2, value=False), row("b", 1), row("c", 1, value=False)]
    value = accuracies(rows)["value"]
    assert (value["right"], value["n"], value["qm"]["value"], value["im"]["value"]) == (2, 4, 0.5, 0.3333)
    assert value["without_verdict"] == 0
    assert "scored" not in value


def test_no_row_leaves_the_denominator() -> None:
    missing = row("b", value=None, problems=(Problem.DATABASE_MISSING,), status=Status.FAILED)
    unparsed = row("c").model_copy(update={"verdicts": Verdicts(value=True, esm=None)})
    figures = accuracies([row("a"), missing, unparsed])
    assert (figures["value"]["qm"]["value"], figures["value"]["n"]) == (0.6667, 3)
    assert figures["value"]["scored"]["qm"]["value"] == 1.0
    assert (figures["esm"]["qm"]["value"], figures["esm"]["without_verdict"]) == (0.3333, 2)
    assert figures["esm"]["scored"] == {"n": 1, "qm": {"value": 1.0, "low": 1.0, "high": 1.0}}


def test_turns_that_are_not_to_be_answered_are_no_turns_of_sql_metrics() -> None:
    thanks = row("b").reference.model_copy(update={"gold_sql": "", "intent": Intent.CHITCHAT})
    figures = accuracies([row("a"), row("b", value=None, reference=thanks)])
    assert figures["value"]["n"] == 1


def test_intervals_draw_whole_dialogues() -> None:
    dependent = [Scored(n // 10, float(n // 10 % 2)) for n in range(200)]
    independent = [Scored(n, float(n // 10 % 2)) for n in range(200)]
    wide, narrow = clustered(dependent), clustered(independent)
    assert wide.value == narrow.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert clustered(dependent) == wide


def test_groups() -> None:
    plan = plan_of(FRANCE).model_copy(update={"change": (Change.ADD_FILTER, Change.DROP_COLUMN)})
    groups = groupings([row("a", 1), row("a", 2, value=False, gold_plan=plan, hardness="easy")])
    assert {turn: found["value"]["value"] for turn, found in groups["turn"].items()} == {"1": 1.0, "2": 0.0}
    assert groups["change"]["add_filter"]["n"] == groups["change"]["drop_column"]["n"] == 1
    assert groups["hardness"]["easy"]["n"] == 1


# ------------------------------------------------------------------------------------------------------- attribution

WRONG: dict[str, Any] = {"value": False}


def blamed(wrong: RunRow, *earlier: RunRow) -> tuple[Blame, ...]:
    return contributions(wrong, earlier)


def test_a_right_turn_has_nobody_to_blame() -> None:
    assert blamed(row()) == ()


@pytest.mark.parametrize(
    ("problem", "blame"),
    [
        (Problem.GOLD_FAILS, Blame.REFERENCE),
        (Problem.DATABASE_MISSING, Blame.DATABASE),
        (Problem.STAGE_FAILED, Blame.FAULT),
        (Problem.LOST, Blame.FAULT),
    ],
)
def test_what_no_stage_could_help(problem: Problem, blame: Blame) -> None:
    assert blamed(row(**WRONG, problems=(problem,))) == (blame,)


@pytest.mark.parametrize(
    ("sql", "blames"),
    [
        ("SELECT count(*) FROM countries", (Blame.PLAN_TABLES, Blame.PLAN_COLUMNS, Blame.PLAN_SHAPE)),
        ("SELECT sum(order_id) FROM orders", (Blame.PLAN_COLUMNS, Blame.PLAN_SHAPE)),
        (
            "SELECT sum(total) FROM orders WHERE country = 'DE'",
            (Blame.PLAN_COLUMNS, Blame.PLAN_VALUES, Blame.PLAN_SHAPE),
        ),
        (
            "SELECT sum(total) FROM orders JOIN countries ON country = code",
            (Blame.PLAN_TABLES, Blame.PLAN_COLUMNS, Blame.PLAN_JOINS, Blame.PLAN_SHAPE),
        ),
        ("SELECT total FROM orders", (Blame.PLAN_SHAPE,)),
    ],
)
def test_the_part_of_the_plan(sql: str, blames: tuple[Blame, ...]) -> None:
    assert blamed(row(**WRONG, plans=(plan_of(sql),))) == blames


def test_a_difference_that_only_the_sketch_shows_is_one_of_shape() -> None:
    either, both = (
        plan_of(f"SELECT total FROM orders WHERE country = 'FR' {word} total = 1") for word in ("OR", "AND")
    )
    assert blamed(row(**WRONG, gold_plan=either, plans=(both,))) == (Blame.PLAN_SHAPE,)


def test_a_right_plan_with_wrong_sql_is_the_generators() -> None:
    assert blamed(row(**WRONG)) == (Blame.GENERATION,)


def test_right_sql_with_a_wrong_result_is_the_executors() -> None:
    cut = row(**WRONG, problems=(Problem.PREDICTION_TRUNCATED,))
    late = row(**WRONG, attempts=(Attempt(sql=TOTAL, status=ExecutionStatus.TIMEOUT),))
    replaced = row().model_copy(update={"verdicts": Verdicts(value=False, first_draft_value=True)})
    assert [blamed(each) for each in (cut, late, replaced)] == [(Blame.EXECUTION,)] * 3


def test_a_question_that_was_not_answered() -> None:
    asked_back = row(**WRONG, plans=(Plan(intent=Intent.CLARIFY),), problems=(Problem.NOT_ANSWERED,))
    assert blamed(asked_back) == (Blame.PLAN_INTENT,)


def test_a_literal_that_nobody_found_is_the_value_indexs() -> None:
    literal = GoldLiteral(column="orders.country", operator="=", value="FR", kind=LiteralKind.NONE)
    unfiltered = row(**WRONG, gold_plan=plan_of(FRANCE), literals=(literal,))
    assert blamed(unfiltered)[0] is Blame.VALUE_INDEX
    linked = literal.model_copy(update={"rank": 3})
    assert blamed(unfiltered.model_copy(update={"literals": (linked,)}))[0] is Blame.PLAN_COLUMNS
    found_anyway = unfiltered.model_copy(update={"plans": (plan_of(FRANCE),)})
    assert blamed(found_anyway) == (Blame.GENERATION,)


def test_a_bound_is_nothing_to_be_linked() -> None:
    bound = GoldLiteral(column="orders.total", operator=">", value=5, kind=LiteralKind.EXACT)
    assert Blame.VALUE_INDEX not in blamed(row(**WRONG, literals=(bound,)))


def test_history_is_to_blame_where_a_wrong_turn_was_carried() -> None:
    item = CarriedItem(kind=CarriedKind.TABLE, item="orders", turn=1)
    carrying = plan_of(FRANCE).model_copy(update={"carried": (item,)})
    second = row("a", 2, **WRONG, plans=(carrying,))
    assert blamed(second, row("a", 1, value=False))[0] is Blame.HISTORY
    assert Blame.HISTORY not in blamed(second, row("a", 1))
    fresh = second.model_copy(update={"plans": (plan_of(FRANCE),)})
    assert Blame.HISTORY not in blamed(fresh, row("a", 1, value=False))
    forced = second.model_copy(update={"history": HistoryMode.GOLD})
    assert Blame.HISTORY not in blamed(forced, row("a", 1, value=False))


def test_without_a_gold_plan_the_reason_is_unknown() -> None:
    assert blamed(row(**WRONG, gold_plan=None)) == (Blame.UNKNOWN,)


# ------------------------------------------------------------------------------------------------------------ stages


def test_planner_figures() -> None:
    first = row("a", 1)
    second = row("a", 2, gold_plan=plan_of(FRANCE), plans=(plan_of(TOTAL), plan_of(FRANCE)))
    figures = planner_figures(
        [first, second, row("b", gold_plan=None, gold_plan_missing="a window function")]
    )
    assert figures["n"] == 2
    assert figures["left_out"] == {"a window function": 1}
    assert figures["components"]["tables"] == {"value": 1.0, "n": 2}
    assert figures["recall_at_plans"]["values@1"] == {"value": 0.0, "n": 1}
    assert figures["recall_at_plans"]["values@3"] == {"value": 1.0, "n": 1}
    assert figures["change_accuracy"]["n"] == figures["carry_over_f1"]["all"]["n"] == 1
    assert figures["macro"]["low"] <= figures["macro"]["value"] <= figures["macro"]["high"]


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
        GoldLiteral(column="orders.country", operator="=", value="FR", kind=kind, rank=rank)
        for kind, rank in ((LiteralKind.EXACT, 1), (LiteralKind.EXACT, 7), (LiteralKind.ALIAS, None))
    ]
    figures = value_link_figures([row(literals=tuple(literals))])
    assert figures["exact"] == {"n": 2, "recall@1": 0.5, "recall@5": 0.5, "recall@20": 1.0}
    assert figures["alias"] == {"n": 1, "recall@1": 0.0, "recall@5": 0.0, "recall@20": 0.0}
    assert figures["all"]["recall@20"] == 0.6667


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
    assert (figures["right_lost"], figures["right_gained"]) == (1, 0)


# ---------------------------------------------------------------------------------------------------- rows and runs


def run_of(*rows: RunRow, oracle: tuple[Oracle, ...] = ()) -> Run:
    return Run(Path("run"), manifest_of(*rows, oracle=oracle), rows)


def test_oracle_and_clean_rows_are_never_mixed() -> None:
    rows = [row("a"), row("b", oracle=(Oracle.PLAN,))]
    with pytest.raises(InvalidRequest, match="oracle and clean rows are never mixed"):
        all_figures(rows, manifest_of(*rows))


def test_compare_pairs_rows_by_id() -> None:
    before = run_of(row("a", value=False), row("b"), row("c", value=False))
    after = run_of(row("c", value=False), row("b", value=False), row("a"))
    after = Run(after.folder, before.manifest, after.rows)
    compared = compare_runs(before, after)
    value = compared["metrics"]["value"]
    assert (value["difference"]["value"], value["fixed"], value["regressed"], value["p"]) == (0.0, 1, 1, 1.0)
    fixed, regressed = changed_turns(before, after, "value")
    assert [pair[0].id for pair in fixed] == ["mine/a/1"]
    assert [pair[0].id for pair in regressed] == ["mine/b/1"]


def test_runs_that_differ_in_data_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="differ in data"):
        compare_runs(run_of(row("a")), run_of(row("b")))


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


def test_rows_round_trip_with_their_sketches(tmp_path: Path) -> None:
    one = row("a", plans=(plan_of(FRANCE),), gold={"first_rows": [[None, 1, 2.5, "x"]]})
    (tmp_path / "rows.jsonl").write_text(one.to_line() + "\n")
    assert read_rows(tmp_path / "rows.jsonl") == (one,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}\n", "line 1: no row of a run"),
        (row().to_line() + "\n{\n", "line 2: no row of a run"),
        (row().to_line() + "\n" + row().to_line(), "line 2: row 'mine/a/1' stands in line 1 already"),
    ],
)
def test_damaged_rows_name_their_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "rows.jsonl").write_text(text)
    with pytest.raises(InvalidRequest, match=message):
        read_rows(tmp_path / "rows.jsonl")


def test_a_dialogue_cut_short_is_not_whole(tmp_path: Path) -> None:
    rows = [row("a", 1), row("a", 2), row("b", 1), row("b", 2)]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(each.to_line() + "\n" for each in rows[:3]) + rows[3].to_line()[:40])
    dialogues = [[each.reference for each in rows[:2]], [each.reference for each in rows[2:]]]
    assert [each.id for each in whole_dialogues(path, dialogues)] == ["mine/a/1", "mine/a/2"]


def test_manifests_tell_what_differs(tmp_path: Path) -> None:
    one = manifest_of(row("a"))
    assert one.differences(one.model_copy(update={"started": one.started.replace(year=2000)})) == []
    assert one.differences(one.model_copy(update={"seed": 1})) == ["seed"]
    one.save(tmp_path)
    assert read_manifest(tmp_path) == one
    one.model_copy(update={"format": 99}).save(tmp_path)
    with pytest.raises(VersionMismatch):
        read_manifest(tmp_path)
