"""`execute`: which draft wins, what is mended, and which status each kind of trouble has."""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from services.contracts.catalogue import Catalogue, Database, ReadableFile
from services.contracts.errors import StageUnavailable, UnknownDatabase
from services.contracts.models import DiagnosisKind, Draft, ExecuteRequest, Execution, ExecutionStatus, Limits
from services.executor.executor import SandboxedExecutor
from services.executor.settings import ExecutorSettings
from tests.executor_shop import BLIND, ENDLESS, LINKED, LINKS, create, execute, request, with_executor

Run = Callable[..., Execution]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("shop") / "shop.sqlite")


@pytest.fixture(scope="module")
def run(shop: Path) -> Iterator[Run]:
    """`execute` of one executor for all tests of this file."""
    executor = SandboxedExecutor(Catalogue.of({"shop": shop}), ExecutorSettings(workers=1, spares=1))
    with asyncio.Runner() as runner:
        runner.run(executor.start())
        yield lambda *sql, **fields: runner.run(executor.execute(request(*sql, **fields)))
        runner.run(executor.close())


# ------------------------------------------------------------------------------------------ which statement wins


def test_first_draft_that_runs_and_is_not_empty_wins(run: Run) -> None:
    execution = run(
        "SELECT nothing FROM nowhere",
        "SELECT total FROM orders WHERE total > 100",
        "SELECT country FROM customers WHERE country = 'FR'",
        "SELECT 'never tried'",
    )
    assert execution.status is ExecutionStatus.OK
    assert execution.draft == 2
    assert execution.page is not None
    assert execution.page.rows == (("FR",),)
    assert execution.diagnosis is None
    assert [(attempt.draft, attempt.status.value, attempt.row_count) for attempt in execution.attempts] == [
        (0, "invalid", None),
        (1, "ok", 0),
        (2, "ok", 1),
    ]


def test_an_empty_result_is_better_than_a_repair(run: Run) -> None:
    execution = run("SELECT cuntry FROM customers", "SELECT 1 FROM customers WHERE country = 'France'")
    assert execution.status is ExecutionStatus.OK
    assert execution.draft == 1
    assert execution.row_count == 0
    assert execution.diagnosis is not None
    assert execution.diagnosis.kind is DiagnosisKind.EMPTY_RESULT
    assert execution.diagnosis.place == "'France'"
    assert len(execution.attempts) == 2


def test_repairs_are_made_one_after_the_other_and_told(run: Run) -> None:
    execution = run('SELECT o.ttal FROM ordrs AS o WHERE o."order date" = "2024-01-02"')
    assert execution.status is ExecutionStatus.OK
    assert execution.page is not None
    assert execution.page.rows == ((7.0,),)
    assert [attempt.repair for attempt in execution.attempts] == [
        "",
        "ordrs → orders",
        "ordrs → orders, o.ttal → o.total",
        "ordrs → orders, o.ttal → o.total, \"2024-01-02\" → '2024-01-02'",
    ]
    assert execution.sql == "SELECT o.total FROM orders AS o WHERE o.\"order date\" = '2024-01-02'"


def test_what_cannot_be_repaired_comes_back_with_candidates(run: Run) -> None:
    execution = run("SELECT customer_id FROM orders AS o JOIN customers AS c ON o.total > 1")
    assert execution.status is ExecutionStatus.INVALID
    assert execution.diagnosis is not None
    assert execution.diagnosis.kind is DiagnosisKind.AMBIGUOUS_COLUMN
    assert execution.diagnosis.candidates == ("o.customer_id", "c.customer_id")
    assert len(execution.attempts) == 1


def test_repairs_are_bounded(shop: Path) -> None:
    sql = "SELECT custmer_name, cuntry, custmr_id FROM customers"

    def run(repairs: int) -> Execution:
        return with_executor(shop, lambda executor: executor.execute(request(sql)), max_repairs=repairs)

    assert len(run(2).attempts) == 3
    assert len(run(0).attempts) == 1
    assert run(3).status is ExecutionStatus.OK


def test_same_statement_is_never_tried_twice(run: Run) -> None:
    execution = run(
        "SELECT x FROM orders",
        "select X  from orders -- again",
        "SELECT 2",
        tried=("select 2;", "SELECT 3"),
        round=1,
    )
    assert [(attempt.draft, attempt.round) for attempt in execution.attempts] == [(0, 1)]
    assert execution.status is ExecutionStatus.INVALID


