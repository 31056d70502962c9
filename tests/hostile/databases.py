"""Database files that mean harm, each made anew: what is in them, a statement that meets it, and how that must end.

Where the file's own damage may or may not be met by the statement, both outcomes are right.
"""

import os
import random
import socket
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096
SECONDS = 0.5  # the time limit of each statement
_HEADER = 100
Make = Callable[[Path], object]


@dataclass(frozen=True)
class HostileFile:
    """`outcomes` are ExecutionStatus values."""

    name: str
    make: Make
    sql: str
    outcomes: frozenset[str]


def files() -> tuple[HostileFile, ...]:
    groups = (
        _schemas(),
        _forged_schemas(),
        _virtual_tables(),
        _headers(),
        _pages(),
        _contents(),
        _no_files(),
        _journals(),
    )
    return tuple(
        HostileFile(name, make, sql, frozenset(outcomes.split("|")))
        for group in groups
        for name, make, sql, outcomes in group
    )


_Cases = Iterator[tuple[str, Make, str, str]]
_ANY = "ok|damaged|failed|invalid|limit"


def sound(path: Path) -> None:
    """Two tables of a few pages, an index, a text that spills onto pages of its own."""
    script(
        "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c REAL); CREATE INDEX i ON t(b); CREATE TABLE u(a, b);"
        "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) "
        "INSERT INTO t SELECT i, 'text ' || i, i / 7.0 FROM n;"
        "INSERT INTO u VALUES (1, hex(randomblob(20000))), (2, 'two')"
    )(path)


def script(sql: str) -> Make:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)

    return make


def forged(sql: str, *statements: str) -> Make:
    """After `sql`, the schema itself is rewritten by `statements`."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(sql)
            connection.execute("PRAGMA writable_schema = 1")
            for statement in statements:
                connection.execute(statement)

    return make


def patched(*patches: tuple[int, bytes], make: Make = sound) -> Make:
    """A database in which bytes are overwritten; a negative place counts from the end."""

    def patch(path: Path) -> None:
        make(path)
        size = path.stat().st_size
        with path.open("r+b") as file:
            for place, content in patches:
                file.seek(place % size if place < 0 else place)
                file.write(content)

    return patch


def _page(number: int, place: int = 0) -> int:
    """Where a page starts, from 1; the first one behind the file's header."""
    return (number - 1) * PAGE + (_HEADER if number == 1 else 0) + place


# Takes a minute inside one call of a function; in a text within a text.
_BLIND = "length(trim(printf(''%.*c'', 900000, ''y''), printf(''%.*c'', 80000, ''x'') || ''y''))"
_ALL = "SELECT sum(a), count(b), sum(c) FROM t"
_BY_INDEX = "SELECT count(*) FROM t WHERE b > 'text 5'"
_LONG = "SELECT sum(length(b)) FROM u"


