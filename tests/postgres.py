"""A private PostgreSQL server for tests: started from the machine's own programs, removed afterwards.

Fixtures: `postgres_server`, one per test run, and `postgres_url`, an empty database per test. Where PostgreSQL is not
installed their tests are skipped; under CI=true they fail.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
START_SECONDS = 30.0
STOP_SECONDS = 10.0
# A test's server has nothing to lose, and durability costs time.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@dataclass(frozen=True)
class PostgresServer:
    """A running server that listens on a socket in `folder` and nowhere else."""

    folder: Path

    def url(self, database: str) -> str:
        """As SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = _programs()
    if programs is None:
        reason = f"PostgreSQL's server programs are neither below {DEBIAN_FOLDER} nor on the PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="turnwise-postgres-"))  # tmp_path lets no other user in
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        with _running(programs, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


_database_numbers = count(1)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The URL of a new, empty database."""
    name = f"test_{next(_database_numbers)}"
    with postgres_server.connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return postgres_server.url(name)


def _programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them off the PATH, a folder per major version."""
    versions = [path.parent for path in DEBIAN_FOLDER.glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[PostgresServer]:
    data = str(folder / "data")
    initdb = [str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*_unprivileged(), *initdb, "--no-locale", "--no-sync"], check=True, capture_output=True, cwd=folder
    )
    postgres = [str(programs / "postgres"), "-D", data, "-k", str(folder)]
    for option in OPTIONS:
        postgres += ["-c", option]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*_unprivileged(), *postgres], stdout=log, stderr=log, cwd=folder)
    try:
        server = PostgresServer(folder)
        _await_start(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: open connections are cut
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root. The signal ends it also where the test run is killed."""
    user = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *user, "--pdeathsig", "INT", "--"]


def _await_start(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (server.folder / "log").read_text()
                raise RuntimeError(f"PostgreSQL did not start: {log}") from error
            time.sleep(0.05)
        else:
            return
