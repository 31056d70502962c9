"""What ETM does to the text of a query before it is read."""

import re

from eval.metrics.etm.keys import SchemaKeys

_QUOTED = re.compile(r'"([^"]+)"')
_BARE_DATETIME = re.compile(r"\bdatetime\(\)", re.IGNORECASE)


def prepare(sql: str, keys: SchemaKeys) -> str:
    """Backticks become double quotes, and those around anything but a name of the schema single ones.

    >>> from eval.metrics.etm.keys import TableKeys
    >>> prepare('SELECT "a" FROM t WHERE `b` = "x"', {"t": TableKeys(("a", "b"))})
    'SELECT "a" FROM t WHERE "b" = \\'x\\''
    """
    sql = sql.replace("`", '"')
    names = keys.keys() | {column for table in keys.values() for column in table.columns}
    for word in _QUOTED.findall(sql):
        if word.lower() not in names:
            sql = sql.replace(f'"{word}"', f"'{word}'")
    return _BARE_DATETIME.sub("datetime('now')", sql)
