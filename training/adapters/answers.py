"""What a model answers, without a server: for small samples, while it is being trained."""

from collections.abc import Sequence
from typing import Any

import torch

from services.contracts.prompt.message import Message
from training.chat import ChatTokens


@torch.no_grad()
def greedy_answers(
    model: Any,
    tokenizer: Any,
    tokens: ChatTokens,
    prompts: Sequence[Sequence[Message]],
    *,
    most: int,
    batch: int = 16,
) -> list[str]:
    """The likeliest token again and again, up to `most` tokens; in the order of the prompts."""
    ids = [tokens.prompt_ids(prompt) for prompt in prompts]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    answers = [""] * len(ids)
    training = model.training
    model.eval()
    for start in range(0, len(order), batch):
        places = order[start : start + batch]
        width = max(len(ids[place]) for place in places)
        padded = torch.full((len(places), width), tokenizer.pad_token_id)
        mask = torch.zeros(len(places), width, dtype=torch.long)
        for row, place in enumerate(places):
            padded[row, width - len(ids[place]) :] = torch.tensor(ids[place])
            mask[row, width - len(ids[place]) :] = 1
        written = model.generate(
            input_ids=padded.to(model.device),
            attention_mask=mask.to(model.device),
            max_new_tokens=most,
            do_sample=False,
            eos_token_id=tokens.end,
            pad_token_id=tokenizer.pad_token_id,
            use_cache=True,
        )
        for place, found in zip(places, written[:, width:], strict=True):
            answers[place] = tokenizer.decode(found, skip_special_tokens=True)
    model.train(training)
    return answers
