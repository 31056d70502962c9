"""Documents for the base: conversations of the training rows, some shortened, some with other names.

A whole prompt is mostly schema, from which a plan's SQL needs nothing: a document of the plan alone teaches the same in
a fifth of the tokens. Loss is taken on the answers only, for only these can be told from what stands before them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from services.contracts.frozen import Frozen
from services.contracts.prompt.message import Message
from training.chat import ChatTokens, Conversation
from training.data.generation.rows import TrainingRow
from training.tiny.renaming import Renaming

_BLOCKS = "\n\n"


class Share(Frozen):
    """How often documents of one kind are drawn, and how.

    `rows`: the file of rows; `keep`: how the blocks of the user's message begin that stay (empty: all stay); `system`:
    whether the system's message stays. `renamed`: the part of the documents that gets other names.
    """

    rows: str
    weight: float
    keep: tuple[str, ...] = ()
    system: bool = True
    renamed: float = 0.0


@dataclass(frozen=True, slots=True)
class Batch:
    """`ids` (documents x tokens, padded on the right), and which places' next token counts for the loss."""

    ids: Tensor
    taught: Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(self.ids.to(device), self.taught.to(device))


class Documents:
    """Draws documents without end, by the shares' weights. The same seed gives the same documents."""

    def __init__(
        self,
        shares: Sequence[Share],
        rows: Mapping[str, Sequence[TrainingRow]],
        tokens: ChatTokens,
        *,
        longest: int,
        seed: int,
    ) -> None:
        self._shares, self._rows, self._tokens, self._longest = shares, rows, tokens, longest
        self._drawn = random.Random(seed)
        statements = {row.sql for share in shares for row in rows[share.rows]}
        self._renaming = Renaming.of(sorted(statements), self._drawn)
        self.too_long = 0

    def batches(self, *, tokens: int, drawn_together: int = 512) -> Iterator[Batch]:
        """Of about so many tokens each; documents of like length together, the batches in random order."""
        while True:
            documents = sorted(
                (self._document() for _ in range(drawn_together)), key=lambda document: len(document.ids)
            )
            filled = list(_filled(documents, tokens))
            self._drawn.shuffle(filled)
            yield from map(collated, filled)

    def each(self, share: Share) -> Iterator[Conversation]:
        """Every row of that share once, as it is, in order."""
        for row in self._rows[share.rows]:
            yield self._tokens.conversation(shortened(row, share))

    def _document(self) -> Conversation:
        while True:
            share = self._drawn.choices(self._shares, [share.weight for share in self._shares])[0]
            row = self._drawn.choice(self._rows[share.rows])
            messages = shortened(row, share)
            if self._drawn.random() < share.renamed:
                messages = self._with_other_names(messages)
            document = self._tokens.conversation(messages)
            if len(document.ids) <= self._longest:
                return document
            self.too_long += 1

    def _with_other_names(self, messages: Sequence[Message]) -> list[Message]:
        sql = messages[-1].content.rpartition("SQL: ")[2]
        texts = self._renaming.renamed([message.content for message in messages], sql)
        return [
            message.model_copy(update={"content": text})
            for message, text in zip(messages, texts, strict=True)
        ]


def shortened(row: TrainingRow, share: Share) -> list[Message]:
    """What the share keeps of the row's messages."""
    kept: list[Message] = []
    for message in row.messages:
        if message.role == "user" and share.keep:
            blocks = message.content.split(_BLOCKS)
            told = _BLOCKS.join(block for block in blocks if block.startswith(share.keep))
            kept.append(message.model_copy(update={"content": told}))
        elif message.role != "system" or share.system:
            kept.append(message)
    return kept


def _filled(documents: Sequence[Conversation], tokens: int) -> Iterator[list[Conversation]]:
    """Runs of documents whose padded size is within `tokens`; a longer one stands alone."""
    batch: list[Conversation] = []
    for document in documents:
        if batch and (len(batch) + 1) * len(document.ids) > tokens:
            yield batch
            batch = []
        batch.append(document)
    if batch:
        yield batch


def collated(documents: Sequence[Conversation]) -> Batch:
    length = max(len(document.ids) for document in documents)
    ids = torch.zeros(len(documents), length, dtype=torch.long)
    taught = torch.zeros(len(documents), length - 1, dtype=torch.bool)
    for place, document in enumerate(documents):
        ids[place, : len(document.ids)] = torch.tensor(document.ids)
        taught[place, document.answer - 1 : len(document.ids) - 1] = True
    return Batch(ids, taught)
