"""ESM: exact set match as Spider's `evaluation.py` defines it, its oddities included.

Settings: values and DISTINCT are not compared (the script's defaults DISABLE_VALUE and DISABLE_DISTINCT).
"""

from eval.metrics.esm.hardness import Hardness, hardness
from eval.metrics.esm.keys import Representatives
from eval.metrics.esm.matching import queries_match
from eval.metrics.esm.parser import Columns, parse
from eval.metrics.esm.tree import EMPTY, ScriptFails, Unparsable

__all__ = [
    "Columns",
    "Hardness",
    "Representatives",
    "Unparsable",
    "Unscored",
    "exact_set_match",
    "exact_set_match_as_written",
    "hardness",
]


class Unscored(Exception):
    """The official script ends with an error: it does not understand the gold, or its comparison breaks."""


def exact_set_match(gold: str, predicted: str, columns: Columns, keys: Representatives) -> bool:
    """ESM. The script replaces the letters 'value' by '1' in every prediction, names of columns included."""
    return exact_set_match_as_written(gold, predicted.replace("value", "1"), columns, keys)


def exact_set_match_as_written(gold: str, predicted: str, columns: Columns, keys: Representatives) -> bool:
    """The corrected variant: the prediction is compared as it was written. Both raise Unscored."""
    try:
        reference = parse(gold, columns)
    except Unparsable as error:
        raise Unscored(f"the gold cannot be parsed: {error}") from error
    try:
        found = parse(predicted, columns)
    except Unparsable:
        found = EMPTY
    try:
        return queries_match(reference, found, keys)
    except ScriptFails as error:
        raise Unscored(str(error)) from error
