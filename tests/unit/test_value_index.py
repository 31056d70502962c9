"""The embedded value index on small databases: links, their order, and when a database is read."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.catalogue import Catalogue
from services.contracts.errors import DatabaseUnusable, UnknownDatabase
from services.contracts.models import LinkRequest, Links, Turn, ValueLink
from services.contracts.schema import Schema
from services.contracts.serving.server import Server
from services.contracts.serving.settings import ServingSettings
from services.contracts.stages import ValueIndex
from services.value_index import contents
from services.value_index.content import DatabaseContent, read_content
from services.value_index.servicer import value_index_service
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex

SHOP = """
    CREATE TABLE countries(code TEXT PRIMARY KEY, name TEXT, region TEXT);
    CREATE TABLE customers(
        id INTEGER PRIMARY KEY, name TEXT, city TEXT, country TEXT REFERENCES countries, password TEXT
    );
    CREATE TABLE orders(
        id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers, country TEXT REFERENCES countries,
        status TEXT, total REAL, items INTEGER, rating TEXT, year INTEGER
    );
    INSERT INTO countries VALUES
        ('FR', 'France', 'Europe'), ('DE', 'Germany', 'Europe'), ('NL', 'The Netherlands', 'Europe');
    INSERT INTO customers VALUES
        (1, 'Zoé Martin', 'Saint-Étienne', 'FR', 'swordfish'),
        (2, 'York Meyer', 'New York', 'DE', 'opensesame'),
        (3, 'New York Pets', 'Bonn', 'FR', 'letmein');
    INSERT INTO orders VALUES
        (1, 1, 'FR', 'cancelled', 99.5, 3, '5', 2019), (2, 2, 'DE', 'Open', 250.0, 1, '4', 2020),
        (3, 2, 'FR', 'good', 10.0, 12, 'A+', 2021), (4, 3, 'FR', 'A', 11.0, 2, 'no', 2021);
