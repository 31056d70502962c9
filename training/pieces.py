"""The encoder's vectors of a batch: computed once where the encoder stays as it is, else in every step."""

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
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
    """Vectors of the encoder that will serve, in 16 bits, kept in a file for the next run on the same rows."""

    def __init__(self, vectors: npt.NDArray[np.float16], places: dict[Segment, tuple[int, int]]) -> None:
        super().__init__()
        self._vectors = vectors
        self._places = places
        self.width = int(vectors.shape[1])

    @classmethod
    def of_rows(cls, rows: Sequence[Row], encoder_file: Path, folder: Path) -> "FrozenPieces":
        segments = sorted({segment for row in rows for segment in segments_of(row)})
        places: dict[Segment, tuple[int, int]] = {}
        end = 0
        for segment in segments:
            places[segment] = (end, end + len(segment))
            end += len(segment)
        name = hashlib.sha256(repr((segments, encoder_file.stat().st_size)).encode()).hexdigest()[:16]
        path = folder / f"pieces-{name}.npy"
        if not path.exists():
            _encode(segments, encoder_file, path)
        return cls(np.load(path), places)

    def of(self, rows: Sequence[Row]) -> Tensor:
        """Rows × pieces × width."""
        found = []
        for row in rows:
            parts = [self._vectors[slice(*self._places[segment])] for segment in segments_of(row)]
            found.append(torch.from_numpy(np.concatenate(parts).astype(np.float32)))
        return pad_sequence(found, batch_first=True)


def _encode(segments: Sequence[Segment], encoder_file: Path, path: Path) -> None:
    started = time.monotonic()
    encoder = SegmentEncoder.from_file(encoder_file, threads=torch.get_num_threads(), kept=1)
    vectors = [encoder.encode(segment, [len(segment)]).astype(np.float16) for segment in segments]
    partial = path.with_suffix(".partial.npy")
    np.save(partial, np.concatenate(vectors))
    partial.rename(path)
    log.info("encoded %d segments in %.0f s", len(segments), time.monotonic() - started)


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