def test_a_denied_draft_stops_the_search(run: Run) -> None:
    execution = run("SELECT x FROM nowhere", "DROP TABLE orders", "SELECT 1")
    assert execution.status is ExecutionStatus.DENIED
    assert execution.sql == "DROP TABLE orders"
    assert [attempt.status.value for attempt in execution.attempts] == ["invalid", "denied"]


def test_drafts_without_sql_say_why(shop: Path, run: Run) -> None:
    nothing = ExecuteRequest(drafts=(Draft(sql="", failure="no join"),), links=LINKS, database_id="shop")
    execution = with_executor(shop, lambda executor: executor.execute(nothing))
    assert execution.status is ExecutionStatus.INVALID
    assert execution.diagnosis is not None
    assert execution.diagnosis.message == "There is no statement to run: no join"
    assert run().diagnosis is not None
    assert run("SELECT 1", tried=("SELECT 1",)).status is ExecutionStatus.INVALID


def test_a_slow_draft_leaves_time_for_the_next(run: Run) -> None:
    started = time.monotonic()
    execution = run(ENDLESS, "SELECT 7", limits=Limits(seconds=0.6))
    assert time.monotonic() - started < 0.6 + 0.3
    assert execution.status is ExecutionStatus.OK
    assert [attempt.status.value for attempt in execution.attempts] == ["timeout", "ok"]


def test_a_literal_in_another_form_is_mended_through_the_links(run: Run) -> None:
    sql = "SELECT count(*) AS n, country FROM customers WHERE country = 'France' GROUP BY country"
    execution = run(sql, links=LINKED)
    assert execution.page is not None
    assert execution.page.rows == ((1, "FR"),)
    assert [(attempt.repair, attempt.row_count) for attempt in execution.attempts] == [
        ("", 0),
        ("'France' → 'FR'", 1),
    ]


def test_a_result_with_rows_is_never_replaced_but_its_doubts_are_told(run: Run) -> None:
    execution = run("SELECT count(*) FROM customers WHERE country = 'France'", links=LINKED)
    assert execution.page is not None
    assert execution.page.rows == ((0,),)
    assert execution.diagnosis is not None
    assert (execution.diagnosis.place, execution.diagnosis.candidates) == ("'France'", ("'FR'",))
    assert len(execution.attempts) == 1


def test_a_fan_out_stands_beside_the_rows(run: Run) -> None:
    execution = run("SELECT sum(c.customer_id) FROM customers AS c JOIN orders AS o USING (customer_id)")
    assert execution.status is ExecutionStatus.OK
    assert execution.diagnosis is not None
    assert execution.diagnosis.kind is DiagnosisKind.FAN_OUT


def test_every_unknown_name_is_named(run: Run) -> None:
    execution = run("SELECT weather, total, humidity FROM orders")
    assert execution.diagnosis is not None
    assert execution.diagnosis.evidence == ("weather", "humidity")


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT TOP 1 total FROM orders ORDER BY total DESC", ((7.0,),)),
        ('SELECT YEAR("order date"), count(*) FROM orders GROUP BY 1', ((2024, 3),)),
        ("SELECT customer_name FROM customers WHERE customer_name ILIKE 'a%'", (("Ann",),)),
        ("SELECT customers.country FROM orders WHERE total = 7", (("DE",),)),
        ("SELECT count(* FROM orders WHERE total > 1", ((2,),)),
        ("SELECT count(*)) FROM orders", ((3,),)),
        ("SELECT LEFT(customer_name, 1), CONCAT(country, '!') FROM customers LIMIT 1", (("A", "FR!"),)),
        ('SELECT EXTRACT(MONTH FROM "order date") FROM orders WHERE total = 1', ((2,),)),
    ],
)
def test_what_needs_no_model_is_mended(run: Run, sql: str, rows: tuple[object, ...]) -> None:
    execution = run(sql)
    assert execution.page is not None, execution.diagnosis
    assert execution.page.rows == rows
    assert execution.attempts[-1].repair