def _schemas() -> _Cases:
    for name, function in (
        ("load_extension", "load_extension('/tmp/x.so')"),
        ("fts3_tokenizer", "fts3_tokenizer('simple')"),
        ("sqlite_log", "sqlite_compileoption_get(1)"),
    ):
        yield (
            f"view calls {name}",
            script(f"CREATE VIEW v AS SELECT {function} AS a"),
            "SELECT * FROM v",
            "denied",
        )
    yield (
        "view calls what is not there",
        script("CREATE TABLE t(a); CREATE VIEW v AS SELECT writefile('/tmp/x', a) FROM t"),
        "SELECT * FROM v",
        "invalid|denied",
    )
    yield (
        "view reads the schema",
        script("CREATE VIEW v AS SELECT sql FROM sqlite_master"),
        "SELECT * FROM v",
        "denied",
    )
    yield (
        "view reads a pragma",
        script("CREATE VIEW v AS SELECT * FROM pragma_database_list"),
        "SELECT * FROM v",
        "denied",
    )
    yield (
        "view never ends",
        script(
            "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ),
        "SELECT * FROM v",
        "timeout",
    )
    views = "CREATE TABLE v0(a);" + "".join(
        f"CREATE VIEW v{n} AS SELECT x.a FROM v{n - 1} x, v{n - 1} y;" for n in range(1, 25)
    )
    yield "views double each other", script(views), "SELECT count(*) FROM v24", "limit|failed|timeout|invalid"
    yield (
        "view is wide",
        script("CREATE VIEW v AS SELECT " + ", ".join(f"1 AS c{n}" for n in range(1900))),
        "SELECT * FROM v",
        "limit|invalid",
    )
    yield (
        "view shadows a function",
        script("CREATE VIEW count AS SELECT 1 AS a"),
        "SELECT count(*) FROM count",
        "ok",
    )
    yield (
        "generated column never ends",
        forged(
            "CREATE TABLE t(a, b); INSERT INTO t(a) VALUES (1)",
            f"UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a, b AS ({_BLIND}))'",
        ),
        "SELECT b FROM t",
        "timeout",
    )
    yield (
        "generated column is huge",
        script("CREATE TABLE t(a, b AS (hex(zeroblob(a)))); INSERT INTO t(a) VALUES (3000000)"),
        "SELECT b FROM t",
        "limit",
    )
    yield (
        "generated column fails",
        script("CREATE TABLE t(a, b AS (json_extract(a, '$'))); INSERT INTO t(a) VALUES ('{}')"),
        "SELECT b FROM t",
        "ok|failed",
    )
    yield (
        "trigger on everything",
        script(
            "CREATE TABLE t(a); CREATE TRIGGER x BEFORE INSERT ON t BEGIN SELECT load_extension('x'); END;"
            "CREATE VIEW v AS SELECT 1 AS a; CREATE TRIGGER y INSTEAD OF INSERT ON v BEGIN DELETE FROM t; END"
        ),
        "SELECT * FROM v",
        "ok",
    )
    yield (
        "check and default call functions",
        script(
            "CREATE TABLE t(a DEFAULT (random()), CHECK (length(a) < zeroblob(9))); INSERT INTO t VALUES (1)"
        ),
        "SELECT * FROM t",
        "ok",
    )
    yield (
        "index on an expression",
        script(
            "CREATE TABLE t(a); CREATE INDEX i ON t(json_extract(a, '$.b')) WHERE a IS NOT NULL;"
            "INSERT INTO t VALUES ('{\"b\": 1}')"
        ),
        "SELECT * FROM t WHERE json_extract(a, '$.b') = 1",
        "ok",
    )
    yield (
        "names are SQL",
        script(
            'CREATE TABLE "t""; DROP TABLE t; --"("a\'b" , "SELECT"); INSERT INTO "t""; DROP TABLE t; --" VALUES (1, 2)'
        ),
        'SELECT "a\'b" FROM "t""; DROP TABLE t; --"',
        "ok",
    )
    yield (
        "thousands of tables",
        script("BEGIN;" + "".join(f"CREATE TABLE t{n}(a);" for n in range(3000)) + "COMMIT"),
        "SELECT count(*) FROM t2999",
        "ok",
    )
    yield (
        "thousands of columns",
        script("CREATE TABLE t(" + ", ".join(f"c{n}" for n in range(1900)) + ")"),
        "SELECT c1899 FROM t",
        "ok|limit|damaged",
    )
    yield (
        "unknown collation",
        forged(
            "CREATE TABLE t(a TEXT)",
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a TEXT COLLATE nothing)'",
        ),
        "SELECT * FROM t ORDER BY a",
        "invalid|failed|damaged",
    )


