"""The process in which the SQL of a comparison runs: a script with one JSON request per line on standard input.

SQLite runs in its stock mode, by the standard library: reference queries count on what it forgives, such as double
quotes around strings. What is written and what leaves the process is limited: the file is opened as immutable, ATTACH
is refused, memory, rows and bytes are bounded, and a progress handler ends a query at its time limit. What that
cannot stop (a long call inside one C function), the parent stops by killing the process.

Imports the standard library only, to start fast. Answers are JSON, so that the parent need not trust this process.
"""

import base64
import json
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

_PROGRESS_OPCODES = 1000
_BATCH_ROWS = 1000
_CELL_BYTES = 8  # what a cell counts beside its text
_KINDS = {
    "SQLITE_READONLY": "writes",
    "SQLITE_INTERRUPT": "timeout",
    "SQLITE_NOMEM": "too_large",
    "SQLITE_CANTOPEN": "database",
    "SQLITE_NOTADB": "database",
    "SQLITE_CORRUPT": "database",
}


def main() -> None:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for line in sys.stdin:
        sys.stdout.write(_answer(**json.loads(line)) + "\n")
        sys.stdout.flush()


def _blob(cell: bytes) -> dict[str, str]:
    return {"blob": base64.b64encode(cell).decode()}


def _answer(path: str, sql: str, seconds: float, max_rows: int, max_bytes: int) -> str:
    try:
        return json.dumps(_run(path, sql, seconds, max_rows, max_bytes), default=_blob)
    except MemoryError:
        return _failed("too_large", "out of memory")
    except (sqlite3.Error, sqlite3.Warning) as error:
        return _failed(_KINDS.get(getattr(error, "sqlite_errorname", ""), "invalid"), str(error))
    except ValueError as error:  # NUL or a lone surrogate in the text of the statement
        return _failed("invalid", f"not a statement: {error}")


def _failed(kind: str, message: str) -> str:
    return json.dumps({"failure": kind, "message": message})


def _run(path: str, sql: str, seconds: float, max_rows: int, max_bytes: int) -> dict[str, Any]:
    connection = sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("PRAGMA temp_store = MEMORY")  # a sort counts as memory, and fills no disk
        connection.text_factory = _text
        connection.set_authorizer(_authorize)
        deadline = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _PROGRESS_OPCODES)
        return _fetch(connection.execute(sql), max_rows, max_bytes)
    finally:
        connection.close()


def _text(stored: bytes) -> str:
    """Bytes that are no UTF-8 are left out, as the test-suite script reads them."""
    return stored.decode(errors="ignore")


def _authorize(action: int, *_names: str | None) -> int:
    refused = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    return sqlite3.SQLITE_DENY if action in refused else sqlite3.SQLITE_OK


def _fetch(cursor: sqlite3.Cursor, max_rows: int, max_bytes: int) -> dict[str, Any]:
    rows: list[tuple[Any, ...]] = []
    size = 0
    while batch := cursor.fetchmany(_BATCH_ROWS):
        rows += batch
        size += sum(_size(cell) for row in batch for cell in row)
        if len(rows) > max_rows:
            return {"failure": "too_large", "message": f"more than {max_rows:,} rows"}
        if size > max_bytes:
            return {"failure": "too_large", "message": f"more than {max_bytes:,} bytes"}
    labels = None if cursor.description is None else [column[0] for column in cursor.description]
    return {"columns": labels, "rows": rows}


def _size(cell: object) -> int:
    return _CELL_BYTES + (len(cell) if isinstance(cell, str | bytes) else 0)


if __name__ == "__main__":
    main()
