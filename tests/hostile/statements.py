"""Statements that mean harm, each with the outcomes that are right for it. Where two are, it depends on which bound a
machine meets first."""

from collections.abc import Iterator
from dataclasses import dataclass

SECONDS = 0.4  # the time limit of each


@dataclass(frozen=True)
class Hostile:
    """`outcomes` are ExecutionStatus values."""

    sql: str
    outcomes: frozenset[str]


def statements() -> tuple[Hostile, ...]:
    return tuple(
        Hostile(sql.strip(" \n") if len(sql) < 5000 else sql, frozenset(outcomes.split("|")))
        for group in (
            _writing,
            _asking_sqlite,
            _endless,
            _huge,
            _slow_functions,
            _large_joins,
            _deep,
            _wide,
            _texts,
        )
        for outcomes, sql in group()
    )


_Cases = Iterator[tuple[str, str]]
_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n{}) "


def _writing() -> _Cases:
    for sql in """INSERT INTO orders VALUES (9, 1, 1, '')
        INSERT OR REPLACE INTO orders VALUES (1, 1, 1, '')
        INSERT INTO orders(order_id) VALUES (77) RETURNING order_id
        INSERT INTO orders DEFAULT VALUES
        INSERT INTO customers VALUES (1, 'x', 'y') ON CONFLICT (customer_id) DO UPDATE SET country = 'XX'
        REPLACE INTO orders VALUES (1, 1, 1, '')
        UPDATE orders SET total = 0
        UPDATE orders SET total = 0 RETURNING *
        UPDATE OR IGNORE orders SET order_id = 1
        UPDATE orders SET total = n.i FROM numbers AS n WHERE n.i = order_id
        DELETE FROM orders
        DELETE FROM orders RETURNING *
        DELETE FROM sqlite_sequence
        UPDATE sqlite_master SET sql = ''
        WITH n AS (SELECT 1) INSERT INTO orders(order_id) SELECT * FROM n
        WITH n AS (SELECT 1) UPDATE orders SET total = 1
        WITH n AS (SELECT 1) DELETE FROM orders
        CREATE TABLE x(a)
        CREATE TABLE x AS SELECT * FROM orders
        CREATE TEMP TABLE x(a)
        CREATE TEMPORARY VIEW x AS SELECT 1
        CREATE VIEW x AS SELECT 1
        CREATE INDEX x ON orders(total)
        CREATE TRIGGER x AFTER INSERT ON orders BEGIN SELECT 1; END
        CREATE VIRTUAL TABLE x USING fts5(a)
        CREATE VIRTUAL TABLE temp.x USING csv(filename='/etc/passwd')
        DROP TABLE orders
        DROP TABLE IF EXISTS nothing
        DROP VIEW IF EXISTS nothing
        ALTER TABLE orders RENAME TO x
        ALTER TABLE orders ADD COLUMN x
        ALTER TABLE orders DROP COLUMN total
        BEGIN
        BEGIN EXCLUSIVE
        COMMIT
        END
        ROLLBACK
        SAVEPOINT x
        RELEASE x
        ANALYZE
        REINDEX
        VACUUM
        VACUUM INTO '/tmp/turnwise-stolen.sqlite'
        ATTACH '/tmp/turnwise-stolen.sqlite' AS x
        ATTACH DATABASE 'file:/etc/passwd?mode=rw' AS x
        ATTACH ':memory:' AS x
        DETACH main
        EXPLAIN SELECT 1
        EXPLAIN QUERY PLAN SELECT 1
        PRAGMA writable_schema = 1
        PRAGMA journal_mode = wal
        PRAGMA query_only = 0
        PRAGMA trusted_schema = 1
        PRAGMA temp_store_directory = '/tmp'
        PRAGMA mmap_size = 1000000000000
        PRAGMA hard_heap_limit = 0
        PRAGMA database_list
        PRAGMA main.page_count
        pragma  TABLE_INFO(orders)
        SELECT 1; DROP TABLE orders
        SELECT 1;;DELETE FROM orders;SELECT 2
        DELETE FROM orders; SELECT 1""".splitlines():
        yield "denied", sql


