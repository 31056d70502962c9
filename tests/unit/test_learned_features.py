"""What the network is told of a request: candidates, window, names, relations."""

from pathlib import Path

import numpy as np
import pytest

from services.contracts.models import Links, Mention, PlanRequest, RankedTable, ValueLink
from services.contracts.plan import MatchKind
from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.planner.learned.candidates import Origin, candidates
from services.planner.learned.features import MAX_COLUMNS, Prepared, prepare
from services.planner.learned.nodes import Features, Flag, Kind, Relation, relations
from services.planner.learned.pieces import WordPieces
from services.planner.learned.settings import LearnedPlannerSettings
from tests.learned_planner import SHOP, asked

WIDE = Schema(
    database_id="wide",
    tables=tuple(
        Table(
            name=f"table_{n}", columns=tuple(Column(name=f"column_{n}_{c}", type="TEXT") for c in range(20))
        )
        for n in range(500)
    ),
)


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(LearnedPlannerSettings().model / "tokenizer.json")


def _node(prepared: Prepared, table: str, column: str = "") -> int:
    pointers = prepared.pointers
    action = pointers.column_action[table, column] if column else pointers.table_action[table]
    return action - pointers.first_table


def _words(features: Features) -> list[int]:
    return [int(node) for node in np.flatnonzero(features.kinds == Kind.WORD)]


def test_numbers_quotes_codes_and_earlier_literals_are_candidates() -> None:
    request = asked(
        "and the two 'big ones' over 1,500.5?",
        ("who is from France?", "SELECT name FROM customers WHERE country = 'FR'"),
    )
    previous = request.history[0].plan
    assert previous is not None
    found = candidates(request.question, request.history, request.links, previous.sketch)
    origins = {candidate.value: candidate.origin for candidate in found}
    assert origins["big ones"] is Origin.QUOTED
    assert origins[1500.5] is Origin.NUMBER
    assert origins[2] is Origin.NUMBER
    assert origins["F"] is Origin.CODE
    assert origins["FR"] is Origin.PREVIOUS
    assert origins[1] is Origin.FIXED
    assert len(origins) == len(found)


def test_a_linked_value_names_its_columns_and_words(pieces: WordPieces) -> None:
    question = "orders from France"
    link = ValueLink(
        mention=Mention(text="France", start=12, end=18),
        column=ColumnRef(table="countries", column="name"),
        value="France",
        kind=MatchKind.EXACT,
        score=0.9,
    )
    prepared = prepare(PlanRequest(question=question, links=Links(snapshot=SHOP, values=(link,))), pieces)
    features = prepared.features
    matrix = relations(features)
    value = prepared.pointers.first_value - prepared.pointers.first_table
    column = _node(prepared, "countries", "name")
    word = _words(features)[2]
    assert prepared.candidates[0].value == "France"
    assert matrix[column, value] == Relation.HOLDS
    assert matrix[word, value] == Relation.MENTIONS
    assert matrix[word, column] == Relation.WORD_HOLDS
    assert features.flags[column, Flag.LINKED] == round(255 * 0.9)


def test_names_keys_and_owners_relate(pieces: WordPieces) -> None:
    prepared = prepare(asked("the total of all orders"), pieces)
    matrix = relations(prepared.features)
    orders, total = _node(prepared, "orders"), _node(prepared, "orders", "total")
    words = _words(prepared.features)
    assert matrix[words[1], total] == Relation.NAMED_COLUMN
    assert matrix[orders, words[4]] == Relation.TABLE_NAMED
    assert matrix[orders, total] == Relation.OWNS
    assert matrix[total, orders] == Relation.OWNED
    customer, key = _node(prepared, "customers", "id"), _node(prepared, "orders", "customer_id")
    assert matrix[key, customer] == Relation.REFERS
    assert matrix[orders, _node(prepared, "customers")] == Relation.TABLE_REFERS
    assert matrix[words[0], words[1]] == Relation.AFTER_1
    assert (np.diag(matrix) == Relation.SELF).all()


def test_a_segment_does_not_depend_on_what_stands_beside_it(pieces: WordPieces) -> None:
    """What makes the encoder's work reusable: a table and a question are the same pieces in every request."""
    alone = prepare(asked("how many orders?"), pieces).features
    later = prepare(asked("how many orders?", ("names?", "SELECT name FROM customers")), pieces).features
    assert len(later.segments) == len(alone.segments) + 1
    first = int(alone.segments[0])
    assert alone.tokens[:first].tolist() == later.tokens[:first].tolist()
    rest = int(alone.segments[1:].sum())
    assert alone.tokens[-rest:].tolist() == later.tokens[-rest:].tolist()


def test_the_previous_plan_is_shown(pieces: WordPieces) -> None:
    prepared = prepare(
        asked("only women", ("all names", "SELECT name FROM customers WHERE country = 'FR'")), pieces
    )
    assert len(prepared.features.previous) > 0
    derived = prepared.features.flags[_node(prepared, "customers", "name")]
    other = prepared.features.flags[_node(prepared, "customers", "sex")]
    assert derived.sum() > other.sum()


def test_a_wide_schema_is_ranked_and_keeps_what_the_links_say(pieces: WordPieces) -> None:
    links = Links(snapshot=WIDE, tables=(RankedTable(table="table_321", score=0.9),))
    prepared = prepare(PlanRequest(question="what is in table 321?", links=links), pieces)
    assert "table_321" in prepared.pointers.tables
    assert 0 < len(prepared.pointers.columns) <= MAX_COLUMNS


def test_one_table_wider_than_the_window_keeps_its_linked_columns(pieces: WordPieces) -> None:
    columns = tuple(Column(name=f"c{n}", type="TEXT") for n in range(1000))
    schema = Schema(database_id="one", tables=(Table(name="t", columns=columns),))
    link = ValueLink(
        mention=Mention(text="x", start=0, end=1),
        column=ColumnRef(table="t", column="c999"),
        value="x",
        kind=MatchKind.EXACT,
        score=1.0,
    )
    prepared = prepare(PlanRequest(question="x", links=Links(snapshot=schema, values=(link,))), pieces)
    assert len(prepared.pointers.columns) == MAX_COLUMNS
    assert ("t", "c999") in prepared.pointers.column_action


@pytest.mark.parametrize(
    "question", ["", "?!", "\N{GRINNING FACE}", "שלום עולם", "é" * 3000, "SELECT * FROM orders;"]
)
def test_any_question_has_features(question: str, pieces: WordPieces) -> None:
    features = prepare(asked(question), pieces).features
    assert (features.spans[:, 0] < features.spans[:, 1]).all()
    assert features.spans.max() <= len(features.tokens) == features.segments.sum()


def test_the_tokenizer_is_committed() -> None:
    assert (Path(LearnedPlannerSettings().model) / "tokenizer.json").exists()


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("Just December 2025", {"2025-12"}),
        ("between 8 April 2024 and Apr. 13, 2024", {"2024-04-08", "2024-04-13"}),
        ("since 2024-05-06", {"2024-05-06"}),
        ("every march", {3}),
        ("what may the mayor do", set()),
    ],
)
def test_spelled_dates_are_candidates(question: str, dates: set[str | int]) -> None:
    found = candidates(question, (), Links(snapshot=SHOP), None)
    assert {candidate.value for candidate in found if candidate.origin is Origin.DATE} == dates
