"""The parts of a report, one by one: names, ladder, losses, charts, clauses."""

from pathlib import Path

import pytest

from eval.attribution import Blame
from eval.report.charts import Chart, ChartRow, LogAxis, Measure, measured
from eval.report.ladder import ladders
from eval.report.lines import lines_of
from eval.report.losses import MEANINGS, TITLES, losses
from eval.report.plan_clauses import CLAUSES, clauses_of
from eval.report.runs import ReportedRun, Rung, read_runs
from eval.report.sections import METRIC_TITLES, by_kind, generator, latency
from eval.rows import HistoryMode, Oracle, RunRow, Verdicts
from services.contracts.models import Stage
from services.contracts.plan import Change, Plan, PlannedJoin
from services.contracts.schema import ColumnRef
from services.contracts.sketch import JoinKind
from tests.report_runs import plan_of, reference, right_row, with_oracle, write_run, wrong_row

TURNS = [reference(f"d{number}", turn) for number in range(10) for turn in (1, 2)]


def _half() -> list[RunRow]:
    """Every first turn right, every second one wrong."""
    return [right_row(turn) if turn.turn == 1 else wrong_row(turn) for turn in TURNS]


def _all_right() -> list[RunRow]:
    return [right_row(turn) for turn in TURNS]


def _ladder_runs(folder: Path) -> tuple[ReportedRun, ...]:
    oracle = [with_oracle(row, Oracle.PLAN) for row in _all_right()]
    none = [wrong_row(turn) for turn in TURNS]
    gold = [row.model_copy(update={"history": HistoryMode.GOLD}) for row in _half()]
    return read_runs(
        [
            write_run(folder / "oracle", oracle),
            write_run(folder / "learned", _half(), planner="learned"),
            write_run(folder / "lexical", none),
            write_run(folder / "gold", gold),
        ]
    )


def test_runs_are_named_by_the_ends_of_their_paths_that_tell_them_apart(tmp_path: Path) -> None:
    folders = [write_run(tmp_path / each / "run", _half()) for each in ("a", "b")]
    runs = read_runs(folders)
    assert [run.name for run in runs] == ["a/run", "b/run"]
    assert [run.letter for run in runs] == ["A", "B"]
    assert [run.name for run in read_runs(folders[:1])] == ["run"]


def test_the_ladder_climbs_from_the_baseline_to_the_oracle_plan(tmp_path: Path) -> None:
    (ladder,) = ladders(_ladder_runs(tmp_path))
    assert ladder.history == "own history"
    assert [rung.run.rung for rung in ladder.rungs] == [
        Rung.BASELINE,
        Rung.PREDICTED_PLAN,
        Rung.ORACLE_PLAN,
    ]
    assert [rung.value and rung.value.value for rung in ladder.rungs] == [0.0, 0.5, 1.0]
    first, step, _ = (rung.step for rung in ladder.rungs)
    assert first is None
    assert step is not None
    assert step.difference is not None
    assert step.difference.value == 0.5
    assert (step.fixed, step.regressed) == (10, 0)
    assert step.p == pytest.approx(2 / 2**10)
    assert step.text.startswith("+0.500 (")


def test_the_generator_is_shown_by_the_plan_that_it_was_given(tmp_path: Path) -> None:
    none = write_run(tmp_path / "none", _half(), planner="eval.oracle:NoPlanner")
    runs = (*_ladder_runs(tmp_path), *read_runs([none]))
    rows = {row.label: row.measures for row in generator(runs)[0].rows}
    given = {label: [each and each.value for each in measures] for label, measures in rows.items()}
    assert given["with the gold plan (oracle)"] == [1.0, None, None, None, None]
    assert given["with the predicted plan"] == [None, 0.5, 0.0, 0.5, None]
    assert given["with no plan"] == [None, None, None, None, 0.5]


def test_a_step_between_runs_that_cannot_be_paired_says_why(tmp_path: Path) -> None:
    runs = read_runs(
        [
            write_run(tmp_path / "whole", _half()),
            write_run(tmp_path / "part", _all_right()[:4], data=TURNS, planner="learned"),
        ]
    )
    (ladder,) = ladders(runs)
    step = ladder.rungs[1].step
    assert step is not None
    assert step.difference is None
    assert "4 of 20 rows" in step.text


def test_runs_of_different_data_stand_on_no_common_ladder(tmp_path: Path) -> None:
    runs = read_runs(
        [write_run(tmp_path / "all", _half()), write_run(tmp_path / "some", _half()[:4], planner="learned")]
    )
    assert ladders(runs) == ()


def test_right_turns_and_first_reasons_sum_up(tmp_path: Path) -> None:
    (run,) = read_runs([write_run(tmp_path / "a", _half())])
    found = losses(run)
    assert (found.n, found.right) == (20, 10)
    assert found.right + sum(loss.primary for loss in found.losses) == found.n
    loss = found.of(Blame.PLAN_VALUES)
    assert loss is not None
    assert found.share(loss.primary) == 50.0


