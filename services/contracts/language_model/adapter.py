"""Whether a LoRA adapter belongs to the model that is served."""

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from services.contracts.errors import InvalidRequest, VersionMismatch

CONFIGURATION = "adapter_config.json"


def check_base(adapter: Path, served: Sequence[str]) -> None:
    """`served`: the names that the server has for the base, its own and that of the weights.

    Names are equal where their last parts are: weights are moved about, and named by organisation or folder.

    Raises VersionMismatch for an adapter of another base, InvalidRequest where the folder holds no adapter.
    """
    trained = trained_base(adapter)
    if _last(trained) not in map(_last, served):
        names = "', '".join(dict.fromkeys(served))
        raise VersionMismatch(
            f"the adapter {adapter} was trained for '{trained}', and the server has '{names}' below it"
        )


def trained_base(adapter: Path) -> str:
    path = adapter / CONFIGURATION
    try:
        name = json.loads(path.read_text(encoding="utf-8"))["base_model_name_or_path"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(f"{adapter} is no LoRA adapter: {path.name} says no base ({error!r})") from error
    if not isinstance(name, str) or not name:
        raise InvalidRequest(f"{adapter} is no LoRA adapter: {path.name} names no base")
    return name


def _last(name: str) -> str:
    return PurePosixPath(name).name.lower()