@pytest.mark.parametrize(
    ("drafts", "draft"),
    [
        ((("SELECT 1", 0), ("SELECT 2 UNION SELECT 3", 0), ("SELECT 3 UNION ALL SELECT 2", 0)), 1),
        ((("SELECT 1", 0.9), ("SELECT 2", 0.3), ("SELECT 1 + 1", 0.5)), 0),
        ((("SELECT 1", 0.7), ("SELECT 2", 0.3), ("SELECT 1 + 1", 0.5)), 1),
        ((("SELECT nothing", 5), ("SELECT 1 WHERE 0", 5), ("SELECT 2", 0.1)), 2),
        ((("SELECT 1", 0), ("SELECT 2", 0)), 0),
        ((("SELECT 1 WHERE 0", 0), ("SELECT 2 WHERE 0", 0)), 0),
    ],
)
def test_majority_over_the_rows(shop: Path, drafts: tuple[tuple[str, float], ...], draft: int) -> None:
    written = tuple(Draft(sql=sql, score=score) for sql, score in drafts)
    asked = ExecuteRequest(drafts=written, links=LINKS, database_id="shop")
    execution = with_executor(shop, lambda executor: executor.execute(asked), majority=True)
    assert execution.draft == draft
    assert len(execution.attempts) == len(drafts)


# ---------------------------------------------------------------------------------------------------- the status


@pytest.mark.parametrize(
    ("sql", "status", "kind"),
    [
        ("INSERT INTO orders VALUES (9, 1, 1, '')", "denied", "denied"),
        ("UPDATE orders SET total = 0", "denied", "denied"),
        ("DELETE FROM orders", "denied", "denied"),
        ("REPLACE INTO orders VALUES (1, 1, 1, '')", "denied", "denied"),
        ("DROP TABLE orders", "denied", "denied"),
        ("CREATE TABLE x AS SELECT 1", "denied", "denied"),
        ("CREATE TEMP TABLE x(a)", "denied", "denied"),
        ("ALTER TABLE orders RENAME TO x", "denied", "denied"),
        ("WITH n AS (SELECT 1) INSERT INTO orders SELECT * FROM n", "denied", "denied"),
        ("WITH n AS (SELECT 1) DELETE FROM orders", "denied", "denied"),
        ("PRAGMA query_only = 0", "denied", "denied"),
        ("SELECT * FROM pragma_database_list", "denied", "denied"),
        ("SELECT * FROM pragma_table_info('orders')", "denied", "denied"),
        ("ATTACH '/etc/passwd' AS x", "denied", "denied"),
        ("VACUUM INTO '/tmp/turnwise-stolen.sqlite'", "denied", "denied"),
        ("BEGIN; COMMIT", "denied", "denied"),
        ("EXPLAIN SELECT 1", "denied", "denied"),
        ("SELECT 1; DROP TABLE orders", "denied", "denied"),
        ("SELECT load_extension('/tmp/x.so')", "denied", "denied"),
        ("SELECT fts3_tokenizer('simple', x'00')", "denied", "denied"),
        ("SELECT sqlite_compileoption_get(1)", "denied", "denied"),
        ("SELECT sql FROM sqlite_master", "denied", "denied"),
        ("SELECT sql FROM main.sqlite_schema", "denied", "denied"),
        ("SELECT name FROM sqlite_temp_master", "denied", "denied"),
        ("SELECT readfile('/etc/passwd')", "invalid", "syntax"),
        ("SELECT * FROM dbstat", "invalid", "unknown_table"),
        ("SELECT 1; SELECT 2", "invalid", "syntax"),
        ("SELECT cuntries FROM orders", "invalid", "unknown_column"),
        ("SELECT 1 FROM weather", "invalid", "unknown_table"),
        ("SELEC 1", "invalid", "syntax"),
        ("SELECT (1 2", "invalid", "syntax"),
        ("SELECT weekday(1)", "invalid", "syntax"),
        ("SELECT abs()", "invalid", "syntax"),
        ("SELECT count(sum(total)) FROM orders", "invalid", "syntax"),
        ("SELECT 1 UNION SELECT 1, 2", "invalid", "syntax"),
        ("SELECT ?", "invalid", "syntax"),
        ('SELECT 1 FROM orders WHERE "no such text"', "ok", "empty_result"),
        ("SELECT " + "+".join("1" * 2000), "limit", "failed"),
        ("SELECT " + ", ".join("1" * 300), "limit", "failed"),
        (" UNION ALL ".join(["SELECT 1"] * 60), "limit", "failed"),
        ("SELECT " + "(" * 3000 + "1" + ")" * 3000, "limit", "failed"),
        ("SELECT " + "x" * 20_000, "limit", "failed"),
        ("SELECT zeroblob(1000000000)", "limit", "failed"),
        ("SELECT printf('%.*c', 1000000000, 'x')", "limit", "failed"),
        ("SELECT sum(i) FROM (SELECT 9223372036854775807 AS i UNION ALL SELECT 1)", "failed", "failed"),
        ("SELECT json_extract('{', '$.a')", "failed", "failed"),
    ],
)
def test_status_of_a_statement(shop: Path, run: Run, sql: str, status: str, kind: str) -> None:
    before = shop.read_bytes()
    execution = run(sql, limits=Limits(seconds=4))
    assert execution.diagnosis is not None
    assert (execution.status.value, execution.diagnosis.kind.value) == (status, kind)
    assert len(execution.diagnosis.message) < 300
    assert "Traceback" not in execution.diagnosis.message
    assert shop.read_bytes() == before
    assert [path.name for path in shop.parent.iterdir()] == [shop.name]
    assert not Path("/tmp/turnwise-stolen.sqlite").exists()


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS,
        BLIND,
        "SELECT count(*) FROM numbers a, numbers b, numbers c, numbers d WHERE a.t || b.t || c.t = d.t",
    ],
)
def test_every_call_comes_back_in_time(run: Run, sql: str) -> None:
    execution = run(sql, limits=Limits(seconds=0.3))
    assert execution.status is ExecutionStatus.TIMEOUT
    assert execution.elapsed_ms < 300 + 300


