"""Dialogues of an analyst, made from the training databases by rule: their questions with the SQL that answers them.

The published sets hardly know how people in business ask: revenue by country, broken down by month, only last year,
the top five, what about Germany. Here a question is a `View` of one table (what is measured, by what, under which
conditions, in which order), most turns change one part of it, and the values are real cells.
"""

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from services.contracts.schema import Schema
from services.generator.compiler import CompileFailure, compile_sketch
from training.data.dialogues import Dialogue, GoldTurn
from training.data.synthetic.edits import changed
from training.data.synthetic.openings import opening
from training.data.synthetic.subjects import Stored, subjects
from training.data.synthetic.views import Subject, sketch_of

SYNTHETIC = "synthetic"
_NEW_TOPIC = 0.2  # of the follow-ups ask something else altogether


def synthetic_dialogues(
    files: Mapping[str, Path], schemas: Mapping[str, Schema], *, each: int, seed: int = 1
) -> Iterator[Dialogue]:
    """At most `each` dialogues of one to five turns for each database; only turns whose query finds rows."""
    number = 0
    for database_id, path in sorted(files.items()):
        chance = random.Random(f"{seed} {database_id}")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            stored = Stored(schemas[database_id], connection)
            known = list(subjects(stored, chance))
            for _ in range(each if known else 0):
                turns = _turns(known, stored, chance)
                if turns:
                    yield Dialogue(SYNTHETIC, number, database_id, tuple(turns))
                    number += 1


def _turns(known: Sequence[Subject], stored: Stored, chance: random.Random) -> list[GoldTurn]:
    turns: list[GoldTurn] = []
    view, said = opening(chance.choice(known), chance)
    for _ in range(chance.choice((1, 2, 3, 3, 4, 5))):
        sql = compile_sketch(sketch_of(view), stored.schema)
        if isinstance(sql, CompileFailure) or not stored.finds(sql):
            break
        turns.append(GoldTurn(_as_typed(said, chance), sql))
        another = chance.random() < _NEW_TOPIC
        following = opening(chance.choice(known), chance) if another else changed(view, chance)
        if following is None:
            break
        view, said = following
    return turns


def _as_typed(said: str, chance: random.Random) -> str:
    said = " ".join(said.split())
    if chance.random() < 0.75:
        said = said[0].upper() + said[1:]
    return said + ("" if said.endswith("?") else chance.choice(("", "", "", ".", " please")))