"""


def write(path: Path, script: str = SHOP) -> Path:
    path.unlink(missing_ok=True)
    connection = apsw.Connection(str(path))
    connection.execute(script).fetchall()
    connection.close()
    return path


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedValueIndex:
    path = write(tmp_path_factory.mktemp("shop") / "shop.sqlite")
    return EmbeddedValueIndex(Catalogue.of({"shop": path}), ValueIndexSettings())


def ask(index: ValueIndex, question: str, *earlier: str) -> Links:
    history = tuple(Turn(number=number, question=said) for number, said in enumerate(earlier, 1))
    return asyncio.run(index.link(LinkRequest(question=question, database_id="shop", history=history)))


def shown(link: ValueLink) -> str:
    return f"{link.mention.text} → {link.column} = {link.value!s} ({link.kind})"


def linked(links: Links) -> list[str]:
    return [shown(link) for link in links.values]


def test_it_is_a_value_index(shop: EmbeddedValueIndex) -> None:
    assert isinstance(shop, ValueIndex)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("orders that are cancelled", "cancelled → orders.status = cancelled (exact)"),
        ("customers in saint etienne", "saint etienne → customers.city = Saint-Étienne (case)"),
        ("customers in Saint-Étienne?", "Saint-Étienne → customers.city = Saint-Étienne (exact)"),
        ("what did ZOE MARTIN order", "ZOE MARTIN → customers.name = Zoé Martin (case)"),
        ("all opens", "opens → orders.status = Open (inflected)"),
        ("people in the netherlands", "the netherlands → countries.name = The Netherlands (case)"),
        ("customers of Germany", "Germany → countries.name = Germany (exact)"),
        ("the 'New York' ones", "New York → customers.city = New York (exact)"),
        ("orders with status 'no' or rating “no”", "no → orders.rating = no (exact)"),
        ("a rating of 5", "5 → orders.rating = 5 (exact)"),
        ("the status A ones", "A → orders.status = A (exact)"),
    ],
)
def test_words_of_the_question_are_linked_to_stored_values(
    shop: EmbeddedValueIndex, question: str, first: str
) -> None:
    assert linked(ask(shop, question))[0] == first


@pytest.mark.parametrize(
    "question",
    [
        "how many are there with no name?",
        "is that a good idea",
        "which country has the most customers",
        "show the name of every customer",
        "swordfish",
        "'opensesame'",
    ],
)
def test_ordinary_words_and_excluded_columns_give_no_links(shop: EmbeddedValueIndex, question: str) -> None:
    assert ask(shop, question).values == ()


def test_a_number_is_not_looked_for_in_an_excluded_column_that_a_key_makes_equal(tmp_path: Path) -> None:
    path = write(
        tmp_path / "shop.sqlite",
        """
        CREATE TABLE people(ssn INTEGER PRIMARY KEY, name TEXT);
        CREATE TABLE visits(person INTEGER REFERENCES people(ssn), day TEXT);
        INSERT INTO people VALUES (1234, 'Zoé'), (5678, 'Ann');
        INSERT INTO visits VALUES (1234, 'monday'), (5678, 'friday');
        """,
    )
    links = ask(EmbeddedValueIndex(Catalogue.of({"shop": path})), "visits of person 1234")
    found = {str(link.column) for link in (*links.values, *links.possible)}
    assert found == {"visits.person"}


@pytest.mark.parametrize("said", ["*mail*, people.born", '["*mail*", "people.born"]'])
def test_more_columns_are_excluded_besides_those_that_look_like_secrets(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNWISE_VALUE_INDEX_EXCLUDED_COLUMNS", said)
    excludes = ValueIndexSettings().excludes
    assert excludes("people", "E-Mail")
    assert excludes("People", "born")
    assert excludes("people", "password")
    assert not excludes("orders", "born")


def test_an_ordinary_word_beside_its_columns_name_is_a_value(shop: EmbeddedValueIndex) -> None:
    assert linked(ask(shop, "orders whose status is good")) == ["good → orders.status = good (exact)"]


def test_marks_tell_short_values_apart(shop: EmbeddedValueIndex) -> None:
    values = {str(link.value) for link in ask(shop, "orders rated A").values}
    assert values == {"A"}


def test_the_longest_mention_comes_first_and_what_it_covers_ranks_below(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "orders of New York Pets")
    assert linked(links)[:2] == [
        "New York Pets → customers.name = New York Pets (exact)",
        "New York → customers.city = New York (exact)",
    ]
    assert links.values[1].score < 0.7 * links.values[0].score


def test_mentions_say_where_they_stand(shop: EmbeddedValueIndex) -> None:
    question = "Are there orders from saint étienne?"
    mention = ask(shop, question).values[0].mention
    assert (question[mention.start : mention.end], mention.turn) == ("saint étienne", 0)


def test_a_name_stands_for_its_code_where_other_tables_hold_the_code(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "Only France", "Show the orders by country")
    aliases = [link for link in links.values if link.kind == "alias"]
    assert [shown(link) for link in aliases] == [
        "France → orders.country = FR (alias)",
        "France → customers.country = FR (alias)",
    ]
    assert str(aliases[0].source) == "countries.name"
    assert [(key.table, key.ref_table) for key in aliases[0].via] == [("orders", "countries")]


def test_a_text_that_names_many_rows_is_no_alias(shop: EmbeddedValueIndex) -> None:
    assert linked(ask(shop, "orders from Europe")) == ["Europe → countries.region = Europe (exact)"]


def test_a_code_that_is_not_stored_is_no_alias(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "orders of The Netherlands")
    assert linked(links)[0] == "The Netherlands → countries.name = The Netherlands (exact)"
    assert "alias" not in {link.kind for link in links.values}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("orders of more than 100", "100 → orders.total = 100 (number)"),
        ("orders with 7 items", "7 → orders.items = 7 (number)"),
        ("orders with two items", "two → orders.items = 2 (number)"),
        ("the year 2020", "2020 → orders.year = 2020 (number)"),
        ("total of 99.5", "99.5 → orders.total = 99.5 (number)"),
        ("customer id 2", "2 → customers.id = 2 (number)"),
    ],
)
def test_numbers_are_linked_to_columns_that_can_hold_them(
    shop: EmbeddedValueIndex, question: str, first: str
) -> None:
    assert linked(ask(shop, question))[0] == first


def test_the_numbers_of_keys_are_meant_only_where_the_key_is_named(shop: EmbeddedValueIndex) -> None:
    columns = {str(link.column) for link in ask(shop, "the top 2 orders").values}
    assert columns.isdisjoint({"orders.id", "orders.customer_id", "customers.id"})
    named = ask(shop, "what does order 2 cost").possible
    assert "orders.id" in {str(link.column) for link in named}


def test_what_looks_like_a_value_and_matches_none_is_reported(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "Did Maria Rossi from France buy 'cat food' for 90000 with code XK7?")
    assert [mention.text for mention in links.unmatched] == ["Maria Rossi", "cat food", "90000", "XK7"]


def test_earlier_questions_are_linked_too_and_marked_by_their_turn(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "And Germany?", "orders of France", "just the cancelled ones of France")
    turns = {str(link.value): link.mention.turn for link in links.values if link.kind == "exact"}
    assert turns == {"Germany": 0, "France": 2, "cancelled": 2}
    best = {str(link.value): link.score for link in reversed(links.values)}
    assert best["Germany"] > best["France"]


def test_numbers_of_earlier_questions_are_possible_where_they_were_said(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "and their names in 2021", "orders with a total of more than 100")
    earlier = next(link for link in links.possible if link.value == 100)
    assert shown(earlier) == "100 → orders.total = 100 (number)"
    assert (earlier.mention.turn, 100 in [link.value for link in links.values]) == (1, False)


def test_tables_and_columns_are_ranked_by_what_this_question_names(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "the total of each customer", "orders by status")
    assert links.tables[0].table == "customers"
    assert str(links.columns[0].column) == "orders.total"
    assert "orders.status" not in {str(ranked.column) for ranked in links.columns}


def test_a_column_is_ranked_where_one_of_its_values_is_named(shop: EmbeddedValueIndex) -> None:
    links = ask(shop, "the cancelled ones")
    assert str(links.columns[0].column) == "orders.status"
    assert [ranked.table for ranked in links.tables] == ["orders"]


def test_links_are_given_up_to_the_bounds_and_say_so(tmp_path: Path) -> None:
    bounds = ValueIndexSettings(value_links=1, ranked_tables=1, ranked_columns=1)
    index = EmbeddedValueIndex(Catalogue.of({"shop": write(tmp_path / "shop.sqlite")}), bounds)
    links = ask(index, "names and countries of customers and orders in France")
    assert (len(links.values), len(links.tables), len(links.columns)) == (1, 1, 1)
    assert set(links.truncated.model_dump().values()) == {True}


@pytest.mark.parametrize(
    "bound",
    [
        {"values_per_column": 1},
        {"indexed_rows": 1, "indexed_sample": 1},
        {"value_characters": 5, "parts_per_column": 1},
    ],
)
def test_values_that_are_left_out_are_reported(tmp_path: Path, bound: dict[str, int]) -> None:
    bounds = ValueIndexSettings.model_validate(bound)
    index = EmbeddedValueIndex(Catalogue.of({"shop": write(tmp_path / "shop.sqlite")}), bounds)
    assert ask(index, "orders").truncated.values


def test_without_bounds_reached_nothing_is_truncated(shop: EmbeddedValueIndex) -> None:
    assert set(ask(shop, "orders").truncated.model_dump().values()) == {False}


def test_switched_off_it_gives_the_schema_and_the_names_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "shop.sqlite")
    index = EmbeddedValueIndex(Catalogue.of({"shop": path}), ValueIndexSettings(values=False))
    links = ask(index, "orders of France over 100")
    assert links.values == ()
    assert links.tables[0].table == "orders"
    assert all(column.samples == () for table in links.snapshot.tables for column in table.columns)
    assert [mention.text for mention in links.unmatched] == ["France", "100"]


@settings(deadline=None)  # the machine may be busy
@given(question=st.text(max_size=200), earlier=st.text(max_size=50))
def test_any_text_is_answered_and_mentions_are_parts_of_it(
    shop: EmbeddedValueIndex, question: str, earlier: str
) -> None:
    links = ask(shop, question, earlier)
    mentions = [link.mention for link in links.values] + list(links.unmatched)
    for mention in mentions:
        assert (earlier if mention.turn else question)[mention.start : mention.end] == mention.text
    assert list(links.values) == sorted(links.values, key=lambda link: -link.score)


TELLING = """Is the 'New York' of France A+ 5 2020 no' "Open status : ?"""


