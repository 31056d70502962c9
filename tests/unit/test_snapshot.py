"""The schema snapshot: what is read of a database, and what is left out."""

from pathlib import Path

import apsw
import pytest

from services.contracts.catalogue import Catalogue, open_readonly
from services.contracts.errors import DatabaseUnusable
from services.contracts.schema import Column, ForeignKey, Schema, Table
from services.value_index.settings import ValueIndexSettings
from services.value_index.snapshot import read_schema


def connection(*statements: str) -> apsw.Connection:
    opened = apsw.Connection(":memory:")
    for statement in statements:
        opened.execute(statement).fetchall()
    return opened


def schema(*statements: str, settings: ValueIndexSettings | None = None) -> Schema:
    return read_schema(connection(*statements), "shop", settings or ValueIndexSettings())


def column(snapshot: Schema, table: str, name: str) -> Column:
    found = snapshot.table(table)
    assert found is not None
    named = found.column(name)
    assert named is not None
    return named


def test_an_empty_database_has_an_empty_snapshot() -> None:
    assert schema() == Schema(database_id="shop", tables=())


def test_tables_stand_in_the_order_of_their_creation_with_their_columns() -> None:
    snapshot = schema(
        "CREATE TABLE zebra(id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, note)",
        "CREATE VIEW names AS SELECT name FROM zebra",
        "CREATE TABLE ant(x)",
        "INSERT INTO zebra VALUES (1, 'Zoe', NULL), (2, 'Zack', NULL)",
    )
    assert [(table.name, table.view, table.row_count) for table in snapshot.tables] == [
        ("zebra", False, 2),
        ("names", True, 2),
        ("ant", False, 0),
    ]
    described = [(c.name, c.type, c.not_null, c.primary_key) for c in snapshot.tables[0].columns]
    assert described == [
        ("id", "INTEGER", False, True),
        ("name", "VARCHAR(20)", True, False),
        ("note", "", False, False),
    ]


def test_a_column_is_unique_when_a_key_or_index_of_its_own_covers_every_row() -> None:
    snapshot = schema(
        "CREATE TABLE t(a PRIMARY KEY, b UNIQUE, c, d, e, f, UNIQUE(c, d))",
        "CREATE UNIQUE INDEX on_e ON t(e)",
        "CREATE UNIQUE INDEX on_f ON t(f) WHERE f > 0",
        "CREATE UNIQUE INDEX on_expression ON t(c + 1)",
        "CREATE TABLE pairs(a, b, PRIMARY KEY(a, b)) WITHOUT ROWID",
    )
    assert [c.name for c in snapshot.tables[0].columns if c.unique] == ["a", "b", "e"]
    assert [(c.primary_key, c.unique) for c in snapshot.tables[1].columns] == [(True, False), (True, False)]


def test_generated_columns_are_columns_and_hidden_ones_of_virtual_tables_are_not() -> None:
    snapshot = schema(
        "CREATE TABLE t(price REAL, net REAL AS (price / 2), gross REAL AS (price * 2) STORED)",
        "CREATE VIRTUAL TABLE pages USING fts5(body)",
        "INSERT INTO t(price) VALUES (4.0)",
    )
    assert [table.name for table in snapshot.tables] == ["t", "pages"]  # none of the shadow tables
    assert [(c.name, c.samples) for c in snapshot.tables[0].columns] == [
        ("price", (4.0,)),
        ("net", (2.0,)),
        ("gross", (8.0,)),
    ]
    assert [c.name for c in snapshot.tables[1].columns] == ["body"]


def test_a_view_that_cannot_be_read_is_left_out() -> None:
    snapshot = schema(
        "CREATE TABLE t(a)",
        "CREATE VIEW broken AS SELECT * FROM missing",
        "CREATE VIEW good AS SELECT a FROM t",
    )
    assert [table.name for table in snapshot.tables] == ["t", "good"]


