"""Simulated users, who answer what a system asks back: recorded ones, or any OpenAI-compatible model."""

from typing import Protocol

from rapidfuzz import fuzz

from eval.datasets.bird_interact import RecordedTask
from eval.hosted.endpoint import Endpoint
from eval.hosted.settings import HostedSettings
from services.contracts.frozen import Frozen

_RULES = (
    "You play a user who asked a question about a database and is now asked back. You know what you mean: it is "
    "described below. Answer the clarifying question in one or two sentences, in the words of a user. Say nothing "
    "that was not asked, and never show SQL. If the description does not settle it, say that you do not mind."
)


class UserTask(Frozen):
    """What the user asked, and what is meant by it: the unambiguous question, knowledge, perhaps the reference SQL."""

    task_id: str
    question: str
    meaning: str


class SimulatedUser(Protocol):
    async def reply(self, task: UserTask, asked: str) -> str:
        """What the user says to the clarifying question `asked`."""
        ...


class HostedUser:
    """A SimulatedUser played by a model."""

    def __init__(self, settings: HostedSettings | None = None) -> None:
        self.settings = settings or HostedSettings()
        self._endpoint = Endpoint(self.settings, stage="user")

    async def reply(self, task: UserTask, asked: str) -> str:
        """Raises what `Endpoint.complete` raises."""
        told = f"Your question: {task.question}\n\nWhat you mean: {task.meaning}\n\nYou are asked: {asked}"
        messages = [{"role": "system", "content": _RULES}, {"role": "user", "content": told}]
        return (await self._endpoint.complete(messages)).text.strip()

    async def close(self) -> None:
        await self._endpoint.close()


class RecordedUser:
    """A SimulatedUser who says what was said in a recorded run, to the question there that is worded most alike."""

    def __init__(self, tasks: tuple[RecordedTask, ...]) -> None:
        self._exchanges = {task.task_id: task.exchanges for task in tasks}

    async def reply(self, task: UserTask, asked: str) -> str:
        """Raises KeyError for a task without a recorded exchange."""
        exchanges = self._exchanges[task.task_id]
        if not exchanges:
            raise KeyError(task.task_id)
        return max(exchanges, key=lambda each: fuzz.token_set_ratio(each.question, asked)).reply
