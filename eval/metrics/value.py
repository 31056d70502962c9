"""Value accuracy and strict accuracy: whether two results say the same.

Same number of columns in the same order; rows equal as a bag, duplicates counted, or in sequence where the
gold's outermost query has ORDER BY; cells by `cells_equal`. Labels count for strict accuracy alone.
"""

from sqlglot.dialects import SQLite
from sqlglot.tokenizer_core import TokenType

from eval.metrics.bags import bags_equal, rows_equal
from eval.metrics.result import Result


def value_equal(gold: Result, predicted: Result, *, ordered: bool) -> bool:
    """Value accuracy. `ordered`: row order counts; see `orders_rows`."""
    if len(gold.columns) != len(predicted.columns) or len(gold.rows) != len(predicted.rows):
        return False
    if ordered:
        return all(map(rows_equal, gold.rows, predicted.rows))
    return bags_equal(gold.rows, predicted.rows)


def strict_equal(gold: Result, predicted: Result, *, ordered: bool) -> bool:
    """Strict accuracy: value accuracy and equal labels in order, upper and lower case told apart."""
    return gold.columns == predicted.columns and value_equal(gold, predicted, ordered=ordered)


def orders_rows(sql: str) -> bool:
    """Whether the outermost query of `sql` has ORDER BY: one outside all parentheses, for there no other can stand.

    Raises sqlglot's TokenError for text that is no SQL.
    """
    depth = 0
    for token in SQLite().tokenize(sql):
        if token.token_type is TokenType.L_PAREN:
            depth += 1
        elif token.token_type is TokenType.R_PAREN:
            depth -= 1
        elif depth == 0 and token.token_type is TokenType.ORDER_BY:
            return True
    return False
