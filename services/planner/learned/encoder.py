"""The pretrained encoder: word-pieces of one segment to one vector each. Segments seen before are not read again."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import onnxruntime

Vectors = npt.NDArray[np.float32]


class SegmentEncoder:
    """Thread-safe. `kept` segments stay in memory, each some 10 kB."""

    def __init__(self, session: onnxruntime.InferenceSession, *, kept: int = 4096) -> None:
        self._session = session
        self._kept = kept
        self._known: OrderedDict[tuple[int, ...], Vectors] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def from_file(cls, path: Path, *, threads: int = 0, kept: int = 4096) -> "SegmentEncoder":
        return cls(open_session(path, threads=threads), kept=kept)

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


def open_session(path: Path, *, threads: int = 0) -> onnxruntime.InferenceSession:
    """A CPU session; `threads` 0 leaves the number to the runtime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
