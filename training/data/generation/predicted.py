"""Plans that planners made of training questions, each by one that was trained without that question's database.

A model that saw gold plans alone trusts whatever plan it is shown; with these it learns how far one can be trusted.
A file `plans-<source>.jsonl.gz` (or plain `.jsonl`) holds one line per turn:
`{"dialogue": its number or name in the source's file, "turn": from 1, "plans": [plan, …]}`, the most probable first.
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from services.contracts.plan import Plan


class _Line(Frozen):
    """Sketches are passed over: what a prompt shows of a plan are its flat fields."""

    dialogue: int | str
    turn: int = Field(ge=1)
    plans: tuple[Plan, ...] = Field(min_length=1)

    @field_validator("plans", mode="before")
    @classmethod
    def _without_sketches(cls, plans: object) -> object:
        if not isinstance(plans, list):
            return plans
        return [
            {name: each for name, each in plan.items() if name != "sketch"}
            if isinstance(plan, dict)
            else plan
            for plan in plans
        ]


PlansOfTurns = Mapping[tuple[str, int], tuple[Plan, ...]]


def plans_file(folder: Path, source: str) -> Path | None:
    """The file of that source in `folder`; None where there is none."""
    names = (f"plans-{source}.jsonl.gz", f"plans-{source}.jsonl")
    return next((path for name in names if (path := folder / name).is_file()), None)


def read_plans(path: Path) -> PlansOfTurns:
    """By dialogue and turn. Raises InvalidRequest with the line that is broken, or tells of a turn again."""
    found: dict[tuple[str, int], tuple[Plan, ...]] = {}
    for number, text in enumerate(_lines(path), start=1):
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise InvalidRequest(
                f"{path.name}, line {number}: {field + ': ' if field else ''}{first['msg']}"
            ) from error
        key = str(line.dialogue), line.turn
        if key in found:
            raise InvalidRequest(
                f"{path.name}, line {number}: dialogue {key[0]}, turn {key[1]} was there before"
            )
        found[key] = line.plans
    return found


def _lines(path: Path) -> Iterator[str]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InvalidRequest(f"{path.name}: the file is damaged or was cut short ({error})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{path} cannot be read: {error}") from error
