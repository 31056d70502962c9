"""The encoder at the bottom: word-pieces to one vector each.

As it was pretrained it reads every segment, a question or a table, by itself. Trained along with the network it reads
them together: a segment of the schema sees itself and the questions, a question sees everything.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import onnxruntime

from services.planner.learned.nodes import Features, Ints

Vectors = npt.NDArray[np.float32]


class SegmentEncoder:
    """Segments one by one; those seen before are not read again. Thread-safe. `kept` segments stay in memory, each some
    10 kB."""

    def __init__(self, session: onnxruntime.InferenceSession, *, kept: int = 4096) -> None:
        self._session = session
        self._kept = kept
        self._known: OrderedDict[tuple[int, ...], Vectors] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def from_file(cls, path: Path, *, threads: int = 0, kept: int = 4096) -> "SegmentEncoder":
        return cls(open_session(path, threads=threads), kept=kept)

    def of(self, features: Features) -> Vectors:
        """Pieces × width."""
        return self.encode(features.tokens.tolist(), features.segments.tolist())

    def encode(self, tokens: Sequence[int], lengths: Sequence[int]) -> Vectors:
        """Pieces × width, for segments of these lengths, one after the other."""
        start = 0
        found: list[Vectors] = []
        for length in lengths:
            found.append(self._segment(tuple(int(token) for token in tokens[start : start + length])))
            start += length
        return np.concatenate(found)

    def _segment(self, tokens: tuple[int, ...]) -> Vectors:
        with self._lock:
            known = self._known.get(tokens)
            if known is not None:
                self._known.move_to_end(tokens)
                return known
        (vectors,) = self._session.run(None, {"tokens": np.array([tokens], dtype=np.int64)})
        with self._lock:
            self._known[tokens] = vectors[0]
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        result: Vectors = vectors[0]
        return result


class JointEncoder:
    """All segments of a request together. Thread-safe.

    A request of more than `most` pieces is read in several parts, each with the questions before it: attention takes
    memory by the square of what is read at once. To the schema's segments that makes no difference; the questions see
    the first part alone.
    """

    def __init__(self, session: onnxruntime.InferenceSession, *, most: int = 768) -> None:
        self._session = session
        self._most = most

    def of(self, features: Features) -> Vectors:
        """Pieces × width."""
        positions, parts = layout(features)
        found: Vectors | None = None
        for pieces in self._read_at_once(parts):
            inputs = {
                "tokens": features.tokens[pieces][None],
                "positions": positions[pieces][None],
                "parts": parts[pieces][None],
            }
            (vectors,) = self._session.run(None, inputs)
            if found is None:
                found = np.empty((len(parts), vectors.shape[2]), dtype=np.float32)
                found[pieces] = vectors[0]
            else:
                new = parts[pieces] > 0
                found[pieces[new]] = vectors[0][new]
        assert found is not None
        return found

    def _read_at_once(self, parts: Ints) -> Iterator[Ints]:
        """The places of the pieces: the questions, and as many whole segments as fit beside them."""
        questions = np.flatnonzero(parts == 0)
        beside: list[Ints] = []
        for part in range(1, int(parts.max(initial=0)) + 1):
            segment = np.flatnonzero(parts == part)
            if beside and len(questions) + sum(map(len, beside)) + len(segment) > self._most:
                yield np.concatenate([questions, *beside])
                beside = []
            beside.append(segment)
        yield np.concatenate([questions, *beside])


def layout(features: Features) -> tuple[Ints, Ints]:
    """Of each piece its position in its segment, so that the order of tables does not matter, and its part: 0 for the
    questions, then each segment of the schema by itself."""
    lengths = features.segments.astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    number = np.repeat(np.arange(len(lengths)), lengths)
    parts = np.maximum(number - first_of_schema(features) + 1, 0)
    return np.arange(len(number)) - starts[number], parts


def first_of_schema(features: Features) -> int:
    """The number of the first segment behind the questions. The first node is a table, and its segment is that."""
    ends = np.cumsum(features.segments.astype(np.int64))
    return int(np.searchsorted(ends, int(features.spans[0, 0]), side="right"))


def open_session(path: Path, *, threads: int = 0) -> onnxruntime.InferenceSession:
    """A CPU session; `threads` 0 leaves the number to the runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
