"""The folder of a run: what is kept when it is taken up again, whose rows it holds, what tells two runs apart."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from eval.datasets.reference import DataSet, Dialogue
from eval.manifest import MANIFEST_FILE, Manifest, describe_stage, read_manifest
from eval.rows import ROWS_FILE, Problem, RunRow, Status, read_rows
from eval.run_folder import read_run, record
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.planner.learned.settings import LearnedPlannerSettings
from tests.eval_rows import manifest_of, row

ROWS = (row("a", 1), row("a", 2), row("b", 1))
DATA = DataSet("mine", tuple(each.reference for each in ROWS), {"mine.json": "0"})
FOREIGN = row("x", 1)


def quiet(**_: int) -> None:
    """No progress bar."""


class Played:
    """Plays dialogues by looking them up; remembers which it was asked for."""

    def __init__(self, *, rows: Sequence[RunRow] = ROWS, killed_after: int | None = None) -> None:
        self.asked: list[str] = []
        self._rows, self._killed_after = rows, killed_after

    def __call__(self, dialogues: Sequence[Dialogue]) -> Iterator[Sequence[RunRow]]:
        for number, dialogue in enumerate(dialogues):
            if number == self._killed_after:
                raise KeyboardInterrupt
            self.asked.append(dialogue[0].dialogue)
            yield [each for each in self._rows if each.reference.dialogue == dialogue[0].dialogue]


def recorded(folder: Path, played: Played, manifest: Manifest | None = None) -> dict[str, Any]:
    return record(DATA, manifest or manifest_of(*ROWS), folder, played, quiet)


def written(folder: Path) -> str:
    return (folder / ROWS_FILE).read_text()


def test_what_a_killed_run_has_done_is_there_and_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        recorded(tmp_path, Played(killed_after=1))
    assert [each.id for each in read_rows(tmp_path / ROWS_FILE)] == ["mine/a/1", "mine/a/2"]
    assert read_manifest(tmp_path).ended is None
    again = Played()
    assert recorded(tmp_path, again)["rows"]["n"] == 3
    assert again.asked == ["b"]
    assert (read_run(tmp_path).complete, read_manifest(tmp_path).resumed) == (True, 1)


def test_a_dialogue_cut_short_is_played_again(tmp_path: Path) -> None:
    recorded(tmp_path, Played())
    lines = written(tmp_path).splitlines(keepends=True)
    (tmp_path / ROWS_FILE).write_text(lines[2] + lines[0] + lines[1][:40])
    again = Played()
    recorded(tmp_path, again)
    assert again.asked == ["a"]
    assert len(read_rows(tmp_path / ROWS_FILE)) == 3


def test_rows_lost_with_their_process_are_tried_again(tmp_path: Path) -> None:
    lost = RunRow(reference=ROWS[2].reference, history=ROWS[2].history, problems=(Problem.LOST,))
    figures = recorded(tmp_path, Played(rows=(*ROWS[:2], lost)))
    assert figures["rows"]["problems"] == {"lost": 1}
    assert not read_run(tmp_path).complete
    again = Played()
    assert recorded(tmp_path, again)["rows"]["problems"] == {}
    assert again.asked == ["b"]
    assert read_run(tmp_path).rows[2].status is Status.ANSWERED


def test_a_foreign_row_is_refused_by_its_id(tmp_path: Path) -> None:
    recorded(tmp_path, Played())
    with (tmp_path / ROWS_FILE).open("a") as rows:
        rows.write(FOREIGN.to_line() + "\n")
    with pytest.raises(InvalidRequest, match=r"row 'mine/x/1' is none of this run's: .* 3 rows of mine"):
        read_run(tmp_path)
    with pytest.raises(InvalidRequest, match="row 'mine/x/1' is none of this run's"):
        recorded(tmp_path, Played())


def test_a_row_of_an_equal_id_and_other_words_is_refused(tmp_path: Path) -> None:
    recorded(tmp_path, Played())
    (tmp_path / ROWS_FILE).write_text(written(tmp_path).replace("Total?", "Sum?", 1))
    with pytest.raises(InvalidRequest, match="not those of mine that the manifest was made of"):
        read_run(tmp_path)


def test_a_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    recorded(tmp_path, Played())
    other = manifest_of(*ROWS).model_copy(update={"seed": 1})
    with pytest.raises(InvalidRequest, match="another run, which differs in seed"):
        recorded(tmp_path, Played(), other)


def test_rows_without_a_manifest_are_refused(tmp_path: Path) -> None:
    (tmp_path / ROWS_FILE).touch()
    with pytest.raises(InvalidRequest, match="has rows but no manifest"):
        recorded(tmp_path, Played())


# --------------------------------------------------------------------------------------------------------- manifests


def test_manifests_tell_what_differs(tmp_path: Path) -> None:
    one = manifest_of(row("a"))
    assert one.differences(one.model_copy(update={"started": one.started.replace(year=2000)})) == []
    assert one.differences(one.model_copy(update={"seed": 1})) == ["seed"]
    one.save(tmp_path)
    assert read_manifest(tmp_path) == one


def test_code_differs_where_its_sources_do() -> None:
    one = manifest_of(row("a"))
    committed = one.code.model_copy(update={"commit": "f" * 40, "dirty": True})
    assert one.differences(one.model_copy(update={"code": committed})) == []
    changed = one.code.model_copy(update={"sources": "other"})
    assert one.differences(one.model_copy(update={"code": changed})) == ["code"]


def test_a_manifest_lists_the_rows(tmp_path: Path) -> None:
    manifest_of(*ROWS).save(tmp_path)
    listed = json.loads((tmp_path / MANIFEST_FILE).read_text())
    assert listed["data"]["ids"] == ["mine/a/1", "mine/a/2", "mine/b/1"]


@pytest.mark.parametrize("form", [1, 99])
def test_another_format_is_named_before_its_fields_are_looked_at(tmp_path: Path, form: int) -> None:
    (tmp_path / MANIFEST_FILE).write_text(json.dumps({"format": form, "unknown": True}))
    with pytest.raises(VersionMismatch, match=f"is of format {form}, and this version reads"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("text", ["{", "{}", '{"format": 2}', "[]"])
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST_FILE).write_text(text)
    with pytest.raises(InvalidRequest, match=MANIFEST_FILE):
        read_manifest(tmp_path)


class Modelled:
    def __init__(self, folder: Path) -> None:
        self.settings = LearnedPlannerSettings(model=folder)


def test_a_stage_is_described_with_its_model(tmp_path: Path) -> None:
    (tmp_path / "graph.onnx").write_bytes(b"one")
    one = describe_stage("learned", Modelled(tmp_path))
    (tmp_path / "README.md").write_text("The card of the model.")
    assert describe_stage("learned", Modelled(tmp_path)) == one
    (tmp_path / "graph.onnx").write_bytes(b"two")
    assert describe_stage("learned", Modelled(tmp_path)).model != one.model


class Stored:
    class Settings(BaseModel):
        store: str = "postgresql://anna:secret@host:5432/index"

    settings = Settings()


def test_a_password_in_an_address_is_not_written_down() -> None:
    assert describe_stage("stored", Stored()).settings == {"store": "postgresql://***@host:5432/index"}


@pytest.mark.parametrize("below", [(), ("below",)])
def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path, below: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(InvalidRequest, match="cannot be the folder of a run"):
        recorded(file.joinpath(*below), Played())
