"""Stored values that are close in meaning to what a question says: vectors of short categorical texts.

A few thousand vectors at most, so that each is compared: an index of vectors would save less than a millisecond.
"""

import base64
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from services.contracts.errors import InvalidRequest
from services.value_index.stored_texts import StoredText

if TYPE_CHECKING:  # numpy comes with an extra
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

MOST_TEXTS_OF_COLUMN = 100  # a column with more is no category
_MOST_WORDS, _MOST_CHARACTERS = 4, 40
_BATCH = 64
_MODEL, _TOKENIZER = "encoder.onnx", "tokenizer.json"
_FILES = (_MODEL, _TOKENIZER)


@dataclass(frozen=True, slots=True)
class Meant:
    text: StoredText
    likeness: float  # cosine


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """The texts, and their vectors one after the other, as base64 of float16."""

    texts: tuple[StoredText, ...]
    vectors: str


def is_category(texts: Sequence[str]) -> bool:
    """Whether the distinct texts of a column are words of a category, such as 'cancelled' and 'in transit'; no names of
    many things, no codes, no numbers."""
    return 0 < len(texts) <= MOST_TEXTS_OF_COLUMN and all(
        len(text) <= _MOST_CHARACTERS
        and len(text.split()) <= _MOST_WORDS
        and any(character.islower() for character in text)
        and not any(character.isdigit() for character in text)
        for text in texts
    )


class Encoder:
    """The model in a folder: encoder.onnx (word-pieces to vectors) and its tokenizer.json. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Raises InvalidRequest where the folder or the extra `learned` is missing."""
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise InvalidRequest(f"{folder} holds no encoder: {missing[0]} is missing", field="encoder")
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise InvalidRequest("an encoder needs the extra: turnwise[learned]", field="encoder") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / _MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(64)

    def vectors(self, texts: Sequence[str]) -> "Vectors":
        """One row per text, of length 1: the mean over its word-pieces. Texts of equal length go together."""
        import numpy as np

        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length: dict[int, list[int]] = defaultdict(list)
        for place, ids in enumerate(tokens):
            by_length[len(ids)].append(place)
        found = np.empty((len(texts), 0), dtype=np.float32)
        for places in by_length.values():
            for start in range(0, len(places), _BATCH):
                batch = places[start : start + _BATCH]
                (pieces,) = self._session.run(None, {"tokens": np.array([tokens[p] for p in batch])})
                if not found.shape[1]:
                    found = np.empty((len(texts), pieces.shape[2]), dtype=np.float32)
                found[batch] = pieces.mean(axis=1)
        lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        vectors: Vectors = (found / lengths).astype(np.float32)
        return vectors


@lru_cache(maxsize=2)
def encoder_in(folder: Path) -> Encoder:
    """One for all databases. Raises InvalidRequest."""
    return Encoder(folder)


def kept_vectors(encoder: Encoder, texts: Sequence[StoredText]) -> KeptVectors | None:
    if not texts:
        return None
    vectors = encoder.vectors([text.value for text in texts]).astype("float16")
    return KeptVectors(tuple(texts), base64.b64encode(vectors.tobytes()).decode())


class Meanings:
    """What is close in meaning among the kept texts."""

    def __init__(self, encoder: Encoder, kept: KeptVectors) -> None:
        import numpy as np

        raw = np.frombuffer(base64.b64decode(kept.vectors), dtype=np.float16)
        self._texts = kept.texts
        self._vectors = raw.reshape(len(kept.texts), -1).astype(np.float32)
        self._encoder = encoder

    def nearest(self, words: str, *, at_most: int, least: float) -> tuple[Meant, ...]:
        likeness = self._vectors @ self._encoder.vectors([words])[0]
        best = likeness.argsort()[::-1][:at_most]
        return tuple(Meant(self._texts[n], float(likeness[n])) for n in best if likeness[n] >= least)