def test_memory_is_bounded(shop: Path) -> None:
    greedy = request(
        "WITH n(b) AS (SELECT zeroblob(900000) UNION ALL SELECT zeroblob(900000) FROM n LIMIT 90) "
        "SELECT b FROM n ORDER BY b"
    )

    async def greedy_then_modest(executor: SandboxedExecutor) -> list[str]:
        return [(await executor.execute(each)).status.value for each in (greedy, request("SELECT 1"))]

    assert with_executor(shop, greedy_then_modest, heap_bytes=30_000_000) == ["limit", "ok"]


def test_functions_that_models_write_are_allowed(run: Run) -> None:
    sql = """SELECT strftime('%Y', "order date"), round(avg(total), 1), group_concat(total),
        count(DISTINCT customer_id),
        sum(total) FILTER (WHERE total > 1), max(iif(total > 5, 1, 0)), json_extract('{"a": 1}', '$.a'),
        substr('abc', 2), median(total), upper(printf('%05.1f', 2)), concat('a', 'b'), date('2024-01-31', '+1 month')
        FROM orders GROUP BY 1"""
    assert run(sql).status is ExecutionStatus.OK
    windows = "SELECT row_number() OVER (ORDER BY total), lag(total) OVER (ORDER BY total) FROM orders"
    assert run(windows).status is ExecutionStatus.OK
    each = "SELECT key, value FROM json_each('[1, 2]')"
    assert run(each).row_count == 2


def test_virtual_tables_work(tmp_path: Path) -> None:
    path = create(
        tmp_path / "virtual.sqlite",
        """CREATE VIRTUAL TABLE notes USING fts5(body); INSERT INTO notes VALUES ('a red cat'), ('a blue dog');
        CREATE VIRTUAL TABLE old USING fts4(body); INSERT INTO old VALUES ('a red cat');
        CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1); INSERT INTO boxes VALUES (1, 0, 2), (2, 5, 6);""",
    )
    for sql, rows in {
        "SELECT body FROM notes WHERE notes MATCH 'cat' ORDER BY rank": (("a red cat",),),
        "SELECT highlight(notes, 0, '<', '>') FROM notes('dog')": (("a blue <dog>",),),
        "SELECT body FROM old WHERE body MATCH 'red'": (("a red cat",),),
        "SELECT id FROM boxes WHERE x1 < 3": ((1,),),
    }.items():
        execution = execute(path, sql)
        assert execution.page is not None, execution.diagnosis
        assert execution.page.rows == rows


# ---------------------------------------------------------------------------------------------------- the result


def test_cells_arrive_as_they_are_stored(run: Run) -> None:
    execution = run(
        "SELECT 9223372036854775807, -9223372036854775807 - 1, 0.1, 1e999, -1e999, NULL, '', x'', x'00ff', "
        "'a' || char(0) || 'b', 'zoë 🐕', 1.0",
    )
    assert execution.page is not None
    expected = (
        2**63 - 1,
        -(2**63),
        0.1,
        math.inf,
        -math.inf,
        None,
        "",
        b"",
        b"\x00\xff",
        "a\0b",
        "zoë 🐕",
        1.0,
    )
    assert execution.page.rows == (expected,)
    assert [type(cell) for cell in execution.page.rows[0]] == [type(cell) for cell in expected]


