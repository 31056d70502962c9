"""Statements whose result holds text that is not valid in the encoding of the database."""

from sqlglot import exp

_NAME = "turnwise_rows"


def with_text_as_blob(tree: exp.Query, width: int) -> str:
    """The same rows with every text as a blob, and after the `width` columns as many that say which of them are text.

    The worker turns these blobs into text again and puts U+FFFD where bytes make no character.
    """
    names = [f"c{position}" for position in range(width)]
    columns = [exp.column(name) for name in names]
    is_text = [exp.func("typeof", column.copy()).eq("text") for column in columns]
    values = [
        exp.case().when(condition, exp.cast(column.copy(), "blob")).else_(column.copy())
        for condition, column in zip(is_text, columns, strict=True)
    ]
    alias = exp.TableAlias(this=exp.to_identifier(_NAME), columns=[exp.to_identifier(name) for name in names])
    query = exp.select(*values, *is_text).from_(_NAME).with_(alias, as_=tree)
    return query.sql(dialect="sqlite")