def _forged_schemas() -> _Cases:
    table = "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2); CREATE TABLE u(a); INSERT INTO u VALUES (3);"
    for name, change in (
        ("root page is 0", "rootpage = 0"),
        ("root page is the schema's", "rootpage = 1"),
        ("root page is far away", "rootpage = 2000000000"),
        ("root page is negative", "rootpage = -1"),
        ("root page is another table's", "rootpage = 3"),
        ("SQL is no SQL", "sql = 'CREATE TABLE t('"),
        ("SQL is another statement", "sql = 'DELETE FROM u'"),
        ("SQL is a blob", "sql = x'00ff'"),
        ("SQL is very long", "sql = 'CREATE TABLE t(a DEFAULT ''' || hex(zeroblob(700000)) || ''')'"),
        ("SQL has more columns", "sql = 'CREATE TABLE t(a, b, c, d, e, f)'"),
        ("SQL has no row ids", "sql = 'CREATE TABLE t(a PRIMARY KEY, b) WITHOUT ROWID'"),
        ("type is nothing", "type = 'nothing'"),
        (
            "table is a view of itself",
            "type = 'view', rootpage = 0, sql = 'CREATE VIEW t AS SELECT * FROM t'",
        ),
        ("name is reserved", "name = 'sqlite_x'"),
    ):
        yield (
            name,
            forged(table, f"UPDATE sqlite_schema SET {change} WHERE name = 't'"),
            "SELECT * FROM t",
            f"{_ANY}|denied",
        )
    yield (
        "poisoned statistics",
        forged(
            table + "CREATE INDEX i ON t(a); ANALYZE;",
            "UPDATE sqlite_stat1 SET stat = '99999999999999999999 -1 x'",
        ),
        "SELECT * FROM t WHERE a = 1",
        "ok",
    )
    yield (
        "two tables on one page",
        forged(table, "UPDATE sqlite_schema SET rootpage = 2"),
        "SELECT count(*) FROM t, u",
        _ANY,
    )


def _virtual_tables() -> _Cases:
    fts = "CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('a red cat'), ('a blue dog');"
    yield (
        "FTS5 index is rubbish",
        forged(fts, "UPDATE f_data SET block = randomblob(200)"),
        "SELECT * FROM f('cat')",
        _ANY,
    )
    yield (
        "FTS5 configuration calls",
        forged(fts, "INSERT OR REPLACE INTO f_config VALUES ('rank', 'load_extension(1)')"),
        "SELECT * FROM f('cat') ORDER BY rank",
        f"{_ANY}|denied",
    )
    yield (
        "FTS5 content elsewhere",
        forged("CREATE TABLE s(x);", "INSERT INTO s VALUES (1)"),
        "SELECT * FROM f('cat')",
        "invalid",
    )
    yield (
        "FTS5 reads the schema",
        script("CREATE VIRTUAL TABLE f USING fts5(sql, content='sqlite_schema')"),
        "SELECT sql FROM f",
        "denied|failed|invalid",
    )
    fts4 = "CREATE VIRTUAL TABLE f USING fts4(a); INSERT INTO f VALUES ('a red cat');"
    yield (
        "FTS4 index is rubbish",
        forged(fts4, "UPDATE f_segdir SET root = randomblob(100)"),
        "SELECT * FROM f WHERE a MATCH 'cat'",
        _ANY,
    )
    rtree = "CREATE VIRTUAL TABLE r USING rtree(id, x, y); INSERT INTO r VALUES (1, 0, 1), (2, 5, 6);"
    yield (
        "R-tree nodes are rubbish",
        forged(rtree, "UPDATE r_node SET data = randomblob(length(data))"),
        "SELECT * FROM r WHERE x > 0",
        _ANY,
    )
    yield (
        "R-tree is a cycle",
        forged(rtree, "UPDATE r_node SET data = x'ffff' || substr(data, 3)"),
        "SELECT * FROM r WHERE x > 0",
        _ANY,
    )
    unknown = "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING {}')"
    for module in ("csv(filename=''/etc/passwd'')", "dbstat", "sqlite_dbpage", "nothing(1)", "fsdir"):
        yield (
            f"virtual table of {module}",
            forged("CREATE TABLE t(a)", unknown.format(module)),
            "SELECT * FROM x",
            "invalid|denied|failed|damaged",
        )


def _headers() -> _Cases:
    for name, place, content in (
        ("page size 0", 16, b"\0\0"),
        ("page size 3", 16, b"\0\3"),
        ("page size 64 kB", 16, b"\0\1"),
        ("page size 512", 16, b"\2\0"),
        ("write version 9", 18, b"\x09"),
        ("read version 9", 19, b"\x09"),
        ("read version 2, no WAL", 18, b"\2\2"),
        ("reserved bytes 255", 20, b"\xff"),
        ("payload fractions", 21, b"\xff\xff\xff"),
        ("page count 2 billion", 28, struct.pack(">I", 2_000_000_000)),
        ("page count 1", 28, struct.pack(">I", 1)),
        ("free list far away", 32, struct.pack(">II", 1_000_000, 50)),
        ("schema format 99", 44, struct.pack(">I", 99)),
        ("cache size minus 2 billion", 48, struct.pack(">i", -2_000_000_000)),
        ("auto-vacuum root", 52, struct.pack(">I", 77)),
        ("text encoding 9", 56, struct.pack(">I", 9)),
        ("text encoding UTF-16", 56, struct.pack(">I", 2)),
        ("no magic", 0, b"SQLite format 4\0"),
    ):
        yield name, patched((place, content)), _ALL, _ANY


