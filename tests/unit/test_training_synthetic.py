"""Made-up dialogues over the pet shop: every turn can be said, runs, and changes the one before."""

import asyncio
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from examples import pet_shop
from services.contracts.catalogue import Catalogue
from services.contracts.models import Links
from services.contracts.schema import Schema
from services.contracts.sketch import Query
from services.contracts.sql_plan import Unsketchable, sketch_from_sql
from services.planner.learned.actions import actions_of, canonical, constants
from services.planner.learned.pointers import Pointers
from services.planner.learned.window import columns_in_window
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex
from training.data.dialogues import Dialogue
from training.data.synthetic import synthetic_dialogues


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pet_shop.build(tmp_path_factory.mktemp("shop") / "shop.sqlite")


@pytest.fixture(scope="module")
def schema(shop: Path) -> Schema:
    index = EmbeddedValueIndex(Catalogue.of({"shop": shop}), ValueIndexSettings())
    return asyncio.run(index.schema("shop"))


@pytest.fixture(scope="module")
def dialogues(shop: Path, schema: Schema) -> list[Dialogue]:
    return list(synthetic_dialogues({"shop": shop}, {"shop": schema}, each=60))


def _sketch(sql: str, schema: Schema) -> Query:
    sketch = sketch_from_sql(sql, schema)
    assert not isinstance(sketch, Unsketchable)
    return sketch


def test_every_turn_finds_something(dialogues: list[Dialogue], shop: Path) -> None:
    turns = [turn for dialogue in dialogues for turn in dialogue.turns]
    assert len(turns) > 100
    with closing(sqlite3.connect(shop)) as connection:
        assert all(connection.execute(turn.sql).fetchone() for turn in turns)


def test_every_turn_can_be_derived(dialogues: list[Dialogue], schema: Schema) -> None:
    names = tuple(table.name for table in schema.tables)
    columns = columns_in_window(Links(snapshot=schema), names, None, most_columns=1000)
    for turn in (turn for dialogue in dialogues for turn in dialogue.turns):
        sketch = canonical(_sketch(turn.sql, schema), {name.lower(): n for n, name in enumerate(names)})
        pointers = Pointers(schema, names, columns, tuple(constants(sketch)))
        assert actions_of(sketch, pointers)


def test_a_follow_up_changes_the_query_and_speaks_of_the_change(dialogues: list[Dialogue]) -> None:
    pairs = [pair for dialogue in dialogues for pair in pairwise(turn.sql for turn in dialogue.turns)]
    assert sum(one == two for one, two in pairs) <= len(pairs) / 50  # a new topic can be the old one
    asked = " ".join(turn.question.lower() for dialogue in dialogues for turn in dialogue.turns[1:])
    assert all(words in asked for words in ("only", "instead", "what about", "month"))


def test_the_same_seed_makes_the_same_dialogues(
    dialogues: list[Dialogue], shop: Path, schema: Schema
) -> None:
    assert list(synthetic_dialogues({"shop": shop}, {"shop": schema}, each=60)) == dialogues
