"""What is said to a chat model."""

from typing import Literal

from services.contracts.frozen import Frozen


class Message(Frozen):
    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(Frozen):
    """The messages up to the one that the model writes.

    `notes`: what did not fit the budget and was left out. `too_long`: even the least that can be said does not fit.
    """

    messages: tuple[Message, ...]
    notes: tuple[str, ...] = ()
    too_long: bool = False
