"""`turnwise sql` on files that mean harm: it says how it ended, and in time."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.executor_shop import create
from tests.hostile.databases import files, patched

_START_SECONDS = 30  # of the command itself, on a machine that has other things to do


def sql(path: Path, statement: str) -> tuple[dict[str, object], int]:
    command = (
        sys.executable,
        "-m",
        "cli.main",
        "sql",
        "--db",
        str(path),
        "--json",
        "--seconds",
        "0.5",
        statement,
    )
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert time.monotonic() - started < _START_SECONDS, done.stderr
    return json.loads(done.stdout), done.returncode


def test_repairs_by_the_schema_of_the_file(tmp_path: Path) -> None:
    result, code = sql(create(tmp_path / "shop.sqlite"), "SELECT cuntry FROM custmers LIMIT 1")
    assert (result["status"], result["rows"], code) == ("ok", [["FR"]], 0)
    assert result["sql"] == "SELECT country FROM customers LIMIT 1"


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "noise.sqlite"
    path.write_bytes(b"noise" * 1000)
    result, code = sql(path, "SELECT 1")
    assert (result["status"], code) == ("damaged", 1)
    assert "not a SQLite database" in json.dumps(result["diagnosis"])


def test_broken_pages_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    patched((4096, b"\xa5" * 8192))(path)
    result, code = sql(path, "SELECT sum(c) FROM t")
    assert (result["status"], code) == ("damaged", 1)


@pytest.mark.parametrize(
    "name", ["view never ends", "views double each other", "generated column never ends"]
)
def test_a_schema_that_never_ends_is_stopped(tmp_path: Path, name: str) -> None:
    (hostile,) = [each for each in files() if each.name == name]
    path = tmp_path / "hostile.sqlite"
    hostile.make(path)
    result, code = sql(path, hostile.sql)
    assert result["status"] in hostile.outcomes
    assert code == 1
