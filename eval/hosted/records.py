"""Recorded answers and what they cost, in a folder that several processes share."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.contracts.errors import InvalidRequest
from services.contracts.language_model.completion import Completions


class Records:
    """One file per request, named by the sha256 of all that was sent; written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, request: Mapping[str, Any]) -> Completions | None:
        """Raises InvalidRequest for a damaged record."""
        path = self._path(request)
        if not path.exists():
            return None
        try:
            return Completions.model_validate(json.loads(path.read_text(encoding="utf-8"))["answer"])
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise InvalidRequest(f"the recorded answer {path} is damaged: {error}") from error

    def keep(self, request: Mapping[str, Any], answer: Completions) -> None:
        path = self._path(request)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.new")
        record = {"request": request, "answer": answer.model_dump(mode="json")}
        temporary.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        temporary.replace(path)

    def _path(self, request: Mapping[str, Any]) -> Path:
        name = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        return self._folder / name[:2] / f"{name}.json"


class Ledger:
    """What was spent so far, by all processes and runs that share the folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "spent"

    def spent(self) -> float:
        with self._locked() as file:
            return _amount(file)

    def add(self, cost: float) -> None:
        with self._locked() as file:
            total = _amount(file) + cost
            os.ftruncate(file, 0)
            os.pwrite(file, repr(total).encode(), 0)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def _amount(file: int) -> float:
    return float(os.pread(file, 100, 0) or b"0")