def _asking_sqlite() -> _Cases:
    for sql in """SELECT load_extension('/tmp/x.so')
        SELECT load_extension('/tmp/x.so', 'entry')
        SELECT LoAd_ExTeNsIoN('x')
        SELECT fts3_tokenizer('simple')
        SELECT fts3_tokenizer('simple', x'4141414141414141')
        SELECT sqlite_compileoption_get(1)
        SELECT sqlite_compileoption_used('THREADSAFE')
        SELECT sqlite_source_id()
        SELECT sqlite_version()
        SELECT sqlite_log(1, 'x')
        SELECT last_insert_rowid()
        SELECT changes() + total_changes()
        SELECT sql FROM sqlite_master
        SELECT sql FROM sqlite_schema
        SELECT * FROM sqlite_temp_master
        SELECT * FROM main.sqlite_master
        SELECT (SELECT count(*) FROM sqlite_master) FROM orders
        WITH m AS (SELECT * FROM sqlite_master) SELECT * FROM m
        SELECT 1 FROM orders WHERE EXISTS (SELECT 1 FROM sqlite_schema)
        SELECT * FROM pragma_database_list
        SELECT * FROM pragma_table_info('orders')
        SELECT * FROM pragma_function_list
        SELECT * FROM pragma_compile_options
        SELECT * FROM pragma_journal_mode('wal')""".splitlines():
        yield "denied", sql
    for sql in """SELECT readfile('/etc/passwd')
        SELECT writefile('/tmp/x', 'x')
        SELECT edit('x', 'vi')
        SELECT sha3('x')
        SELECT getenv('PATH')
        SELECT system('true')
        SELECT eval('DROP TABLE orders')
        SELECT * FROM fsdir('/')
        SELECT * FROM zipfile('/tmp/x.zip')
        SELECT * FROM csv('/etc/passwd')
        SELECT * FROM dbstat
        SELECT * FROM sqlite_dbpage
        SELECT * FROM sqlite_stmt
        SELECT * FROM bytecode('SELECT 1')
        SELECT * FROM generate_series(1, 1000000000)
        SELECT * FROM temp.nothing
        SELECT * FROM other.nothing
        SELECT ROWID FROM json_each('[1]'), nothing""".splitlines():
        yield "invalid|denied", sql


def _endless() -> _Cases:
    n = _N.format("")
    for sql in (
        f"{n}SELECT count(*) FROM n",
        f"{n}SELECT max(i) FROM n",
        f"{n}SELECT i FROM n WHERE i < 0",
        f"{n}SELECT i FROM n ORDER BY i DESC LIMIT 1",
        f"{n}SELECT 1 WHERE EXISTS (SELECT 1 FROM n WHERE i < 0)",
        f"{n}SELECT (SELECT count(*) FROM n), (SELECT sum(i) FROM n)",
        f"{n}SELECT * FROM n a JOIN n b ON a.i = b.i WHERE a.i < 0",
        f"{n}SELECT row_number() OVER (ORDER BY i DESC) FROM n",
        f"{n}SELECT DISTINCT i % 2 FROM n",
        f"{n}SELECT i % 7, count(*) FROM n GROUP BY 1",
        f"{n}SELECT 1 FROM orders WHERE total IN (SELECT -i FROM n)",
        _N.format(" LIMIT -1") + "SELECT sum(i) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n",
        _N.format(" UNION ALL SELECT i + 2 FROM n") + "SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT random() UNION ALL SELECT random() FROM n) SELECT max(i) FROM n",
        "WITH RECURSIVE n(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM n) SELECT max(length(s)) FROM n",
        "WITH RECURSIVE n(b) AS (SELECT zeroblob(900000) UNION ALL SELECT zeroblob(900000) FROM n) "
        "SELECT b FROM n ORDER BY b",
        _N.format(" WHERE i < 9223372036854775807") + "SELECT avg(i) FROM n",
        "WITH RECURSIVE f(a, b) AS (SELECT 1, 1 UNION ALL SELECT b, a + b FROM f) SELECT count(*) FROM f",
    ):
        yield "timeout|limit", sql


