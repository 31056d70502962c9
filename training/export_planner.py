"""Exports trained networks: `python -m training.export_planner .turnwise/runs/NAME models/planner`.

Several runs give a planner that asks their networks together.

Two graphs: `graph.onnx` reads a request's nodes once, `step.onnx` scores the next action of every hypothesis.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from services.planner.learned.artefact import (
    ENCODER,
    GRAPH,
    METADATA,
    STEP,
    TOKENIZER,
    Metadata,
    NetworkShape,
)
from services.planner.learned.nodes import FLAGS
from services.planner.learned.rules import RULES
from training.command_line import command_line
from training.configuration import PlannerRun
from training.export_encoder import export_encoder
from training.model import PlannerModel
from training.pieces import JointPieces
from training.shape import shape_of

GRAPH_INPUTS = ("pieces", "spans", "flags", "kinds", "owner", "relations", "previous", "previous_mask")
GRAPH_OUTPUTS = ("pointed", "pointer_keys", "memory", "memory_mask", "intents")
STEP_INPUTS = (
    *("before", "last", "slots", "under", "depth", "place", "past"),
    *("pointed", "pointer_keys", "memory", "memory_mask", "relations"),
)
STEP_OUTPUTS = ("scores", "present")
# Of the metadata, what is fitted after the network.
_FITTED = ("ranker", "clarify_from", "unanswerable_from", "chitchat_from", "unsure_below")


class Graph(nn.Module):
    """`memory`: layers × 2 (keys, values) × heads × nodes × width, ready for the decoder's attention."""

    def __init__(self, network: PlannerModel) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        pieces, spans, flags, kinds, owner, relations, previous, previous_mask = inputs
        node_mask = torch.ones_like(kinds, dtype=torch.float32)
        nodes = self.network.encode(
            pieces, spans, flags, kinds, owner, relations, node_mask, previous, previous_mask
        )
        own = nodes.memory[:, : kinds.shape[1]]
        keys = [torch.stack(layer.memory_keys(nodes.memory), 1)[0] for layer in self.network.decoder_layers]
        return (
            self.network.pointed(own)[0],
            self.network.pointer_key(own)[0],
            torch.stack(keys),
            nodes.mask[0],
            self.network.intent_scores(nodes.summary)[0],
        )


class Step(nn.Module):
    """`before` is the action before, -1 at the start; `last` the node pointed at last, -1 for none.

    `past`: layers × 2 (keys, values) × hypotheses × heads × steps × width.
    """

    def __init__(self, network: PlannerModel) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        before, last, slots, under, depth, place, past, *memories = inputs
        pointed, pointer_keys, memory, memory_mask, relations = memories
        network = self.network
        vectors = torch.cat([network.rules.weight, pointed], 0)
        taken = functional.embedding(before.clamp(min=0), vectors)
        first = (before < 0).to(vectors.dtype)
        steps = network.step_vectors(taken, first, slots, under, depth, place).unsqueeze(1)
        mask = ((1.0 - memory_mask) * -1e4)[None, None, None, :]
        present = []
        for number, layer in enumerate(network.decoder_layers):
            query, key, value = layer.own_keys(steps)
            key = torch.cat([past[number, 0], key], 2)
            value = torch.cat([past[number, 1], value], 2)
            present.append(torch.stack([key, value]))
            none = torch.zeros(1)
            seen = (memory[number, 0][None], memory[number, 1][None])
            steps = layer(steps, (query, key, value), none, seen, mask)
        everyone = relations[None].expand(before.shape[0], -1, -1)
        gained = network.nearness_scores(last[:, None], slots[:, None], everyone)
        return network.scores(steps, pointer_keys[None], gained)[:, 0], torch.stack(present)


def load_network(folder: Path) -> tuple[PlannerModel, PlannerRun, dict[str, Any]]:
    """The best network of a run, its configuration and its state, the encoder's included where that was trained."""
    stored = torch.load(folder / "best.pt", map_location="cpu", weights_only=True)
    run = PlannerRun.model_validate(stored["run"])
    state: dict[str, Any] = stored["model"]
    width = state["network.into.weight"].shape[1]
    network = PlannerModel(width, shape_of(run))
    network.load_state_dict(_below("network.", state))
    return network.eval(), run, state


def _below(prefix: str, state: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}


def export(
    runs: Sequence[Path], folder: Path, *, eight_bits: bool = False, beside: Path | None = None
) -> Metadata:
    """`beside`: an artefact from which the tokenizer, the ranker and the thresholds come, and the encoder of the runs
    that left it as it was."""
    if len({run.name for run in runs}) < len(runs):
        raise ValueError(f"two runs of one name: {', '.join(run.name for run in runs)}")
    folder.mkdir(parents=True, exist_ok=True)
    metadata = Metadata(networks=tuple(_export_run(run, folder, eight_bits) for run in runs))
    if beside is not None:
        wanted = [TOKENIZER] if all(each.own_encoder for each in metadata.networks) else [ENCODER, TOKENIZER]
        for name in wanted if beside.resolve() != folder.resolve() else ():
            shutil.copyfile(beside / name, folder / name)
        other = Metadata.model_validate_json((beside / METADATA).read_bytes())
        metadata = metadata.model_copy(update={name: getattr(other, name) for name in _FITTED})
    (folder / METADATA).write_text(metadata.model_dump_json() + "\n", encoding="utf-8")
    return metadata


