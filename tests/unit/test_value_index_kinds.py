"""Every kind of match, on a small database made for it."""

import asyncio
from datetime import datetime
from pathlib import Path

import apsw
import pytest

from services.contracts.catalogue import Catalogue
from services.contracts.errors import InvalidRequest
from services.contracts.models import Context, LinkRequest, Links, Turn, ValueLink
from services.value_index.meaning import is_category
from services.value_index.notes import NO_NOTES, read_notes
from services.value_index.profiles import TextFormat, text_format
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex

SCRIPT = """
    CREATE TABLE customers(
        id INTEGER PRIMARY KEY, name TEXT, city TEXT, state TEXT, country TEXT, gender TEXT, card_number TEXT
    );
    CREATE TABLE orders(
        id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers, placed_on TEXT, year INTEGER,
        discount REAL, status TEXT, weight TEXT, comment TEXT
    );
    CREATE TABLE rooms(code TEXT, title TEXT, department TEXT);
    INSERT INTO customers VALUES
        (1, 'Sir Edward Conway', 'San Francisco Bay', 'CA', 'USA', 'F', '4111'),
        (2, 'Matthias Blume', 'Philadelphia', 'NY', 'FRA', 'M', '4222'),
        (3, 'Ann Lee', 'NYC', 'IN', 'DEU', 'F', '4333');
    INSERT INTO orders VALUES
        (1, 1, '2024-03-05', 2024, 0.05, 'fail', '12.5', 'short'),
        (2, 2, '2025-01-31', 2025, 1500, 'success', '7', NULL),
        (3, 3, '1995-06-30', 1995, 25, 'success', '150', NULL);
    INSERT INTO rooms VALUES
        ('KLR 229D', 'Monadic parsing', 'Computer Info. Systems'), ('DRE 102', 'Monadic state', 'History'),
        ('KLR 200', 'Lazy monadic folds', 'Biology'), ('DRE 1', 'Four monadic laws', 'Physics');
"""
LONG = "The battery life of this phone is far too short, and its screen breaks when you look at it " * 2


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedValueIndex:
    folder = tmp_path_factory.mktemp("kinds")
    connection = apsw.Connection(str(folder / "shop.sqlite"))
    connection.execute(SCRIPT)
    connection.execute("UPDATE orders SET comment = ? WHERE id = 2", (LONG,))
    connection.close()
    notes = folder / "notes"
    notes.mkdir()
    (notes / "shop.yaml").write_text("""
        tables:
          customers:
            description: those who buy
            columns:
              card_number: {excluded: true}
              country: {description: of the invoice, values: {FRA: [the Hexagon]}}
        synonyms:
          success: [went well]
    """)
    settings = ValueIndexSettings(notes=notes)
    return EmbeddedValueIndex(Catalogue.of({"shop": folder / "shop.sqlite"}), settings)


def ask(index: EmbeddedValueIndex, question: str, *earlier: str) -> Links:
    history = tuple(Turn(number=number, question=said) for number, said in enumerate(earlier, 1))
    context = Context(now=datetime(2025, 5, 31))
    request = LinkRequest(question=question, database_id="shop", history=history, context=context)
    return asyncio.run(index.link(request))


def shown(link: ValueLink) -> str:
    part = "…" if link.part else ""
    return f"{link.mention.text} → {link.column} = {part}{link.value!s} ({link.kind})"


@pytest.mark.parametrize(
    ("question", "link"),
    [
        # typos
        ("customers in Philadelpia", "Philadelpia → customers.city = Philadelphia (fuzzy)"),
        ("what did 'Mathias Blume' buy", "Mathias Blume → customers.name = Matthias Blume (fuzzy)"),
        # other forms
        ("orders that failed", "failed → orders.status = fail (inflected)"),
        ("the successful ones", "successful → orders.status = success (inflected)"),
        # spaces
        ("what is in KLR229D", "KLR229D → rooms.code = KLR 229D (case)"),
        # abbreviations
        ("people of SFB", "SFB → customers.city = San Francisco Bay (abbreviation)"),
        ("people of New York City", "New York City → customers.city = NYC (abbreviation)"),
        ("what did Conway order", "Conway → customers.name = Sir Edward Conway (abbreviation)"),
        (
            "the Computer Information Systems rooms",
            "Computer Information Systems → rooms.department = Computer Info. Systems (fuzzy)",
        ),
        # code lists
        ("customers from the US", "US → customers.country = USA (code_list)"),
        ("customers from the U.S. in 2024", "U.S → customers.country = USA (code_list)"),
        ("customers from France", "France → customers.country = FRA (code_list)"),
        ("customers from California", "California → customers.state = CA (code_list)"),
        ("female customers", "female → customers.gender = F (code_list)"),
        # the user's own
        ("customers in the Hexagon", "the Hexagon → customers.country = FRA (synonym)"),
        ("orders that went well", "went well → orders.status = success (synonym)"),
        # numbers
        ("a discount of 5%", "5% → orders.discount = 0.05 (number)"),
        ("a discount over 1.5k", "1.5k → orders.discount = 1500 (number)"),
        ("a discount of twenty-five", "twenty-five → orders.discount = 25 (number)"),
        ("a weight above 90", "90 → orders.weight = 90 (number)"),
        # dates
        ("orders placed in March 2024", "March 2024 → orders.placed_on = …2024-03 (date)"),
        ("orders placed on March 5, 2024", "March 5, 2024 → orders.placed_on = 2024-03-05 (date)"),
        ("orders placed after 1995", "1995 → orders.placed_on = …1995 (date)"),
        ("orders placed last year", "last year → orders.placed_on = …2024 (date)"),
        ("orders of the year, last year", "last year → orders.year = 2024 (date)"),
        # parts
        ("titles that contain 'Monadic'", "Monadic → rooms.title = …Monadic (exact)"),
        ("names that contain the letter e", "e → customers.name = …e (exact)"),
        ("comments about 'battery life'", "battery life → orders.comment = …battery life (exact)"),
    ],
)
def test_words_that_do_not_spell_a_stored_value_are_linked(
    shop: EmbeddedValueIndex, question: str, link: str
) -> None:
    links = ask(shop, question)
    assert link in [shown(found) for found in (*links.values, *links.possible)]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("is that in me or for us", "IN"),
        ("orders in March", "Matthias Blume"),
        ("customers with card 4111", "4111"),
        ("comments about the weather", "weather"),
    ],
)
def test_words_that_mean_something_else_are_not(shop: EmbeddedValueIndex, question: str, value: str) -> None:
    links = ask(shop, question)
    assert value not in [str(link.value) for link in (*links.values, *links.possible)]


