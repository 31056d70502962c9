"""Questions as words, and words as parts of names."""

import pytest

from services.planner.lexical.likeness import EQUAL, joined_likeness, likeness
from services.planner.words import parts, stem, words_of


def test_words_keep_where_they_stand() -> None:
    question = "The store's names, please: “Chez Félix” over 1,000.50 since 2024-03-01"
    assert all(question[word.start : word.end] == word.text for word in words_of(question))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,250", 1250),
        ("2.5", 2.5),
        ("-3", -3),
        ("twelve", 12),
        ("twice", 2),
        ("9" * 30, float("9" * 30)),
    ],
)
def test_numbers_are_read(text: str, number: float) -> None:
    (word,) = words_of(text)
    assert word.number == number


@pytest.mark.parametrize("text", ['"O\'Hara"', "'Maple Street'", "“café”", "2024-03-01", "2024-03-01 12:30"])
def test_a_quoted_phrase_and_a_date_are_one_word(text: str) -> None:
    (word,) = words_of(text)
    assert word.quoted
    assert word.text == text.strip("\"'“”")


def test_a_contracted_not_is_not() -> None:
    assert [word.lower for word in words_of("They aren't late")] == ["they", "not", "late"]


def test_a_month_in_small_letters_is_no_month_where_it_is_another_word() -> None:
    assert [word.month for word in words_of("may May march")] == [None, 5, 3]


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("country_code", ("country", "code")),
        ("StuID", ("stu", "id")),
        ("HTTPServer", ("http", "server")),
        ("Date of print", ("date", "of", "print")),
        ("ürün_adı2", ("ürün", "adı", "2")),
        ("___", ()),
    ],
)
def test_an_identifier_is_split_into_its_words(identifier: str, words: tuple[str, ...]) -> None:
    assert parts(identifier) == words


@pytest.mark.parametrize(("one", "other"), [("cities", "City"), ("people", "persons"), ("Cafés", "cafe")])
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("word", "better", "worse"),
    [
        ("customers", "customer", "cust"),
        ("revenue", "total", "amount"),
        ("revenue", "amount", "price"),
        ("department", "dept", "day"),
        ("quantity", "qty", "city"),
        ("enrollment", "enrolment", "payment"),
    ],
)
def test_the_nearer_name_is_more_alike(word: str, better: str, worse: str) -> None:
    assert likeness(word, better) > likeness(word, worse)


def test_only_the_same_word_is_equal() -> None:
    assert likeness("orders", "order") == EQUAL
    assert likeness("order", "border") < EQUAL


@pytest.mark.parametrize(
    ("words", "part", "alike"),
    [
        (["first", "name"], "fname", True),
        (["customer", "ids"], "custid", True),
        (["last", "name"], "fname", False),
        (["name"], "name", False),
    ],
)
def test_a_name_may_be_written_as_one_word(words: list[str], part: str, alike: bool) -> None:
    assert (joined_likeness(words, part) > 0) is alike
