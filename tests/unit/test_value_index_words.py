"""Words, mentions and the closeness of names."""

import pytest

from services.contracts.schema import Column, ColumnRef, Schema, Table
from services.value_index.mentions import names, numbers, quoted
from services.value_index.schema_names import SchemaNames
from services.value_index.words import key_of, name_parts, words_of


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("St. Louis", "st louis"),
        ("Zürich", "ZURICH"),
        ("New  York\tCity", "new york city"),
        ("O’Brien", "o'brien"),
        ("movies", "Movie"),
        ("2012-03-01", "2012/03/01"),
    ],
)
def test_spellings_of_one_text_share_a_key(left: str, right: str) -> None:
    assert key_of(left) == key_of(right) != ()


def test_a_text_of_marks_alone_has_no_key() -> None:
    assert key_of("?!… 🐶") == ()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("customerID", ("customer", "id")),
        ("Ship_To2", ("ship", "to", "2")),
        ("HTMLPage", ("html", "page")),
        ("größe", ("grosse",)),
        ("two words", ("two", "words")),
        ("🐶", ()),
    ],
)
def test_names_are_split_into_words(name: str, parts: tuple[str, ...]) -> None:
    assert name_parts(name) == parts


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("the song 'Rock'n'Roll'", ["Rock'n'Roll"]),
        ('named "Ann" or “Bob”', ["Ann", "Bob"]),
        ("Bob's and Ann's orders", []),
        ("the artists' names and the dogs' owners", []),
        ("an empty '' and a blank ' '", []),
    ],
)
def test_quotes_are_told_from_apostrophes(question: str, spans: list[str]) -> None:
    assert [span.text for span in quoted(question)] == spans


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("more than 1,500 but under 2.5", [1500, 2.5]),
        ("at least three of the 12", [3, 12]),
        ("below -4", [-4]),
        ("on 2012-03-01 at 12:30", []),
        ("flight AB12 and 747-400", []),
        ("9" * 40, []),
        ("twenty-five or five thousand", [25, 5000]),
        ("between two hundred and three hundred", [200, 300]),
        ("of two thousand twenty four, one", [2024]),
        ("one hundred twenty-one million two thousand", [121_002_000]),
        ("two three twenty ten zero five", [2, 3, 20, 10, 0, 5]),
        ("two dozen, a hundred; a thousand hundred", [24, 100, 1000, 100]),
    ],
)
def test_numbers_are_told_from_dates_and_codes(question: str, values: list[float]) -> None:
    assert [number.value for number in numbers(question, words_of(question))] == values


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("Only France", ["France"]),
        ("How many people live in New York City or Bonn?", ["New York City", "Bonn"]),
        ("students of the University of Michigan in 2012", ["University of Michigan"]),
        ("Which flights use the code ab12?", ["ab12"]),
        ("Thanks. Show me more", []),
        ("Is Dr. Diana Rathk there? Can she come", ["Dr. Diana Rathk"]),
        ("SHOW REVENUE BY COUNTRY OF THE CUSTOMER", []),
        ("Show The Revenue By Country", []),
        ("What about those I like?", []),
    ],
)
def test_names_are_told_from_the_beginning_of_a_sentence_and_from_titles(
    question: str, spans: list[str]
) -> None:
    assert [span.text for span in names(question, words_of(question))] == spans


def table(name: str, *columns: str) -> Table:
    return Table(name=name, columns=tuple(Column(name=column) for column in columns))


SHOP = SchemaNames(
    Schema(
        database_id="shop",
        tables=(
            table("customers", "customer_id", "first_name", "customer_city", "dept"),
            table("orderLines", "order_id", "unitPrice", "ordered_on"),
            table("coursename", "title"),
        ),
    )
)


def closest(question: str) -> str:
    names = SHOP.closeness(words_of(question)).names
    return str(max(names, key=lambda name: names[name])) if names else ""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("show all customers", "customers"),
        ("their first names", "customers.first_name"),
        ("the city they live in", "customers.customer_city"),
        ("the unit price", "orderLines.unitPrice"),
        ("lines of orders", "orderLines"),
        ("the custommers", "customers"),
        ("their department", ""),
        ("their depts", "customers.dept"),
        ("every course name", "coursename"),
        ("nothing of that", ""),
    ],
)
def test_the_closest_name_is_the_one_that_the_question_says(question: str, name: str) -> None:
    assert closest(question) == name


def test_closeness_weighs_what_was_said_before() -> None:
    now, before = SHOP.closeness(words_of("the title")), SHOP.closeness(words_of("all customers"))
    both = now.joined(before, weight=0.5)
    assert both.of("customers") == 0.5 * before.of("customers")
    title = ColumnRef(table="coursename", column="title")
    assert both.of(title) == now.of(title) > 0
