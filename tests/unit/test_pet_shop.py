"""The sample database is always the same file, holds its traps, and its dialogues run on it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import pytest

from examples import pet_shop

# Both change together with every wanted change of the database.
SHA256 = "83a32c812ca49d7cfac0ed5c98712f49fb3dea5fd8c4e75babd3902aaff000ea"
ROW_COUNTS = {
    "countries": 10,
    "stores": 12,
    "customers": 1200,
    "staff": 76,
    "species": 9,
    "products": 111,
    "product_species": 158,
    "orders": 4000,
    "order_lines": 9388,
    "payments": 3888,
    "appointments": 1400,
}
DIALOGUES = Path(pet_shop.__file__).with_name("pet_shop_dialogues.json")


class Turn(TypedDict):
    question: str
    sql: str
    empty: NotRequired[bool]


class Dialogue(TypedDict):
    id: str
    title: str
    turns: list[Turn]


def read_dialogues() -> list[Dialogue]:
    dialogues: list[Dialogue] = json.loads(DIALOGUES.read_text(encoding="utf-8"))
    return dialogues


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pet_shop.build(tmp_path_factory.mktemp("pet_shop") / "pet_shop.sqlite")


@pytest.fixture(scope="module")
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def one(connection: sqlite3.Connection, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]


def test_two_builds_give_equal_bytes(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "again.sqlite"
    target.write_text("what stood there before")
    assert pet_shop.build(target).read_bytes() == database.read_bytes()
    assert list(tmp_path.iterdir()) == [target]


def test_the_file_is_the_recorded_one(database: Path) -> None:
    assert hashlib.sha256(database.read_bytes()).hexdigest() == SHA256


def test_the_file_is_sound(connection: sqlite3.Connection) -> None:
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_tables_and_row_counts(connection: sqlite3.Connection) -> None:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert {table: one(connection, f"SELECT COUNT(*) FROM {table}") for table in tables} == ROW_COUNTS


def test_a_total_is_the_sum_of_its_lines(connection: sqlite3.Connection) -> None:
    wrong = connection.execute(
        "SELECT o.order_id FROM orders AS o LEFT JOIN order_lines AS l ON l.order_id = o.order_id "
        "GROUP BY o.order_id "
        "HAVING ROUND(SUM(l.quantity * l.unit_price - COALESCE(l.discount, 0)), 2) IS NOT o.total"
    )
    assert wrong.fetchall() == []


def test_payments_add_up_to_the_order(connection: sqlite3.Connection) -> None:
    wrong = connection.execute(
        "SELECT o.order_id FROM orders AS o JOIN payments AS p ON p.order_id = o.order_id "
        "GROUP BY o.order_id HAVING ROUND(SUM(p.amount), 2) <> o.total"
    )
    assert wrong.fetchall() == []


def test_nothing_happens_before_it_can(connection: sqlite3.Connection) -> None:
    for sql in (
        "orders AS o JOIN customers AS c USING (customer_id) WHERE o.ordered_on < c.registered_on",
        "orders AS o JOIN stores AS s USING (store_id) WHERE o.ordered_on < s.opened_on",
        "orders AS o JOIN staff AS t ON t.staff_id = o.sold_by WHERE o.ordered_on < t.hired_on",
        "payments AS p JOIN orders AS o USING (order_id) WHERE p.paid_on < o.ordered_on",
        "appointments AS a JOIN customers AS c USING (customer_id) WHERE a.scheduled_at < c.registered_on",
        "appointments AS a JOIN staff AS t ON t.staff_id = a.vet_id WHERE a.scheduled_at < t.hired_on",
        "customers AS c JOIN customers AS r ON r.customer_id = c.referred_by "
        "WHERE c.registered_on < r.registered_on",
    ):
        assert one(connection, f"SELECT COUNT(*) FROM {sql}") == 0, sql


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("countries WHERE code NOT IN (SELECT country FROM orders)", id="country without orders"),
        pytest.param(
            "products WHERE product_id NOT IN (SELECT product_id FROM order_lines)", id="product never sold"
        ),
        pytest.param(
            "products WHERE product_id NOT IN (SELECT product_id FROM product_species)",
            id="product for no species",
        ),
        pytest.param(
            "orders AS o JOIN customers AS c USING (customer_id) WHERE o.country <> c.country_code",
            id="order of another country than its customer's",
        ),
        pytest.param("orders WHERE sold_by = approved_by", id="both staff keys meet"),
        pytest.param("orders WHERE approved_by IS NULL", id="order without approval"),
        pytest.param("orders WHERE order_id NOT IN (SELECT order_id FROM payments)", id="unpaid order"),
        pytest.param(
            "(SELECT order_id FROM payments GROUP BY order_id HAVING COUNT(*) = 2)", id="two payments"
        ),
        pytest.param("order_lines WHERE discount IS NULL", id="line without discount"),
        pytest.param("customers WHERE email IS NULL", id="customer without e-mail"),
        pytest.param("customers WHERE email <> LOWER(email)", id="mixed case in an e-mail"),
        pytest.param("staff WHERE manager_id IS NULL", id="nobody's report"),
        pytest.param("customers WHERE last_name LIKE '%''%'", id="apostrophe in a name"),
        pytest.param("stores WHERE name LIKE '%é%'", id="accent in a name"),
        pytest.param(
            "(SELECT first_name FROM customers GROUP BY first_name, last_name HAVING COUNT(*) > 1)",
            id="namesakes",
        ),
        pytest.param(
            "(SELECT city FROM stores GROUP BY city HAVING COUNT(*) > 1)", id="two stores in a city"
        ),
        pytest.param(
            "(SELECT LOWER(method) FROM payments GROUP BY LOWER(method) HAVING COUNT(DISTINCT method) > 1)",
            id="mixed case in a payment method",
        ),
        pytest.param(
            "(SELECT 1 FROM products GROUP BY LOWER(category) HAVING COUNT(DISTINCT category) > 1)",
            id="mixed case in a category",
        ),
    ],
)
def test_trap(connection: sqlite3.Connection, sql: str) -> None:
    assert one(connection, f"SELECT COUNT(*) FROM {sql}") > 0


def test_france_orders_in_every_month(connection: sqlite3.Connection) -> None:
    sql = "SELECT COUNT(DISTINCT strftime('%Y-%m', ordered_on)) FROM orders WHERE country = 'FR'"
    assert one(connection, sql) == 24


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("country", "orders"),
        ("store_id", "orders"),
        ("sold_by", "orders"),
        ("customer_id", "orders"),
        ("approved_by", "orders WHERE approved_by IS NOT NULL"),
        ("referred_by", "customers WHERE referred_by IS NOT NULL"),
        ("vet_id", "appointments"),
        ("booked_by", "appointments WHERE booked_by IS NOT NULL"),
        ("species_id", "appointments"),
    ],
)
def test_the_first_place_is_not_shared(connection: sqlite3.Connection, key: str, table: str) -> None:
    first, second = connection.execute(
        f"SELECT COUNT(*) FROM {table} GROUP BY {key} ORDER BY COUNT(*) DESC LIMIT 2"
    )
    assert first > second


def test_dialogues_are_forty_of_three_to_six_turns() -> None:
    dialogues = read_dialogues()
    assert len(dialogues) == len({dialogue["id"] for dialogue in dialogues}) == 40
    assert {len(dialogue["turns"]) for dialogue in dialogues} == {3, 4, 5, 6}


def test_the_first_dialogue_is_the_one_of_the_documentation() -> None:
    assert [turn["question"] for turn in read_dialogues()[0]["turns"]] == [
        "Show revenue by country",
        "Only France",
        "Now break it down by month",
        "That looks empty. Try the country code instead",
        "Which store has taken the most orders?",
    ]


@pytest.mark.parametrize("dialogue", read_dialogues(), ids=lambda dialogue: dialogue["id"])
def test_references_run_and_return_rows(connection: sqlite3.Connection, dialogue: Dialogue) -> None:
    for turn in dialogue["turns"]:
        rows = connection.execute(turn["sql"]).fetchall()
        # A lone NULL is what an aggregate answers where it found nothing.
        found = any(value is not None for row in rows for value in row)
        assert found != turn.get("empty", False), turn["question"]
