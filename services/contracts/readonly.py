"""How a SQLite file that somebody else owns is opened: for reading, trusting nothing in it, leaving no trace.

Imports little, for the executor's workers load it at start-up.
"""

from typing import TYPE_CHECKING

import apsw

if TYPE_CHECKING:
    from pathlib import Path

_SWITCHES = {
    apsw.SQLITE_DBCONFIG_DEFENSIVE: 1,
    apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE: 0,
    apsw.SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE: 0,
}
# A page whose cells overlap is found while reading, mapped memory would turn a shrinking file into SIGBUS,
# and a sort must not spill into a file.
_PRAGMAS = {"cell_size_check": 1, "mmap_size": 0, "temp_store": 2}


def connect_immutable(path: "Path") -> apsw.Connection:
    """A connection that takes no lock and creates no file, for a file without live WAL or journal.

    Raises apsw.Error. Nothing but the header is read yet: a damaged schema shows at the first statement.
    The path is quoted as a URI, since a bare '#' or '?' in it would end the name and drop `mode=ro`.
    """
    connection = apsw.Connection(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
    )
    distrust(connection)
    return connection


def distrust(connection: apsw.Connection, *, query_only: bool = True) -> None:
    """Switches off all by which the content of a file could act: triggers, extensions, functions in its schema."""
    for switch, value in _SWITCHES.items():
        connection.config(switch, value)
    for name, value in _PRAGMAS.items():
        connection.pragma(name, value)
    connection.pragma("query_only", query_only)
