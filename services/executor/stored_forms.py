"""Literals in the form in which they are stored, as the links know it: 'France' → 'FR'."""

from sqlglot import parse_one

from services.contracts.models import Links
from services.executor.edits import Repair, copied, sql_of
from services.executor.validation import Examined


def with_stored_forms(examined: Examined, links: Links) -> Repair | None:
    """All at once: they are found one by one by the same question. None where the links know nothing better."""
    tree = examined.statement.tree
    found = examined.not_stored(links)
    if tree is None or not found:
        return None
    copy, places = copied(tree, [comparison.literal for comparison, _ in found])
    stored = {id(comparison.literal): values[0] for comparison, values in found}
    originals = [node for node in tree.walk() if id(node) in stored]
    for place, original in zip(places, originals, strict=True):
        place.replace(parse_one(stored[id(original)], read="sqlite"))
    changes = [f"{sql_of(comparison.literal)} → {values[0]}" for comparison, values in found]
    return Repair(sql_of(copy), ", ".join(dict.fromkeys(changes)), stored[id(originals[0])])
