"""Figures from rows: accuracies and their intervals, what is refused."""

from pathlib import Path

import pytest

from eval.figures.accuracy import accuracies, groupings
from eval.figures.all_figures import all_figures
from eval.rows import (
    Oracle,
    Problem,
    Status,
    Verdicts,
    read_rows,
)
from services.contracts.errors import InvalidRequest
from services.contracts.plan import Change, Intent
from tests.eval_rows import manifest_of, plan_of, row

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


def test_groups() -> None:
    plan = plan_of(FRANCE).model_copy(update={"change": (Change.ADD_FILTER, Change.DROP_COLUMN)})
    groups = groupings([row("a", 1), row("a", 2, value=False, gold_plan=plan, hardness="easy")])
    assert {turn: found["value"]["value"] for turn, found in groups["turn"].items()} == {"1": 1.0, "2": 0.0}
    assert groups["change"]["add_filter"]["n"] == groups["change"]["drop_column"]["n"] == 1
    assert groups["hardness"]["easy"]["n"] == 1


# ---------------------------------------------------------------------------------------------------- rows and runs


def test_oracle_and_clean_rows_are_never_mixed() -> None:
    rows = [row("a"), row("b", oracle=(Oracle.PLAN,))]
    with pytest.raises(InvalidRequest, match="oracle and clean rows are never mixed"):
        all_figures(rows, manifest_of(*rows))


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
