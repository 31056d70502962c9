"""How much text fits into a prompt."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """The tokens that all messages of a prompt may take together, and how a text's tokens are counted.

    What the chat template adds and what the model is to write are the caller's to subtract. `count` need not be
    additive: tokens of two joined texts may be a few more or less than those of each.
    """

    tokens: int
    count: Callable[[str], int]
