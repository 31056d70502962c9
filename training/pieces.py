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
from torch.nn.utils.rnn import pad_sequence

from services.planner.learned.encoder import SegmentEncoder
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
    encoder = SegmentEncoder.from_file(encoder_file, threads=torch.get_num_threads(), kept=1)
    vectors = [encoder.encode(segment, [len(segment)]).astype(np.float16) for segment in segments]
    log.info("encoded %d segments in %.0f s", len(segments), time.monotonic() - started)
    return np.concatenate(vectors)


class TrainedPieces(nn.Module):
    """The encoder as part of the training: every segment of a batch is read once."""

    def __init__(self, encoder: str, *, frozen_layers: int) -> None:
        super().__init__()
        self.encoder, self.width = load_encoder(encoder, frozen_layers=frozen_layers)

    def of(self, rows: Sequence[Row]) -> Tensor:
        of_rows = [list(segments_of(row)) for row in rows]
        segments = sorted({segment for segments in of_rows for segment in segments}, key=len)
        place = {segment: number for number, segment in enumerate(segments)}
        device = next(self.parameters()).device
        tokens = pad_sequence([torch.tensor(segment) for segment in segments], batch_first=True).to(device)
        mask = (torch.arange(tokens.shape[1])[None] < torch.tensor([[len(s)] for s in segments])).to(device)
        vectors = self.encoder(input_ids=tokens, attention_mask=mask.long()).last_hidden_state
        found = [
            torch.cat([vectors[place[segment], : len(segment)] for segment in of_row]) for of_row in of_rows
        ]
        return pad_sequence(found, batch_first=True)


Pieces = FrozenPieces | TrainedPieces