def _pages() -> _Cases:
    for number in (1, 2, 3, 5):
        for name, place, content in (
            ("page type 0", 0, b"\0"),
            ("page type other", 0, b"\x0a"),
            ("cell count 65535", 3, b"\xff\xff"),
            ("cell pointers outside", 8, b"\xff" * 40),
            ("free block cycle", 1, b"\0\x10"),
        ):
            yield f"page {number}: {name}", patched((_page(number, place), content)), f"{_ALL} ", _ANY
    yield "right child is the page itself", patched((_page(2, 8), struct.pack(">I", 2))), _ALL, _ANY
    yield "right child is the schema", patched((_page(2, 8), struct.pack(">I", 1))), _ALL, _ANY
    yield "right child is far away", patched((_page(2, 8), struct.pack(">I", 2**31))), _ALL, _ANY
    yield "index page is rubbish", patched((_page(3), bytes(range(256)) * 16)), _BY_INDEX, _ANY
    yield "payload of 2^63 bytes", patched((-60, b"\xff" * 60)), _ALL, _ANY
    yield "overflow chain is a cycle", _with_overflow_cycle, _LONG, _ANY
    yield "all pages but the first are noise", _noise, _ALL, "damaged|ok|failed"
    yield "every page is the first", _first_page_everywhere, _ALL, _ANY


