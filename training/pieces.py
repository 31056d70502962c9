"""The encoder's vectors of a batch: computed once where the encoder stays as it is, else in every step."""

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from services.planner.learned.encoder import SegmentEncoder, layout, open_session
from training.data.prepared import Row
from training.encoders import load_encoder

log = logging.getLogger("training")
Segment = tuple[int, ...]


def segments_of(row: Row) -> Iterator[Segment]:
    start = 0
    for length in row.features.segments.tolist():
        yield tuple(row.features.tokens[start : start + length].tolist())
        start += length


class FrozenPieces(nn.Module):
    """Vectors of the encoder that will serve, in 16 bits, kept in a file for the next run."""

    def __init__(self, store: "_Store") -> None:
        super().__init__()
        self._store = store
        self.width = int(store.vectors.shape[1])

    @classmethod
    def of_rows(cls, rows: Sequence[Row], encoder_file: Path, folder: Path) -> "FrozenPieces":
        wanted = {segment for row in rows for segment in segments_of(row)}
        name = hashlib.sha256(encoder_file.read_bytes()).hexdigest()[:16]
        path = folder / f"pieces-{name}.npz"
        store = _Store.read(path) if path.exists() else None
        missing = sorted(wanted - set(store.places) if store else wanted)
        if missing:
            store = _Store.of(
                [*(store.places if store else ()), *missing], _encoded(missing, encoder_file), store
            )
            store.write(path)
        if store is None:
            raise ValueError("no rows to train on")
        return cls(store)

    def of(self, rows: Sequence[Row]) -> Tensor:
        """Rows × pieces × width."""
        found = []
        for row in rows:
            parts = [self._store.vectors[slice(*self._store.places[segment])] for segment in segments_of(row)]
            found.append(torch.from_numpy(np.concatenate(parts).astype(np.float32)))
        return pad_sequence(found, batch_first=True)


@dataclass(frozen=True)
class _Store:
    """The vectors of segments, one after the other, and where each segment's are."""

    vectors: npt.NDArray[np.float16]
    places: dict[Segment, tuple[int, int]]

    @classmethod
    def of(
        cls, segments: Sequence[Segment], added: npt.NDArray[np.float16], before: "_Store | None"
    ) -> "_Store":
        ends = np.cumsum([len(segment) for segment in segments]).tolist()
        places = {segment: (end - len(segment), end) for segment, end in zip(segments, ends, strict=True)}
        return cls(added if before is None else np.concatenate([before.vectors, added]), places)

    @classmethod
    def read(cls, path: Path) -> "_Store":
        with np.load(path) as stored:
            tokens, lengths = stored["tokens"].tolist(), stored["lengths"].tolist()
            starts = np.cumsum([0, *lengths]).tolist()
            segments = [
                tuple(tokens[start : start + size]) for start, size in zip(starts, lengths, strict=False)
            ]
            return cls.of(segments, stored["vectors"], None)

    def write(self, path: Path) -> None:
        partial = path.with_suffix(".partial.npz")
        tokens = np.array([token for segment in self.places for token in segment], dtype=np.uint16)
        lengths = np.array([len(segment) for segment in self.places], dtype=np.int32)
        np.savez(partial, tokens=tokens, lengths=lengths, vectors=self.vectors)
        partial.rename(path)


def _encoded(segments: Sequence[Segment], encoder_file: Path) -> npt.NDArray[np.float16]:
    started = time.monotonic()
    encoder = SegmentEncoder(open_session(encoder_file, threads=torch.get_num_threads()), kept=1)
    vectors = [encoder.encode(segment, [len(segment)]).astype(np.float16) for segment in segments]
    log.info("encoded %d segments in %.0f s", len(segments), time.monotonic() - started)
    return np.concatenate(vectors)


class JointPieces(nn.Module):
    """The encoder as part of the training; it reads the questions and the schema of a row together."""

    def __init__(self, encoder: str, *, frozen_layers: int) -> None:
        """Raises ValueError for an encoder that is no BERT."""
        super().__init__()
        self.encoder, self.width = load_encoder(encoder, frozen_layers=frozen_layers)
        if self.encoder.config.model_type != "bert":
            raise ValueError(
                f"{self.encoder.config.model_type} encoders cannot be trained along, only BERT's kind"
            )

    def of(self, rows: Sequence[Row]) -> Tensor:
        """Rows × pieces × width."""
        device = next(self.parameters()).device
        layouts = [layout(row.features) for row in rows]
        tokens = _padded([row.features.tokens for row in rows], 0).to(device)
        positions = _padded([positions for positions, _ in layouts], 0).to(device)
        return read_together(self.encoder, tokens, positions, _padded([p for _, p in layouts], -1).to(device))


def _padded(arrays: Sequence[npt.NDArray[np.generic]], value: int) -> Tensor:
    tensors = [torch.from_numpy(array.astype(np.int64)) for array in arrays]
    return pad_sequence(tensors, batch_first=True, padding_value=value)


def read_together(encoder: nn.Module, tokens: Tensor, positions: Tensor, parts: Tensor) -> Tensor:
    """What a transformer of the BERT family gives for rows × pieces; `parts` as in `layout`, -1 for padding.

    Pieces of part 0 see all, the others themselves and part 0. The layers are called one by one, as the model's own
    forward takes no such mask on every version of transformers.
    """
    one, other = parts[:, :, None], parts[:, None, :]
    seen = (((one == 0) | (other == 0) | (one == other)) & (other >= 0))[:, None]
    vectors: Tensor = encoder.embeddings(
        input_ids=tokens, position_ids=positions, token_type_ids=(parts > 0).long()
    )
    batch, count, width = vectors.shape
    for layer in encoder.encoder.layer:
        own = layer.attention.self
        query, key, value = (
            project(vectors).view(batch, count, own.num_attention_heads, -1).transpose(1, 2)
            for project in (own.query, own.key, own.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        attended = layer.attention.output(mixed.transpose(1, 2).reshape(batch, count, width), vectors)
        vectors = layer.output(layer.intermediate(attended), attended)
    return vectors


Pieces = FrozenPieces | JointPieces
