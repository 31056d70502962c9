"""Whether the rows of a table changed: a checksum over the pages of the file that hold them.

Pages are where SQLite stores a table (https://www.sqlite.org/fileformat2.html#b_tree_pages). A table that is moved
about, as by VACUUM, looks changed; one that looks unchanged is.
"""

import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import apsw

_PAGES = "SELECT pageno FROM dbstat WHERE name = ? AND aggregate = FALSE ORDER BY path"


def fingerprints(connection: apsw.Connection, file: Path, tables: Iterable[str]) -> Mapping[str, str]:
    """By table, for those that have pages of their own: no view has, and no virtual table.

    `connection` has the file open, and nothing writes to it.
    """
    created = dict(
        connection.execute("SELECT name, sql FROM sqlite_schema WHERE rootpage AND type = 'table'")
    )
    size = int(str(connection.pragma("page_size")))
    found: dict[str, str] = {}
    with closing(file.open("rb", buffering=0)) as pages:
        for table in tables:
            if table not in created:
                continue
            checksum = zlib.crc32(str(created[table]).encode("utf-8", "surrogatepass"))
            length = 0
            for (number,) in connection.execute(_PAGES, (table,)):
                pages.seek((int(str(number)) - 1) * size)
                checksum = zlib.crc32(pages.read(size), checksum)
                length += 1
            found[table] = f"{length:x}-{checksum:08x}"
    return found
