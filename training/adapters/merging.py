"""Two adapters of one base as one, exactly; or the average of the two whole models they make.

The change that an adapter makes to a weight is s·B·A with s = alpha / rank. Averages of A and of B give something else
than the average of the changes; putting the As below one another and the Bs beside one another gives just that average,
at twice the rank (PEFT calls it `cat`). How far the result is from the true average is measured, not believed.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from services.contracts.errors import InvalidRequest
from training.adapters.keys import WEIGHTS, adapter_modules, check_keys
from training.adapters.models import base_model

_CONFIG = "adapter_config.json"
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "special_tokens_map.json")
_SAME = ("base_model_name_or_path", "target_modules")


@dataclass(frozen=True, slots=True)
class Part:
    """An adapter and its weight in the average."""

    folder: Path
    weight: float


def refuse_unlike(parts: Sequence[Part], base: Path) -> None:
    """Raises InvalidRequest with both names where two adapters are not of one base or change different modules."""
    first, *others = [(part.folder, _config(part.folder)) for part in parts]
    for folder, config in others:
        for name in _SAME:
            mine, its = _comparable(first[1][name]), _comparable(config[name])
            if mine != its:
                raise InvalidRequest(
                    f"{first[0]} and {folder} do not merge: {name} is {mine} in one and {its} in the other",
                    field="adapters",
                )
        if adapter_modules(first[0]) != adapter_modules(folder):
            raise InvalidRequest(f"{first[0]} and {folder} change different modules", field="adapters")
    for part in parts:
        check_keys(part.folder, base)


def merge_exactly(parts: Sequence[Part], base: str, out: Path) -> None:
    """One adapter, whose rank is the sum of the ranks."""
    from peft import PeftModel

    model: Any = None
    names = [f"part{number}" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        if model is None:
            model = PeftModel.from_pretrained(
                base_model(base, torch.float32), str(part.folder), adapter_name=name
            )
        else:
            model.load_adapter(str(part.folder), adapter_name=name)
    model.add_weighted_adapter(names, [part.weight for part in parts], "merged", combination_type="cat")
    aside = out.with_name(out.name + ".partial")
    shutil.rmtree(aside, ignore_errors=True)
    model.save_pretrained(aside, selected_adapters=["merged"])
    shutil.rmtree(out, ignore_errors=True)
    (aside / "merged").rename(out)
    shutil.rmtree(aside)


def average_checkpoints(parts: Sequence[Part], base: str, out: Path, dtype: torch.dtype) -> None:
    """A whole model, without any adapter: the weighted mean of the models that the adapters make of the base."""
    from peft import PeftModel

    mean: dict[str, Tensor] = {}
    model: Any = None
    for part in parts:
        model = PeftModel.from_pretrained(
            base_model(base, torch.float32), str(part.folder)
        ).merge_and_unload()
        for name, weight in model.state_dict().items():
            share = part.weight * weight.double()
            mean[name] = mean[name] + share if name in mean else share
    model.load_state_dict({name: weight.float() for name, weight in mean.items()})
    out.mkdir(parents=True, exist_ok=True)
    model.to(dtype).save_pretrained(out)
    for name in _TOKENIZER:
        if (source := Path(base) / name).exists():
            shutil.copyfile(source, out / name)


def adapter_error(parts: Sequence[Part], merged: Path) -> float:
    """The distance of the merged adapter's changes from the average of the parts' ones, relative to its length."""
    found = dict(changes(merged))
    return _error(_average(parts), found)


def checkpoint_error(parts: Sequence[Part], base: Path, averaged: Path) -> float:
    """The same of a whole model: how far its weights are from the base's with the average of the changes added."""
    before, after = _weights(base), _weights(averaged)
    wanted = _average(parts)
    return _error(wanted, {name: after[name] - before[name] for name in wanted})


def changes(adapter: Path) -> Iterator[tuple[str, Tensor]]:
    """What the adapter adds to each weight it changes."""
    config = _config(adapter)
    scale = config["lora_alpha"] / (config["r"] ** (0.5 if config.get("use_rslora") else 1))
    stored = load_file(adapter / WEIGHTS)
    for name in sorted(adapter_modules(adapter)):
        key = f"base_model.model.{name}"
        low, high = stored[f"{key}.lora_A.weight"].double(), stored[f"{key}.lora_B.weight"].double()
        yield name, scale * high @ low


def _average(parts: Sequence[Part]) -> dict[str, Tensor]:
    mean: dict[str, Tensor] = {}
    for part in parts:
        for name, change in changes(part.folder):
            share = part.weight * change
            mean[name] = mean[name] + share if name in mean else share
    return mean


def _error(wanted: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> float:
    off = sum(float((found[name] - wanted[name]).square().sum()) for name in wanted)
    return float((off / sum(float(each.square().sum()) for each in wanted.values())) ** 0.5)


def _weights(folder: Path) -> dict[str, Tensor]:
    return {
        key.removesuffix(".weight"): weight.double()
        for file in sorted(folder.glob("*.safetensors"))
        for key, weight in load_file(file).items()
    }


def _config(adapter: Path) -> dict[str, Any]:
    path = adapter / _CONFIG
    if not path.exists():
        raise InvalidRequest(f"{adapter} is no adapter: {_CONFIG} is not in it", field="adapters")
    config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return config


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
