"""Other names and literals in a conversation: the same ones wherever they stand."""

import random

from training.tiny.renaming import Renaming, names_in

_SQL = "SELECT T1.name, count(*) FROM stores AS T1 JOIN orders AS T2 ON T1.id = T2.store_id WHERE T1.age > 30"
_PLAN = "Plan (80%):\nfrom stores, orders\njoin stores.id = orders.store_id\nwhere stores.age > 30\nwith nesting 1"


def _renaming(seed: int) -> Renaming:
    statements = [_SQL, "SELECT hotel_code FROM bookings WHERE city = 'Lyon'"]
    return Renaming.of(statements, random.Random(seed))


def test_names_are_tables_and_columns_without_functions_and_aliases() -> None:
    assert set(names_in(_SQL)) == {"name", "stores", "orders", "id", "store_id", "age"}
    assert names_in("no 'SQL") == []


def test_a_name_becomes_the_same_other_name_everywhere() -> None:
    plan, sql = _renaming(1).renamed([_PLAN, _SQL], _SQL)
    renamed = dict(zip(names_in(_SQL), names_in(_SQL), strict=True))
    for name in renamed:
        assert f" {name} " not in f" {sql} "
    table, other = plan.splitlines()[1].removeprefix("from ").split(", ")
    assert f"FROM {table} AS T1 JOIN {other} AS T2" in sql
    assert plan.splitlines()[2].startswith(f"join {table}.")
    assert "count(*)" in sql


def test_what_the_plan_says_of_itself_keeps_its_numbers() -> None:
    for seed in range(20):
        plan, sql = _renaming(seed).renamed([_PLAN, _SQL], _SQL)
        assert plan.startswith("Plan (80%)")
        assert plan.endswith("with nesting 1")
        assert plan.splitlines()[3].rpartition(" ")[2] == sql.rpartition(" ")[2]


def test_literals_are_replaced_alike() -> None:
    said, sql = "'lyon' -> hotel.city = 'Lyon'", "SELECT id FROM hotel WHERE city = 'Lyon'"
    found = [_renaming(seed).renamed([said, sql], sql) for seed in range(20)]
    assert all(said.rpartition("= ")[2] == sql.rpartition("= ")[2] for said, sql in found)
    assert any("'Lyon'" not in sql for _, sql in found)


def test_the_same_seed_gives_the_same_names() -> None:
    assert _renaming(3).renamed([_PLAN, _SQL], _SQL) == _renaming(3).renamed([_PLAN, _SQL], _SQL)


def test_words_with_a_meaning_of_their_own_stay() -> None:
    (sql,) = _renaming(1).renamed(["SELECT max(year) FROM date"], "SELECT max(year) FROM date")
    assert sql.startswith("SELECT max(")
    assert sql.endswith("FROM date")