@settings(deadline=None)  # the machine may be busy
@given(words=st.lists(st.sampled_from(TELLING.split())))
def test_any_order_of_telling_words_is_answered_alike_twice(
    shop: EmbeddedValueIndex, words: list[str]
) -> None:
    question = " ".join(words)
    assert ask(shop, question) == ask(shop, question)


# ------------------------------------------------------------------------------------------ when it is read


class Readings:
    """Counts how often a database is read."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, *arguments: Any, **named: Any) -> DatabaseContent:
        self.number += 1
        return read_content(*arguments, **named)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    counting = Readings()
    monkeypatch.setattr(contents, "read_content", counting)
    return counting


def test_requests_that_come_together_read_the_database_once(tmp_path: Path, readings: Readings) -> None:
    index = EmbeddedValueIndex(Catalogue.of({"shop": write(tmp_path / "shop.sqlite")}))

    async def many() -> list[Schema]:
        return await asyncio.gather(*(index.schema("shop") for _ in range(20)))

    assert len({id(schema) for schema in asyncio.run(many())}) == 1
    assert readings.number == 1


def test_a_request_that_is_cancelled_leaves_the_reading_to_the_others(
    tmp_path: Path, readings: Readings
) -> None:
    index = EmbeddedValueIndex(Catalogue.of({"shop": write(tmp_path / "shop.sqlite")}))

    async def one_leaves() -> Schema:
        leaving, staying = (asyncio.create_task(index.schema("shop")) for _ in range(2))
        await asyncio.sleep(0.005)
        leaving.cancel()
        return await staying

    assert asyncio.run(one_leaves()).tables
    assert readings.number == 1


def test_new_content_is_read_anew(tmp_path: Path, readings: Readings) -> None:
    path = write(tmp_path / "shop.sqlite")
    index = EmbeddedValueIndex(Catalogue.of({"shop": path}))
    before = ask(index, "Belgium")
    replaced = write(
        tmp_path / "new.sqlite", SHOP + "INSERT INTO countries VALUES ('BE', 'Belgium', 'Europe');"
    )
    replaced.replace(path)
    after = ask(index, "Belgium")
    assert (before.values, linked(after)[0]) == ((), "Belgium → countries.name = Belgium (exact)")
    assert before.snapshot.hash != after.snapshot.hash
    assert readings.number == 2


def test_a_file_that_vanished_is_unusable_and_one_that_came_back_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "shop.sqlite")
    index = EmbeddedValueIndex(Catalogue.of({"shop": path}))
    ask(index, "orders")
    path.unlink()
    with pytest.raises(DatabaseUnusable):
        ask(index, "orders")
    write(path)
    assert ask(index, "orders").tables


def test_a_reading_that_failed_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    path.write_bytes(b"no database" * 100)
    index = EmbeddedValueIndex(Catalogue.of({"shop": path}))
    for _ in range(2):
        with pytest.raises(DatabaseUnusable):
            ask(index, "orders")
    write(path)
    assert ask(index, "orders").tables


def test_a_database_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "shop.sqlite")
    changes: list[Callable[[], Path]] = [lambda: write(path, SHOP + "CREATE TABLE late(a);")]

    def read_and_change(*arguments: Any, **named: Any) -> DatabaseContent:
        content = read_content(*arguments, **named)
        if changes:
            changes.pop()()
        return content

    monkeypatch.setattr(contents, "read_content", read_and_change)
    index = EmbeddedValueIndex(Catalogue.of({"shop": path}))
    assert asyncio.run(index.schema("shop")).table("late") is not None


def test_the_databases_used_least_lately_are_forgotten(tmp_path: Path, readings: Readings) -> None:
    files = {name: write(tmp_path / f"{name}.sqlite") for name in ("a", "b", "c")}
    index = EmbeddedValueIndex(Catalogue.of(files), ValueIndexSettings(open_databases=2))
    for name in ("a", "b", "a", "c", "a", "b"):
        asyncio.run(index.schema(name))
    assert readings.number == 4


def test_an_unknown_database_is_refused(shop: EmbeddedValueIndex) -> None:
    with pytest.raises(UnknownDatabase):
        asyncio.run(shop.schema("other"))
    with pytest.raises(UnknownDatabase):
        asyncio.run(shop.link(LinkRequest(question="orders", database_id="other")))


def test_after_close_nothing_new_is_read(tmp_path: Path) -> None:
    index = EmbeddedValueIndex(Catalogue.of({"shop": write(tmp_path / "shop.sqlite")}))

    async def close_and_ask() -> None:
        await index.close()
        await index.schema("shop")

    with pytest.raises(RuntimeError):
        asyncio.run(close_and_ask())


def test_a_server_closes_the_index_when_it_ends(tmp_path: Path) -> None:
    """Else an index in the making would hold up its process."""
    files = {name: write(tmp_path / f"{name}.sqlite") for name in ("shop", "other")}
    index = EmbeddedValueIndex(Catalogue.of(files))

    async def serve_and_ask() -> None:
        async with Server(ServingSettings(port=0), [value_index_service(index)]):
            await index.schema("shop")
        await index.schema("other")

    with pytest.raises(RuntimeError, match="after shutdown"):
        asyncio.run(serve_and_ask())
