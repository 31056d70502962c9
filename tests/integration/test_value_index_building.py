"""The index of a large database on disk: made, refreshed, taken up again, and never served half or damaged."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import Overloaded
from services.contracts.models import LinkRequest, Links
from services.value_index import building, index_folder
from services.value_index.building import Progress
from services.value_index.content import ContentReader, DatabaseContent
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema
from services.value_index.stopping import BuildStopped
from services.value_index.text_entries import Entry
from services.value_index.value_index import EmbeddedValueIndex

SCRIPT = """
    CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, password TEXT);
    CREATE TABLE towns(name TEXT, country TEXT);
    CREATE TABLE notes(text TEXT);
    INSERT INTO people(name, password) VALUES ('Zoé Martin', 'swordfish'), ('York Meyer', 'opensesame');
    INSERT INTO towns VALUES ('New York', 'USA'), ('Saint-Étienne', 'FRA');
    INSERT INTO notes VALUES ('short one');
"""
MANY_PEOPLE = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO people(name) SELECT 'person ' || i FROM n
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    change(tmp_path / "world.sqlite", SCRIPT)
    return tmp_path / "world.sqlite"


def change(path: Path, script: str, *parameters: object) -> None:
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute(script, parameters).fetchall()


def index_of(database: Path, **changed: Any) -> EmbeddedValueIndex:
    """A new one, as another process would have; every database is large for it."""
    settings = {"store": str(database.parent / "index"), "cells_in_memory": 0, **changed}
    return EmbeddedValueIndex(Catalogue.of({"world": database}), ValueIndexSettings.model_validate(settings))


def ask(index: EmbeddedValueIndex, question: str) -> Links:
    return asyncio.run(index.link(LinkRequest(question=question, database_id="world")))


def values(index: EmbeddedValueIndex, question: str) -> set[str]:
    return {str(link.value) for link in ask(index, question).values}


def refreshed(index: EmbeddedValueIndex) -> tuple[DatabaseContent, list[str]]:
    """The content, and the tables that were read for it."""
    read: list[str] = []

    def report(progress: Progress) -> None:
        read.append(progress.table)

    return asyncio.run(index.refreshed("world", report)), read


def folder_of(database: Path) -> Path:
    return next((database.parent / "index").iterdir())


def test_an_index_is_made_at_the_first_question_and_used_by_the_next_process(database: Path) -> None:
    assert values(index_of(database), "people of New York") == {"New York"}
    content, read = refreshed(index_of(database))
    assert read == []
    assert content.texts.spelled("zoe martin")[0].value == "Zoé Martin"


def test_only_tables_whose_rows_changed_are_read_again(database: Path) -> None:
    assert refreshed(index_of(database))[1] == ["people", "towns", "notes"]
    change(database, "INSERT INTO towns VALUES ('Bonn', 'DEU'); CREATE TABLE late(name TEXT)")
    content, read = refreshed(index_of(database))
    assert read == ["towns", "late"]
    assert content.texts.spelled("bonn")
    assert content.texts.spelled("york meyer")


def test_rows_and_tables_that_are_gone_are_forgotten(database: Path) -> None:
    refreshed(index_of(database))
    change(database, "DELETE FROM towns WHERE name = 'New York'; DROP TABLE notes")
    content, _ = refreshed(index_of(database))
    assert content.texts.spelled("new york") == content.texts.spelled("short one") == ()


def test_profiles_are_kept(database: Path) -> None:
    refreshed(index_of(database))
    profiles = {str(profile.column): profile for profile in refreshed(index_of(database))[0].profiles}
    assert profiles["towns.country"].types == {"text": 2}
    assert (profiles["towns.country"].low, profiles["towns.country"].high) == ("FRA", "USA")
    assert "people.password" not in profiles


def test_excluded_values_are_nowhere_in_the_folder(database: Path) -> None:
    refreshed(index_of(database))
    refreshed(index_of(database, excluded_columns=("*password*", "towns.name")))
    for file in folder_of(database).iterdir():
        assert b"swordfish" not in file.read_bytes()
    content, _ = refreshed(index_of(database, excluded_columns=("*password*", "towns.name")))
    assert content.texts.spelled("new york") == content.texts.spelled("swordfish") == ()


def test_other_settings_make_another_index(database: Path) -> None:
    refreshed(index_of(database))
    assert refreshed(index_of(database, values_per_column=1))[1] == ["people", "towns", "notes"]
    assert ask(index_of(database, values_per_column=1), "towns").truncated.values


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "other format", "no JSON"])
def test_a_damaged_or_foreign_index_is_made_anew(database: Path, damage: str) -> None:
    refreshed(index_of(database))
    folder = folder_of(database)
    segment = next(folder.glob("*.segment"))
    if damage == "cut":
        os.truncate(segment, 5_000)
    elif damage == "changed":
        segment.write_bytes(bytes(reversed(segment.read_bytes())))
    elif damage == "gone":
        segment.unlink()
    else:
        state = json.loads((folder / "state.json").read_text())
        text = json.dumps(state | {"format": 99}) if damage == "other format" else "{"
        (folder / "state.json").write_text(text)
    assert values(index_of(database), "people of New York") == {"New York"}


def test_damage_while_it_is_in_use_is_mended(database: Path) -> None:
    index = index_of(database)
    assert values(index, "towns") == set()
    os.truncate(next(folder_of(database).glob("*.segment")), 100)
    assert values(index, "people of Saint-Étienne") == {"Saint-Étienne"}


_KILLED = """
import asyncio, os, signal, sys
from services.contracts.catalogue import Catalogue
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex
from services.value_index import index_folder
settings = ValueIndexSettings(store=sys.argv[2], cells_in_memory=0)
index_folder.IndexFolder.__init__.__kwdefaults__["memory_bytes"] = 1
write = index_folder.FolderUpdate.put
def put(self, table, fingerprint, texts):
    if table == "notes":
        os.kill(os.getpid(), signal.SIGKILL)
    self._memory_bytes = 1
    write(self, table, fingerprint, texts)
