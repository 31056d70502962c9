"""How many tokens a text takes, and a prompt that fits."""

import math
from collections.abc import Callable
from pathlib import Path

from services.contracts.errors import InvalidRequest, Overloaded
from services.contracts.language_model.completion import LanguageModel
from services.contracts.prompt.budget import Budget
from services.contracts.prompt.message import Prompt

UNKNOWN_WINDOW = 32_768  # of a model of which neither the settings nor the server tell it
# Byte-pair vocabularies take 3 to 4.5 bytes of English and SQL; an estimate must not be low.
BYTES_PER_TOKEN = 3
TEMPLATE_TOKENS = 32  # what a chat template adds to two or three messages
_FITTINGS = 3


def estimated(text: str) -> int:
    return math.ceil(len(text.encode()) / BYTES_PER_TOKEN)


def counter(tokenizer: Path | None) -> Callable[[str], int]:
    """Exact with a tokenizer, else the estimate. Raises InvalidRequest for a file that is none."""
    return counted_by(tokenizer) if tokenizer else estimated


def counted_by(path: Path) -> Callable[[str], int]:
    """By a tokenizer.json, or the one in that folder. Raises InvalidRequest for a file that is none."""
    from tokenizers import Tokenizer

    file = path / "tokenizer.json" if path.is_dir() else path
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing more specific
        raise InvalidRequest(f"{file} is no tokenizer: {error}", field="tokenizer") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


async def fitted(
    language_model: LanguageModel,
    write: Callable[[Budget], Prompt],
    *,
    model: str,
    max_tokens: int,
    stage: str,
) -> Prompt:
    """What `write` makes of the room that the model has.

    Where the server counts more than was estimated, it is written again by a stricter count. Raises Overloaded for a
    prompt that is still too long.
    """
    room = await language_model.room(model, max_tokens=max_tokens)
    budget, taken = room, 0
    for _ in range(_FITTINGS):
        prompt = write(budget)
        estimate = sum(room.count(message.content) for message in prompt.messages)
        served = await _served(language_model, model, prompt, room.tokens)
        taken = estimate if served is None else served
        if taken <= room.tokens:
            return prompt
        if served is None:
            break
        budget = _stricter(room, served / max(1, estimate))
    raise Overloaded(
        f"the prompt takes {taken:,} tokens, and the model '{model}' has room for {room.tokens:,}",
        stage=stage,
    )


async def _served(language_model: LanguageModel, model: str, prompt: Prompt, tokens: int) -> int | None:
    """Asked for only where it can matter: a text has no more tokens than bytes."""
    if sum(len(message.content.encode()) for message in prompt.messages) <= tokens:
        return None
    served = await language_model.prompt_tokens(model, prompt.messages)
    return None if served is None else max(0, served - TEMPLATE_TOKENS)


def _stricter(room: Budget, factor: float) -> Budget:
    return Budget(room.tokens, lambda text: math.ceil(room.count(text) * factor))
