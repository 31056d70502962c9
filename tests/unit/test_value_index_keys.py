"""Inferred keys: what names, types and stored values must say together."""

import apsw
import pytest

from services.value_index.snapshot import read_schema

CUSTOMERS = "CREATE TABLE customers(customer_id INTEGER PRIMARY KEY, name TEXT)"
THREE = "INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cem')"


def inferred(*statements: str) -> list[str]:
    connection = apsw.Connection(":memory:")
    for statement in statements:
        connection.execute(statement).fetchall()
    return [
        f"{key.table}.{key.columns[0]} → {key.ref_table}.{key.ref_columns[0]}"
        for key in read_schema(connection, "shop").foreign_keys
        if key.inferred
    ]


@pytest.mark.parametrize(
    ("table", "column", "reference"),
    [
        ("customers(customer_id INTEGER PRIMARY KEY)", "customer_id", "customer_id"),
        ("Customer(id INTEGER PRIMARY KEY)", "CustomerID", "id"),
        ("customers(id INTEGER PRIMARY KEY)", "customer", "id"),
        ("customers(cust_id INTEGER PRIMARY KEY)", "cust_id", "cust_id"),
        ("customers(customer_id INTEGER PRIMARY KEY)", "billed_customer_id", "customer_id"),
        ("customers(customer_id INTEGER PRIMARY KEY)", "customer2_id", "customer_id"),
        ("customers(customer_id INTEGER PRIMARY KEY)", "best_customer", "customer_id"),
        ("customers(customerid INTEGER)", "customerid", "customerid"),  # no key declared, no value twice
    ],
)
def test_a_column_that_names_the_other_key_refers_to_it(table: str, column: str, reference: str) -> None:
    name = table.split("(")[0]
    keys = inferred(
        f"CREATE TABLE {table}",
        f"CREATE TABLE orders(number INTEGER PRIMARY KEY, {column} INTEGER)",
        f"INSERT INTO {name} VALUES (1), (2), (3)",
        "INSERT INTO orders VALUES (10, 1), (11, 1), (12, 3)",
    )
    assert keys == [f"orders.{column} → {name}.{reference}"]


@pytest.mark.parametrize(
    "column",
    ["amount", "id", "name", "customers", "total_customer", "best_customers"],
)
def test_other_names_say_nothing(column: str) -> None:
    assert inferred(CUSTOMERS, THREE, f"CREATE TABLE orders({column})", "INSERT INTO orders VALUES (1)") == []


def test_values_that_the_other_column_does_not_hold_deny_a_key() -> None:
    orders = "CREATE TABLE orders(customer_id INTEGER)"
    assert inferred(CUSTOMERS, THREE, orders, "INSERT INTO orders VALUES (1), (77), (78)") == []


def test_a_few_references_to_rows_that_are_gone_do_not() -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT i, '' FROM n"
    orders = "CREATE TABLE orders(customer_id INTEGER, number)"
    keys = inferred(
        CUSTOMERS,
        f"INSERT INTO customers {many}",
        orders,
        f"INSERT INTO orders {many}",
        "DELETE FROM customers WHERE customer_id < 6",
    )
    assert keys == ["orders.customer_id → customers.customer_id"]


def test_in_an_empty_database_sure_names_of_one_type_are_enough() -> None:
    orders = "CREATE TABLE orders(customer_id INTEGER, best_customer INTEGER)"
    assert inferred(CUSTOMERS, orders) == ["orders.customer_id → customers.customer_id"]
    assert inferred(CUSTOMERS, "CREATE TABLE orders(customer_id TEXT)") == []


def test_where_stored_values_agree_the_declared_types_need_not() -> None:
    orders = "CREATE TABLE orders(customer_id TEXT)"
    keys = inferred(CUSTOMERS, THREE, orders, "INSERT INTO orders VALUES ('1'), ('3'), ('3')")
    assert keys == ["orders.customer_id → customers.customer_id"]


def test_tables_with_a_declared_key_between_them_get_no_other() -> None:
    orders = "CREATE TABLE orders(buyer REFERENCES customers, customer_id INTEGER)"
    assert inferred(CUSTOMERS, THREE, orders, "INSERT INTO orders VALUES (1, 1)") == []


def test_of_two_targets_that_are_equally_likely_neither_is_taken() -> None:
    keys = inferred(
        "CREATE TABLE shops(area_code INTEGER PRIMARY KEY)",
        "CREATE TABLE depots(area_code INTEGER PRIMARY KEY)",
        "CREATE TABLE visits(area_code INTEGER)",
        "INSERT INTO shops VALUES (1), (2)",
        "INSERT INTO depots VALUES (1), (2)",
        "INSERT INTO visits VALUES (1), (2), (2)",
    )
    assert keys == []


def test_a_table_of_details_hangs_on_its_table_and_not_the_other_way_round() -> None:
    details = "CREATE TABLE customer_details(customer_id INTEGER PRIMARY KEY, address TEXT)"
    values = "INSERT INTO customer_details VALUES (1, 'a'), (2, 'b'), (3, 'c')"
    expected = ["customer_details.customer_id → customers.customer_id"]
    assert inferred(CUSTOMERS, THREE, details, values) == expected


def test_views_take_no_part() -> None:
    view = "CREATE VIEW buyers AS SELECT customer_id FROM customers"
    assert inferred(CUSTOMERS, THREE, view) == []
