"""Whether an adapter's weights stand under the names by which the served model knows its modules.

A server drops weights whose names it does not know, without a word: an adapter trained on the text part of a checkpoint
(`model.layers…`) changes nothing where the checkpoint is one that also sees pictures
(`model.language_model.layers…`). The names that count are those in the base's own files.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save_file

from services.contracts.errors import InvalidRequest

WEIGHTS = "adapter_model.safetensors"
_BEGINNING = "base_model.model."
_ENDS = (".lora_A.weight", ".lora_B.weight")
_INSERTED = "language_model."


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Modules that the base has not, by the adapter's names; `renamed`: what each would have to be called, where it
    is the same but for `language_model`."""

    missing: tuple[str, ...]
    renamed: Mapping[str, str]

    @property
    def mendable(self) -> bool:
        return len(self.renamed) == len(self.missing)


def module_names(folder: Path) -> frozenset[str]:
    """The modules of a checkpoint that have weights. Raises InvalidRequest where the folder holds none."""
    index = folder / "model.safetensors.index.json"
    if index.exists():
        keys: Iterable[str] = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
    else:
        files = sorted(folder.glob("*.safetensors"))
        if not files:
            raise InvalidRequest(f"{folder} holds no model in safetensors", field="base")
        keys = [key for file in files for key in _keys(file)]
    return frozenset(key.removesuffix(".weight") for key in keys)


def adapter_modules(adapter: Path) -> frozenset[str]:
    """Raises InvalidRequest for an adapter that changes nothing."""
    path = adapter / WEIGHTS
    if not path.exists():
        raise InvalidRequest(f"{adapter} is no adapter: {WEIGHTS} is not in it", field="adapter")
    found = frozenset(_module(key) for key in _keys(path) if key.endswith(_ENDS))
    if not found:
        raise InvalidRequest(f"{path} holds no LoRA weights", field="adapter")
    return found


def mismatch(adapter: Path, base: Path) -> Mismatch | None:
    """What the base has not of the adapter's modules; None where it has all."""
    known = module_names(base)
    missing = sorted(adapter_modules(adapter) - known)
    if not missing:
        return None
    renamed = {name: other for name in missing if (other := _inserted(name)) in known}
    return Mismatch(tuple(missing), renamed)


def check_keys(adapter: Path, base: Path) -> None:
    """Raises InvalidRequest with both names where the adapter is not of this base."""
    found = mismatch(adapter, base)
    if found is not None:
        hint = "; `rename_keys` mends it" if found.mendable else ""
        raise InvalidRequest(
            f"the adapter {adapter} is not for {base}: the base has no {found.missing[0]}"
            f" ({len(found.missing)} modules of the adapter are unknown to it{hint})",
            field="adapter",
        )


def rename_keys(adapter: Path, base: Path) -> bool:
    """Puts `language_model` into the names where the base has it there. Whether anything was to be done.

    Raises InvalidRequest where that is not enough.
    """
    found = mismatch(adapter, base)
    if found is None:
        return False
    if not found.mendable:
        check_keys(adapter, base)
    path = adapter / WEIGHTS
    with safe_open(path, "pt") as stored:
        metadata = stored.metadata()
        tensors = {
            key.replace(_module(key), found.renamed.get(_module(key), _module(key))): stored.get_tensor(key)
            for key in stored.keys()  # noqa: SIM118 - no mapping
        }
    partial = path.with_name(WEIGHTS + ".partial")
    save_file(tensors, partial, metadata)
    partial.replace(path)
    return True


def _keys(path: Path) -> list[str]:
    with safe_open(path, "pt") as stored:
        return list(stored.keys())


def _module(key: str) -> str:
    for end in _ENDS:
        key = key.removesuffix(end)
    return key.removeprefix(_BEGINNING)


def _inserted(module: str) -> str:
    """`model.layers.0…` → `model.language_model.layers.0…`"""
    before, dot, rest = module.partition(".")
    return f"{before}{dot}{_INSERTED}{rest}"