def _huge() -> _Cases:
    for expression in """zeroblob(1000000000)
        zeroblob(9223372036854775807)
        randomblob(2000000000)
        hex(zeroblob(999999))
        hex(randomblob(900000))
        quote(zeroblob(900000))
        printf('%.*c', 1000000000, 'x')
        printf('%1000000000d', 1)
        printf('%.1000000000f', 1.0)
        format('%*s', 2000000000, 'x')
        printf('%s%s', printf('%.*c', 900000, 'x'), printf('%.*c', 900000, 'x'))
        replace(printf('%.*c', 9000, 'x'), 'x', printf('%.*c', 9000, 'y'))
        printf('%.*c', 900000, 'x') || printf('%.*c', 900000, 'x')
        json_array(printf('%.*c', 900000, 'x'), printf('%.*c', 900000, 'x'))
        json_quote(printf('%.*c', 999990, char(1)))
        concat(zeroblob(900000), zeroblob(900000))
        unistr(printf('%.*c', 2000000, 'x'))""".splitlines():
        yield "limit|timeout", f"SELECT {expression.strip()}"
    for sql in (
        "SELECT group_concat(a.t || b.t) FROM numbers a, numbers b",
        "SELECT string_agg(a.t, b.t) FROM numbers a, numbers b",
        "SELECT json_group_array(a.t || b.t) FROM numbers a, numbers b",
        "SELECT json_group_object(a.t || b.i, b.t) FROM numbers a, numbers b",
        "SELECT jsonb_group_array(a.t || b.t) FROM numbers a, numbers b",
        "SELECT group_concat(zeroblob(100000)) FROM numbers",
        "SELECT zeroblob(900000) FROM numbers a, numbers b ORDER BY a.t || b.t DESC",
    ):
        yield "limit|timeout", sql
    yield "ok", "SELECT zeroblob(900000) FROM numbers"  # cut at the limit of a page


def _slow_functions() -> _Cases:
    long = "printf('%.*c', 900000, 'x')"
    for sql in (
        f"SELECT length(trim({long}, printf('%.*c', 80000, 'y') || 'x'))",
        f"SELECT length(ltrim({long}, printf('%.*c', 80000, 'y') || 'x'))",
        f"SELECT length(rtrim({long}, printf('%.*c', 80000, 'y') || 'x'))",
        f"SELECT count(*) FROM numbers WHERE instr({long}, printf('%.*c', 400000, 'x') || 'y')",
        f"SELECT count(*) FROM numbers a, numbers b WHERE replace({long}, 'xy', a.t || b.t) = ''",
        f"SELECT count(*) FROM numbers a, numbers b WHERE {long} LIKE '%' || a.t || '%' || b.t || '%y'",
        f"SELECT count(*) FROM numbers a, numbers b WHERE {long} GLOB '*' || a.t || '*' || b.t || '*y'",
        f"SELECT {long} LIKE '{'%x' * 2000}y' FROM numbers",
        f"SELECT {long} GLOB '{'*x' * 2000}y' FROM numbers",
        f"SELECT sum(length(upper({long} || i))) FROM numbers, (SELECT 1 UNION ALL SELECT 2)",
        f"SELECT count(*) FROM numbers a, numbers b WHERE hex(substr({long}, a.i, 300000)) = b.t",
        "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE strftime('%Y', a.i + b.i + c.i) = 'x'",
        "SELECT sum(length(randomblob(100000 + a.i))) FROM numbers a, numbers b",
        "SELECT count(json_extract('[' || printf('%.*c', 0, 1) || replace(hex(zeroblob(100000)), '0', '1,') || '1]', "
        "'$[' || a.i || ']')) FROM numbers a, numbers b",
    ):
        yield "timeout|limit|ok", sql


