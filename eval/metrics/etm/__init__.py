"""ETM: enhanced tree match (Ascoli, Kandikonda and Choi, Future Internet 17(8):325, 2025), as its script was released.

Both queries must compile; then both are normalised by all rules to a fixpoint, and the trees must be equal. The rules
are those of the published script, its oddities included; the numbers are the script's.
"""

from eval.metrics.etm.keys import Marks, SchemaKeys
from eval.metrics.etm.normalising import Normaliser
from eval.metrics.etm.preparing import prepare
from eval.metrics.etm.tree import Breaks, Unreadable, parse

__all__ = ["MAX_LENGTH", "SchemaKeys", "prepare", "trees_match"]

MAX_LENGTH = 16_000  # characters; reading a longer text could take minutes


def trees_match(gold: str, predicted: str, keys: SchemaKeys) -> bool:
    """Whether the normalised trees of two prepared queries are equal. That they compile is for the caller to see to.

    What sqlglot does not parse, and what a rule breaks on, matches nothing.
    """
    if max(len(gold), len(predicted)) > MAX_LENGTH:
        return False
    marks = Marks(keys)
    try:
        one, other = [Normaliser(marks).normalise(parse(sql)) for sql in (gold, predicted)]
    except (Unreadable, Breaks, RecursionError):
        return False
    return one == other
