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

from services.planner.learned.nodes import Features, Ints, segments_at

Vectors = npt.NDArray[np.float32]


class SegmentEncoder:
    """Segments one by one; those seen before are not read again. Thread-safe. `kept` segments stay in memory, each some
    10 kB."""

    def __init__(self, session: onnxruntime.InferenceSession, *, kept: int = 4096) -> None:
        self._session = session
        self._kept = kept
        self._known: OrderedDict[tuple[int, ...], Vectors] = OrderedDict()
        self._lock = Lock()

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
        inputs = {"tokens": features.tokens, "positions": positions, "parts": parts}
        read: list[tuple[Ints, Vectors]] = []
        for pieces in self._read_at_once(parts):
            (vectors,) = self._session.run(None, {name: each[pieces][None] for name, each in inputs.items()})
            read.append((pieces, vectors[0]))
        found = np.empty((len(parts), read[0][1].shape[1]), dtype=np.float32)
        for pieces, vectors in reversed(read):  # the questions as the first part has them
            found[pieces] = vectors
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
    # The first node is a table: what stands before its segment are questions.
    schema = segments_at(features, features.spans[:1, 0])
    return np.arange(len(number)) - starts[number], np.maximum(number - schema + 1, 0)


def open_session(path: Path, *, threads: int = 0) -> onnxruntime.InferenceSession:
    """A CPU session; `threads` 0 leaves the number to the runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