def _large_joins() -> _Cases:
    for sql in (
        "SELECT count(*) FROM numbers a, numbers b, numbers c",
        "SELECT count(*) FROM numbers a, numbers b, numbers c, numbers d, numbers e, numbers f",
        "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE a.t || b.t = c.t",
        "SELECT count(*) FROM numbers a LEFT JOIN numbers b ON a.t < b.t LEFT JOIN numbers c ON b.t < c.t",
        "SELECT count(*) FROM numbers a FULL JOIN numbers b ON a.t > b.t, numbers c",
        "SELECT a.t FROM numbers a, numbers b ORDER BY b.t || a.t LIMIT 1",
        "SELECT DISTINCT a.t || b.t FROM numbers a, numbers b LIMIT 1 OFFSET 100000000",
        "SELECT a.t || b.t, count(*) FROM numbers a, numbers b GROUP BY 1 HAVING count(*) > 2",
        "SELECT a.t || b.t FROM numbers a, numbers b UNION SELECT b.t || a.t FROM numbers a, numbers b "
        "LIMIT 1 OFFSET 99999999",
        "SELECT a.t || b.t FROM numbers a, numbers b EXCEPT SELECT t FROM numbers ORDER BY 1 LIMIT 1 OFFSET 99999999",
        "SELECT count(DISTINCT a.t || b.t) FROM numbers a, numbers b",
        "SELECT sum(x) FROM (SELECT sum(a.i) OVER (ORDER BY a.t, b.t) AS x FROM numbers a, numbers b)",
        "SELECT max(x) FROM (SELECT count(*) OVER (ORDER BY b.t ROWS BETWEEN UNBOUNDED PRECEDING AND "
        "UNBOUNDED FOLLOWING) AS x FROM numbers a, numbers b)",
        "SELECT median(a.i * b.i) FROM numbers a, numbers b",
        "SELECT count(*) FROM numbers a WHERE (SELECT count(*) FROM numbers b WHERE b.t > a.t || (SELECT max(t) FROM "
        "numbers c WHERE c.i <> b.i AND c.t <> a.t)) > 0",
        "SELECT count(*) FROM numbers a WHERE NOT EXISTS (SELECT 1 FROM numbers b, numbers c WHERE b.t || c.t = a.t)",
        "SELECT count(*) FROM json_each('[' || (SELECT group_concat(i) FROM numbers) || ']') a, numbers b, numbers c",
        "SELECT random() FROM numbers a, numbers b ORDER BY 1 LIMIT 1",
    ):
        yield "timeout|limit", sql


def _deep() -> _Cases:
    for sql in (
        "SELECT " + "(" * 5000 + "1" + ")" * 5000,
        "SELECT " + "NOT " * 3000 + "1",
        "SELECT " + "-" * 3000 + "1",
        "SELECT " + "~" * 5000 + "1",
        "SELECT " + "1+" * 5000 + "1",
        "SELECT " + "'x'||" * 2500 + "'x'",
        "SELECT 1 WHERE " + " OR ".join(["1=2"] * 2500),
        "SELECT 1 WHERE " + " AND ".join(["1=1"] * 2000),
        "SELECT " + "abs(" * 2000 + "1" + ")" * 2000,
        "SELECT " + "(SELECT " * 1500 + "1" + ")" * 1500,
        "SELECT * FROM " + "(SELECT * FROM " * 800 + "orders" + ")" * 800,
        "SELECT 1 WHERE 1 IN (" * 600 + "1" + ")" * 600,
        "SELECT " + "CASE WHEN 1 THEN " * 700 + "1" + " END" * 700,
        "SELECT " + "json_array(" * 1000 + "1" + ")" * 1000,
        "SELECT json('" + "[" * 8000 + "]" * 8000 + "')",
        "SELECT " + "1 IN (SELECT " * 900 + "1" + ")" * 900,
        " UNION ALL ".join(["SELECT 1"] * 1000),
        " INTERSECT ".join(["SELECT 1"] * 100),
        "WITH "
        + ", ".join(f"w{n} AS (SELECT * FROM w{n - 1} a, w{n - 1} b)" for n in range(1, 40)).replace(
            "w0", "orders"
        )
        + " SELECT * FROM w39",
        "WITH "
        + ", ".join(f"w{n} AS (SELECT a.i FROM w{n - 1} a, w{n - 1} b)" for n in range(1, 30)).replace(
            "w0", "numbers"
        )
        + " SELECT count(*) FROM w29",
    ):
        yield "limit|failed|invalid|timeout", sql


def _wide() -> _Cases:
    for sql in (
        "SELECT " + ", ".join(["1"] * 3000),
        "SELECT " + ", ".join(["*"] * 400) + " FROM orders",
        "SELECT * FROM " + ", ".join(f"orders o{n}" for n in range(100)),
        "SELECT * FROM orders " + " ".join(f"NATURAL JOIN orders o{n}" for n in range(80)),
        "SELECT 1 ORDER BY " + ", ".join(["1"] * 3000),
        "SELECT 1 FROM orders GROUP BY " + ", ".join(["total"] * 3000),
        "SELECT max(" + ", ".join(["1"] * 1500) + ")",
        "SELECT coalesce(" + ", ".join(["NULL"] * 2000) + ")",
        "SELECT ?9999999",
        "SELECT " + "x" * 17_000,
        "SELECT '" + "x" * 2_000_000 + "'",
        "SELECT 1 " + "/* " + "x" * 50_000 + " */",
    ):
        yield "limit|invalid", sql
    yield "limit|failed", "SELECT 1 FROM numbers WHERE t LIKE '" + "%a" * 4000 + "'"
    yield "ok", "SELECT 1 WHERE 1 IN (" + ", ".join(["1"] * 4000) + ")"
    yield "ok", "SELECT count(*) FROM (VALUES " + ", ".join(["(1)"] * 2500) + ")"
    yield "ok", "SELECT " + " " * 15_000 + "1"


