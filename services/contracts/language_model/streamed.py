"""A streamed answer, put together chunk by chunk."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.contracts.language_model.completion import Completion, Completions
from services.contracts.language_model.settings import LanguageModelSettings


class BrokenAnswer(Exception):
    """What came is no whole answer."""


class _Lenient(BaseModel):
    """Servers differ in what they send beside this."""

    model_config = ConfigDict(from_attributes=True)


class _Token(_Lenient):
    logprob: float


class _LogProbabilities(_Lenient):
    content: list[_Token] | None = None


class _Delta(_Lenient):
    content: str | None = None


class _Choice(_Lenient):
    index: int
    delta: _Delta | None = None
    logprobs: _LogProbabilities | None = None
    finish_reason: str | None = None


class _Usage(_Lenient):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Chunk(_Lenient):
    choices: list[_Choice] = []
    usage: _Usage | None = None


class StreamedAnswer:
    def __init__(self, *, most_characters: int) -> None:
        """`most_characters`: of all choices together; what a server sends beyond them is cut off."""
        self._left = most_characters
        self._texts: defaultdict[int, list[str]] = defaultdict(list)
        self._log_probabilities: defaultdict[int, list[float]] = defaultdict(list)
        self._finish: dict[int, str] = {}
        self._usage = _Usage()

    def add(self, chunk: Any) -> bool:
        """Whether more may come. Raises ValueError for what is no chunk."""
        read = _Chunk.model_validate(chunk)
        self._usage = read.usage or self._usage
        for choice in read.choices:
            text = (choice.delta.content if choice.delta else None) or ""
            self._texts[choice.index].append(text)
            self._left -= len(text)
            tokens = (choice.logprobs.content if choice.logprobs else None) or []
            self._log_probabilities[choice.index] += [token.logprob for token in tokens]
            if choice.finish_reason:
                self._finish[choice.index] = choice.finish_reason
        return self._left > 0

    def whole(self, settings: LanguageModelSettings) -> Completions:
        """Raises BrokenAnswer where the end of a choice is missing, or there is none at all."""
        if not self._texts:
            raise BrokenAnswer("the answer holds no choice")
        if self._left > 0 and self._texts.keys() - self._finish.keys():
            raise BrokenAnswer("the answer broke off")
        usage = settings.usage(
            prompt_tokens=self._usage.prompt_tokens, completion_tokens=self._usage.completion_tokens
        )
        return Completions(choices=tuple(self._choices()), usage=usage)

    def _choices(self) -> Iterator[Completion]:
        for index, texts in sorted(self._texts.items()):
            logged = self._log_probabilities[index]
            yield Completion(
                text="".join(texts),
                cut_off=self._finish.get(index, "length") == "length",
                log_probability=sum(logged) / len(logged) if logged else None,
            )