def _export_run(run_folder: Path, folder: Path, eight_bits: bool) -> NetworkShape:
    network, run, state = load_network(run_folder)
    own = folder / run_folder.name
    own.mkdir(exist_ok=True)
    if run.train_encoder:
        pieces = JointPieces(run.encoder, frozen_layers=0)
        pieces.load_state_dict(_below("pieces.", state))
        export_encoder(pieces.encoder, own, together=True)
    _export_graph(network, own / GRAPH)
    _export_step(network, own / STEP)
    if eight_bits:
        for name in (GRAPH, STEP):
            _in_eight_bits(own / name)
    return NetworkShape(
        folder=run_folder.name,
        own_encoder=run.train_encoder,
        layers=run.decoder_layers,
        heads=run.heads,
        hidden=run.hidden,
    )


def _in_eight_bits(path: Path) -> None:
    """But for the relations' keys: onnxruntime multiplies no stack of matrices that has a scale for each column."""
    graph = onnx.load(str(path)).graph
    matrices = {weight.name for weight in graph.initializer if len(weight.dims) == 2}
    weights = {weight.name for weight in graph.initializer} - matrices
    stacked = [node.name for node in graph.node if node.op_type == "MatMul" and weights & set(node.input)]
    quantize_dynamic(path, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=stacked)


def _export_graph(network: PlannerModel, path: Path) -> None:
    nodes, pieces, width = 5, 7, network.into.in_features
    inputs = (
        torch.randn(1, pieces, width),
        torch.tensor([[[0, 1], [1, 3], [3, 4], [4, 5], [5, 7]]]),
        torch.zeros(1, nodes, FLAGS),
        torch.tensor([[0, 1, 1, 2, 3]]),
        torch.tensor([[0, 0, 0, 3, 4]]),
        torch.zeros(1, nodes, nodes, dtype=torch.long),
        torch.tensor([[1, len(RULES), 0]]),
        torch.ones(1, 3),
    )
    node_axes = {name: {1: "nodes"} for name in ("spans", "flags", "kinds", "owner")}
    _export(
        Graph(network),
        inputs,
        path,
        GRAPH_INPUTS,
        GRAPH_OUTPUTS,
        {
            **node_axes,
            "pieces": {1: "pieces"},
            "relations": {1: "nodes", 2: "nodes"},
            "previous": {1: "previous"},
            "previous_mask": {1: "previous"},
            **{name: {0: "nodes"} for name in ("pointed", "pointer_keys")},
            "memory": {3: "memory"},
            "memory_mask": {0: "memory"},
        },
    )


def _export_step(network: PlannerModel, path: Path) -> None:
    shape = network.shape
    layers, heads, width = shape.decoder_layers, shape.heads, shape.hidden // shape.heads
    nodes, memory, beam, steps = 5, 8, 2, 3
    numbers = [torch.tensor([0, 1]) for _ in range(6)]
    inputs = (
        *numbers,
        torch.randn(layers, 2, beam, heads, steps, width),
        torch.randn(nodes, shape.hidden),
        torch.randn(nodes, shape.hidden),
        torch.randn(layers, 2, heads, memory, width),
        torch.ones(memory),
        torch.zeros(nodes, nodes, dtype=torch.long),
    )
    _export(
        Step(network),
        inputs,
        path,
        STEP_INPUTS,
        STEP_OUTPUTS,
        {
            **{name: {0: "beam"} for name in STEP_INPUTS[:6]},
            "past": {2: "beam", 4: "steps"},
            "pointed": {0: "nodes"},
            "pointer_keys": {0: "nodes"},
            "memory": {3: "memory"},
            "memory_mask": {0: "memory"},
            "relations": {0: "nodes", 1: "nodes"},
            "scores": {0: "beam", 1: "actions"},
            "present": {2: "beam", 4: "more_steps"},
        },
    )


def _export(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: tuple[str, ...],
    outputs: tuple[str, ...],
    axes: dict[str, dict[int, str]],
) -> None:
    torch.onnx.export(
        module.eval(),
        inputs,
        str(path),
        input_names=list(names),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--eight-bits", action="store_true", help="the networks' weights, too, in 8 bits")
    parser.add_argument(
        "--beside", type=Path, help="an artefact that gives the encoder, tokenizer, ranker and thresholds"
    )
    arguments = parser.parse_args()
    export(arguments.runs, arguments.folder, eight_bits=arguments.eight_bits, beside=arguments.beside)


if __name__ == "__main__":
    main()
