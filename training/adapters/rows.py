"""Rows for an adapter: read, put into tokens, and those that are too long counted."""

import hashlib
import json
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from services.contracts.errors import InvalidRequest
from training.chat import ChatTokens, Conversation
from training.data.generation.rows import TrainingRow

log = logging.getLogger("training")
_SORTED_BATCHES = 50  # of which the rows are sorted by length: the batches stay random


@dataclass(frozen=True, slots=True)
class TaughtRow:
    row: TrainingRow
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class TaughtRows:
    """`too_long`: how many more there were, each longer than the run's length."""

    rows: tuple[TaughtRow, ...]
    too_long: int

    @property
    def part_too_long(self) -> float:
        return self.too_long / max(1, self.too_long + len(self.rows))


def read_rows(folder: Path, name: str) -> Iterator[TrainingRow]:
    """Of `name`.jsonl. Raises InvalidRequest with the file and line that is broken."""
    path = folder / f"{name}.jsonl"
    if not path.exists():
        raise InvalidRequest(f"{path} is not there; `turnwise data build` makes it", field="rows")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield TrainingRow.model_validate_json(line)
            except ValidationError as error:
                found = error.errors()[0]
                where = ".".join(map(str, found["loc"])) or "the line"
                raise InvalidRequest(
                    f"{path}, line {number}: {where}: {found['msg']}", field="rows"
                ) from error


def taught_rows(folder: Path, names: Sequence[str], tokens: ChatTokens, *, length: int) -> TaughtRows:
    """All rows of these files that are no longer than `length`. A cut row would teach to stop in mid-statement."""
    kept: list[TaughtRow] = []
    too_long = 0
    for name in names:
        for row in read_rows(folder, name):
            conversation = tokens.conversation(row.messages)
            if len(conversation.ids) <= length:
                kept.append(TaughtRow(row, conversation))
            else:
                too_long += 1
    return TaughtRows(tuple(kept), too_long)


def refuse_too_long(found: TaughtRows, *, length: int, limit: float) -> None:
    """Raises InvalidRequest where the part of the rows that does not fit is larger than `limit`."""
    log.info("%d rows; %d more are longer than %d tokens", len(found.rows), found.too_long, length)
    if not found.rows:
        raise InvalidRequest(f"no row is of at most {length} tokens", field="length")
    if found.part_too_long > limit:
        raise InvalidRequest(
            f"{found.too_long} rows of {found.too_long + len(found.rows)} ({found.part_too_long:.1%}) are longer "
            f"than {length} tokens, more than the {limit:.1%} allowed: build rows with `--tokens {length}`, "
            "or raise `length`",
            field="length",
        )


def order_of(lengths: Sequence[int], *, batch: int, count: int, seed: int) -> list[int]:
    """The places of `count` rows in the order in which they are trained on: epoch after epoch in another order, rows
    of like length together in a batch. The same for the same seed: a run that was cut goes on with its next row.
    """
    drawn = random.Random(seed)
    order: list[int] = []
    while len(order) < count:
        places = list(range(len(lengths)))
        drawn.shuffle(places)
        batches: list[list[int]] = []
        for start in range(0, len(places), batch * _SORTED_BATCHES):
            together = sorted(
                places[start : start + batch * _SORTED_BATCHES], key=lambda place: lengths[place]
            )
            batches += [together[at : at + batch] for at in range(0, len(together), batch)]
        drawn.shuffle(batches)
        order += [place for each in batches for place in each]
    return order[:count]


def description_of(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """The sha256 of each file of rows, to stand beside the adapter that is made of them."""
    return {name: hashlib.sha256((folder / f"{name}.jsonl").read_bytes()).hexdigest() for name in names}


def write_json(path: Path, content: object) -> None:
    """Whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(content, indent=1), encoding="utf-8")
    partial.replace(path)