def _with_overflow_cycle(path: Path) -> None:
    """Each overflow page begins with the number of the next: all lead to themselves."""
    sound(path)
    content = bytearray(path.read_bytes())
    for number in range(2, len(content) // PAGE + 1):
        start = _page(number)
        (following,) = struct.unpack_from(">I", content, start)
        if 1 < following <= len(content) // PAGE and content[start] == 0:
            struct.pack_into(">I", content, start, number)
    path.write_bytes(content)


def _noise(path: Path) -> None:
    sound(path)
    content = path.read_bytes()
    path.write_bytes(content[:PAGE] + random.Random(3).randbytes(len(content) - PAGE))


def _first_page_everywhere(path: Path) -> None:
    sound(path)
    content = path.read_bytes()
    path.write_bytes(content[:PAGE] * (len(content) // PAGE))


def _contents() -> _Cases:
    yield (
        "text that is no text",
        script("CREATE TABLE t(a TEXT); INSERT INTO t VALUES (CAST(x'fffe80' AS TEXT))"),
        "SELECT a FROM t",
        "ok",
    )
    yield (
        "text that is no UTF-16",
        script(
            "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a TEXT); INSERT INTO t VALUES (CAST(x'00d8' AS TEXT))"
        ),
        "SELECT a FROM t",
        "ok",
    )
    yield (
        "cells above the limit",
        script("CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(5000000))"),
        "SELECT a FROM t",
        "limit",
    )
    yield (
        "cells above the limit, unread",
        script("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, zeroblob(5000000))"),
        "SELECT a FROM t",
        "ok",
    )
    yield "terabyte of nothing", _sparse, _ALL, _ANY


def _sparse(path: Path) -> None:
    sound(path)
    os.truncate(path, 1 << 40)


def _cut(share: float) -> Make:
    def make(path: Path) -> None:
        sound(path)
        os.truncate(path, int(path.stat().st_size * share))

    return make


def _cut_to_header(path: Path) -> None:
    sound(path)
    os.truncate(path, _HEADER)


def _no_files() -> _Cases:
    makers: tuple[tuple[str, Callable[[Path], object]], ...] = (
        ("empty", lambda path: path.write_bytes(b"")),
        ("one byte", lambda path: path.write_bytes(b"S")),
        ("magic alone", lambda path: path.write_bytes(b"SQLite format 3\0")),
        ("noise", lambda path: path.write_bytes(random.Random(1).randbytes(50_000))),
        (
            "encrypted",
            lambda path: path.write_bytes(random.Random(2).randbytes(16) + b"\x10\0\1\1" + bytes(9000)),
        ),
        (
            "magic and noise",
            lambda path: path.write_bytes(b"SQLite format 3\0" + random.Random(4).randbytes(50_000)),
        ),
        ("text", lambda path: path.write_text("CREATE TABLE t(a);")),
        ("cut within a page", _cut(0.51)),
        ("cut behind the header", _cut_to_header),
        ("link", lambda path: path.symlink_to("/etc/passwd")),
        ("link to a database", _link_to_sound),
        ("link to itself", lambda path: path.symlink_to(path)),
        ("named pipe", os.mkfifo),
        ("folder", lambda path: path.mkdir()),
        ("socket", _socket),
        ("device", lambda path: os.mknod(path, 0o20666, os.makedev(1, 5))),
        ("nothing", lambda _: None),
    )
    for name, make in makers:
        yield name, make, _ALL, "damaged|ok" if name.startswith("cut within") else "damaged"


def _link_to_sound(path: Path) -> None:
    sound(path.with_name("sound.sqlite"))
    path.symlink_to("sound.sqlite")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(path))


def _journals() -> _Cases:
    yield "write-ahead log is noise", _beside("-wal", random.Random(5).randbytes(40_000)), _ALL, "ok|damaged"
    yield (
        "write-ahead log has a header only",
        _beside("-wal", struct.pack(">IIIIIIII", 0x377F0682, 3007000, PAGE, 0, 1, 2, 3, 4)),
        _ALL,
        "ok|damaged",
    )
    yield "journal is noise", _beside("-journal", random.Random(6).randbytes(40_000)), _ALL, "ok|damaged"
    yield (
        "journal rolls back a terabyte",
        _beside(
            "-journal",
            bytes.fromhex("d9d505f920a163d7")
            + struct.pack(">IIIII", 0xFFFFFFFF, 1, 2**28, 512, PAGE)
            + bytes(5000),
        ),
        _ALL,
        "ok|damaged",
    )
    yield "journal names another file", _with_journal_of_several, _ALL, "ok"
    yield "log is a folder", _with_folder("-wal"), _ALL, "damaged"
    yield "journal is a pipe", _with_pipe("-journal"), _ALL, "damaged"
    yield "log in a read-only folder", _live_log_in_read_only_folder, "SELECT count(*) FROM t", "ok"


def _with_journal_of_several(path: Path) -> None:
    """A hot journal that says it is part of a super-journal: older SQLites (3.40) delete the file of that name."""
    sound(path)
    other = path.with_name("not a journal")
    other.write_text("precious")
    name, mark = str(other).encode(), bytes.fromhex("d9d505f920a163d7")
    header = mark + struct.pack(">IIIII", 0, 0, path.stat().st_size // PAGE, 512, PAGE)
    tail = struct.pack(">I", 2**30 // PAGE + 1) + name + struct.pack(">II", len(name), sum(name)) + mark
    path.with_name(path.name + "-journal").write_bytes(header.ljust(512, b"\0") + tail)


def _beside(suffix: str, content: bytes) -> Make:
    def make(path: Path) -> None:
        sound(path)
        path.with_name(path.name + suffix).write_bytes(content)

    return make


def _with_folder(suffix: str) -> Make:
    def make(path: Path) -> None:
        sound(path)
        path.with_name(path.name + suffix).mkdir()

    return make


def _with_pipe(suffix: str) -> Make:
    def make(path: Path) -> None:
        sound(path)
        os.mkfifo(path.with_name(path.name + suffix))

    return make


def _live_log_in_read_only_folder(path: Path) -> None:
    """What a writer that was killed leaves behind."""
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("CREATE TABLE t(a)")
    writer.commit()
    log, content = path.with_name(path.name + "-wal"), path.read_bytes()
    left = log.read_bytes()
    writer.close()
    path.write_bytes(content)
    log.write_bytes(left)
    path.parent.chmod(0o555)