def test_a_view_that_fails_while_it_runs_has_no_row_count_and_no_samples() -> None:
    snapshot = schema(
        "CREATE TABLE t(a)",
        "INSERT INTO t VALUES ('{')",
        "CREATE VIEW parsed AS SELECT a ->> '$.x' AS x FROM t WHERE json(a) IS NOT NULL",
    )
    view = snapshot.tables[1]
    assert (view.row_count, view.columns[0].samples) == (None, ())


def test_a_view_that_never_ends_is_given_up() -> None:
    snapshot = schema(
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i FROM n WHERE i < 0"
    )
    assert snapshot.tables[0].row_count is None


@pytest.mark.parametrize("name", ['the "best"', "order", "two words", "größe 🐶", "a.b", "x'y", "[z]"])
def test_any_name_is_kept_as_it_is(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    snapshot = schema(f"CREATE TABLE {quoted}({quoted} TEXT)", f"INSERT INTO {quoted} VALUES ('v'), ('v')")
    table = snapshot.tables[0]
    assert (table.name, table.row_count, table.columns[0].name) == (name, 2, name)
    assert table.columns[0].samples == ("v",)


def test_samples_are_the_most_frequent_short_values() -> None:
    snapshot = schema(
        "CREATE TABLE t(a, b)",
        "INSERT INTO t VALUES ('x', 1), ('y', 2.5), ('y', 1), (NULL, NULL), (x'00', 'text'), ('too long', 1)",
        settings=ValueIndexSettings(samples=2, sample_characters=4),
    )
    assert column(snapshot, "t", "a").samples == ("y", "x")
    assert column(snapshot, "t", "b").samples == (1, 2.5)


def test_samples_tell_values_apart_that_the_column_collates_as_equal() -> None:
    snapshot = schema("CREATE TABLE t(a COLLATE NOCASE)", "INSERT INTO t VALUES ('x'), ('X'), ('x')")
    assert column(snapshot, "t", "a").samples == ("x", "X")


def test_text_that_is_not_valid_is_no_value() -> None:
    snapshot = schema("CREATE TABLE t(a)", "INSERT INTO t VALUES (CAST(x'ff41' AS TEXT)), ('fine')")
    assert snapshot.tables[0].row_count == 2
    assert column(snapshot, "t", "a").samples == ("fine",)


def test_a_table_whose_columns_have_no_valid_name_is_left_out() -> None:
    opened = connection("CREATE TABLE t(abc)", "CREATE TABLE u(a)", "PRAGMA writable_schema = ON")
    opened.execute("UPDATE sqlite_schema SET sql = replace(sql, 'abc', CAST(x'ff' AS TEXT)) WHERE name = 't'")
    opened.execute("PRAGMA writable_schema = RESET").fetchall()
    assert [table.name for table in read_schema(opened, "shop").tables] == ["u"]


def test_a_database_in_utf_16_is_read_as_any_other() -> None:
    snapshot = schema(
        "PRAGMA encoding = 'UTF-16le'", "CREATE TABLE naïf(a)", "INSERT INTO naïf VALUES ('hé🐶')"
    )
    assert column(snapshot, "naïf", "a").samples == ("hé🐶",)


def test_excluded_columns_are_marked_and_have_no_samples() -> None:
    settings = ValueIndexSettings(excluded_columns=("*mail*", "people.born"))
    snapshot = schema(
        "CREATE TABLE people(name, E_Mail, born)",
        "CREATE VIEW addresses AS SELECT e_mail AS address FROM people",
        "INSERT INTO people VALUES ('Ann', 'ann@example.org', 1990)",
        settings=settings,
    )
    columns = snapshot.tables[0].columns
    assert [(c.excluded, c.samples) for c in columns] == [(False, ("Ann",)), (True, ()), (True, ())]
    assert snapshot.tables[1].columns[0].samples == ()  # it shows the excluded column under another name


def test_with_values_switched_off_there_are_no_samples() -> None:
    statements = ("CREATE TABLE t(a)", "INSERT INTO t VALUES ('x')")
    snapshot = schema(*statements, settings=ValueIndexSettings(values=False))
    assert (snapshot.tables[0].row_count, column(snapshot, "t", "a").samples) == (1, ())


MANY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT 2 * i, i / 500 FROM n"
)


