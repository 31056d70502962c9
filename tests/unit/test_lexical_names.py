"""What a schema's names say about its columns, and where a question names them."""

import pytest

from services.contracts.schema import Column, ColumnRef, ForeignKey, Schema, Table
from services.planner.lexical.name_spans import name_spans
from services.planner.lexical.names import SchemaNames
from services.planner.words import words_of
from tests.library import library_schema


def ref(text: str) -> ColumnRef:
    table, column = text.split(".", 1)
    return ColumnRef(table=table, column=column)


def one_table(name: str, *columns: str, numeric: tuple[str, ...] = ()) -> SchemaNames:
    kinds = [Column(name=column, type="REAL" if column in numeric else "TEXT") for column in columns]
    return SchemaNames(Schema(database_id="db", tables=(Table(name=name, columns=tuple(kinds)),)))


@pytest.fixture(scope="module")
def names() -> SchemaNames:
    return SchemaNames(library_schema())


@pytest.mark.parametrize(
    ("table", "columns", "naming"),
    [
        ("stores", ("id", "name", "city"), ("name",)),
        ("books", ("id", "title"), ("title",)),
        ("customers", ("id", "customer_name", "email"), ("customer_name",)),
        ("customers", ("id", "first_name", "last_name"), ("first_name", "last_name")),
        ("institution", ("id", "institution", "team"), ("institution",)),
        ("student", ("stuid", "lname", "fname"), ("lname", "fname")),
        ("orders", ("id", "status"), ()),
    ],
)
def test_rows_are_known_by_their_name(table: str, columns: tuple[str, ...], naming: tuple[str, ...]) -> None:
    assert tuple(ref.column for ref in one_table(table, *columns).naming(table)) == naming


@pytest.mark.parametrize(
    ("column", "declared", "date"),
    [
        ("ordered_on", "TEXT", True),
        ("birth_date", "TEXT", True),
        ("scheduled_at", "TEXT", True),
        ("created", "TIMESTAMP", True),
        ("date_count", "INTEGER", False),
        ("season", "TEXT", False),
    ],
)
def test_a_date_is_known_by_type_or_name(column: str, declared: str, date: bool) -> None:
    table = Table(name="t", columns=(Column(name=column, type=declared),))
    names = SchemaNames(Schema(database_id="db", tables=(table,)))
    assert names.is_date(ref(f"t.{column}")) is date


def test_keys_are_no_measures(names: SchemaNames) -> None:
    assert names.is_measure(ref("books.price"))
    assert not names.is_measure(ref("books.id"))
    assert not names.is_measure(ref("people.home_city"))


def test_amounts_add_up_and_rates_do_not() -> None:
    names = one_table("t", "total", "rating", numeric=("total", "rating"))
    assert names.is_additive(ref("t.total"))
    assert not names.is_additive(ref("t.rating"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cities.country_code", "countries.code", True),
        ("cities.country_code", "countries.name", True),
        ("people.name", "cities.name", False),
        ("weather.place", "cities.name", False),
    ],
)
def test_a_key_and_the_name_of_what_it_refers_to_mean_the_same(
    names: SchemaNames, one: str, other: str, same: bool
) -> None:
    assert names.same_meaning(ref(one), ref(other)) is same


def test_a_row_has_many_of_what_refers_to_it_and_one_of_what_it_refers_to(names: SchemaNames) -> None:
    assert names.has_many("people", "wishes")
    assert names.has_many("countries", "people")
    assert not names.has_many("wishes", "people")
    assert not names.has_many("wishes", "countries")
    assert not names.has_many("people", "weather")


def test_a_cycle_of_keys_ends() -> None:
    tables = tuple(Table(name=name, columns=(Column(name="id"), Column(name="other"))) for name in "ab")
    keys = tuple(
        ForeignKey(table=one, columns=("other",), ref_table=other, ref_columns=("id",))
        for one, other in ("ab", "ba")
    )
    names = SchemaNames(Schema(database_id="db", tables=tables, foreign_keys=keys))
    assert names.distance("a", "b") == 1
    assert not names.has_many("a", "b")


@pytest.mark.parametrize(
    ("question", "text", "column"),
    [
        ("the date of print", "date of print", "books.Date of print"),
        ("country codes", "country codes", "cities.country_code"),
        ("book titles", "book titles", "books.title"),
        ("the pric", "pric", "books.price"),
        ("rainy places", "places", "weather.place"),
    ],
)
def test_a_question_names_columns_in_its_own_words(
    names: SchemaNames, question: str, text: str, column: str
) -> None:
    spans = {span.text: span for span in name_spans(words_of(question), names)}
    assert ref(column) in {candidate.ref for candidate in spans[text].columns}


def test_a_noun_said_once_for_two_names_is_found_for_both() -> None:
    names = one_table("people", "first_name", "last_name")
    spans = list(name_spans(words_of("first and last name"), names))
    assert {"first name", "last name"} <= {span.text for span in spans}


def test_names_of_two_tables_are_no_single_name(names: SchemaNames) -> None:
    spans = name_spans(words_of("names of books"), names)
    assert all(span.text != "names of books" for span in spans)