index_folder.FolderUpdate.put = put
index = EmbeddedValueIndex(Catalogue.of({"world": sys.argv[1]}), settings)
asyncio.run(index.refreshed("world", lambda _: None))
"""


def test_a_build_that_was_killed_goes_on_where_it_stood(database: Path) -> None:
    command = [sys.executable, "-c", _KILLED, str(database), str(database.parent / "index")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    content, read = refreshed(index_of(database))
    assert read == ["notes"]
    assert content.texts.spelled("new york")
    assert content.texts.spelled("short one")


def test_a_build_stops_when_the_index_is_closed_and_goes_on_later(database: Path) -> None:
    index = index_of(database, build_megabytes=16)

    def close_at_the_last(progress: Progress) -> None:
        if progress.table == "notes":
            asyncio.run(index.close())

    with pytest.raises(BuildStopped):
        asyncio.run(index.refreshed("world", close_at_the_last))
    assert refreshed(index_of(database))[0].texts.spelled("short one")


def test_a_merge_of_segments_stops_when_the_index_is_closed_and_goes_on_later(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(index_of(database))
    change(database, "INSERT INTO towns VALUES ('Bonn', 'DEU')")
    monkeypatch.setattr(index_folder, "_MOST_SEGMENTS", 1)
    index = index_of(database)
    merged: list[Entry] = []

    def closing_soon(*arguments: Any) -> Iterator[Entry]:
        for entry in renumbered(*arguments):
            asyncio.run(index.close())
            merged.append(entry)
            yield entry

    renumbered = index_folder._renumbered
    with monkeypatch.context() as patched:
        patched.setattr(index_folder, "_renumbered", closing_soon)
        with pytest.raises(BuildStopped):
            refreshed(index)
    assert len(merged) == 2  # the first of each segment
    content, read = refreshed(index_of(database))
    assert read == []
    assert content.texts.spelled("bonn")
    assert len(list(folder_of(database).glob("*.segment"))) == 1


def test_reading_stops_when_the_index_is_closed(database: Path) -> None:
    """What SQLite was interrupted in is not taken for a table without texts."""
    change(database, MANY_PEOPLE)
    index = index_of(database)

    def close_soon(progress: Progress) -> None:
        if progress.table == "people":
            asyncio.run(index.close())

    with pytest.raises(BuildStopped):
        asyncio.run(index.refreshed("world", close_soon))
    content, read = refreshed(index_of(database))
    assert read == ["people", "towns", "notes"]
    assert content.texts.spelled("person 12345")
    assert not content.texts.truncated


def test_the_size_of_an_index_is_told_when_it_is_made(database: Path) -> None:
    index = index_of(database, wait_seconds=0)
    size = asyncio.run(index.index_bytes("world"))
    files = [path for path in folder_of(database).iterdir() if path.suffix in {".segment", ".content"}]
    assert size == sum(path.stat().st_size for path in files)
    assert not ask(index, "people of New York").truncated.values


@pytest.mark.parametrize("cells_in_memory", [0, 500_000])
def test_changed_notes_count_from_the_next_question_on(database: Path, cells_in_memory: int) -> None:
    notes = database.parent / "notes"
    notes.mkdir()
    index = index_of(database, cells_in_memory=cells_in_memory, notes=notes)
    assert values(index, "towns of the Basilica") == set()
    written = notes / "world.yaml"
    written.write_text("synonyms: {Saint-Étienne: [the Basilica]}\ntables: {towns: {description: places}}\n")
    links = ask(index, "towns of the Basilica")
    assert [link.value for link in links.values] == ["Saint-Étienne"]
    assert links.snapshot.tables[1].description == "places"
    if not cells_in_memory:
        assert refreshed(index_of(database, notes=notes))[1] == []
    written.write_text("tables: {towns: {columns: {name: {excluded: true}}}}\n")
    links = ask(index, "towns of Saint-Étienne")
    assert (links.values, links.snapshot.tables[1].description) == ((), "")
    written.unlink()
    assert values(index, "towns of Saint-Étienne") == {"Saint-Étienne"}


def test_without_room_there_is_a_clear_error_and_the_old_index_stays(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(index_of(database))
    before = sorted(path.name for path in folder_of(database).iterdir())
    change(database, "INSERT INTO towns VALUES ('Bonn', 'DEU')")

    def full(*_: object) -> None:
        raise apsw.FullError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(index_folder, "write_segment", full)
        with pytest.raises(Overloaded, match=r"index of 'world' cannot be written to .*disk is full"):
            ask(index_of(database), "New York")
    assert set(before) <= {path.name for path in folder_of(database).iterdir()}
    assert values(index_of(database), "people of New York and Bonn") == {"New York", "Bonn"}


def test_a_store_that_is_no_folder_is_a_clear_error(database: Path) -> None:
    store = database.parent / "file"
    store.touch()
    with pytest.raises(
        Overloaded, match=r"index of 'world' cannot be kept in .*/file/world-\w+: .*Not a directory"
    ):
        ask(index_of(database, store=str(store)), "New York")


def test_while_the_index_is_made_questions_are_answered_by_the_one_before(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refreshed(index_of(database))
    change(database, "INSERT INTO towns VALUES ('Bonn', 'DEU')")
    monkeypatch.setattr(building, "_update", endless)
    links = ask(index_of(database, wait_seconds=0.05), "people of New York and Bonn")
    assert [str(link.value) for link in links.values] == ["New York"]
    assert links.truncated.values


def test_while_the_first_index_is_made_questions_are_answered_by_the_schema(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_update", endless)
    links = ask(index_of(database, wait_seconds=0.05), "the towns of New York")
    assert (links.values, links.tables[0].table, links.truncated.values) == ((), "towns", True)


def endless(*_: object) -> None:
    """A build that has not ended after the test's question; it does before the test run's end."""
    time.sleep(0.5)
    raise Overloaded("stopped")


def test_an_index_can_be_removed(database: Path) -> None:
    refreshed(index_of(database))
    index_folder.IndexFolder(folder_of(database)).remove()
    assert list((database.parent / "index").iterdir()) == []


# ------------------------------------------------------------------------------------------------------- bad input


@pytest.fixture(params=["memory", "disk"])
def cells_in_memory(request: pytest.FixtureRequest) -> int:
    return 500_000 if request.param == "memory" else 0


def test_strange_databases_are_indexed(tmp_path: Path, cells_in_memory: int) -> None:
    path = tmp_path / "world.sqlite"
    change(
        path,
        """
        CREATE TABLE "or""der by"("se lect" TEXT, "🐶" TEXT, "שם" TEXT, mixed, "group" TEXT);
        CREATE TABLE keyed(code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
        CREATE TABLE made(first TEXT, whole TEXT GENERATED ALWAYS AS (first || ' made'), kept TEXT AS ('x') STORED);
        CREATE VIRTUAL TABLE found USING fts5(body);
        CREATE VIEW seen AS SELECT "se lect" FROM "or""der by";
        CREATE VIEW broken AS SELECT * FROM nowhere_at_all;
        INSERT INTO "or""der by" VALUES
            ('value one', 'emoji 🐶 dog', 'שלום', 'mixed text', 'a'), (NULL, NULL, NULL, 5, 'b'),
            (CAST(x'ff6162' AS TEXT), 'tab\tand
newline', '', x'00ff', NULL), ('nul' || char(0) || 'inside', NULL, NULL, 1.5, NULL);
        INSERT INTO keyed VALUES ('KX', 'Kay Ex');
        INSERT INTO made(first) VALUES ('Freshly');
        INSERT INTO found VALUES ('full text row');
        """,
    )
    index = index_of(path, cells_in_memory=cells_in_memory)
    for said in (
        "value one",
        "emoji 🐶 dog",
        "שלום",
        "mixed text",
        "Kay Ex",
        "Freshly made",
        "full text row",
    ):
        assert said in values(index, f"show '{said}'"), said


def test_a_huge_text_is_indexed_by_its_words(tmp_path: Path, cells_in_memory: int) -> None:
    path = tmp_path / "world.sqlite"
    change(path, "CREATE TABLE pages(text TEXT)")
    change(path, "INSERT INTO pages VALUES (? || hex(zeroblob(10000000)))", "the battery life was short. ")
    index = index_of(path, cells_in_memory=cells_in_memory)
    links = ask(index, "pages about 'battery life'")
    assert [(str(link.column), link.value, link.part) for link in links.possible] == [
        ("pages.text", "battery life", True)
    ]
    assert links.truncated.values


def test_a_database_without_tables_has_nothing(tmp_path: Path, cells_in_memory: int) -> None:
    path = tmp_path / "world.sqlite"
    change(path, "CREATE TABLE gone(a); DROP TABLE gone")
    links = ask(index_of(path, cells_in_memory=cells_in_memory), "anything 'at all'")
    assert (links.values, links.possible, links.tables, links.truncated.values) == ((), (), (), False)


def test_texts_are_read_one_at_a_time(database: Path) -> None:
    """A build must not hold a table in memory."""
    with closing(apsw.Connection(str(database))) as connection:
        reader = ContentReader(
            connection, ValueIndexSettings(), read_schema(connection, "world"), patient=True
        )
        texts = reader.texts("towns")
        assert isinstance(iter(texts), Iterator)
        assert next(iter(texts)).value in {"New York", "Saint-Étienne"}
