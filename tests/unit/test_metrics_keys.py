"""What the form metrics know of keys: read from a database, from tables.json, from a schema snapshot; hardness."""

import json
from pathlib import Path
from typing import Any

import apsw
import pytest

from eval.database_keys import read_keys
from eval.databases import DatabaseFiles
from eval.metrics.esm import Hardness, Unparsable, hardness
from eval.metrics.esm.keys import keys_from_schema, keys_from_tables_json
from eval.metrics.etm import TableKeys, prepare
from services.contracts.errors import InvalidRequest
from services.contracts.schema import Column, ForeignKey, Schema, Table

CLINIC = (Path(__file__).parents[1] / "golden" / "metrics" / "clinic.sql").read_text()


def keys_of(statements: str) -> dict[str, TableKeys]:
    connection = apsw.Connection(":memory:")
    connection.execute(statements).fetchall()
    return dict(read_keys(connection))


def test_keys_of_a_database() -> None:
    keys = keys_of(CLINIC)
    assert keys.keys() == {"owner", "pet", "visit"}
    assert keys["owner"] == TableKeys(
        columns=("id", "name", "city", "email", "joined"),
        primary_key=frozenset({"id"}),
        unique=frozenset({"id", "email"}),
        not_null=frozenset({"id", "name"}),
    )
    assert keys["pet"].foreign_keys == {"owner_id": "owner.id"}


def test_composite_keys_mark_no_column() -> None:
    keys = keys_of("CREATE TABLE T (A, B, C, D, PRIMARY KEY (A, B), UNIQUE (C, D))")["t"]
    assert keys.primary_key == {"a", "b"}
    assert keys.unique == keys.not_null == frozenset()


def test_a_foreign_key_without_columns_means_the_primary_key() -> None:
    keys = keys_of("CREATE TABLE u (x, k PRIMARY KEY); CREATE TABLE t (a REFERENCES U, b REFERENCES gone)")
    assert keys["t"].foreign_keys == {"a": "u.k"}


def test_of_several_foreign_keys_of_a_column_the_first_counts() -> None:
    keys = keys_of("CREATE TABLE t (a REFERENCES u (k) REFERENCES v (l))")
    assert keys["t"].foreign_keys == {"a": "u.k"}


def entry(keys: list[list[int]]) -> dict[str, Any]:
    return {
        "db_id": "shop",
        "table_names_original": ["Orders", "Stores", "Staff"],
        "column_names_original": [
            [-1, "*"],
            [0, "Store_ID"],
            [1, "ID"],
            [2, "Store"],
            [2, "Boss"],
            [2, "ID"],
        ],
        "foreign_keys": keys,
    }


def test_columns_that_keys_connect_share_the_first_of_them(tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([entry([[1, 2], [3, 2], [4, 5]])]))
    assert keys_from_tables_json(file) == {
        "shop": {
            "orders.store_id": "orders.store_id",
            "stores.id": "orders.store_id",
            "staff.store": "orders.store_id",
            "staff.boss": "staff.boss",
            "staff.id": "staff.boss",
        }
    }


def test_two_groups_that_a_key_connects_stay_two(tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([entry([[1, 2], [4, 5], [2, 4]])]))
    keys = keys_from_tables_json(file)["shop"]
    assert keys["stores.id"] == "orders.store_id"
    assert keys["staff.boss"] == "staff.boss"  # in both: the later group has it


def test_a_database_that_is_known_to_have_no_keys_has_none(tmp_path: Path) -> None:
    file, folder = tmp_path / "tables.json", tmp_path / "shop"
    folder.mkdir()
    connection = apsw.Connection(str(folder / "shop.sqlite"))
    connection.execute("CREATE TABLE stores (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE orders (store_id REFERENCES stores (id))")
    connection.close()
    file.write_text(json.dumps([entry([])]))
    assert DatabaseFiles(tmp_path, file).database("shop").representatives == {}
    assert DatabaseFiles(tmp_path).database("shop").representatives == {
        "orders.store_id": "stores.id",
        "stores.id": "stores.id",
    }


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"db_id": "x"}]', json.dumps([entry([[1, 99]])])])
def test_a_file_that_is_no_tables_json(text: str, tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    file.write_text(text)
    with pytest.raises(InvalidRequest, match=r"tables\.json"):
        keys_from_tables_json(file)


def test_keys_of_a_schema_snapshot_without_inferred_ones() -> None:
    columns = (Column(name="ID"), Column(name="Store"))
    schema = Schema(
        database_id="shop",
        tables=(Table(name="Stores", columns=columns), Table(name="Orders", columns=columns)),
        foreign_keys=(
            ForeignKey(table="orders", columns=("store",), ref_table="stores", ref_columns=("id",)),
            ForeignKey(
                table="Stores", columns=("Store",), ref_table="Orders", ref_columns=("ID",), inferred=True
            ),
            ForeignKey(table="orders", columns=("gone",), ref_table="stores", ref_columns=("id",)),
        ),
    )
    assert keys_from_schema(schema) == {"stores.id": "stores.id", "orders.store": "stores.id"}


def test_quotes_around_no_name_become_single_ones() -> None:
    keys = {"pet": TableKeys(("name", "kind"))}
    assert prepare('SELECT "Name" FROM `pet` WHERE kind = "Dog"', keys) == (
        'SELECT "Name" FROM "pet" WHERE kind = \'Dog\''
    )
    assert prepare("SELECT DateTime()", keys) == "SELECT datetime('now')"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT name FROM pet", Hardness.EASY),
        ("SELECT count(*) FROM pet WHERE kind = 'dog'", Hardness.EASY),
        ("SELECT name FROM pet WHERE kind = 'dog' AND weight > 3", Hardness.MEDIUM),
        ("SELECT kind, count(*) FROM pet GROUP BY kind", Hardness.MEDIUM),
        ("SELECT name, kind FROM pet WHERE kind = 'dog' ORDER BY weight LIMIT 1", Hardness.HARD),
        ("SELECT name FROM pet WHERE owner_id IN (SELECT id FROM owner)", Hardness.HARD),
        ("SELECT name FROM pet EXCEPT SELECT name FROM pet WHERE kind = 'dog'", Hardness.HARD),
        (
            "SELECT name, kind FROM pet WHERE owner_id IN (SELECT id FROM owner WHERE city = 'Bern')",
            Hardness.EXTRA,
        ),
        (
            "SELECT T1.name FROM owner AS T1 JOIN pet AS T2 ON T1.id = T2.owner_id WHERE T2.kind = 'dog' "
            "GROUP BY T1.name ORDER BY count(*) DESC LIMIT 1",
            Hardness.EXTRA,
        ),
    ],
)
def test_hardness(sql: str, expected: Hardness) -> None:
    columns = {table: keys.columns for table, keys in keys_of(CLINIC).items()}
    assert hardness(sql, columns) is expected


def test_hardness_of_what_the_script_cannot_parse() -> None:
    with pytest.raises(Unparsable):
        hardness("SELECT name AS n FROM pet p", {"pet": ("name",)})
