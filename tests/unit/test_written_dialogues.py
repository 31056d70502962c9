"""The databases and dialogues written for this project: every reference runs, and none is of a published set."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from eval.datasets.choosing import data_folder
from services.contracts.plan import Intent
from training.data.dialogues import WRITTEN, read_dialogues, validation_databases
from training.data.written import FOLDER, written_databases


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written_databases(tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, str, str]]:
    """Database, question and SQL of every turn that has an answer."""
    return [
        (dialogue.database_id, turn.question, turn.sql)
        for dialogue in read_dialogues(data_folder(), WRITTEN)
        for turn in dialogue.turns
        if turn.intent is Intent.ANSWER
    ]


def test_every_reference_runs_and_nearly_all_find_rows(
    files: dict[str, Path], asked: list[tuple[str, str, str]]
) -> None:
    empty = 0
    for database_id in files:
        with closing(sqlite3.connect(files[database_id])) as connection:
            for _, question, sql in (each for each in asked if each[0] == database_id):
                try:
                    empty += not connection.execute(sql).fetchall()
                except sqlite3.Error as error:
                    pytest.fail(f"{database_id}: {question!r}: {error}: {sql}")
    assert empty < 0.02 * len(asked)


def test_every_database_has_dialogues_and_is_of_no_published_set(
    files: dict[str, Path], asked: list[tuple[str, str, str]]
) -> None:
    assert {database_id for database_id, _, _ in asked} == set(files)
    listed = json.loads((data_folder() / "tables.json").read_text())
    assert not set(files) & {entry["db_id"] for entry in listed}


def test_a_part_of_them_is_for_validation_alone(files: dict[str, Path]) -> None:
    own = set((FOLDER / "validation_databases.txt").read_text().split())
    assert 0.05 * len(files) < len(own) < 0.2 * len(files)
    assert own <= set(files)
    assert own < validation_databases(data_folder())


def test_a_script_is_built_anew_when_it_is_newer(tmp_path: Path) -> None:
    folder, out = tmp_path / "scripts", tmp_path / "out"
    folder.mkdir()
    script = folder / "shop.sql"
    script.write_text("CREATE TABLE pets (name TEXT); INSERT INTO pets VALUES ('Rex')")
    (file,) = written_databases(out, folder).values()
    first = file.stat().st_mtime_ns
    assert written_databases(out, folder)["shop"].stat().st_mtime_ns == first
    script.write_text("CREATE TABLE pets (name TEXT)")
    later = file.stat().st_mtime + 10
    os.utime(script, (later, later))
    with closing(sqlite3.connect(written_databases(out, folder)["shop"])) as connection:
        assert connection.execute("SELECT count(*) FROM pets").fetchone() == (0,)


def test_rows_that_refer_to_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(
        "CREATE TABLE owners (id INTEGER PRIMARY KEY);"
        "CREATE TABLE pets (owner INTEGER REFERENCES owners (id)); INSERT INTO pets VALUES (7)"
    )
    with pytest.raises(sqlite3.IntegrityError, match=r"shop\.sql"):
        written_databases(tmp_path / "out", tmp_path)
    assert not list((tmp_path / "out").glob("*.sqlite"))