@pytest.mark.parametrize(
    "table", ["t(a, b)", "t(_rowid_, b)", "t(rowid, oid)", "t(a INTEGER PRIMARY KEY, b) WITHOUT ROWID"]
)
def test_of_a_large_table_some_rows_are_read(table: str) -> None:
    settings = ValueIndexSettings(sampled_rows=10, samples=20, counted_rows=999)
    snapshot = schema(f"CREATE TABLE {table}", f"INSERT INTO t {MANY}", settings=settings)
    assert snapshot.tables[0].row_count is None
    assert len(snapshot.tables[0].columns[0].samples) == 10


def test_the_rows_read_of_a_large_table_are_spread_over_it() -> None:
    settings = ValueIndexSettings(sampled_rows=10, samples=20)
    snapshot = schema("CREATE TABLE t(a, b)", f"INSERT INTO t {MANY}", settings=settings)
    numbers = [value for value in column(snapshot, "t", "a").samples if isinstance(value, int)]
    assert min(numbers) < 200
    assert max(numbers) > 1700


def test_declared_keys_are_spelled_as_the_schema_spells_the_names() -> None:
    snapshot = schema(
        "CREATE TABLE Country(Code PRIMARY KEY)",
        "CREATE TABLE City(id, country REFERENCES COUNTRY, twin REFERENCES country(code))",
    )
    assert snapshot.foreign_keys == (
        ForeignKey(table="City", columns=("country",), ref_table="Country", ref_columns=("Code",)),
        ForeignKey(table="City", columns=("twin",), ref_table="Country", ref_columns=("Code",)),
    )


def test_a_key_of_several_columns_is_one_key() -> None:
    snapshot = schema(
        "CREATE TABLE p(a, b, PRIMARY KEY(a, b))",
        "CREATE TABLE c(x, y, FOREIGN KEY(x, y) REFERENCES p)",
    )
    key = ForeignKey(table="c", columns=("x", "y"), ref_table="p", ref_columns=("a", "b"))
    assert snapshot.foreign_keys == (key,)


def test_keys_to_what_is_missing_are_dropped() -> None:
    snapshot = schema(
        "CREATE TABLE p(a)",
        "CREATE TABLE c(x REFERENCES gone(a), y REFERENCES p(gone), z REFERENCES p)",
    )
    assert snapshot.foreign_keys == ()


def test_equal_content_gives_an_equal_snapshot() -> None:
    statements = (
        "CREATE TABLE customers(id INTEGER PRIMARY KEY, name)",
        "CREATE TABLE orders(id, customer_id)",
        f"INSERT INTO orders {MANY}",
    )
    settings = ValueIndexSettings(sampled_rows=100)
    assert schema(*statements, settings=settings).hash == schema(*statements, settings=settings).hash


def test_a_damaged_file_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    opened = apsw.Connection(str(path))
    opened.execute("CREATE TABLE t(a)").fetchall()
    opened.execute(f"INSERT INTO t SELECT hex(zeroblob(50)) FROM ({MANY})").fetchall()
    opened.close()
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        read_schema(open_readonly(Catalogue.of({"shop": path}).database("shop")), "shop")


def test_a_changed_copy_of_a_schema_has_a_hash_and_tables_of_its_own() -> None:
    schema = Schema(database_id="a", tables=(Table(name="pets", columns=(Column(name="name"),)),))
    assert schema.table("pets")
    before = schema.hash
    changed = schema.model_copy(update={"tables": ()})
    assert changed.hash == Schema(database_id="a", tables=()).hash != before
    assert changed.table("pets") is None
    assert schema.hash == before