def test_columns_have_names_and_declared_types(run: Run) -> None:
    execution = run('SELECT order_id, "order date" AS day, total * 2, total FROM orders LIMIT 0')
    assert execution.page is not None
    assert [(column.name, column.type) for column in execution.page.columns] == [
        ("order_id", "INTEGER"),
        ("day", "TEXT"),
        ("total * 2", ""),
        ("total", "REAL"),
    ]


def test_text_that_is_no_text_arrives_with_replacement_characters(tmp_path: Path) -> None:
    path = create(
        tmp_path / "dirty.sqlite",
        "CREATE TABLE t(a TEXT, b); INSERT INTO t VALUES ('fine', 1), (CAST(x'5aff' AS TEXT), x'ff'), (NULL, 'é')",
    )
    execution = execute(path, "SELECT a, b, a AS a FROM t ORDER BY rowid")
    assert execution.page is not None
    assert execution.page.rows == (("fine", 1, "fine"), ("Z\ufffd", b"\xff", "Z\ufffd"), (None, "é", None))
    assert [(column.name, column.type) for column in execution.page.columns] == [
        ("a", "TEXT"),
        ("b", ""),
        ("a", "TEXT"),
    ]


def test_utf_16_databases(tmp_path: Path) -> None:
    script = "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('zoë 🐕')"
    execution = execute(create(tmp_path / "wide.sqlite", script), "SELECT a FROM t")
    assert execution.page is not None
    assert execution.page.rows == (("zoë 🐕",),)


@pytest.mark.parametrize(
    ("rows", "size", "count", "truncated"),
    [(5000, 10**6, 5000, False), (4999, 10**6, 4999, True), (1, 10**6, 1, True), (5000, 1000, 82, True)],
)
def test_limits_cut_the_result_and_say_so(
    run: Run, rows: int, size: int, count: int, truncated: bool
) -> None:
    execution = run("SELECT * FROM numbers", limits=Limits(rows=rows, bytes=size))
    assert execution.page is not None
    assert execution.status is ExecutionStatus.OK
    assert (len(execution.page.rows), execution.truncated, execution.page.last) == (
        count,
        truncated,
        not truncated,
    )
    assert execution.row_count == count


def test_a_row_above_the_limit_is_no_empty_result(run: Run) -> None:
    execution = run("SELECT zeroblob(5000)", limits=Limits(bytes=1000))
    assert execution.status is ExecutionStatus.LIMIT
    assert execution.diagnosis is not None
    assert execution.diagnosis.kind is DiagnosisKind.ROW_LIMIT


def test_settings_bound_the_limits(shop: Path) -> None:
    asked = request("SELECT * FROM numbers", limits=Limits(rows=10**9, seconds=10**9, bytes=10**9))
    execution = with_executor(shop, lambda executor: executor.execute(asked), max_rows=10)
    assert execution.row_count == 10
    assert execution.truncated
    endless = request(ENDLESS, limits=Limits(seconds=10**9))
    execution = with_executor(shop, lambda executor: executor.execute(endless), max_seconds=0.2)
    assert execution.status is ExecutionStatus.TIMEOUT


# -------------------------------------------------------------------------------------------------- the database


def test_unknown_database_is_a_fault(shop: Path) -> None:
    unknown = ExecuteRequest(drafts=(Draft(sql="SELECT 1"),), links=LINKS, database_id="other")
    with pytest.raises(UnknownDatabase):
        with_executor(shop, lambda executor: executor.execute(unknown))


def test_missing_file(tmp_path: Path) -> None:
    execution = execute(tmp_path / "gone.sqlite", "SELECT 1", "SELECT 2")
    assert execution.status is ExecutionStatus.DAMAGED
    assert execution.diagnosis is not None
    assert "gone.sqlite does not exist" in execution.diagnosis.message
    assert str(tmp_path) not in execution.diagnosis.message
    assert len(execution.attempts) == 1


def test_file_with_broken_pages(tmp_path: Path) -> None:
    path = create(tmp_path / "broken.sqlite")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xa5" * (size - 4096 * 3))
    execution = execute(path, "SELECT sum(length(t)) FROM numbers")
    assert execution.status is ExecutionStatus.DAMAGED


