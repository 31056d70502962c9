"""A trained planner on disk: the pretrained encoder, a folder for each network with its two graphs (and its encoder,
where that was trained along), and what they were made for."""

import json
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
from pydantic import Field, ValidationError

from services.contracts import sketch
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.frozen import Frozen
from services.planner.learned.encoder import JointEncoder, SegmentEncoder, open_session
from services.planner.learned.features import FEATURES_VERSION
from services.planner.learned.pieces import WordPieces
from services.planner.learned.ranking import RANKING_VERSION, Ranker
from services.planner.learned.rules import ACTIONS_VERSION

ENCODER, TOKENIZER, GRAPH, STEP, METADATA = (
    *("encoder.onnx", "tokenizer.json", "graph.onnx", "step.onnx"),
    "planner.json",
)


class NetworkShape(Frozen):
    """`folder` is that of the network's files, below the artefact's. With an encoder of its own it was trained to read
    question and schema together; else it reads segments apart, by the encoder of the artefact."""

    folder: str
    own_encoder: bool
    layers: int
    heads: int
    hidden: int


class Metadata(Frozen):
    """The networks are asked together. The thresholds are probabilities of the intents from which
    on a question is taken so; None: never. Where no plan is as likely as `unsure_below`, the planner asks back.
    Without a ranker the networks' probabilities stand alone."""

    grammar_version: int = sketch.GRAMMAR_VERSION
    actions_version: int = ACTIONS_VERSION
    features_version: int = FEATURES_VERSION
    ranking_version: int = RANKING_VERSION
    networks: tuple[NetworkShape, ...] = Field(min_length=1)
    clarify_from: float | None = None
    unanswerable_from: float | None = None
    chitchat_from: float | None = None
    unsure_below: float = 0.0
    ranker: Ranker | None = None


@dataclass(frozen=True)
class Network:
    shape: NetworkShape
    encoder: SegmentEncoder | JointEncoder
    graph: onnxruntime.InferenceSession
    step: onnxruntime.InferenceSession


@dataclass(frozen=True)
class Artefact:
    metadata: Metadata
    pieces: WordPieces
    networks: tuple[Network, ...]


def load_artefact(folder: Path, *, threads: int, kept_segments: int) -> Artefact:
    """Raises InvalidRequest where the folder is no artefact, VersionMismatch where it is one of another version."""
    try:
        metadata = Metadata.model_validate(json.loads((folder / METADATA).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise InvalidRequest(f"{folder} holds no trained planner: {error}", field="model") from error
    _check(metadata)
    shapes = metadata.networks
    encoders = [folder / (shape.folder if shape.own_encoder else "") / ENCODER for shape in shapes]
    graphs = [folder / shape.folder / name for shape in shapes for name in (GRAPH, STEP)]
    for path in (folder / TOKENIZER, *encoders, *graphs):
        if not path.is_file():
            missing = path.relative_to(folder)
            raise InvalidRequest(f"{folder} holds no trained planner: {missing} is missing", field="model")
    opened = {path: open_session(path, threads=threads) for path in set(encoders)}
    apart = {path: SegmentEncoder(session, kept=kept_segments) for path, session in opened.items()}
    networks = (
        Network(
            shape,
            JointEncoder(opened[path]) if shape.own_encoder else apart[path],
            open_session(folder / shape.folder / GRAPH, threads=threads),
            open_session(folder / shape.folder / STEP, threads=threads),
        )
        for shape, path in zip(shapes, encoders, strict=True)
    )
    return Artefact(metadata, WordPieces.from_file(folder / TOKENIZER), tuple(networks))


def _check(metadata: Metadata) -> None:
    wanted = {
        "grammar_version": sketch.GRAMMAR_VERSION,
        "actions_version": ACTIONS_VERSION,
        "features_version": FEATURES_VERSION,
        "ranking_version": RANKING_VERSION,
    }
    for name, version in wanted.items():
        found = getattr(metadata, name)
        if found != version:
            raise VersionMismatch(
                f"The trained planner is of {name} {found}, this code of {version}.",
                artefact=str(found),
                code=str(version),
            )
