"""The bench finds what it says it finds: that a gold does not run, has no sketch, or comes back with other rows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench import roundtrip
from bench.generated_rows import ROWS
from bench.gold_queries import Gold, gold_queries
from bench.roundtrip import Trip
from services.contracts.schema import Schema
from services.contracts.sketch import Query
from services.generator.compiler import CompileFailure, compile_sketch
from tests.library import SCRIPT

TABLES = SCRIPT.partition("INSERT")[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reference data with a library, and one whose shelves are empty."""
    for name, script in (("library", SCRIPT), ("empty_library", TABLES)):
        file = tmp_path / "databases" / name / f"{name}.sqlite"
        file.parent.mkdir(parents=True)
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(script)
    return tmp_path


def trip(folder: Path, sql: str, database: str = "library") -> Trip:
    gold = Gold(database, sql)
    return roundtrip._trips(folder, [gold])[gold]


def test_a_gold_that_comes_back(folder: Path) -> None:
    found = trip(
        folder, "SELECT T1.name FROM people AS T1 JOIN cities AS T2 ON T1.work_city = T2.id ORDER BY T1.id"
    )
    assert (found.refused, found.lost, found.strict, found.found_rows) == ("", "", True, True)
    assert (found.joins, found.explicit) == (1, 1)


def test_other_labels_are_told_from_other_rows(folder: Path) -> None:
    found = trip(folder, "SELECT COUNT(*) FROM people")
    assert (found.lost, found.strict) == ("", False)


@pytest.mark.parametrize(
    ("database", "sql", "refused", "lost"),
    [
        ("nowhere", "SELECT 1", "no database file", ""),
        ("library", "SELECT nickname FROM people", "the gold: invalid", ""),
        ("library", "SELECT rank() OVER (ORDER BY age) FROM people", "", "no sketch: window function"),
    ],
)
def test_why_a_gold_is_lost(folder: Path, database: str, sql: str, refused: str, lost: str) -> None:
    found = trip(folder, sql, database)
    assert (found.refused, found.lost) == (refused, lost)


@pytest.mark.parametrize(
    ("written", "taken", "lost"),
    [
        ("SELECT DISTINCT age FROM people", "DISTINCT ", "other rows"),
        ("SELECT age FROM people ORDER BY age DESC", " DESC", "rows in another order"),
        ("SELECT age FROM people", "FROM people", "not run: invalid: no such column: age"),
    ],
)
def test_a_compiler_that_forgets_something_is_caught(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: str, taken: str, lost: str
) -> None:
    def forgetful(query: Query, schema: Schema) -> str | CompileFailure:
        sql = compile_sketch(query, schema)
        return sql.replace(taken, "") if isinstance(sql, str) else sql

    monkeypatch.setattr(roundtrip, "compile_sketch", forgetful)
    assert trip(folder, written).lost == lost


def test_empty_databases_get_rows_that_filters_and_joins_find(folder: Path) -> None:
    before = (folder / "databases" / "empty_library" / "empty_library.sqlite").read_bytes()
    sql = "SELECT p.name FROM people p JOIN cities c ON p.home_city = c.id WHERE c.name = 'Lyon'"
    found = trip(folder, sql, "empty_library")
    assert (found.generated, found.found_rows, found.lost) == (True, True, "")
    assert not trip(
        folder, f"SELECT id FROM people LIMIT {ROWS + 1} OFFSET {ROWS}", "empty_library"
    ).found_rows
    assert (folder / "databases" / "empty_library" / "empty_library.sqlite").read_bytes() == before


def test_every_row_of_a_set_counts(tmp_path: Path) -> None:
    rows = '[{"db_id": "a", "query": "SELECT 1"}, {"db_id": "a", "query": "SELECT 1"}]'
    talks = '[{"db_id": "a", "interaction": [{"query": "SELECT 1"}, {"query": "SELECT 2"}]}]'
    for name in ("spider/train", "spider/train_others", "spider/test", "sparc/train", "cosql/train"):
        file = tmp_path / f"{name}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(rows if name.startswith("spider") else talks)
    sets = gold_queries(tmp_path)
    assert sets["spider_train"] == {Gold("a", "SELECT 1"): 2}
    assert sets["cosql_train"] == {Gold("a", "SELECT 1"): 1, Gold("a", "SELECT 2"): 1}


def test_shares_are_those_of_the_rows_not_of_the_different_queries() -> None:
    good, lost, refused = (Gold("a", sql) for sql in ("good", "lost", "refused"))
    trips = {
        good: Trip(found_rows=True, sketched=True, strict=True, joins=2, explicit=1),
        lost: Trip(found_rows=True, sketched=True, lost="other rows"),
        refused: Trip(refused="the gold: invalid"),
    }
    queries = roundtrip._of({good: 3, lost: 1, refused: 1}, trips, generated=False)
    assert roundtrip._figures(queries, trips) == {
        "n": 5,
        "executable": 4,
        "sketched": 1.0,
        "equal": 0.75,
        "strict": 0.75,
        "with_rows": 4,
        "equal_with_rows": 0.75,
        "joins": 6,
        "explicit_joins": 0.5,
    }