def test_malicious_schema_does_nothing(tmp_path: Path) -> None:
    """A view that calls a function with side effects, and a trigger, in a file that somebody sent."""
    path = create(
        tmp_path / "evil.sqlite",
        "CREATE TABLE t(a); CREATE VIEW v AS SELECT load_extension('/tmp/x.so') AS a;"
        "CREATE VIEW w AS SELECT a FROM t; INSERT INTO t VALUES (1)",
    )
    assert execute(path, "SELECT * FROM v").status is ExecutionStatus.DENIED
    assert execute(path, "SELECT * FROM w").row_count == 1


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_live_wal_is_read_and_left_alone(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    writer = apsw.Connection(str(path))
    writer.pragma("journal_mode", "wal")
    writer.execute("DELETE FROM orders WHERE order_id = 1").fetchall()
    before = content(tmp_path)

    async def twice(executor: SandboxedExecutor) -> list[int]:
        counts = []
        for order_id in (2, 3):
            execution = await executor.execute(request("SELECT order_id FROM orders"))
            counts.append(execution.row_count)
            assert content(tmp_path) == before
            writer.execute("DELETE FROM orders WHERE order_id = ?", (order_id,)).fetchall()
            before.update(content(tmp_path))
        return counts

    assert with_executor(path, twice) == [2, 1]
    writer.close()


def test_a_replaced_database_is_read_anew(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")

    async def around_a_replacement(executor: SandboxedExecutor) -> list[object]:
        totals: list[object] = []
        for _ in range(2):
            execution = await executor.execute(request("SELECT count(*) FROM orders"))
            assert execution.page is not None
            totals.append(execution.page.rows[0][0])
            create(tmp_path / "new.sqlite", "CREATE TABLE orders(a); INSERT INTO orders VALUES (1)").replace(
                path
            )
        return totals

    assert with_executor(path, around_a_replacement) == [3, 1]


def test_a_database_that_changes_during_the_statement_is_read_again(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    create(tmp_path / "new.sqlite").rename(tmp_path / "ready.sqlite")
    slow = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) SELECT count(*) FROM n"
    )

    async def change_meanwhile(executor: SandboxedExecutor) -> ExecutionStatus:
        running = asyncio.create_task(executor.execute(request(slow)))
        await asyncio.sleep(0.1)
        (tmp_path / "ready.sqlite").replace(path)
        return (await running).status

    assert with_executor(path, change_meanwhile) is ExecutionStatus.OK


def test_a_database_that_vanishes_during_the_statement_is_told(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")

    async def vanish_meanwhile(executor: SandboxedExecutor) -> ExecutionStatus:
        running = asyncio.create_task(executor.execute(request(ENDLESS, limits=Limits(seconds=0.5))))
        await asyncio.sleep(0.1)
        path.unlink()
        return (await running).status

    assert with_executor(path, vanish_meanwhile) in {ExecutionStatus.TIMEOUT, ExecutionStatus.DAMAGED}


def test_an_executor_that_was_not_started_says_so(shop: Path) -> None:
    executor = SandboxedExecutor(Catalogue.of({"shop": shop}), ExecutorSettings())

    async def run() -> None:
        await executor.execute(request("SELECT 1"))

    with pytest.raises(StageUnavailable, match="not running"):
        asyncio.run(run())


def test_copying_a_live_database_is_bounded_by_the_time_limit(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = threading.Event()
    readable = Database.readable

    def slow(database: Database) -> ReadableFile:
        copied.wait(5)
        return readable(database)

    monkeypatch.setattr(Database, "readable", slow)

    async def work(executor: SandboxedExecutor) -> Execution:
        started = time.monotonic()
        execution = await executor.execute(request("SELECT 1", limits=Limits(seconds=0.2)))
        assert time.monotonic() - started < 2
        copied.set()
        assert (await executor.execute(request("SELECT 1"))).status is ExecutionStatus.OK
        return execution

    execution = with_executor(shop, work)
    assert execution.status is ExecutionStatus.TIMEOUT
    assert execution.diagnosis is not None
    assert execution.diagnosis.message == "It was stopped after 0.2 s."


@pytest.mark.parametrize("depth", range(40, 140, 6))
def test_deep_nesting_has_an_outcome(run: Run, depth: int) -> None:
    """SQLite accepts more levels than Python can write down again."""
    execution = run("SELECT total::int FROM " + "(SELECT * FROM " * depth + "orders" + ")" * depth)
    assert execution.status in {ExecutionStatus.OK, ExecutionStatus.INVALID, ExecutionStatus.LIMIT}
