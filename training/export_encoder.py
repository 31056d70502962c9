"""Exports the encoder in 8 bits, with its tokenizer: `python -m training.export_encoder models/planner`."""

import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.command_line import command_line
from training.encoders import load_encoder, tokenizer_file
from training.pieces import read_together


class PieceVectors(nn.Module):
    """Tokens of one segment to the last layer's vectors."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, tokens: Tensor) -> Tensor:
        vectors: Tensor = self.encoder(
            input_ids=tokens, attention_mask=torch.ones_like(tokens)
        ).last_hidden_state
        return vectors


class JointVectors(nn.Module):
    """What `JointEncoder` asks for: tokens, positions and parts of one request."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, tokens: Tensor, positions: Tensor, parts: Tensor) -> Tensor:
        return read_together(self.encoder, tokens, positions, parts)


def export_encoder(encoder: nn.Module, folder: Path, *, together: bool = False) -> None:
    """Weights in 8 bits, embeddings included: a quarter of the size. `together`: as the network was trained with it."""
    segment = torch.tensor([[101, 2054, 2003, 102]])
    names = ["tokens", "positions", "parts"] if together else ["tokens"]
    inputs = (segment, torch.tensor([[0, 1, 0, 1]]), torch.tensor([[0, 0, 1, 1]])) if together else (segment,)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            (JointVectors(encoder) if together else PieceVectors(encoder)).eval(),
            inputs,
            str(whole),
            input_names=names,
            output_names=["vectors"],
            dynamic_axes={name: {0: "batch", 1: "pieces"} for name in (*names, "vectors")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--encoder", default="", help="folder or hub name; default: the packaged all-MiniLM-L6-v2"
    )
    arguments = parser.parse_args()
    encoder, _ = load_encoder(arguments.encoder, frozen_layers=0)
    export_encoder(encoder, arguments.folder)
    shutil.copyfile(tokenizer_file(arguments.encoder), arguments.folder / "tokenizer.json")


if __name__ == "__main__":
    main()
