"""Whether a server serves what was trained.

    python -m training.adapters.served_check http://127.0.0.1:8000 --base tiny-base --adapter plan \\
        --model .turnwise/models/tiny-base --rows .turnwise/generation/rows-plan-gold-full-val.jsonl

Two things go wrong without an error: an adapter whose weights have other names than the server's modules changes
nothing, and a chat template other than the one trained with asks in words never seen. So the adapter must change the
log-probabilities of rows, and the server must make the same tokens of a prompt as training did. Exits with 1 where
either fails.
"""

import argparse
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from services.contracts.errors import InvalidRequest, StageUnavailable
from training.command_line import command_line

LEAST = 0.01  # mean change of a token's log-probability; the same weights differ by less than a thousandth
_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """What was found on `texts`: by how much a token's log-probability differs between base and adapter, on average
    and at most."""

    texts: int
    mean_change: float
    largest_change: float

    @property
    def changes(self) -> bool:
        return self.mean_change >= LEAST


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("url", help="of the server, without /v1")
    parser.add_argument("--base", required=True, help="the base's name on the server")
    parser.add_argument("--adapter", required=True, help="the adapter's name on the server")
    parser.add_argument("--model", type=Path, required=True, help="folder of the base that was trained on")
    parser.add_argument("--rows", type=Path, required=True, help="a file of rows")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--template", type=json.loads, default={}, help="JSON for the chat template")
    arguments = parser.parse_args()
    try:
        said = check(arguments)
    except (InvalidRequest, StageUnavailable) as refusal:
        parser.exit(2, f"{refusal.message}\n")
    print(json.dumps(said))
    parser.exit(0 if said["adapter_changes"] and said["same_tokens"] else 1)


def check(arguments: argparse.Namespace) -> dict[str, Any]:
    from transformers import AutoTokenizer

    from training.adapters.rows import read_rows
    from training.chat import ChatTokens

    tokens = ChatTokens(AutoTokenizer.from_pretrained(arguments.model), arguments.template)
    rows = [
        row
        for row, _ in zip(
            read_rows(arguments.rows.parent, arguments.rows.stem), range(arguments.count), strict=False
        )
    ]
    same = [
        served_tokens(
            arguments.url,
            arguments.base,
            [message.model_dump() for message in row.messages[:-1]],
            arguments.template,
        )
        == tokens.prompt_ids(row.messages[:-1])
        for row in rows
    ]
    conversations = [tokens.conversation(row.messages).ids for row in rows]
    found = served_change(arguments.url, arguments.base, arguments.adapter, conversations)
    return {
        "rows": found.texts,
        "same_tokens": all(same),
        "adapter_changes": found.changes,
        "mean_change": round(found.mean_change, 4),
        "largest_change": round(found.largest_change, 4),
    }


def served_change(
    url: str, base: str, adapter: str, texts: Sequence[str] | Sequence[Sequence[int]]
) -> Served:
    """`texts`, or their tokens. Raises StageUnavailable where the server does not answer, InvalidRequest where it
    refuses (an adapter it does not know, say)."""
    differences = [
        abs(mine - its)
        for text in texts
        for mine, its in zip(
            log_probabilities(url, base, text), log_probabilities(url, adapter, text), strict=True
        )
    ]
    return Served(len(texts), fmean(differences), max(differences))


def log_probabilities(url: str, model: str, text: str | Sequence[int]) -> list[float]:
    """Of each token of the text but the first, given those before it."""
    asked = {"model": model, "prompt": text, "max_tokens": 1, "temperature": 0, "echo": True, "logprobs": 0}
    answer = _post(f"{url}/v1/completions", asked)
    found = answer["choices"][0]["logprobs"]["token_logprobs"]
    return [each for each in found[:-1] if each is not None]


def served_tokens(
    url: str, model: str, messages: Sequence[Mapping[str, str]], template: Mapping[str, Any] | None = None
) -> list[int]:
    """What the server makes of a prompt (vLLM's /tokenize)."""
    asked = {
        "model": model,
        "messages": list(messages),
        "add_generation_prompt": True,
        "chat_template_kwargs": dict(template or {}),
    }
    return list(_post(f"{url}/tokenize", asked)["tokens"])


def _post(url: str, body: Mapping[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as refusal:
        said = refusal.read(2000).decode(errors="replace")
        raise InvalidRequest(f"{url} answers {refusal.code}: {said}", field="model") from refusal
    except (OSError, ValueError) as error:
        raise StageUnavailable(f"no answer from {url}: {error}", stage="generator") from error
    return found


if __name__ == "__main__":
    main()