def _texts() -> _Cases:
    for sql in (
        "",
        " \t\n",
        ";",
        ";;;",
        "-- nothing",
        "/* nothing */",
        "/* open",
        "SELECT 'open",
        'SELECT "open',
        "SELECT [open",
        "SELECT `open",
        "SELECT 1; SELECT 2",
        "SELECT",
        "SELECT FROM",
        "SELECT * FROM",
        "SELEC 1",
        "SELECT 1 FROM orders WHERE",
        "SELECT 1\0",
        "SELECT 1\0; DROP TABLE orders",
        "\0",
        "SELECT '\ud800'",
        "\ud800",
        "ＳＥＬＥＣＴ 1",
        "ЅELECT 1",
        "SELECT $$x$$",
        "SELECT ?",
        "SELECT :a",
        "SELECT @a",
        "SELECT $a",
        "SELECT x'0'",
        "SELECT x'zz'",
        "SELECT \\x41",
        "(SELECT 1",
        "SELECT 1)) x",
        "SELECT nothing FROM orders",
        "SELECT * FROM nothing",
        "SELECT total FROM orders, orders",
        "SELECT sum(sum(total)) FROM orders",
        "SELECT abs()",
        "SELECT abs(1, 2)",
        "SELECT nothing()",
        "SELECT 1 UNION SELECT 1, 2",
        "SELECT 1 ORDER BY 2",
        "SELECT 1 LIMIT 'x' || total",
        "SELECT * FROM orders o JOIN customers c USING (nothing)",
        "GRANT ALL ON orders TO PUBLIC",
        "SHUTDOWN",
        "EXEC xp_cmdshell 'dir'",
        "COPY orders TO '/tmp/x'",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "LOAD DATA INFILE 'x'",
        ".shell true",
        ".open /etc/passwd",
    ):
        yield "invalid", sql
    for sql in (
        "SELECT 1;",
        "SELECT 1 -- ; DROP TABLE orders",
        "SELECT 1 /*; DROP TABLE orders;*/",
        "\ufeffSELECT 1",
        "SELECT '; DROP TABLE orders'",
        "SELECT 'DROP TABLE orders' AS \"DELETE\"",
        "SELECT '\u202edrop'",
        "SELECT '\u200b'",
        "SELECT '🐕' AS \"🐕\"",
        "SELECT 1e99999, -1e99999",
        "SELECT 9223372036854775808",
        "SELECT -9223372036854775808",
        "SELECT 1/0, 1%0, 1.0/0",
        "SELECT char(0), char(1114111), char(55296)",
        "SELECT x''",
        "SELECT CAST(x'ff' AS TEXT)",
        "SELECT NULL, '', 0",
        "VALUES (1), (2)",
        "SELECT * FROM (VALUES (1, 2))",
        "SELECT 1 /*!50000 ; DROP TABLE orders */",
        "SELECT '\\'",
        "SELECT abs(-9223372036854775807)",
        "select/**/1",
        "SELECT\f1",
        "SELECT count(*) FROM orders WHERE total = 'x' OR '1'='1'",
    ):
        yield "ok", sql
    yield "failed", "SELECT abs(-9223372036854775808)"
    yield "failed", "SELECT sum(i) FROM (SELECT 9223372036854775807 AS i UNION ALL SELECT 1)"
    yield "failed", "SELECT json_extract('{', '$')"
    yield "failed", "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE 'cc'"
    yield "failed|invalid", "SELECT 1 FROM orders WHERE total MATCH 'x'"
    yield "failed|invalid", "SELECT 'a' REGEXP 'b'"
    yield "invalid|limit", "SELECT 0x10000000000000000"
    yield "ok|invalid", "SELECT 1 /* /* nested */ */"  # another database's comment, which is mended
    yield "ok", "SELECT 1 FROM ordеrs"  # mended: the е is Cyrillic
    yield "ok", "SELECT 'it''s' 'two'"
    yield "invalid", "(SELECT 1)"
