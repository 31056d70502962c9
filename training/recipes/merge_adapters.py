"""Merges two runs: `python -m training.recipes.merge_adapters FULL REWRITTEN --out .turnwise/models/merged`.

Published: a model trained on whole dialogues and one trained on rewritten questions gain by averaging. Two ways, with
the distance from the true average of the two changes printed for the one that was taken:

  exact    one adapter of twice the rank, to be served beside others
  average  a whole model, the mean of the two that the adapters make of the base; of one adapter alone, that model:
           on a CPU a server spends most of its time on an adapter, and none on weights that have it taken in
"""

import json
import logging
from pathlib import Path

import torch

from services.contracts.errors import InvalidRequest
from training.adapters.finishing import base_folder
from training.adapters.merging import (
    Part,
    adapter_error,
    average_checkpoints,
    checkpoint_error,
    merge_exactly,
    refuse_unlike,
)
from training.command_line import command_line


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("adapters", nargs="+", type=Path, metavar="ADAPTER", help="one or two folders")
    parser.add_argument("--base", help="folder or hub name [default: what the first adapter names]")
    parser.add_argument("--way", choices=("exact", "average"), default="exact")
    parser.add_argument(
        "--first", type=float, default=0.5, help="of two adapters the first one's weight, 0 to 1"
    )
    parser.add_argument(
        "--precision", choices=("bfloat16", "float32"), default="bfloat16", help="of a whole model"
    )
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    first, *second = arguments.adapters
    if len(second) > 1:
        parser.error("one or two adapters, no more")
    parts = [Part(first, arguments.first if second else 1.0)]
    parts += [Part(folder, 1 - arguments.first) for folder in second]
    try:
        print(json.dumps(merge(parts, arguments.base, arguments.way, arguments.precision, arguments.out)))
    except InvalidRequest as refusal:
        parser.exit(2, f"{refusal.message}\n")


def merge(parts: list[Part], base: str | None, way: str, precision: str, out: Path) -> dict[str, float | str]:
    """Raises InvalidRequest for adapters that do not go together."""
    name = base or named_base(parts[0].folder)
    folder = base_folder(name)
    refuse_unlike(parts, folder)
    if way == "exact":
        merge_exactly(parts, name, out)
        error = adapter_error(parts, out)
    else:
        average_checkpoints(parts, str(folder), out, getattr(torch, precision))
        error = checkpoint_error(parts, folder, out)
    return {"out": str(out), "way": way, "error_against_true_average": error}


def named_base(adapter: Path) -> str:
    path = adapter / "adapter_config.json"
    if not path.exists():
        raise InvalidRequest(f"{adapter} is no adapter: adapter_config.json is not in it", field="adapters")
    return str(json.loads(path.read_text(encoding="utf-8"))["base_model_name_or_path"])


if __name__ == "__main__":
    main()
