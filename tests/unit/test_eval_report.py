"""The report's page and Markdown: what stands in them, and which folders are refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli.evaluate_report import report
from eval.datasets.reference import Exchange
from eval.report import write
from eval.report.turns import shown_cell
from eval.rows import HistoryMode, Oracle, Outcome, RunRow
from services.contracts.errors import InvalidRequest, TurnwiseError
from services.contracts.frozen import Cell
from services.contracts.plan import Intent
from tests.report_runs import (
    GOLD,
    HOSTILE,
    OTHER,
    absent_row,
    reference,
    right_row,
    with_oracle,
    write_run,
    wrong_row,
)

TURNS = [reference("d1", 1), reference("d1", 2, HOSTILE), reference("d2", 1, "And in all?")]


def _rows() -> list[RunRow]:
    return [right_row(TURNS[0]), wrong_row(TURNS[1]), right_row(TURNS[2])]


def _page(*folders: Path) -> str:
    return write(folders, folders[0] / "report.html").html.read_text(encoding="utf-8")


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_stands_alone_and_says_so_to_the_browser(tmp_path: Path) -> None:
    page = _page(write_run(tmp_path / "a", [right_row(TURNS[0])]))
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|<link|<iframe|@import|url\((?!#)|\ssrc=", page)


def test_text_of_the_data_is_never_markup(tmp_path: Path) -> None:
    page = _page(write_run(tmp_path / "<i>a</i>", _rows()))
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "<i>a</i>" not in page
    assert "\u2028" not in page
    assert _data(page)["turns"][1]["question"] == HOSTILE


def test_a_turn_holds_the_reference_once_and_what_each_run_made_of_it(tmp_path: Path) -> None:
    first = write_run(tmp_path / "first", _rows())
    second = write_run(
        tmp_path / "second", [wrong_row(TURNS[0]), right_row(TURNS[1])], data=TURNS, planner="learned"
    )
    turns = _data(_page(first, second))["turns"]
    assert [turn["id"] for turn in turns] == ["own/d1/1", "own/d1/2", "own/d2/1"]
    assert turns[0]["sql"] == GOLD
    assert turns[0]["plan"]["values"] == ["orders.country = 'FR'"]
    assert [entry["right"] for entry in turns[0]["runs"]] == [True, False]
    assert turns[0]["runs"][1]["sql"] == OTHER
    assert turns[0]["runs"][1]["blames"] == ["plan:values"]
    assert turns[0]["runs"][1]["plan"]["values"] == ["orders.country = 'France'"]
    assert turns[2]["runs"][1] is None


def test_references_that_differ_in_a_word_are_different_turns(tmp_path: Path) -> None:
    first = write_run(tmp_path / "first", [right_row(TURNS[0])])
    second = write_run(tmp_path / "second", [right_row(reference("d1", 1, "How many in Spain?"))])
    turns = _data(_page(first, second))["turns"]
    assert [[entry is None for entry in turn["runs"]] for turn in turns] in (
        [[False, True], [True, False]],
        [[True, False], [False, True]],
    )


def test_a_turn_that_is_not_to_be_answered_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    thanks = reference("d1", 2, "Thanks!", gold_sql="", intent=Intent.CHITCHAT)
    row = RunRow(reference=thanks, history=HistoryMode.OWN)
    turns = _data(_page(write_run(tmp_path / "a", [right_row(TURNS[0]), row])))["turns"]
    assert "right" not in turns[1]["runs"][0]
    assert "blames" not in turns[1]["runs"][0]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, None),
        ("12", "12"),
        (2**62 + 1, ["4611686018427387905", "int"]),
        (1.0, ["1.0", "float"]),
        (float("inf"), ["inf", "float"]),
        (b"\x00\xff", ["x'00ff'", "blob"]),
    ],
)
def test_cells_keep_their_type_and_all_their_digits(cell: Cell, shown: object) -> None:
    assert shown_cell(cell) == shown


def test_results_stand_beside_each_other(tmp_path: Path) -> None:
    result = Outcome(columns=("a", "b"), row_count=30, first_rows=((2**62 + 1, None), ("1", 1.0)), digest="d")
    turn = _data(_page(write_run(tmp_path / "a", [right_row(TURNS[0], predicted=result)])))["turns"][0]
    assert turn["result"] == {"columns": ["n"], "count": 1, "rows": [[["1234", "int"]]]}
    assert turn["runs"][0]["result"] == {
        "columns": ["a", "b"],
        "count": 30,
        "rows": [[["4611686018427387905", "int"], None], ["1", ["1.0", "float"]]],
    }


def test_oracle_runs_are_flagged_in_every_table(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "o", [with_oracle(row, Oracle.PLAN) for row in _rows()])
    written = write([folder], tmp_path / "r.html")
    markdown = written.markdown.read_text(encoding="utf-8")
    heads = [line for line in markdown.split("\n") if line.startswith("|  |") and line.endswith("| n |")]
    assert len(heads) > 5
    assert all("A (ORACLE plan)" in head for head in heads)
    page = written.html.read_text(encoding="utf-8")
    bars = re.findall(r'<rect class="bar" x="0"[^>]*>', page)
    assert bars
    assert all("url(#hatch-A)" in each for each in bars)
    assert "Run A is a diagnosis" in page


def test_rows_without_a_verdict_stand_beside_the_full_count(tmp_path: Path) -> None:
    """ESM: one of three has no verdict; two of two are right among the others."""
    written = write([write_run(tmp_path / "a", _rows())], tmp_path / "r.html")
    markdown = written.markdown.read_text(encoding="utf-8")
    line = next(line for line in markdown.split("\n") if line.startswith("| ESM, exact set match"))
    assert re.search(r"\| 0\.667 \(.*?\); 1 without a verdict, 1\.000 of the other 2 \| 3 \|$", line)
    assert "1 without a verdict, 1.000 of the other 2" in written.html.read_text(encoding="utf-8")


def test_problems_and_missing_rows_are_named(tmp_path: Path) -> None:
    rows = [right_row(TURNS[0]), absent_row(TURNS[1], history=HistoryMode.OWN)]
    page = _page(write_run(tmp_path / "a", rows, data=TURNS))
    assert "Run A has 2 of 3 rows" in page
    assert "database missing <b>1</b>" in page


def test_markdown_stays_a_table_whatever_the_names_are(tmp_path: Path) -> None:
    odd = reference("d1", 1, act="a|b\n<u>")
    written = write([write_run(tmp_path / "a", [right_row(odd)])], tmp_path / "r.html")
    lines = written.markdown.read_text(encoding="utf-8").split("\n")
    line = next(line for line in lines if line.startswith("| a"))
    assert line.startswith("| a\\|b \\<u> |")


def test_what_was_asked_back_stands_with_its_turn(tmp_path: Path) -> None:
    asked = right_row(TURNS[0], exchanges=(Exchange(question="Which France?", reply="The country."),))
    folder = write_run(tmp_path / "a", [asked, right_row(TURNS[1])])
    turns = _data(_page(folder))["turns"]
    assert turns[0]["runs"][0]["exchanges"] == [["Which France?", "The country."]]
    assert "exchanges" not in turns[1]["runs"][0]


def test_shares_of_stages_have_intervals(tmp_path: Path) -> None:
    written = write([write_run(tmp_path / "a", _rows())], tmp_path / "r.html")
    lines = written.markdown.read_text(encoding="utf-8").split("\n")
    for label in ("macro", "required-only", "plans written as SQL", "first drafts that run"):
        line = next(line for line in lines if line.startswith(f"| {label} "))
        assert re.search(r"\| \d\.\d{3} \(\d\.\d{3}–\d\.\d{3}\)", line), line


def test_a_run_without_a_turn_to_answer_is_reported(tmp_path: Path) -> None:
    thanks = reference("d1", 1, "Thanks!", gold_sql="", intent=Intent.CHITCHAT)
    page = _page(write_run(tmp_path / "a", [RunRow(reference=thanks, history=HistoryMode.OWN)]))
    assert "No turn of this run is to be answered with SQL." in page


def test_imported_predictions_are_reported_as_such(tmp_path: Path) -> None:
    rows = [row.model_copy(update={"history": None, "timing": ()}) for row in _rows()]
    page = _page(write_run(tmp_path / "a", rows, kind="import"))
    assert "predictions; its plans are read off their SQL" in page
    assert "history unknown" in page
    assert 'id="latency"' not in page


def test_earlier_reports_are_replaced_and_folders_made(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "a", _rows())
    out = tmp_path / "new" / "report.html"
    first = write([folder], out).html.read_bytes()
    assert write([folder], out).html.read_bytes() == first
    assert sorted(path.name for path in out.parent.iterdir()) == ["report.html", "report.md"]


def _mixed(folder: Path) -> Path:
    return write_run(folder, [right_row(TURNS[0]), with_oracle(right_row(TURNS[1]), Oracle.PLAN)])


def _damaged(folder: Path) -> Path:
    write_run(folder, _rows())
    with (folder / "rows.jsonl").open("a") as rows:
        rows.write('{"reference": ')
    return folder


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder, "is no run"),
        (lambda folder: write_run(folder, [], data=TURNS), "has no rows yet"),
        (_mixed, "never mixed"),
        (_damaged, r"rows.jsonl, line 4"),
    ],
)
def test_folders_that_are_no_clean_run_are_refused(tmp_path: Path, make: Any, message: str) -> None:
    with pytest.raises(TurnwiseError, match=message):
        write([make(tmp_path / "a")], tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_wrong_arguments_are_refused(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "a", _rows())
    with pytest.raises(InvalidRequest, match="named twice"):
        write([folder, tmp_path / "a" / ".." / "a"], tmp_path / "r.html")
    with pytest.raises(InvalidRequest, match="1 to 8 runs, not 0"):
        write([], tmp_path / "r.html")
    with pytest.raises(InvalidRequest, match="1 to 8 runs, not 9"):
        write([tmp_path / str(number) for number in range(9)], tmp_path / "r.html")
    with pytest.raises(InvalidRequest, match=r"end with \.html"):
        write([folder], tmp_path / "r.pdf")
    (tmp_path / "file").touch()
    with pytest.raises(InvalidRequest, match="cannot be written"):
        write([folder], tmp_path / "file" / "r.html")


def test_the_command_prints_where_the_report_is(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(report)
    folder, out = write_run(tmp_path / "a", _rows()), tmp_path / "r.html"
    done = CliRunner().invoke(app, [str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {
        "html": str(out),
        "markdown": str(out.with_suffix(".md")),
        "runs": 1,
        "turns": 3,
        "bytes": out.stat().st_size,
    }
