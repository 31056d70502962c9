"""Files that a model's runs leave behind: questions said anew, and its own statements for training questions."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict, Field

from eval.datasets.records import read_records
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from services.contracts.models import MAX_QUESTION


class RewrittenQuestion(Frozen):
    """`id` is that of a row, `question` the same asked so that it needs no earlier turn."""

    model_config = ConfigDict(extra="ignore")

    id: str
    question: str = Field(min_length=1, max_length=MAX_QUESTION)


class ModelOutput(Frozen):
    """What a model (or a planner with the compiler) wrote for the training turn `id`; `format`: how it was asked."""

    model_config = ConfigDict(extra="ignore")

    id: str
    sql: str
    format: str = ""


def read_rewritten(path: Path) -> Mapping[str, str]:
    """By id. Raises InvalidRequest with the line, for an id that was there before too."""
    found: dict[str, str] = {}
    for record in read_records(path).records:
        line = record.read_as(RewrittenQuestion)
        if line.id in found:
            raise InvalidRequest(f"{record.place}: the id '{line.id}' was there before")
        found[line.id] = line.question
    return found


def read_outputs(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The different statements by id, in the order of the file. Raises InvalidRequest with the line."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for record in read_records(path).records:
        line = record.read_as(ModelOutput)
        found[line.id][line.sql] = None
    return {id_: tuple(statements) for id_, statements in found.items()}
