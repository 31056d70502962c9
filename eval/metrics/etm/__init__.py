"""ETM: enhanced tree match (Ascoli, Kandikonda and Choi, Future Internet 17(8):325, 2025).

Both queries must compile, which is for the caller to see to; then both are normalised by all rules to a fixpoint, and
the trees must be equal. Literals, join conditions and DISTINCT count, the order of selected expressions does not.
"""

from eval.metrics.etm.keys import Marks, SchemaKeys, TableKeys
from eval.metrics.etm.normalising import RELEASED, REPAIRED, Normaliser, RuleSet
from eval.metrics.etm.preparing import prepare
from eval.metrics.etm.tree import Breaks, Unreadable, parse

__all__ = ["MAX_LENGTH", "SchemaKeys", "TableKeys", "prepare", "trees_match", "trees_match_repaired"]

MAX_LENGTH = 16_000  # characters; to read a longer text could take minutes


def trees_match(gold: str, predicted: str, keys: SchemaKeys) -> bool:
    """ETM as its script was released, oddities included, of two texts from `prepare`.

    What sqlglot does not parse and what a rule breaks on matches nothing.
    """
    return _match(gold, predicted, keys, RELEASED)


def trees_match_repaired(gold: str, predicted: str, keys: SchemaKeys) -> bool:
    """The corrected variant: a rule that breaks is passed over, and rules 1 and 3 give trees that can be matched."""
    return _match(gold, predicted, keys, REPAIRED)


def _match(gold: str, predicted: str, keys: SchemaKeys, rules: RuleSet) -> bool:
    if max(len(gold), len(predicted)) > MAX_LENGTH:
        return False
    normaliser = Normaliser(Marks(keys), rules)
    try:
        one, other = [normaliser.normalise(parse(sql)) for sql in (gold, predicted)]
    except (Unreadable, Breaks, RecursionError):
        return False
    return one == other
