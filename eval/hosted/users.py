"""Simulated users, who answer what a system asks back: recorded ones, or any OpenAI-compatible model."""

import importlib
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from rapidfuzz import fuzz

from eval.datasets.reference import Exchange, ReferenceTurn
from eval.hosted.recorded_model import RecordedModel
from eval.hosted.settings import HostedUserSettings
from services.contracts.errors import InvalidRequest, StageUnavailable
from services.contracts.frozen import Frozen
from services.contracts.language_model.completion import CompletionRequest
from services.contracts.models import Usage
from services.contracts.prompt.message import Message

_RULES = (
    "You play a user who asked a question about a database and is now asked back. You know what you mean: it is "
    "described below. Answer the clarifying question in one or two sentences, in the words of a user. Say nothing "
    "that was not asked, and never show SQL. If the description does not settle it, say that you do not mind."
)
Exchanges = Mapping[str, tuple[Exchange, ...]]


class Said(Frozen):
    text: str
    usage: Usage = Usage()


@runtime_checkable
class SimulatedUser(Protocol):
    async def reply(self, turn: ReferenceTurn, asked: str) -> Said:
        """What the user of that turn says to the clarifying question `asked`."""
        ...

    async def close(self) -> None: ...


class HostedUser:
    """A SimulatedUser played by a model, which is told what the turn means and never its SQL."""

    def __init__(self, settings: HostedUserSettings | None = None) -> None:
        self.settings = settings or HostedUserSettings()
        self._model = RecordedModel(self.settings, self.settings, stage="user")

    async def reply(self, turn: ReferenceTurn, asked: str) -> Said:
        """Raises what `RecordedModel.complete` raises."""
        told = f"Your question: {turn.asked}\n\nWhat you mean: {turn.meaning or turn.asked}\n\nYou are asked: {asked}"
        answer = await self._model.complete(
            CompletionRequest(
                model=self.settings.model,
                messages=(Message(role="system", content=_RULES), Message(role="user", content=told)),
                max_tokens=self.settings.max_tokens,
            )
        )
        return Said(text=answer.choices[0].text.strip(), usage=answer.usage)

    async def close(self) -> None:
        await self._model.close()


class RecordedUser:
    """A SimulatedUser who says what was said in a recorded run, to the question there that is worded most alike."""

    def __init__(self, exchanges: Exchanges) -> None:
        """Raises InvalidRequest where nothing is recorded at all."""
        if not any(exchanges.values()):
            raise InvalidRequest("the data set has no recorded exchanges: name another simulated user")
        self._exchanges = exchanges

    async def reply(self, turn: ReferenceTurn, asked: str) -> Said:
        """Raises StageUnavailable for a dialogue without a recorded exchange."""
        exchanges = self._exchanges.get(turn.dialogue)
        if not exchanges:
            raise StageUnavailable(f"no exchange is recorded of {turn.dialogue}", stage="user")
        return Said(text=max(exchanges, key=lambda each: fuzz.token_set_ratio(each.question, asked)).reply)

    async def close(self) -> None:
        """Holds nothing open."""


def build_user(name: str, exchanges: Exchanges) -> SimulatedUser:
    """`hosted`, `recorded` (of the data set's own recorded runs) or `module:Class`, made without arguments.

    Raises InvalidRequest where there is none.
    """
    if name == "hosted":
        return HostedUser()
    if name == "recorded":
        return RecordedUser(exchanges)
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise InvalidRequest(
            f"there is no simulated user '{name}'; choose one of: hosted, recorded, module:Class"
        )
    try:
        user = getattr(importlib.import_module(module), attribute)()
    except Exception as error:  # whatever somebody else's module and class raise
        why = f"{type(error).__name__}: {error}"
        raise InvalidRequest(f"the simulated user '{name}' cannot be made ({why})") from error
    if not isinstance(user, SimulatedUser):
        raise InvalidRequest(f"'{name}' is no SimulatedUser: it lacks `reply` or `close`")
    return user
