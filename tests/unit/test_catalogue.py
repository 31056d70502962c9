"""The catalogue and its files: what is opened, what is refused, and that nothing is ever written."""

import hashlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from services.contracts.catalogue import Catalogue, Database, open_readonly
from services.contracts.errors import DatabaseUnusable, InvalidRequest, UnknownDatabase


def create(path: Path, *statements: str) -> Path:
    connection = apsw.Connection(str(path))
    connection.execute("; ".join(("CREATE TABLE t(a)", "INSERT INTO t VALUES (1)", *statements))).fetchall()
    connection.close()
    return path


def database(path: Path) -> Database:
    return Catalogue.of({"shop": path}).database("shop")


def rows(entry: Database) -> list[tuple[object, ...]]:
    connection = open_readonly(entry)
    try:
        return connection.execute("SELECT * FROM t ORDER BY 1").fetchall()
    finally:
        connection.close()


def listing(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[apsw.Connection]:
    """A connection of somebody else that keeps a WAL alive."""
    connection = apsw.Connection(str(create(tmp_path / "shop.sqlite")))
    connection.pragma("journal_mode", "wal")
    connection.execute("INSERT INTO t VALUES (2)").fetchall()
    yield connection
    connection.close()


def test_catalogue_file_names_paths_relative_to_its_folder(tmp_path: Path) -> None:
    create(tmp_path / "pets.sqlite")
    listing_file = tmp_path / "catalogue.toml"
    listing_file.write_text(
        '[databases]\npets = "pets.sqlite"\n[databases.sales]\npath = "/srv/s.sqlite"\ndescription = "Orders"\n'
    )
    catalogue = Catalogue.from_file(listing_file)
    assert catalogue.ids() == ("pets", "sales")
    assert rows(catalogue.database("pets")) == [(1,)]
    assert catalogue.database("sales").path == Path("/srv/s.sqlite")
    assert catalogue.database("sales").description == "Orders"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[databases", "cannot be read"),
        ('[databases]\n"../pets" = "pets.sqlite"', "databases"),
        ("[databases]\npets = 3", "pets"),
        ('[databases.pets]\nfile = "pets.sqlite"', "path"),
        ("", "databases"),
    ],
)
def test_malformed_catalogue_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(text)
    with pytest.raises(InvalidRequest, match=message) as refusal:
        Catalogue.from_file(path)
    assert refusal.value.metadata["field"] == "catalogue"


def test_missing_catalogue(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"catalogue\.toml cannot be read: No such file"):
        Catalogue.from_file(tmp_path / "catalogue.toml")


def test_unknown_id(tmp_path: Path) -> None:
    with pytest.raises(UnknownDatabase, match="'/etc/passwd'"):
        Catalogue.of({"shop": tmp_path / "shop.sqlite"}).database("/etc/passwd")


def missing(path: Path) -> None: ...


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("id,name\n1,Rex\n")


def encrypted(path: Path) -> None:
    path.write_bytes(hashlib.sha256(b"page").digest() * 128)


def truncated(path: Path) -> None:
    create(path)
    os.truncate(path, 4096)


def broken_schema(path: Path) -> None:
    create(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 900)


def link(path: Path) -> None:
    path.symlink_to(create(path.with_name("elsewhere.sqlite")))


