"""What rows of the planner's training hold beside the plain ones: fewer tables, and earlier turns that are wrong."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from services.contracts.models import Links, Mention, RankedTable, ValueLink
from services.contracts.plan import Intent, MatchKind
from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.planner.learned import LearnedPlannerSettings
from services.planner.learned.name_words import stem
from services.planner.learned.nodes import relations
from services.planner.learned.pieces import WordPieces
from services.planner.learned.rules import RULES
from tests.learned_planner import SHOP, sketch_of
from training.data.fewer_tables import without_some_tables
from training.data.linked import LinkedDialogue, LinkedTurn
from training.data.prepared import Row, rows_after_mistakes, rows_of
from training.data.renamed import Renaming, renamed_dialogue

_TURNS = [
    ("names of all customers", "SELECT name FROM customers"),
    ("only women", "SELECT name FROM customers WHERE sex = 'F'"),
    ("how many are there?", "SELECT count(*) FROM customers WHERE sex = 'F'"),
]


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(LearnedPlannerSettings().model / "tokenizer.json")


@pytest.fixture(scope="module")
def dialogue() -> LinkedDialogue:
    turns = (LinkedTurn(question, sql, sketch_of(sql), Links(snapshot=SHOP)) for question, sql in _TURNS)
    return LinkedDialogue("shop", 0, "shop", tuple(turns))


def test_tables_that_a_row_does_not_use_may_be_left_out(dialogue: LinkedDialogue, pieces: WordPieces) -> None:
    whole = list(rows_of(dialogue, pieces, Counter()))[1]
    random_state = random.Random(0)
    seen = set()
    for _ in range(40):
        row = without_some_tables(whole, random_state)
        seen.add(row.counts[0])
        kept = _kept(whole, row)
        assert np.array_equal(relations(row.features), relations(whole.features)[np.ix_(kept, kept)])
        assert np.array_equal(row.features.flags, whole.features.flags[kept])
        assert [_text(row, node) for node in range(len(kept))] == [_text(whole, node) for node in kept]
        assert row.features.segments.sum() == len(row.features.tokens)
        assert row.target is not None
        assert whole.target is not None
        assert _spoken(row, row.target.actions) == _spoken(whole, whole.target.actions)
        assert _spoken(row, row.features.previous) == _spoken(whole, whole.features.previous)
        pointable = [node for node in kept if node < sum(whole.counts)]
        columns = [*range(len(RULES)), *(len(RULES) + node for node in pointable)]
        assert np.array_equal(_allowed(row), _allowed(whole)[:, columns])
        tables_and_columns = [node for node in kept if node < sum(whole.counts[:2])]
        assert np.array_equal(row.target.roles, whole.target.roles[tables_and_columns])
    assert len(seen) > 1


def test_rows_with_nothing_to_derive_lose_tables_as_well(
    dialogue: LinkedDialogue, pieces: WordPieces
) -> None:
    """Else a network could tell by the schema what the question is."""
    thanks = replace(dialogue.turns[0], question="thanks!", sketch=None, intent=Intent.CHITCHAT)
    (row,) = rows_of(replace(dialogue, turns=(thanks,)), pieces, Counter())
    random_state = random.Random(0)
    assert {without_some_tables(row, random_state).counts[0] for _ in range(40)} > {0}


def test_a_database_under_other_names_is_asked_the_same(pieces: WordPieces) -> None:
    mention = Mention(text="Pilot", start=15, end=20)
    links = Links(
        snapshot=SHOP,
        values=(
            ValueLink(
                mention=mention,
                column=ColumnRef(table="customers", column="name"),
                value="Pilot",
                kind=MatchKind.EXACT,
                score=0.9,
            ),
        ),
        tables=(RankedTable(table="customers", score=1.0),),
    )
    asked = (
        (
            "the customers 'Pilot' of each manager",
            "SELECT count(*) FROM customers GROUP BY manager_id",
            links,
        ),
        ("and their orders?", "SELECT count(*) FROM orders", Links(snapshot=SHOP)),
    )
    turns = tuple(LinkedTurn(question, sql, sketch_of(sql), found) for question, sql, found in asked)
    dialogue = LinkedDialogue("shop", 0, "shop", turns)
    renaming = Renaming({stem("customers"): "gallery", stem("manager"): "boss", stem("orders"): "flights"})
    assert (
        renaming.question("Customers: 'customers'", [(12, 21)])[0] == "Galleries: 'customers'"
    )  # as it is stored
    renamed = renamed_dialogue(dialogue, renaming)
    assert [turn.question for turn in renamed.turns] == [
        "the galleries 'Pilot' of each boss",
        "and their flights?",
    ]
    first = renamed.turns[0].links
    assert [table.name for table in first.snapshot.tables] == ["countries", "galleries", "flights"]
    assert first.snapshot.foreign_keys[1].columns == ("boss_id",)
    assert first.tables[0].table == first.values[0].column.table == "galleries"
    start, end = first.values[0].mention.start, first.values[0].mention.end
    assert renamed.turns[0].question[start:end] == "Pilot"
    rows, others = (list(rows_of(each, pieces, Counter())) for each in (dialogue, renamed))
    assert [row.source for row in others] == ["shop_renamed"] * 2
    for row, other in zip(rows, others, strict=True):
        assert row.target is not None
        assert other.target is not None
        assert np.array_equal(row.target.actions, other.target.actions)
        assert len(row.features.kinds) == len(other.features.kinds)
    # In the second question nothing is a value: all that was named still is.
    assert np.array_equal(relations(rows[1].features), relations(others[1].features))
    assert np.array_equal(rows[1].features.flags, others[1].features.flags)


def test_new_names_are_drawn_once_and_from_elsewhere() -> None:
    pool = [
        "customer",
        "flights",
        "flight",
        "galleries",
        "pilots",
        "museums",
        "singers",
        "boats",
        "rooms",
        "planes",
    ]
    drawn = [Renaming.drawn(SHOP, pool, random.Random(seed)).words for seed in range(20)]
    for words in drawn:
        assert len({stem(word) for word in words.values()}) == len(words)
        assert stem("customers") not in {stem(word) for word in words.values()}
        assert "name" not in words
    assert len({tuple(words.items()) for words in drawn}) > 10
    assert any(stem("customers") in words for words in drawn)


def test_names_that_would_be_told_apart_no_longer_stay() -> None:
    columns = (Column(name="id", type="INTEGER"),)
    garden = Schema(
        database_id="garden",
        tables=tuple(Table(name=name, columns=columns) for name in ("Plant", "Planting", "Gardener")),
    )
    renamings = [
        Renaming.drawn(garden, ["boats", "rooms", "planes"], random.Random(seed)) for seed in range(20)
    ]
    for renaming in renamings:
        assert len({renaming.identifier(table.name) for table in garden.tables}) == 3
        assert stem("plant") not in renaming.words
    assert any(stem("gardener") in renaming.words for renaming in renamings)


def test_a_row_after_a_mistake_has_the_wrong_plan_before_it(
    dialogue: LinkedDialogue, pieces: WordPieces
) -> None:
    plain = list(rows_of(dialogue, pieces, Counter()))
    failures: Counter[str] = Counter()
    wrong = {2: sketch_of("SELECT sex FROM customers WHERE name = 'F'")}
    rows = list(rows_after_mistakes(dialogue, wrong, pieces, failures))
    assert not failures
    assert [row.turn for row in rows] == [2]
    row = rows[0]
    assert row.target is not None
    assert plain[2].target is not None
    assert _spoken(row, row.target.actions) == _spoken(plain[2], plain[2].target.actions)
    assert _spoken(row, row.features.previous) != _spoken(plain[2], plain[2].features.previous)
    assert _spoken(row, row.features.previous)[:2] == _spoken(plain[1], plain[1].features.previous)[:2]


def _kept(whole: Row, row: Row) -> list[int]:
    """The nodes of the whole row that the other one still has: by table, then all that is no table's."""
    names = [_text(row, node) for node in range(row.counts[0])]
    tables = [node for node in range(whole.counts[0]) if _text(whole, node) in names]
    return [
        node
        for node in range(len(whole.features.kinds))
        if (node if node < whole.counts[0] else int(whole.features.owner[node])) in (*tables, -1)
    ]


def _allowed(row: Row) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    assert row.target is not None
    return np.unpackbits(row.target.allowed, axis=1, count=len(RULES) + sum(row.counts))


def _text(row: Row, node: int) -> tuple[int, ...]:
    start, end = row.features.spans[node].astype(int)
    return tuple(row.features.tokens[start:end].tolist())


def _spoken(row: Row, actions: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> list[object]:
    """Rules by number, pointers by the words of what they point at."""
    return [
        _text(row, action - len(RULES)) if action >= len(RULES) else action
        for action in actions.astype(int).tolist()
    ]
