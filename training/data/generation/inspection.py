"""What is in a folder of rows: counts and lengths of each file, and rows to look at."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from pydantic import ValidationError

from services.contracts.errors import InvalidRequest
from training.data.generation.rows import TrainingRow

_SEED = 0


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of the texts of one file: the middle, what 19 of 20 do not exceed, and the longest."""

    middle: int
    most: int
    longest: int

    @classmethod
    def of(cls, lengths: list[int]) -> "Lengths":
        if len(lengths) < 2:
            return cls(*(lengths * 3 or (0, 0, 0)))
        cuts = quantiles(lengths, n=20, method="inclusive")
        return cls(round(cuts[9]), round(cuts[18]), max(lengths))


@dataclass(frozen=True, slots=True)
class FileLengths:
    """Of whole rows, and of their answers alone."""

    rows: Lengths
    answers: Lengths


def read_rows(path: Path) -> Iterator[TrainingRow]:
    """Raises InvalidRequest with the line that is no row."""
    try:
        with path.open(encoding="utf-8") as file:
            yield from (
                _row(line, f"{path.name}, line {number}") for number, line in enumerate(file, start=1)
            )
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path} cannot be read: {error}") from error


def _row(line: str, place: str) -> TrainingRow:
    try:
        return TrainingRow.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{place}: {field + ': ' if field else ''}{first['msg']}") from error


def lengths_of(path: Path, count: Callable[[str], int]) -> FileLengths:
    """In whatever `count` counts. Raises InvalidRequest."""
    rows, answers = [], []
    for row in read_rows(path):
        lengths = [count(message.content) for message in row.messages]
        rows.append(sum(lengths))
        answers.append(lengths[-1])
    return FileLengths(Lengths.of(rows), Lengths.of(answers))


def some_rows(path: Path, count: int) -> list[TrainingRow]:
    """The same ones for the same file, drawn at random. Raises InvalidRequest."""
    rows = list(read_rows(path))
    return random.Random(_SEED).sample(rows, min(count, len(rows)))


def as_json(lengths: FileLengths) -> dict[str, dict[str, int]]:
    return {
        name: {"middle": each.middle, "most": each.most, "longest": each.longest}
        for name, each in (("rows", lengths.rows), ("answers", lengths.answers))
    }