def own_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(path))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (missing, "does not exist"),
        (empty, r"is empty \(0 bytes\)"),
        (text, "is not a SQLite database, or it is encrypted"),
        (encrypted, "is not a SQLite database, or it is encrypted"),
        (truncated, "is damaged"),
        (broken_schema, "is damaged"),
        (Path.mkdir, "is a directory"),
        (os.mkfifo, "is a named pipe"),
        (link, "is a symbolic link"),
        (own_socket, "is a socket"),
    ],
)
def test_unusable_files_are_refused_at_once(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "shop.sqlite"
    make(path)
    started = time.monotonic()
    with pytest.raises(DatabaseUnusable, match=message) as refusal:
        database(path).check()
    assert time.monotonic() - started < 1
    assert "'shop'" in refusal.value.message
    assert "shop.sqlite" in refusal.value.message
    assert str(tmp_path) not in refusal.value.message


def test_devices_are_refused() -> None:
    with pytest.raises(DatabaseUnusable, match="is a device"):
        database(Path("/dev/zero")).check()


@pytest.mark.parametrize(
    "name", ["a#b.sqlite", "a?mode=rwc.sqlite", "100%41.sqlite", "a b'\";.sqlite", "zoë🐕.sqlite"]
)
def test_any_file_name_opens_read_only(tmp_path: Path, name: str) -> None:
    entry = database(create(tmp_path / name))
    before = listing(tmp_path)
    connection = open_readonly(entry)
    assert connection.readonly("main")
    with pytest.raises(apsw.ReadOnlyError):
        connection.execute("INSERT INTO t VALUES (2)").fetchall()
    connection.close()
    assert listing(tmp_path) == before


def test_version_follows_content(tmp_path: Path) -> None:
    entry = database(create(tmp_path / "shop.sqlite"))
    first = entry.version()
    assert entry.version() == first
    replacement = create(tmp_path / "new.sqlite", "INSERT INTO t VALUES (7)")
    replacement.replace(entry.path)
    assert entry.version() != first
    assert rows(entry) == [(1,), (7,)]


def test_wal_database_without_log_is_read_in_place(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.close()
    entry = database(path)
    assert entry.readable().copy is None
    assert rows(entry) == [(1,)]
    assert listing(tmp_path).keys() == {"shop.sqlite"}


def test_live_wal_is_read_from_a_private_copy(tmp_path: Path, writer: apsw.Connection) -> None:
    entry = database(tmp_path / "shop.sqlite")
    before = listing(tmp_path)
    assert rows(entry) == [(1,), (2,)]
    assert listing(tmp_path) == before
    first = entry.readable()
    assert entry.readable() is first
    assert first.path.parent.stat().st_mode & 0o777 == 0o700
    writer.execute("INSERT INTO t VALUES (3)").fetchall()
    assert rows(entry) == [(1,), (2,), (3,)]


@pytest.mark.usefixtures("writer")
def test_private_copy_goes_with_its_last_reference(tmp_path: Path) -> None:
    entry = database(tmp_path / "shop.sqlite")
    folder = entry.readable().path.parent
    assert folder.is_dir()
    del entry
    assert not folder.exists()


def test_hot_journal_is_rolled_back_in_a_private_copy(tmp_path: Path) -> None:
    """As a writer leaves it that was killed between writing pages and commit."""
    many = "WITH n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO t SELECT i FROM n"
    live = create(tmp_path / "live.sqlite", many)
    writer = apsw.Connection(str(live))
    writer.execute("PRAGMA cache_size = 2; BEGIN; UPDATE t SET a = -a").fetchall()
    crashed = tmp_path / "shop.sqlite"
    crashed.write_bytes(live.read_bytes())
    (tmp_path / "shop.sqlite-journal").write_bytes((tmp_path / "live.sqlite-journal").read_bytes())
    writer.close()
    before = listing(tmp_path)
    found = rows(database(crashed))
    assert len(found) == 20_001
    assert found[0] == (1,)
    assert listing(tmp_path) == before


def test_finished_journal_that_is_kept_counts_as_none(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = persist; INSERT INTO t VALUES (2)").fetchall()
    connection.close()
    assert (tmp_path / "shop.sqlite-journal").stat().st_size > 0
    assert database(path).readable().copy is None


def test_journal_that_is_no_file_is_refused(tmp_path: Path) -> None:
    path = create(tmp_path / "shop.sqlite")
    os.mkfifo(tmp_path / "shop.sqlite-journal")
    with pytest.raises(DatabaseUnusable, match=r"shop\.sqlite-journal is a named pipe"):
        database(path).check()


def test_database_that_never_settles_is_refused(
    tmp_path: Path, writer: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(*_: object) -> None:
        writer.execute("INSERT INTO t VALUES (9)").fetchall()

    monkeypatch.setattr("services.contracts.sqlite_file._SNAPSHOT_SECONDS", 0.1)
    monkeypatch.setattr(shutil, "copyfileobj", write_meanwhile)
    with pytest.raises(DatabaseUnusable, match="being written to all the time"):
        database(tmp_path / "shop.sqlite").readable()


@pytest.mark.usefixtures("writer")
def test_no_room_for_the_copy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(DatabaseUnusable, match="no room for a private copy"):
        database(tmp_path / "shop.sqlite").readable()


def test_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    entry = database(create(folder / "shop.sqlite"))
    before = listing(folder)
    folder.chmod(0o555)
    try:
        assert rows(entry) == [(1,)]
    finally:
        folder.chmod(0o755)
    assert listing(folder) == before