def test_what_is_spelled_scores_higher_than_what_is_not(shop: EmbeddedValueIndex) -> None:
    spelled = ask(shop, "customers in Philadelphia").values[0]
    misspelt = ask(shop, "customers in Philadelpia").values[0]
    assert spelled.value == misspelt.value
    assert misspelt.score < spelled.score


def test_a_mention_that_finds_nothing_says_so(shop: EmbeddedValueIndex) -> None:
    assert [mention.text for mention in ask(shop, "orders from Atlantis").unmatched] == ["Atlantis"]


def test_a_date_is_found_where_a_column_has_dates(shop: EmbeddedValueIndex) -> None:
    assert ask(shop, "orders placed in March 2024").unmatched == ()


def test_descriptions_and_exclusions_of_the_notes_stand_in_the_schema(shop: EmbeddedValueIndex) -> None:
    customers = asyncio.run(shop.schema("shop")).table("customers")
    assert customers is not None
    assert customers.description == "those who buy"
    described = {
        column.name: (column.description, column.excluded, column.samples) for column in customers.columns
    }
    assert described["country"][0] == "of the invoice"
    assert described["card_number"] == ("", True, ())


# ------------------------------------------------------------------------------------------------------- notes


def test_descriptions_are_read_in_birds_form(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "account.csv").write_bytes(
        b"\xef\xbb\xbforiginal_column_name,column_name,column_description,data_format,value_description\r\n"
        b'frequency,,how often,text,"""X"" stands for\r\nmonthly"\r\n'
    )
    (tmp_path / "bank" / "loan.csv").write_bytes(b"original_column_name,column_description\nsum,in \x80\n")
    notes = read_notes(tmp_path, "bank")
    assert notes.columns == {
        ("account", "frequency"): 'how often; "X" stands for monthly',
        ("loan", "sum"): "in €",
    }


def test_a_folder_of_notes_that_is_missing_is_refused(tmp_path: Path) -> None:
    """What it excludes would be kept."""
    with pytest.raises(InvalidRequest, match=r"There is no folder of notes .*/missing"):
        read_notes(tmp_path / "missing", "bank")


def test_without_files_there_are_no_notes(tmp_path: Path) -> None:
    assert read_notes(tmp_path, "bank") == read_notes(None, "bank") == NO_NOTES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tables: [", "cannot be read"),
        ("tables: {a: {colums: {}}}", "tables.a.colums"),
        ("- a", "valid dictionary"),
    ],
)
def test_notes_that_are_none_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bank.yaml").write_text(text)
    with pytest.raises(InvalidRequest, match=said):
        read_notes(tmp_path, "bank")


# --------------------------------------------------------------------------------------------- what values are like


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2024-01-31", "2023-12-01 "], TextFormat.DATE),
        (["31.01.2024", "01.12.2023"], TextFormat.DATE),
        (["FR", "DE-BY", "A1"], TextFormat.CODE),
        (["https://a.org/b", "www.b.com"], TextFormat.URL),
        (["ann@b.org", "b.c@d.de"], TextFormat.EMAIL),
        ([LONG], TextFormat.FREE_TEXT),
        (["Ann Lee", "Bob"], TextFormat.NONE),
        (["2024-13-45", "2024-02-31"], TextFormat.CODE),
        (["", " "], TextFormat.NONE),
    ],
)
def test_the_format_of_texts_is_told(texts: list[str], form: TextFormat) -> None:
    assert text_format(texts) is form


@pytest.mark.parametrize(
    ("texts", "category"),
    [
        (["in transit", "Sent"], True),
        (["FR", "DE"], False),
        (["room 12"], False),
        ([], False),
        (["a" * 50], False),
    ],
)
def test_categories_are_short_words(texts: list[str], category: bool) -> None:
    assert is_category(texts) is category
