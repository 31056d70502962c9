"""A trained planner on disk: a folder with the encoder, the network in two graphs, and what they were made for."""

import json
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
from pydantic import ValidationError

from services.contracts import sketch
from services.contracts.errors import InvalidRequest, VersionMismatch
from services.contracts.frozen import Frozen
from services.planner.learned.encoder import SegmentEncoder, open_session
from services.planner.learned.features import FEATURES_VERSION
from services.planner.learned.pieces import WordPieces
from services.planner.learned.ranking import RANKING_VERSION, Ranker
from services.planner.learned.rules import ACTIONS_VERSION

ENCODER, TOKENIZER, GRAPH, STEP, METADATA = (
    *("encoder.onnx", "tokenizer.json", "graph.onnx", "step.onnx"),
    "planner.json",
)


class Metadata(Frozen):
    """The thresholds are probabilities of the intents from which
    on a question is taken so; None: never. Where no plan is as likely as `unsure_below`, the planner asks back.
    Without a ranker the network's probabilities stand alone."""

    grammar_version: int = sketch.GRAMMAR_VERSION
    actions_version: int = ACTIONS_VERSION
    features_version: int = FEATURES_VERSION
    ranking_version: int = RANKING_VERSION
    layers: int
    heads: int
    hidden: int
    clarify_from: float | None = None
    unanswerable_from: float | None = None
    chitchat_from: float | None = None
    unsure_below: float = 0.0
    ranker: Ranker | None = None


@dataclass(frozen=True)
class Artefact:
    metadata: Metadata
    pieces: WordPieces
    encoder: SegmentEncoder
    graph: onnxruntime.InferenceSession
    step: onnxruntime.InferenceSession


def load_artefact(folder: Path, *, threads: int, kept_segments: int) -> Artefact:
    """Raises InvalidRequest where the folder is no artefact, VersionMismatch where it is one of another version."""
    try:
        metadata = Metadata.model_validate(json.loads((folder / METADATA).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise InvalidRequest(f"{folder} holds no trained planner: {error}", field="model") from error
    _check(metadata)
    for name in (TOKENIZER, ENCODER, GRAPH, STEP):
        if not (folder / name).is_file():
            raise InvalidRequest(f"{folder} holds no trained planner: {name} is missing", field="model")
    return Artefact(
        metadata,
        WordPieces.from_file(folder / TOKENIZER),
        SegmentEncoder.from_file(folder / ENCODER, threads=threads, kept=kept_segments),
        open_session(folder / GRAPH, threads=threads),
        open_session(folder / STEP, threads=threads),
    )


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
