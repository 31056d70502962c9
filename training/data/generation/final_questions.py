"""Follow-up questions said anew by people: for many dialogues SParC and CoSQL hold one question that asks for the goal.

It stands alone, and it asks for the same as each turn with the same SQL, mostly the last one. What a rewriting model
makes of the other turns goes into a file of the same form.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ConfigDict

from eval.datasets.choosing import FILES
from eval.datasets.records import read_records
from services.contracts.errors import InvalidRequest
from services.contracts.frozen import Frozen
from training.data.generation.given_lines import RewrittenQuestion
from training.data.generation.held_out import normal_sql
from training.data.generation.sources import NAMES

SETS = ("cosql:train", "sparc:train")


class _Published(Frozen):
    model_config = ConfigDict(extra="ignore")


class _Asked(_Published):
    """`utterance` may say nothing where a dialogue has no final question."""

    utterance: str | None = None
    query: str | None = None


class _Interaction(_Published):
    interaction: tuple[_Asked, ...]
    final: _Asked = _Asked()


def final_questions(words: str, folder: Path) -> Iterator[RewrittenQuestion]:
    """By the ids of rows; first turns need none. Raises InvalidRequest, with the line of a broken record."""
    if words not in SETS:
        raise InvalidRequest(f"{words} has no questions for whole dialogues: choose of {', '.join(SETS)}")
    family, _, split = words.partition(":")
    for record in read_records(folder / FILES[family][split]).records:
        entry = record.read_as(_Interaction)
        said, sql = entry.final.utterance, entry.final.query
        if not said or not sql:
            continue
        for number, turn in enumerate(entry.interaction, start=1):
            if number > 1 and turn.query and normal_sql(turn.query) == normal_sql(sql):
                yield RewrittenQuestion(id=f"{NAMES[words]}:{record.number}:{number}", question=said)


def write_questions(words: tuple[str, ...], folder: Path, out: Path) -> int:
    """How many there are in the file, which is in its place when it is whole."""
    lines = [each.model_dump_json() + "\n" for name in words for each in final_questions(name, folder)]
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    partial.write_text("".join(lines), encoding="utf-8")
    partial.rename(out)
    return len(lines)
