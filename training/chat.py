"""Conversations as tokens: what a server makes of the messages, and the answer behind it.

The prompt is rendered by the tokenizer's chat template with the prompt for an answer, which is what a server does with
the same messages. So what is trained is what is served, whatever the template adds (an empty block of reasoning, say).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from services.contracts.errors import InvalidRequest
from services.contracts.prompt.message import Message

_PROBE = "SELECT 1"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Tokens, and the place of the first one of the answer; the last one ends it."""

    ids: list[int]
    answer: int

    @property
    def labels(self) -> list[int]:
        """The tokens that count for the loss; -100, as torch has it, for those that do not."""
        return [-100] * self.answer + self.ids[self.answer :]


class ChatTokens:
    """`options` go to the chat template, here as on the server (`chat_template_kwargs`)."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, options: Mapping[str, Any] | None = None) -> None:
        self._tokenizer = tokenizer
        self._options = dict(options or {})
        self.end = self._end()

    def prompt(self, messages: Sequence[Message]) -> str:
        """The text that the model goes on from."""
        said = [message.model_dump() for message in messages]
        return str(
            self._tokenizer.apply_chat_template(
                said, tokenize=False, add_generation_prompt=True, **self._options
            )
        )

    def prompt_ids(self, messages: Sequence[Message]) -> list[int]:
        return self._ids(self.prompt(messages))

    def conversation(self, messages: Sequence[Message]) -> Conversation:
        """The last message is the answer."""
        prompt = self.prompt_ids(messages[:-1])
        return Conversation([*prompt, *self._ids(messages[-1].content), self.end], len(prompt))

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False))

    def _end(self) -> int:
        """The token that the template puts behind an answer. Raises InvalidRequest where it puts none."""
        said = [{"role": "user", "content": "?"}, {"role": "assistant", "content": _PROBE}]
        text = str(self._tokenizer.apply_chat_template(said, tokenize=False, **self._options))
        behind = self._ids(text.rpartition(_PROBE)[2].strip())
        if not behind:
            raise InvalidRequest(
                "the chat template puts nothing behind an answer: a model would never end one"
            )
        return behind[0]
