"""What the stored values of a database say for or against a key."""

from functools import partial

import apsw

from services.value_index.keys import StoredEvidence
from services.value_index.stored_values import answer, quoted

_VALUES = 1_000  # distinct values of a column that are looked for in another
_ROWS = 100_000  # rows, the first ones, in which a column is looked at


def stored_evidence(connection: apsw.Connection) -> StoredEvidence:
    """Asks the database each time, with bounded effort."""
    return StoredEvidence(
        contained=partial(_contained, connection), identifies=partial(_identifies, connection)
    )


def _contained(
    connection: apsw.Connection, table: str, column: str, ref_table: str, ref_column: str
) -> float | None:
    held = f"SELECT {quoted(ref_column)} FROM {quoted(ref_table)}"
    rows = answer(
        connection,
        f"""SELECT avg(value IN ({held})), EXISTS ({held}) FROM (
                SELECT DISTINCT value FROM (SELECT {quoted(column)} AS value FROM {quoted(table)} LIMIT ?)
                WHERE value IS NOT NULL LIMIT ?
            )""",
        (_ROWS, _VALUES),
    )
    share, filled = rows[0] if rows else (None, None)
    return share if isinstance(share, float) and filled else None


def _identifies(connection: apsw.Connection, table: str, column: str) -> bool | None:
    rows = answer(
        connection,
        f"""SELECT count(*), count(DISTINCT value)
            FROM (SELECT {quoted(column)} AS value FROM {quoted(table)} LIMIT ?)""",
        (_ROWS,),
    )
    return rows[0][0] == rows[0][1] if rows and rows[0][0] else None
