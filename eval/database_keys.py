"""What the form metrics know of a database: its tables, columns and declared keys, as SQLite reports them."""

import apsw

from eval.metrics.etm.keys import SchemaKeys, TableKeys


def read_keys(connection: apsw.Connection) -> SchemaKeys:
    """Of all tables but views, with names in lower case. Raises apsw.Error.

    A foreign key that names no column refers to the first column of the other table's primary key. Where a column
    has several foreign keys, the one declared first counts.
    """
    tables = [
        str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    return {table.lower(): _table_keys(connection, table) for table in tables}


def _table_keys(connection: apsw.Connection, table: str) -> TableKeys:
    rows = connection.execute('SELECT lower(name), pk, "notnull" FROM pragma_table_info(?)', (table,))
    info = [(str(name), place, not_null) for name, place, not_null in rows]
    primary_key = frozenset(name for name, place, _ in info if place)
    alone = primary_key if len(primary_key) == 1 else frozenset[str]()
    return TableKeys(
        columns=tuple(name for name, _, _ in info),
        primary_key=primary_key,
        foreign_keys=_foreign_keys(connection, table),
        unique=alone | _unique_columns(connection, table),
        not_null=alone | frozenset(name for name, _, not_null in info if not_null),
    )


def _foreign_keys(connection: apsw.Connection, table: str) -> dict[str, str]:
    keys = connection.execute(
        """
        SELECT lower(k."from"), lower(k."table"), lower(coalesce(k."to", i.name))
        FROM pragma_foreign_key_list(?) AS k LEFT JOIN pragma_table_info(k."table") AS i ON i.pk = 1
        ORDER BY k.id, k.seq
        """,
        (table,),
    )
    return {str(column): f"{referred}.{other}" for column, referred, other in keys if other is not None}


def _unique_columns(connection: apsw.Connection, table: str) -> frozenset[str]:
    """Columns with a unique index of their own."""
    columns = connection.execute(
        """
        SELECT lower(min(c.name)) FROM pragma_index_list(?) AS i JOIN pragma_index_info(i.name) AS c
        WHERE i."unique" GROUP BY i.name HAVING count(*) = 1 AND min(c.name) IS NOT NULL
        """,
        (table,),
    )
    return frozenset(str(name) for (name,) in columns)