def test_every_reason_and_every_metric_has_its_words() -> None:
    assert set(TITLES) == set(MEANINGS) == set(Blame)
    assert set(METRIC_TITLES) == set(Verdicts.model_fields) - {"reasons", "first_draft_value"}


def test_groups_without_any_label_are_left_out(tmp_path: Path) -> None:
    (run,) = read_runs([write_run(tmp_path / "a", _half())])
    assert "By label of the data set" not in [chart.title for chart in by_kind([run])]
    labelled = [right_row(reference("d", 1, act="INFORM_SQL"))]
    (run,) = read_runs([write_run(tmp_path / "b", labelled)])
    assert "By label of the data set" in [chart.title for chart in by_kind([run])]


def test_latency_is_in_the_order_of_the_pipeline(tmp_path: Path) -> None:
    (run,) = read_runs([write_run(tmp_path / "a", _half())])
    assert list(latency(run)) == [Stage.PLAN, Stage.EXECUTE, "turn"]
    assert latency(run)["turn"].p50 == 252.5


def test_asides_are_said_once_for_all_runs_that_they_hold_for() -> None:
    row = ChartRow("ESM", (Measure(0.1, beside="x"), Measure(0.2), Measure(0.3, beside="x")))
    assert row.asides("ABC") == ["A, C: x"]
    assert ChartRow("ESM", (Measure(0.1, beside="x"),)).asides("A") == ["x"]


@pytest.mark.parametrize(
    ("sizes", "size", "words"),
    [((5, 5), 5, "5"), ((5, 1200, 7), None, "5–1,200"), ((None, None), None, ""), ((5, None), 5, "5")],
)
def test_a_row_says_how_many_it_speaks_of(
    sizes: tuple[int | None, ...], size: int | None, words: str
) -> None:
    row = ChartRow("x", tuple(Measure(0.5, n=each) for each in sizes))
    assert (row.size, row.sizes) == (size, words)


def test_a_line_leaves_out_what_is_not_measured(tmp_path: Path) -> None:
    runs = read_runs([write_run(tmp_path / each, _half()) for each in ("a", "b")])
    measure = Measure(0.25, 0.0, 0.5, n=4)
    chart = Chart("t", (ChartRow("1", (measure, None)), ChartRow("2", (measure, measure))))
    one, two = lines_of(chart, runs)
    assert [(point.label, point.y, point.low, point.high) for point in one.points] == [
        ("1", 75.0, 100.0, 50.0),
        ("2", 75.0, 100.0, 50.0),
    ]
    assert [point.label for point in two.points] == ["2"]
    assert one.points[1].x < two.points[0].x < 100


def test_a_single_row_has_no_interval() -> None:
    figure = {"value": 1.0, "low": 1.0, "high": 1.0}
    assert measured(figure, n=1) == Measure(1.0, n=1)
    assert measured(figure, n=2) == Measure(1.0, 1.0, 1.0, n=2)
    assert measured(None) is None


def test_the_axis_of_times_holds_zero_and_a_single_value() -> None:
    axis = LogAxis.over([0.0, 10.0])
    assert (axis.low, axis.high) == (1, 2)
    assert axis.place(0.0) == 0.0
    assert axis.ticks == [(0.0, "10 ms"), (100.0, "100 ms")]


def test_clauses_are_named_and_ordered() -> None:
    sql = (
        "SELECT DISTINCT country, count(*) FROM orders WHERE country != 'FR' GROUP BY country "
        "HAVING count(*) > 2 ORDER BY count(*) DESC LIMIT 3"
    )
    clauses = clauses_of(plan_of(sql))
    assert clauses == {
        "show": ["orders.country", "count(*)"],
        "distinct": ["yes"],
        "tables": ["orders"],
        "values": ["orders.country != 'FR'"],
        "group by": ["orders.country"],
        "having": ["count(*) > 2"],
        "order by": ["count(*) descending"],
        "limit": ["3"],
    }
    assert [name for name in CLAUSES if name in clauses] == list(clauses)


def test_an_inner_join_reads_the_same_from_both_sides() -> None:
    one, two = ColumnRef(table="b", column="id"), ColumnRef(table="a", column="b_id")
    plans = (
        Plan(joins=(PlannedJoin(left=one, right=two),), change=(Change.NEW_TOPIC,)),
        Plan(joins=(PlannedJoin(left=two, right=one),), change=(Change.NEW_TOPIC,)),
        Plan(joins=(PlannedJoin(left=two, right=one, kind=JoinKind.LEFT),)),
    )
    first, second, outer = map(clauses_of, plans)
    assert first == second == {"joins": ["a.b_id = b.id"], "change": ["new topic"]}
    assert outer == {"joins": ["left: a.b_id = b.id"]}
