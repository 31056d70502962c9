"""Stored values that the question's words match."""

from collections.abc import Iterator

from services.contracts.expression_text import constant_text
from services.contracts.models import Links, ValueLink
from services.contracts.prompt.names import spelled_column
from services.contracts.prompt.private import is_private

# Noisy values do more harm than good: of the links below this score one in fourteen is in the reference SQL, above it
# one in two (1,566 turns of CoSQL's and SParC's training data); of the sixth and later one in twenty-three.
MIN_SCORE = 0.55
MAX_VALUES = 5
MAX_POSSIBLE = 2
_MAX_VALUE = 200  # characters; a longer one is no name of anything


def value_lines(links: Links) -> list[str]:
    """The best of what the words rather mean, and few of what they might mean besides; best first, each once."""
    sure = [_line(link) for link in _shown(links, links.values)][:MAX_VALUES]
    possible = [_line(link) for link in _shown(links, links.possible)][:MAX_POSSIBLE]
    return list(dict.fromkeys([*sure, *possible]))


def _shown(links: Links, found: tuple[ValueLink, ...]) -> Iterator[ValueLink]:
    for link in found:
        short = not isinstance(link.value, str) or len(link.value) <= _MAX_VALUE
        if link.score >= MIN_SCORE and short and not is_private(link.column, links.snapshot):
            yield link


def _line(link: ValueLink) -> str:
    """`mention -> column = value`, the mention only where it is not the value.

    >>> from services.contracts.models import Mention
    >>> from services.contracts.schema import ColumnRef
    >>> column = ColumnRef(table="countries", column="name")
    >>> _line(ValueLink(mention=Mention(text="french"), column=column, value="France", kind="synonym", score=0.9))
    "'french' -> countries.name = 'France'"
    """
    held = f"%{link.value}%" if link.part and isinstance(link.value, str) else link.value
    value = constant_text(held)
    match = f"{spelled_column(link.column)} {'like' if link.part else '='} {value}"
    said = constant_text(link.mention.text)
    return match if said == value else f"{said} -> {match}"
