"""`turnwise eval results`: lines that are run, skipped, taken up or run anew, and the page."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.evaluate_choice import chosen_rows
from cli.main import app
from eval.datasets.choosing import data_folder
from eval.results.lines import lines
from eval.results.page import END, START
from eval.rows import ROWS_FILE, read_rows
from examples import pet_shop
from services.contracts.errors import InvalidRequest

LINE = "pet_shop_lexical_own"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pet shop's database, to run the command in."""
    folder = tmp_path_factory.mktemp("results")
    pet_shop.build(folder / "pet_shop.sqlite")
    return folder


@pytest.fixture(autouse=True)
def inside(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop)


def results(*words: str, exit_code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["eval", "results", "--limit", "2", "--workers", "1", *words])
    assert done.exit_code == exit_code, done.output
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_a_line_is_measured_once_and_stands_on_the_page_with_its_command(shop: Path) -> None:
    (shop / "page.md").write_text(f"# Results\n\nBefore.\n\n{START}\n\nOld.\n\n{END}\n\nAfter.\n")
    words = ("--only", LINE, "--page", "page.md")
    assert results(*words)["lines"] == {LINE: "measured"}
    rows = (shop / "runs" / "results" / LINE / ROWS_FILE).read_text()
    again = results(*words)
    assert (again["lines"], again["on_the_page"]) == ({LINE: "there already"}, [LINE])
    assert (shop / "runs" / "results" / LINE / ROWS_FILE).read_text() == rows
    page = (shop / "page.md").read_text()
    assert page.startswith("# Results\n\nBefore.\n\n")
    assert page.endswith("\n\nAfter.\n")
    assert "Old." not in page
    assert "| lexical, own history | " in page
    assert "Not measured: learned, own history; oracle plan, own history" in page
    command = (
        "    turnwise eval run --data pet_shop --dbs pet_shop.sqlite --history own --planner lexical "
        f"--generator compiler --limit 2 --out runs/results/{LINE}\n"
    )
    assert command in page


def test_the_command_on_the_page_makes_the_same_run(shop: Path) -> None:
    results("--only", LINE)
    (line,) = (line for line in lines() if line.name == LINE)
    command = line.command(Path("runs/results"), 2).split()
    assert command[:2] == ["turnwise", "eval"]
    done = CliRunner().invoke(app, command[1:], catch_exceptions=False)
    assert done.exit_code == 0  # another run would be refused
    assert len(read_rows(shop / "runs" / "results" / LINE / ROWS_FILE)) > 0


def test_a_line_cut_short_is_taken_up_and_one_of_other_code_is_run_anew(shop: Path) -> None:
    results("--only", LINE)
    folder = shop / "runs" / "results" / LINE
    path, manifest = folder / ROWS_FILE, folder / "manifest.json"
    resumed = json.loads(manifest.read_text())["resumed"]
    lines_there = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines_there[:-1]))
    assert results("--only", LINE)["lines"] == {LINE: "measured"}
    assert json.loads(manifest.read_text())["resumed"] == resumed + 1
    manifest.write_text(manifest.read_text().replace('"sources": "', '"sources": "0'))
    assert results("--only", LINE)["lines"] == {LINE: "measured"}
    assert json.loads(manifest.read_text())["resumed"] == 0


def test_a_line_that_cannot_be_measured_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(data: str, *others: Any) -> Any:
        if data == "spider:test":
            raise InvalidRequest("there is no such file")
        return chosen_rows(data, *others)

    monkeypatch.setattr("cli.evaluate_results.chosen_rows", refusing)
    outcomes = results("--only", LINE, "--only", "spider-test_lexical", exit_code=1)["lines"]
    assert outcomes["spider-test_lexical"] == "not measured: there is no such file"
    assert outcomes[LINE] in ("measured", "there already")


def test_a_name_of_no_line_lists_them() -> None:
    with pytest.raises(InvalidRequest, match="there are cosql-validation_lexical_own, "):
        lines(["nonsense"])


def test_all_lines_have_names_of_their_own() -> None:
    names = [line.name for line in lines()]
    assert len(set(names)) == len(names) == 53


def test_lines_of_a_language_model_are_skipped_where_no_server_is(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_LLM_GENERATOR_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.delenv("TURNWISE_LLM_GENERATOR_MODEL", raising=False)
    name = "cosql-validation_tiny-direct_no-plan_own"
    done = results("--only", name, "--page", "tiny.md")
    assert done["lines"][name].startswith("skipped: http://127.0.0.1:9/v1 lists no models")
    assert "TURNWISE_LLM_GENERATOR_BASE_URL says where" in done["lines"][name]
    assert name not in done["on_the_page"]
    assert "TURNWISE_LLM_GENERATOR_MODEL" not in os.environ
    page = (shop / "tiny.md").read_text()
    assert (
        "CoSQL, validation split, the tiny language model"
        in page.partition("Nothing of this is measured: ")[2]
    )


@pytest.mark.skipif(not data_folder().is_dir(), reason="no reference data: set TURNWISE_DATA")
def test_planners_of_equal_history_are_paired_on_the_page(shop: Path) -> None:
    pair = ("sparc-validation_lexical_own", "sparc-validation_learned_own")
    done = results("--only", pair[0], "--only", pair[1], "--page", "sparc.md")
    assert {*pair} <= {*done["on_the_page"]}
    page = (shop / "sparc.md").read_text()
    assert "- learned, own history, less lexical, own history: value " in page
    assert "; models: learned " in page
