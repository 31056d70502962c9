"""What is said about a text before it is run."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.models import DiagnosisKind, ExecutionStatus
from services.executor.diagnosis import Verdict
from services.executor.statement import Statement, read_statement

MAX_BYTES = 16_384


def read(sql: str) -> Statement | Verdict:
    return read_statement(sql, max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "select 1;",
        " /* first */ SELECT a -- last\n;;\n",
        "WITH t AS (SELECT 1) SELECT * FROM t",
        "(SELECT 1)",
        "VALUES (1), (2)",
        "SELECT 'a;b' FROM \"x;y\"",
        "SELECT a FROM t INDEXED BY i WHERE b ISNULL",
        "SELECT 'DROP TABLE t'",
    ],
)
def test_one_select_is_worth_running(sql: str) -> None:
    assert isinstance(read(sql), Statement)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "  /* SELECT */ delete from t",
        "-- SELECT\nUPDATE t SET a = 1",
        "SELECT 1; DROP TABLE t",
        "PRAGMA journal_mode = wal",
        "ATTACH '/tmp/x' AS x",
        "VACUUM INTO '/tmp/x'",
        "EXPLAIN SELECT 1",
        "BEGIN",
        "CREATE TABLE t(a)",
        "REPLACE INTO t VALUES (1)",
    ],
)
def test_what_is_no_select_is_denied(sql: str) -> None:
    verdict = read(sql)
    assert isinstance(verdict, Verdict)
    assert verdict.status is ExecutionStatus.DENIED
    assert verdict.diagnosis.kind is DiagnosisKind.DENIED


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("", "empty"),
        ("  -- nothing\n ; ", "empty"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("SELECT 'open", "quotes"),
        ("SELECT 1\0; DROP TABLE t", "NUL"),
        ("SELECT '\ud800'", "Unicode"),
    ],
)
def test_what_cannot_be_one_statement_is_invalid(sql: str, message: str) -> None:
    verdict = read(sql)
    assert isinstance(verdict, Verdict)
    assert verdict.status is ExecutionStatus.INVALID
    assert message in verdict.diagnosis.message


def test_overlong_statement_meets_a_limit() -> None:
    verdict = read("SELECT 1" + " " * MAX_BYTES)
    assert isinstance(verdict, Verdict)
    assert verdict.status is ExecutionStatus.LIMIT


def test_equal_statements_have_equal_keys() -> None:
    first = read("select A from t where b = 'x'")
    second = read("SELECT a /* same */\n  FROM T WHERE b='x' ;")
    other = read("SELECT a FROM t WHERE b = 'X'")
    assert isinstance(first, Statement)
    assert isinstance(second, Statement)
    assert isinstance(other, Statement)
    assert first.key == second.key
    assert first.key != other.key


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "(" * 4000 + "1" + ")" * 4000,
        "SELECT 1 WHERE " + " OR ".join(["a=1"] * 2300),
        "SELECT " + "NOT " * 4000 + "1",
        "SELECT " + "CASE WHEN 1 THEN " * 500 + "1" + " END" * 500,
    ],
)
def test_deep_nesting_is_read_in_bounded_time(sql: str) -> None:
    started = time.monotonic()
    assert isinstance(read(sql), Statement)
    assert time.monotonic() - started < 2


@given(st.text(max_size=80) | st.text(alphabet="SELECTselect*();'\"`[]-/,.=1 \n", max_size=80))
def test_any_text_gets_an_answer(sql: str) -> None:
    assert isinstance(read(sql), Statement | Verdict)
