"""SQL of a comparison runs read-only, under limits that end it, and what becomes of it is a value."""

import hashlib
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.metrics.result import Result
from eval.running import Failure, FailureKind, QueryRunner, RunLimits
from services.contracts.catalogue import Database

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
# One call of a C function, in which no progress handler runs.
FOREVER_IN_C = "SELECT instr(hex(zeroblob(3000000)), hex(zeroblob(1500000)) || '1')"


def create(path: Path, *statements: str) -> Database:
    connection = sqlite3.connect(path)
    for statement in ("CREATE TABLE t(a, b TEXT)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')", *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()
    return Database(path.stem, path)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return create(tmp_path / "shop.sqlite")


@pytest.fixture
def runner() -> Iterator[QueryRunner]:
    with QueryRunner(RunLimits(seconds=0.3, rows=1000, bytes=100_000)) as runner:
        yield runner


def failure(outcome: Result | Failure) -> tuple[FailureKind, str]:
    assert isinstance(outcome, Failure)
    return outcome.kind, outcome.message


def test_result_with_labels_and_every_kind_of_cell(runner: QueryRunner, database: Database) -> None:
    outcome = runner.run(
        database, "SELECT a AS Aa, b, NULL, 1.5, x'00ff', 9e999, -9223372036854775808 FROM t LIMIT 1"
    )
    assert outcome == Result(
        ("Aa", "b", "NULL", "1.5", "x'00ff'", "9e999", "-9223372036854775808"),
        [(1, "x", None, 1.5, b"\x00\xff", float("inf"), -9223372036854775808)],
    )


def test_no_rows_still_have_labels(runner: QueryRunner, database: Database) -> None:
    assert runner.run(database, "SELECT a FROM t WHERE a > 7") == Result(("a",), [])


def test_stock_mode_takes_double_quotes_for_strings(runner: QueryRunner, database: Database) -> None:
    assert runner.run(database, 'SELECT a FROM t WHERE b = "x"') == Result(("a",), [(1,)])


def test_bytes_that_are_no_utf8_are_left_out(runner: QueryRunner, database: Database) -> None:
    assert runner.run(database, "SELECT CAST(x'61ff62' AS TEXT) AS s") == Result(("s",), [("ab",)])


@pytest.mark.parametrize(
    ("sql", "kind", "message"),
    [
        ("SELECT c FROM t", FailureKind.INVALID, "no such column: c"),
        ("SELECT a FROM", FailureKind.INVALID, "incomplete input"),
        ("SELECT 1; SELECT 2", FailureKind.INVALID, "one statement"),
        ("SELECT 1;;", FailureKind.INVALID, "one statement"),
        ("SELECT 1\0", FailureKind.INVALID, "null character"),
        ("SELECT '\ud800'", FailureKind.INVALID, "surrogates"),
        ("", FailureKind.EMPTY, "no result set"),
        ("-- nothing", FailureKind.EMPTY, "no result set"),
        ("DELETE FROM t", FailureKind.WRITES, "readonly"),
        ("DROP TABLE t", FailureKind.WRITES, "readonly"),
        ("DELETE FROM gone", FailureKind.INVALID, "no such table"),
        ("ATTACH 'other.sqlite' AS other", FailureKind.INVALID, "authoriz"),
        ("VACUUM INTO 'other.sqlite'", FailureKind.INVALID, "authoriz"),
    ],
)
def test_what_gives_no_result(
    sql: str, kind: FailureKind, message: str, runner: QueryRunner, database: Database
) -> None:
    found, text = failure(runner.run(database, sql))
    assert found is kind
    assert message in text


def test_too_many_rows_bytes_or_too_much_memory(database: Database) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) SELECT i FROM n"
    with QueryRunner(RunLimits(rows=1000, bytes=100_000, memory_bytes=300_000_000)) as runner:
        assert isinstance(runner.run(database, numbers.format(1000)), Result)
        rows = failure(runner.run(database, numbers.format(1001)))
        assert rows == (FailureKind.TOO_LARGE, "more than 1,000 rows")
        text = failure(runner.run(database, "SELECT hex(zeroblob(60000))"))
        assert text == (FailureKind.TOO_LARGE, "more than 100,000 bytes")
        memory = failure(runner.run(database, "SELECT length(hex(zeroblob(400000000)))"))
        assert memory[0] is FailureKind.TOO_LARGE
        assert isinstance(runner.run(database, "SELECT 1"), Result)


def test_a_query_without_end_is_stopped(runner: QueryRunner, database: Database) -> None:
    start = time.monotonic()
    assert failure(runner.run(database, FOREVER)) == (FailureKind.TIMEOUT, "stopped after 0.3 s")
    assert time.monotonic() - start < 2.0
    assert isinstance(runner.run(database, "SELECT 1"), Result)


def test_a_call_without_end_is_killed(runner: QueryRunner, database: Database) -> None:
    start = time.monotonic()
    assert failure(runner.run(database, FOREVER_IN_C)) == (FailureKind.TIMEOUT, "killed after 0.3 s")
    assert time.monotonic() - start < 5.0
    assert isinstance(runner.run(database, "SELECT 1"), Result)


def test_a_worker_that_dies_costs_one_statement(runner: QueryRunner, database: Database) -> None:
    assert isinstance(runner.run(database, "SELECT 1"), Result)
    assert runner.worker_pid is not None
    os.kill(runner.worker_pid, signal.SIGKILL)
    assert failure(runner.run(database, "SELECT 1"))[0] is FailureKind.DIED
    assert isinstance(runner.run(database, "SELECT 1"), Result)


def test_closing_ends_the_worker(database: Database) -> None:
    with QueryRunner() as runner:
        runner.run(database, "SELECT 1")
        pid = runner.worker_pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_files_that_are_no_database(runner: QueryRunner, tmp_path: Path) -> None:
    missing = failure(runner.run(Database("gone", tmp_path / "gone.sqlite"), "SELECT 1"))
    assert missing[0] is FailureKind.DATABASE
    text = tmp_path / "text.sqlite"
    text.write_text("no database" * 100)
    assert failure(runner.run(Database("text", text), "SELECT count(*) FROM t"))[0] is FailureKind.DATABASE


def test_nothing_is_written_to_the_database_or_beside_it(
    runner: QueryRunner, database: Database, tmp_path: Path
) -> None:
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    for sql in (
        "INSERT INTO t VALUES (3, 'z')",
        "PRAGMA journal_mode = wal",
        "CREATE TEMP TABLE u AS SELECT * FROM t",
    ):
        runner.run(database, sql)
    after = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    assert after == before


def test_what_stands_in_a_write_ahead_log_is_seen(runner: QueryRunner, tmp_path: Path) -> None:
    database = create(tmp_path / "live.sqlite")
    writer = sqlite3.connect(tmp_path / "live.sqlite")
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("INSERT INTO t VALUES (3, 'z')")
    writer.commit()
    try:
        assert runner.run(database, "SELECT count(*) AS n FROM t") == Result(("n",), [(3,)])
    finally:
        writer.close()
